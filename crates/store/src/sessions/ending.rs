//! How does a session end, other than by being forgotten?

use care::access::session::{EndCause, State};
use care::access::{Act, Actor, AuditLine};
use care::people::StaffId;
use jiff::Timestamp;

use super::{MOST, Session, read};
use crate::engine::value::{Row, values};
use crate::engine::work::Work;
use crate::{Store, StoreError, audit, staff};

/// What a provider calls what it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ByProvider<'a> {
    /// One session, by the provider's own name for it (`sid`).
    Session(&'a str),
    /// All sessions of one person (`sub`).
    Subject(&'a str),
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
        let work = staff::must_prove(Work::new(), whom, now);
        let work = audit::write(end_all(work, whom), &line)?;
        Ok(self.engine.commit(work).await?.get(1).map_or(0, |done| done.touched))
    }

    /// Ends the sessions that a provider says are over; says how many.
    pub async fn end_sessions_of_provider(
        &self,
        issuer: &str,
        which: ByProvider<'_>,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        const OF_SESSION: &str = "SELECT handle, token_hash, form_key, visitor, seats, seat,
                issuer, provider_session, started_at_us, locks_at_us, locked_at_us, ends_at_us,
                place
            FROM sessions
            WHERE issuer = $1 AND provider_session = $2 AND provider_session <> ''
            ORDER BY handle
            LIMIT $3";
        const OF_SUBJECT: &str = "SELECT handle, token_hash, form_key, visitor, seats, seat,
                issuer, provider_session, started_at_us, locks_at_us, locked_at_us, ends_at_us,
                place
            FROM sessions
            WHERE issuer = $1 AND subject = $2
            ORDER BY handle
            LIMIT $3";
        let (sql, name) = match which {
            ByProvider::Session(name) => (OF_SESSION, name),
            ByProvider::Subject(name) => (OF_SUBJECT, name),
        };
        let rows = self.engine.rows(sql, values![issuer, name, MOST]).await?;
        self.end_each(&rows, EndCause::Provider, now).await
    }

    /// Ends the sessions that have lasted as long as a session may; says how many.
    pub async fn end_overdue_sessions(&self, now: Timestamp) -> Result<u64, StoreError> {
        const SQL: &str = "SELECT handle, token_hash, form_key, visitor, seats, seat, issuer,
                provider_session, started_at_us, locks_at_us, locked_at_us, ends_at_us, place
            FROM sessions
            WHERE ends_at_us <= $1
            ORDER BY ends_at_us
            LIMIT 100";
        let rows = self.engine.rows(SQL, values![now]).await?;
        self.end_each(&rows, EndCause::Limit, now).await
    }

    async fn end_each(
        &self,
        rows: &[Row],
        why: EndCause,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        let mut ended = 0;
        for row in rows {
            let is_mine = self.end_session(&read(row)?, Act::SessionEnded { why }, now).await?;
            ended += u64::from(is_mine);
        }
        Ok(ended)
    }
}

/// Ends all sessions of somebody as a part of other work, which says so in the audit.
pub(crate) fn end_all(work: Work, staff: &StaffId) -> Work {
    const SQL: &str = "DELETE FROM sessions WHERE staff_id = $1";
    work.then(SQL, values![staff.as_str()])
}
