//! What has the council done and found?

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Fact, Professional};
use crate::people::Phone;
use crate::when::When;

/// A referral (PRSB section 8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referral {
    /// When.
    pub made: Fact<When>,
    /// From whom.
    pub referrer: Fact<Professional>,
    /// From which team or service.
    pub from_service: Fact<String>,
    /// What kind: hospital discharge notification, GP referral.
    pub kind: Fact<String>,
    /// Why.
    pub reason: Fact<String>,
    /// To whom.
    pub recipient: Fact<Professional>,
    /// To which team or service.
    pub to_service: Fact<String>,
}

/// A primary support reason (PRSB section 10; national client-level data). One is active.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupportReason {
    /// The reason in words.
    pub reason: Fact<String>,
    /// Whether it is the active one.
    pub active: Fact<bool>,
    /// From.
    pub starts: Fact<Date>,
    /// Until.
    pub ends: Fact<Date>,
}

/// An assessment or a review (PRSB section 11). That it took place, its kind and its outcome; not
/// its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// When done.
    pub done: Fact<When>,
    /// Where.
    pub location: Fact<String>,
    /// What kind: needs assessment, review, reablement.
    pub kind: Fact<String>,
    /// The outcome in words.
    pub outcome: Fact<String>,
    /// Structured results: name and score.
    pub scores: Fact<Vec<String>>,
    /// Who assessed.
    pub assessor: Fact<Professional>,
    /// Who wrote it down.
    pub recorded_by: Fact<Professional>,
    /// When the next review is due.
    pub review_due: Fact<Date>,
}

/// Equipment or an adaptation of the home (PRSB section 12).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Equipment {
    /// What.
    pub name: Fact<String>,
    /// Issued.
    pub issued: Fact<When>,
    /// Where it stands, reviews.
    pub comment: Fact<String>,
    /// Whom to ring for service.
    pub service_phone: Fact<Phone>,
}
