//! What speaks for and against this person being the patient, and how strongly?

use serde::{Deserialize, Serialize};

use super::{PersonKey, Verdict};

/// What one look-up found: the verdict, and everybody who was weighed.
///
/// Words and reasons name fields, never their values, so that all of it may be logged and audited;
/// the ids of the people may not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    /// What follows from it.
    pub verdict: Verdict,
    /// Which version of the weights was used.
    pub model: String,
    /// Those who may be the patient, the likeliest first. What is hopeless is left out.
    pub candidates: Vec<Candidate>,
}

impl Assessment {
    /// The candidate who is this person, where they were weighed.
    pub fn of(&self, person: &PersonKey) -> Option<&Candidate> {
        self.candidates.iter().find(|candidate| candidate.person == *person)
    }
}

/// One person who may be the patient.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// Who.
    pub person: PersonKey,
    /// How likely this is the patient, by the model, given all other candidates and that the
    /// patient may be known to no council: 0 to 1.
    pub probability: f64,
    /// Log-odds of being the patient rather than anybody else, natural logarithm, rivals and guards
    /// counted: what two look-ups may be ranked by.
    pub score: f64,
    /// What each field says, in the order in which people read them. Their bits and `start` add up
    /// to the weight of this candidate before rivals are counted.
    pub evidence: Vec<Evidence>,
    /// Where the weight starts before anything is compared, in bits: how rarely a person picked at
    /// random is the patient. Negative.
    pub start: f64,
    /// The explanation that competes most with "the same person".
    pub rival: Explanation,
    /// What forbids to take this person for certain, whatever the weight.
    pub guards: Vec<Guard>,
}

/// What one field says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Which field.
    pub field: Field,
    /// What the comparison found, as a records clerk says it: "family name differs by one letter".
    /// It holds no value.
    pub words: String,
    /// How strongly it speaks for the same person against the strongest other explanation, in bits:
    /// +10 makes it about a thousand times likelier, -10 a thousand times less likely.
    pub bits: f64,
}

/// Why two records may look alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Explanation {
    /// They are of one person.
    Same,
    /// They are of twins.
    Twin,
    /// They are of two people of one family or household.
    Kin,
    /// They are of two people who have nothing to do with each other.
    Stranger,
}

impl Explanation {
    /// The explanation in words, as the end of "rather than …".
    pub fn words(self) -> &'static str {
        match self {
            Self::Same => "the same person",
            Self::Twin => "a twin",
            Self::Kin => "someone of the same family or household",
            Self::Stranger => "a stranger who happens to be alike",
        }
    }
}

/// A field that is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// NHS number, former and mistyped ones too.
    NhsNumber,
    /// Given name, with what the person is called.
    GivenName,
    /// Middle names.
    MiddleName,
    /// Family name, former ones too.
    FamilyName,
    /// Date of birth.
    BirthDate,
    /// Gender.
    Gender,
    /// House and postcode, now and before.
    Address,
    /// Telephone.
    Phone,
    /// GP practice.
    Practice,
    /// Whether the person has died.
    Death,
}

impl Field {
    /// All fields, in the order in which people read them.
    pub const ALL: [Self; 10] = [
        Self::NhsNumber,
        Self::FamilyName,
        Self::GivenName,
        Self::MiddleName,
        Self::BirthDate,
        Self::Gender,
        Self::Address,
        Self::Phone,
        Self::Practice,
        Self::Death,
    ];

    /// What the field is called.
    pub fn words(self) -> &'static str {
        match self {
            Self::NhsNumber => "NHS number",
            Self::FamilyName => "Family name",
            Self::GivenName => "Given name",
            Self::MiddleName => "Middle names",
            Self::BirthDate => "Date of birth",
            Self::Gender => "Gender",
            Self::Address => "Address",
            Self::Phone => "Telephone",
            Self::Practice => "GP practice",
            Self::Death => "Death",
        }
    }
}

/// What sends a pair to a person, whatever its weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Guard {
    /// The two hold different valid NHS numbers.
    OtherNumber,
    /// The NHS number is in conflict at the hospital, or held by several people of the council.
    NumberInQuarantine,
    /// The NHS number agrees, and too little else does.
    NumberAlone,
    /// Same birth date and family, another given name: a twin.
    Twin,
    /// Same name and house, born years apart: parent and child.
    ParentAndChild,
    /// The given name differs, is an initial or is not known, and nothing outweighs that.
    GivenName,
    /// The only given name in common is one that many carry as a title.
    TitleForName,
    /// The family name differs, and no marriage explains it.
    FamilyName,
    /// The dates of birth do not agree.
    BirthDate,
    /// Middle names contradict each other.
    MiddleName,
    /// The stated genders differ.
    Gender,
    /// Only name and birth date agree: others may share both.
    NothingElse,
    /// Another person fits about as well.
    TooClose,
    /// The council keeps two records that look like this person: the care may stand in either.
    KeptTwice,
    /// So many share what is known that not all could be compared.
    Crowded,
    /// The council's record says that this person has died.
    RecordedDead,
}

impl Guard {
    /// Why a person must look, in one sentence.
    pub fn words(self) -> &'static str {
        match self {
            Self::OtherNumber => "The two records hold different valid NHS numbers.",
            Self::NumberInQuarantine => "The NHS number is in conflict or held by several people.",
            Self::NumberAlone => "The NHS number agrees, but too little else does.",
            Self::Twin => "This may be a twin: same birth date and family, another given name.",
            Self::ParentAndChild => "These may be parent and child of one name and house.",
            Self::GivenName => "The given name differs or is not known in full.",
            Self::TitleForName => "The given name in common is one that many carry as a title.",
            Self::FamilyName => "The family name differs and nothing explains why.",
            Self::BirthDate => "The dates of birth do not agree.",
            Self::MiddleName => "The middle names contradict each other.",
            Self::Gender => "The stated genders differ.",
            Self::NothingElse => "Only name and date of birth agree; others may share both.",
            Self::TooClose => "Another person fits about as well.",
            Self::KeptTwice => "The council keeps two records that look like this person.",
            Self::Crowded => "So many people are alike that not all could be compared.",
            Self::RecordedDead => "The council's record says that this person has died.",
        }
    }
}
