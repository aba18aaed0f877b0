//! What became of an item, and who said so?

use std::fmt;

use care::access::privacy::{LONGEST_NOTE, Outcome};
use care::access::{Act, Actor, AuditLine, Staff};
use jiff::Timestamp;

use super::PrivacyItemId;
use crate::engine::value::{Row, json, values, word};
use crate::engine::work::Work;
use crate::{Store, StoreError, audit};

/// So many steps of one item are shown.
const MOST: i64 = 200;

/// One thing said of an item.
#[derive(Clone, PartialEq, Eq)]
pub struct PrivacyStep {
    /// What became of it; `None` where it was opened again.
    pub outcome: Option<Outcome>,
    /// In the officer's words; may be empty.
    pub words: String,
    /// The officer, as they were then.
    pub officer: Actor,
    /// When.
    pub at: Timestamp,
}

/// Debug text ends up in logs, so it keeps the words to itself.
impl fmt::Debug for PrivacyStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrivacyStep({:?}, {:?})", self.outcome, self.officer)
    }
}

impl Store {
    /// What was said of an item, in order.
    pub async fn privacy_steps(&self, id: PrivacyItemId) -> Result<Vec<PrivacyStep>, StoreError> {
        const SQL: &str = "SELECT step, words, officer, at_us
            FROM privacy_steps
            WHERE item_id = $1
            ORDER BY id
            LIMIT $2";
        self.engine.rows(SQL, values![id.0, MOST]).await?.iter().map(step).collect()
    }

    /// Takes an item. [`StoreError::Conflict`] where somebody else has it.
    pub async fn take_privacy_item(
        &self,
        officer: &Staff,
        id: PrivacyItemId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE privacy_items
            SET owner_id = $2, owner_name = $3, taken_at_us = $4
            WHERE id = $1 AND (owner_id IS NULL OR owner_id = $2)";
        let values = values![id.0, officer.id.as_str(), officer.name.as_str(), now];
        let act = Act::TookPrivacyItem { item: id.0, taken: true };
        self.note_at_desk(Work::new().then_one(SQL, values), officer, (id, act), now).await
    }

    /// Gives an item back, for others to take. Whoever had it: people fall ill.
    pub async fn give_back_privacy_item(
        &self,
        officer: &Staff,
        id: PrivacyItemId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE privacy_items
            SET owner_id = NULL, owner_name = NULL, taken_at_us = NULL
            WHERE id = $1";
        let act = Act::TookPrivacyItem { item: id.0, taken: false };
        self.note_at_desk(Work::new().then_one(SQL, values![id.0]), officer, (id, act), now).await
    }

    /// Says what becomes of an item that waits. [`StoreError::Conflict`] where it is done already.
    pub async fn judge_privacy_item(
        &self,
        officer: &Staff,
        id: PrivacyItemId,
        (outcome, words): (Outcome, &str),
        now: Timestamp,
    ) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE privacy_items
            SET state = $2, closed_at_us = $3
            WHERE id = $1 AND closed_at_us IS NULL";
        let closed = outcome.closes().then_some(now);
        let work = Work::new().then_one(SQL, values![id.0, word(&outcome)?, closed]);
        let work = say(work, officer, id, (&word(&outcome)?, words), now)?;
        let act = Act::JudgedPrivacyItem { item: id.0, outcome };
        self.note_at_desk(work, officer, (id, act), now).await
    }

    /// Opens an item again that was done; its days count anew, and it gathers no further looks.
    /// [`StoreError::Conflict`] where it is not done.
    pub async fn reopen_privacy_item(
        &self,
        officer: &Staff,
        id: PrivacyItemId,
        words: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE privacy_items
            SET state = 'new', closed_at_us = NULL, since_us = $2,
                fold = 'reopened ' || CAST(id AS TEXT)
            WHERE id = $1 AND closed_at_us IS NOT NULL";
        let work = Work::new().then_one(SQL, values![id.0, now]);
        let work = say(work, officer, id, ("reopened", words), now)?;
        let act = Act::ReopenedPrivacyItem { item: id.0 };
        self.note_at_desk(work, officer, (id, act), now).await
    }

    /// With a line about whom the item is about, so that it is kept, found and told as long as what
    /// else was done about them.
    async fn note_at_desk(
        &self,
        work: Work,
        officer: &Staff,
        (id, act): (PrivacyItemId, Act),
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let Some(item) = self.privacy_item(id).await? else { return Err(StoreError::Conflict) };
        let line = AuditLine {
            patient: item.patient,
            person: item.person,
            ..AuditLine::new(now, Actor::from(officer), act)
        };
        self.engine.commit(audit::write(work, &line)?).await?;
        Ok(())
    }
}

fn say(
    work: Work,
    officer: &Staff,
    id: PrivacyItemId,
    (step, words): (&str, &str),
    now: Timestamp,
) -> Result<Work, StoreError> {
    const SQL: &str = "INSERT INTO privacy_steps (item_id, step, words, staff_id, officer, at_us)
        VALUES ($1, $2, $3, $4, $5, $6)";
    let words: String = words.trim().replace('\0', "").chars().take(LONGEST_NOTE).collect();
    let by = json(&Actor::from(officer))?;
    Ok(work.then_one(SQL, values![id.0, step, words, officer.id.as_str(), by, now]))
}

fn step(row: &Row) -> Result<PrivacyStep, StoreError> {
    let step = row.text("step")?;
    Ok(PrivacyStep {
        outcome: if step == "reopened" { None } else { Some(row.word("step")?) },
        words: row.text("words")?.to_owned(),
        officer: row.json("officer")?,
        at: row.time("at_us")?,
    })
}
