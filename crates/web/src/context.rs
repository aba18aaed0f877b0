//! Whom does the patient system show, and may anything be sent about somebody else?
//!
//! A session that a patient system launched has that system's patient as its context. It stands in
//! the memory, so that any node knows it. From the moment in which the patient system goes on to
//! another patient, nothing can be sent about the one before, whatever is still open on the screen
//! (hazard H02).

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use care::access::session::State;
use care::people::PatientId;
use jiff::Timestamp;
use store::{Context, Store, StoreError};

use crate::app::App;
use crate::components::chrome::{self, Chrome};
use crate::components::link::Link;
use crate::refusal::Refused;
use crate::session::SignedIn;

/// Where it is said that the patient has changed.
pub(crate) const CHANGED: &str = "/launch/changed";

/// Takes in that the patient system shows this patient from now on, and says where to go: to the
/// patient, or first to the page that says so, where the page of the one before is still open. On a
/// locked screen no page is.
pub(crate) async fn settle(
    store: &Store,
    (session, state): (&str, State),
    patient: &PatientId,
    now: Timestamp,
) -> Result<String, StoreError> {
    let shown = store.context(session).await?.and_then(|context| context.patient);
    let before = match shown {
        Some(before) if state == State::Open && !is_same(store, &before, patient).await? => {
            store.has_open_page(session, &before).await?.then_some(before)
        }
        _ => None,
    };
    let to = if before.is_some() { CHANGED.to_owned() } else { format!("/patients/{patient}") };
    let context = Context { patient: Some(patient.clone()), before };
    store.set_context(session, &context, now).await?;
    Ok(to)
}

/// Takes in that the patient system shows somebody of whom we could not be sure. A session that
/// nobody launched has no context to lose.
pub(crate) async fn lose(store: &Store, session: &str, now: Timestamp) -> Result<(), StoreError> {
    if let Some(context) = store.context(session).await? {
        let lost = Context { patient: None, before: context.patient };
        store.set_context(session, &lost, now).await?;
    }
    Ok(())
}

/// The context of a session, where it is another patient than this one.
pub(crate) async fn elsewhere(
    app: &App,
    signed_in: &SignedIn,
    patient: &PatientId,
) -> Result<Option<Context>, Refused> {
    let Some(context) = app.store().context(handle(signed_in)).await? else { return Ok(None) };
    let is_here = match &context.patient {
        Some(shown) => is_same(app.store(), shown, patient).await?,
        None => false,
    };
    Ok(if is_here { None } else { Some(context) })
}

/// The patient about whom a form is sent, and the context that forbids it, where one does.
pub(crate) async fn forbids(
    app: &App,
    signed_in: &SignedIn,
    parts: &mut Parts,
) -> Result<Option<(PatientId, Context)>, Refused> {
    let Ok(parameters) = RawPathParams::from_request_parts(parts, app).await else {
        return Ok(None);
    };
    let about = parameters.iter().find(|(name, _)| *name == "patient");
    let Some(patient) = about.and_then(|(_, value)| value.parse::<PatientId>().ok()) else {
        return Ok(None);
    };
    let context = elsewhere(app, signed_in, &patient).await?;
    Ok(context.map(|context| (patient, context)))
}

/// What surrounds a page about a patient.
pub(crate) async fn chrome(
    app: &App,
    title: &'static str,
    (signed_in, patient): (&SignedIn, &PatientId),
) -> Result<Chrome, Refused> {
    let context = match app.store().context(handle(signed_in)).await? {
        None => chrome::Context::None,
        Some(context) => match context.patient {
            Some(shown) if is_same(app.store(), &shown, patient).await? => {
                chrome::Context::Shown { patient: patient.to_string() }
            }
            Some(shown) => chrome::Context::Left { onward: onward(&shown) },
            None => chrome::Context::Left { onward: to_nobody() },
        },
    };
    Ok(Chrome { context, ..crate::pages::chrome(app, title, signed_in) })
}

/// Under which the session is known.
pub(crate) fn handle(signed_in: &SignedIn) -> &str {
    &signed_in.staff.origin.session
}

fn onward(patient: &PatientId) -> Link {
    let text = "Open the new patient".to_owned();
    Link { text, href: format!("/patients/{patient}"), hidden: String::new() }
}

fn to_nobody() -> Link {
    Link { text: "Go to the first page".to_owned(), href: "/".to_owned(), hidden: String::new() }
}

/// Whether two handles mean one patient, after all merges.
async fn is_same(store: &Store, one: &PatientId, other: &PatientId) -> Result<bool, StoreError> {
    if one == other {
        return Ok(true);
    }
    let one = store.patient(one).await?.map(|patient| patient.id);
    let other = store.patient(other).await?.map(|patient| patient.id);
    Ok(one.is_some() && one == other)
}
