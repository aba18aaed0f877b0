//! Who decides, if the person cannot?

use serde::{Deserialize, Serialize};

use super::{Fact, Professional};
use crate::people::Phone;
use crate::when::When;

/// A mental capacity assessment for one decision (PRSB section 3a; Mental Capacity Act 2005 s. 3).
/// Capacity is decided each time: an old outcome binds nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapacityAssessment {
    /// When.
    pub assessed: Fact<When>,
    /// Where.
    pub location: Fact<String>,
    /// Which decision, the outcome and any best interests decision.
    pub outcome: Fact<String>,
    /// Where the paper is.
    pub document: Fact<String>,
    /// Who assessed.
    pub assessor: Fact<Professional>,
    /// Who wrote it down.
    pub recorded_by: Fact<Professional>,
}

/// An attorney or deputy (PRSB section 3b).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attorney {
    /// What authority.
    pub kind: Fact<AttorneyKind>,
    /// Whether it is registered. One that is not has no force.
    pub registered: Fact<bool>,
    /// When it was recorded.
    pub recorded: Fact<When>,
    /// Where it was given.
    pub location: Fact<String>,
    /// Where the paper is.
    pub document: Fact<String>,
    /// Name of the attorney or deputy.
    pub name: Fact<String>,
    /// Telephone.
    pub phone: Fact<Phone>,
    /// Who took the details.
    pub taken_by: Fact<Professional>,
    /// Who wrote it down.
    pub recorded_by: Fact<Professional>,
}

/// What authority an attorney or deputy has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AttorneyKind {
    /// Lasting power of attorney for health and welfare.
    HealthAndWelfare,
    /// Lasting power of attorney for property and financial affairs: no say in care.
    PropertyAndFinance,
    /// Deputy appointed by the Court of Protection for health and welfare.
    WelfareDeputy,
    /// Deputy appointed by the Court of Protection for property.
    PropertyDeputy,
    /// Independent mental capacity advocate or other advocate.
    Advocate,
}

/// Deprivation of liberty, or its equivalent (PRSB section 3c).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deprivation {
    /// When applied for.
    pub applied: Fact<When>,
    /// How far the application has come.
    pub status: Fact<DeprivationStatus>,
    /// The record and the reason.
    pub description: Fact<String>,
    /// Authorised from.
    pub starts: Fact<When>,
    /// Authorised until.
    pub ends: Fact<When>,
    /// Who applied.
    pub applicant: Fact<Professional>,
}

/// How far an application has come (PRSB section 3c value set).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DeprivationStatus {
    /// Asked for.
    Requested,
    /// Granted.
    Authorised,
}

/// Detention or supervision under the Mental Health Act (PRSB section 3d).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MentalHealthStatus {
    /// From.
    pub starts: Fact<When>,
    /// Until.
    pub ends: Fact<When>,
    /// Where decided.
    pub location: Fact<String>,
    /// The section, in words.
    pub status: Fact<String>,
    /// Community treatment order or conditional discharge.
    pub supporting: Fact<String>,
    /// Who decided.
    pub decided_by: Fact<Professional>,
    /// Who wrote it down.
    pub recorded_by: Fact<Professional>,
}
