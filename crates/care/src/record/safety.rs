//! Is anyone in danger?

use serde::{Deserialize, Serialize};

use super::{Fact, Professional};
use crate::when::When;

/// Something that deserves a prominent warning (PRSB section 2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    /// Whom it concerns. Unsuitable kinds never get this far.
    pub audience: Fact<AlertAudience>,
    /// The warning in words.
    pub text: Fact<String>,
    /// In force since.
    pub starts: Fact<When>,
    /// To be reviewed on, or ended on.
    pub ends: Fact<When>,
    /// Who recorded it.
    pub recorded_by: Fact<Professional>,
}

/// Whom an alert concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AlertAudience {
    /// A risk to staff who visit: shown as yes or no.
    VisitingStaff,
    /// A risk to the person, such as falls: shown in words.
    Person,
    /// Anything else worth a prominent word, such as a dangerous pet or an implant.
    Everyone,
}

/// A safeguarding concern (PRSB section 4; Care Act 2014 s. 42). Detail is never read: whether it
/// is open, since when, and whom to ring is all that a ward needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SafeguardingConcern {
    /// When the council was told.
    pub raised: Fact<When>,
    /// When it was closed. `NoneRecorded` or `NotRecorded` means that it is open.
    pub closed: Fact<When>,
    /// Telephone of the safeguarding team.
    pub phone: Fact<crate::people::Phone>,
}
