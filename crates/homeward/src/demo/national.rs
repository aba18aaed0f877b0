//! Who answers when the demonstration asks for an NHS number?
//!
//! A service of its own on this machine, which the program asks over HTTP as it would ask the real
//! one: with a signed assertion for a token, and with the token.

use std::fs;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use axum::Router;
use axum::extract::{self, Form, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use invented::{National, Town};
use tokio::net::TcpListener;

use crate::pds::SigningKey;
use crate::pem;

/// Everybody who shows an assertion gets this one: the service stands on this machine and knows
/// nobody real.
const TOKEN: &str = "invented";

type Asked = Vec<(String, String)>;

/// The service, listening.
pub(super) struct Listening {
    listener: TcpListener,
    /// Where.
    pub(super) address: SocketAddr,
    national: Arc<National>,
}

impl Listening {
    /// Listens on any port of this machine.
    pub(super) async fn open(town: &Town) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        Ok(Self { listener, address, national: Arc::new(National::of(town)) })
    }

    /// Answers until it is dropped.
    pub(super) async fn answer(self) -> io::Result<()> {
        let router = Router::new()
            .route("/oauth2/token", post(token))
            .route("/R4/Patient", get(search))
            .route("/R4/Patient/{number}", get(retrieve))
            .with_state(self.national);
        axum::serve(self.listener, router).await
    }
}

/// The section of the settings that asks there.
pub(super) fn settings(address: SocketAddr) -> String {
    format!(
        r#"
[pds]
base = "http://{address}/R4"
token = "http://{address}/oauth2/token"
application = "demonstration"
key_id = "demonstration-1"
key = "pds.pem"
organisation = "RZZ"
"#
    )
}

/// Makes a signing key in the folder, unless an earlier demonstration left one.
pub(super) async fn make_key(folder: &Path) -> io::Result<()> {
    let path = folder.join("pds.pem");
    if SigningKey::read(&path).is_ok() {
        return Ok(());
    }
    tokio::task::spawn_blocking(move || write_key(path)).await.map_err(io::Error::other)?
}

fn write_key(path: PathBuf) -> io::Result<()> {
    let failed = |_| io::Error::other("no key could be made");
    let pair = KeyPair::generate(KeySize::Rsa4096).map_err(failed)?;
    let der: Pkcs8V1Der<'_> = pair.as_der().map_err(failed)?;
    fs::write(path, pem::write("PRIVATE KEY", der.as_ref()))
}

async fn token(Form(form): Form<Asked>) -> Response {
    if !form.iter().any(|(key, _)| key == "client_assertion") {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let answer = serde_json::json!({
        "access_token": TOKEN, "expires_in": "599", "token_type": "Bearer",
    });
    answer.to_string().into_response()
}

async fn search(
    State(national): State<Arc<National>>,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Response {
    answered(&headers, || national.search(&asked))
}

async fn retrieve(
    State(national): State<Arc<National>>,
    headers: HeaderMap,
    extract::Path(number): extract::Path<String>,
) -> Response {
    answered(&headers, || national.retrieve(&number))
}

fn answered(headers: &HeaderMap, answer: impl FnOnce() -> invented::Answer) -> Response {
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    if bearer != Some(&format!("Bearer {TOKEN}")) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let (status, body) = answer();
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, [(header::CONTENT_TYPE, "application/fhir+json")], body).into_response()
}
