//! Does the national service hold this patient back by mistake?

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use care::access::privacy::works_at_privacy_desk;
use care::access::{Act, Organisation, Staff, Stated};
use care::people::trace::Outcome;
use care::people::{Patient, PatientId, TrustCode};
use serde::Deserialize;
use store::{PatientNow, StoreError};

use super::line;
use crate::address::{Asked, Named};
use crate::app::App;
use crate::components::chrome::Chrome;
use crate::forms::Sent;
use crate::pages::{chrome, ward_row};
use crate::refusal::Refused;
use crate::session::{FormToken, SignedIn};

/// What is held back, and the form that releases it.
#[derive(Template)]
#[template(path = "pages/privacy/held.html")]
struct HeldPage {
    chrome: Chrome,
    token: FormToken,
    to: String,
    name: String,
    nhs_number: String,
    born: String,
    /// Why, a sentence for each number; empty where nothing is held back.
    why: Vec<String>,
    notice: Notice,
}

/// What just happened.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Notice {
    None,
    Released,
    Missing,
}

/// What the address asks for.
#[derive(Default, Deserialize)]
pub(crate) struct Ask {
    #[serde(default)]
    done: String,
}

/// What the officer says.
#[derive(Deserialize)]
pub(crate) struct Said {
    #[serde(default)]
    reason: String,
}

/// Says whether anything is held back, and why.
pub(crate) async fn get(
    State(app): State<App>,
    signed_in: SignedIn,
    Named(patient): Named<PatientId>,
    Asked(ask): Asked<Ask>,
) -> Result<Response, Refused> {
    let patient = own(&app, &signed_in.staff, &patient).await?;
    let notice = if ask.done == "yes" { Notice::Released } else { Notice::None };
    show(&app, &signed_in, (&patient, notice)).await
}

/// Releases the patient, with the officer's reason.
pub(crate) async fn post(
    State(app): State<App>,
    Named(patient): Named<PatientId>,
    sent: Sent<Said>,
) -> Result<Response, Refused> {
    let Sent { signed_in, form } = sent;
    let patient = own(&app, &signed_in.staff, &patient).await?;
    let Some(stated) = Stated::new(&form.reason) else {
        return show(&app, &signed_in, (&patient, Notice::Missing)).await;
    };
    let by = (&signed_in.staff, &stated);
    let at = format!("/privacy/people/{}/held", patient.id);
    match app.desk().release_hold(&patient.trust, &patient.id, by).await {
        Ok(()) => Ok(Redirect::to(&format!("{at}?done=yes")).into_response()),
        // Nobody is held back any more, or others were in the way: the page says how it stands.
        Err(StoreError::Conflict) => Ok(Redirect::to(&at).into_response()),
        Err(fault) => Err(fault.into()),
    }
}

/// A patient of the officer's own trust. Any other does not exist for them.
async fn own(app: &App, staff: &Staff, id: &PatientId) -> Result<PatientNow, Refused> {
    super::may_work(staff)?;
    let patient = app.store().patient(id).await?.ok_or(Refused::NotFound)?;
    if may_release(staff, &patient.trust) { Ok(patient) } else { Err(Refused::NotFound) }
}

/// Whether somebody releases patients of a trust: its own privacy officers, who can ask the hospital
/// whose number it is.
pub(super) fn may_release(staff: &Staff, trust: &TrustCode) -> bool {
    let is_own = match &staff.organisation {
        Organisation::Hospital { trust: own, .. } => own == trust,
        Organisation::Council(_) => false,
    };
    is_own && works_at_privacy_desk(staff)
}

async fn show(
    app: &App,
    signed_in: &SignedIn,
    (patient, notice): (&PatientNow, Notice),
) -> Result<Response, Refused> {
    let seen = care::access::AuditLine {
        patient: Some(patient.id.clone()),
        ..line(&signed_in.staff, Act::SawHold, app.now())
    };
    // The line first: what follows is given out only once it is written.
    app.store().note(&seen).await?;
    let known = app.store().known_patient(&patient.id).await?;
    let why: BTreeSet<String> = known.patients.iter().filter_map(|one| why(&one.patient)).collect();
    let identity = patient.patient.identity();
    let page = HeldPage {
        chrome: chrome(app, "Held back by the national service", signed_in),
        token: signed_in.form.clone(),
        to: format!("/privacy/people/{}/held", patient.id),
        name: ward_row::name(&identity),
        nhs_number: ward_row::nhs_number(&identity),
        born: ward_row::born(&identity),
        why: why.into_iter().collect(),
        notice,
    };
    Ok(Html(page.render()?).into_response())
}

/// Why a patient is held back under one number; `None` where they are not.
fn why(patient: &Patient) -> Option<String> {
    let trace = patient.trace.as_ref().filter(|_| patient.is_held_back())?;
    let asked = match trace.asked.number {
        Some(number) => format!("NHS number {number}"),
        None => "the patient's name and date of birth".to_owned(),
    };
    let what = match trace.outcome {
        Outcome::Invalidated => "was taken out of use",
        _ => "leads to somebody whose record is restricted",
    };
    Some(format!("By the national service, {asked} {what}."))
}
