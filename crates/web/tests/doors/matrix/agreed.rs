//! What was agreed for one cell: the second statement of the rule, as a ward or a privacy officer
//! would say it. How far a role sees a group is the agreed table of `care/tests/rules/agreed.rs`.

use care::access::{DataGroup, Leave, Role};

use super::people::{Mark, Met, Near, SHUT};
use super::table::agreed;

/// Who looks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seat {
    pub(crate) staff: &'static str,
    pub(crate) role: Role,
    pub(crate) side: Side,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Side {
    Hospital,
    Council,
}

/// Everybody who may try: each role, on each side on which it works.
pub(crate) const SEATS: [Seat; 14] = [
    seat("ed-nurse-adeyemi", Role::EmergencyDepartment, Side::Hospital),
    seat("ward-nurse-mistry", Role::Ward, Side::Hospital),
    seat("therapist-nowak", Role::Therapist, Side::Hospital),
    seat("discharge-osei", Role::DischargeCoordinator, Side::Hospital),
    seat("clerk-barton", Role::WardClerk, Side::Hospital),
    seat("safeguarding-hospital-reid", Role::SafeguardingLead, Side::Hospital),
    seat("privacy-hospital-shah", Role::PrivacyOfficer, Side::Hospital),
    seat("support-tucker", Role::Support, Side::Hospital),
    seat("social-worker-frost", Role::SocialWorker, Side::Council),
    seat("out-of-hours-malik", Role::OutOfHoursTeam, Side::Council),
    seat("brokerage-pugh", Role::Brokerage, Side::Council),
    seat("safeguarding-council-gill", Role::SafeguardingLead, Side::Council),
    seat("privacy-council-hart", Role::PrivacyOfficer, Side::Council),
    seat("owner-lowe", Role::ServiceOwner, Side::Council),
];

const fn seat(staff: &'static str, role: Role, side: Side) -> Seat {
    Seat { staff, role, side }
}

/// How far the person's answer has come, and what the user did about it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Answer {
    Unasked,
    CouldNotAsk,
    No,
    NoOverridden,
    YesAfterAll,
}

/// What somebody meets at a patient's page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Meets {
    /// The record, which may be printed or not.
    Record { paper: bool },
    /// A page without a record, under this heading.
    Page(&'static str),
    /// The question for a reason, or for permission.
    Question(&'static str),
    /// "Your role cannot do this".
    NotForTheRole,
    /// "Page not found", as for a handle that nobody has.
    Nothing,
}

/// What was agreed.
pub(crate) fn meets(seat: Seat, met: &Met, answer: Answer, gave_reason: bool) -> Meets {
    let is_matched =
        !matches!(met.mark, Mark::SharedNumber | Mark::Doubtful | Mark::Reported | Mark::Unknown);
    if agreed(seat.role, DataGroup::Identity) == Leave::None {
        return Meets::NotForTheRole;
    }
    match seat.side {
        Side::Hospital if met.near == Near::Elsewhere => return Meets::Nothing,
        Side::Council if !is_matched => return Meets::Nothing,
        _ => {}
    }
    if matches!(seat.role, Role::WardClerk | Role::PrivacyOfficer) {
        return Meets::NotForTheRole;
    }
    if SHUT.contains(&met.mark) {
        return Meets::Page(heading(met.mark));
    }
    let far = seat.side == Side::Hospital && met.near != Near::Here;
    if !gave_reason && (far || met.mark == Mark::Watched) {
        return Meets::Question("reason");
    }
    if seat.side == Side::Hospital {
        match answer {
            Answer::No => return Meets::Page("This person has not agreed"),
            Answer::NoOverridden => return Meets::Record { paper: false },
            Answer::Unasked if seat.role != Role::SafeguardingLead => {
                return Meets::Question("permission");
            }
            Answer::Unasked | Answer::CouldNotAsk | Answer::YesAfterAll => {}
        }
    }
    Meets::Record { paper: true }
}

fn heading(mark: Mark) -> &'static str {
    match mark {
        Mark::ObjectionAtCouncil | Mark::ObjectionAtHospital | Mark::Held => {
            "Sharing is restricted for this person"
        }
        Mark::Child => "This service covers adults",
        Mark::LongDead => "This person has died",
        Mark::SharedNumber => "This NHS number is under review",
        Mark::Doubtful | Mark::Reported => "We may have a record but cannot be sure",
        Mark::Unknown => "No adult social care record found",
        Mark::None
        | Mark::PlaceByCouncil
        | Mark::PlaceByHospital
        | Mark::Watched
        | Mark::Transition => "Care at home",
    }
}

/// Where a word of the books may stand.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Where {
    Screen,
    SensitiveSheet,
    Sheet,
}

/// A word that only this group puts on a page.
pub(crate) struct Canary {
    pub(crate) word: &'static str,
    group: DataGroup,
    /// It belongs to the minimum.
    least: bool,
    /// It could tell where the person is.
    place: bool,
    /// How far from the screen it comes.
    reaches: Where,
}

pub(crate) const CANARIES: [Canary; 11] = [
    all("Zqknown", DataGroup::KnownAndTeam, Where::Sheet),
    all("20.5 hours a week", DataGroup::Packages, Where::Sheet),
    all("Zqcontact", DataGroup::CarerAndContacts, Where::Sheet),
    all("Zqequip", DataGroup::Home, Where::Screen),
    all("Zqcomm", DataGroup::Communication, Where::Screen),
    all("Zqholder", DataGroup::Decisions, Where::SensitiveSheet),
    Canary { least: true, ..all("Attorney for health", DataGroup::Decisions, Where::Sheet) },
    all("Barthel index 17", DataGroup::Assessment, Where::Screen),
    Canary {
        least: true,
        ..all("enquiry open since 03-Aug-2026", DataGroup::SafeguardingFlag, Where::SensitiveSheet)
    },
    Canary { place: true, ..all("Zqrisk", DataGroup::StaffRisk, Where::SensitiveSheet) },
    Canary { place: true, ..all("Zqplace", DataGroup::Packages, Where::Sheet) },
];

/// What stands in the books beside it and is never asked for.
pub(crate) const NEVER: [&str; 7] =
    ["Zqcode", "Zqnote", "Zqallegation", "Zqalleged", "Zqnarrative", "Zqunmarked", "98765"];

const fn all(word: &'static str, group: DataGroup, reaches: Where) -> Canary {
    Canary { word, group, least: false, place: false, reaches }
}

impl Canary {
    /// Whether a viewer who meets the record sees it there.
    pub(crate) fn is_on(&self, seat: Seat, met: &Met, gave_reason: bool, on: Where) -> bool {
        let granted = match agreed(seat.role, self.group) {
            Leave::Full | Leave::AfterPermission => true,
            Leave::Minimum | Leave::MinimumAfterPermission => self.least,
            Leave::WithReason | Leave::Report | Leave::None => false,
        };
        let hidden = self.place && matches!(met.mark, Mark::PlaceByCouncil | Mark::PlaceByHospital);
        let told =
            gave_reason && agreed(seat.role, DataGroup::ProtectedLocation) == Leave::WithReason;
        granted && (!hidden || told) && on <= self.reaches
    }
}
