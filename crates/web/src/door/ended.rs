//! Which sessions does a provider end, though nobody here asked for it?
//!
//! Somebody signed out at their provider, took their smartcard out or was disabled there. The
//! provider tells us by a token that it signed (OpenID Connect Back-Channel Logout 1.0); no browser
//! takes part, so there is neither cookie nor form token here, and none is needed.

use axum::extract::{Form, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;
use signin::logout::{Ended, Whose};
use signin::provider::Provider;
use store::{ByProvider, EndOrder, OnceOnly};

use crate::app::App;
use crate::refusal::Refused;

/// What the provider sends (§2.5).
#[derive(Deserialize)]
pub(crate) struct Order {
    logout_token: String,
}

/// Ends the sessions that a provider names.
pub(crate) async fn post(
    State(app): State<App>,
    Path(name): Path<String>,
    order: Result<Form<Order>, axum::extract::rejection::FormRejection>,
) -> Result<Response, Refused> {
    let provider = app.settings().providers.find(&name).ok_or(Refused::NotFound)?;
    let Form(Order { logout_token }) = order.map_err(|_| Refused::BadForm)?;
    match provider.ended(&logout_token, app.now()).await {
        Ok(ended) => end(&app, provider, &ended).await,
        Err(trouble) => Ok(not_taken(provider, trouble.code(), trouble.is_of_the_provider())),
    }
}

async fn end(app: &App, provider: &Provider, ended: &Ended) -> Result<Response, Refused> {
    let which = match &ended.whose {
        Whose::Session { name, subject } => ByProvider::Session { name, subject },
        Whose::Subject(subject) => ByProvider::Subject(subject),
    };
    let token = OnceOnly { kind: "logout", issuer: &ended.issuer, id: &ended.id };
    let order = EndOrder { token, until: ended.until, which };
    // Where it cannot be carried out it is not used up: the provider may send it again.
    let Some(sessions) = app.store().end_by_order(&order, app.now()).await? else {
        return Ok(not_taken(provider, "used_before", false));
    };
    tracing::info!(provider = provider.name(), sessions, "a provider ended sessions");
    Ok(StatusCode::OK.into_response())
}

/// Says that an order was not taken (§2.8). Where the provider itself cannot be asked for its keys
/// the order may be good, and may come again.
fn not_taken(provider: &Provider, why: &'static str, may_come_again: bool) -> Response {
    tracing::warn!(provider = provider.name(), why, "an order to end sessions was not taken");
    let (status, error) = if may_come_again {
        (StatusCode::SERVICE_UNAVAILABLE, "temporarily_unavailable")
    } else {
        (StatusCode::BAD_REQUEST, "invalid_request")
    };
    let body = json!({ "error": error }).to_string();
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}
