//! Who ever came in, and who may not come in any more?
//!
//! The issuer and its subject name one person for good; our handle of them is the one under which
//! they stand in the audit.

use std::fmt;

use care::access::accounts::AccountAct;
use care::access::{Act, Actor, AuditLine, Seat};
use care::people::StaffId;
use jiff::Timestamp;

use crate::engine::value::{Row, json, values};
use crate::engine::work::Work;
use crate::{Store, StoreError, audit, sessions};

/// Somebody who has just proved who they are.
pub struct Arrival<'a> {
    /// The handle that they get if they were never here before.
    pub id: &'a StaffId,
    /// Who vouches for them.
    pub issuer: &'a str,
    /// Whom the issuer means.
    pub subject: &'a str,
    /// The name to show.
    pub name: &'a str,
    /// The seats that they may take now.
    pub seats: &'a [Seat],
}

/// Somebody who came in once, or was invited.
#[derive(Clone, PartialEq, Eq)]
pub struct StaffRow {
    /// Our handle.
    pub id: StaffId,
    /// Who vouches for them; empty in the demonstration.
    pub issuer: String,
    /// Whom the issuer means.
    pub subject: String,
    /// The name, as it was when they last came in.
    pub name: String,
    /// The seats that they might take when they last came in.
    pub seats: Vec<Seat>,
    /// The seat that they took last.
    pub last_seat: Option<Seat>,
    /// Since when we know them.
    pub known_since: Timestamp,
    /// When they last came in; `None` for somebody who never did.
    pub last_seen_at: Option<Timestamp>,
    /// Since when, and by whom, they are disabled; `None` for somebody who may come in.
    pub disabled: Option<Disabled>,
}

/// Since when somebody may come in no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disabled {
    /// Since when.
    pub at: Timestamp,
    /// Who decided it.
    pub by: Actor,
}

/// Debug text ends up in logs, so it keeps the name to itself.
impl fmt::Debug for StaffRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StaffRow({:?})", self.id)
    }
}

impl Store {
    /// Takes down that somebody has proved who they are, and answers with what is known of them.
    pub async fn staff_seen(
        &self,
        arrival: &Arrival<'_>,
        now: Timestamp,
    ) -> Result<StaffRow, StoreError> {
        const SQL: &str = "INSERT INTO staff (id, issuer, subject, name, seats, known_since_us,
                last_seen_at_us)
            VALUES ($1, $2, $3, $4, $5, $6, $6)
            ON CONFLICT (issuer, subject) DO UPDATE
            SET name = excluded.name, seats = excluded.seats,
                last_seen_at_us = excluded.last_seen_at_us
            RETURNING id, issuer, subject, name, seats, last_seat, known_since_us,
                last_seen_at_us, disabled_at_us, disabled_by";
        let Arrival { id, issuer, subject, name, seats } = arrival;
        let values = values![id.as_str(), *issuer, *subject, *name, json(seats)?, now];
        read(&self.commit_for_row(Work::new().then_one(SQL, values)).await?)
    }

    /// One of the staff; `None` for somebody who was never here.
    pub async fn staff_member(&self, id: &StaffId) -> Result<Option<StaffRow>, StoreError> {
        const SQL: &str = "SELECT id, issuer, subject, name, seats, last_seat, known_since_us,
                last_seen_at_us, disabled_at_us, disabled_by
            FROM staff
            WHERE id = $1";
        self.engine.rows(SQL, values![id.as_str()]).await?.first().map(read).transpose()
    }

    /// Since when somebody must have proved who they are before they come in by a provider's word:
    /// since the last of their screens was locked that is locked now, or was signed out by whoever
    /// found it so. `None` where nothing is asked of them.
    pub async fn must_prove_since(
        &self,
        issuer: &str,
        subject: &str,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        const SQL: &str = "SELECT s.prove_since_us,
                (SELECT MAX(o.locks_at_us) FROM sessions o
                    WHERE o.staff_id = s.id AND o.locks_at_us <= $3) AS locked_since_us
            FROM staff s
            WHERE s.issuer = $1 AND s.subject = $2";
        let rows = self.engine.rows(SQL, values![issuer, subject, now]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        Ok(row.maybe_time("prove_since_us")?.max(row.maybe_time("locked_since_us")?))
    }

    /// Whom an issuer means by a subject; `None` for somebody who was never here.
    pub async fn staff_known(
        &self,
        issuer: &str,
        subject: &str,
    ) -> Result<Option<StaffRow>, StoreError> {
        const SQL: &str = "SELECT id, issuer, subject, name, seats, last_seat, known_since_us,
                last_seen_at_us, disabled_at_us, disabled_by
            FROM staff
            WHERE issuer = $1 AND subject = $2";
        self.engine.rows(SQL, values![issuer, subject]).await?.first().map(read).transpose()
    }

    /// All whom we know, in the order of their names.
    pub async fn staff_list(&self, limit: i64) -> Result<Vec<StaffRow>, StoreError> {
        const SQL: &str = "SELECT id, issuer, subject, name, seats, last_seat, known_since_us,
                last_seen_at_us, disabled_at_us, disabled_by
            FROM staff
            ORDER BY name, id
            LIMIT $1";
        self.engine.rows(SQL, values![limit]).await?.iter().map(read).collect()
    }

    /// Lets somebody come in no more and ends all their sessions, on every node, at once.
    ///
    /// [`StoreError::Conflict`] where there is no such person, or they are disabled already.
    pub async fn disable_staff(
        &self,
        whom: &StaffId,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let work = disable(Work::new(), whom, by, now)?;
        let act = Act::Account { what: AccountAct::Disabled, whom: whom.clone() };
        self.engine.commit(audit::write(work, &line(by, act, now))?).await?;
        Ok(())
    }

    /// Lets somebody come in again.
    ///
    /// [`StoreError::Conflict`] where there is no such person, or they are not disabled.
    pub async fn enable_staff(
        &self,
        whom: &StaffId,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let act = Act::Account { what: AccountAct::Enabled, whom: whom.clone() };
        let work = audit::write(enable(Work::new(), whom), &line(by, act, now))?;
        self.engine.commit(work).await?;
        Ok(())
    }
}

/// Adds somebody who was never here and may come in from now on.
pub(crate) fn enrol(
    work: Work,
    id: &StaffId,
    (issuer, subject): (&str, &str),
    name: &str,
    now: Timestamp,
) -> Work {
    const SQL: &str = "INSERT INTO staff (id, issuer, subject, name, seats, known_since_us)
        VALUES ($1, $2, $3, $4, '[]', $5)";
    work.then_one(SQL, values![id.as_str(), issuer, subject, name, now])
}

/// Disables somebody. Their sessions end in the same work: the row of `staff` is taken first, as
/// it is when a session starts, so that none can start in between.
pub(crate) fn disable(
    work: Work,
    id: &StaffId,
    by: &Actor,
    now: Timestamp,
) -> Result<Work, StoreError> {
    const SQL: &str = "UPDATE staff
        SET disabled_at_us = $2, disabled_by = $3
        WHERE id = $1 AND disabled_at_us IS NULL";
    let work = work.then_one(SQL, values![id.as_str(), now, json(by)?]);
    Ok(sessions::end_all(work, id, now))
}

/// Lets somebody come in again who was disabled.
pub(crate) fn enable(work: Work, id: &StaffId) -> Work {
    const SQL: &str = "UPDATE staff
        SET disabled_at_us = NULL, disabled_by = NULL
        WHERE id = $1 AND disabled_at_us IS NOT NULL";
    work.then_one(SQL, values![id.as_str()])
}

/// Holds the work to somebody who is not disabled, and keeps others from disabling them meanwhile.
pub(crate) fn expect_enabled(work: Work, id: &StaffId, now: Timestamp) -> Work {
    const SQL: &str = "UPDATE staff
        SET last_seen_at_us = $2
        WHERE id = $1 AND disabled_at_us IS NULL";
    work.then_one(SQL, values![id.as_str(), now])
}

/// Holds the work to somebody who is not disabled and whom nobody has signed out since they set out
/// to come in, and keeps others from doing so meanwhile.
pub(crate) fn expect_welcome(
    work: Work,
    id: &StaffId,
    (set_out, now): (Timestamp, Timestamp),
) -> Work {
    const SQL: &str = "UPDATE staff
        SET last_seen_at_us = $2
        WHERE id = $1 AND disabled_at_us IS NULL
            AND (prove_since_us IS NULL OR prove_since_us <= $3)";
    work.then_one(SQL, values![id.as_str(), now, set_out])
}

/// Asks somebody to prove anew who they are before they come in again by a provider's word.
pub(crate) fn must_prove(work: Work, id: &StaffId, since: Timestamp) -> Work {
    const SQL: &str = "UPDATE staff SET prove_since_us = $2 WHERE id = $1";
    work.then(SQL, values![id.as_str(), since])
}

/// The same for whom an issuer means by a subject, if we know them.
pub(crate) fn must_prove_by(work: Work, (issuer, subject): (&str, &str), since: Timestamp) -> Work {
    const SQL: &str = "UPDATE staff SET prove_since_us = $3 WHERE issuer = $1 AND subject = $2";
    work.then(SQL, values![issuer, subject, since])
}

/// Remembers the seat that somebody took, so that it is offered first next time.
pub(crate) fn took_seat(work: Work, id: &StaffId, seat: &Seat) -> Result<Work, StoreError> {
    const SQL: &str = "UPDATE staff
        SET last_seat = $2
        WHERE id = $1 AND disabled_at_us IS NULL";
    Ok(work.then_one(SQL, values![id.as_str(), json(seat)?]))
}

fn read(row: &Row) -> Result<StaffRow, StoreError> {
    let at = row.maybe_time("disabled_at_us")?;
    let by = row.maybe_json("disabled_by")?;
    Ok(StaffRow {
        id: row.parse("id")?,
        issuer: row.text("issuer")?.to_owned(),
        subject: row.text("subject")?.to_owned(),
        name: row.text("name")?.to_owned(),
        seats: row.json("seats")?,
        last_seat: row.maybe_json("last_seat")?,
        known_since: row.time("known_since_us")?,
        last_seen_at: row.maybe_time("last_seen_at_us")?,
        disabled: at.zip(by).map(|(at, by)| Disabled { at, by }),
    })
}

fn line(by: &Actor, act: Act, at: Timestamp) -> AuditLine {
    AuditLine::new(at, by.clone(), act)
}
