//! Who is signed in?
//!
//! The token itself is never stored, only its SHA-256. How long a session may last is the rule
//! of whoever starts it; here it ends when that time has come.

use care::access::Staff;
use care::people::StaffId;
use jiff::Timestamp;

use crate::engine::value::{json, values};
use crate::engine::work::Work;
use crate::{Store, StoreError};

/// The hash of a token: SHA-256.
pub type TokenHash = [u8; 32];

/// Somebody who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Who, as they were when they signed in.
    pub staff: Staff,
    /// Since when, and how long still.
    pub times: SessionTimes,
}

/// When a session began and when it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionTimes {
    /// When it began.
    pub started_at: Timestamp,
    /// When it ends unless the person does something before.
    pub idle_until: Timestamp,
    /// When it ends in any case.
    pub ends_at: Timestamp,
}

impl Store {
    /// Starts a session, and forgets those that have ended.
    pub async fn start_session(
        &self,
        token: &TokenHash,
        staff: &Staff,
        times: SessionTimes,
    ) -> Result<(), StoreError> {
        const FORGET: &str = "DELETE FROM sessions WHERE ends_at_us <= $1";
        const INSERT: &str = "INSERT INTO sessions (token_hash, staff_id, staff, started_at_us,
                idle_until_us, ends_at_us)
            VALUES ($1, $2, $3, $4, $5, $6)";
        let work = Work::new().then(FORGET, values![times.started_at]).then_one(
            INSERT,
            values![
                token.as_slice(),
                staff.id.as_str(),
                json(staff)?,
                times.started_at,
                times.idle_until,
                times.ends_at,
            ],
        );
        self.engine.commit(work).await?;
        Ok(())
    }

    /// Who is signed in with this token; `None` where nobody is, or not any more.
    pub async fn session(
        &self,
        token: &TokenHash,
        now: Timestamp,
    ) -> Result<Option<Session>, StoreError> {
        const SQL: &str = "SELECT staff, started_at_us, idle_until_us, ends_at_us
            FROM sessions
            WHERE token_hash = $1 AND idle_until_us > $2 AND ends_at_us > $2";
        let rows = self.engine.rows(SQL, values![token.as_slice(), now]).await?;
        rows.first()
            .map(|row| {
                Ok(Session {
                    staff: row.json("staff")?,
                    times: SessionTimes {
                        started_at: row.time("started_at_us")?,
                        idle_until: row.time("idle_until_us")?,
                        ends_at: row.time("ends_at_us")?,
                    },
                })
            })
            .transpose()
    }

    /// Notes that the person did something. It never shortens a session and never wakes one that
    /// has ended.
    pub async fn touch_session(
        &self,
        token: &TokenHash,
        now: Timestamp,
        idle_until: Timestamp,
    ) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE sessions
            SET idle_until_us = $3
            WHERE token_hash = $1 AND idle_until_us > $2 AND idle_until_us < $3";
        let work = Work::new().then(SQL, values![token.as_slice(), now, idle_until]);
        self.engine.commit(work).await?;
        Ok(())
    }

    /// Ends a session.
    pub async fn end_session(&self, token: &TokenHash) -> Result<(), StoreError> {
        const SQL: &str = "DELETE FROM sessions WHERE token_hash = $1";
        self.engine.commit(Work::new().then(SQL, values![token.as_slice()])).await?;
        Ok(())
    }

    /// Ends all sessions of a member of staff, wherever they are signed in.
    pub async fn end_all_sessions_of(&self, staff: &StaffId) -> Result<(), StoreError> {
        const SQL: &str = "DELETE FROM sessions WHERE staff_id = $1";
        self.engine.commit(Work::new().then(SQL, values![staff.as_str()])).await?;
        Ok(())
    }
}
