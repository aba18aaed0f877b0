//! Which of the council's people is this patient, and why?

use serde::{Deserialize, Serialize};

use super::PersonKey;

/// What matching decided about one patient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// This patient is that person. Only this opens a record.
    Match(PersonKey, Vec<Reason>),
    /// It may be one of these; a person at the match desk decides. Shows nothing to anyone else.
    Review(Vec<PersonKey>, Vec<Reason>),
    /// None of the people whom our councils know.
    None(Vec<Reason>),
}

impl Verdict {
    /// The person, where the match is certain.
    pub fn matched(&self) -> Option<&PersonKey> {
        match self {
            Self::Match(person, _) => Some(person),
            Self::Review(..) | Self::None(_) => None,
        }
    }

    /// Why it was decided so.
    pub fn reasons(&self) -> &[Reason] {
        match self {
            Self::Match(_, reasons) | Self::Review(_, reasons) | Self::None(reasons) => reasons,
        }
    }
}

/// One piece of evidence. It names fields, never their values, so it may be logged and audited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Reason {
    /// Both sides hold the same NHS number.
    SameNumber,
    /// The hospital's number is verified by a trace.
    NumberVerified,
    /// The sides hold two different valid NHS numbers.
    DifferentNumber,
    /// The hospital's number was sent as in conflict, or two numbers were sent.
    NumberInConflict,
    /// More than one council record holds this NHS number: it is under quarantine.
    NumberShared,
    /// The dates of birth agree to the day.
    SameBirthDate,
    /// The dates of birth differ.
    DifferentBirthDate,
    /// One side does not know the date of birth to the day.
    BirthDateUncertain,
    /// Family and given names agree.
    SameName,
    /// The name agrees with one the other side records as former, preferred or alias.
    SameOtherName,
    /// The family names differ.
    DifferentFamilyName,
    /// The given names differ.
    DifferentGivenName,
    /// The postcodes agree.
    SamePostcode,
    /// The stated genders differ. Never decides alone.
    DifferentGender,
    /// More than one person fits.
    SeveralFit,
    /// The council says that this person has died; the hospital says that they live.
    RecordedDead,
    /// Nobody fits.
    NobodyFits,
    /// The hospital does not know who this is.
    IdentityUnknown,
    /// Too little is known to compare: no number, or no name, or no date of birth.
    TooLittle,
    /// Numbers of the hospital were merged that point to different people, or one of which must be
    /// held back.
    MergedInDoubt,
}

/// The link between a patient and the council's person, as it stands now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// What was decided.
    pub verdict: Verdict,
    /// When.
    pub decided_at: jiff::Timestamp,
}
