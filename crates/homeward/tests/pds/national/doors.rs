//! Who is let in, and how are they answered?

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use aws_lc_rs::rsa::KeyPair;
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_2048_8192_SHA512, UnparsedPublicKey};
use axum::Router;
use axum::body::Body;
use axum::extract::{Form, Path, Query, State as With};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use futures_util::{StreamExt, stream};
use homeward::clock;
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::pki_types::pem::PemObject;
use serde_json::{Value, json};

use super::{APPLICATION, KEY_ID, State, Trouble, search};

type Shared = (Arc<Mutex<State>>, SocketAddr);
type Pairs = Vec<(String, String)>;

pub(super) fn router(state: Arc<Mutex<State>>, address: SocketAddr) -> Router {
    Router::new()
        .route("/oauth2/token", post(token))
        .route("/personal-demographics/FHIR/R4/Patient", get(searched))
        .route("/personal-demographics/FHIR/R4/Patient/{number}", get(retrieved))
        .with_state((state, address))
}

async fn token(With((state, address)): With<Shared>, Form(form): Form<Pairs>) -> Response {
    let trouble = state.lock().unwrap().token_troubles.pop_front();
    if let Some(trouble) = trouble {
        return failed(trouble).await;
    }
    let mut state = state.lock().unwrap();
    match assertion(&form, &mut state, address) {
        Ok(()) => {
            state.tokens += 1;
            let token = format!("token-{}", state.tokens);
            state.is_good.insert(token.clone());
            // The seconds are a text, as the real service writes them.
            let life = state.life.to_string();
            let answer = json!({
                "access_token": token, "expires_in": life, "token_type": "Bearer"
            });
            answer.to_string().into_response()
        }
        Err(why) => {
            state.refused.push(why);
            (StatusCode::UNAUTHORIZED, "{\"error\":\"invalid_request\"}").into_response()
        }
    }
}

/// Whether the assertion is ours, for this address, for now and for once.
fn assertion(form: &Pairs, state: &mut State, address: SocketAddr) -> Result<(), &'static str> {
    let field = |name: &str| form.iter().find(|(key, _)| key == name).map(|(_, value)| &**value);
    let jwt_bearer = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    if field("grant_type") != Some("client_credentials")
        || field("client_assertion_type") != Some(jwt_bearer)
    {
        return Err("form");
    }
    let token = field("client_assertion").ok_or("no assertion")?;
    let parts: Vec<&str> = token.split('.').collect();
    let [head, claims, signature] = parts[..] else { return Err("parts") };
    let read =
        |part: &str| -> Value { serde_json::from_slice(&BASE64.decode(part).unwrap()).unwrap() };
    let signed = format!("{head}.{claims}");
    verify(signed.as_bytes(), &BASE64.decode(signature).unwrap())?;
    let (head, claims) = (read(head), read(claims));
    let now = clock::now().as_second();
    let jti = claims["jti"].as_str().unwrap_or_default().to_owned();
    let checks = [
        (head["alg"] == "RS512" && head["typ"] == "JWT", "algorithm"),
        (head["kid"] == KEY_ID, "key id"),
        (claims["iss"] == APPLICATION && claims["sub"] == APPLICATION, "issuer"),
        (claims["aud"] == format!("http://{address}/oauth2/token"), "audience"),
        (claims["exp"].as_i64().is_some_and(|exp| (now..=now + 300).contains(&exp)), "end"),
        (jti.len() == 36 && state.used.insert(jti), "replayed"),
    ];
    checks.into_iter().find(|(fits, _)| !fits).map_or(Ok(()), |(_, why)| Err(why))
}

fn verify(text: &[u8], signature: &[u8]) -> Result<(), &'static str> {
    let key = PrivatePkcs8KeyDer::from_pem_file(super::key()).unwrap();
    let pair = KeyPair::from_pkcs8(key.secret_pkcs8_der()).unwrap();
    UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA512, pair.public_key())
        .verify(text, signature)
        .map_err(|_| "signature")
}

async fn searched(
    With((state, _)): With<Shared>,
    headers: HeaderMap,
    Query(asked): Query<Pairs>,
) -> Response {
    let words: Vec<String> = asked.iter().map(|(key, value)| format!("{key}={value}")).collect();
    let asked = |state: &State| search::search(state, &asked);
    answered(&state, &headers, format!("?{}", words.join("&")), asked).await
}

async fn retrieved(
    With((state, _)): With<Shared>,
    headers: HeaderMap,
    Path(number): Path<String>,
) -> Response {
    let asked = |state: &State| search::retrieve(state, &number);
    answered(&state, &headers, format!("/{number}"), asked).await
}

async fn answered(
    state: &Mutex<State>,
    headers: &HeaderMap,
    asked: String,
    answer: impl FnOnce(&State) -> (u16, Value),
) -> Response {
    let trouble = {
        let mut state = state.lock().unwrap();
        state.asked.push(asked);
        state.troubles.pop_front()
    };
    if let Some(trouble) = trouble {
        return failed(trouble).await;
    }
    let mut state = state.lock().unwrap();
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let bearer = header("authorization").and_then(|value| value.strip_prefix("Bearer "));
    let id = header("x-request-id").unwrap_or_default().to_owned();
    let (status, body) = if !bearer.is_some_and(|token| state.is_good.contains(token)) {
        (401, search::outcome("ACCESS_DENIED"))
    } else if header("nhsd-end-user-organisation-ods") != Some("RZZ")
        || id.len() != 36
        || !state.requests.insert(id)
    {
        (400, search::outcome("MISSING_VALUE"))
    } else {
        answer(&state)
    };
    written(status, &body)
}

fn written(status: u16, body: &Value) -> Response {
    let kind = [(header::CONTENT_TYPE, "application/fhir+json")];
    (StatusCode::from_u16(status).unwrap(), kind, body.to_string()).into_response()
}

async fn failed(trouble: Trouble) -> Response {
    match trouble {
        Trouble::Status(status, code, wait) => {
            let mut answer = written(status, &search::outcome(code));
            if let Some(wait) = wait {
                answer.headers_mut().insert(header::RETRY_AFTER, wait.into());
            }
            answer
        }
        Trouble::Silence => std::future::pending().await,
        Trouble::Cut => {
            let parts = [Ok("{\"resourceType\":"), Err(std::io::Error::other("the cable"))];
            Body::from_stream(stream::iter(parts)).into_response()
        }
        Trouble::Endless => {
            let part = || Ok::<_, std::io::Error>(" ".repeat(64 * 1024));
            Body::from_stream(stream::repeat_with(part).take(1024)).into_response()
        }
        Trouble::Garbled => "<html>a gateway</html>".into_response(),
    }
}
