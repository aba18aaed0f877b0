//! How does somebody come in by a signed context link?
//!
//! The patient system's server hands a signed token in and gets an address that opens once, within a
//! minute. Where it cannot, the browser brings the token from a page of the patient system: that
//! form comes from another site by its nature, so it begins no session itself. It is answered with
//! an address that opens in this browser only. Whoever can read tokens of their own in a browser
//! could make a colleague open one and work under another name: so of such a system no server is
//! believed, and whoever is signed in already is asked before somebody else takes their place.

use askama::Template;
use aws_lc_rs::digest;
use axum::RequestExt;
use axum::body::Bytes;
use axum::extract::{Form, Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, Html, IntoResponse, Redirect, Response};
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
use super::asking::{of_browser, sent};
use super::enter::From;
use crate::app::App;
use crate::client::Client;
use crate::components::chrome::{Chrome, Watch};
use crate::forms::{Nothing, SentByHolder};
use crate::pages::open_chrome;
use crate::refusal::{Fault, Refused};
use crate::session::{FormToken, Holder};

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

/// Says who is signed in here, and asks whether somebody else shall be.
#[derive(Template)]
#[template(path = "pages/another_person.html")]
struct AnotherPersonPage {
    chrome: Chrome,
    /// Who is signed in.
    before: String,
    /// Whom the link brings.
    comes: String,
    /// By which the link is opened.
    secret: String,
    token: FormToken,
}

/// Takes a signed token in, once.
pub(crate) async fn hand_in(
    State(app): State<App>,
    client: Client,
    request: Request,
) -> Result<Response, Refused> {
    let headers = request.headers().clone();
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
    let secret = chance::word().map_err(|_| Refused::Fault(Fault::NoChance))?;
    let address = format!("/launch/links/{secret}");
    Ok(match by {
        By::Browser => {
            let (browser, cookie) = of_browser(&app, &headers)?;
            keep(&app, (issuer, link), &hash(&secret, browser.as_str()), now).await?;
            let cookie = AppendHeaders([(header::SET_COOKIE, cookie)]);
            (cookie, Redirect::to(&address)).into_response()
        }
        By::Server => {
            let until = keep(&app, (issuer, link), &hash(&secret, ""), now).await?;
            let url = format!("{}{address}", app.settings().launches.address);
            let answer = json!({ "url": url, "expires": until.to_string() });
            (StatusCode::CREATED, Json(answer)).into_response()
        }
    })
}

/// Opens an address, once. Where somebody else is signed in on this browser it is asked first.
pub(crate) async fn open(
    State(app): State<App>,
    Path(secret): Path<String>,
    from: From,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let waits = match &from.before {
        Some(before) => brings_another(&app, &hashes(&app, &headers, &secret), before).await?,
        None => None,
    };
    match (waits, &from.before) {
        (Some(comes), Some(before)) => {
            let page = AnotherPersonPage {
                chrome: Chrome { watch: Watch::Gone, ..open_chrome(&app, "Go on as whom?") },
                before: before.session.visitor.name.clone(),
                comes,
                secret,
                token: before.form.clone(),
            };
            Ok(Html(page.render()?).into_response())
        }
        _ => take(&app, &hashes(&app, &headers, &secret), from).await,
    }
}

/// Opens an address for whoever was asked, and said that it is they.
pub(crate) async fn go_on(
    State(app): State<App>,
    Path(secret): Path<String>,
    from: From,
    headers: HeaderMap,
    _: SentByHolder<Nothing>,
) -> Result<Response, Refused> {
    take(&app, &hashes(&app, &headers, &secret), from).await
}

/// The name of whom a link brings, where somebody else holds a session on this browser.
async fn brings_another(
    app: &App,
    hashes: &[[u8; 32]],
    before: &Holder,
) -> Result<Option<String>, Refused> {
    for hash in hashes {
        if let Some(ContextLink { who, .. }) =
            app.store().link::<Identified>(hash, app.now()).await?
        {
            let known = app.store().staff_known(&who.issuer, &who.subject).await?;
            let is_theirs = known.is_some_and(|known| known.id == before.session.visitor.id);
            return Ok((!is_theirs).then_some(who.name));
        }
    }
    Ok(None)
}

async fn take(app: &App, hashes: &[[u8; 32]], from: From) -> Result<Response, Refused> {
    let mut found = None;
    for hash in hashes {
        if found.is_none() {
            found = app.store().take_link::<Identified>(hash, app.now()).await?;
        }
    }
    let Some(ContextLink { who, patient }) = found else {
        return failed("", "link_unknown").answer(app);
    };
    // A system that was taken out of the settings a moment ago brings nobody any more.
    let mut issuers = app.settings().launches.links.iter();
    if !issuers.any(|issuer| issuer.name == who.provider) {
        return failed("", "unknown_system").answer(app);
    }
    arrival::arrive(app, from, who, patient).await
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
/// other site can bring somebody in under a name that is not theirs; and a server is believed only
/// where no browser ever holds a token.
fn read<'a>(
    app: &'a App,
    (by, token): (By, &str),
    origin: &str,
) -> Result<(&'a LinkIssuer, Link), BadToken> {
    let (issuer, link) = link::read(&app.settings().launches.links, token, app.now())?;
    let is_good = match by {
        By::Server => issuer.origins.is_empty(),
        By::Browser => issuer.origins.iter().any(|each| each == origin),
    };
    if is_good { Ok((issuer, link)) } else { Err(BadToken::Issuer) }
}

/// Keeps what a token says until its address is opened; says until when.
async fn keep(
    app: &App,
    (issuer, link): (&LinkIssuer, Link),
    hash: &[u8; 32],
    now: Timestamp,
) -> Result<Timestamp, Refused> {
    let patient = recognise(app, &issuer.trust, &link.announced).await?;
    let (kept, until) = (ContextLink { who: link.who, patient }, now + PATIENCE);
    app.store().keep_link(hash, &kept, (now, until)).await?;
    Ok(until)
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

/// Under which an address may be kept that this browser opens: for whoever has it, or for itself.
fn hashes(app: &App, headers: &HeaderMap, secret: &str) -> Vec<[u8; 32]> {
    let own = sent(app, headers).map(|browser| hash(secret, browser.as_str()));
    std::iter::once(hash(secret, "")).chain(own).collect()
}

/// Under which an address is kept: of its secret, and of that of the only browser which opens it;
/// empty where each does.
fn hash(secret: &str, browser: &str) -> [u8; 32] {
    let mut out = [0; 32];
    let hash = digest::digest(&digest::SHA256, format!("{secret} {browser}").as_bytes());
    out.iter_mut().zip(hash.as_ref()).for_each(|(to, from)| *to = *from);
    out
}
