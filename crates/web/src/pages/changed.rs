//! The patient system has gone on to another patient: which of the two does the user want? (S0c)

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use care::people::PatientId;
use serde::Deserialize;
use store::Context;

use super::banner::{banner, banner_alone};
use crate::app::App;
use crate::components::chrome::Chrome;
use crate::components::patient::Patient;
use crate::context::{self, handle};
use crate::forms::Sent;
use crate::looking;
use crate::pages::chrome;
use crate::refusal::Refused;
use crate::session::SignedIn;

/// The page that says so.
#[derive(Template)]
#[template(path = "pages/changed.html")]
struct ChangedPage {
    chrome: Chrome,
    why: Why,
    now: Side,
    before: Side,
    kept: Vec<String>,
}

/// What led to the page.
enum Why {
    /// A launch, while the page of the patient before was open.
    Launched,
    /// Something was sent about the patient before. It was not taken.
    NotSent,
}

/// One of the two patients.
enum Side {
    /// Known, with the page where they are.
    Known { who: Box<Patient>, to: String },
    /// Somebody of whom we could not be sure, or whom the user may no longer see.
    Unsure,
}

/// Says that the patient has changed, where it has and nobody has said so yet.
pub(crate) async fn get(State(app): State<App>, signed_in: SignedIn) -> Result<Response, Refused> {
    let context = app.store().context(handle(&signed_in)).await?;
    let Some(Context { patient, before: Some(before) }) = context else {
        let to = context.and_then(|context| context.patient);
        let to = to.map_or_else(|| "/".to_owned(), |patient| format!("/patients/{patient}"));
        return Ok(Redirect::to(&to).into_response());
    };
    let page = page(&app, &signed_in, (patient.as_ref(), &before), Why::Launched).await?;
    Ok(Html(page.render()?).into_response())
}

/// Answers a form about a patient whom the patient system does not show: nothing of it is taken,
/// and what was written is shown, so that it is not lost.
pub(crate) async fn not_sent(
    app: &App,
    signed_in: &SignedIn,
    (patient, context): (PatientId, Context),
    fields: Vec<(String, String)>,
) -> Result<Response, Refused> {
    let loaded = looking::load(app, &signed_in.staff, &patient).await?;
    let id = &loaded.patient.id;
    let why = "the patient system shows another patient";
    app.store().note_refusal(&signed_in.staff, id, why, app.now()).await?;
    let sides = (context.patient.as_ref(), &patient);
    let page = page(app, signed_in, sides, Why::NotSent).await?;
    let page = ChangedPage { kept: texts(fields), ..page };
    Ok((StatusCode::CONFLICT, Html(page.render()?)).into_response())
}

/// The same for a question that would be asked about such a patient, and could not be answered.
pub(crate) async fn not_asked(
    app: &App,
    signed_in: &SignedIn,
    patient: &PatientId,
) -> Result<Option<Response>, Refused> {
    let Some(context) = context::elsewhere(app, signed_in, patient).await? else {
        return Ok(None);
    };
    let sides = (context.patient.as_ref(), patient);
    let page = page(app, signed_in, sides, Why::Launched).await?;
    Ok(Some(Html(page.render()?).into_response()))
}

async fn page(
    app: &App,
    signed_in: &SignedIn,
    (now, before): (Option<&PatientId>, &PatientId),
    why: Why,
) -> Result<ChangedPage, Refused> {
    // That nothing was taken about the one before is a line already.
    let has_line = matches!(why, Why::NotSent);
    Ok(ChangedPage {
        chrome: chrome(app, "The patient has changed", signed_in),
        now: match now {
            Some(patient) => side(app, signed_in, (patient, false)).await?,
            None => Side::Unsure,
        },
        before: side(app, signed_in, (before, has_line)).await?,
        kept: Vec::new(),
        why,
    })
}

/// One side, seen with a line about them: with one of its own where this request has written none.
async fn side(
    app: &App,
    signed_in: &SignedIn,
    (patient, has_line): (&PatientId, bool),
) -> Result<Side, Refused> {
    let loaded = match looking::load(app, &signed_in.staff, patient).await {
        Ok(loaded) => loaded,
        // Whom the user may no longer see is not shown here either.
        Err(Refused::NotFound) => return Ok(Side::Unsure),
        Err(fault) => return Err(fault),
    };
    let who = if has_line {
        banner(app, &loaded, app.now())
    } else {
        banner_alone(app, &signed_in.staff, &loaded).await?
    };
    Ok(Side::Known { who: Box::new(who), to: format!("/patients/{patient}") })
}

/// What somebody wrote into a form, in the order of its fields; not what they chose, nor tokens.
fn texts(fields: Vec<(String, String)>) -> Vec<String> {
    let is_code = |text: &str| text.bytes().all(|b| b.is_ascii_lowercase() || b"_-".contains(&b));
    let is_written = |text: &String| !text.trim().is_empty() && !is_code(text);
    fields.into_iter().map(|(_, text)| text).filter(is_written).collect()
}

/// A page of a patient that says that it is open, or that it was left.
#[derive(Deserialize)]
pub(crate) struct Page {
    /// A name that the page gave itself.
    page: String,
    #[serde(default)]
    patient: String,
}

/// A page was opened.
pub(crate) async fn opened(
    State(app): State<App>,
    sent: Sent<Page>,
) -> Result<StatusCode, Refused> {
    let Sent { signed_in, form } = sent;
    let patient: PatientId = form.patient.parse().map_err(|_| Refused::BadForm)?;
    let page = form.name()?;
    app.store().page_opened(handle(&signed_in), (page, &patient), app.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A page was left.
pub(crate) async fn left(State(app): State<App>, sent: Sent<Page>) -> Result<StatusCode, Refused> {
    let Sent { signed_in, form } = sent;
    app.store().page_left(handle(&signed_in), form.name()?).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl Page {
    /// Its name: 16 to 40 letters and digits.
    fn name(&self) -> Result<&str, Refused> {
        let name = self.page.as_str();
        let is_name = (16..=40).contains(&name.len())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if is_name { Ok(name) } else { Err(Refused::BadForm) }
    }
}
