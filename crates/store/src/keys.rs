//! By what text does a number stand in a column?
//!
//! What a sender calls a number may be of any length and may hold any character. A key is short
//! enough for an index, holds no NUL, and is the same for the same number.

use aws_lc_rs::digest;
use care::people::{HospitalNumber, VisitNumber};

/// Longer keys are cut and told apart by their digest.
const LONGEST: usize = 160;

/// The key of a patient's number at a hospital.
pub(crate) fn patient(number: &HospitalNumber) -> String {
    key(&["patient", &number.authority, &number.value])
}

/// The key of a visit's number.
pub(crate) fn visit(number: &VisitNumber) -> String {
    key(&["visit", &number.authority, &number.value])
}

/// One key of several parts; no two lists of parts have the same.
pub(crate) fn key(parts: &[&str]) -> String {
    let clean: Vec<String> =
        parts.iter().map(|part| part.replace(['\0', '\u{1f}'], "\u{fffd}")).collect();
    short(&clean.join("\u{1f}"))
}

/// A text short enough for an index.
pub(crate) fn short(text: &str) -> String {
    let clean = text.replace('\0', "\u{fffd}");
    if clean.len() <= LONGEST {
        return clean;
    }
    let start: String = clean.chars().take(LONGEST / 8).collect();
    let digest = sha256(clean.as_bytes());
    digest.iter().fold(start, |key, byte| key + &format!("{byte:02x}"))
}

/// SHA-256.
pub(crate) fn sha256(bytes: &[u8]) -> Vec<u8> {
    digest::digest(&digest::SHA256, bytes).as_ref().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_numbers_never_share_a_key() {
        let number = |authority: &str, value: &str| HospitalNumber {
            authority: authority.into(),
            value: value.into(),
        };
        let long = "x".repeat(300);
        let numbers = [
            number("RZZ", "1"),
            number("RZ", "Z1"),
            number("", "RZZ1"),
            number("RZZ", &long),
            number("RZZ", &format!("{long}y")),
        ];
        let mut keys: Vec<String> = numbers.iter().map(patient).collect();
        keys.push(visit(&VisitNumber { authority: "RZZ".into(), value: "1".into() }));
        let distinct: std::collections::BTreeSet<&String> = keys.iter().collect();
        assert_eq!(distinct.len(), keys.len());
    }

    #[test]
    fn a_key_fits_an_index_and_holds_no_nul() {
        let key = key(&["patient", "\0", &"ł".repeat(10_000)]);
        assert!(key.len() <= LONGEST, "{} bytes", key.len());
        assert!(!key.contains('\0'));
    }
}
