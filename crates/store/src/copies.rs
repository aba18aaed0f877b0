//! What did a council last answer, for the hours in which it cannot be asked?

use std::fmt;

use care::people::PersonKey;
use care::record::PartName;
use jiff::Timestamp;

use crate::engine::value::{Row, values};
use crate::engine::work::Work;
use crate::{Store, StoreError};

/// One part of a record, encrypted by the caller.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptPart {
    /// Which part.
    pub part: PartName,
    /// What the council answered, sealed.
    pub sealed: Vec<u8>,
    /// When the council gave this answer.
    pub checked_at: Timestamp,
}

impl fmt::Debug for KeptPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeptPart({:?}, {})", self.part, self.checked_at)
    }
}

impl Store {
    /// Keeps the parts of a person's record in place of older ones.
    pub async fn keep_copies(
        &self,
        person: &PersonKey,
        copies: &[KeptPart],
    ) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO copies (council, person_id, part, sealed, checked_at_us)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (council, person_id, part) DO UPDATE
            SET sealed = excluded.sealed, checked_at_us = excluded.checked_at_us
            WHERE copies.checked_at_us <= excluded.checked_at_us";
        let (council, id) = (person.council.as_str(), person.id.as_str());
        let work = copies.iter().fold(Work::new(), |work, copy| {
            let (part, sealed) = (copy.part.file_stem(), copy.sealed.as_slice());
            work.then(SQL, values![council, id, part, sealed, copy.checked_at])
        });
        self.engine.commit(work).await?;
        Ok(())
    }

    /// The parts kept of a person's record.
    pub async fn copies(&self, person: &PersonKey) -> Result<Vec<KeptPart>, StoreError> {
        const SQL: &str = "SELECT part, sealed, checked_at_us
            FROM copies
            WHERE council = $1 AND person_id = $2
            ORDER BY part";
        let values = values![person.council.as_str(), person.id.as_str()];
        let rows = self.engine.rows(SQL, values).await?;
        rows.iter().map(copy).collect()
    }

    /// Forgets the parts that a council gave before a time; answers with their number.
    pub async fn drop_copies_before(&self, time: Timestamp) -> Result<u64, StoreError> {
        const SQL: &str = "DELETE FROM copies WHERE checked_at_us < $1";
        let done = self.engine.commit(Work::new().then(SQL, values![time])).await?;
        Ok(done.iter().map(|done| done.touched).sum())
    }
}

/// Forgets all parts of a person's record, in the work that ended a match with them.
pub(crate) fn forget(work: Work, person: &PersonKey) -> Work {
    const SQL: &str = "DELETE FROM copies WHERE council = $1 AND person_id = $2";
    work.then(SQL, values![person.council.as_str(), person.id.as_str()])
}

fn copy(row: &Row) -> Result<KeptPart, StoreError> {
    let stem = row.text("part")?;
    let part = PartName::ALL.into_iter().find(|part| part.file_stem() == stem);
    Ok(KeptPart {
        part: part.ok_or(StoreError::Unreadable { column: "part" })?,
        sealed: row.bytes("sealed")?.to_vec(),
        checked_at: row.time("checked_at_us")?,
    })
}
