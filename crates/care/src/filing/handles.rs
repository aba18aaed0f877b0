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

#[cfg(test)]
mod tests {
    use super::*;

    /// FNV-1a over 128 bits: unkeyed, and enough to see whether two texts are the same.
    fn digest(text: &str) -> [u8; 16] {
        let step = |hash: u128, byte: u8| {
            (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013B)
        };
        text.bytes().fold(0x6C62_272E_07BB_0142_62B8_2175_6295_C58D, step).to_be_bytes()
    }

    #[test]
    fn patients_stays_trusts_and_authorities_are_kept_apart() {
        let handles = Handles(&digest);
        let trust = |code: &str| code.parse::<TrustCode>().unwrap();
        let patient = |authority: &str, value: &str| HospitalNumber {
            authority: authority.into(),
            value: value.into(),
        };
        let own = handles.patient(&trust("RZZ"), &patient("A", "1"));
        assert_eq!(own, handles.patient(&trust("RZZ"), &patient("A", "1")));
        assert_ne!(own, handles.patient(&trust("RZY"), &patient("A", "1")));
        assert_ne!(own, handles.patient(&trust("RZZ"), &patient("B", "1")));
        let visit = VisitNumber { authority: "A".into(), value: "1".into() };
        assert_ne!(own.as_str(), handles.stay(&trust("RZZ"), &visit).as_str());
        assert_ne!(
            handles.patient(&trust("RZZ"), &patient("A\u{1f}B", "C")),
            handles.patient(&trust("RZZ"), &patient("A", "B\u{1f}C"))
        );
    }

    #[test]
    fn a_handle_may_stand_in_an_address_line() {
        let handles = Handles(&|_| [0xAB; 16]);
        let number = HospitalNumber { authority: "A".into(), value: "1".into() };
        let handle = handles.patient(&"RZZ".parse().unwrap(), &number);
        assert_eq!(handle.as_str(), "ab".repeat(16));
        assert_eq!(handle.as_str().parse(), Ok(handle));
    }
}
