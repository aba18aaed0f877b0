//! Whose page is this?
//!
//! The order, labels and forms follow the national user interface standards for patient banners
//! (ISB 1505, 1506, 1508).

use super::when::When;

/// Who the page is about: always in sight, on every page about one person and on no other.
pub struct Patient {
    /// The family name in capitals.
    pub family: String,
    /// Given name and title: "Grace (Mrs)". Empty where the hospital knows none.
    pub given: String,
    /// The day of birth.
    pub born: When,
    /// Living, with an age, or dead.
    pub life: Life,
    /// In full words, as the hospital sends it; "Not known" if it does not.
    pub gender: String,
    /// The NHS number, or why there is none to show.
    pub nhs_number: NhsNumber,
    /// What the second row holds, in order: preferred name, address, phone, hospital number,
    /// ward, council. Each is a label and a value.
    pub more: Vec<Detail>,
}

/// Whether a person lives.
pub enum Life {
    /// With an age such as "81y".
    Living {
        /// From 18 years on in whole years.
        age: String,
    },
    /// Dead.
    Died {
        /// The day.
        on: When,
        /// The age at death, such as "81y".
        age: String,
    },
}

/// The NHS number in a banner.
pub enum NhsNumber {
    /// Known and traced, by the hospital or by us: "999 123 4567".
    Verified(String),
    /// Known, but not traced.
    NotVerified(String),
    /// Not known.
    NotKnown,
}

/// A label and its value in the second row of a banner.
pub struct Detail {
    /// Such as "Ward". "Address" is heard, not seen: an address speaks for itself.
    pub label: String,
    /// The value, or "Not known".
    pub value: String,
}

impl Detail {
    /// `value`, called `label`.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Detail {
        Detail { label: label.into(), value: value.into() }
    }
}

impl Patient {
    /// The class that gives a dead person's banner another ground and pattern, with the space
    /// before.
    pub fn class(&self) -> &'static str {
        match self.life {
            Life::Living { .. } => "",
            Life::Died { .. } => " hw-patient--died",
        }
    }
}
