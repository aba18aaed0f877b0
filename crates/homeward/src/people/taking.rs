//! How does the index in memory come to hold what the store holds?

use std::collections::BTreeSet;
use std::iter;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use care::people::{Identity, PersonKey};
use matching::Index;
use store::{PersonRow, Store, StoreError};
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;

use super::{People, write};

/// So many people are read from the store at once.
const BATCH: i64 = 2_000;

/// So many batches wait, at the start, until there is a processor for them.
const WAITING: usize = 4;

impl People {
    /// Takes over what changed in the store, and tells how much that was.
    pub async fn catch_up(&self, store: &Store) -> Result<usize, StoreError> {
        let mut changed = 0;
        if self.revision.load(Ordering::Acquire) == 0 {
            changed += self.build(store).await?;
        }
        loop {
            let revision = self.revision.load(Ordering::Acquire);
            let rows = store.people_after(revision, BATCH).await?;
            let Some(last) = rows.last().map(|row| row.revision) else { break };
            changed += rows.len();
            for row in rows {
                self.take_over(row);
            }
            self.revision.store(last, Ordering::Release);
            self.compact();
        }
        Ok(changed)
    }

    /// Builds the index of all whom the store holds, with all processors.
    async fn build(&self, store: &Store) -> Result<usize, StoreError> {
        let (send, mut receive) = mpsc::channel::<Vec<(PersonKey, Identity)>>(WAITING);
        let people = iter::from_fn(move || receive.blocking_recv()).flatten();
        let building = spawn_blocking(|| Index::build(people));
        let mut removed = BTreeSet::new();
        let (mut revision, mut read) = (0, 0);
        loop {
            let rows = store.people_after(revision, BATCH).await?;
            let Some(last) = rows.last().map(|row| row.revision) else { break };
            (revision, read) = (last, read + rows.len());
            if send.send(present(rows, &mut removed)).await.is_err() {
                break;
            }
        }
        drop(send);
        // Where the build broke down, everybody is put one after the other instead.
        let Ok(mut built) = building.await else { return Ok(0) };
        for key in &removed {
            built.remove(key);
        }
        let mut index = write(&self.index);
        built.set_model(index.model().clone());
        built.set_policy(*index.policy());
        *index = built;
        self.revision.store(revision, Ordering::Release);
        Ok(read)
    }

    fn take_over(&self, row: PersonRow) {
        let mut index = write(&self.index);
        match row.found {
            Some((identity, _)) => index.put(&row.key, &identity),
            None => index.remove(&row.key),
        }
    }

    /// Makes the index small and fast again, aside, where enough has changed.
    fn compact(&self) {
        let Some(compaction) = write(&self.index).compaction() else { return };
        let index = Arc::clone(&self.index);
        spawn_blocking(move || {
            let prepared = compaction.prepare();
            let retired = write(&index).adopt(prepared);
            drop(retired);
        });
    }
}

/// Those of a batch who are there. `removed` are those who are not, of this batch and of earlier
/// ones: who changes while all are read comes again, and is as they came last.
fn present(rows: Vec<PersonRow>, removed: &mut BTreeSet<PersonKey>) -> Vec<(PersonKey, Identity)> {
    let mut present = Vec::with_capacity(rows.len());
    for row in rows {
        match row.found {
            Some((identity, _)) => {
                removed.remove(&row.key);
                present.push((row.key, identity));
            }
            None => {
                removed.insert(row.key);
            }
        }
    }
    present
}
