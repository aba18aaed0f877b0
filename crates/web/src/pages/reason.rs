//! Why does somebody look who has no stay to look for?

use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use care::access::Refusal;
use care::people::PatientId;
use serde::Deserialize;

use super::banner::banner;
use crate::address::Named;
use crate::app::App;
use crate::components::chrome::Chrome;
use crate::components::patient::Patient;
use crate::forms::Sent;
use crate::looking;
use crate::pages::{chrome, person, shut};
use crate::refusal::Refused;
use crate::session::{FormToken, SignedIn};

/// The question for a reason.
#[derive(Template)]
#[template(path = "pages/reason.html")]
struct ReasonPage {
    chrome: Chrome,
    banner: Patient,
    patient: PatientId,
    token: FormToken,
}

/// What the user says.
#[derive(Deserialize)]
pub(crate) struct Stated {
    #[serde(default)]
    reason: String,
}

/// Asks.
pub(crate) async fn get(
    State(app): State<App>,
    signed_in: SignedIn,
    Named(patient): Named<PatientId>,
) -> Result<Response, Refused> {
    let loaded = looking::load(&app, &signed_in.staff, &patient).await?;
    match loaded.permit(&signed_in.staff, None, app.now()) {
        Err(Refusal::ReasonNeeded) => {}
        Err(refusal) => return shut::show(&app, &signed_in, &loaded, refusal).await,
        Ok(_) => return Ok(Redirect::to(&format!("/patients/{patient}")).into_response()),
    }
    let page = ReasonPage {
        chrome: chrome(&app, "Reason to view", &signed_in),
        banner: banner(&app, &loaded, app.now()),
        token: signed_in.form.clone(),
        patient,
    };
    Ok(Html(page.render()?).into_response())
}

/// Shows the record on the ground of the reason. The reason is good for this one look: it stands
/// in the audit with it, and each further look asks again.
pub(crate) async fn post(
    State(app): State<App>,
    Named(patient): Named<PatientId>,
    sent: Sent<Stated>,
) -> Result<Response, Refused> {
    let Sent { signed_in, form } = sent;
    person::show(&app, &signed_in, &patient, Some(&form.reason)).await
}
