//! Who is signed in on this browser?

pub(crate) mod token;

use axum::extract::FromRequestParts;
use axum::http::Method;
use axum::http::request::Parts;
use care::access::privacy::works_at_privacy_desk;
use care::access::session::{EndCause, LockCause, State, is_fresh};
use care::access::{Act, Staff};
use jiff::{SignedDuration, Timestamp};
use store::{Session, StoreError};

use crate::address::Place;
use crate::app::App;
use crate::client::Client;
use crate::door::lock;
use crate::limits;
use crate::refusal::Refused;
pub(crate) use token::{FormToken, Marks, Token, handle, new_handle};

/// A session is not written anew for each request, only when so much of its time has gone.
const SPARED: SignedDuration = SignedDuration::from_secs(30);

/// A member of staff who is signed in on this browser.
///
/// As an argument of a handler it is the lock on the door: without an open session in which
/// somebody has taken a seat the handler is never reached. Being asked counts as an act of theirs.
pub(crate) struct SignedIn {
    /// Who.
    pub(crate) staff: Staff,
    /// What each form on the page must carry.
    pub(crate) form: FormToken,
    /// The session.
    pub(crate) session: Session,
    /// The page that was asked for.
    pub(crate) place: Place,
    /// How long it is until the session is locked, if nothing is done.
    pub(crate) locks_in: SignedDuration,
    /// How many items of the privacy list wait for this user's organisation; 0 for whoever does not
    /// work there.
    pub(crate) privacy_waiting: i64,
}

/// The same for what a page asks by itself, such as whether its list has changed: that is no act of
/// anybody's, and does not keep the session open.
pub(crate) struct Watching(pub(crate) SignedIn);

/// Whoever holds a session on this browser, whether it is open or locked and whether they have taken
/// a seat.
pub(crate) struct Holder {
    /// The session. It has not ended.
    pub(crate) session: Session,
    /// Open or locked.
    pub(crate) state: State,
    /// What each form of theirs must carry.
    pub(crate) form: FormToken,
}

impl FromRequestParts<App> for Holder {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refused> {
        let token = Token::sent(&parts.headers, app.cookie_marks()).ok_or(Refused::SignedOut)?;
        let mut session = app.store().session(&token.hash()).await?.ok_or(Refused::SignedOut)?;
        let client = Client::from_request_parts(parts, app).await?;
        session.visitor.origin.address = client.address;
        limits::spend_of_user(app, parts, &session.visitor.id).map_err(Refused::AtTheGate)?;
        let now = app.now();
        let state = session.times.state(now);
        if state == State::Ended {
            let act = Act::SessionEnded { why: EndCause::Limit };
            app.store().end_session(&session, act, now).await?;
            return Err(Refused::SignedOut);
        }
        Ok(Self { form: FormToken::of(&session.form_key), session, state })
    }
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refused> {
        let mut holder = Holder::from_request_parts(parts, app).await?;
        let now = app.now();
        if holder.state == State::Open {
            holder.acts(app, now).await?;
        } else {
            holder.note_lock(app, &Place::of(parts), now).await?;
        }
        let mut signed_in = holder.seated(app, Place::of(parts))?;
        if works_at_privacy_desk(&signed_in.staff) {
            let organisation = &signed_in.staff.organisation;
            signed_in.privacy_waiting = app.store().privacy_waiting(organisation).await?;
        }
        Ok(signed_in)
    }
}

impl FromRequestParts<App> for Watching {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refused> {
        let holder = Holder::from_request_parts(parts, app).await?;
        holder.seated(app, Place::of(parts)).map(Self)
    }
}

impl Holder {
    /// Notes that they did something.
    pub(crate) async fn acts(&mut self, app: &App, now: Timestamp) -> Result<(), StoreError> {
        let times = &mut self.session.times;
        let assurance = self.session.visitor.origin.assurance;
        let acted = app.settings().sessions.act(times, assurance, now);
        if acted.locks_at.duration_since(times.locks_at) > SPARED {
            app.store().touch_session(&self.session.handle, now, acted.locks_at).await?;
            times.locks_at = acted.locks_at;
        }
        Ok(())
    }

    /// Notes in the audit that the screen was locked because nothing was done, once. They come back
    /// to the page that they asked for meanwhile.
    pub(crate) async fn note_lock(
        &self,
        app: &App,
        place: &Place,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        if self.session.locked_at.is_none() {
            app.store().lock_session(&self.session, LockCause::Idle, place.path(), now).await?;
        }
        Ok(())
    }

    /// The same person at work, if the session is open and they have taken a seat.
    pub(crate) fn seated(self, app: &App, place: Place) -> Result<SignedIn, Refused> {
        if self.state != State::Open {
            return Err(Refused::Locked(Box::new(lock::Locked::of(app, &self))));
        }
        let staff = self.session.staff().ok_or(Refused::SeatNeeded)?;
        let locks_in = self.session.times.locks_at.duration_since(app.now());
        let (form, session) = (self.form, self.session);
        Ok(SignedIn { staff, form, session, place, locks_in, privacy_waiting: 0 })
    }
}

impl SignedIn {
    /// Whether they have proved so lately who they are that they need not do it again.
    pub(crate) fn is_fresh(&self, now: Timestamp) -> bool {
        is_fresh(self.staff.origin.proved_at, now)
    }
}

impl Place {
    /// The page that a request asks for; the first page where it sends a form.
    fn of(parts: &Parts) -> Self {
        match parts.method {
            Method::GET => Self::parse(parts.uri.path()).unwrap_or_default(),
            _ => Self::default(),
        }
    }
}
