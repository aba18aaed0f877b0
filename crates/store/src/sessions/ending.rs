//! How does a session end, other than by being forgotten?

use std::fmt;

use care::access::session::{EndCause, State};
use care::access::{Act, Actor, AuditLine};
use care::people::StaffId;
use jiff::Timestamp;

use super::{MOST, Session, read};
use crate::engine::value::{Row, values};
use crate::engine::work::{Expect, Work};
use crate::provider_logins::{self, Login};
use crate::{OnceOnly, Store, StoreError, audit, staff, used_tokens};

/// So often an order is begun anew, where sessions of the same person begin or end meanwhile.
const TRIES: usize = 5;

/// An order of a provider to end sessions that it vouched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndOrder<'a> {
    /// By what it is known: it counts once.
    pub token: OnceOnly<'a>,
    /// Until when a copy of it would count.
    pub until: Timestamp,
    /// Which sessions.
    pub which: ByProvider<'a>,
}

/// What a provider calls what it ends. It prints as what it is: it says something of somebody.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum ByProvider<'a> {
    /// One session, and those of the same person of which the provider never told us a name.
    Session {
        /// The provider's own name for it (`sid`).
        name: &'a str,
        /// Whose it is (`sub`); empty where the provider does not say.
        subject: &'a str,
    },
    /// All sessions of one person (`sub`).
    Subject(&'a str),
}

impl fmt::Debug for ByProvider<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Session { .. } => "Session(..)",
            Self::Subject(_) => "Subject(..)",
        })
    }
}

impl EndOrder<'_> {
    /// All that the order asks for, where these are the sessions that it names. Whoever is on the
    /// way in meanwhile waits for it, or it for them.
    fn work(&self, rows: &[Row], now: Timestamp) -> Result<Work, StoreError> {
        const OF_SESSION: &str = "DELETE FROM sessions
            WHERE issuer = $1 AND ((provider_session = $2 AND provider_session <> '')
                OR (subject = $3 AND provider_session = ''))";
        const OF_SUBJECT: &str = "DELETE FROM sessions WHERE issuer = $1 AND subject = $2";
        let (issuer, work) = (self.token.issuer, Work::new());
        let all = Expect::Rows(u64::try_from(rows.len()).unwrap_or(u64::MAX));
        let work = match self.which {
            ByProvider::Session { name, subject } => provider_logins::end(
                work,
                Login { issuer, name },
                now,
            )
            .with(OF_SESSION, values![issuer, name, subject], all),
            ByProvider::Subject(subject) => staff::must_prove_by(work, (issuer, subject), now)
                .with(OF_SUBJECT, values![issuer, subject], all),
        };
        let mut work = used_tokens::use_up(work, self.token, self.until);
        for row in rows {
            let act = Act::SessionEnded { why: EndCause::Provider };
            work = audit::write(work, &read(row)?.line(act, now))?;
        }
        Ok(work)
    }
}

impl Store {
    /// Ends a session, with the act that ends it as its line in the audit; says whether it did.
    ///
    /// One that was locked may have been ended by anybody. Its provider may still know whose it was,
    /// and would bring in under their name whoever sits there now: so they must prove anew who they
    /// are (hazard H30).
    pub async fn end_session(
        &self,
        session: &Session,
        act: Act,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        const SQL: &str = "DELETE FROM sessions WHERE handle = $1";
        // The row of `staff` is taken first, as it is when a session starts.
        let work = match session.times.state(now) {
            State::Locked => staff::must_prove(Work::new(), &session.visitor.id, now),
            State::Open | State::Ended => Work::new(),
        };
        let work = work.then_one(SQL, values![session.handle.as_str()]);
        self.did(audit::write(work, &session.line(act, now))?).await
    }

    /// Ends all sessions of somebody, wherever they are signed in; says how many. Who knows them
    /// still brings them in no more before they have proved anew who they are.
    pub async fn end_sessions_of(
        &self,
        whom: &StaffId,
        by: &Actor,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        let act = Act::EndedSessions { whom: whom.clone() };
        let line = AuditLine::new(now, by.clone(), act);
        let work = audit::write(end_all(Work::new(), whom, now), &line)?;
        Ok(self.engine.commit(work).await?.get(1).map_or(0, |done| done.touched))
    }

    /// Carries out an order to end sessions, whole and once; says how many there were, or `None`
    /// where it was carried out before.
    pub async fn end_by_order(
        &self,
        order: &EndOrder<'_>,
        now: Timestamp,
    ) -> Result<Option<u64>, StoreError> {
        for _ in 0..TRIES {
            let rows = self.ordered(order).await?;
            match self.engine.commit(order.work(&rows, now)?).await {
                Ok(_) => return Ok(Some(u64::try_from(rows.len()).unwrap_or(u64::MAX))),
                Err(StoreError::Conflict) if self.is_used(order.token).await? => return Ok(None),
                // A session began or ended meanwhile.
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error),
            }
        }
        Err(StoreError::Conflict)
    }

    /// The sessions that an order names.
    async fn ordered(&self, order: &EndOrder<'_>) -> Result<Vec<Row>, StoreError> {
        const OF_SESSION: &str = "SELECT handle, token_hash, form_key, visitor, seats, seat,
                issuer, provider_session, started_at_us, locks_at_us, locked_at_us, ends_at_us,
                place
            FROM sessions
            WHERE issuer = $1 AND ((provider_session = $2 AND provider_session <> '')
                OR (subject = $3 AND provider_session = ''))
            ORDER BY handle
            LIMIT $4";
        const OF_SUBJECT: &str = "SELECT handle, token_hash, form_key, visitor, seats, seat,
                issuer, provider_session, started_at_us, locks_at_us, locked_at_us, ends_at_us,
                place
            FROM sessions
            WHERE issuer = $1 AND subject = $2
            ORDER BY handle
            LIMIT $3";
        let issuer = order.token.issuer;
        match order.which {
            ByProvider::Session { name, subject } => {
                self.engine.rows(OF_SESSION, values![issuer, name, subject, MOST]).await
            }
            ByProvider::Subject(subject) => {
                self.engine.rows(OF_SUBJECT, values![issuer, subject, MOST]).await
            }
        }
    }

    /// Ends the sessions that have lasted as long as a session may; says how many. What providers
    /// ended long ago is forgotten with them.
    pub async fn end_overdue_sessions(&self, now: Timestamp) -> Result<u64, StoreError> {
        const SQL: &str = "SELECT handle, token_hash, form_key, visitor, seats, seat, issuer,
                provider_session, started_at_us, locks_at_us, locked_at_us, ends_at_us, place
            FROM sessions
            WHERE ends_at_us <= $1
            ORDER BY ends_at_us
            LIMIT 100";
        self.engine.commit(provider_logins::forget(Work::new(), now)).await?;
        let mut ended = 0;
        for row in self.engine.rows(SQL, values![now]).await? {
            let act = Act::SessionEnded { why: EndCause::Limit };
            ended += u64::from(self.end_session(&read(&row)?, act, now).await?);
        }
        Ok(ended)
    }
}

/// Ends all sessions of somebody as a part of other work, which says so in the audit. The row of
/// `staff` is taken first, as it is when a session starts: one that is just beginning has begun and
/// is ended with the others, or it never begins.
pub(crate) fn end_all(work: Work, staff: &StaffId, now: Timestamp) -> Work {
    const SQL: &str = "DELETE FROM sessions WHERE staff_id = $1";
    staff::must_prove(work, staff, now).then(SQL, values![staff.as_str()])
}
