//! What does somebody see whose passkey, or whose link, was not taken?
//!
//! The words are the same whatever was wrong: they say what to do, and nothing of who has an
//! account.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};

use super::open_chrome;
use crate::app::App;
use crate::components::chrome::Chrome;
use crate::refusal::Refused;

#[derive(Template)]
#[template(path = "pages/passkey_refused.html")]
struct PasskeyRefusedPage {
    chrome: Chrome,
    heading: &'static str,
    body: &'static [&'static str],
}

/// A sign-in that proved nothing.
pub(crate) fn at_sign_in(app: &App) -> Result<Response, Refused> {
    let heading = "We could not sign you in";
    let body = &[
        "Your passkey was not accepted, so nothing was opened.",
        "Go back to the first page and try again. If it happens again, ask somebody who looks \
         after the accounts at your organisation for a new invitation.",
    ];
    show(app, StatusCode::FORBIDDEN, heading, body)
}

/// A passkey that was not made.
pub(crate) fn not_made(app: &App) -> Result<Response, Refused> {
    let heading = "The passkey was not made";
    let body = &[
        "Nothing has been changed, and your invitation is still good.",
        "Open the link again and try once more. If your device says that it cannot keep a passkey, \
         use another device, such as your telephone.",
    ];
    show(app, StatusCode::FORBIDDEN, heading, body)
}

/// A link that is worth nothing, or never was.
pub(crate) fn worthless_link(app: &App) -> Result<Response, Refused> {
    let heading = "This link does not work";
    let body = &[
        "A link works once, for 24 hours, and only until another takes its place.",
        "If you have a passkey already, go to the first page and sign in with it. Else ask whoever \
         sent you the link for a new one.",
    ];
    show(app, StatusCode::GONE, heading, body)
}

/// A browser in which no script ran.
pub(crate) fn without_script(app: &App) -> Result<Response, Refused> {
    let heading = "Signing in with a passkey needs script";
    let body = &[
        "A passkey can only be used by a page that runs script, and this browser ran none.",
        "Allow script for this address, or use another browser. Everything else here works without \
         it. If you cannot, use the phone list.",
    ];
    show(app, StatusCode::BAD_REQUEST, heading, body)
}

fn show(
    app: &App,
    status: StatusCode,
    heading: &'static str,
    body: &'static [&'static str],
) -> Result<Response, Refused> {
    let page = PasskeyRefusedPage { chrome: open_chrome(app, heading), heading, body };
    Ok((status, Html(page.render()?)).into_response())
}
