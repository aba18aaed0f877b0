//! How does somebody come in, and go?
//!
//! A file for each way in. All of them end in [`enter::enter`], which alone begins sessions.

pub(crate) mod asking;
pub(crate) mod demo;
pub(crate) mod enter;
pub(crate) mod lock;
pub(crate) mod openid;
pub(crate) mod seat;
pub(crate) mod watch;

use axum::extract::State;
use axum::http::header;
use axum::response::{AppendHeaders, IntoResponse, Redirect};
use care::access::Act;

use crate::app::App;
use crate::forms::{Nothing, SentByHolder};
use crate::refusal::Refused;

/// Signs out: ends the session on the server and clears what the browser holds. Whoever finds a
/// locked screen may do so too: it shows them nothing.
pub(crate) async fn sign_out(
    State(app): State<App>,
    sent: SentByHolder<Nothing>,
) -> Result<impl IntoResponse, Refused> {
    let SentByHolder { holder, form: Nothing {} } = sent;
    app.store().end_session(&holder.session, Act::SignedOut, app.now()).await?;
    let cleared = [
        (header::SET_COOKIE, app.cookie_marks().no_cookie()),
        (header::HeaderName::from_static("clear-site-data"), "\"cache\", \"storage\"".to_owned()),
    ];
    Ok((AppendHeaders(cleared), Redirect::to("/")))
}
