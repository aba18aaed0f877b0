//! How does somebody come in, and go?

use axum::extract::{Form, Request, State};
use axum::http::header;
use axum::response::{AppendHeaders, IntoResponse, Redirect};
use axum::{RequestExt, response::Response};
use care::access::{Act, Actor, AuditLine, Staff};
use care::people::{PatientId, StaffId};
use jiff::Timestamp;
use serde::Deserialize;
use store::SessionTimes;

use crate::app::{App, Door};
use crate::forms::{Sent, same_site};
use crate::refusal::Refused;
use crate::session::{IDLE, LONGEST, SignedIn, Token, no_cookie};

/// Whom somebody picked on the demonstration's first page, and where they want to go.
#[derive(Deserialize)]
struct Picked {
    staff: StaffId,
    #[serde(default)]
    patient: String,
    /// A patient at the match desk.
    #[serde(default)]
    pair: String,
}

/// Signs in as an invented member of staff. There is no such door outside the demonstration.
///
/// Whoever was signed in on this browser is signed out on the server too (hazard H22).
pub(crate) async fn sign_in(
    State(app): State<App>,
    before: Result<SignedIn, Refused>,
    request: Request,
) -> Result<Response, Refused> {
    let Door::Demo(demo) = &app.settings().door else { return Err(Refused::NotFound) };
    same_site(&request)?;
    let Form(picked): Form<Picked> = request.extract().await.map_err(|_| Refused::BadForm)?;
    let staff = demo.staff.iter().find(|staff| staff.id == picked.staff).ok_or(Refused::BadForm)?;
    let to = picked.leads_to();
    if let Ok(before) = before {
        app.store().end_session(&before.hash).await?;
    }
    let cookie = begin(&app, staff).await?;
    Ok((AppendHeaders([(header::SET_COOKIE, cookie)]), Redirect::to(&to)).into_response())
}

impl Picked {
    /// Where to go on; a text that is no handle leads to the first page, never out of the house.
    fn leads_to(&self) -> String {
        match (self.patient.parse::<PatientId>(), self.pair.parse::<PatientId>()) {
            (Ok(patient), _) => format!("/patients/{patient}"),
            (_, Ok(pair)) => format!("/match-desk/{pair}"),
            _ => "/".to_owned(),
        }
    }
}

async fn begin(app: &App, staff: &Staff) -> Result<String, Refused> {
    let token = Token::new()?;
    let now = app.now();
    app.store().start_session(&token.hash(), staff, times(now)).await?;
    app.store().note(&line(staff, Act::SignedIn, now)).await?;
    Ok(token.cookie(app.settings().behind_tls))
}

fn times(now: Timestamp) -> SessionTimes {
    SessionTimes { started_at: now, idle_until: now + IDLE, ends_at: now + LONGEST }
}

/// A form with nothing but its token.
#[derive(Deserialize)]
pub(crate) struct Nothing {}

/// Signs out: ends the session on the server and clears what the browser holds.
pub(crate) async fn sign_out(
    State(app): State<App>,
    sent: Sent<Nothing>,
) -> Result<impl IntoResponse, Refused> {
    let Sent { signed_in, form: Nothing {} } = sent;
    app.store().end_session(&signed_in.hash).await?;
    app.store().note(&line(&signed_in.staff, Act::SignedOut, app.now())).await?;
    let cleared = [
        (header::SET_COOKIE, no_cookie(app.settings().behind_tls)),
        (header::HeaderName::from_static("clear-site-data"), "\"cache\", \"storage\"".to_owned()),
    ];
    Ok((AppendHeaders(cleared), Redirect::to("/")))
}

fn line(staff: &Staff, act: Act, at: Timestamp) -> AuditLine {
    AuditLine { at, actor: Actor::from(staff), act, patient: None, stay: None, person: None }
}
