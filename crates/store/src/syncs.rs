//! How far were a council's people read?

use care::people::CouncilName;
use jiff::Timestamp;

use crate::engine::value::values;
use crate::engine::work::Work;
use crate::{Store, StoreError};

/// How the last reading of a council's people went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncState {
    /// From which mark of the source to go on, where the source has one.
    pub marker: Option<String>,
    /// When it was.
    pub synced_at: Timestamp,
    /// How many people the council has.
    pub people: i64,
    /// How it went, in words that name nobody.
    pub outcome: String,
}

impl Store {
    /// How the last reading went; `None` where there was none yet.
    pub async fn sync_state(&self, council: &CouncilName) -> Result<Option<SyncState>, StoreError> {
        const SQL: &str = "SELECT marker, synced_at_us, people, outcome
            FROM syncs
            WHERE council = $1";
        let rows = self.engine.rows(SQL, values![council.as_str()]).await?;
        rows.first()
            .map(|row| {
                Ok(SyncState {
                    marker: row.maybe_text("marker")?.map(str::to_owned),
                    synced_at: row.time("synced_at_us")?,
                    people: row.int("people")?,
                    outcome: row.text("outcome")?.to_owned(),
                })
            })
            .transpose()
    }

    /// Notes how a reading went.
    pub async fn save_sync_state(
        &self,
        council: &CouncilName,
        state: &SyncState,
    ) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO syncs (council, marker, synced_at_us, people, outcome)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (council) DO UPDATE
            SET marker = excluded.marker, synced_at_us = excluded.synced_at_us,
                people = excluded.people, outcome = excluded.outcome";
        let work = Work::new().then_one(
            SQL,
            values![
                council.as_str(),
                state.marker.as_deref(),
                state.synced_at,
                state.people,
                state.outcome.as_str(),
            ],
        );
        self.engine.commit(work).await?;
        Ok(())
    }
}
