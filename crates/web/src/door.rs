//! How does somebody come in, and go?
//!
//! A file for each way in. All of them end in [`enter::enter`], which alone begins sessions.

pub(crate) mod asking;
pub(crate) mod demo;
pub(crate) mod enter;
pub(crate) mod openid;

use axum::extract::State;
use axum::http::header;
use axum::response::{AppendHeaders, IntoResponse, Redirect};
use care::access::{Act, Actor, AuditLine, Staff};
use jiff::Timestamp;
use serde::Deserialize;

use crate::app::App;
use crate::forms::Sent;
use crate::refusal::Refused;
use crate::session::no_cookie;

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
    AuditLine::new(at, Actor::from(staff), act)
}
