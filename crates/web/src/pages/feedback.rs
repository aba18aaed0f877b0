//! Did the page answer the question? Counted into the proof that the service works.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use care::access::{DataGroup, Role, Staff};
use care::people::PatientId;
use jiff::SignedDuration;
use serde::Deserialize;
use store::{Answer, Feedback as Kept, FeedbackLine};

use crate::address::Named;
use crate::app::App;
use crate::components::chrome::Chrome;
use crate::components::feedback::{Feedback, Given};
use crate::components::markup::Markup;
use crate::forms::Sent;
use crate::looking;
use crate::pages::chrome;
use crate::refusal::Refused;
use crate::session::{FormToken, SignedIn};

/// So long after the press words may be added to it.
const STILL_ADDING: SignedDuration = SignedDuration::from_hours(1);

/// More answers than are given in that time.
const MOST: i64 = 1_000;

/// What may be added after the one press.
#[derive(Template)]
#[template(path = "pages/feedback_words.html")]
struct MoreWords {
    patient: PatientId,
    token: FormToken,
    asks_home: bool,
}

/// What the user says.
#[derive(Deserialize)]
pub(crate) struct Said {
    #[serde(default)]
    answered: String,
    #[serde(default)]
    went_home: String,
    #[serde(default)]
    words: String,
}

/// What somebody reads who answered without a script.
#[derive(Template)]
#[template(path = "pages/feedback.html")]
struct FeedbackPage {
    chrome: Chrome,
    patient: PatientId,
    more: Markup,
}

/// The question at the foot of the page.
pub(crate) fn question(signed_in: &SignedIn, patient: &PatientId) -> Result<Feedback, Refused> {
    Ok(Feedback {
        action: format!("/patients/{patient}/feedback"),
        hidden: vec![("token".to_owned(), signed_in.form.as_str().to_owned())],
        given: Given::NotYet,
        after: more_words(signed_in, patient)?,
    })
}

fn more_words(signed_in: &SignedIn, patient: &PatientId) -> Result<Markup, Refused> {
    let more = MoreWords {
        patient: patient.clone(),
        token: signed_in.form.clone(),
        asks_home: signed_in.staff.role == Role::EmergencyDepartment,
    };
    Ok(Markup::of(&more)?)
}

/// Thanks, and takes more words.
pub(crate) async fn get(
    State(app): State<App>,
    signed_in: SignedIn,
    Named(patient): Named<PatientId>,
) -> Result<Html<String>, Refused> {
    looking::may(&signed_in.staff, DataGroup::Packages)?;
    looking::load(&app, &signed_in.staff, &patient).await?;
    let page = FeedbackPage {
        chrome: chrome(&app, "Thank you", &signed_in),
        more: more_words(&signed_in, &patient)?,
        patient,
    };
    Ok(Html(page.render()?))
}

/// Keeps the answer. A script stays on the page; without one the thanks are a page. Whoever has
/// added words is done, and goes back.
pub(crate) async fn post(
    State(app): State<App>,
    Named(patient): Named<PatientId>,
    headers: HeaderMap,
    sent: Sent<Said>,
) -> Result<Response, Refused> {
    let Sent { signed_in, form } = sent;
    looking::may(&signed_in.staff, DataGroup::Packages)?;
    let loaded = looking::load(&app, &signed_in.staff, &patient).await?;
    let person = format!("/patients/{patient}");
    if loaded.permit(&signed_in.staff, app.now()).is_err() {
        return Ok(Redirect::to(&person).into_response());
    }
    let answer = match form.answered.as_str() {
        "yes" => Answer::Yes,
        "partly" => Answer::Partly,
        "no" => Answer::No,
        "more" => last_answer(&app, &signed_in.staff, &loaded.patient.id).await?,
        _ => return Err(Refused::BadForm),
    };
    let words = form.words.trim();
    let kept = Kept {
        patient: loaded.patient.id.clone(),
        stay: loaded.relation.stay().cloned(),
        answer,
        went_home: form.went_home == "yes",
        words: (!words.is_empty()).then(|| words.to_owned()),
    };
    app.store().save_feedback(&signed_in.staff, &kept, app.now()).await?;
    Ok(match (wants_page(&headers), form.answered.as_str()) {
        (false, _) => StatusCode::NO_CONTENT.into_response(),
        (true, "more") => Redirect::to(&person).into_response(),
        (true, _) => Redirect::to(&format!("{person}/feedback")).into_response(),
    })
}

/// What the user pressed before they added words to it.
async fn last_answer(app: &App, staff: &Staff, patient: &PatientId) -> Result<Answer, Refused> {
    let given = app.store().feedback(app.now() - STILL_ADDING, MOST).await?;
    let own = |line: &FeedbackLine| line.staff == staff.id && line.feedback.patient == *patient;
    given.into_iter().find(own).map(|line| line.feedback.answer).ok_or(Refused::BadForm)
}

/// A form sent by the browser itself asks for a page; our script does not.
fn wants_page(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}
