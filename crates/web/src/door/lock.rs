//! Who has locked this screen, and how is it opened again?

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use care::access::Way;
use care::access::session::{LockCause, State as SessionState};
use serde::Deserialize;

use crate::address::Place;
use crate::app::App;
use crate::components::chrome::{Chrome, Watch};
use crate::forms::SentByHolder;
use crate::pages::open_chrome;
use crate::refusal::Refused;
use crate::session::{FormToken, Holder};

/// The page of a locked screen.
#[derive(Template)]
#[template(path = "pages/locked.html")]
pub(crate) struct Locked {
    chrome: Chrome,
    name: String,
    again: Again,
    token: FormToken,
}

/// How the person who locked it proves again who they are.
enum Again {
    /// In the demonstration, by a press.
    Demo {
        /// Our handle of them.
        staff: String,
    },
    /// With the provider that vouched for them, which asks them anew.
    Provider {
        /// What the settings call it.
        name: String,
    },
    /// By opening a patient in the patient system again.
    Launch,
    /// With their passkey.
    Passkey,
}

/// Where somebody locks their screen.
#[derive(Deserialize)]
pub(crate) struct Locking {
    /// The page that is on the screen.
    #[serde(default)]
    place: String,
}

impl Locked {
    /// The page for whoever holds the session.
    pub(crate) fn of(app: &App, holder: &Holder) -> Self {
        let visitor = &holder.session.visitor;
        let again = match visitor.origin.way {
            Way::Demo => Again::Demo { staff: visitor.id.to_string() },
            Way::Launch | Way::Link => Again::Launch,
            Way::OpenId => Again::Provider { name: visitor.origin.provider.clone() },
            Way::Passkey => Again::Passkey,
        };
        Self {
            chrome: Chrome { watch: Watch::Gone, ..open_chrome(app, "Locked") },
            name: visitor.name.clone(),
            again,
            token: holder.form.clone(),
        }
    }
}

impl IntoResponse for Locked {
    fn into_response(self) -> Response {
        match self.render() {
            Ok(page) => (StatusCode::UNAUTHORIZED, Html(page)).into_response(),
            Err(error) => Refused::from(error).into_response(),
        }
    }
}

/// Locks the screen at once.
pub(crate) async fn post(
    State(app): State<App>,
    sent: SentByHolder<Locking>,
) -> Result<Redirect, Refused> {
    let SentByHolder { holder, form } = sent;
    let place = Place::parse(&form.place).unwrap_or_default();
    app.store().lock_session(&holder.session, LockCause::ByHand, place.path(), app.now()).await?;
    Ok(Redirect::to("/locked"))
}

/// Shows that the screen is locked; whoever comes here with an open session goes back to work.
pub(crate) async fn get(State(app): State<App>, holder: Holder) -> Result<Response, Refused> {
    if holder.state == SessionState::Open {
        return Ok(Redirect::to("/").into_response());
    }
    holder.note_lock(&app, &Place::default(), app.now()).await?;
    Ok(Locked::of(&app, &holder).into_response())
}
