//! Why did a certain match end, and may it come back by itself?

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{PatientId, PersonKey};

/// Why a match that had been certain ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WithdrawalCause {
    /// Another person is the patient.
    OtherPerson,
    /// Somebody who saw the record reported that it is another person's.
    Reported,
    /// Somebody at the match desk found them to be two people.
    SaidDifferent,
    /// People had joined them, and one took that back.
    JoinUndone,
    /// The hospital corrected who the patient is.
    IdentityChanged,
    /// The national service told who the patient is.
    Traced,
    /// The hospital merged the patient with another.
    NumbersMerged,
    /// The council's book changed, or the way of matching, and the match is certain no longer.
    BookChanged,
    /// The council no longer has this person.
    PersonLeft,
    /// The national service restricts who may know of the patient.
    HeldBack,
}

impl WithdrawalCause {
    /// Every cause.
    pub const ALL: [Self; 10] = [
        Self::OtherPerson,
        Self::Reported,
        Self::SaidDifferent,
        Self::JoinUndone,
        Self::IdentityChanged,
        Self::Traced,
        Self::NumbersMerged,
        Self::BookChanged,
        Self::PersonLeft,
        Self::HeldBack,
    ];

    /// Whether the match must be taken for wrong all along: then only people bring it back.
    pub fn is_wrong(self) -> bool {
        match self {
            Self::OtherPerson
            | Self::Reported
            | Self::SaidDifferent
            | Self::JoinUndone
            | Self::IdentityChanged
            | Self::Traced
            | Self::NumbersMerged => true,
            Self::BookChanged | Self::PersonLeft | Self::HeldBack => false,
        }
    }

    /// The cause in one sentence.
    pub fn words(self) -> &'static str {
        match self {
            Self::OtherPerson => "The patient was found to be another person.",
            Self::Reported => "Somebody who saw the record reported that it is another person's.",
            Self::SaidDifferent => "The match desk found them to be two people.",
            Self::JoinUndone => "The match desk took back that they are one person.",
            Self::IdentityChanged => "The hospital corrected who the patient is.",
            Self::Traced => "The match no longer fits what the national service says.",
            Self::NumbersMerged => "The hospital merged the patient with another.",
            Self::BookChanged => {
                "The council's book or the way of matching changed: it is no longer certain."
            }
            Self::PersonLeft => "The council no longer has this person.",
            Self::HeldBack => "The national service restricts who may know of the patient.",
        }
    }
}

/// A certain match that ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawal {
    /// The number under which it stood.
    pub patient: PatientId,
    /// With whom.
    pub person: PersonKey,
    /// When it ended.
    pub at: Timestamp,
    /// Why.
    pub cause: WithdrawalCause,
}
