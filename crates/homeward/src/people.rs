//! Whom do the councils know?
//!
//! The store keeps the identity of every person whom a council knows; this node holds the same in
//! memory, as the index that [`matching`] looks into. One loop reads the councils' sources into
//! the store, another brings the index up to date and looks again for the patients whose match
//! may have changed.
//!
//! **Invariant:** the index is only ever built from the store, so every node holds the same.

mod follow;
mod reading;
mod sync;

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{PoisonError, RwLock};

use care::people::{Assessment, Identity, PatientId, Verdict};
use matching::Index;
use store::{PersonRow, Store, StoreError};

pub use follow::keep_matching;
pub use reading::read_councils;
pub use sync::{Extent, Reader, SyncFault, Synced};

/// So many people are read from the store at once.
const BATCH: i64 = 2_000;

/// The index of all councils' people, as of a revision of the store.
#[derive(Default)]
pub struct People {
    index: RwLock<Index>,
    revision: AtomicI64,
}

impl People {
    /// An index that knows nobody yet.
    pub fn new() -> Self {
        Self { index: RwLock::new(Index::new()), revision: AtomicI64::new(0) }
    }

    /// Which of the people each patient is.
    pub fn look_up(&self, patients: Vec<(PatientId, Identity)>) -> Vec<(PatientId, Verdict)> {
        let index = self.index.read().unwrap_or_else(PoisonError::into_inner);
        patients.into_iter().map(|(id, identity)| (id, index.look_up(&identity).verdict)).collect()
    }

    /// Who of the people one patient may be, and why.
    pub fn assess(&self, identity: &Identity) -> Assessment {
        self.index.read().unwrap_or_else(PoisonError::into_inner).look_up(identity)
    }

    /// How many people are known.
    pub fn len(&self) -> usize {
        self.index.read().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Whether nobody is known.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes over what changed in the store, and tells how much that was.
    pub async fn catch_up(&self, store: &Store) -> Result<usize, StoreError> {
        let mut changed = 0;
        loop {
            let revision = self.revision.load(Ordering::Acquire);
            let rows = store.people_after(revision, BATCH).await?;
            let Some(last) = rows.last().map(|row| row.revision) else { return Ok(changed) };
            changed += rows.len();
            self.take_over(rows);
            self.revision.store(last, Ordering::Release);
        }
    }

    fn take_over(&self, rows: Vec<PersonRow>) {
        let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
        for row in rows {
            match row.found {
                Some((identity, _)) => index.put(row.key, &identity),
                None => index.remove(&row.key),
            }
        }
    }
}
