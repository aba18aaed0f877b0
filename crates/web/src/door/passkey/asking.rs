//! What was an authenticator asked, by way of which browser?

use axum::Json;
use axum::http::{HeaderMap, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use care::people::StaffId;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use signin::passkeys::{Challenge, ISSUER};

use crate::app::App;
use crate::door::asking::{self, Asking};
use crate::refusal::Refused;

/// What an authenticator was asked for, with what its answer is checked by.
#[derive(Serialize, Deserialize)]
pub(crate) enum Aim {
    /// To prove that it is at hand.
    Prove {
        /// See [`Challenge::state`].
        state: String,
    },
    /// To make a passkey.
    Make {
        /// See [`Challenge::state`].
        state: String,
        /// For whose account.
        account: StaffId,
    },
}

/// What our script is told.
#[derive(Serialize)]
struct Told {
    /// What to ask the authenticator.
    options: Value,
    /// What to send back with its answer.
    state: String,
}

/// Asks, by way of the page.
pub(crate) async fn ask(
    app: &App,
    headers: &HeaderMap,
    challenge: &Challenge,
    aim: &Aim,
) -> Result<Response, Refused> {
    let Asking { question, cookie } = asking::ask(app, headers, ISSUER, aim).await?;
    let options = serde_json::from_str(&challenge.options).map_err(|_| Refused::BadForm)?;
    let told = Told { options, state: question.state().to_owned() };
    Ok((AppendHeaders([(header::SET_COOKIE, cookie)]), Json(told)).into_response())
}

/// What this browser was asked for and answers now, once; `None` where it was not asked.
pub(crate) async fn answered(
    app: &App,
    headers: &HeaderMap,
    state: &str,
) -> Result<Option<Aim>, Refused> {
    let asked = asking::answered(app, headers, ISSUER, state).await?;
    Ok(asked.map(|(_, aim)| aim))
}
