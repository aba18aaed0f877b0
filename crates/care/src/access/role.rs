//! In what role does somebody look?

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Origin, OwnDetails, Seat};
use crate::people::{CouncilName, SiteCode, StaffId, TrustCode};

/// What somebody does, as their organisation says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Emergency department nurse, doctor, frailty team.
    EmergencyDepartment,
    /// Ward nurse or doctor.
    Ward,
    /// Occupational therapist or physiotherapist.
    Therapist,
    /// Discharge coordinator, care transfer hub.
    DischargeCoordinator,
    /// Ward clerk.
    WardClerk,
    /// Council social worker, duty worker.
    SocialWorker,
    /// Council out-of-hours team.
    OutOfHoursTeam,
    /// Council care arranging team.
    Brokerage,
    /// Safeguarding lead of either side.
    SafeguardingLead,
    /// Privacy officer, Caldicott Guardian of either side.
    PrivacyOfficer,
    /// Service owner.
    ServiceOwner,
    /// Technical support.
    Support,
}

impl Role {
    /// All roles, in the order of the access table.
    pub const ALL: [Self; 12] = [
        Self::EmergencyDepartment,
        Self::Ward,
        Self::Therapist,
        Self::DischargeCoordinator,
        Self::WardClerk,
        Self::SocialWorker,
        Self::OutOfHoursTeam,
        Self::Brokerage,
        Self::SafeguardingLead,
        Self::PrivacyOfficer,
        Self::ServiceOwner,
        Self::Support,
    ];

    /// The role in words, as the header of each page shows it.
    pub fn words(self) -> &'static str {
        match self {
            Self::EmergencyDepartment => "Emergency department",
            Self::Ward => "Ward nurse or doctor",
            Self::Therapist => "Therapist",
            Self::DischargeCoordinator => "Discharge coordinator",
            Self::WardClerk => "Ward clerk",
            Self::SocialWorker => "Social worker",
            Self::OutOfHoursTeam => "Out-of-hours team",
            Self::Brokerage => "Care arranging team",
            Self::SafeguardingLead => "Safeguarding lead",
            Self::PrivacyOfficer => "Privacy officer",
            Self::ServiceOwner => "Service owner",
            Self::Support => "Technical support",
        }
    }
}

/// The organisation in whose name somebody looks. Nobody sees past their own.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Organisation {
    /// A hospital: the trust, and the site where they work.
    Hospital {
        /// The trust.
        trust: TrustCode,
        /// The site.
        site: SiteCode,
    },
    /// A council.
    Council(CouncilName),
}

/// A member of staff who is signed in, in one role.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staff {
    /// Our handle.
    pub id: StaffId,
    /// The name shown in the header and in the audit.
    pub name: String,
    /// In what role.
    pub role: Role,
    /// For whom.
    pub organisation: Organisation,
    /// By which way and from where they came in.
    #[serde(default)]
    pub origin: Origin,
    /// What is known of them as a private person.
    #[serde(default)]
    pub own: OwnDetails,
}

impl Staff {
    /// A member of staff in a seat, of whom no more is known.
    pub fn new(id: StaffId, name: impl Into<String>, seat: Seat) -> Self {
        let Seat { role, organisation } = seat;
        let (origin, own) = (Origin::default(), OwnDetails::default());
        Self { id, name: name.into(), role, organisation, origin, own }
    }

    /// In what role, and for whom.
    pub fn seat(&self) -> Seat {
        Seat { role: self.role, organisation: self.organisation.clone() }
    }
}

impl fmt::Debug for Staff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Staff({:?}, {:?})", self.id, self.role)
    }
}
