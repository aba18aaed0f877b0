//! How does the match desk ask for a patient to be looked at again?

use care::access::{Staff, Stated};
use care::people::{Assessment, Identity, PatientId, TrustCode};
use store::StoreError;
use web::desk::{Desk, Pending};

use super::Filer;

impl Desk for Filer {
    fn assess(&self, patient: &Identity) -> Assessment {
        self.people.assess(patient)
    }

    fn certain_from(&self) -> f64 {
        self.people.certain_from()
    }

    fn match_again<'a>(
        &'a self,
        trust: &'a TrustCode,
        patient: &'a PatientId,
    ) -> Pending<'a, Result<(), StoreError>> {
        Box::pin(Self::match_again(self, trust, patient))
    }

    fn release_hold<'a>(
        &'a self,
        trust: &'a TrustCode,
        patient: &'a PatientId,
        by: (&'a Staff, &'a Stated),
    ) -> Pending<'a, Result<(), StoreError>> {
        Box::pin(Self::release_hold(self, trust, patient, by))
    }
}
