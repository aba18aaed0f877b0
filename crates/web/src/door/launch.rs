//! How does somebody come in from their patient system, with its patient (SMART App Launch)?
//!
//! The patient system opens our address in a browser; we send the browser on to it and take it back,
//! and what was launched with is held against our own record before anything is shown.

use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use care::access::Way;
use serde::Deserialize;
use signin::Trouble;
use signin::smart::{Launcher, NotLaunched, PatientSystem};

use super::arrival::{self, Failed, recognise};
use super::asking::{Asking, answered, ask, brought};
use super::enter::From;
use crate::app::App;
use crate::refusal::Refused;

/// What the patient system opens our address with.
#[derive(Deserialize)]
pub(crate) struct Opened {
    /// The address of its FHIR service.
    #[serde(default)]
    iss: String,
    /// Its word for what is open on its screen.
    #[serde(default)]
    launch: String,
}

/// Sends the browser that a patient system opened to that system, where it stands in the settings.
pub(crate) async fn begin(
    State(app): State<App>,
    Query(opened): Query<Opened>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let launcher = launcher(&app)?;
    let system = match launcher.who_is(&opened.iss) {
        Ok(system) => system,
        Err(why) => return failed("", why).answer(&app),
    };
    let Asking { question, cookie } = ask(&app, &headers, &asked_as(system), &()).await?;
    let back_to = app.settings().launches.back_to(&system.name);
    let about = (opened.launch.as_str(), &question);
    match launcher.begin(&system.name, about, &back_to, app.now()).await {
        Ok(address) => {
            let cookie = AppendHeaders([(header::SET_COOKIE, cookie)]);
            Ok((cookie, Redirect::to(address.as_str())).into_response())
        }
        Err(why) => failed(&system.name, why).answer(&app),
    }
}

/// Takes the browser back, and goes straight to the patient.
pub(crate) async fn back(
    State(app): State<App>,
    Path(name): Path<String>,
    from: From,
    request: Request,
) -> Result<Response, Refused> {
    let launcher = launcher(&app)?;
    let system = launcher.systems().find(|system| system.name == name);
    let system = system.ok_or(Refused::NotFound)?;
    let (state, returned) = brought(&request)?;
    let asked = answered::<()>(&app, request.headers(), &asked_as(system), &state).await?;
    let Some((question, ())) = asked else {
        // Nobody was expected so: it may be anybody, and is no line of the audit.
        return failed(&name, Trouble::Foreign("state").into()).answer(&app);
    };
    let back_to = app.settings().launches.back_to(&name);
    match launcher.finish(&name, (&returned, &question), &back_to, app.now()).await {
        Ok(found) => {
            let patient = recognise(&app, &system.trust, &found.announced).await?;
            arrival::arrive(&app, from, found.who, patient).await
        }
        Err(why) => failed(&name, why).noted(&app, &system.trust, from.client).await,
    }
}

fn launcher(app: &App) -> Result<&Launcher, Refused> {
    app.settings().launches.smart.as_ref().ok_or(Refused::NotFound)
}

/// Under which name somebody is expected back; no provider of sign-ins can have it.
fn asked_as(system: &PatientSystem) -> String {
    format!("launch {}", system.name)
}

fn failed(system: &str, why: NotLaunched) -> Failed {
    Failed {
        way: Way::Launch,
        system: system.to_owned(),
        why: why.code().to_owned(),
        is_of_the_system: why.is_of_the_system(),
    }
}
