//! What does the match desk need of the service around the pages?

use std::future::Future;
use std::pin::Pin;

use care::access::{Staff, Stated};
use care::people::{Assessment, Identity, PatientId, TrustCode};
use store::StoreError;

/// What is under way and ends with an answer.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The index of all councils' people, and who decides by it.
pub trait Desk: Send + Sync {
    /// Who of the councils' people the patient may be, and what speaks for and against each. People
    /// are not heard in it.
    fn assess(&self, patient: &Identity) -> Assessment;

    /// From which probability on one candidate alone is certain: 0 to 1.
    fn certain_from(&self) -> f64;

    /// Decides anew on a patient, after somebody said, took back or reported something. What follows
    /// is committed before it answers.
    ///
    /// [`StoreError::Conflict`] says that others were in the way: it is decided a little later.
    fn match_again<'a>(
        &'a self,
        trust: &'a TrustCode,
        patient: &'a PatientId,
    ) -> Pending<'a, Result<(), StoreError>>;

    /// Lets go of a patient whom the national service holds back, because a privacy officer found, for
    /// the reason stated, that it speaks of somebody else. What follows is committed with the line of
    /// the audit before it answers.
    ///
    /// [`StoreError::Conflict`] says that nobody is held back, or that others were in the way.
    fn release_hold<'a>(
        &'a self,
        trust: &'a TrustCode,
        patient: &'a PatientId,
        by: (&'a Staff, &'a Stated),
    ) -> Pending<'a, Result<(), StoreError>>;
}
