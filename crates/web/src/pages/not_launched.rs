//! What does somebody see whose launch came to nothing?

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use care::when::words;

use crate::app::App;
use crate::components::chrome::Chrome;
use crate::refusal::Refused;

/// Nothing is shown, and what to do about it. It is the same page whether a person exists or not.
#[derive(Template)]
#[template(path = "pages/not_launched.html")]
struct NotLaunchedPage {
    chrome: Chrome,
    /// When it was, for the service desk.
    at: String,
    case: Case,
}

/// What is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    /// Nobody could be sure who the patient is, or who asks.
    Unsure,
    /// The patient system does not answer us.
    Down,
}

/// Shows it.
pub(crate) fn page(app: &App, case: Case) -> Result<Response, Refused> {
    let page = NotLaunchedPage {
        chrome: super::open_chrome(app, "Patient not opened"),
        at: words::time(app.now()),
        case,
    };
    Ok((case.status(), Html(page.render()?)).into_response())
}

impl Case {
    /// A failed attempt counts as one at the gate; that a patient system is down does not.
    fn status(self) -> StatusCode {
        match self {
            Self::Unsure => StatusCode::FORBIDDEN,
            Self::Down => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}
