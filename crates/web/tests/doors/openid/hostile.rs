//! An issuer that does wrong what the real one cannot be made to do wrong: a real listener that
//! signs real tokens, and the wrong ones.

use std::net::SocketAddr;
use std::sync::{Arc, LazyLock, Mutex};

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::hmac;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use axum::Router;
use axum::extract::{Form, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use jiff::Timestamp;
use serde_json::{Value, json};
use signin::jwt::{Algorithm, Signer};
use tokio::net::TcpListener;

/// The key that the issuer publishes.
static OWN: LazyLock<Signer> = LazyLock::new(|| signer("k1"));

/// Another, which has the same name.
static FOREIGN: LazyLock<Signer> = LazyLock::new(|| signer("k1"));

/// By whom, and how, a token is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signed {
    /// By the issuer.
    Well,
    /// With a key of somebody else that has the name of the issuer's.
    Foreign,
    /// By `none`.
    NotAtAll,
    /// With the issuer's public key, taken for a shared secret.
    ByPublicKey,
    /// By the issuer; then the last letter was changed.
    Damaged,
}

/// What the issuer says: the token is made of these when it is asked for.
#[derive(Debug, Clone)]
pub(crate) struct Says {
    pub(crate) signed: Signed,
    pub(crate) typ: &'static str,
    /// Laid over the claims that would be right; a null takes one away.
    pub(crate) claims: Value,
    /// Laid over the description of itself.
    pub(crate) metadata: Value,
    /// The whole answer of the userinfo endpoint.
    pub(crate) userinfo: Value,
    /// Laid over the answer of the token endpoint.
    pub(crate) token: Value,
    /// The status of the token endpoint.
    pub(crate) status: u16,
}

/// The issuer, listening.
#[derive(Clone)]
pub(crate) struct Hostile {
    pub(crate) issuer: String,
    now: Timestamp,
    says: Arc<Mutex<Says>>,
    nonce: Arc<Mutex<String>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Default for Says {
    fn default() -> Self {
        Self {
            signed: Signed::Well,
            typ: "JWT",
            claims: json!({}),
            metadata: json!({}),
            userinfo: json!({ "sub": "mensah" }),
            token: json!({}),
            status: 200,
        }
    }
}

impl Hostile {
    /// Listens. It takes `now` for the time.
    pub(crate) async fn start(now: Timestamp) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at: SocketAddr = listener.local_addr().unwrap();
        let hostile = Self {
            issuer: format!("http://{at}"),
            now,
            says: Arc::default(),
            nonce: Arc::default(),
            asked: Arc::default(),
        };
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(description))
            .route("/organizations/v2.0/.well-known/openid-configuration", get(description))
            .route("/authorize", get(authorise))
            .route("/token", post(token))
            .route("/keys", get(keys))
            .route("/userinfo", get(userinfo))
            .with_state(hostile.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        hostile
    }

    /// From now on it says this.
    pub(crate) fn says(&self, says: Says) {
        *self.says.lock().unwrap() = says;
    }

    /// What it was asked at `/authorize`, as it stood in the address.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    /// A token, made as it would be asked for.
    pub(crate) fn token(says: &Says, right: &Value) -> String {
        let claims = laid_over(right, &says.claims);
        match says.signed {
            Signed::Well => OWN.sign(says.typ, &claims).unwrap(),
            Signed::Foreign => FOREIGN.sign(says.typ, &claims).unwrap(),
            Signed::NotAtAll => format!("{}.", unsigned("none", says.typ, &claims)),
            Signed::ByPublicKey => {
                let text = unsigned("HS256", says.typ, &claims);
                let public = OWN.public().unwrap().to_string();
                let key = hmac::Key::new(hmac::HMAC_SHA256, public.as_bytes());
                let tag = hmac::sign(&key, text.as_bytes());
                format!("{text}.{}", BASE64_URL_SAFE_NO_PAD.encode(tag))
            }
            Signed::Damaged => {
                let token = OWN.sign(says.typ, &claims).unwrap();
                let (text, signature) = token.rsplit_once('.').unwrap();
                let first = if signature.starts_with('A') { 'B' } else { 'A' };
                format!("{text}.{first}{}", &signature[1..])
            }
        }
    }

    /// The claims of an ID token that would be right.
    pub(crate) fn right(&self) -> Value {
        let now = self.now.as_second();
        json!({
            "iss": self.issuer,
            "aud": "homeward",
            "sub": "mensah",
            "exp": now + 300,
            "iat": now,
            "auth_time": now,
            "nonce": *self.nonce.lock().unwrap(),
            "name": "Ama Mensah",
            "roles": ["ward"],
        })
    }

    /// A logout token that would be right.
    pub(crate) fn right_logout(&self, id: &str) -> Value {
        let now = self.now.as_second();
        json!({
            "iss": self.issuer,
            "aud": "homeward",
            "sub": "mensah",
            "iat": now,
            "exp": now + 120,
            "jti": id,
            "events": { "http://schemas.openid.net/event/backchannel-logout": {} },
        })
    }
}

type Asked = Vec<(String, String)>;

async fn description(State(hostile): State<Hostile>) -> Response {
    let issuer = &hostile.issuer;
    let right = json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/keys"),
        "userinfo_endpoint": format!("{issuer}/userinfo"),
    });
    let says = hostile.says.lock().unwrap().clone();
    laid_over(&right, &says.metadata).to_string().into_response()
}

async fn authorise(
    State(hostile): State<Hostile>,
    request: axum::extract::Request,
) -> impl IntoResponse {
    let query = request.uri().query().unwrap_or_default().to_owned();
    let Query(asked) = Query::<Asked>::try_from_uri(request.uri()).unwrap();
    let value = |name: &str| asked.iter().find(|(each, _)| each == name).unwrap().1.clone();
    *hostile.nonce.lock().unwrap() = value("nonce");
    hostile.asked.lock().unwrap().push(query);
    let (back, state) = (value("redirect_uri"), value("state"));
    Redirect::to(&format!("{back}?code=c&state={state}"))
}

async fn token(State(hostile): State<Hostile>, Form(_): Form<Asked>) -> Response {
    let says = hostile.says.lock().unwrap().clone();
    let id_token = Hostile::token(&says, &hostile.right());
    let right = json!({
        "access_token": "an access token", "token_type": "Bearer", "id_token": id_token,
    });
    let status = StatusCode::from_u16(says.status).unwrap();
    let answer = laid_over(&right, &says.token).to_string();
    (status, [(header::LOCATION, "/elsewhere")], answer).into_response()
}

async fn keys() -> String {
    json!({ "keys": [OWN.public().unwrap()] }).to_string()
}

async fn userinfo(State(hostile): State<Hostile>) -> String {
    hostile.says.lock().unwrap().userinfo.to_string()
}

fn laid_over(right: &Value, change: &Value) -> Value {
    let mut all = right.as_object().unwrap().clone();
    for (name, value) in change.as_object().unwrap() {
        if value.is_null() {
            all.remove(name);
        } else {
            all.insert(name.clone(), value.clone());
        }
    }
    Value::Object(all)
}

fn unsigned(alg: &str, typ: &str, claims: &Value) -> String {
    let part = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", part(&json!({ "alg": alg, "typ": typ, "kid": "k1" })), part(claims))
}

fn signer(id: &str) -> Signer {
    let pair = KeyPair::generate(KeySize::Rsa2048).unwrap();
    let der: Pkcs8V1Der<'_> = pair.as_der().unwrap();
    let text = BASE64_STANDARD.encode(der.as_ref());
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{text}\n-----END PRIVATE KEY-----\n");
    Signer::read(pem.as_bytes(), Algorithm::Rs256, id).unwrap()
}
