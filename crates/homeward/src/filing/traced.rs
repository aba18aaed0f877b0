//! What does an answer of the national service change, and what a privacy officer who knows better?

use care::access::{Staff, Stated};
use care::filing::{Handles, release_hold, retrace};
use care::people::{PatientId, Trace, TrustCode};
use store::{Basis, StoreError, TraceEnd};
use tracing::{error, warn};

use super::{Filer, TRIES};
use crate::clock;

impl Filer {
    /// Takes in what came of a trace: the patient is matched anew, and councils are told.
    ///
    /// An error means that the store is in trouble, not a patient: one holds up no other.
    pub async fn settle_trace(
        &self,
        trust: &TrustCode,
        trace: Trace,
        end: TraceEnd<'_>,
    ) -> Result<(), StoreError> {
        for _ in 0..TRIES {
            match self.try_to_settle(trust, &trace, end).await {
                Ok(()) => return Ok(()),
                Err(StoreError::Conflict | StoreError::Busy(_)) => {}
                Err(fault @ (StoreError::Unavailable(_) | StoreError::Full(_))) => {
                    return Err(fault);
                }
                Err(fault) => {
                    error!(patient.id = %end.patient, cause = ?fault, "a trace cannot be taken in");
                    return Ok(());
                }
            }
        }
        warn!(patient.id = %end.patient, "others were in the way; the patient is traced later");
        Ok(())
    }

    /// Lets go of a patient whom the national service holds back: a privacy officer found that it
    /// speaks of somebody else. The patient is matched anew in the same commit.
    ///
    /// [`StoreError::Conflict`] says that nobody is held back, or that others were in the way again and
    /// again.
    pub async fn release_hold(
        &self,
        trust: &TrustCode,
        patient: &PatientId,
        by: (&Staff, &Stated),
    ) -> Result<(), StoreError> {
        for _ in 0..TRIES {
            match self.try_to_release(trust, patient, by).await {
                Err(StoreError::Busy(_)) => {}
                done => return done,
            }
        }
        Err(StoreError::Conflict)
    }

    async fn try_to_release(
        &self,
        trust: &TrustCode,
        patient: &PatientId,
        by: (&Staff, &Stated),
    ) -> Result<(), StoreError> {
        let known = self.store.known_patient(patient).await?;
        let basis = Basis::of(&known);
        let handle = |text: &str| self.handle(text);
        let (handles, policy) = (Handles(&handle), self.policy(trust));
        let replayed = release_hold(trust, known, patient, &handles, &policy);
        let verdicts = self.people.look_up(replayed.to_match());
        let now = clock::now();
        let filing = replayed.decide(verdicts, now);
        self.store.commit_release(by, patient, (&filing, &basis), now).await
    }

    async fn try_to_settle(
        &self,
        trust: &TrustCode,
        trace: &Trace,
        end: TraceEnd<'_>,
    ) -> Result<(), StoreError> {
        let known = self.store.known_patient(end.patient).await?;
        let basis = Basis::of(&known);
        let handle = |text: &str| self.handle(text);
        let (handles, policy) = (Handles(&handle), self.policy(trust));
        let replayed = retrace(trust, known, (end.patient, trace.clone()), &handles, &policy);
        let verdicts = self.people.look_up(replayed.to_match());
        let now = clock::now();
        let filing = replayed.decide(verdicts, now);
        self.store.commit_trace(end, (&filing, &basis), now).await
    }
}
