//! One stay as the hospital keeps it.

use jiff::Timestamp;
use jiff::civil::Date;

use super::wards::Bed;

/// One stay or attendance.
#[derive(Clone)]
pub(super) struct Stay {
    /// The place of the patient in the town.
    pub(super) person: usize,
    /// The hospital number under which the stay is kept.
    pub(super) hospital_number: String,
    pub(super) known: Known,
    pub(super) visit: String,
    pub(super) class: Class,
    pub(super) bed: Bed,
    pub(super) earlier_bed: Option<Bed>,
    pub(super) admitted: Timestamp,
    pub(super) left: Option<Timestamp>,
    /// When it is really going to end; the hospital does not know.
    pub(super) ends: Timestamp,
    /// When the hospital thinks that it will end.
    pub(super) expected: Option<Date>,
    pub(super) fit_since: Option<Timestamp>,
    /// NHS Data Dictionary, ADMISSION METHOD.
    pub(super) method: &'static str,
    /// Code and words.
    pub(super) reason: &'static str,
    /// When the last event of this stay occurred: the next one is later.
    pub(super) last_event: Timestamp,
    pub(super) way_out: WayOut,
    /// One of the walk-through: stays until the demo ends.
    pub(super) scene: Option<u8>,
}

/// How a patient is looked after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Emergency,
    Inpatient,
    Planned,
}

/// How a stay is going to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WayOut {
    /// To where the patient came from.
    Home,
    /// From the emergency department to a ward.
    Ward,
    OtherHospital,
    /// The patient left before being seen.
    Left,
    Died,
}

/// How far the hospital knows who the patient is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    /// NHS number traced and verified.
    Traced,
    /// Name and birth date given, NHS number not yet traced.
    NotYetTraced,
    /// Nobody knows who this is.
    Unknown,
}

impl Class {
    /// HL7 table 0004.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Emergency => "E",
            Self::Inpatient => "I",
            Self::Planned => "P",
        }
    }
}
