//! Who is signed in?
//!
//! The token itself is never stored, only its SHA-256. How long a session may last is the rule of
//! [`care::access::session`]; here it is kept, and each change of it stands in the audit.

mod ending;

use std::fmt;

use care::access::session::{LockCause, State, Times};
use care::access::{Act, Actor, AuditLine, Seat, Staff, Visitor};
use care::people::StaffId;
use jiff::Timestamp;

use crate::accounts::ACCOUNTS;
use crate::engine::value::{Row, json, values};
use crate::engine::work::Work;
use crate::provider_logins::{self, Login};
use crate::{Store, StoreError, audit, passkeys, staff};

pub(crate) use ending::end_all;
pub use ending::{ByProvider, EndOrder};

/// The hash of a token: SHA-256.
pub type TokenHash = [u8; 32];

/// Names a session in the audit, and opens nothing.
pub type SessionHandle = String;

/// More screens than anybody is signed in on.
const MOST: i64 = 1_000;

/// More people than one service has.
const MOST_PEOPLE: i64 = 100_000;

/// A session that is about to begin.
pub struct NewSession<'a> {
    /// Its name in the audit.
    pub handle: &'a str,
    /// The hash of the browser's token.
    pub token: TokenHash,
    /// From which the token of its forms is made.
    pub form_key: &'a [u8; 32],
    /// Whose it is.
    pub visitor: &'a Visitor,
    /// The seats that they may take.
    pub seats: &'a [Seat],
    /// The seat that they have taken; `None` where they are still to choose.
    pub seat: Option<&'a Seat>,
    /// Who vouches for them.
    pub issuer: &'a str,
    /// Whom the issuer means.
    pub subject: &'a str,
    /// The provider's name for its own session; empty where it gave none. For an account kept here,
    /// the handle of the passkey.
    pub provider_session: &'a str,
    /// When it is locked, and when it ends.
    pub times: Times,
    /// The path of the page to which they go on.
    pub place: &'a str,
    /// When they set out to come in. What ended their sessions since then ends this one too, before
    /// it begins.
    pub set_out: Timestamp,
}

/// Somebody who is signed in, or was until a moment ago: see [`Times::state`].
#[derive(Clone, PartialEq, Eq)]
pub struct Session {
    /// Its name in the audit.
    pub handle: SessionHandle,
    /// The hash of the browser's token.
    pub token: TokenHash,
    /// From which the token of its forms is made.
    pub form_key: [u8; 32],
    /// Whose it is, as they were when they last proved who they are.
    pub visitor: Visitor,
    /// The seats that they may take.
    pub seats: Vec<Seat>,
    /// The seat that they have taken; `None` where they are still to choose.
    pub seat: Option<Seat>,
    /// Who vouches for them.
    pub issuer: String,
    /// The provider's name for its own session; empty where it gave none.
    pub provider_session: String,
    /// When it began, is locked, and ends.
    pub times: Times,
    /// Since when the audit says that it is locked.
    pub locked_at: Option<Timestamp>,
    /// The path of the page to which they come back when it is opened again; empty for none.
    pub place: String,
}

impl Session {
    /// Who acts in it, in their seat; `None` while they are still to choose.
    pub fn staff(&self) -> Option<Staff> {
        self.seat.clone().map(|seat| self.visitor.seated(seat))
    }

    fn actor(&self) -> Actor {
        self.staff().map_or_else(|| Actor::from(&self.visitor), |staff| Actor::from(&staff))
    }

    fn line(&self, act: Act, at: Timestamp) -> AuditLine {
        AuditLine::new(at, self.actor(), act)
    }
}

/// Debug text ends up in logs, so it keeps the person and the keys to itself.
impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Session({})", self.handle)
    }
}

impl Store {
    /// Starts a session.
    ///
    /// [`StoreError::Conflict`] where the person is not in the register of staff, or is disabled, or
    /// was signed out everywhere since they set out, by us or by their provider, or their passkey
    /// opens nothing any more.
    pub async fn start_session(
        &self,
        new: &NewSession<'_>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        const INSERT: &str = "INSERT INTO sessions (handle, token_hash, form_key, staff_id,
                visitor, seats, seat, issuer, subject, provider_session, started_at_us,
                locks_at_us, ends_at_us, place)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
        let NewSession { visitor, times, .. } = new;
        let mut work = new.expect_good(now).then_one(
            INSERT,
            values![
                new.handle,
                new.token.as_slice(),
                new.form_key.as_slice(),
                visitor.id.as_str(),
                json(visitor)?,
                json(&new.seats)?,
                new.seat.map(json).transpose()?,
                new.issuer,
                new.subject,
                new.provider_session,
                times.started_at,
                times.locks_at,
                times.ends_at,
                new.place,
            ],
        );
        if let Some(seat) = new.seat {
            work = staff::took_seat(work, &visitor.id, seat)?;
        }
        self.engine.commit(audit::write(work, &new.line(Act::SignedIn, now))?).await?;
        Ok(())
    }

    /// The session of this token, whatever its state; `None` where there is none, or none any more.
    pub async fn session(&self, token: &TokenHash) -> Result<Option<Session>, StoreError> {
        const SQL: &str = "SELECT handle, token_hash, form_key, visitor, seats, seat, issuer,
                provider_session, started_at_us, locks_at_us, locked_at_us, ends_at_us, place
            FROM sessions
            WHERE token_hash = $1";
        let rows = self.engine.rows(SQL, values![token.as_slice()]).await?;
        rows.first().map(read).transpose()
    }

    /// The times of a session by its handle; `None` where it has ended.
    pub async fn session_times(&self, handle: &str) -> Result<Option<Times>, StoreError> {
        const SQL: &str = "SELECT started_at_us, locks_at_us, ends_at_us
            FROM sessions
            WHERE handle = $1";
        self.engine.rows(SQL, values![handle]).await?.first().map(read_times).transpose()
    }

    /// The sessions of one person that have not ended, the newest first.
    pub async fn sessions_of(
        &self,
        staff: &StaffId,
        now: Timestamp,
    ) -> Result<Vec<Session>, StoreError> {
        const SQL: &str = "SELECT handle, token_hash, form_key, visitor, seats, seat, issuer,
                provider_session, started_at_us, locks_at_us, locked_at_us, ends_at_us, place
            FROM sessions
            WHERE staff_id = $1 AND ends_at_us > $2
            ORDER BY started_at_us DESC, handle
            LIMIT $3";
        self.engine.rows(SQL, values![staff.as_str(), now, MOST]).await?.iter().map(read).collect()
    }

    /// All who are signed in, on an open screen or a locked one, in the order of their handles.
    pub async fn signed_in(&self, now: Timestamp) -> Result<Vec<StaffId>, StoreError> {
        const SQL: &str = "SELECT DISTINCT staff_id
            FROM sessions
            WHERE ends_at_us > $1
            ORDER BY staff_id
            LIMIT $2";
        let rows = self.engine.rows(SQL, values![now, MOST_PEOPLE]).await?;
        rows.iter().map(|row| row.parse("staff_id")).collect()
    }

    /// Notes that the person did something. It never shortens a session and never opens one that
    /// is locked or has ended.
    pub async fn touch_session(
        &self,
        handle: &str,
        now: Timestamp,
        locks_at: Timestamp,
    ) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE sessions
            SET locks_at_us = $3
            WHERE handle = $1 AND locks_at_us > $2 AND locks_at_us < $3 AND ends_at_us >= $3";
        self.engine.commit(Work::new().then(SQL, values![handle, now, locks_at])).await?;
        Ok(())
    }

    /// Locks a session, or notes that its time was up, once; says whether it did. `place` is where
    /// the person comes back when it is opened again.
    pub async fn lock_session(
        &self,
        session: &Session,
        why: LockCause,
        place: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        const BY_HAND: &str = "UPDATE sessions
            SET locks_at_us = CASE WHEN locks_at_us < $2 THEN locks_at_us ELSE $2 END,
                locked_at_us = $2, place = $3
            WHERE handle = $1 AND locked_at_us IS NULL";
        const IDLE: &str = "UPDATE sessions
            SET locked_at_us = $2, place = $3
            WHERE handle = $1 AND locked_at_us IS NULL AND locks_at_us <= $2";
        let sql = match why {
            LockCause::ByHand => BY_HAND,
            LockCause::Idle => IDLE,
        };
        let work = Work::new().then_one(sql, values![session.handle.as_str(), now, place]);
        let work = audit::write(work, &session.line(Act::Locked { why }, now))?;
        self.did(work).await
    }

    /// Opens a locked session again, or goes on with an open one, under a new token, for the person
    /// who has proved again who they are. `again` says how they are now; its handle, its beginning
    /// and its end are those of the session.
    ///
    /// [`StoreError::Conflict`] where the session has ended, was opened or locked meanwhile, or the
    /// person may not come in any more: see [`Store::start_session`].
    pub async fn resume_session(
        &self,
        session: &Session,
        again: &NewSession<'_>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE sessions
            SET token_hash = $3, visitor = $4, seats = $5, seat = $6, provider_session = $7,
                locks_at_us = $8, locked_at_us = NULL, place = $9
            WHERE handle = $1 AND token_hash = $2 AND staff_id = $10 AND ends_at_us > $11
                AND locks_at_us >= $12";
        let NewSession { visitor, .. } = again;
        let work = again.expect_good(now).then_one(
            SQL,
            values![
                session.handle.as_str(),
                session.token.as_slice(),
                again.token.as_slice(),
                json(visitor)?,
                json(&again.seats)?,
                again.seat.map(json).transpose()?,
                again.provider_session,
                again.times.locks_at,
                again.place,
                visitor.id.as_str(),
                now,
                session.times.locks_at,
            ],
        );
        let act = match session.times.state(now) {
            State::Open => Act::SignedIn,
            State::Locked | State::Ended => Act::Unlocked,
        };
        let work = audit::write(work, &again.line(act, now))?;
        self.engine.commit(work).await?;
        Ok(())
    }

    /// Puts the person into one of their seats, under a new token and with new forms.
    ///
    /// [`StoreError::Conflict`] where the session has ended or its token has changed meanwhile.
    pub async fn take_seat(
        &self,
        session: &Session,
        seat: &Seat,
        (token, form_key): (&TokenHash, &[u8; 32]),
        now: Timestamp,
    ) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE sessions
            SET token_hash = $3, form_key = $4, seat = $5
            WHERE handle = $1 AND token_hash = $2 AND locks_at_us > $6";
        let (visitor, handle) = (&session.visitor, session.handle.as_str());
        let (old, key) = (session.token.as_slice(), form_key.as_slice());
        let values = values![handle, old, token.as_slice(), key, json(seat)?, now];
        let work = staff::took_seat(Work::new(), &visitor.id, seat)?.then_one(SQL, values);
        let actor = Actor::from(&visitor.seated(seat.clone()));
        let line = AuditLine { actor, ..session.line(Act::TookSeat, now) };
        self.engine.commit(audit::write(work, &line)?).await?;
        Ok(())
    }

    /// Whether the work was done: somebody else may have done it a moment before.
    async fn did(&self, work: Work) -> Result<bool, StoreError> {
        match self.engine.commit(work).await {
            Ok(_) => Ok(true),
            Err(StoreError::Conflict) => Ok(false),
            Err(error) => Err(error),
        }
    }
}

impl NewSession<'_> {
    /// Holds the work to somebody who may still come in, by what they came with.
    fn expect_good(&self, now: Timestamp) -> Work {
        let (whom, issuer, name) = (&self.visitor.id, self.issuer, self.provider_session);
        let work = staff::expect_welcome(Work::new(), whom, (self.set_out, now));
        match issuer {
            ACCOUNTS => passkeys::expect_good(work, whom, name, now),
            _ => {
                provider_logins::expect_not_ended(work, Login { issuer, name }, (self.set_out, now))
            }
        }
    }

    fn line(&self, act: Act, at: Timestamp) -> AuditLine {
        let seated = self.seat.map(|seat| self.visitor.seated(seat.clone()));
        let actor = seated.map_or_else(|| Actor::from(self.visitor), |staff| Actor::from(&staff));
        AuditLine::new(at, actor, act)
    }
}

fn read(row: &Row) -> Result<Session, StoreError> {
    let hash = |column| {
        let unreadable = |_| StoreError::Unreadable { column };
        row.bytes(column)?.try_into().map_err(unreadable)
    };
    Ok(Session {
        handle: row.text("handle")?.to_owned(),
        token: hash("token_hash")?,
        form_key: hash("form_key")?,
        visitor: row.json("visitor")?,
        seats: row.json("seats")?,
        seat: row.maybe_json("seat")?,
        issuer: row.text("issuer")?.to_owned(),
        provider_session: row.text("provider_session")?.to_owned(),
        times: read_times(row)?,
        locked_at: row.maybe_time("locked_at_us")?,
        place: row.text("place")?.to_owned(),
    })
}

fn read_times(row: &Row) -> Result<Times, StoreError> {
    Ok(Times {
        started_at: row.time("started_at_us")?,
        locks_at: row.time("locks_at_us")?,
        ends_at: row.time("ends_at_us")?,
    })
}
