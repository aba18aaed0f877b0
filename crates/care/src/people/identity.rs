//! All that one source says of who a person is.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Address, Born, NhsNumber, PersonName, Phone, Postcode};

/// All that one source (a hospital or a council) says of who a person is: what matching compares.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The NHS number and how far it may be trusted.
    pub nhs: Option<TracedNumber>,
    /// NHS numbers the person had before: superseded ones, which the national service replaced.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former_numbers: Vec<NhsNumber>,
    /// What stands where an NHS number should and is none: a mistyped one, mostly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unproved_number: Option<UnprovedNumber>,
    /// Names, the usual one first. Empty where none is known.
    pub names: Vec<PersonName>,
    /// The date of birth.
    pub born: Option<Born>,
    /// Gender as the source states it.
    pub gender: Gender,
    /// Where the person lives.
    pub address: Option<Address>,
    /// Postcodes of earlier addresses.
    pub earlier_postcodes: Vec<Postcode>,
    /// Telephone numbers.
    pub phones: Vec<Phone>,
    /// The code of the GP practice.
    pub practice: Option<String>,
    /// What is known of a death.
    pub death: Death,
    /// How far the source knows who this is.
    pub known: Known,
}

impl Identity {
    /// The usual name, or the first one there is.
    pub fn usual_name(&self) -> Option<&PersonName> {
        self.names
            .iter()
            .find(|name| name.usage == super::NameUse::Usual)
            .or_else(|| self.names.first())
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identity(..)")
    }
}

/// A text that stands where an NHS number should and does not prove itself: its check digit does not
/// agree, or it has another shape.
///
/// It is compared with numbers, since a slip of the pen leaves most digits as they were; nobody is
/// ever taken to hold it.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct UnprovedNumber(String);

/// A text without a digit, or too long a one, cannot be a mistyped number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not even a mistyped number: expected 4 to 20 letters and digits with a digit among them")]
pub struct NotANumber;

impl UnprovedNumber {
    /// Capital letters and digits, nothing else.
    pub fn compact(&self) -> &str {
        &self.0
    }
}

impl FromStr for UnprovedNumber {
    type Err = NotANumber;

    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let separates = |c: &char| c.is_whitespace() || matches!(c, '-' | '/' | '.');
        let compact: String =
            text.chars().filter(|c| !separates(c)).map(|c| c.to_ascii_uppercase()).collect();
        let fits = (4..=20).contains(&compact.len())
            && compact.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && compact.bytes().any(|byte| byte.is_ascii_digit())
            && !compact.as_bytes().windows(2).all(|pair| pair.first() == pair.last());
        if fits { Ok(Self(compact)) } else { Err(NotANumber) }
    }
}

impl TryFrom<String> for UnprovedNumber {
    type Error = NotANumber;
    fn try_from(text: String) -> Result<Self, NotANumber> {
        text.parse()
    }
}

impl From<UnprovedNumber> for String {
    fn from(number: UnprovedNumber) -> Self {
        number.0
    }
}

/// Debug text ends up in logs, so it keeps the number to itself.
impl fmt::Debug for UnprovedNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UnprovedNumber(..)")
    }
}

/// How far the source knows who this is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Known {
    /// The person said who they are, or somebody did.
    #[default]
    Yes,
    /// Nobody knows who this is (HL7 v2.4 PID-31 `Y`): names and dates are placeholders and must
    /// never be compared.
    Unknown,
    /// The record is not of a person: a test patient, or one marked "do not use".
    NotAPerson,
}

/// An NHS number and how far it may be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TracedNumber {
    /// The number, check digit proved.
    pub number: NhsNumber,
    /// How far it was traced.
    pub status: NumberStatus,
}

/// How far an NHS number was traced (NHS Data Dictionary, NHS NUMBER STATUS INDICATOR CODE;
/// HL7 UK PID-32 `NSTSnn`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum NumberStatus {
    /// 01: present and verified.
    Verified,
    /// 02: present, not traced. A number with no status at all counts as this.
    NotTraced,
    /// 03: a trace is required.
    TraceRequired,
    /// 04: a trace was tried and found none or several.
    TraceFailed,
    /// 05: a trace found a conflict that a human must resolve. Such a number never matches.
    InConflict,
    /// 06: a trace is under way.
    TraceUnderWay,
    /// 07: absent and no trace is required.
    NotRequired,
    /// 08: postponed, a baby under six weeks.
    Postponed,
}

/// Gender as its source states it (NHS Data Dictionary, PERSON STATED GENDER CODE).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Gender {
    /// 1.
    Male,
    /// 2.
    Female,
    /// 9: indeterminate, unable to be classified as either.
    Indeterminate,
    /// 0 or X: not known.
    #[default]
    NotKnown,
}

/// What a source says of a person's death.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Death {
    /// Nothing says that this person has died.
    #[default]
    Alive,
    /// Has died, on a day that is not known.
    Died,
    /// Died on this day.
    DiedOn(Date),
}
