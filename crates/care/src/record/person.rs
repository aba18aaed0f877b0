//! Who is this in the council's books, and how do they live?

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Fact;
use crate::people::{Address, Born, Gender, Identity, NhsNumber, PersonName, Phone, Reason};

/// Demographics (PRSB section 1), the responsible council (section 5), and what the ward needs of
/// communication and home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Name, title and suffix.
    pub name: Fact<PersonName>,
    /// How the person wants to be addressed.
    pub preferred_name: Fact<String>,
    /// Date of birth.
    pub born: Fact<Born>,
    /// Stated gender. Sex is left out on purpose: to hold both can reveal what was told in
    /// confidence (PRSB section 1, gender).
    pub gender: Fact<Gender>,
    /// NHS number as the council holds it.
    pub nhs_number: Fact<NhsNumber>,
    /// Further identifiers that the council shares.
    pub other_identifiers: Fact<Vec<String>>,
    /// Usual place of residence.
    pub address: Fact<Address>,
    /// Date of death.
    pub died_on: Fact<Date>,
    /// The responsible council and its team.
    pub authority: LocalAuthority,
    /// Since when the council knows the person.
    pub known_since: Fact<Date>,
    /// Whether the case is open: "open", "closed", "review only", in the council's words.
    pub case_state: Fact<String>,
    /// Language, interpreter, needs.
    pub communication: Communication,
    /// How the person lives.
    pub home: Home,
    /// What must be held back.
    pub sharing: Fact<Sharing>,
}

impl Person {
    /// Whether this can not be the patient who was matched, by the record as it was read just now:
    /// two NHS numbers, or two dates of birth, that differ. The council's people may have changed
    /// since matching looked at them; such a record must not be shown.
    pub fn contradicts(&self, patient: &Identity) -> bool {
        !self.contradictions(patient).is_empty()
    }

    /// What contradicts that this is the patient; see [`Self::contradicts`].
    pub fn contradictions(&self, patient: &Identity) -> Vec<Reason> {
        let numbers = self.nhs_number.known().zip(patient.nhs.as_ref());
        let days =
            self.born.known().and_then(Born::exact).zip(patient.born.and_then(|it| it.exact()));
        let number = numbers.is_some_and(|(council, hospital)| *council != hospital.number);
        let day = days.is_some_and(|(council, hospital)| council != hospital);
        let found =
            [number.then_some(Reason::DifferentNumber), day.then_some(Reason::DifferentBirthDate)];
        found.into_iter().flatten().collect()
    }

    /// The same for a pair that two people at the match desk joined with `decided_on` before them:
    /// what they saw and decided in the face of is no contradiction, as long as the record still
    /// says the same. What was not known then was not decided on.
    pub fn contradictions_beyond(&self, decided_on: &Identity, patient: &Identity) -> Vec<Reason> {
        let seen_number =
            decided_on.nhs.is_some_and(|seen| self.nhs_number.known() == Some(&seen.number));
        let seen_day = decided_on.born.is_some_and(|seen| {
            seen.exact().is_some() && self.born.known().and_then(Born::exact) == seen.exact()
        });
        let is_new = |reason: &Reason| match reason {
            Reason::DifferentNumber => !seen_number,
            _ => !seen_day,
        };
        self.contradictions(patient).into_iter().filter(is_new).collect()
    }
}

/// The responsible council (PRSB section 5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalAuthority {
    /// ODS code.
    pub code: Fact<String>,
    /// Name.
    pub name: Fact<String>,
    /// The team that assesses.
    pub team: Fact<String>,
    /// Who liaises with the hospital about discharge.
    pub contact_name: Fact<String>,
    /// That person's telephone.
    pub contact_phone: Fact<Phone>,
}

/// How to talk with the person (NHS Accessible Information Standard, DCB1605).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Communication {
    /// Language spoken.
    pub language: Fact<String>,
    /// Whether an interpreter is needed.
    pub interpreter: Fact<bool>,
    /// Needs: hearing aids, easy read, speak slowly.
    pub needs: Fact<String>,
    /// Reasonable adjustments agreed.
    pub adjustments: Fact<String>,
}

/// How the person lives and how to get in. A key-safe code is never here: only whether there is
/// a key safe.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    /// With whom.
    pub lives_with: Fact<String>,
    /// What kind of home: own house, sheltered flat, care home.
    pub kind: Fact<String>,
    /// Whether there is a key safe.
    pub key_safe: Fact<bool>,
    /// How to get in: stairs, lift, back door.
    pub access: Fact<String>,
    /// Pets that somebody must feed or fear.
    pub pets: Fact<String>,
    /// Telecare: pendant alarm, falls sensor.
    pub telecare: Fact<String>,
}

/// Marks of the council on what may be shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sharing {
    /// Nothing is held back.
    Open,
    /// The person objects to sharing.
    Objection,
    /// The address or location is protected.
    ProtectedLocation,
    /// Under 18 and preparing for adulthood, marked for sharing by the council.
    Transition,
}
