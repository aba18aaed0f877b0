//! By what handle is a person, a stay, a place or an organisation known?

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Why a text cannot be a handle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a {kind}: expected {expected}")]
pub struct NotAnId {
    kind: &'static str,
    expected: &'static str,
}

macro_rules! handle {
    ($(#[$doc:meta])* $name:ident, $kind:literal, $expected:literal, $accepts:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(into = "String", try_from = "String")]
        pub struct $name(String);

        impl $name {
            /// The handle as it is stored and sent.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                let accepts: fn(&str) -> bool = $accepts;
                if accepts(text) {
                    Ok(Self(text.to_owned()))
                } else {
                    Err(NotAnId { kind: $kind, expected: $expected })
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotAnId;
            fn try_from(text: String) -> Result<Self, NotAnId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(handle: $name) -> Self {
                handle.0
            }
        }
    };
}

macro_rules! shown {
    ($($name:ident),*) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }
    )*};
}

fn ods(text: &str) -> bool {
    (1..=12).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

fn opaque(text: &str) -> bool {
    (1..=36).contains(&text.len())
        && text.bytes().all(|byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_'
        })
}

fn local(text: &str) -> bool {
    !text.trim().is_empty() && text.len() <= 200 && !text.chars().any(char::is_control)
}

handle!(
    /// The ODS code of an NHS trust, such as `RZZ`.
    TrustCode, "trust code", "an ODS code of capital letters and digits", ods
);
handle!(
    /// The ODS code of a hospital site, usually the trust's code and two more characters.
    SiteCode, "site code", "an ODS code of capital letters and digits", ods
);
handle!(
    /// A council's short name: the name of its folder of configuration.
    CouncilName, "council name", "small letters, digits and hyphens", opaque
);
handle!(
    /// Our own handle of a patient of one trust. It says nothing of the person, so it may stand in
    /// an address line and in a log.
    PatientId, "patient id", "small letters, digits and hyphens", opaque
);
handle!(
    /// Our own handle of one stay. It says nothing of the person.
    StayId, "stay id", "small letters, digits and hyphens", opaque
);
handle!(
    /// Our own handle of a member of staff. It says nothing of the person.
    StaffId, "staff id", "small letters, digits and hyphens", opaque
);
handle!(
    /// The council's own id of a person, unique within that council. It identifies: keep it out of
    /// logs and address lines.
    PersonId, "council's person id", "a line of at most 200 characters", local
);
shown!(TrustCode, SiteCode, CouncilName, PatientId, StayId, StaffId);

impl PatientId {
    /// The handle that a keyed digest gives: 32 hexadecimal digits.
    pub fn from_digest(digest: [u8; 16]) -> Self {
        Self(hexadecimal(digest))
    }
}

impl StayId {
    /// The handle that a keyed digest gives: 32 hexadecimal digits.
    pub fn from_digest(digest: [u8; 16]) -> Self {
        Self(hexadecimal(digest))
    }
}

fn hexadecimal(digest: [u8; 16]) -> String {
    format!("{:032x}", u128::from_be_bytes(digest))
}

impl fmt::Debug for PersonId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonId(..)")
    }
}

/// A person of a council: which council, and its own id for them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PersonKey {
    /// The council whose person this is.
    pub council: CouncilName,
    /// That council's own id.
    pub id: PersonId,
}

/// A hospital's local patient number (HL7 v2.4 CX, PID-3): unique under its assigning authority.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct HospitalNumber {
    /// Who issued it (CX.4); the trust's own code where the message names nobody.
    pub authority: String,
    /// The number as sent, never blank.
    pub value: String,
}

impl fmt::Debug for HospitalNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HospitalNumber(..)")
    }
}

/// The number of one visit (HL7 v2.4 PV1-19): the key of a stay.
///
/// Where the hospital sends none, the admission time of that patient stands in for it; see
/// [`VisitNumber::inferred`].
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct VisitNumber {
    /// Who issued it (CX.4); the trust's own code where the message names nobody.
    pub authority: String,
    /// The number as sent, never blank.
    pub value: String,
}

impl VisitNumber {
    /// Stands in for a visit number that was not sent: one patient is admitted once at one time.
    pub fn inferred(patient: &HospitalNumber, admitted_at: jiff::Timestamp) -> Self {
        Self {
            authority: format!("{}@admitted", patient.authority),
            value: format!("{}@{}", patient.value, admitted_at.as_second()),
        }
    }
}

impl fmt::Debug for VisitNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VisitNumber(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trust_code_is_capital_letters_and_digits() {
        assert!("RZZ01".parse::<TrustCode>().is_ok());
        assert!("rzz".parse::<TrustCode>().is_err());
        assert!("".parse::<TrustCode>().is_err());
    }

    #[test]
    fn a_path_cannot_smuggle_anything_into_an_opaque_handle() {
        assert!("0192f0c1-7b1e-7c3a-9d55-0a6f5d3c2b1a".parse::<PatientId>().is_ok());
        for text in ["../etc", "a b", "A", "'", "%00", &"a".repeat(37)] {
            assert!(text.parse::<PatientId>().is_err(), "{text}");
        }
    }

    #[test]
    fn debug_text_names_no_person() {
        let number = HospitalNumber { authority: "RZZ".into(), value: "H4471902".into() };
        assert!(!format!("{number:?}").contains("H4471902"));
        let person: PersonId = "40021".parse().unwrap();
        assert!(!format!("{person:?}").contains("40021"));
    }
}
