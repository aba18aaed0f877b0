//! What follows once somebody has proved who they are?

mod newcomer;

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use care::access::session::{NotLetIn, State};
use care::access::{Act, Actor, AuditLine};
use care::people::PatientId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use signin::Identified;
use store::{DraftKind, StoreError};

use super::asking;
use crate::address::Place;
use crate::app::App;
use crate::client::Client;
use crate::context;
use crate::pages::drafts;
use crate::refusal::Refused;
use crate::session::Holder;
use newcomer::Newcomer;

/// Where somebody goes on who has come in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Destination {
    /// Where they were when the screen was locked, else the first page.
    Start,
    /// A patient's page.
    Patient(PatientId),
    /// A patient at the match desk.
    Pair(PatientId),
    /// Their own passkeys.
    Passkeys,
    /// The patient with whom a patient system launched us: the only one about whom the session may
    /// send anything from now on.
    Launched(PatientId),
}

impl Destination {
    /// Where somebody goes on who wished for a patient's page, or for a pair at the match desk; a
    /// text that is no handle leads to the first page, never out of the house.
    pub(crate) fn wished(patient: &str, pair: &str) -> Self {
        match (patient.parse(), pair.parse()) {
            (Ok(patient), _) => Self::Patient(patient),
            (_, Ok(pair)) => Self::Pair(pair),
            _ => Self::Start,
        }
    }

    /// Its address. It never leads out of the house.
    pub(crate) fn path(&self) -> String {
        match self {
            Self::Start => "/".to_owned(),
            Self::Patient(patient) | Self::Launched(patient) => format!("/patients/{patient}"),
            Self::Pair(patient) => format!("/match-desk/{patient}"),
            Self::Passkeys => "/passkeys".to_owned(),
        }
    }
}

/// Where a request comes from: the computer, and whose session its browser holds.
pub(crate) struct From {
    /// The computer.
    pub(crate) client: Client,
    /// Whoever holds a session on this browser, open or locked.
    pub(crate) before: Option<Holder>,
    /// When they set out to come in: with this request, unless the way in began before.
    pub(crate) set_out: Timestamp,
}

impl FromRequestParts<App> for From {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refused> {
        let client = Client::from_request_parts(parts, app).await?;
        let before = match Holder::from_request_parts(parts, app).await {
            Ok(holder) => Some(holder),
            Err(Refused::SignedOut) => None,
            Err(fault) => return Err(fault),
        };
        Ok(Self { client, before, set_out: app.now() })
    }
}

/// Lets somebody in who has proved who they are, and sends them on.
///
/// Whoever locked their screen goes on where they were; nobody else can open it (hazard H30).
/// Whoever else was signed in on this browser is signed out on the server too (hazard H22). The
/// token is always a new one, so that nobody can have fixed it beforehand.
pub(crate) async fn enter(
    app: &App,
    from: From,
    who: Identified,
    to: &Destination,
) -> Result<Response, Refused> {
    let now = app.now();
    let newcomer = Newcomer::meet(app, who, &from, now).await?;
    let own = newcomer.takes_over(app, from.before, now).await?;
    if let Some(why) = newcomer.why_not() {
        return turned_away(app, &newcomer, why, now).await;
    }
    app.store().end_overdue_sessions(now).await?;
    let begun = match own {
        Some(before) => resume(app, before, &newcomer, to).await,
        None => start(app, &newcomer, to).await,
    };
    let place = match begun {
        Ok(place) => place,
        // They were disabled or signed out a moment ago, have come in twice at the same time, or
        // their screen was locked meanwhile.
        Err(StoreError::Conflict) if newcomer.is_disabled_now(app).await? => {
            return turned_away(app, &newcomer, NotLetIn::Disabled, now).await;
        }
        Err(StoreError::Conflict) => return Err(Refused::SignedOut),
        Err(error) => return Err(error.into()),
    };
    let place = if *to == Destination::Start && has_unsent(app, &newcomer).await? {
        drafts::PATH.to_owned()
    } else {
        place
    };
    let cookies = [newcomer.token.cookie(app.cookie_marks()), asking::no_cookie(app)];
    let cookies = AppendHeaders(cookies.map(|cookie| (header::SET_COOKIE, cookie)));
    Ok((cookies, Redirect::to(&place)).into_response())
}

/// Goes on with the session that this person holds on this browser; says where.
async fn resume(
    app: &App,
    before: Holder,
    newcomer: &Newcomer,
    to: &Destination,
) -> Result<String, StoreError> {
    let (now, session) = (app.now(), &before.session);
    if before.state != session.times.state(now) {
        // What they were asked for was enough for an open screen.
        return Err(StoreError::Conflict);
    }
    if before.state == State::Locked {
        before.note_lock(app, &Place::default(), now).await?;
    } else if !matches!(to, Destination::Launched(_)) {
        // Whoever comes in anew by another way is held to no patient of the patient system.
        app.store().drop_context(&session.handle).await?;
    }
    let place = match to {
        Destination::Start if session.locked_at.is_some() => session.place.clone(),
        to => place(app, (&session.handle, before.state), to).await?,
    };
    let times = app.settings().sessions.act(&session.times, newcomer.who.assurance, now);
    let visitor = newcomer.visitor(&session.handle);
    let seat = newcomer.seat(session.seat.as_ref());
    let again = newcomer.session((&visitor, seat), &session.form_key, times, &place);
    app.store().resume_session(session, &again, now).await?;
    Ok(place)
}

/// Begins a session; says where to go on.
async fn start(app: &App, newcomer: &Newcomer, to: &Destination) -> Result<String, StoreError> {
    let now = app.now();
    let times = app.settings().sessions.begin(newcomer.who.assurance, now);
    let visitor = newcomer.visitor(&newcomer.handle);
    let seat = newcomer.seat(None);
    let place = place(app, (&newcomer.handle, State::Open), to).await?;
    let new = newcomer.session((&visitor, seat), &newcomer.form_key, times, &place);
    app.store().start_session(&new, now).await?;
    Ok(place)
}

/// Where somebody goes on. A launch takes hold of the session first.
async fn place(
    app: &App,
    (session, state): (&str, State),
    to: &Destination,
) -> Result<String, StoreError> {
    match to {
        Destination::Launched(patient) => {
            context::settle(app.store(), (session, state), patient, app.now()).await
        }
        to => Ok(to.path()),
    }
}

/// Notes that somebody came with a patient of whom nobody can be sure. They are not let in. Whoever
/// else was signed in on this browser is signed out, and their own session sends nothing more about
/// the patient before: the patient system shows that one no longer.
pub(crate) async fn unsure(
    app: &App,
    from: From,
    who: Identified,
    why: &str,
) -> Result<(), Refused> {
    let now = app.now();
    let newcomer = Newcomer::meet(app, who, &from, now).await?;
    if let Some(own) = newcomer.takes_over(app, from.before, now).await? {
        context::lose(app.store(), &own.session.handle, now).await?;
    }
    let visitor = newcomer.visitor("");
    let actor = match newcomer.who.seats.first() {
        Some(seat) => Actor::from(&visitor.seated(seat.clone())),
        None => Actor::from(&visitor),
    };
    let act = Act::WasRefused { why: format!("launch: {why}") };
    app.store().note(&AuditLine::new(now, actor, act)).await?;
    Ok(())
}

/// Tells somebody that they cannot come in, though we know who they are.
async fn turned_away(
    app: &App,
    newcomer: &Newcomer,
    why: NotLetIn,
    now: Timestamp,
) -> Result<Response, Refused> {
    let actor = Actor::from(&newcomer.visitor(""));
    app.store().note(&AuditLine::new(now, actor, Act::NotLetIn { why })).await?;
    Err(Refused::NotLetIn(why))
}

/// Whether a form of theirs met a locked screen, and waits to be sent or thrown away.
async fn has_unsent(app: &App, newcomer: &Newcomer) -> Result<bool, StoreError> {
    let unsent = app.store().drafts(&newcomer.id, DraftKind::Sent).await?;
    Ok(!unsent.is_empty())
}
