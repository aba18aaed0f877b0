//! What is the council told of a stay?

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::people::{PatientId, PersonKey, StayId};

/// One thing told to a council about a stay of one of its people. It is told once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Which stay.
    pub stay: StayId,
    /// Whose, in the hospital's eyes.
    pub patient: PatientId,
    /// Whose, in the council's eyes, at the time of telling.
    pub person: PersonKey,
    /// What is told.
    pub kind: NoticeKind,
    /// When the thing told of happened.
    pub happened_at: Timestamp,
    /// When it was put on the council's list.
    pub told_at: Timestamp,
}

/// What is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum NoticeKind {
    /// In hospital since.
    Admitted,
    /// Has left the hospital.
    Discharged,
    /// Did not leave after all.
    DischargeCancelled,
    /// Died in hospital.
    Died,
    /// What was told before was wrong: the stay never was, is another patient's, or the patient is
    /// another person.
    Withdrawn,
}
