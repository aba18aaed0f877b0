//! Which messages could not be read, and what can no rule decide?

use askama::Template;
use axum::extract::State;
use axum::response::Html;
use care::access::DataGroup;
use care::when::words;

use crate::app::App;
use crate::components::chrome::Chrome;
use crate::looking;
use crate::pages::chrome;
use crate::refusal::Refused;
use crate::session::SignedIn;

/// As many as one looks through by hand.
const MOST: i64 = 200;

/// The messages that could not be read. Their content is never shown.
#[derive(Template)]
#[template(path = "pages/messages.html")]
struct MessagesPage {
    chrome: Chrome,
    messages: Vec<MessageRow>,
    work: Vec<WorkRow>,
}

/// Something in a message that a person must look at.
struct WorkRow {
    message: String,
    noted: String,
    words: String,
}

struct MessageRow {
    id: String,
    feed: String,
    received: String,
    trigger: String,
    reason: String,
}

/// Shows them to technical support.
pub(crate) async fn get(
    State(app): State<App>,
    signed_in: SignedIn,
) -> Result<Html<String>, Refused> {
    looking::may(&signed_in.staff, DataGroup::Status)?;
    let now = app.now();
    let messages = app.store().unreadable_messages(MOST).await?;
    let rows = messages.into_iter().map(|message| MessageRow {
        id: message.id.0.to_string(),
        feed: message.feed,
        received: words::moment(message.received_at, now),
        trigger: if message.trigger.is_empty() { "Not known".to_owned() } else { message.trigger },
        reason: message.reason,
    });
    let messages = rows.collect();
    let work = app.store().work_items(MOST).await?.into_iter().map(|item| WorkRow {
        message: item.message.map_or_else(|| "No message".to_owned(), |id| id.0.to_string()),
        noted: words::moment(item.noted_at, now),
        words: super::sentence(&item.words),
    });
    let work = work.collect();
    let page =
        MessagesPage { chrome: chrome(&app, "Messages to look at", &signed_in), messages, work };
    Ok(Html(page.render()?))
}
