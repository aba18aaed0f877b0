//! Into which groups do the facts fall, as far as leave to see them goes?

use serde::{Deserialize, Serialize};

/// A group of facts or of acts to which one rule of access applies: the rows of the access table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DataGroup {
    /// Identity and the responsible council.
    Identity,
    /// Known yes or no, worker, team, numbers.
    KnownAndTeam,
    /// Packages, provider, state, restart.
    Packages,
    /// Carer, household, contacts marked shareable.
    CarerAndContacts,
    /// Home access: key safe yes or no, equipment.
    Home,
    /// Communication and adjustments.
    Communication,
    /// Attorney, deputy, advocate, deprivation of liberty.
    Decisions,
    /// Last assessment: date, kind, outcome.
    Assessment,
    /// Whether a safeguarding enquiry is open, and the telephone.
    SafeguardingFlag,
    /// The detail of a safeguarding concern: stays in the council's own system.
    SafeguardingDetail,
    /// Risk to visiting staff.
    StaffRisk,
    /// A protected address or location.
    ProtectedLocation,
    /// Hospital stay: ward, dates, readiness.
    HospitalStay,
    /// Ask and answer.
    AskAndAnswer,
    /// Tell the council.
    TellCouncil,
    /// Ask for hold or restart.
    RequestRestart,
    /// Confirm hold or restart.
    ConfirmRestart,
    /// The discharge plan.
    DischargePlan,
    /// The log of who looked at a person.
    AccessLog,
    /// Dashboards: counts.
    Dashboards,
    /// Queues, status, configuration: no person data.
    Status,
    /// The match desk and the release of a wrong match.
    MatchDesk,
    /// Who of the own organisation may come in: accounts, seats, invitations. No person data.
    Accounts,
}

impl DataGroup {
    /// All groups, in the order of the access table.
    pub const ALL: [Self; 23] = [
        Self::Identity,
        Self::KnownAndTeam,
        Self::Packages,
        Self::CarerAndContacts,
        Self::Home,
        Self::Communication,
        Self::Decisions,
        Self::Assessment,
        Self::SafeguardingFlag,
        Self::SafeguardingDetail,
        Self::StaffRisk,
        Self::ProtectedLocation,
        Self::HospitalStay,
        Self::AskAndAnswer,
        Self::TellCouncil,
        Self::RequestRestart,
        Self::ConfirmRestart,
        Self::DischargePlan,
        Self::AccessLog,
        Self::Dashboards,
        Self::Status,
        Self::MatchDesk,
        Self::Accounts,
    ];

    /// The group in words, as an access report names it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Identity => "who the person is",
            Self::KnownAndTeam => "the council's team and worker",
            Self::Packages => "care and services",
            Self::CarerAndContacts => "carer, household and contacts",
            Self::Home => "home and equipment",
            Self::Communication => "communication and adjustments",
            Self::Decisions => "who decides",
            Self::Assessment => "last assessment",
            Self::SafeguardingFlag => "whether a safeguarding enquiry is open",
            Self::SafeguardingDetail => "the detail of safeguarding",
            Self::StaffRisk => "risk to visiting staff",
            Self::ProtectedLocation => "where the person is, where that is protected",
            Self::HospitalStay => "hospital stay",
            Self::AskAndAnswer => "questions and answers",
            Self::TellCouncil => "telling the council",
            Self::RequestRestart => "asking for a hold or a restart",
            Self::ConfirmRestart => "confirming a hold or a restart",
            Self::DischargePlan => "discharge plan",
            Self::AccessLog => "who looked",
            Self::Dashboards => "counts",
            Self::Status => "state of the service",
            Self::MatchDesk => "match desk",
            Self::Accounts => "accounts",
        }
    }

    /// Whether it is of the person's record, which a look opens; the others are what somebody does,
    /// or pages of their own.
    pub fn is_of_the_record(self) -> bool {
        match self {
            Self::Identity
            | Self::KnownAndTeam
            | Self::Packages
            | Self::CarerAndContacts
            | Self::Home
            | Self::Communication
            | Self::Decisions
            | Self::Assessment
            | Self::SafeguardingFlag
            | Self::SafeguardingDetail
            | Self::StaffRisk
            | Self::ProtectedLocation
            | Self::HospitalStay => true,
            Self::AskAndAnswer
            | Self::TellCouncil
            | Self::RequestRestart
            | Self::ConfirmRestart
            | Self::DischargePlan
            | Self::AccessLog
            | Self::Dashboards
            | Self::Status
            | Self::MatchDesk
            | Self::Accounts => false,
        }
    }
}
