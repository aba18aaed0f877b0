//! Who does the demonstration let in?

use axum::RequestExt;
use axum::extract::{Form, Request, State};
use axum::response::Response;
use care::access::{Staff, Way};
use care::people::StaffId;
use jiff::Timestamp;
use serde::Deserialize;
use signin::Identified;

use super::enter::{Destination, From, enter};
use crate::app::{App, Door};
use crate::forms::same_site;
use crate::refusal::Refused;

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

/// Signs in as an invented member of staff, in each of the roles in which they stand in the list.
/// There is no such door outside the demonstration.
pub(crate) async fn sign_in(
    State(app): State<App>,
    from: From,
    request: Request,
) -> Result<Response, Refused> {
    let Door::Demo(demo) = &app.settings().door else { return Err(Refused::NotFound) };
    same_site(&request)?;
    let Form(picked): Form<Picked> = request.extract().await.map_err(|_| Refused::BadForm)?;
    let staff = demo.staff.iter().find(|staff| staff.id == picked.staff).ok_or(Refused::BadForm)?;
    let seats = demo.staff.iter().filter(|each| each.id == staff.id).map(Staff::seat).collect();
    let who = Identified { seats, ..identified(staff, app.now()) };
    enter(&app, from, who, &Destination::wished(&picked.patient, &picked.pair)).await
}

/// The demonstration takes everybody's word for who they are.
fn identified(staff: &Staff, now: Timestamp) -> Identified {
    Identified {
        way: Way::Demo,
        provider: String::new(),
        issuer: String::new(),
        subject: staff.id.to_string(),
        name: staff.name.clone(),
        seats: vec![staff.seat()],
        assurance: 0,
        proved_at: Some(now),
        provider_session: String::new(),
        own: staff.own.clone(),
    }
}
