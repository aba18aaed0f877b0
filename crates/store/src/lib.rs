//! The memory of Homeward: every table, every statement, on two engines.
//!
//! A file owns the table it is named after and alone writes to it. Reads answer with our own
//! words; writes are values that become true together or not at all.
//!
//! **Invariant:** what was answered is on the disk and survives a power cut.
//!
//! **Invariant:** one text per statement serves both engines; what must differ is in `engine`
//! and `migrations`.
//!
//! **Invariant:** no error, log line or debug text of this crate holds a stored value.

mod database;
mod engine;
mod error;
mod messages;
mod migrations;
#[cfg(any(test, feature = "testing"))]
pub mod testing;

pub use database::{Database, NotADatabase, Server};
pub use error::{EngineFault, OpenError, StoreError};
pub use messages::{Arrived, FeedNow, Kept, MessageId, StoredMessage, UnreadableMessage};

use engine::Engine;
use engine::value::Row;
use engine::work::Work;

/// The memory. Cheap to clone; every clone is the same memory.
#[derive(Clone)]
pub struct Store {
    engine: Engine,
}

impl Store {
    /// Opens the database and brings its tables up to date.
    pub async fn open(database: &Database) -> Result<Self, OpenError> {
        Ok(Self { engine: Engine::open(database).await? })
    }

    /// Commits a work whose last statement answers with one row.
    async fn commit_for_row(&self, work: Work) -> Result<Row, StoreError> {
        let done = self.engine.commit(work).await?;
        let row = done.into_iter().next_back().and_then(|done| done.rows.into_iter().next());
        row.ok_or(StoreError::Conflict)
    }
}
