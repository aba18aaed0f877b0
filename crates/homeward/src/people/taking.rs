//! How does the index in memory come to hold what the store holds?

use std::collections::BTreeSet;
use std::iter;
use std::panic::resume_unwind;
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

    /// Builds the index of all whom the store holds.
    async fn build(&self, store: &Store) -> Result<usize, StoreError> {
        let Everybody { index: mut built, revision, read } = everybody(store, &|_| ()).await?;
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

/// All whom the store holds.
pub(crate) struct Everybody {
    /// They, ready to be looked up.
    pub(crate) index: Index,
    /// The revision of the last change.
    revision: i64,
    /// How many were read, those who are no longer there too.
    read: usize,
}

/// Reads everybody from the store, while all processors take in those read before. `progress` hears
/// how many were read so far.
pub(crate) async fn everybody(
    store: &Store,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<Everybody, StoreError> {
    let (send, mut receive) = mpsc::channel::<Vec<(PersonKey, Identity)>>(WAITING);
    let people = iter::from_fn(move || receive.blocking_recv()).flatten();
    let building = spawn_blocking(|| Index::build(people));
    let (mut revision, mut read, mut removed) = (0, 0, BTreeSet::new());
    loop {
        let rows = store.people_after(revision, BATCH).await?;
        let Some(last) = rows.last().map(|row| row.revision) else { break };
        (revision, read) = (last, read + rows.len());
        progress(read);
        if send.send(present(rows, &mut removed)).await.is_err() {
            break;
        }
    }
    drop(send);
    let mut index = building.await.unwrap_or_else(|fault| match fault.try_into_panic() {
        Ok(cause) => resume_unwind(cause),
        Err(_) => Index::new(),
    });
    for key in &removed {
        index.remove(key);
    }
    Ok(Everybody { index, revision, read })
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

#[cfg(test)]
mod tests {
    use care::record::Sharing;

    use super::*;

    fn row(id: &str, is_there: bool) -> PersonRow {
        let key = PersonKey { council: "westshire".parse().unwrap(), id: id.parse().unwrap() };
        PersonRow {
            revision: 1,
            key,
            found: is_there.then(|| (Identity::default(), Sharing::Open)),
        }
    }

    #[test]
    fn who_is_removed_while_all_are_read_is_removed_unless_they_come_back() {
        let mut removed = BTreeSet::new();
        let mut batch = |rows: Vec<PersonRow>| present(rows, &mut removed).len();
        assert_eq!(batch(vec![row("1", true), row("2", true), row("3", false)]), 2);
        assert_eq!(batch(vec![row("1", false), row("2", false)]), 0);
        assert_eq!(batch(vec![row("2", true)]), 1);
        let removed: Vec<&str> = removed.iter().map(|key| key.id.as_str()).collect();
        assert_eq!(removed, ["1", "3"]);
    }
}
