//! Who are the council's people, as its source has them now?

use std::collections::BTreeMap;

use aws_lc_rs::digest::{SHA256, digest};
use care::people::{CouncilName, PersonId, PersonKey};
use council::{Councils, Fault, IndexedIdentity};
use jiff::Timestamp;
use store::{IndexedPerson, Store, StoreError, SyncState};
use thiserror::Error;

/// A whole reading in which more than one of so many people is missing is not believed: the source
/// was probably being filled.
const BELIEVABLE_LOSS: usize = 4;

/// What one reading brought.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Synced {
    /// People read.
    pub read: u64,
    /// Of them new or changed.
    pub changed: u64,
    /// People whom the source no longer has.
    pub removed: u64,
}

/// Why a reading did not come to its end. What was read until then is kept.
#[derive(Debug, Error)]
pub enum SyncFault {
    /// The source could not be read.
    #[error("the council's people cannot be read: {0}")]
    Source(Fault),
    /// The store could not keep it.
    #[error("what was read cannot be kept")]
    Store(#[from] StoreError),
    /// A person could not be compared with what is held. A defect.
    #[error("a person cannot be written down")]
    Person(#[from] serde_json::Error),
    /// Too many people are missing from the source.
    #[error("{missing} of {known} people are missing from the source: none was removed")]
    Unbelievable {
        /// How many are missing.
        missing: usize,
        /// How many there were.
        known: usize,
    },
}

/// How much of a source is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Everybody. Only so is it seen who is no longer there.
    Whole,
    /// Those who changed since the last reading, where the source can tell.
    Changes,
}

/// Reads the people of one council into the store.
pub struct Reader<'a> {
    /// Where they are kept.
    pub store: &'a Store,
    /// Where they are read.
    pub councils: &'a Councils,
    /// Whose they are.
    pub council: &'a CouncilName,
}

impl Reader<'_> {
    /// Reads, and notes in the store how it went. `progress` hears how many were read so far.
    pub async fn run(
        &self,
        extent: Extent,
        now: Timestamp,
        progress: &(dyn Fn(u64) + Sync),
    ) -> Result<Synced, SyncFault> {
        let last = self.store.sync_state(self.council).await?;
        let marker = last.and_then(|state| state.marker);
        let since = marker.clone().filter(|_| extent == Extent::Changes);
        let mut latest = marker;
        let read = self.read(since.as_deref(), &mut latest, progress).await;
        let (outcome, marker) = match &read {
            Ok(synced) => (synced.to_string(), latest),
            // Whoever changed since the old mark must be read again.
            Err(fault) => (fault.to_string(), since),
        };
        let people = self.store.people_digests(self.council).await?.len();
        let people = i64::try_from(people).unwrap_or(i64::MAX);
        let state = SyncState { marker, synced_at: now, people, outcome };
        self.store.save_sync_state(self.council, &state).await?;
        read
    }

    async fn read(
        &self,
        since: Option<&str>,
        latest: &mut Option<String>,
        progress: &(dyn Fn(u64) + Sync),
    ) -> Result<Synced, SyncFault> {
        let mut held: BTreeMap<PersonId, [u8; 32]> =
            self.store.people_digests(self.council).await?.into_iter().collect();
        let known = held.len();
        let mut source = self.councils.people(self.council, since).map_err(SyncFault::Source)?;
        let mut synced = Synced::default();
        while let Some(batch) = source.next().await {
            let batch = batch.map_err(SyncFault::Source)?;
            synced.read += u64::try_from(batch.len()).unwrap_or_default();
            let mut changed = Vec::new();
            for person in batch {
                let person = self.indexed(person)?;
                if held.remove(&person.key.id) != Some(person.digest) {
                    changed.push(person);
                }
            }
            synced.changed += self.store.put_people(self.council, &changed).await?;
            progress(synced.read);
        }
        for (what, count) in source.tally().dropped() {
            self.store.drop_count(self.council, what, count).await?;
        }
        if let Some(marker) = source.marker() {
            *latest = Some(marker.to_owned());
        }
        if since.is_none() {
            synced.removed = self.remove(held.into_keys().collect(), known).await?;
        }
        Ok(synced)
    }

    /// Removes people whom a whole reading did not find.
    async fn remove(&self, missing: Vec<PersonId>, known: usize) -> Result<u64, SyncFault> {
        if missing.len() * BELIEVABLE_LOSS > known {
            return Err(SyncFault::Unbelievable { missing: missing.len(), known });
        }
        let now = crate::clock::now();
        Ok(self.store.remove_people(self.council, &missing, now).await?)
    }

    fn indexed(&self, person: IndexedIdentity) -> Result<IndexedPerson, serde_json::Error> {
        let IndexedIdentity { id, identity, sharing, marker } = person;
        let text = serde_json::to_vec(&(&identity, sharing))?;
        let mut bytes = [0; 32];
        bytes.iter_mut().zip(digest(&SHA256, &text).as_ref()).for_each(|(to, from)| *to = *from);
        let key = PersonKey { council: self.council.clone(), id };
        Ok(IndexedPerson { key, identity, sharing, marker, digest: bytes })
    }
}

/// "8,012 read, 14 changed, 2 removed".
impl std::fmt::Display for Synced {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} read, {} changed, {} removed", self.read, self.changed, self.removed)
    }
}
