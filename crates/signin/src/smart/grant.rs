//! What does a patient system grant for a code?

use std::fmt;

use super::NotLaunched;
use crate::client::Tokens;

/// What a token was granted for. It is used for a few questions and dropped.
pub(super) struct Grant {
    /// The token itself.
    pub(super) token: String,
    /// The id of the patient who is open there.
    pub(super) patient: String,
    /// The id of the stay that is open there; `None` where none is.
    pub(super) stay: Option<String>,
}

/// It holds a token, so debug text keeps it to itself.
impl fmt::Debug for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Grant(..)")
    }
}

impl Grant {
    /// What the system's answer grants, where that is enough. Where it does not say what it grants,
    /// it is all that was asked for (RFC 6749 §5.1).
    pub(super) fn of(tokens: &Tokens) -> Result<Self, NotLaunched> {
        let scope = tokens.answer.maybe_text("scope")?;
        if scope.is_some_and(|scope| !scope.split(' ').any(reads_patient)) {
            return Err(NotLaunched::NotGranted);
        }
        let id = |name| match tokens.answer.maybe_text(name)? {
            Some(id) if !is_id(id) => Err(NotLaunched::NoPatient),
            id => Ok(id.map(str::to_owned)),
        };
        let patient = id("patient")?.ok_or(NotLaunched::NoPatient)?;
        Ok(Self { token: tokens.access.clone(), patient, stay: id("encounter")? })
    }
}

/// Whether a scope lets its holder read the patient, in the syntax of version 1 or 2.
fn reads_patient(scope: &str) -> bool {
    let Some((what, may)) = scope.split_once('.') else { return false };
    let may = may.split('?').next().unwrap_or_default();
    matches!(what, "patient/Patient" | "patient/*" | "user/Patient" | "user/*")
        && (matches!(may, "read" | "*")
            || may.chars().all(|c| "cruds".contains(c)) && may.contains('r'))
}

/// The id of a resource (FHIR R4, `id`): nothing else may become part of an address.
pub(super) fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.')
        && text.bytes().any(|byte| byte != b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grant_is_enough_where_it_lets_us_read_the_patient() {
        for enough in
            ["patient/Patient.r", "patient/*.read", "user/Patient.rs", "patient/Patient.cruds"]
        {
            assert!(reads_patient(enough), "{enough}");
        }
        for less in
            ["patient/Patient.s", "patient/Encounter.r", "launch/patient", "patient/Patient", ""]
        {
            assert!(!reads_patient(less), "{less}");
        }
    }

    #[test]
    fn nothing_but_an_id_becomes_part_of_an_address() {
        for id in ["p1", "a-b.c", &"x".repeat(64)] {
            assert!(is_id(id), "{id}");
        }
        for other in ["", "..", ".", "a/b", "a?b", "a%2fb", "a b", "é", &"x".repeat(65)] {
            assert!(!is_id(other), "{other}");
        }
    }
}
