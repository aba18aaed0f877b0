//! How does somebody come in, and go?
//!
//! A file for each way in. All of them end in [`enter::enter`], which alone begins sessions.

mod arrival;
pub(crate) mod asking;
pub(crate) mod demo;
pub(crate) mod ended;
pub(crate) mod enter;
pub(crate) mod invitation;
pub(crate) mod launch;
pub(crate) mod link;
pub(crate) mod lock;
pub(crate) mod openid;
pub(crate) mod passkey;
pub(crate) mod seat;
pub(crate) mod watch;

use std::time::Duration;

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{AppendHeaders, Html, IntoResponse, Redirect, Response};
use care::access::{Act, Actor, AuditLine, Origin, Way};
use jiff::Timestamp;
use store::Session;

use crate::app::App;
use crate::client::Client;
use crate::components::chrome::{Chrome, Watch};
use crate::forms::{Nothing, SentByHolder};
use crate::pages::open_chrome;
use crate::refusal::Refused;

/// So long a provider has to say where it signs people out.
const PATIENCE: Duration = Duration::from_secs(1);

/// What somebody sees who has signed out here and is sent on to sign out at their provider too.
#[derive(Template)]
#[template(path = "pages/signed_out.html")]
struct SignedOutPage {
    chrome: Chrome,
    provider: String,
    address: String,
}

/// Signs out: ends the session on the server and clears what the browser holds. Whoever finds a
/// locked screen may do so too: it shows them nothing.
pub(crate) async fn sign_out(
    State(app): State<App>,
    sent: SentByHolder<Nothing>,
) -> Result<impl IntoResponse, Refused> {
    let SentByHolder { holder, form: Nothing {} } = sent;
    app.store().end_session(&holder.session, Act::SignedOut, app.now()).await?;
    let cleared = [
        (header::SET_COOKIE, app.cookie_marks().no_cookie()),
        (header::SET_COOKIE, asking::no_cookie(&app)),
        (header::HeaderName::from_static("clear-site-data"), "\"cache\", \"storage\"".to_owned()),
    ];
    Ok((AppendHeaders(cleared), leads_to(&app, &holder.session).await?))
}

/// Where somebody goes on who has signed out here: to their provider, where it has a place for that,
/// so that the next user of this computer does not come in with its session; else to the first page.
///
/// The way there is a page, not a redirect: our policy lets a form lead to ourselves only.
async fn leads_to(app: &App, session: &Session) -> Result<Response, Refused> {
    let providers = &app.settings().providers;
    let here = Redirect::to("/");
    let Some(provider) = providers.find(&session.visitor.origin.provider) else {
        return Ok(here.into_response());
    };
    let back = format!("{}/", providers.address);
    // Whoever leaves does not wait for it: what clears this browser goes out with the answer.
    let address = tokio::time::timeout(PATIENCE, provider.sign_out_at(&back, app.now())).await;
    let Ok(Some(address)) = address else { return Ok(here.into_response()) };
    let page = SignedOutPage {
        chrome: Chrome { watch: Watch::Gone, ..open_chrome(app, "Signed out") },
        provider: provider.words().to_owned(),
        address: address.to_string(),
    };
    let refresh = [(header::REFRESH, format!("0; url={address}"))];
    Ok((AppendHeaders(refresh), Html(page.render()?)).into_response())
}

/// The line of the audit on somebody who was not let in, and why in one word. Who it was nobody
/// knows.
fn nobody_let_in(
    (way, provider): (Way, &str),
    client: Client,
    why: String,
    at: Timestamp,
) -> AuditLine {
    let provider = provider.to_owned();
    let origin = Origin { way, provider, address: client.address, ..Origin::default() };
    AuditLine::new(at, Actor::Service, Act::NotSignedIn { origin, why })
}
