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
    /// The numbers differ by a slip of the pen, or one side's does not prove itself.
    NearNumber,
    /// One side's number is one that the other side's person had before.
    FormerNumber,
    /// The dates of birth agree to the day.
    SameBirthDate,
    /// The dates of birth are a slip apart: one digit, or day and month exchanged.
    NearBirthDate,
    /// The dates of birth differ.
    DifferentBirthDate,
    /// One side does not know the date of birth to the day.
    BirthDateUncertain,
    /// Family and given names agree.
    SameName,
    /// The name agrees with one the other side records as former, preferred or alias.
    SameOtherName,
    /// Family or given names are spelt alike, sound alike, or one is short for the other.
    SimilarName,
    /// The family names differ.
    DifferentFamilyName,
    /// The given names differ.
    DifferentGivenName,
    /// The postcodes agree.
    SamePostcode,
    /// The same house, now or before.
    SameAddress,
    /// The same telephone number.
    SamePhone,
    /// The stated genders differ. Never decides alone.
    DifferentGender,
    /// More than one person fits.
    SeveralFit,
    /// It may be a twin: same birth date and family, another given name.
    PossibleTwin,
    /// It may be another of the family or household: father and son, husband and wife.
    PossibleKin,
    /// What is known would fit others too: the probability is below what the policy asks for.
    NotSureEnough,
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
    /// Two people at the match desk found them to be the same person.
    DecidedSame,
    /// A person at the match desk found them to be two people.
    DecidedDifferent,
    /// This match stood before and was withdrawn as wrong: only people can bring it back.
    WithdrawnBefore,
}

impl Reason {
    /// The reason in words for people, without a value.
    pub fn words(self) -> &'static str {
        match self {
            Self::SameNumber => "same NHS number",
            Self::NumberVerified => "the hospital's NHS number is verified",
            Self::DifferentNumber => "different NHS numbers",
            Self::NumberInConflict => "the NHS number is in conflict",
            Self::NumberShared => "several people of the council hold this NHS number",
            Self::NearNumber => "NHS numbers that differ by a slip",
            Self::FormerNumber => "an NHS number held before",
            Self::SameBirthDate => "same birth date",
            Self::NearBirthDate => "birth dates that differ by a slip",
            Self::DifferentBirthDate => "different birth dates",
            Self::BirthDateUncertain => "birth date not known to the day",
            Self::SameName => "same name",
            Self::SameOtherName => "same as a former name or what the person is called",
            Self::SimilarName => "similar name",
            Self::DifferentFamilyName => "different family names",
            Self::DifferentGivenName => "different given names",
            Self::SamePostcode => "same postcode",
            Self::SameAddress => "same house",
            Self::SamePhone => "same telephone number",
            Self::DifferentGender => "different genders",
            Self::SeveralFit => "several people fit",
            Self::PossibleTwin => "may be a twin",
            Self::PossibleKin => "may be another of the family or household",
            Self::NotSureEnough => "not sure enough",
            Self::RecordedDead => "the council's record says that this person has died",
            Self::NobodyFits => "nobody fits",
            Self::IdentityUnknown => "the hospital does not know who this is",
            Self::TooLittle => "too little is known to compare",
            Self::MergedInDoubt => "merged numbers point to different people",
            Self::DecidedSame => "two people at the match desk said: the same",
            Self::DecidedDifferent => "a person at the match desk said: different",
            Self::WithdrawnBefore => "this match was withdrawn before",
        }
    }
    /// Whether it speaks against one and the same person, or forbids to take it for certain.
    pub fn is_against(self) -> bool {
        match self {
            Self::SameNumber
            | Self::NumberVerified
            | Self::FormerNumber
            | Self::SameBirthDate
            | Self::SameName
            | Self::SameOtherName
            | Self::SimilarName
            | Self::SamePostcode
            | Self::SameAddress
            | Self::SamePhone
            | Self::DecidedSame => false,
            Self::DifferentNumber
            | Self::NumberInConflict
            | Self::NumberShared
            | Self::NearNumber
            | Self::NearBirthDate
            | Self::DifferentBirthDate
            | Self::BirthDateUncertain
            | Self::DifferentFamilyName
            | Self::DifferentGivenName
            | Self::DifferentGender
            | Self::SeveralFit
            | Self::PossibleTwin
            | Self::PossibleKin
            | Self::NotSureEnough
            | Self::RecordedDead
            | Self::NobodyFits
            | Self::IdentityUnknown
            | Self::TooLittle
            | Self::MergedInDoubt
            | Self::DecidedDifferent
            | Self::WithdrawnBefore => true,
        }
    }
}

/// The link between a patient and the council's person, as it stands now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// What was decided.
    pub verdict: Verdict,
    /// When.
    pub decided_at: jiff::Timestamp,
}
