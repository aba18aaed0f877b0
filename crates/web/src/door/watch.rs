//! Is the screen still open, and for how long?
//!
//! A script on each page counts down to the lock. It believes only what it hears here: another tab
//! may have kept the session open, or ended it.

use axum::Json;
use axum::extract::State;
use care::access::session::State as SessionState;
use serde::Serialize;

use crate::app::App;
use crate::forms::{Nothing, SentByHolder};
use crate::refusal::Refused;
use crate::session::Holder;

/// How a session stands.
#[derive(Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub(crate) enum Stand {
    /// Open, for so many seconds if nothing is done.
    Open {
        /// In seconds.
        locks_in: i64,
    },
    /// Locked.
    Locked,
}

/// Answers whether it is open. To ask is no act of the person's.
pub(crate) async fn get(State(app): State<App>, holder: Holder) -> Json<Stand> {
    Json(stand(&app, &holder))
}

/// Keeps it open: the person has done something on the page.
pub(crate) async fn post(
    State(app): State<App>,
    sent: SentByHolder<Nothing>,
) -> Result<Json<Stand>, Refused> {
    let SentByHolder { mut holder, form: Nothing {} } = sent;
    if holder.state == SessionState::Open {
        holder.acts(&app, app.now()).await?;
    }
    Ok(Json(stand(&app, &holder)))
}

fn stand(app: &App, holder: &Holder) -> Stand {
    match holder.state {
        SessionState::Open => {
            let left = holder.session.times.locks_at.duration_since(app.now());
            Stand::Open { locks_in: left.as_secs().max(0) }
        }
        SessionState::Locked | SessionState::Ended => Stand::Locked,
    }
}
