//! Will somebody come if this person goes home, and whom does one ring?
//!
//! Seven lines, always all of them, always in this order. They are facts; their words are the
//! page's.
//!
//! **Invariant:** a line that leans on a part which could not be checked says so in its
//! [`Grounds`], whatever the other parts say, and no line says more than its own parts do.

pub mod care_now;
pub mod deciders;
pub mod outlook;

use jiff::Timestamp;
use jiff::civil::Date;

use super::judge::{OpenEnquiry, StaffRisk, safeguarding_now, staff_risk_now};
use super::{Fact, PartName, Provider, Record};
use crate::exchange::{Notice, NoticeKind};
use crate::people::Phone;

pub use care_now::{Amount, CareNow, PackageInBrief, Total, amount};
pub use deciders::{Decider, Deciders, MainCarer};
pub use outlook::{Confirmation, Outlook};

use super::completeness::{Completeness, completeness_of};

/// The seven lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// 1. Is the person known to adult social care?
    pub known: Line<KnownTo>,
    /// 2. What care is there now? `NoneRecorded`: none, and none before.
    pub care_now: Line<Fact<CareNow>>,
    /// 3. Will it happen if they go home? `NoneRecorded`: there is nothing that could.
    pub outlook: Line<Fact<Outlook>>,
    /// 4. Whom does one ring?
    pub ring: Line<Ring>,
    /// 5. Is anyone in danger?
    pub safety: Line<Safety>,
    /// 6. Who decides and who helps?
    pub deciders: Line<Deciders>,
    /// 7. What is under way between hospital and council? Newest first.
    pub waiting: Line<Vec<Told>>,
}

/// One line, and what it leans on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<T> {
    /// What it says.
    pub says: T,
    /// Which parts that comes from, and whether and when they were checked.
    pub grounds: Completeness,
}

/// What is known beside the record.
#[derive(Debug, Clone)]
pub struct Beside<'a> {
    /// The council's telephones, from its own settings.
    pub desks: &'a Desks,
    /// What the council was told of this patient's stays.
    pub notices: &'a [Notice],
}

/// The telephones of a council.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desks {
    /// The duty desk, in opening hours.
    pub duty: Desk,
    /// The out-of-hours team.
    pub out_of_hours: Desk,
    /// The safeguarding team.
    pub safeguarding: Desk,
}

/// One telephone and when somebody answers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desk {
    /// The number.
    pub phone: Phone,
    /// When somebody answers, in words: "24 hours".
    pub hours: String,
}

/// By whom the person is known. That a record was opened at all means that they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownTo {
    /// The council.
    pub council: Fact<String>,
    /// Its team.
    pub team: Fact<String>,
    /// Since when.
    pub since: Fact<Date>,
    /// Whether the case is open, in the council's words.
    pub case_state: Fact<String>,
}

/// Whom one rings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ring {
    /// Providers of the care there is, each once. `NoneRecorded`: no care now.
    pub providers: Fact<Vec<Fact<Provider>>>,
    /// The council by day.
    pub duty: Desk,
    /// The council out of hours.
    pub out_of_hours: Desk,
}

/// Who is in danger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Safety {
    /// The enquiry that is open; `NoneRecorded`: none is open. Its telephone is the council's
    /// safeguarding team where the record names none.
    pub safeguarding: Fact<OpenEnquiry>,
    /// Risk to staff who visit; `NoneRecorded`: none.
    pub staff_risk: Fact<StaffRisk>,
    /// The safeguarding team: also where it could not be checked whether an enquiry is open.
    pub desk: Desk,
}

/// Something that the council was told. Told is not seen, and seen is not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// What.
    pub kind: NoticeKind,
    /// When it was put on the council's list.
    pub at: Timestamp,
}

/// The seven lines of a record that is already cut to its viewer.
pub fn answer(record: &Record, beside: &Beside<'_>, today: Date) -> Answer {
    let line = Lines { record };
    let care = care_now::care_now(record, today);
    Answer {
        known: line.of(&[PartName::Person], known_to(record)),
        outlook: line.of(&[PartName::Packages], outlook::outlook(record, today)),
        ring: line.of(&[PartName::Packages], ring(record, beside.desks, today)),
        care_now: line.of(&[PartName::Packages, PartName::Visits], care),
        safety: line
            .of(&[PartName::Safeguarding, PartName::Alerts], safety(record, beside.desks, today)),
        deciders: line.of(
            &[PartName::Attorneys, PartName::Deprivations, PartName::Contacts],
            deciders::deciders(record, today),
        ),
        waiting: line.of(&[], waiting(beside.notices)),
    }
}

struct Lines<'a> {
    record: &'a Record,
}

impl Lines<'_> {
    fn of<T>(&self, parts: &[PartName], says: T) -> Line<T> {
        Line { says, grounds: completeness_of(self.record, parts) }
    }
}

fn known_to(record: &Record) -> KnownTo {
    let person = record.person.fact.as_ref();
    KnownTo {
        council: person.and_then(|person| person.authority.name.clone()),
        team: person.and_then(|person| person.authority.team.clone()),
        since: person.and_then(|person| person.known_since),
        case_state: person.and_then(|person| person.case_state.clone()),
    }
}

fn ring(record: &Record, desks: &Desks, today: Date) -> Ring {
    let providers = care_now::current(record, today).and_then(|current| {
        let mut each: Vec<Fact<Provider>> = Vec::new();
        for (package, _) in current {
            if !each.contains(&package.provider) {
                each.push(package.provider.clone());
            }
        }
        if each.is_empty() { Fact::NoneRecorded } else { Fact::Known(each) }
    });
    Ring { providers, duty: desks.duty.clone(), out_of_hours: desks.out_of_hours.clone() }
}

fn safety(record: &Record, desks: &Desks, today: Date) -> Safety {
    let team = Fact::Known(desks.safeguarding.phone.clone());
    let safeguarding = safeguarding_now(&record.safeguarding.fact, today)
        .map(|enquiry| OpenEnquiry { phone: enquiry.phone.or(team), ..enquiry });
    Safety {
        safeguarding,
        staff_risk: staff_risk_now(&record.alerts.fact, today),
        desk: desks.safeguarding.clone(),
    }
}

fn waiting(notices: &[Notice]) -> Vec<Told> {
    let mut told: Vec<Told> =
        notices.iter().map(|notice| Told { kind: notice.kind, at: notice.told_at }).collect();
    told.sort_by_key(|told| std::cmp::Reverse(told.at));
    told
}
