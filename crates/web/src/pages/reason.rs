//! Why does somebody look where a reason is asked for?

use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use care::access::{Because, DataGroup, Extent, ForAWhile, Refusal, Stated};
use care::people::PatientId;
use serde::Deserialize;

use super::banner::banner_alone;
use crate::address::Named;
use crate::app::App;
use crate::components::chrome::Chrome;
use crate::components::patient::Patient;
use crate::context;
use crate::forms::Sent;
use crate::looking::{self, Loaded};
use crate::pages::shut;
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
    wanted: Wanted,
    unclear: Unclear,
}

/// For what the reason is.
enum Wanted {
    /// To look at all: the patient is not in the viewer's hospital now.
    NotHere,
    /// To look at all: the viewer may know the patient from outside their work.
    MayBeKin,
    /// To see what is held back to protect the person.
    Places,
}

/// Whether the last answer could not be taken.
enum Unclear {
    No,
    Empty,
}

/// What the user says.
#[derive(Deserialize)]
pub(crate) struct Sentence {
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
    ask(&app, &signed_in, &loaded, Unclear::No).await
}

async fn ask(
    app: &App,
    signed_in: &SignedIn,
    loaded: &Loaded,
    unclear: Unclear,
) -> Result<Response, Refused> {
    let patient = loaded.patient.id.clone();
    let wanted = match wanted(app, signed_in, loaded) {
        Ok(Some(wanted)) => wanted,
        Ok(None) => return Ok(Redirect::to(&format!("/patients/{patient}")).into_response()),
        Err(refusal) => return shut::show(app, signed_in, loaded, refusal).await,
    };
    let page = ReasonPage {
        chrome: context::chrome(app, "Reason to view", (signed_in, &patient)).await?,
        banner: banner_alone(app, &signed_in.staff, loaded).await?,
        token: signed_in.form.clone(),
        patient,
        wanted,
        unclear,
    };
    Ok(Html(page.render()?).into_response())
}

/// For what a reason is asked now; `None` where none is, and the refusal where none would help.
fn wanted(app: &App, signed_in: &SignedIn, loaded: &Loaded) -> Result<Option<Wanted>, Refusal> {
    match loaded.permit(&signed_in.staff, app.now()) {
        Err(Refusal::ReasonNeeded(Because::NotHere)) => Ok(Some(Wanted::NotHere)),
        Err(Refusal::ReasonNeeded(Because::MayBeKin)) => Ok(Some(Wanted::MayBeKin)),
        Err(refusal) => Err(refusal),
        Ok(permit) => match permit.shown().of(DataGroup::ProtectedLocation) {
            Extent::WithReason => Ok(Some(Wanted::Places)),
            Extent::Full | Extent::Minimum | Extent::Nothing => Ok(None),
        },
    }
}

/// Keeps the reason and goes on to the record. It is good for an hour, for this user in this session
/// and this patient; each look in that time is a line of the audit with the same words.
pub(crate) async fn post(
    State(app): State<App>,
    Named(patient): Named<PatientId>,
    sent: Sent<Sentence>,
) -> Result<Response, Refused> {
    let Sent { signed_in, form } = sent;
    let loaded = looking::load(&app, &signed_in.staff, &patient).await?;
    let Some(stated) = Stated::new(&form.reason) else {
        return ask(&app, &signed_in, &loaded, Unclear::Empty).await;
    };
    if let Err(refusal) = wanted(&app, &signed_in, &loaded) {
        return shut::show(&app, &signed_in, &loaded, refusal).await;
    }
    let now = app.now();
    let stated = ForAWhile::from(stated, now);
    let about = (&loaded.patient, loaded.relation.stay());
    app.store().state_reason(&signed_in.staff, about, &stated, now).await?;
    Ok(Redirect::to(&format!("/patients/{patient}")).into_response())
}
