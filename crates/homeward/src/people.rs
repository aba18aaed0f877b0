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
mod taking;

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use care::people::{Assessment, Identity, PatientId, Verdict};
use matching::{Index, Model, Policy};
use store::{Store, StoreError};
use tracing::error;

pub use follow::{Follower, keep_matching};
pub use reading::read_councils;
pub use sync::{Extent, Reader, SyncFault, Synced};
pub(crate) use taking::everybody;

use crate::models::{ModelFault, parsed};

/// The index of all councils' people, as of a revision of the store.
#[derive(Default)]
pub struct People {
    index: Arc<RwLock<Index>>,
    revision: AtomicI64,
    /// Which of the store's models is used; `None` for the one built in.
    model: RwLock<Option<String>>,
}

/// What the answers of an index rest on.
#[derive(PartialEq, Eq)]
struct AsOf {
    /// The last change of the councils' people that it has taken over.
    revision: i64,
    /// Which of the store's models is used; `None` for the one built in.
    model: Option<String>,
}

impl People {
    /// An index that knows nobody yet, and asks of a match what the policy says.
    pub fn new(policy: Policy) -> Self {
        let mut index = Index::new();
        index.set_policy(policy);
        Self { index: Arc::new(RwLock::new(index)), ..Self::default() }
    }

    /// Which of the people each patient is.
    pub fn look_up(&self, patients: Vec<(PatientId, Identity)>) -> Vec<(PatientId, Verdict)> {
        let index = read(&self.index);
        patients.into_iter().map(|(id, identity)| (id, index.look_up(&identity).verdict)).collect()
    }

    /// Who of the people one patient may be, and why.
    pub fn assess(&self, identity: &Identity) -> Assessment {
        read(&self.index).look_up(identity)
    }

    /// From which probability on a match is certain: 0 to 1.
    pub fn certain_from(&self) -> f64 {
        read(&self.index).policy().match_at
    }

    /// Takes over which model is used, and tells whether it is another than before. One that this
    /// program cannot read is left, and the one before goes on.
    pub async fn follow_model(&self, store: &Store) -> Result<bool, StoreError> {
        match self.take_model(store).await {
            Ok(is_another) => Ok(is_another),
            Err(ModelFault::Store(fault)) => Err(fault),
            Err(fault @ ModelFault::Unreadable { .. }) => {
                error!("the model before goes on: {fault}");
                Ok(false)
            }
        }
    }

    /// The same at a start, where there is none before: a model that cannot be read is an error.
    pub async fn take_model(&self, store: &Store) -> Result<bool, ModelFault> {
        let stored = store.model_in_use().await?;
        let version = stored.as_ref().map(|model| model.version.clone());
        if version == self.model_version() {
            return Ok(false);
        }
        let model = stored.as_ref().map_or_else(|| Ok(Model::starting()), parsed)?;
        write(&self.index).set_model(model);
        *write(&self.model) = version;
        Ok(true)
    }

    /// Which of the store's models is used; `None` for the one built in.
    fn model_version(&self) -> Option<String> {
        read(&self.model).clone()
    }

    /// What the answers rest on now.
    fn as_of(&self) -> AsOf {
        AsOf { revision: self.revision.load(Ordering::Acquire), model: self.model_version() }
    }

    /// How many people are known.
    pub fn len(&self) -> usize {
        read(&self.index).len()
    }

    /// Whether nobody is known.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Nobody panics while holding a lock; should it happen, what there is goes on to be used.
fn read<T>(lock: &RwLock<T>) -> RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}

fn write<T>(lock: &RwLock<T>) -> RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(PoisonError::into_inner)
}
