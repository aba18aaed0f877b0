//! What is the council told of a stay?

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::filing::{FilingPolicy, Shield};
use crate::people::{Death, Latest, PatientId, PersonKey, StayId};
use crate::stays::{Class, Origin, Stay, StayState};
use crate::when::local;

/// One thing told to a council about a stay of one of its people. It is told once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Which stay.
    pub stay: StayId,
    /// Whose, in the hospital's eyes.
    pub patient: PatientId,
    /// Whose, in the council's eyes, at the time of telling.
    pub person: PersonKey,
    /// What is told.
    pub kind: NoticeKind,
    /// When the thing told of happened.
    pub happened_at: Timestamp,
    /// When it was put on the council's list.
    pub told_at: Timestamp,
}

/// What is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum NoticeKind {
    /// In hospital since.
    Admitted,
    /// Has left the hospital.
    Discharged,
    /// Did not leave after all.
    DischargeCancelled,
    /// Died in hospital.
    Died,
    /// What was told before was wrong: the stay never was, is another patient's, or the patient is
    /// another person.
    Withdrawn,
}

/// All that decides what a council is told of one stay.
#[derive(Debug)]
pub struct Telling<'a> {
    /// Our handle of the stay.
    pub id: &'a StayId,
    /// The stay as it is now.
    pub stay: &'a Stay,
    /// Whose it is, after all merges.
    pub patient: &'a PatientId,
    /// Which of the council's people that is, where the match is certain and not withheld.
    pub person: Option<&'a PersonKey>,
    /// What the hospital says must be held back.
    pub shield: Shield,
    /// Whether no other stay of the patient began later: a death is in the last one, if in any.
    pub is_last: bool,
    /// What the hospital says of the patient's death.
    pub died: &'a Latest<Death>,
    /// What councils were told of this stay, oldest first, under the number that survived.
    pub told: &'a [Notice],
}

/// What a council believes of a stay, and what is so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Belief {
    /// It was told of no stay.
    Nothing,
    /// The person is in hospital.
    In,
    /// The person was, and has left.
    Out,
    /// The person died there.
    Dead,
}

/// The notices due now: what is so, less what was told.
///
/// `heard_at` is when the newest thing happened that is being filed. A person is first told of
/// only while that is recent; what was told before is corrected however late the truth comes, for
/// a council that believes its client in hospital acts on it.
pub fn due(
    telling: &Telling<'_>,
    policy: &FilingPolicy,
    heard_at: Timestamp,
    now: Timestamp,
) -> Vec<Notice> {
    let mut notices = withdrawn(telling, heard_at, now);
    let Some(person) = telling.person else { return notices };
    let believed = belief(telling.told, person);
    let truth = truth(telling, believed);
    let news = News { telling, policy, heard_at, now };
    if believed != Belief::Nothing || news.is_worth_telling(truth) {
        let kinds = path(believed, truth).iter();
        notices.extend(kinds.map(|kind| news.notice(person, *kind)));
    }
    notices
}

/// What leads from what is believed to what is so.
fn path(believed: Belief, truth: Belief) -> &'static [NoticeKind] {
    match (believed, truth) {
        (Belief::Nothing, Belief::Nothing)
        | (Belief::In, Belief::In)
        | (Belief::Out, Belief::Out)
        | (Belief::Dead, Belief::Dead) => &[],
        (_, Belief::Nothing) => &[NoticeKind::Withdrawn],
        (Belief::Nothing, Belief::In) => &[NoticeKind::Admitted],
        (Belief::Out | Belief::Dead, Belief::In) => &[NoticeKind::DischargeCancelled],
        (Belief::Nothing | Belief::In, Belief::Out) => &[NoticeKind::Discharged],
        (Belief::Dead, Belief::Out) => &[NoticeKind::Withdrawn, NoticeKind::Discharged],
        (_, Belief::Dead) => &[NoticeKind::Died],
    }
}

fn belief(told: &[Notice], person: &PersonKey) -> Belief {
    told.iter().rfind(|notice| notice.person == *person).map_or(Belief::Nothing, |notice| {
        match notice.kind {
            NoticeKind::Admitted | NoticeKind::DischargeCancelled => Belief::In,
            NoticeKind::Discharged => Belief::Out,
            NoticeKind::Died => Belief::Dead,
            NoticeKind::Withdrawn => Belief::Nothing,
        }
    })
}

fn truth(telling: &Telling<'_>, believed: Belief) -> Belief {
    // A death once told stands while the hospital still says that the patient has died, even if
    // it says so again later than the stay ended.
    let dead = died_here(telling)
        || believed == Belief::Dead
            && telling.died.value().is_some_and(|died| died != Death::Alive);
    match &telling.stay.state {
        StayState::Planned | StayState::Void => Belief::Nothing,
        _ if dead => Belief::Dead,
        StayState::Open | StayState::OnLeave => Belief::In,
        StayState::Closed(_) => Belief::Out,
    }
}

/// Whether the patient died in this stay: by its destination (79), or, in the last stay, on a day of
/// it (HL7 v2.4 PID-29, PID-30). A death without a day counts from when it was said.
fn died_here(telling: &Telling<'_>) -> bool {
    let day = match telling.died.value() {
        Some(Death::DiedOn(day)) => Some(day),
        Some(Death::Died) => telling.died.at.map(|at| local(at.occurred).date()),
        Some(Death::Alive) | None => None,
    };
    telling.stay.death() != Death::Alive
        || telling.is_last && day.is_some_and(|day| is_day_of(telling.stay, day))
}

fn is_day_of(stay: &Stay, day: Date) -> bool {
    let begun = stay.admitted_at.is_none_or(|at| local(at).date() <= day);
    let not_over = match &stay.state {
        StayState::Closed(departure) => day <= local(departure.at).date(),
        _ => true,
    };
    begun && not_over
}

/// Takes back what people were told who are not the one that the stay is about.
///
/// A match that has merely become doubtful takes back a stay that is still running; what was told
/// of one long over stands until it is known to be wrong.
fn withdrawn(telling: &Telling<'_>, heard_at: Timestamp, now: Timestamp) -> Vec<Notice> {
    let over = matches!(telling.stay.state, StayState::Closed(_));
    let mut people: Vec<&PersonKey> = telling.told.iter().map(|notice| &notice.person).collect();
    people.sort();
    people.dedup();
    let wrongly_told = |person: &PersonKey| -> Option<Notice> {
        if telling.person == Some(person) || belief(telling.told, person) == Belief::Nothing {
            return None;
        }
        let last = telling.told.iter().rfind(|notice| notice.person == *person)?;
        let reassigned = last.patient != *telling.patient;
        (telling.person.is_some() || reassigned || !over).then(|| Notice {
            kind: NoticeKind::Withdrawn,
            happened_at: heard_at,
            told_at: now,
            ..last.clone()
        })
    };
    people.into_iter().filter_map(wrongly_told).collect()
}

struct News<'a> {
    telling: &'a Telling<'a>,
    policy: &'a FilingPolicy,
    heard_at: Timestamp,
    now: Timestamp,
}

impl News<'_> {
    /// Whether a council that knows nothing of the stay is told of it at all.
    fn is_worth_telling(&self, truth: Belief) -> bool {
        let shared = !matches!(self.telling.shield, Shield::Objection | Shield::Held);
        shared
            && self.is_recent(self.heard_at)
            && match truth {
                Belief::Nothing => false,
                Belief::In => self.is_an_admission(),
                Belief::Out => self.is_an_admission() && self.is_recent(self.left_at()),
                Belief::Dead => self.is_recent(self.left_at()),
            }
    }

    fn is_recent(&self, at: Timestamp) -> bool {
        self.now.duration_since(at) <= self.policy.alert_window
    }

    /// Attendances and regular visits are no admissions; of mothers and of babies no council is
    /// told (NHS Data Dictionary, ADMISSION METHOD 31, 32, 82, 83, 2C).
    fn is_an_admission(&self) -> bool {
        let stay = self.telling.stay;
        let class = match stay.class {
            Class::Inpatient | Class::Other => true,
            Class::Emergency => self.policy.tell_attendances,
            Class::Outpatient | Class::PreAdmission | Class::Obstetric | Class::Recurring => false,
        };
        let method = stay.admission_method.as_deref();
        class
            && !matches!(method, Some("31" | "32" | "82" | "83" | "2C"))
            && (stay.origin == Origin::Told || self.policy.tell_inferred)
    }

    fn left_at(&self) -> Timestamp {
        match &self.telling.stay.state {
            StayState::Closed(departure) => departure.at,
            _ => self.heard_at,
        }
    }

    fn notice(&self, person: &PersonKey, kind: NoticeKind) -> Notice {
        Notice {
            stay: self.telling.id.clone(),
            patient: self.telling.patient.clone(),
            person: person.clone(),
            kind,
            happened_at: match kind {
                NoticeKind::Admitted => self.telling.stay.admitted_at.unwrap_or(self.heard_at),
                NoticeKind::Discharged | NoticeKind::Died => self.left_at(),
                NoticeKind::DischargeCancelled | NoticeKind::Withdrawn => self.heard_at,
            },
            told_at: self.now,
        }
    }
}
