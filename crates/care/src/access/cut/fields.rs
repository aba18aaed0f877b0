//! Which fact belongs to which group, and which could tell where a protected person is?
//!
//! This is the one place that says so. Every type is rebuilt field by field, so that a new field
//! does not compile before somebody has said here who may see it. A field is one of
//!
//! - `least`: shown also to those who see only the minimum of the group;
//! - `all`: shown to those who see the whole group;
//! - `place`: the same, and held back where the location is protected: addresses, telephones,
//!   providers, bases of workers, and words written freely, which may name any of these.
//!
//! Third parties: contacts whom the council has not marked for the hospital never come this far,
//! and what is read of the others has no room for a birth date or for health.

mod person;
mod services;

use jiff::civil::Date;

use super::{DataGroup, Extent, Knife};
use crate::record::judge::safeguarding_now;
use crate::record::{
    Alert, AlertAudience, Attorney, CapacityAssessment, Deprivation, Fact, MentalHealthStatus,
    Part, PersonalContact, Professional, ProfessionalContact, Record, SafeguardingConcern,
};

pub(super) fn record(knife: &Knife<'_>, record: Record) -> Record {
    use DataGroup as Group;
    Record {
        person: knife.part(Group::Identity, record.person, |it| person::person(knife, it)),
        alerts: alerts(knife, record.alerts),
        capacity: knife.whole_list(Group::Decisions, record.capacity, capacity),
        attorneys: knife.list(Group::Decisions, record.attorneys, attorney),
        deprivations: knife.list(Group::Decisions, record.deprivations, deprivation),
        mental_health: knife.whole_list(Group::Decisions, record.mental_health, mental_health),
        safeguarding: safeguarding(knife, record.safeguarding),
        professionals: knife.list(Group::KnownAndTeam, record.professionals, professional_contact),
        contacts: knife.list(Group::CarerAndContacts, record.contacts, personal_contact),
        referrals: knife.whole_list(Group::Assessment, record.referrals, services::referral),
        packages: knife.list(Group::Packages, record.packages, services::package),
        visits: knife.list(Group::Packages, record.visits, services::visit),
        support_reasons: knife.whole_list(
            Group::Assessment,
            record.support_reasons,
            services::support_reason,
        ),
        assessments: knife.list(Group::Assessment, record.assessments, services::assessment),
        equipment: knife.list(Group::Home, record.equipment, services::equipment),
    }
}

/// Alerts for visiting staff are one group, all others belong to the home. One of a kind that
/// nobody recognises may be for staff, so it counts as that.
fn alerts(knife: &Knife<'_>, part: Part<Vec<Alert>>) -> Part<Vec<Alert>> {
    let extent = knife.extent(DataGroup::StaffRisk);
    let seen = match extent {
        Extent::Nothing | Extent::WithReason => DataGroup::Home,
        Extent::Full | Extent::Minimum => DataGroup::StaffRisk,
    };
    let mut part = knife.list(seen, part, alert);
    if extent != Extent::Full {
        part.checked.changed = None;
    }
    part
}

fn alert(knife: &Knife<'_>, alert: Alert) -> Alert {
    let group = match alert.audience {
        Fact::Known(AlertAudience::Person | AlertAudience::Everyone) => DataGroup::Home,
        _ => DataGroup::StaffRisk,
    };
    Alert {
        audience: knife.least(group, alert.audience),
        text: knife.place(group, alert.text),
        starts: knife.least(group, alert.starts),
        ends: knife.least(group, alert.ends),
        recorded_by: professional(knife, group, alert.recorded_by),
    }
}

/// The minimum is one word, since when, and the telephone: however many enquiries are open, one is
/// left, and of those that are closed nothing.
fn safeguarding(
    knife: &Knife<'_>,
    part: Part<Vec<SafeguardingConcern>>,
) -> Part<Vec<SafeguardingConcern>> {
    let group = DataGroup::SafeguardingFlag;
    let today = knife.sight.today();
    let least = knife.extent(group) == Extent::Minimum;
    let part = if least { Part { fact: only_open(&part.fact, today), ..part } } else { part };
    knife.list(group, part, |knife, concern| SafeguardingConcern {
        raised: knife.least(group, concern.raised),
        closed: knife.least(group, concern.closed),
        phone: knife.sheltered(knife.least(group, concern.phone)),
    })
}

fn only_open(
    concerns: &Fact<Vec<SafeguardingConcern>>,
    today: Date,
) -> Fact<Vec<SafeguardingConcern>> {
    safeguarding_now(concerns, today).map(|open| {
        vec![SafeguardingConcern {
            raised: open.since,
            closed: Fact::NoneRecorded,
            phone: open.phone,
        }]
    })
}

fn capacity(knife: &Knife<'_>, it: CapacityAssessment) -> CapacityAssessment {
    let group = DataGroup::Decisions;
    CapacityAssessment {
        assessed: knife.all(group, it.assessed),
        location: knife.place(group, it.location),
        outcome: knife.place(group, it.outcome),
        document: knife.place(group, it.document),
        assessor: professional(knife, group, it.assessor),
        recorded_by: professional(knife, group, it.recorded_by),
    }
}

fn attorney(knife: &Knife<'_>, it: Attorney) -> Attorney {
    let group = DataGroup::Decisions;
    Attorney {
        kind: knife.least(group, it.kind),
        registered: knife.least(group, it.registered),
        recorded: knife.least(group, it.recorded),
        location: knife.place(group, it.location),
        document: knife.place(group, it.document),
        name: knife.all(group, it.name),
        phone: knife.place(group, it.phone),
        taken_by: professional(knife, group, it.taken_by),
        recorded_by: professional(knife, group, it.recorded_by),
    }
}

fn deprivation(knife: &Knife<'_>, it: Deprivation) -> Deprivation {
    let group = DataGroup::Decisions;
    Deprivation {
        applied: knife.all(group, it.applied),
        status: knife.least(group, it.status),
        description: knife.place(group, it.description),
        starts: knife.least(group, it.starts),
        ends: knife.least(group, it.ends),
        applicant: professional(knife, group, it.applicant),
    }
}

fn mental_health(knife: &Knife<'_>, it: MentalHealthStatus) -> MentalHealthStatus {
    let group = DataGroup::Decisions;
    MentalHealthStatus {
        starts: knife.all(group, it.starts),
        ends: knife.all(group, it.ends),
        location: knife.place(group, it.location),
        status: knife.all(group, it.status),
        supporting: knife.place(group, it.supporting),
        decided_by: professional(knife, group, it.decided_by),
        recorded_by: professional(knife, group, it.recorded_by),
    }
}

fn professional_contact(knife: &Knife<'_>, it: ProfessionalContact) -> ProfessionalContact {
    let group = DataGroup::KnownAndTeam;
    ProfessionalContact {
        name: knife.all(group, it.name),
        role: knife.all(group, it.role),
        key_worker: knife.all(group, it.key_worker),
        speciality: knife.all(group, it.speciality),
        team: knife.place(group, it.team),
        organisation: knife.place(group, it.organisation),
        phone: knife.place(group, it.phone),
        email: knife.place(group, it.email),
        starts: knife.all(group, it.starts),
        ends: knife.all(group, it.ends),
    }
}

fn personal_contact(knife: &Knife<'_>, it: PersonalContact) -> PersonalContact {
    let group = DataGroup::CarerAndContacts;
    PersonalContact {
        name: knife.all(group, it.name),
        relationship: knife.all(group, it.relationship),
        roles: knife.all(group, it.roles),
        main_carer: knife.all(group, it.main_carer),
        can_continue: knife.place(group, it.can_continue),
        parental_responsibility: knife.all(group, it.parental_responsibility),
        household_member: knife.all(group, it.household_member),
        phone: knife.place(group, it.phone),
        email: knife.place(group, it.email),
        comments: knife.place(group, it.comments),
    }
}

/// Who did or wrote something: as much of it as of the thing itself.
fn professional(
    knife: &Knife<'_>,
    group: DataGroup,
    professional: Fact<Professional>,
) -> Fact<Professional> {
    knife.all(group, professional).map(|it| Professional {
        name: it.name,
        role: it.role,
        grade: it.grade,
        speciality: it.speciality,
        identifier: it.identifier,
        organisation: knife.sheltered(it.organisation),
        phone: knife.sheltered(it.phone),
        completed: it.completed,
    })
}
