//! How do the index and the matches follow what the store holds of the people?

use std::sync::Arc;
use std::time::Duration;

use care::people::{PatientId, TrustCode};
use store::{Store, StoreError};
use tokio::sync::Notify;
use tokio::time::sleep;
use tracing::{error, info, warn};

use super::People;
use crate::filing::Filer;
use crate::stop::Stop;

/// Without news of our own, so often it is looked whether another node has read anything.
const LOOK: Duration = Duration::from_secs(2);

/// The most patients in hospital at once, in one trust.
const MOST_PATIENTS: i64 = 100_000;

/// Brings the index up to date and looks again for patients whose match may have changed, until
/// the end is called.
pub async fn keep_matching(
    people: Arc<People>,
    store: Store,
    filer: Arc<Filer>,
    changed: Arc<Notify>,
    stop: Stop,
) {
    // What was filed while the index changed may have been matched with the old one, so every
    // change is followed by a second look.
    let mut looks = 2_u8;
    while !stop.is_called() {
        match follow(&people, &store, &filer, looks > 0).await {
            Ok(true) => looks = 1,
            Ok(false) => looks = looks.saturating_sub(1),
            Err(fault) => error!(cause = ?fault, "matching again must wait: {fault}"),
        }
        tokio::select! {
            () = stop.called() => {}
            () = changed.notified() => {}
            () = sleep(LOOK) => {}
        }
    }
}

/// Whether the people have changed.
async fn follow(
    people: &People,
    store: &Store,
    filer: &Filer,
    look_anyway: bool,
) -> Result<bool, StoreError> {
    let changed = people.catch_up(store).await?;
    if changed == 0 && !look_anyway {
        return Ok(false);
    }
    let mut patients = 0_usize;
    for trust in filer.trusts() {
        patients += match_trust(people, store, filer, trust).await?;
    }
    info!(changed, people = people.len(), patients, "the people index follows the councils");
    Ok(changed > 0)
}

/// How many patients of a trust have another match than before.
async fn match_trust(
    people: &People,
    store: &Store,
    filer: &Filer,
    trust: &TrustCode,
) -> Result<usize, StoreError> {
    let mut changed = 0;
    let live = store.live_patients(trust, MOST_PATIENTS).await?;
    // Whom the national service restricts matches nobody, whoever the councils know.
    for live in live.into_iter().filter(|live| !live.patient.is_held_back()) {
        let found = people.assess(&live.patient.identity()).verdict;
        if live.link.is_none_or(|link| link.verdict != found) {
            again(filer, trust, &live.id).await?;
            changed += 1;
        }
    }
    Ok(changed)
}

/// Decides anew on one patient. One with whom others are busy waits for the next round.
async fn again(filer: &Filer, trust: &TrustCode, patient: &PatientId) -> Result<(), StoreError> {
    match filer.match_again(trust, patient).await {
        Err(StoreError::Conflict) => {
            warn!(patient.id = %patient, "others were in the way; the patient is matched later");
            Ok(())
        }
        answer => answer,
    }
}
