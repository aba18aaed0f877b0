//! On which screens is this person signed in?

use askama::Template;
use axum::extract::State;
use axum::response::{Html, Redirect};
use care::access::Act;
use care::access::session::{EndCause, State as SessionState};
use jiff::Timestamp;
use serde::Deserialize;
use store::Session;

use crate::app::App;
use crate::components::chrome::Chrome;
use crate::forms::Sent;
use crate::pages::{chrome, moment_within, sentence};
use crate::refusal::Refused;
use crate::session::{FormToken, SignedIn};

/// The screens.
#[derive(Template)]
#[template(path = "pages/sessions.html")]
struct SessionsPage {
    chrome: Chrome,
    token: FormToken,
    here: Screen,
    others: Vec<Screen>,
    proof: Proof,
}

/// One screen.
struct Screen {
    handle: String,
    address: String,
    began: String,
    stand: String,
}

/// Whether they have proved lately enough who they are to end the others.
enum Proof {
    Fresh,
    Old,
}

/// Which to end.
#[derive(Deserialize)]
pub(crate) struct Ending {
    /// The handle of one, or `others` for all but this.
    which: String,
}

/// Shows them.
pub(crate) async fn get(
    State(app): State<App>,
    signed_in: SignedIn,
) -> Result<Html<String>, Refused> {
    let now = app.now();
    let others = others(&app, &signed_in, now).await?;
    let page = SessionsPage {
        chrome: chrome(&app, "Where you are signed in", &signed_in),
        token: signed_in.form.clone(),
        here: screen(&signed_in.session, now),
        others: others.iter().map(|session| screen(session, now)).collect(),
        proof: if signed_in.is_fresh(now) { Proof::Fresh } else { Proof::Old },
    };
    Ok(Html(page.render()?))
}

/// Ends one of the others, or all of them. Whoever has not lately proved who they are does so first:
/// somebody who finds an open screen must not sign its owner out elsewhere (ASVS 5.0, 7.5.2).
pub(crate) async fn post(State(app): State<App>, sent: Sent<Ending>) -> Result<Redirect, Refused> {
    let Sent { signed_in, form } = sent;
    let now = app.now();
    if !signed_in.is_fresh(now) {
        return Ok(Redirect::to("/sessions"));
    }
    for session in others(&app, &signed_in, now).await? {
        if form.which == "others" || form.which == session.handle {
            let act = Act::SessionEnded { why: EndCause::FromElsewhere };
            app.store().end_session(&session, act, now).await?;
        }
    }
    Ok(Redirect::to("/sessions"))
}

async fn others(app: &App, signed_in: &SignedIn, now: Timestamp) -> Result<Vec<Session>, Refused> {
    let mut sessions = app.store().sessions_of(&signed_in.staff.id, now).await?;
    sessions.retain(|session| session.handle != signed_in.session.handle);
    Ok(sessions)
}

fn screen(session: &Session, now: Timestamp) -> Screen {
    let address = session.visitor.origin.address;
    let stand = match session.times.state(now) {
        SessionState::Open => "Open",
        SessionState::Locked | SessionState::Ended => "Locked",
    };
    Screen {
        handle: session.handle.clone(),
        address: address.map_or_else(|| "Not known".to_owned(), |address| address.to_string()),
        began: sentence(&moment_within(session.times.started_at, now)),
        stand: stand.to_owned(),
    }
}
