//! Whose record is looked at with more care?

use std::fmt;

use care::access::privacy::Watch;
use care::access::{Act, Actor, AuditLine, Organisation, Staff};
use jiff::Timestamp;

use crate::engine::value::{Row, json, values, word};
use crate::engine::work::Work;
use crate::patients::{Finding, PatientNow};
use crate::privacy_items::side;
use crate::{Store, StoreError, audit};

/// So many people on one list are shown.
const MOST: i64 = 1_000;

/// Our number of an entry of a watch list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WatchedId(pub i64);

impl fmt::Display for WatchedId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for WatchedId {
    type Err = std::num::ParseIntError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// Somebody on a watch list.
#[derive(Clone, PartialEq, Eq)]
pub struct WatchedPerson {
    /// Our number of the entry.
    pub id: WatchedId,
    /// The last characters of the number.
    pub ending: String,
    /// As what they stand there.
    pub kind: Watch,
    /// Why, in the words of the officer.
    pub reason: String,
    /// Since when.
    pub added_at: Timestamp,
    /// Who put them there, as they were then.
    pub added_by: Actor,
}

/// Debug text ends up in logs, so it keeps number and words to itself.
impl fmt::Debug for WatchedPerson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WatchedPerson({}, {:?})", self.id, self.kind)
    }
}

impl Store {
    /// Puts somebody on the watch list of the officer's organisation, by a number of theirs. The
    /// entry holds for whoever has the number, now or later.
    ///
    /// [`StoreError::Duplicate`] where they stand there already.
    pub async fn watch(
        &self,
        officer: &Staff,
        number: &Finding,
        (kind, reason): (Watch, &str),
        now: Timestamp,
    ) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO watched (side, lookup, ending, kind, reason, added_at_us,
                added_by)
            VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let actor = Actor::from(officer);
        let values = values![
            side(&officer.organisation),
            number.key(),
            ending(number),
            word(&kind)?,
            reason.replace('\0', ""),
            now,
            json(&actor)?,
        ];
        let work = Work::new().then_one(SQL, values);
        let line = AuditLine::new(now, actor, Act::Watched { kind });
        self.engine.commit(audit::write(work, &line)?).await?;
        Ok(())
    }

    /// Takes somebody off the watch list. [`StoreError::Conflict`] where no such entry is on the
    /// list of the officer's organisation.
    pub async fn unwatch(
        &self,
        officer: &Staff,
        id: WatchedId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE watched
            SET removed_at_us = $3, removed_by = $4
            WHERE id = $1 AND side = $2 AND removed_at_us IS NULL";
        let list = self.watch_list(&officer.organisation).await?;
        let entry = list.into_iter().find(|entry| entry.id == id).ok_or(StoreError::Conflict)?;
        let actor = Actor::from(officer);
        let values = values![id.0, side(&officer.organisation), now, json(&actor)?];
        let work = Work::new().then_one(SQL, values);
        let line = AuditLine::new(now, actor, Act::Unwatched { kind: entry.kind });
        self.engine.commit(audit::write(work, &line)?).await?;
        Ok(())
    }

    /// The watch list of an organisation, newest first.
    pub async fn watch_list(
        &self,
        organisation: &Organisation,
    ) -> Result<Vec<WatchedPerson>, StoreError> {
        const SQL: &str = "SELECT id, ending, kind, reason, added_at_us, added_by
            FROM watched
            WHERE side = $1 AND removed_at_us IS NULL
            ORDER BY id DESC
            LIMIT $2";
        let rows = self.engine.rows(SQL, values![side(organisation), MOST]).await?;
        rows.iter().map(watched).collect()
    }

    /// As what a patient stands on the watch list of their trust, or of the council whose person
    /// they are; `None` where on neither.
    pub async fn watched_as(&self, patient: &PatientNow) -> Result<Option<Watch>, StoreError> {
        const SQL: &str = "SELECT w.kind
            FROM patients p
            JOIN patient_keys f ON f.patient_id = p.id
            JOIN watched w ON w.lookup = f.lookup
            WHERE p.survivor = $1 AND w.removed_at_us IS NULL AND (w.side = $2 OR w.side = $3)
            ORDER BY w.kind DESC
            LIMIT 1";
        let person = patient.matched();
        let trust = format!("trust:{}", patient.trust);
        let council = person.map_or_else(|| trust.clone(), |p| format!("council:{}", p.council));
        let rows = self.engine.rows(SQL, values![patient.id.as_str(), trust, council]).await?;
        rows.first().map(|row| row.word("kind")).transpose()
    }
}

/// Four characters are enough to tell entries apart, and too few to name somebody.
fn ending(number: &Finding) -> String {
    let text = match number {
        Finding::NhsNumber(number) => number.digits(),
        Finding::HospitalNumber(number) => number.trim().to_uppercase(),
        Finding::NameAndBirth { .. } => String::new(),
    };
    let from = text.char_indices().rev().nth(3).map_or(0, |(at, _)| at);
    text.get(from..).unwrap_or_default().to_owned()
}

fn watched(row: &Row) -> Result<WatchedPerson, StoreError> {
    Ok(WatchedPerson {
        id: WatchedId(row.int("id")?),
        ending: row.text("ending")?.to_owned(),
        kind: row.word("kind")?,
        reason: row.text("reason")?.to_owned(),
        added_at: row.time("added_at_us")?,
        added_by: row.json("added_by")?,
    })
}
