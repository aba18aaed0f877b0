//! What does the council know of this person?
//!
//! The sections follow the PRSB standard "Information provided by local authorities in shared care
//! records" v1.1, with what it leaves out and the ward needs most: the provider with day and night
//! numbers, the pattern of visits, and the terms of hold and restart.
//!
//! **Invariant:** nothing is blank. Each item is a [`Fact`]: a value, or a named state that says
//! why there is none. One part of the record is read in one piece from one source at one time;
//! [`Part::checked`] says which, and that is the source and time of each fact in it.

pub mod answer;
pub mod completeness;
pub mod contacts;
pub mod fact;
pub mod history;
pub mod judge;
pub mod legal;
pub mod package;
pub mod part;
pub mod person;
pub mod safety;
pub mod week;
pub mod work;

use serde::{Deserialize, Serialize};

pub use answer::{Answer, answer};
pub use completeness::{Completeness, completeness, completeness_of};
pub use contacts::{PersonalContact, Professional, ProfessionalContact};
pub use fact::Fact;
pub use history::{History, history};
pub use judge::{PackageNow, package_now};
pub use legal::{
    Attorney, AttorneyKind, CapacityAssessment, Deprivation, DeprivationStatus, MentalHealthStatus,
};
pub use package::{
    HoldTerms, Package, PackageState, Provider, Setting, Visit, VisitPattern, VisitTime,
};
pub use part::{Checked, Freshness, Part, PartName};
pub use person::{Communication, Home, LocalAuthority, Person, Sharing};
pub use safety::{Alert, AlertAudience, SafeguardingConcern};
pub use week::{Week, week};
pub use work::{Assessment, Equipment, Referral, SupportReason};

/// All that a council says of one person, part by part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Demographics, council, communication, home and sharing marks (PRSB sections 1 and 5).
    pub person: Part<Person>,
    /// Warnings (PRSB section 2).
    pub alerts: Part<Vec<Alert>>,
    /// Mental capacity assessments, one for each decision (PRSB section 3a).
    pub capacity: Part<Vec<CapacityAssessment>>,
    /// Attorneys and deputies (PRSB section 3b).
    pub attorneys: Part<Vec<Attorney>>,
    /// Deprivation of liberty (PRSB section 3c).
    pub deprivations: Part<Vec<Deprivation>>,
    /// Status under the Mental Health Act (PRSB section 3d).
    pub mental_health: Part<Vec<MentalHealthStatus>>,
    /// Safeguarding concerns (PRSB section 4).
    pub safeguarding: Part<Vec<SafeguardingConcern>>,
    /// Professionals (PRSB section 6).
    pub professionals: Part<Vec<ProfessionalContact>>,
    /// Family, friends and carers (PRSB section 7).
    pub contacts: Part<Vec<PersonalContact>>,
    /// Referrals (PRSB section 8).
    pub referrals: Part<Vec<Referral>>,
    /// Services and care, now and before (PRSB section 9).
    pub packages: Part<Vec<Package>>,
    /// Visits in an ordinary week; not in the PRSB standard.
    pub visits: Part<Vec<Visit>>,
    /// Primary support reasons (PRSB section 10).
    pub support_reasons: Part<Vec<SupportReason>>,
    /// Assessments and reviews (PRSB section 11).
    pub assessments: Part<Vec<Assessment>>,
    /// Equipment and adaptations (PRSB section 12).
    pub equipment: Part<Vec<Equipment>>,
}

impl Record {
    /// Whether a part has an answer, and since when; not what the answer is.
    pub fn part(&self, name: PartName) -> Part<()> {
        match name {
            PartName::Person => self.person.outline(),
            PartName::Alerts => self.alerts.outline(),
            PartName::Capacity => self.capacity.outline(),
            PartName::Attorneys => self.attorneys.outline(),
            PartName::Deprivations => self.deprivations.outline(),
            PartName::MentalHealth => self.mental_health.outline(),
            PartName::Safeguarding => self.safeguarding.outline(),
            PartName::Professionals => self.professionals.outline(),
            PartName::Contacts => self.contacts.outline(),
            PartName::Referrals => self.referrals.outline(),
            PartName::Packages => self.packages.outline(),
            PartName::Visits => self.visits.outline(),
            PartName::SupportReasons => self.support_reasons.outline(),
            PartName::Assessments => self.assessments.outline(),
            PartName::Equipment => self.equipment.outline(),
        }
    }
}
