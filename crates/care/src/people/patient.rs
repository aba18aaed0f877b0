//! What does a hospital say of one patient, field by field, each as it was said last?

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Address, Born, Death, Gender, HospitalNumber, Known, PersonName, Phone, TracedNumber};
use crate::filing::Shield;
use crate::stays::{Moment, Said};

/// One field and when it was said.
///
/// The later of two wins whatever the order in which they arrive; a repetition changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Latest<T> {
    /// What was said last: nothing yet, "delete", or a value.
    pub said: Said<T>,
    /// When that was said, where anything was.
    pub at: Option<Moment>,
}

impl<T> Default for Latest<T> {
    fn default() -> Self {
        Self { said: Said::Nothing, at: None }
    }
}

/// One number of one hospital, and what was said under it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Patient {
    /// The number at the hospital.
    pub number: HospitalNumber,
    /// NHS number and status.
    pub nhs: Latest<TracedNumber>,
    /// Whether the numbers sent contradict each other.
    pub number_in_conflict: Latest<bool>,
    /// Names.
    pub names: Latest<Vec<PersonName>>,
    /// Date of birth.
    pub born: Latest<Born>,
    /// Gender.
    pub gender: Latest<Gender>,
    /// Usual address.
    pub address: Latest<Address>,
    /// Telephones.
    pub phones: Latest<Vec<Phone>>,
    /// GP practice code.
    pub practice: Latest<String>,
    /// Death.
    pub died: Latest<Death>,
    /// How far the hospital knows who this is.
    pub known: Latest<Known>,
    /// What must be held back.
    pub shield: Latest<Shield>,
}

impl fmt::Debug for Patient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Patient(..)")
    }
}
