//! Was it this browser that we sent, and what for?
//!
//! Whoever is sent to a provider, or comes from a patient system that sends them there, is expected
//! back in the same browser, once, within ten minutes, on whichever node.

use axum::extract::{Query, Request};
use axum::http::HeaderMap;
use jiff::SignedDuration;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use signin::question::{BrowserSecret, Question, Returned};
use store::Expected;

use crate::app::App;
use crate::refusal::{Fault, Refused};
use crate::session::token::sent_cookie;

/// Nobody is expected back after this.
const PATIENCE: SignedDuration = SignedDuration::from_mins(10);

/// A question, and the cookie that ties it to the browser.
pub(crate) struct Asking {
    /// What the provider is sent.
    pub(crate) question: Question,
    /// The value of `Set-Cookie`.
    pub(crate) cookie: String,
}

/// Begins a question to a provider, or to a patient system, for the browser that sent `headers`.
/// `aim` says what it is for and comes back with [`answered`].
pub(crate) async fn ask<T: Serialize>(
    app: &App,
    headers: &HeaderMap,
    provider: &str,
    aim: &T,
) -> Result<Asking, Refused> {
    let (browser, cookie) = of_browser(app, headers)?;
    let question = Question::new(&browser).map_err(|_| Refused::Fault(Fault::NoChance))?;
    let now = app.now();
    let (state, secret) = (question.state_hash(), browser.hash());
    let expected = Expected { provider, state: &state, browser: &secret };
    app.store().expect_back(expected, aim, (now, now + PATIENCE)).await?;
    Ok(Asking { question, cookie })
}

/// What a browser brings back in its address.
#[derive(Deserialize)]
struct Brought {
    #[serde(default)]
    state: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    error: String,
    #[serde(default)]
    iss: String,
}

/// The `state` that a browser brings back, and what came with it.
pub(crate) fn brought(request: &Request) -> Result<(String, Returned), Refused> {
    let brought = Query::<Brought>::try_from_uri(request.uri());
    let Query(Brought { state, code, error, iss }) = brought.map_err(|_| Refused::BadForm)?;
    Ok((state, Returned { code, error, iss }))
}

/// The question whose answer a browser brought with `state`, and what it was for; `None` where this
/// browser was not sent to this provider with it, came too late or comes again.
pub(crate) async fn answered<T: DeserializeOwned>(
    app: &App,
    headers: &HeaderMap,
    provider: &str,
    state: &str,
) -> Result<Option<(Question, T)>, Refused> {
    let Some(browser) = sent(app, headers) else { return Ok(None) };
    let question = Question::again(&browser, state);
    let (state, secret) = (question.state_hash(), browser.hash());
    let expected = Expected { provider, state: &state, browser: &secret };
    let aim = app.store().take_back_from(expected, app.now()).await?;
    Ok(aim.map(|aim| (question, aim)))
}

/// The header that takes the cookie away, so that nobody who comes to this browser later shares its
/// secret with whoever had it before.
pub(crate) fn no_cookie(app: &App) -> String {
    format!("{}=; {}; Max-Age=0", name(app), app.cookie_marks().words())
}

/// The secret of a browser that brings something of its own accord, and the value of `Set-Cookie`.
pub(crate) fn of_browser(
    app: &App,
    headers: &HeaderMap,
) -> Result<(BrowserSecret, String), Refused> {
    let no_chance = |_| Refused::Fault(Fault::NoChance);
    // One secret for all that a browser asks at once: two tabs do not forget each other.
    let browser = sent(app, headers).map_or_else(BrowserSecret::new, Ok).map_err(no_chance)?;
    let cookie = cookie(app, &browser);
    Ok((browser, cookie))
}

/// The secret that a browser sent, where it did.
pub(crate) fn sent(app: &App, headers: &HeaderMap) -> Option<BrowserSecret> {
    BrowserSecret::sent(sent_cookie(headers, name(app))?)
}

/// Marked as that of the session, for the same reasons: the browser comes back from another site.
fn cookie(app: &App, browser: &BrowserSecret) -> String {
    let (name, secret, age) = (name(app), browser.as_str(), PATIENCE.as_secs());
    format!("{name}={secret}; Max-Age={age}; {}", app.cookie_marks().words())
}

fn name(app: &App) -> &'static str {
    if app.settings().behind_tls { "__Host-homeward-asked" } else { "homeward-asked" }
}
