//! Which looks must a privacy officer see?
//!
//! Each look is vetted before the record opens: a [`Permit`] goes in, a [`Vetted`] comes out, and
//! only with that does the store open the record. So no look that belongs on the privacy list can
//! miss it, and its place there is committed together with its line in the audit.

mod item;
mod kin;
mod pattern;
mod report;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

pub use item::{
    Cause, DUE, ESCALATES, LONGEST_NOTE, MayNotJudge, Outcome, Urgency, concerns, may_judge,
    reads_access_log, urgency, works_at_privacy_desk,
};
pub use kin::{Kin, Watch, kin};
pub use pattern::{Deed, DeedKind, Haunt, Numbered, RUN, Recent};
pub use report::{NoReport, OfWhom, Wanted, answer, is_reported, may_report, parts, why};

use super::{
    DataGroup, Extent, Ground, Organisation, Permission, Permit, Refusal, Staff, WhyNotAsked,
};
use crate::people::{PatientId, TrustCode};

/// Why a look stands on the privacy list (`docs/privacy.md` says what each is good for).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// The patient was not in the viewer's hospital.
    NoStay,
    /// The patient had left the hospital for longer than [`Limits::after_discharge`].
    AfterDischarge,
    /// The person had refused, and somebody looked all the same.
    Override,
    /// Nobody could ask the person.
    CouldNotAsk,
    /// Sharing is restricted or the location protected, and somebody looked at it or tried to.
    Restricted,
    /// The viewer's own record.
    OwnRecord,
    /// Somebody of the viewer's family, as far as name, address and birth date tell.
    Family,
    /// Somebody at the viewer's own postcode.
    Neighbour,
    /// A patient who works for the organisation, by its watch list.
    Colleague,
    /// A patient who is widely known, by the organisation's watch list.
    KnownPerson,
    /// More people in an hour than work explains.
    ManyPeople,
    /// Numbers looked up one after the other.
    NumberSequence,
    /// Many people looked at, and nothing done for any of them.
    NoAction,
    /// From a site or a network where the viewer was not in the last 30 days.
    UnusualPlace,
    /// The match desk released a match that had been reported as wrong.
    WrongMatchReleased,
    /// A privacy officer released somebody whom the national service held back.
    HoldReleased,
}

impl Trigger {
    /// All of them, in the order in which a list names them.
    pub const ALL: [Self; 16] = [
        Self::Override,
        Self::NoStay,
        Self::AfterDischarge,
        Self::CouldNotAsk,
        Self::Restricted,
        Self::OwnRecord,
        Self::Family,
        Self::Neighbour,
        Self::Colleague,
        Self::KnownPerson,
        Self::ManyPeople,
        Self::NumberSequence,
        Self::NoAction,
        Self::UnusualPlace,
        Self::WrongMatchReleased,
        Self::HoldReleased,
    ];

    /// The reason in words, as the list shows it.
    pub fn words(self) -> &'static str {
        match self {
            Self::NoStay => "Patient was not in this hospital",
            Self::AfterDischarge => "More than 7 days after the patient left",
            Self::Override => "The person had refused",
            Self::CouldNotAsk => "The person could not be asked",
            Self::Restricted => "Restricted or protected record",
            Self::OwnRecord => "Own record",
            Self::Family => "May be of the same family",
            Self::Neighbour => "Lives at the same postcode",
            Self::Colleague => "Patient is a colleague",
            Self::KnownPerson => "Patient is widely known",
            Self::ManyPeople => "Many people in an hour",
            Self::NumberSequence => "Numbers looked up in sequence",
            Self::NoAction => "Many people, and nothing done for them",
            Self::UnusualPlace => "From an unusual place",
            Self::WrongMatchReleased => "Reported match was released",
            Self::HoldReleased => "Person held back was released",
        }
    }

    /// The one word under which it is stored and asked for.
    pub fn word(self) -> &'static str {
        match self {
            Self::NoStay => "no_stay",
            Self::AfterDischarge => "after_discharge",
            Self::Override => "override",
            Self::CouldNotAsk => "could_not_ask",
            Self::Restricted => "restricted",
            Self::OwnRecord => "own_record",
            Self::Family => "family",
            Self::Neighbour => "neighbour",
            Self::Colleague => "colleague",
            Self::KnownPerson => "known_person",
            Self::ManyPeople => "many_people",
            Self::NumberSequence => "number_sequence",
            Self::NoAction => "no_action",
            Self::UnusualPlace => "unusual_place",
            Self::WrongMatchReleased => "wrong_match_released",
            Self::HoldReleased => "hold_released",
        }
    }

    /// The trigger of that word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|each| each.word() == word)
    }

    /// Whether it speaks of what the viewer does altogether, and not of this patient.
    pub fn is_of_viewer(self) -> bool {
        matches!(
            self,
            Self::ManyPeople | Self::NumberSequence | Self::NoAction | Self::UnusualPlace
        )
    }
}

/// From when on something is too much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// More different people in one hour go on the list.
    pub people_an_hour: usize,
    /// So many different people in a day of whom nothing came go on the list.
    pub people_without_action: usize,
    /// A look so long after the end of the stay goes on the list a second time, as such.
    pub after_discharge: SignedDuration,
}

impl Default for Limits {
    /// What the privacy list of the reference asks for.
    fn default() -> Self {
        Self {
            people_an_hour: 30,
            people_without_action: 20,
            after_discharge: SignedDuration::from_hours(7 * 24),
        }
    }
}

/// Whether the patient is in the viewer's hospital.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Now.
    Here,
    /// No longer, since then.
    Left(Timestamp),
    /// Never was, or nobody knows when they left.
    Unknown,
}

/// What is known of the patient that may put the look on the list.
#[derive(Debug, Clone)]
pub struct About {
    /// Whose patient.
    pub trust: TrustCode,
    /// Whether they are in the viewer's hospital. Says nothing of a council's staff.
    pub presence: Presence,
    /// How they stand to the viewer as private persons.
    pub kin: Option<Kin>,
    /// Whether where they are is protected, by the word of either side.
    pub is_protected: bool,
    /// Their numbers, as parts of series.
    pub numbers: Vec<Numbered>,
}

/// A permit, and what a privacy officer must hear of its use.
///
/// Its fields are private and it cannot be cloned: only [`vet`] makes one, and the store takes it
/// away when it opens the record.
#[derive(Debug)]
pub struct Vetted {
    permit: Permit,
    trust: TrustCode,
    triggers: Vec<Trigger>,
    numbers: Vec<Numbered>,
    haunts: Vec<Haunt>,
}

impl Vetted {
    /// The permit.
    pub fn permit(&self) -> &Permit {
        &self.permit
    }

    /// Whose patient is looked at.
    pub fn trust(&self) -> &TrustCode {
        &self.trust
    }

    /// The reason in the words of the one who looks; empty where none was stated.
    pub fn said(&self) -> &str {
        if let Some(overridden) = self.permit.overridden() {
            return overridden.words.words();
        }
        match (self.permit.ground(), self.permit.permission()) {
            (Ground::Stated(words), _)
            | (
                _,
                Some(
                    Permission::CouldNotAsk(WhyNotAsked::Other(words))
                    | Permission::CouldNotTell(WhyNotAsked::Other(words)),
                ),
            ) => words,
            _ => "",
        }
    }

    /// Why the look stands on the privacy list; empty where it does not.
    pub fn triggers(&self) -> &[Trigger] {
        &self.triggers
    }

    /// The numbers that were looked at with it, to be remembered for [`Recent::NUMBERS_FOR`]; only
    /// those that are not remembered from a moment before.
    pub fn numbers(&self) -> &[Numbered] {
        &self.numbers
    }

    /// From where it was, to be remembered for [`Recent::HAUNTS_FOR`]; only what is not remembered
    /// from a moment before.
    pub fn haunts(&self) -> &[Haunt] {
        &self.haunts
    }

    /// The permit, to be used up.
    pub fn into_permit(self) -> Permit {
        self.permit
    }
}

/// Says why a look belongs on the privacy list, if it does.
///
/// `recent` is what the viewer did before, without this look.
pub fn vet(permit: Permit, about: About, recent: &Recent, limits: &Limits) -> Vetted {
    let haunts = Haunt::of(permit.staff());
    let mut triggers = of_patient(&permit, &about, limits);
    let now = permit.at();
    triggers.extend(identified(permit.patient(), recent, limits, now));
    if recent.has_run(&about.numbers, now) {
        triggers.push(Trigger::NumberSequence);
    }
    if recent.people_without_action(permit.patient(), now) >= limits.people_without_action {
        triggers.push(Trigger::NoAction);
    }
    if recent.is_elsewhere(&haunts) {
        triggers.push(Trigger::UnusualPlace);
    }
    let (mut numbers, mut haunts) = (about.numbers, haunts);
    numbers.retain(Recent::news(&recent.numbers, now));
    haunts.retain(Recent::news(&recent.haunts, now));
    Vetted { permit, trust: about.trust, triggers, numbers, haunts }
}

/// Why an attempt belongs on the list though nothing was shown: somebody tried to open what is
/// restricted.
pub fn tried(refusal: Refusal) -> Option<Trigger> {
    (refusal == Refusal::Restricted).then_some(Trigger::Restricted)
}

/// Why a search belongs on the list though nobody was opened: it goes through numbers in sequence.
pub fn searched(numbers: &[Numbered], recent: &Recent, now: Timestamp) -> Option<Trigger> {
    recent.has_run(numbers, now).then_some(Trigger::NumberSequence)
}

/// Why it belongs on the list that somebody saw who a patient is and nothing of a record: more
/// different people in an hour than work explains. Whoever is in the viewer's hospital now is not
/// asked about: its lists name them too.
pub fn identified(
    patient: &PatientId,
    recent: &Recent,
    limits: &Limits,
    now: Timestamp,
) -> Option<Trigger> {
    (recent.people_in_hour(patient, now) > limits.people_an_hour).then_some(Trigger::ManyPeople)
}

fn of_patient(permit: &Permit, about: &About, limits: &Limits) -> Vec<Trigger> {
    let mut triggers = Vec::new();
    if permit.overridden().is_some() {
        triggers.push(Trigger::Override);
    }
    let answer = permit.permission();
    if matches!(answer, Some(Permission::CouldNotAsk(_) | Permission::CouldNotTell(_))) {
        triggers.push(Trigger::CouldNotAsk);
    }
    if is_of_hospital(permit.staff()) {
        if about.presence != Presence::Here {
            triggers.push(Trigger::NoStay);
        }
        if let Presence::Left(at) = about.presence
            && permit.at().duration_since(at) > limits.after_discharge
        {
            triggers.push(Trigger::AfterDischarge);
        }
    }
    if about.is_protected && permit.shown().of(DataGroup::ProtectedLocation) == Extent::Full {
        triggers.push(Trigger::Restricted);
    }
    triggers.extend(about.kin.map(Kin::trigger));
    triggers
}

fn is_of_hospital(staff: &Staff) -> bool {
    matches!(staff.organisation, Organisation::Hospital { .. })
}
