//! What does somebody see who is not let in, or whom we could not serve? The one map to HTTP.

pub(crate) mod holder;

use askama::Template;
use axum::http::StatusCode;
use axum::http::header::{self, HeaderValue};
use axum::response::{Html, IntoResponse, Redirect, Response};
use care::access::session::NotLetIn;
use store::StoreError;

use crate::components::chrome::{Chrome, Watch};
use crate::door::lock::Locked;
use crate::gate::TurnedAway;

/// Why a request gets no page of its own.
///
/// A record that stays shut is none of these: it is a page about a patient, see
/// `pages::shut`.
pub(crate) enum Refused {
    /// Nobody is signed in, or no longer.
    SignedOut,
    /// The screen is locked: the page on which it is opened again.
    Locked(Box<Locked>),
    /// They have several roles and have not said yet in which they work.
    SeatNeeded,
    /// They have proved who they are, and may not come in.
    NotLetIn(NotLetIn),
    /// There is no such page or patient, or it is not this user's. The two look the same, so that
    /// nobody learns who exists.
    NotFound,
    /// This role may not do that.
    RoleMayNot,
    /// The record is open against the person's word, which never goes on paper.
    NotOnPaper,
    /// The form was not from our page, too long, or could not be read.
    BadForm,
    /// It came in a way, or so often, that it was not looked at.
    AtTheGate(TurnedAway),
    /// It is about another patient than the patient system shows: the page that says so, and shows
    /// what was written.
    PatientChanged(Box<Response>),
    /// We could not do it. The user learns nothing of the cause; the log does.
    Fault(Fault),
}

/// What went wrong on our side.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fault {
    /// The memory failed.
    #[error("the store failed")]
    Store(#[from] StoreError),
    /// A template failed.
    #[error("a page could not be written")]
    Page(#[from] askama::Error),
    /// A file could not be written as JSON.
    #[error("a file could not be written")]
    Unwritten,
    /// The system gave no random bytes.
    #[error("the system gave no random bytes")]
    NoChance,
}

impl From<Fault> for Refused {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::Fault(Fault::Store(error))
    }
}

impl From<askama::Error> for Refused {
    fn from(error: askama::Error) -> Self {
        Self::Fault(Fault::Page(error))
    }
}

/// A page that says why there is no other.
#[derive(Template)]
#[template(path = "pages/refused.html")]
struct RefusedPage {
    chrome: Chrome,
    said: Said,
}

/// What such a page says.
#[derive(Clone, Copy)]
struct Said {
    title: &'static str,
    heading: &'static str,
    body: &'static [&'static str],
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        if let Self::PatientChanged(page) = self {
            return *page;
        }
        let (status, title, heading, body) = match &self {
            Self::Locked(_) | Self::SeatNeeded => return self.elsewhere(),
            Self::NotLetIn(why) => {
                let (heading, body) = not_let_in(*why);
                (StatusCode::FORBIDDEN, "Not let in", heading, body)
            }
            Self::SignedOut => (StatusCode::UNAUTHORIZED, "Signed out", SIGNED_OUT.0, SIGNED_OUT.1),
            Self::NotFound => (StatusCode::NOT_FOUND, "Page not found", NOT_FOUND.0, NOT_FOUND.1),
            Self::RoleMayNot => (StatusCode::FORBIDDEN, "Not for your role", MAY_NOT.0, MAY_NOT.1),
            Self::NotOnPaper => {
                (StatusCode::FORBIDDEN, "Cannot be printed", NOT_ON_PAPER.0, NOT_ON_PAPER.1)
            }
            Self::BadForm => {
                tracing::warn!("a form was refused that was not from our page, or unreadable");
                (StatusCode::BAD_REQUEST, "Form not accepted", BAD_FORM.0, BAD_FORM.1)
            }
            Self::PatientChanged(_) => (StatusCode::CONFLICT, CHANGED.0, CHANGED.0, CHANGED.1),
            Self::AtTheGate(why) => {
                let (heading, body) = why.words();
                (why.status(), "Request not accepted", heading, body)
            }
            Self::Fault(fault) => {
                let why: &dyn std::error::Error = fault;
                tracing::error!(why, "a page could not be served");
                (StatusCode::SERVICE_UNAVAILABLE, "Problem with the service", FAULT.0, FAULT.1)
            }
        };
        let watch = if matches!(self, Self::SignedOut) { Watch::Gone } else { Watch::Off };
        let chrome = Chrome { watch, ..Chrome::signed_out(title) };
        let said = Said { title, heading, body };
        let text = RefusedPage { chrome, said }.render().unwrap_or_else(|_| heading.to_owned());
        let mut response = (status, Html(text)).into_response();
        if status.is_client_error() && !matches!(self, Self::SignedOut | Self::NotLetIn(_)) {
            response.extensions_mut().insert(said);
        }
        if let Self::AtTheGate(why) = self {
            why.mark(response.headers_mut());
        }
        if matches!(self, Self::SignedOut) {
            // So that nothing of the last user is left in this browser.
            let all = HeaderValue::from_static("\"cache\", \"storage\"");
            response.headers_mut().insert(header::HeaderName::from_static("clear-site-data"), all);
        }
        response
    }
}

impl Refused {
    /// The answers that are pages of their own.
    fn elsewhere(self) -> Response {
        match self {
            Self::Locked(page) => page.into_response(),
            _ => Redirect::to("/role").into_response(),
        }
    }
}

fn not_let_in(why: NotLetIn) -> Words {
    match why {
        NotLetIn::NoSeat => NO_SEAT,
        NotLetIn::Disabled => DISABLED,
    }
}

type Words = (&'static str, &'static [&'static str]);

const SIGNED_OUT: Words =
    ("You were signed out", &["Nobody is signed in on this screen.", "Sign in to go on."]);
const NO_SEAT: Words = (
    "You have signed in, but your role is not known here",
    &[
        "None of the roles that your organisation gives you opens Homeward. Nothing is wrong with your password or card.",
        "Ask your manager, or whoever looks after Homeward in your organisation, to give you a role here.",
        "If you need to know about a patient's care now, use the phone numbers below.",
    ],
);
const DISABLED: Words = (
    "You cannot use Homeward at present",
    &[
        "An administrator of your organisation has switched off your access. Everything that you did before is kept.",
        "If that is not right, ask your manager or whoever looks after Homeward in your organisation.",
        "If you need to know about a patient's care now, use the phone numbers below.",
    ],
);
const NOT_FOUND: Words = (
    "Page not found",
    &[
        "There is no such page, or it is not open to you.",
        "Go back to your ward list and try again.",
    ],
);
const MAY_NOT: Words = (
    "Your role cannot do this",
    &["Nothing has been changed.", "Sign in with another role if you have one."],
);
const NOT_ON_PAPER: Words = (
    "This record cannot be printed",
    &[
        "The person did not agree that staff look at it. You see it on the screen only, for the reason you gave.",
        "Nothing was printed. Go back to read it on the screen.",
    ],
);
const BAD_FORM: Words = (
    "We could not accept that form",
    &["Nothing has been changed.", "Go back, refresh the page and send it again."],
);
const CHANGED: Words =
    ("The patient has changed", &["Your patient system shows another patient. Nothing was sent."]);
const FAULT: Words = (
    "Sorry, there is a problem with the service",
    &[
        "Nothing on this page is current, and nothing was sent.",
        "Use the phone list. Write the time of each call in the notes.",
        "Try again in a minute.",
    ],
);
