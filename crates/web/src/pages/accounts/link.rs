//! Which link is given to whom?

use askama::Template;
use axum::response::Html;
use jiff::Timestamp;

use crate::app::App;
use crate::components::chrome::Chrome;
use crate::door::invitation::GOOD_FOR;
use crate::pages::{chrome, moment_within};
use crate::refusal::Refused;
use crate::session::SignedIn;

/// A link, shown once: only its hash is kept.
#[derive(Template)]
#[template(path = "pages/accounts/link.html")]
struct LinkPage {
    chrome: Chrome,
    name: String,
    link: String,
    until: String,
}

/// Shows a link to whoever is to pass it on.
pub(super) fn show(
    app: &App,
    signed_in: &SignedIn,
    (name, link): (&str, String),
    now: Timestamp,
) -> Result<Html<String>, Refused> {
    let page = LinkPage {
        chrome: chrome(app, "Pass the link on", signed_in),
        name: name.to_owned(),
        link,
        until: moment_within(now + GOOD_FOR, now),
    };
    Ok(Html(page.render()?))
}
