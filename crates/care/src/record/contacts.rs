//! Whom may the ward ring?

use serde::{Deserialize, Serialize};

use super::Fact;
use crate::people::Phone;
use crate::when::When;

/// A professional concerned with the person (PRSB section 6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfessionalContact {
    /// Name.
    pub name: Fact<String>,
    /// Role in words. "Social worker" is a protected title: it is shown only where the source
    /// says so.
    pub role: Fact<String>,
    /// Whether this is the key worker.
    pub key_worker: Fact<bool>,
    /// Speciality.
    pub speciality: Fact<String>,
    /// Team.
    pub team: Fact<String>,
    /// Employer.
    pub organisation: Fact<String>,
    /// Telephone.
    pub phone: Fact<Phone>,
    /// E-mail address.
    pub email: Fact<String>,
    /// Concerned since.
    pub starts: Fact<When>,
    /// Concerned until.
    pub ends: Fact<When>,
}

/// Family, friend or carer (PRSB section 7). Only people whom the council marked "hospital may
/// contact" reach this type with their name and telephone; the date of birth and NHS number of the
/// standard are never read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonalContact {
    /// Name.
    pub name: Fact<String>,
    /// Relationship: daughter, neighbour.
    pub relationship: Fact<String>,
    /// Further roles: carer, next of kin, emergency contact, key holder. "Next of kin" has no
    /// legal force.
    pub roles: Fact<Vec<String>>,
    /// Whether this is the main unpaid carer.
    pub main_carer: Fact<bool>,
    /// Whether the carer can go on caring, in the council's words.
    pub can_continue: Fact<String>,
    /// Whether they hold parental responsibility.
    pub parental_responsibility: Fact<bool>,
    /// Whether they live in the same household.
    pub household_member: Fact<bool>,
    /// Telephone.
    pub phone: Fact<Phone>,
    /// E-mail address.
    pub email: Fact<String>,
    /// What matters: "ring in an emergency, day or night".
    pub comments: Fact<String>,
}

/// Who did or wrote something (PRSB performing professional; person completing record).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Professional {
    /// Name.
    pub name: Fact<String>,
    /// Role.
    pub role: Fact<String>,
    /// Grade.
    pub grade: Fact<String>,
    /// Speciality.
    pub speciality: Fact<String>,
    /// Registration or staff id.
    pub identifier: Fact<String>,
    /// Employer.
    pub organisation: Fact<String>,
    /// Telephone.
    pub phone: Fact<Phone>,
    /// When the entry was written; only where this is the person completing the record.
    pub completed: Fact<When>,
}
