//! What follows once somebody has proved who they are?

use axum::http::header;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use care::access::{Act, Origin, Staff};
use care::people::{PatientId, StaffId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use signin::Identified;
use store::SessionTimes;

use super::line;
use crate::app::App;
use crate::client::Client;
use crate::refusal::Refused;
use crate::session::{IDLE, LONGEST, SignedIn, Token, handle};

/// Where somebody goes on who has come in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Destination {
    /// The first page.
    Start,
    /// A patient's page.
    Patient(PatientId),
    /// A patient at the match desk.
    Pair(PatientId),
}

impl Destination {
    /// Its address. It never leads out of the house.
    pub(crate) fn path(&self) -> String {
        match self {
            Self::Start => "/".to_owned(),
            Self::Patient(patient) => format!("/patients/{patient}"),
            Self::Pair(patient) => format!("/match-desk/{patient}"),
        }
    }
}

/// Where a request comes from: the computer, and who was signed in there before.
pub(crate) struct From {
    /// The computer.
    pub(crate) client: Client,
    /// Whoever was signed in on this browser.
    pub(crate) before: Option<SignedIn>,
}

/// Begins a session for somebody who has proved who they are, and sends them on.
///
/// Whoever was signed in on this browser before is signed out on the server too (hazard H22), and
/// the token is always a new one, so that nobody can have fixed it beforehand.
pub(crate) async fn enter(
    app: &App,
    from: From,
    who: Identified,
    to: &Destination,
) -> Result<Response, Refused> {
    let now = app.now();
    let staff = staff(&who, &from).ok_or(Refused::RoleMayNot)?;
    if let Some(before) = &from.before {
        app.store().end_session(&before.hash).await?;
    }
    let token = Token::new()?;
    app.store().start_session(&token.hash(), &staff, times(now)).await?;
    app.store().note(&line(&staff, Act::SignedIn, now)).await?;
    let cookie = token.cookie(app.settings().behind_tls);
    Ok((AppendHeaders([(header::SET_COOKIE, cookie)]), Redirect::to(&to.path())).into_response())
}

fn staff(who: &Identified, from: &From) -> Option<Staff> {
    let seat = who.seats.first()?.clone();
    let origin = Origin {
        way: who.way,
        provider: who.provider.clone(),
        address: from.client.address,
        session: String::new(),
        assurance: who.assurance,
        proved_at: Some(who.proved_at),
    };
    let staff = Staff::new(staff_id(who)?, who.name.clone(), seat);
    Some(Staff { origin, own: who.own.clone(), ..staff })
}

/// Our handle of somebody: the same for the same subject of the same issuer. In the demonstration
/// it is the one of the list.
fn staff_id(who: &Identified) -> Option<StaffId> {
    match who.issuer.as_str() {
        "" => who.subject.parse().ok(),
        issuer => handle(&[0; 32], &[issuer, &who.subject]).parse().ok(),
    }
}

fn times(now: Timestamp) -> SessionTimes {
    SessionTimes { started_at: now, idle_until: now + IDLE, ends_at: now + LONGEST }
}
