//! How do the index and the matches follow what the store holds of the people?

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use care::people::{Link, PatientId, TrustCode, Verdict};
use store::{FollowedPatient, Store, StoreError};
use tokio::sync::Notify;
use tokio::task::yield_now;
use tokio::time::sleep;
use tracing::{error, info, warn};

use super::{AsOf, People};
use crate::filing::Filer;
use crate::stop::Stop;

/// Without news of our own, so often it is looked whether another node has read anything.
const LOOK: Duration = Duration::from_secs(2);

/// So many patients are read from the store at once.
const BATCH: i64 = 5_000;

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
    /// long as both are so, and the councils' people and the model are the same, deciding again
    /// would change nothing. Forgotten at the end; then everybody is decided on once more.
    decided: HashMap<PatientId, (Verdict, Option<Verdict>)>,
    /// What the looks are about; `None` before the first.
    noticed: Option<AsOf>,
    /// Up to which revision of the councils' people all looks are done, by the model now used.
    done: i64,
    /// How many are still to be done. What was filed while the index changed may have been matched
    /// with the old one, so every change is followed by a second look.
    looks: u8,
}

/// What came of looking at patients.
#[derive(Default)]
struct Look {
    /// How many were decided on.
    decided: usize,
    /// How many must be looked at again, because others were busy with them.
    put_off: usize,
}

impl Follower {
    /// One who has looked at nobody yet.
    pub fn new(people: Arc<People>, store: Store, filer: Arc<Filer>) -> Self {
        Self { people, store, filer, decided: HashMap::new(), noticed: None, done: 0, looks: 0 }
    }

    /// One round: takes over what changed, and decides again where that may change a match. Answers
    /// with how many patients were decided on.
    pub async fn follow(&mut self) -> Result<usize, StoreError> {
        self.people.follow_model(&self.store).await?;
        self.people.catch_up(&self.store).await?;
        self.notice();
        let mut decided = self.hear_the_desk().await?;
        if self.looks == 0 {
            return Ok(decided);
        }
        let trusts: Vec<TrustCode> = self.filer.trusts().cloned().collect();
        let mut is_done = true;
        for trust in &trusts {
            let look = self.match_trust(trust).await?;
            decided += look.decided;
            is_done &= look.put_off == 0;
        }
        if is_done {
            self.looks -= 1;
        }
        if self.looks == 0 {
            self.done = self.noticed.as_ref().map_or(0, |noticed| noticed.revision);
        }
        let people = self.people.len();
        info!(people, patients = decided, "the matches follow the councils");
        Ok(decided)
    }

    /// Sees whether the index has changed, though an earlier round broke off after that. Whom people
    /// have judged must then be asked about anew, even where matching finds the same: it does not
    /// tell one identity from another that fits as well.
    fn notice(&mut self) {
        let now = self.people.as_of();
        let before = self.noticed.replace(now);
        if before == self.noticed {
            return;
        }
        let model = |of: &Option<AsOf>| of.as_ref().map(|of| of.model.clone());
        if model(&before) != model(&self.noticed) {
            self.done = 0;
        }
        self.decided.clear();
        self.looks = 2;
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

    /// Looks at the patients of a trust whose match may have changed.
    async fn match_trust(&mut self, trust: &TrustCode) -> Result<Look, StoreError> {
        let mut look = Look::default();
        let mut after = None;
        loop {
            let of = (trust, self.done);
            let followed = self.store.followed_patients(of, after.as_ref(), BATCH).await?;
            let Some(last) = followed.last() else { return Ok(look) };
            after = Some(last.id.clone());
            for one in followed {
                self.match_one(trust, one, &mut look).await?;
                yield_now().await;
            }
        }
    }

    async fn match_one(
        &mut self,
        trust: &TrustCode,
        one: FollowedPatient,
        look: &mut Look,
    ) -> Result<(), StoreError> {
        // Whom the national service restricts matches nobody, whoever the councils know.
        if one.patient.is_held_back() {
            return Ok(());
        }
        let found = self.people.assess(&one.patient.identity()).verdict;
        let link = one.link.map(|Link { verdict, .. }| verdict);
        let decided = self.decided.get(&one.id);
        let is_as_before = link.as_ref() == Some(&found)
            || decided.is_some_and(|(then, before)| (then, before) == (&found, &link));
        if is_as_before {
            return Ok(());
        }
        if self.decide(trust, &one.id).await? {
            self.decided.insert(one.id, (found, link));
            look.decided += 1;
        } else {
            look.put_off += 1;
        }
        Ok(())
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
