//! What does one message from the hospital say?

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::people::{
    Address, Born, Gender, HospitalNumber, Known, PersonName, Phone, TracedNumber, UnprovedNumber,
    VisitNumber,
};
use crate::stays::{Moment, Movement, Said};

/// What one message says, in our words. No news at all is a message that is kept and means nothing
/// to us, such as an allergy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The HL7 trigger event as sent, such as `A01`; for the status page, never decided on.
    pub trigger: String,
    /// The news in the order of the message. An A17 holds two movements.
    pub news: Vec<News>,
    /// What the reader doubted, in words without any personal data: "the time falls in the hour
    /// that the clocks repeat".
    pub doubts: Vec<&'static str>,
}

/// One piece of news.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// Who the patient is.
    Identity(Box<IdentityNews>),
    /// What happened in a visit.
    Movement(Box<Movement>),
    /// Two numbers are one: patients or visits.
    Merge(Merge),
    /// Something that no rule can decide: a person must look. The words name no person.
    NeedsAPerson(&'static str),
}

/// What a message says of who the patient is. Lists replace the whole old list (HL7 UK A.3,
/// snapshot rule).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityNews {
    /// The patient's number at this hospital.
    pub patient: HospitalNumber,
    /// When it was said, as a place in the order of all messages.
    pub at: Moment,
    /// NHS number and status.
    pub nhs: Said<TracedNumber>,
    /// What was sent as an NHS number and is none. `Cleared` where a valid one was sent.
    pub unproved: Said<UnprovedNumber>,
    /// Two different valid numbers, or a status of conflict, were sent.
    pub number_in_conflict: bool,
    /// Names.
    pub names: Said<Vec<PersonName>>,
    /// Date of birth.
    pub born: Said<Born>,
    /// Gender.
    pub gender: Said<Gender>,
    /// Usual address.
    pub address: Said<Address>,
    /// Telephones.
    pub phones: Said<Vec<Phone>>,
    /// GP practice code.
    pub practice: Said<String>,
    /// PID-30, and PID-29 where it is known to the day. `Cleared` when PID-30 is `N`: a death
    /// recorded in error.
    pub died: Said<crate::people::Death>,
    /// PID-31 and the marks of test patients.
    pub known: Said<Known>,
    /// Whether details must be held back; see [`crate::access`].
    pub shielded: Said<Shield>,
}

impl IdentityNews {
    /// News of a patient that says nothing yet; the reader fills in what the message says.
    pub fn silent(patient: HospitalNumber, at: Moment) -> Self {
        Self {
            patient,
            at,
            nhs: Said::Nothing,
            unproved: Said::Nothing,
            number_in_conflict: false,
            names: Said::Nothing,
            born: Said::Nothing,
            gender: Said::Nothing,
            address: Said::Nothing,
            phones: Said::Nothing,
            practice: Said::Nothing,
            died: Said::Nothing,
            known: Said::Nothing,
            shielded: Said::Nothing,
        }
    }
}

impl fmt::Debug for IdentityNews {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdentityNews(..)")
    }
}

/// What the hospital says must be held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Shield {
    /// Nothing.
    None,
    /// The location is hidden, or the person is marked sensitive or stop-noted: `ZU8-4` 1 or 2,
    /// `PV1-16` S or Y.
    Location,
    /// The patient objects to sharing the detailed record: `ZU8-2` 2.
    Objection,
    /// The record is held as invalid: `PV1-16` I.
    Held,
}

/// Two numbers are one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Merge {
    /// Patients or visits, joined or parted.
    pub kind: MergeKind,
    /// When, as a place in the order of all messages.
    pub at: Moment,
}

/// What is joined. The first number is retired, the second survives (HL7 v2.4 MRG, PID).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum MergeKind {
    /// A34, A36, A40, A47: two patients are one.
    Patients {
        /// The number that is retired.
        retired: HospitalNumber,
        /// The number that survives.
        survivor: HospitalNumber,
    },
    /// A35, A36, A42, A49: two visits are one.
    Visits {
        /// The visit that is retired.
        retired: VisitNumber,
        /// The visit that survives.
        survivor: VisitNumber,
    },
    /// A24: two patients belong together but are not merged. A link changes no stay and shows
    /// nobody's record.
    Linked {
        /// One of the two.
        one: HospitalNumber,
        /// The other.
        other: HospitalNumber,
    },
    /// A37: that link is taken back.
    Unlinked {
        /// One of the two.
        one: HospitalNumber,
        /// The other.
        other: HospitalNumber,
    },
}
