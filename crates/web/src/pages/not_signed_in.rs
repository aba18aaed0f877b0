//! What does somebody see whom their provider did not bring in?

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use care::when::words;
use signin::Trouble;
use signin::provider::Provider;

use crate::app::App;
use crate::components::chrome::Chrome;
use crate::refusal::Refused;

/// Nobody was signed in, and what to do about it.
#[derive(Template)]
#[template(path = "pages/not_signed_in.html")]
struct NotSignedInPage {
    chrome: Chrome,
    /// The provider's name for people.
    provider: String,
    /// Its name in addresses.
    name: String,
    /// When it was, for the service desk.
    at: String,
    case: Case,
}

/// What is said. Of a sign-in that failed no more, so that nobody learns why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Case {
    /// The provider is down.
    Down,
    /// Somebody turned back at the provider, or it let them not through.
    TurnedBack,
    /// It failed.
    Failed,
}

/// Shows it.
pub(crate) fn page(app: &App, provider: &Provider, why: Trouble) -> Result<Response, Refused> {
    let case = Case::of(why);
    let page = NotSignedInPage {
        chrome: super::open_chrome(app, "Not signed in"),
        provider: provider.words().to_owned(),
        name: provider.name().to_owned(),
        at: words::time(app.now()),
        case,
    };
    Ok((case.status(), Html(page.render()?)).into_response())
}

impl Case {
    fn of(trouble: Trouble) -> Self {
        match trouble {
            _ if trouble.is_of_the_provider() => Self::Down,
            Trouble::CannotSign(_) => Self::Down,
            Trouble::TurnedBack(_) => Self::TurnedBack,
            _ => Self::Failed,
        }
    }

    /// A failed attempt is the client's error and counts as one at the gate; that a provider is
    /// down is not.
    fn status(self) -> StatusCode {
        match self {
            Self::Down => StatusCode::SERVICE_UNAVAILABLE,
            Self::TurnedBack | Self::Failed => StatusCode::FORBIDDEN,
        }
    }
}
