//! Has this person agreed that somebody looks?

use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use care::access::permit::LONGEST_REASON;
use care::access::{DataGroup, Permission, PermissionMode, Refusal, WhyNotAsked};
use care::people::PatientId;
use serde::Deserialize;

use super::banner::banner;
use super::ward_row;
use crate::address::Named;
use crate::app::App;
use crate::components::chrome::Chrome;
use crate::components::patient::Patient;
use crate::forms::Sent;
use crate::looking;
use crate::pages::{chrome, shut};
use crate::refusal::Refused;
use crate::session::{FormToken, SignedIn};

/// The question of permission.
#[derive(Template)]
#[template(path = "pages/permission.html")]
struct PermissionPage {
    chrome: Chrome,
    banner: Patient,
    patient: PatientId,
    name: String,
    token: FormToken,
    unclear: Unclear,
}

/// Whether the last answer could not be taken, and why.
enum Unclear {
    No,
    Answer,
    Why,
}

/// What the user answered.
#[derive(Deserialize)]
pub(crate) struct Answered {
    #[serde(default)]
    agreed: String,
    #[serde(default)]
    why: String,
    #[serde(default)]
    other: String,
}

/// Asks.
pub(crate) async fn get(
    State(app): State<App>,
    signed_in: SignedIn,
    Named(patient): Named<PatientId>,
) -> Result<Response, Refused> {
    ask(&app, &signed_in, &patient, Unclear::No).await
}

async fn ask(
    app: &App,
    signed_in: &SignedIn,
    patient: &PatientId,
    unclear: Unclear,
) -> Result<Response, Refused> {
    let loaded = looking::load(app, &signed_in.staff, patient).await?;
    let asks = loaded.mode == PermissionMode::Ask;
    match loaded.permit(&signed_in.staff, Some("asked"), app.now()) {
        Ok(_) | Err(Refusal::PermissionNeeded | Refusal::PersonRefused) if asks => {}
        Ok(_) => return Ok(Redirect::to(&format!("/patients/{patient}")).into_response()),
        Err(refusal) => return shut::show(app, signed_in, &loaded, refusal).await,
    }
    let page = PermissionPage {
        chrome: chrome(app, "Permission to view", signed_in),
        banner: banner(app, &loaded, app.now()),
        name: ward_row::spoken(&loaded.identity),
        patient: patient.clone(),
        token: signed_in.form.clone(),
        unclear,
    };
    Ok(Html(page.render()?).into_response())
}

/// Notes the answer and goes on to the record, which opens or says why not.
pub(crate) async fn post(
    State(app): State<App>,
    Named(patient): Named<PatientId>,
    sent: Sent<Answered>,
) -> Result<Response, Refused> {
    let Sent { signed_in, form } = sent;
    looking::may(&signed_in.staff, DataGroup::Packages)?;
    let answer = match form.answer() {
        Ok(answer) => answer,
        Err(unclear) => return ask(&app, &signed_in, &patient, unclear).await,
    };
    let loaded = looking::load(&app, &signed_in.staff, &patient).await?;
    let about = (&loaded.patient.id, looking::stay(&loaded.relation));
    app.store().note_permission(&signed_in.staff, about, &answer, app.now()).await?;
    Ok(Redirect::to(&format!("/patients/{patient}")).into_response())
}

impl Answered {
    fn answer(&self) -> Result<Permission, Unclear> {
        match self.agreed.as_str() {
            "yes" => Ok(Permission::Given),
            "no" => Ok(Permission::Refused),
            "not_asked" => self.why().map(Permission::CouldNotAsk),
            _ => Err(Unclear::Answer),
        }
    }

    fn why(&self) -> Result<WhyNotAsked, Unclear> {
        let other: String = self.other.trim().chars().take(LONGEST_REASON).collect();
        match self.why.as_str() {
            "unconscious" => Ok(WhyNotAsked::Unconscious),
            "capacity" => Ok(WhyNotAsked::LacksCapacity),
            "emergency" => Ok(WhyNotAsked::Emergency),
            "other" if !other.is_empty() => Ok(WhyNotAsked::Other(other)),
            _ => Err(Unclear::Why),
        }
    }
}
