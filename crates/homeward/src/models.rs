//! Which weights do the people and patients at hand teach, and what would change by them?
//!
//! **Invariant:** nothing here puts a model into use; it only says what would follow.

mod comparison;

use care::people::{Identity, PatientId, Verdict};
use matching::{Index, Learnt, Model, Policy};
use store::{Store, StoreError, StoredModel};
use thiserror::Error;

pub use comparison::Comparison;

use crate::linking::Sample;
use crate::people::everybody;
use crate::progress::Progress;

/// Why weights could not be learnt or compared.
#[derive(Debug, Error)]
pub enum ModelFault {
    /// The store does not answer.
    #[error("the store could not be read")]
    Store(#[from] StoreError),
    /// What is kept as a model is none.
    #[error("the weights of version {version} cannot be read: {why}")]
    Unreadable {
        /// Their version.
        version: String,
        /// What is wrong with them, and where.
        why: String,
    },
}

/// Reads weights as they are kept.
pub fn parsed(stored: &StoredModel) -> Result<Model, ModelFault> {
    Model::parse(&stored.text).map_err(|fault| ModelFault::Unreadable {
        version: stored.version.clone(),
        why: fault.to_string(),
    })
}

/// So many are read from the store at once.
const BATCH: i64 = 2_000;

/// Everybody whom the councils know, ready to be looked up as the service does: with the weights in
/// use and the policy of the settings.
pub async fn people(store: &Store, policy: Policy) -> Result<Index, ModelFault> {
    let progress = Progress::new("people read", 0);
    let tell = |read| progress.at(u64::try_from(read).unwrap_or(u64::MAX));
    let mut index = everybody(store, &tell).await?.index;
    index.set_policy(policy);
    if let Some(stored) = store.model_in_use().await? {
        index.set_model(parsed(&stored)?);
    }
    Ok(index)
}

/// Learns weights from all people and a bounded, even sample of all patients.
pub async fn learn(store: &Store, index: &Index) -> Result<Learnt, StoreError> {
    let mut sample = Sample::default();
    let mut pages = Pages::default();
    while let Some(patients) = pages.next(store).await? {
        for patient in patients {
            sample.offer(patient);
        }
    }
    Ok(matching::learn(index, sample.into_kept().into_iter()))
}

/// Looks up every patient whom the store knows with the weights that `index` has, and with others.
pub async fn compare(
    store: &Store,
    mut index: Index,
    new: &Model,
) -> Result<Comparison, StoreError> {
    let old = index.model().clone();
    let progress = Progress::new("patients looked up twice", 0);
    let mut comparison = Comparison::default();
    let mut pages = Pages::default();
    while let Some(patients) = pages.next(store).await? {
        let look = |index: &Index| -> Vec<Verdict> {
            patients.iter().map(|patient| index.look_up(patient).verdict).collect()
        };
        index.set_model(old.clone());
        let before = look(&index);
        index.set_model(new.clone());
        let after = look(&index);
        before.iter().zip(&after).for_each(|(before, after)| comparison.count(before, after));
        progress.at(comparison.lookups());
    }
    Ok(comparison)
}

/// Every patient in the order of our handles, under the number that stands.
#[derive(Default)]
struct Pages {
    after: Option<PatientId>,
}

impl Pages {
    async fn next(&mut self, store: &Store) -> Result<Option<Vec<Identity>>, StoreError> {
        let rows = store.patients_after(self.after.as_ref(), BATCH).await?;
        let Some((last, _)) = rows.last() else { return Ok(None) };
        self.after = Some(last.clone());
        Ok(Some(rows.into_iter().map(|(_, patient)| patient.identity()).collect()))
    }
}
