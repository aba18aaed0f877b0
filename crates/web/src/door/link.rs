//! How does somebody come in by a signed context link?
//!
//! The patient system's server hands a signed token in and gets an address that opens once, within a
//! minute. A browser may bring the token too, from a page of the patient system: that form comes
//! from another site by its nature, so it begins no session itself. It is answered with the same
//! kind of address, and only opening that has an effect.

use aws_lc_rs::digest;
use axum::RequestExt;
use axum::body::Bytes;
use axum::extract::{Form, Path, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Json, extract};
use care::access::Way;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::json;
use signin::jwt::BadToken;
use signin::link::{Link, LinkIssuer};
use signin::{Identified, chance, link};
use store::{ContextLink, OnceOnly};

use super::arrival::{self, Failed, recognise};
use super::enter::From;
use crate::app::App;
use crate::client::Client;
use crate::refusal::{Fault, Refused};

/// An address opens for so long at most.
const PATIENCE: SignedDuration = SignedDuration::from_secs(60);

/// As what a server hands a token in. A page of another site cannot send it so.
const JWT: &str = "application/jwt";

/// The form in which a browser brings a token.
#[derive(Deserialize)]
struct Brought {
    token: String,
}

/// Who hands a token in, and so what they are answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    /// A server: with the address.
    Server,
    /// A browser: it is sent there.
    Browser,
}

/// Takes a signed token in, once.
pub(crate) async fn hand_in(
    State(app): State<App>,
    client: Client,
    request: Request,
) -> Result<Response, Refused> {
    let origin = text_of(&request, &header::ORIGIN).to_owned();
    let (by, token) = token(request).await?;
    let (issuer, link) = match read(&app, (by, &token), &origin) {
        Ok(read) => read,
        Err(why) => return refused(&app, by, ("", why.code())),
    };
    let now = app.now();
    let once = OnceOnly { kind: "context link", issuer: &issuer.issuer, id: &link.id };
    if !app.store().use_once(once, (now, link.ends_at)).await? {
        let failed = failed(&issuer.name, "token_used");
        failed.note(&app, &issuer.trust, client).await?;
        return refused(&app, by, (&issuer.name, "token_used"));
    }
    let (address, until) = keep(&app, issuer, link, now).await?;
    Ok(match by {
        By::Browser => Redirect::to(&address).into_response(),
        By::Server => {
            let url = format!("{}{address}", app.settings().launches.address);
            let answer = json!({ "url": url, "expires": until.to_string() });
            (StatusCode::CREATED, Json(answer)).into_response()
        }
    })
}

/// Opens an address, once.
pub(crate) async fn open(
    State(app): State<App>,
    Path(secret): Path<String>,
    from: From,
) -> Result<Response, Refused> {
    let found = app.store().take_link::<Identified>(&hash(&secret), app.now()).await?;
    let Some(ContextLink { who, patient }) = found else {
        return failed("", "link_unknown").answer(&app);
    };
    // A system that was taken out of the settings a moment ago brings nobody any more.
    let mut issuers = app.settings().launches.links.iter();
    if !issuers.any(|issuer| issuer.name == who.provider) {
        return failed("", "unknown_system").answer(&app);
    }
    arrival::arrive(&app, from, who, patient).await
}

/// The token, and who brings it.
async fn token(request: extract::Request) -> Result<(By, String), Refused> {
    if text_of(&request, &header::CONTENT_TYPE) == JWT {
        let body: Bytes = request.extract().await.map_err(|_| Refused::BadForm)?;
        let token = String::from_utf8(body.to_vec()).map_err(|_| Refused::BadForm)?;
        return Ok((By::Server, token.trim().to_owned()));
    }
    let Form(Brought { token }) = request.extract().await.map_err(|_| Refused::BadForm)?;
    Ok((By::Browser, token))
}

/// What a token says. One that a browser brings must come from a page of its own system, so that no
/// other site can bring somebody in under a name that is not theirs.
fn read<'a>(
    app: &'a App,
    (by, token): (By, &str),
    origin: &str,
) -> Result<(&'a LinkIssuer, Link), BadToken> {
    let (issuer, link) = link::read(&app.settings().launches.links, token, app.now())?;
    let comes_from_there = issuer.origins.iter().any(|each| each == origin);
    if by == By::Server || comes_from_there { Ok((issuer, link)) } else { Err(BadToken::Issuer) }
}

/// Keeps what a token says until its address is opened; says where that is, and until when.
async fn keep(
    app: &App,
    issuer: &LinkIssuer,
    link: Link,
    now: Timestamp,
) -> Result<(String, Timestamp), Refused> {
    let patient = recognise(app, &issuer.trust, &link.announced).await?;
    let secret = chance::word().map_err(|_| Refused::Fault(Fault::NoChance))?;
    let (kept, until) = (ContextLink { who: link.who, patient }, now + PATIENCE);
    app.store().keep_link(&hash(&secret), &kept, (now, until)).await?;
    Ok((format!("/launch/links/{secret}"), until))
}

/// The same for each reason: what was wrong stands in the log, in one word.
fn refused(app: &App, by: By, (system, why): (&str, &str)) -> Result<Response, Refused> {
    let failed = failed(system, why);
    match by {
        By::Browser => failed.answer(app),
        By::Server => {
            failed.log();
            let body = Json(json!({ "error": "the token was not taken" }));
            Ok((StatusCode::FORBIDDEN, body).into_response())
        }
    }
}

fn failed(system: &str, why: &str) -> Failed {
    Failed {
        way: Way::Link,
        system: system.to_owned(),
        why: why.to_owned(),
        is_of_the_system: false,
    }
}

fn text_of<'r>(request: &'r Request, name: &header::HeaderName) -> &'r str {
    let value = request.headers().get(name).and_then(|value| value.to_str().ok());
    value.unwrap_or_default()
}

fn hash(secret: &str) -> [u8; 32] {
    let mut out = [0; 32];
    let hash = digest::digest(&digest::SHA256, secret.as_bytes());
    out.iter_mut().zip(hash.as_ref()).for_each(|(to, from)| *to = *from);
    out
}
