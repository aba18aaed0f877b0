//! How do the index and the matches follow what the store holds of the people?

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use care::people::{Link, PatientId, TrustCode, Verdict};
use store::{Store, StoreError};
use tokio::sync::Notify;
use tokio::time::sleep;
use tracing::{error, info, warn};

use super::People;
use crate::filing::Filer;
use crate::stop::Stop;

/// Without news of our own, so often it is looked whether another node has read anything.
const LOOK: Duration = Duration::from_secs(2);

/// The most patients whose match follows every change, in one trust.
const MOST_PATIENTS: i64 = 100_000;

/// So many patients are decided on in one round of whom the match desk has spoken.
const MOST_UNHEARD: i64 = 1_000;

/// Brings the index up to date and looks again for patients whose match may have changed, until
/// the end is called.
pub async fn keep_matching(
    people: Arc<People>,
    store: Store,
    filer: Arc<Filer>,
    changed: Arc<Notify>,
    stop: Stop,
) {
    let mut follower = Follower::new(people, store, filer);
    while !stop.is_called() {
        if let Err(fault) = follower.follow().await {
            error!(cause = ?fault, "matching again must wait: {fault}");
        }
        tokio::select! {
            () = stop.called() => {}
            () = changed.notified() => {}
            () = sleep(LOOK) => {}
        }
    }
}

/// Who keeps the matches in step with the councils' people, the model and the match desk.
pub struct Follower {
    people: Arc<People>,
    store: Store,
    filer: Arc<Filer>,
    /// What matching found of a patient when it was last decided on, and the link until then. As
    /// long as both are so, deciding again would change nothing. Forgotten at the end; then
    /// everybody is decided on once more.
    decided: HashMap<PatientId, (Verdict, Option<Verdict>)>,
    /// What was filed while the index changed may have been matched with the old one, so every
    /// change is followed by a second look.
    looks: u8,
}

impl Follower {
    /// One who has looked at nobody yet.
    pub fn new(people: Arc<People>, store: Store, filer: Arc<Filer>) -> Self {
        Self { people, store, filer, decided: HashMap::new(), looks: 2 }
    }

    /// One round: takes over what changed, and decides again where that may change a match. Answers
    /// with how many patients were decided on.
    pub async fn follow(&mut self) -> Result<usize, StoreError> {
        let switched = self.people.follow_model(&self.store).await?;
        let changed = self.people.catch_up(&self.store).await?;
        let mut decided = self.hear_the_desk().await?;
        if changed > 0 || switched {
            self.looks = 2;
        }
        if self.looks == 0 {
            return Ok(decided);
        }
        let trusts: Vec<TrustCode> = self.filer.trusts().cloned().collect();
        for trust in &trusts {
            decided += self.match_trust(trust).await?;
        }
        self.looks -= 1;
        let people = self.people.len();
        info!(changed, people, patients = decided, "the people index follows the councils");
        Ok(decided)
    }

    /// Decides on patients of whom something was said at the match desk that is not heard yet: the
    /// node that should have done so at once may have died.
    async fn hear_the_desk(&self) -> Result<usize, StoreError> {
        let unheard = self.store.unheard_patients(MOST_UNHEARD).await?;
        let mut decided = 0;
        for (trust, patient) in &unheard {
            decided += usize::from(self.decide(trust, patient).await?);
        }
        Ok(decided)
    }

    /// How many patients of a trust were decided on.
    async fn match_trust(&mut self, trust: &TrustCode) -> Result<usize, StoreError> {
        let mut decided = 0;
        let followed = self.store.followed_patients(trust, MOST_PATIENTS).await?;
        // Whom the national service restricts matches nobody, whoever the councils know.
        for one in followed.into_iter().filter(|one| !one.patient.is_held_back()) {
            let found = self.people.assess(&one.patient.identity()).verdict;
            let link = one.link.map(|Link { verdict, .. }| verdict);
            let is_as_before = link.as_ref() == Some(&found)
                || self
                    .decided
                    .get(&one.id)
                    .is_some_and(|(then, before)| (then, before) == (&found, &link));
            if !is_as_before && self.decide(trust, &one.id).await? {
                self.decided.insert(one.id, (found, link));
                decided += 1;
            }
        }
        Ok(decided)
    }

    /// Decides anew on one patient; whether that was done. One with whom others are busy waits for
    /// the next round.
    async fn decide(&self, trust: &TrustCode, patient: &PatientId) -> Result<bool, StoreError> {
        match self.filer.match_again(trust, patient).await {
            Ok(()) => Ok(true),
            Err(StoreError::Conflict) => {
                warn!(patient.id = %patient, "others were in the way; the patient is matched later");
                Ok(false)
            }
            Err(fault) => Err(fault),
        }
    }
}
