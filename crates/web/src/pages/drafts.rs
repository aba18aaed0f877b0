//! What had somebody written when the screen was locked?

use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, Redirect};
use care::access::session::State as SessionState;
use serde::Deserialize;
use store::{Draft, DraftKind};

use crate::address::{Asked, Place};
use crate::app::App;
use crate::components::chrome::Chrome;
use crate::forms::{Sent, SentByHolder, worth_keeping};
use crate::pages::{chrome, moment_within, sentence};
use crate::refusal::Refused;
use crate::session::{FormToken, SignedIn};

/// Where the forms are offered that met a locked screen.
pub(crate) const PATH: &str = "/drafts";

/// The forms that met a locked screen.
#[derive(Template)]
#[template(path = "pages/drafts.html")]
struct DraftsPage {
    chrome: Chrome,
    token: FormToken,
    drafts: Vec<Unsent>,
    back: String,
}

/// One of them.
struct Unsent {
    what: String,
    when: String,
    path: String,
    fields: Vec<(String, String)>,
    words: Vec<(String, String)>,
}

/// For which form a draft is.
#[derive(Deserialize)]
pub(crate) struct Of {
    path: String,
}

/// What stands in a form that is being written.
#[derive(Deserialize)]
pub(crate) struct Writing {
    path: String,
    /// Names and values, as JSON.
    fields: String,
}

/// Offers them.
pub(crate) async fn get(
    State(app): State<App>,
    signed_in: SignedIn,
) -> Result<Html<String>, Refused> {
    let now = app.now();
    let drafts = app.store().drafts(&signed_in.staff.id, DraftKind::Sent).await?;
    let unsent = |draft: Draft| Unsent {
        what: what(&draft.path).to_owned(),
        when: moment_within(draft.saved_at, now),
        words: draft.fields.iter().filter_map(words).collect(),
        path: draft.path,
        fields: draft.fields,
    };
    let page = DraftsPage {
        chrome: chrome(&app, "Not sent yet", &signed_in),
        token: signed_in.form.clone(),
        drafts: drafts.into_iter().map(unsent).collect(),
        back: Place::parse(&signed_in.session.place).unwrap_or_default().path().to_owned(),
    };
    Ok(Html(page.render()?))
}

/// Throws one away.
pub(crate) async fn drop(State(app): State<App>, sent: Sent<Of>) -> Result<Redirect, Refused> {
    let Sent { signed_in, form } = sent;
    app.store().drop_draft(&signed_in.staff.id, DraftKind::Sent, &form.path).await?;
    Ok(Redirect::to(PATH))
}

/// What was being written in a form; nothing where nothing was.
pub(crate) async fn written(
    State(app): State<App>,
    signed_in: SignedIn,
    Asked(Of { path }): Asked<Of>,
) -> Result<Json<Vec<(String, String)>>, Refused> {
    let draft = app.store().draft(&signed_in.staff.id, DraftKind::Written, &path).await?;
    Ok(Json(draft.map(|draft| draft.fields).unwrap_or_default()))
}

/// Keeps what is being written, for whoever writes it, even where the screen was locked a moment
/// ago: it is shown to nobody before they have signed in again.
pub(crate) async fn write(
    State(app): State<App>,
    sent: SentByHolder<Writing>,
) -> Result<StatusCode, Refused> {
    let SentByHolder { mut holder, form } = sent;
    let now = app.now();
    if holder.state == SessionState::Open {
        holder.acts(&app, now).await?;
    }
    let path = Place::parse(&form.path).ok_or(Refused::BadForm)?;
    let fields = serde_json::from_str(&form.fields).map_err(|_| Refused::BadForm)?;
    let (whose, fields) = (&holder.session.visitor.id, worth_keeping(fields));
    if fields.iter().all(|(_, value)| value.trim().is_empty()) {
        app.store().drop_draft(whose, DraftKind::Written, path.path()).await?;
    } else {
        let draft = Draft { path: path.path().to_owned(), fields, saved_at: now };
        app.store().keep_draft(whose, DraftKind::Written, &draft).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// What a form is, by where it is sent.
fn what(path: &str) -> &'static str {
    let (place, last) = path.rsplit_once('/').unwrap_or_default();
    match last {
        "permission" => "Your answer about the patient's permission",
        "reason" => "Your reason for looking",
        "feedback" => "Your answer to “Did this page answer your question?”",
        "same" => "That you compared the patient with the council's record",
        "wrong" => "Your report of a wrong match",
        "print" => "A sheet to print",
        _ if place.starts_with("/match-desk") => "Your decision at the match desk",
        _ => "A form",
    }
}

/// A field in words; nothing where nothing stands in it.
fn words((name, value): &(String, String)) -> Option<(String, String)> {
    let name = match name.as_str() {
        "agreed" | "answered" | "opinion" => "Your answer".to_owned(),
        "why" => "Why".to_owned(),
        "other" | "reason" | "words" | "note" => "Your words".to_owned(),
        other => sentence(&other.replace(['_', '-'], " ")),
    };
    (!value.trim().is_empty()).then(|| (name, value.clone()))
}
