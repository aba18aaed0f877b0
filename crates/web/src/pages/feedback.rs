//! Did the page answer the question? Counted into the proof that the service works.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use care::access::{DataGroup, Role};
use care::people::PatientId;
use serde::Deserialize;
use store::{Answer, Feedback as Kept};

use crate::address::Named;
use crate::app::App;
use crate::components::feedback::{Feedback, Given};
use crate::components::markup::Markup;
use crate::forms::Sent;
use crate::looking;
use crate::refusal::Refused;
use crate::session::{FormToken, SignedIn};

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

/// The question at the foot of the page.
pub(crate) fn question(signed_in: &SignedIn, patient: &PatientId) -> Result<Feedback, Refused> {
    let after = MoreWords {
        patient: patient.clone(),
        token: signed_in.form.clone(),
        asks_home: signed_in.staff.role == Role::EmergencyDepartment,
    };
    Ok(Feedback {
        action: format!("/patients/{patient}/feedback"),
        hidden: vec![("token".to_owned(), signed_in.form.as_str().to_owned())],
        given: Given::NotYet,
        after: Markup::of(&after)?,
    })
}

/// Keeps the answer. A script stays on the page; without one the page comes again.
pub(crate) async fn post(
    State(app): State<App>,
    Named(patient): Named<PatientId>,
    headers: HeaderMap,
    sent: Sent<Said>,
) -> Result<Response, Refused> {
    let Sent { signed_in, form } = sent;
    looking::may(&signed_in.staff, DataGroup::Packages)?;
    let loaded = looking::load(&app, &signed_in.staff, &patient).await?;
    let answer = match form.answered.as_str() {
        "yes" => Answer::Yes,
        "partly" => Answer::Partly,
        "no" => Answer::No,
        _ => return Err(Refused::BadForm),
    };
    let words = form.words.trim();
    let kept = Kept {
        patient: loaded.patient.id.clone(),
        stay: looking::stay(&loaded.relation).cloned(),
        answer,
        went_home: form.went_home == "yes",
        words: (!words.is_empty()).then(|| words.to_owned()),
    };
    app.store().save_feedback(&signed_in.staff, &kept, app.now()).await?;
    if wants_page(&headers) {
        Ok(Redirect::to(&format!("/patients/{patient}")).into_response())
    } else {
        Ok(StatusCode::NO_CONTENT.into_response())
    }
}

/// A form sent by the browser itself asks for a page; our script does not.
fn wants_page(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}
