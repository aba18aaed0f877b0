//! What comes in at all, before anybody asks what it wants?
//!
//! Here a request is refused for how it came: under a name that is not ours, with a length that two
//! readers could take for different ones, for a page of another site, past a gateway that says it
//! came unencrypted, too often, too large or for too long. Nothing of who asks or for what is known yet.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderValue};
use axum::http::{HeaderMap, StatusCode, Version};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tracing::warn;

use crate::app::App;
use crate::client::{Client, Proxies, Wire};
use crate::limits::{self, Asked, Rates};
use crate::refusal::Refused;
use crate::session::Token;
use crate::site::is_embedded;

/// The longest body that any form has: an answer in words is some thousand characters at most.
pub(crate) const LONGEST_BODY: usize = 64 * 1024;

/// The character NUL as it stands in an address and in a form.
const NUL: &[u8] = b"%00";

/// What is configured of the way in.
#[derive(Default)]
pub struct Gate {
    /// The names under which browsers reach us, as they stand in `Host`, such as
    /// `homeward.example`, with the port where it is not the usual one. Empty: any name.
    pub hosts: Vec<String>,
    /// The origins whose pages may show ours inside their own, such as a patient system's
    /// `https://epr.example`. Empty: none may.
    pub framed_by: Vec<String>,
    /// The gateways in front of us.
    pub proxies: Proxies,
    /// How long we wait, and for how many.
    pub patience: Patience,
    /// How often one may ask.
    pub rates: Rates,
}

/// How long we wait, and for how many at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// From one answer, or from connecting, to the last byte of the next request's head.
    pub head: Duration,
    /// From the head of a request to the head of its answer, the request's body included.
    pub answer: Duration,
    /// For a client that takes nothing of what is sent to it.
    pub stall: Duration,
    /// So many connections at a time. Who comes next waits.
    pub connections: usize,
    /// So many of one address, gateways excepted. The next is closed at once.
    pub connections_of_one: usize,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(15),
            answer: Duration::from_secs(30),
            stall: Duration::from_secs(30),
            connections: 4_000,
            connections_of_one: 1_000,
        }
    }
}

/// Why a request was turned away at the gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TurnedAway {
    /// Its length is not one number. A gateway could read where it ends in another way than we do,
    /// and take the rest for the next user's request (RFC 9112 §6.1, §11.2).
    Unmeasured,
    /// It names no host, several, or one beside its address (RFC 9112 §3.2).
    Ambiguous,
    /// It holds a character that ends a text elsewhere, such as in a database.
    Cut,
    /// It is for another host than ours.
    NotOurs,
    /// A page of another site wants it for itself.
    Embedded,
    /// The gateway says that it came unencrypted.
    Unencrypted,
    /// It is longer than any form of ours.
    TooLarge,
    /// It took too long.
    TooSlow,
    /// There were too many before it; the next may come after so many seconds.
    TooMany(u32),
}

/// Lets a request in, or turns it away.
pub(crate) async fn pass(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let gate = &app.settings().gate;
    let (client, wire) = Client::learn(&mut request, &gate.proxies);
    request.extensions_mut().insert(client);
    let asked = Asked::of(&request, client);
    let admitted = match check(&app, wire, &request) {
        Ok(()) => limits::admit(&app, &asked, token(&app, &request)).await,
        refused => refused,
    };
    match admitted {
        Ok(()) => {}
        Err(why) => {
            warn!(?why, "a request was turned away at the gate");
            return Refused::AtTheGate(why).into_response();
        }
    }
    let answering = async {
        match whole(request).await {
            Ok(request) => next.run(request).await,
            Err(why) => Refused::AtTheGate(why).into_response(),
        }
    };
    let Ok(answer) = tokio::time::timeout(gate.patience.answer, answering).await else {
        warn!("a request took too long");
        return Refused::AtTheGate(TurnedAway::TooSlow).into_response();
    };
    limits::heed(&app, &asked, &answer);
    answer
}

/// What the browser holds of a session, if it does.
fn token(app: &App, request: &Request) -> Option<Token> {
    Token::sent(request.headers(), app.cookie_marks())
}

/// The request with its body, which is short, all here before anybody looks at it.
async fn whole(request: Request) -> Result<Request, TurnedAway> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, LONGEST_BODY).await.map_err(|_| TurnedAway::TooLarge)?;
    if body.windows(NUL.len()).any(|three| three == NUL) || body.contains(&0) {
        return Err(TurnedAway::Cut);
    }
    Ok(Request::from_parts(parts, Body::from(body)))
}

fn check(app: &App, wire: Wire, request: &Request) -> Result<(), TurnedAway> {
    measured(request.headers())?;
    if request.uri().to_string().as_bytes().windows(NUL.len()).any(|three| three == NUL) {
        return Err(TurnedAway::Cut);
    }
    let host = host(request)?;
    let hosts = &app.settings().gate.hosts;
    // Whoever watches over the service asks by its address, and is told nothing but that it lives.
    let is_watched = request.uri().path() == "/healthz";
    if !hosts.is_empty() && !is_watched && !hosts.iter().any(|ours| ours.eq_ignore_ascii_case(host))
    {
        return Err(TurnedAway::NotOurs);
    }
    if is_embedded(request.headers(), !app.settings().gate.framed_by.is_empty()) {
        return Err(TurnedAway::Embedded);
    }
    if app.settings().behind_tls && wire == Wire::Plain && !is_watched {
        return Err(TurnedAway::Unencrypted);
    }
    Ok(())
}

/// Whether the length of the body is one number that every reader takes for the same.
///
/// `Transfer-Encoding` is refused whole, though HTTP/1.1 allows it: no form comes so, and without
/// it there is nothing about which a gateway and we could disagree.
fn measured(headers: &HeaderMap) -> Result<(), TurnedAway> {
    let mut lengths = headers.get_all(header::CONTENT_LENGTH).iter();
    let length = lengths.next();
    if headers.contains_key(header::TRANSFER_ENCODING) || lengths.next().is_some() {
        return Err(TurnedAway::Unmeasured);
    }
    let Some(length) = length else { return Ok(()) };
    let length: u64 =
        length.to_str().ok().and_then(|text| text.parse().ok()).ok_or(TurnedAway::Unmeasured)?;
    if usize::try_from(length).is_ok_and(|length| length <= LONGEST_BODY) {
        Ok(())
    } else {
        Err(TurnedAway::TooLarge)
    }
}

/// For which host it is: named once, and in `Host` alone.
fn host(request: &Request) -> Result<&str, TurnedAway> {
    if request.uri().authority().is_some() {
        return Err(TurnedAway::Ambiguous);
    }
    let mut named = request.headers().get_all(header::HOST).iter();
    match (named.next(), named.next()) {
        (Some(host), None) => host.to_str().map_err(|_| TurnedAway::Ambiguous),
        // The older protocol need not say it.
        (None, _) if request.version() < Version::HTTP_11 => Ok(""),
        _ => Err(TurnedAway::Ambiguous),
    }
}

impl TurnedAway {
    pub(crate) fn status(self) -> StatusCode {
        match self {
            Self::Unmeasured => StatusCode::LENGTH_REQUIRED,
            Self::Ambiguous | Self::Cut | Self::Unencrypted => StatusCode::BAD_REQUEST,
            Self::Embedded => StatusCode::FORBIDDEN,
            Self::NotOurs => StatusCode::MISDIRECTED_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::SERVICE_UNAVAILABLE,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
        }
    }

    /// The heading and the paragraphs of the page.
    pub(crate) fn words(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::Unmeasured | Self::Ambiguous | Self::Cut => (
                "We could not read that request",
                &["Nothing has been changed.", "Go to the first page and try again."],
            ),
            Self::NotOurs => (
                "There is no service under this address",
                &["Check the address, or open the service from your hospital's system."],
            ),
            Self::Embedded => (
                "This page is not shown inside another site",
                &["Nothing has been changed.", "Open the service in a window of its own."],
            ),
            Self::Unencrypted => (
                "This page is only shown over a secure connection",
                &["Nothing has been changed.", "Open it by an address that begins with https."],
            ),
            Self::TooLarge => (
                "That was too long to send",
                &[
                    "Nothing has been changed.",
                    "Go back, shorten what you wrote and send it again.",
                ],
            ),
            Self::TooSlow => (
                "Sorry, that took too long",
                &[
                    "We do not know whether it was done: look before you send it again.",
                    "If it is urgent, use the phone list.",
                ],
            ),
            Self::TooMany(_) => (
                "Too much was asked in a short time",
                &[
                    "Nothing has been changed, and you are still signed in.",
                    "Wait a minute, go back and try again. If it is urgent, use the phone list.",
                ],
            ),
        }
    }

    /// Headers beside those that every answer has.
    pub(crate) fn mark(self, headers: &mut HeaderMap) {
        match self {
            Self::TooMany(seconds) => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            }
            // Whatever follows on this connection may be a part of what was refused.
            Self::Unmeasured | Self::Ambiguous | Self::TooLarge => {
                headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
            }
            Self::Cut | Self::NotOurs | Self::Embedded | Self::Unencrypted | Self::TooSlow => {}
        }
    }
}
