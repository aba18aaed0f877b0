//! How does the invented patient system let itself be asked (SMART App Launch)?

use std::collections::HashMap;
use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use axum::Json;
use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use reqwest::Url;
use serde::Deserialize;
use serde_json::{Value, json};
use signin::jwt::{Algorithm, Expected, Rules, Unverified};

use super::{CLIENT, Epr, Screen, keep};
use crate::clock;

/// What we ask with, by way of the browser.
#[derive(Clone, Deserialize)]
pub(super) struct Asked {
    client_id: String,
    redirect_uri: String,
    state: String,
    nonce: String,
    aud: String,
    launch: String,
    code_challenge: String,
    code_challenge_method: String,
}

/// Where it is asked, and how.
pub(super) async fn configuration(State(epr): State<Arc<Epr>>) -> Json<Value> {
    let at = epr.issuer();
    Json(json!({
        "issuer": at,
        "jwks_uri": format!("{at}/oauth2/keys"),
        "authorization_endpoint": format!("{at}/oauth2/authorize"),
        "token_endpoint": format!("{at}/oauth2/token"),
        "grant_types_supported": ["authorization_code"],
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "code_challenge_methods_supported": ["S256"],
        "capabilities": [
            "launch-ehr", "client-confidential-asymmetric", "sso-openid-connect",
            "context-ehr-patient", "context-ehr-encounter", "permission-patient", "permission-v2",
        ],
    }))
}

/// Its public keys.
pub(super) async fn keys(State(epr): State<Arc<Epr>>) -> Response {
    match epr.keys.users.public() {
        Ok(key) => Json(json!({ "keys": [key] })).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Whoever has a patient open has signed in there: the browser goes straight back with a code.
pub(super) async fn authorize(
    State(epr): State<Arc<Epr>>,
    Query(asked): Query<Asked>,
) -> Result<Redirect, StatusCode> {
    let back = format!("http://{}/launch/back/patient-system", epr.homeward);
    if asked.client_id != CLIENT || asked.redirect_uri != back {
        return Err(StatusCode::BAD_REQUEST);
    }
    let mut url = Url::parse(&back).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    let state = asked.state.clone();
    let mut memory = epr.memory();
    let screen = memory.launches.remove(&asked.launch);
    let is_fit = asked.aud == epr.base() && asked.code_challenge_method == "S256";
    let code = match screen.filter(|_| is_fit) {
        Some(screen) => keep(&mut memory.codes, (asked, screen)),
        None => None,
    };
    let (name, value) = match &code {
        Some(code) => ("code", code.as_str()),
        None => ("error", "access_denied"),
    };
    let answer = [(name, value), ("state", &state), ("iss", &epr.issuer())];
    url.query_pairs_mut().extend_pairs(answer);
    Ok(Redirect::to(url.as_str()))
}

/// Gives a token for a code, to us alone.
pub(super) async fn token(
    State(epr): State<Arc<Epr>>,
    Form(shown): Form<HashMap<String, String>>,
) -> Response {
    let refused = |error: &str| (StatusCode::BAD_REQUEST, Json(json!({ "error": error })));
    let field = |name: &str| shown.get(name).map_or("", String::as_str);
    if !epr.knows(field("client_assertion")) {
        return refused("invalid_client").into_response();
    }
    let found = epr.memory().codes.remove(field("code"));
    let challenge = digest(&SHA256, field("code_verifier").as_bytes());
    let challenge = BASE64_URL_SAFE_NO_PAD.encode(challenge);
    let found = found.filter(|(asked, _)| {
        asked.code_challenge == challenge && asked.redirect_uri == field("redirect_uri")
    });
    let Some((asked, screen)) = found else { return refused("invalid_grant").into_response() };
    match epr.grant(&asked, screen) {
        Some(grant) => Json(grant).into_response(),
        None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

impl Epr {
    /// Whether an assertion is ours (RFC 7523).
    fn knows(&self, assertion: &str) -> bool {
        let rules = Rules { algorithms: &[Algorithm::Es256], types: &["jwt", ""] };
        let token = format!("{}/oauth2/token", self.issuer());
        let expected = Expected { issuer: CLIENT, audience: &token, now: clock::now() };
        Unverified::read(assertion)
            .and_then(|assertion| assertion.verify(&self.keys.clients, rules))
            .and_then(|verified| verified.claims.are_for(expected))
            .is_ok()
    }

    fn grant(&self, asked: &Asked, screen: Screen) -> Option<Value> {
        let now = clock::now().as_second();
        let (staff, number) = (&screen.colleague.staff, screen.scene.number);
        let claims = json!({
            "iss": self.issuer(),
            "aud": CLIENT,
            "sub": staff.id.as_str(),
            "name": staff.name,
            "role": staff.role,
            "nonce": asked.nonce,
            "iat": now,
            "exp": now + 300,
        });
        let id_token = self.keys.users.sign("JWT", &claims).ok()?;
        let token = keep(&mut self.memory().tokens, screen)?;
        Some(json!({
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": 300,
            "scope": "openid fhirUser launch launch/patient launch/encounter patient/Patient.r \
                      patient/Encounter.r",
            "patient": format!("p{number}"),
            "encounter": format!("e{number}"),
            "id_token": id_token,
        }))
    }
}
