//! By what handle do we keep a patient or a stay of one trust?

use std::fmt;

use crate::people::{HospitalNumber, PatientId, StayId, TrustCode, VisitNumber};

/// Makes our own handles out of a hospital's numbers: the same number always has the same handle,
/// and nobody can tell the number from it.
///
/// The function is a keyed digest that the shell lends (HMAC with a secret of the database); two
/// texts never share one.
#[derive(Clone, Copy)]
pub struct Handles<'a>(pub &'a (dyn Fn(&str) -> [u8; 16] + Sync));

impl Handles<'_> {
    /// The handle of a patient.
    pub fn patient(&self, trust: &TrustCode, number: &HospitalNumber) -> PatientId {
        PatientId::from_digest(self.of("patient", trust, &number.authority, &number.value))
    }

    /// The handle of a stay.
    pub fn stay(&self, trust: &TrustCode, visit: &VisitNumber) -> StayId {
        StayId::from_digest(self.of("stay", trust, &visit.authority, &visit.value))
    }

    /// The length of the authority stands before it, so that no two pairs of texts run together
    /// into one.
    fn of(&self, kind: &str, trust: &TrustCode, authority: &str, value: &str) -> [u8; 16] {
        let length = authority.len();
        self.0(&format!("{kind}\u{1f}{trust}\u{1f}{length}\u{1f}{authority}\u{1f}{value}"))
    }
}

impl fmt::Debug for Handles<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Handles(..)")
    }
}
