//! What is so, once a message is added to what was known?

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::Timestamp;

use super::links::is_nhs_number;
use super::survivors::Survivors;
use super::{
    FilingPolicy, Handles, IdentityNews, KnownPatient, KnownSoFar, Merge, MergeKind, News, Told,
    Version,
};
use crate::exchange::Notice;
use crate::people::trace::Outcome;
use crate::people::{
    Gist, HospitalNumber, Identity, Judgement, Link, Patient, PatientId, PersonKey, StayId,
    TrustCode, VisitNumber, Withdrawal,
};
use crate::stays::{Moment, Movement};

/// What was known and one message more, before anything is decided on it.
pub struct Replayed {
    pub(super) trust: TrustCode,
    pub(super) policy: FilingPolicy,
    pub(super) patients: BTreeMap<HospitalNumber, HeldPatient>,
    pub(super) visits: BTreeMap<VisitNumber, HeldVisit>,
    pub(super) ids: BTreeMap<HospitalNumber, PatientId>,
    pub(super) merges: Vec<Merge>,
    pub(super) new_merges: Vec<Merge>,
    pub(super) people: Survivors<HospitalNumber>,
    pub(super) people_before: Survivors<HospitalNumber>,
    pub(super) joined: Survivors<VisitNumber>,
    pub(super) joined_before: Survivors<VisitNumber>,
    pub(super) notices: Vec<Notice>,
    pub(super) needs_a_person: BTreeSet<&'static str>,
    /// When the newest thing happened of which the message tells; `None` without a message.
    pub(super) heard_at: Option<Timestamp>,
    /// About whom the national service was asked, and what came of it.
    pub(super) traced: Option<(PatientId, Outcome)>,
    /// Whether all patients are to be matched, and not only those of whom something changed.
    everyone: bool,
}

/// A patient as known, and whether this message changed that.
pub(super) struct HeldPatient {
    pub(super) id: PatientId,
    pub(super) based_on: Version,
    pub(super) patient: Patient,
    pub(super) link: Option<Link>,
    pub(super) report: Report,
    pub(super) judgements: Vec<Judgement>,
    pub(super) withdrawn: Vec<Withdrawal>,
    pub(super) unheard: bool,
    pub(super) book: Vec<(PersonKey, Gist)>,
    pub(super) changed: bool,
    /// Whether the message changed who the patient is, and not only when that was said.
    pub(super) is_another: bool,
}

/// Whether a match was reported as wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Report {
    /// It was not, or that was decided before.
    None,
    /// It was: nothing opens.
    Open,
    /// It was, and this decision lets go of it.
    Decided,
}

impl HeldPatient {
    pub(super) fn is_withheld(&self) -> bool {
        self.report == Report::Open
    }

    fn known(known: KnownPatient) -> Self {
        Self {
            id: known.id,
            based_on: known.version,
            patient: known.patient,
            link: known.link,
            report: if known.withheld { Report::Open } else { Report::None },
            judgements: known.judgements,
            withdrawn: known.withdrawn,
            unheard: known.unheard,
            book: known.book,
            changed: false,
            is_another: false,
        }
    }

    fn new(id: PatientId, number: HospitalNumber) -> Self {
        Self {
            id,
            based_on: 0,
            patient: Patient::new(number),
            link: None,
            report: Report::None,
            judgements: Vec::new(),
            withdrawn: Vec::new(),
            unheard: false,
            book: Vec::new(),
            changed: true,
            is_another: false,
        }
    }
}

/// A visit as known, and what this message adds.
pub(super) struct HeldVisit {
    pub(super) id: StayId,
    pub(super) based_on: Version,
    pub(super) held: Vec<Movement>,
    pub(super) added: Vec<Movement>,
    pub(super) changed: bool,
}

impl HeldVisit {
    pub(super) fn movements(&self) -> impl Iterator<Item = &Movement> {
        self.held.iter().chain(&self.added)
    }
}

/// Adds a message to what is known of all that it names.
pub fn replay(
    trust: &TrustCode,
    told: &Told,
    known: KnownSoFar,
    handles: &Handles<'_>,
    policy: &FilingPolicy,
) -> Replayed {
    let mut replayed = Replayed::recall(trust, known, &told.news, handles, policy);
    for news in &told.news {
        replayed.hear(news, handles);
    }
    replayed.join_numbers(handles);
    replayed.name_doubts();
    replayed
}

/// Takes up what is known without a message, after the index of the councils' people has changed:
/// every patient in it is to be matched again.
pub fn rematch(
    trust: &TrustCode,
    known: KnownSoFar,
    handles: &Handles<'_>,
    policy: &FilingPolicy,
) -> Replayed {
    let mut replayed = Replayed::recall(trust, known, &[], handles, policy);
    replayed.everyone = true;
    replayed.join_numbers(handles);
    replayed
}

impl Replayed {
    /// Whom matching must look at: every number of each patient of whom something changed, with
    /// those merged into it, each under its own identity.
    pub fn to_match(&self) -> Vec<(PatientId, Identity)> {
        let due: BTreeSet<&HospitalNumber> = self
            .patients
            .iter()
            .filter(|(number, held)| held.changed || self.everyone || self.has_moved(number))
            .flat_map(|(number, _)| [number, self.people_before.of(number)])
            .map(|number| self.people.of(number))
            .collect();
        self.patients
            .iter()
            .filter(|(number, _)| due.contains(self.people.of(number)))
            .map(|(_, held)| (held.id.clone(), held.patient.identity()))
            .collect()
    }

    pub(super) fn recall(
        trust: &TrustCode,
        known: KnownSoFar,
        news: &[News],
        handles: &Handles<'_>,
        policy: &FilingPolicy,
    ) -> Self {
        let mut replayed = Self {
            trust: trust.clone(),
            policy: policy.clone(),
            patients: BTreeMap::new(),
            visits: BTreeMap::new(),
            ids: BTreeMap::new(),
            merges: known.merges,
            new_merges: Vec::new(),
            people: Survivors::after([]),
            people_before: Survivors::after([]),
            joined: Survivors::after([]),
            joined_before: Survivors::after([]),
            notices: known.notices,
            needs_a_person: BTreeSet::new(),
            heard_at: None,
            traced: None,
            everyone: false,
        };
        for known in known.patients {
            let number = known.patient.number.clone();
            replayed.ids.insert(number.clone(), known.id.clone());
            replayed.patients.insert(number, HeldPatient::known(known));
        }
        let named = visits_named(news, &replayed.merges, trust, handles);
        for known in known.visits {
            let told = known.movements.first().map(|movement| movement.visit.clone());
            let Some(visit) = told.or_else(|| named.get(&known.id).cloned()) else { continue };
            for movement in &known.movements {
                replayed.know_id(&movement.patient, handles);
            }
            let held = HeldVisit {
                id: known.id,
                based_on: known.version,
                held: known.movements,
                added: Vec::new(),
                changed: false,
            };
            replayed.visits.insert(visit, held);
        }
        replayed
    }

    fn hear(&mut self, news: &News, handles: &Handles<'_>) {
        match news {
            News::Identity(news) => self.hear_identity(news, handles),
            News::Movement(movement) => self.hear_movement(movement, handles),
            News::Merge(merge) => self.hear_merge(merge, handles),
            News::NeedsAPerson(why) => {
                self.needs_a_person.insert(why);
            }
        }
    }

    fn hear_identity(&mut self, news: &IdentityNews, handles: &Handles<'_>) {
        self.heard(news.at);
        let held = self.patient(&news.patient, handles);
        let before = held.patient.clone();
        held.patient.hear(news);
        held.changed |= held.patient != before;
        held.is_another |= held.patient.identity() != before.identity();
    }

    fn hear_movement(&mut self, movement: &Movement, handles: &Handles<'_>) {
        self.heard(movement.at);
        self.patient(&movement.patient, handles);
        let held = self.visit(&movement.visit, handles);
        if held.movements().all(|known| known != movement) {
            held.added.push(movement.clone());
            held.changed = true;
        }
    }

    fn hear_merge(&mut self, merge: &Merge, handles: &Handles<'_>) {
        self.heard(merge.at);
        if self.merges.contains(merge) {
            return;
        }
        match &merge.kind {
            MergeKind::Patients { retired, survivor } => {
                self.patient(survivor, handles).changed = true;
                if !is_nhs_number(retired) {
                    self.patient(retired, handles).changed = true;
                }
            }
            MergeKind::Visits { retired, survivor } => {
                self.visit(survivor, handles).changed = true;
                self.visit(retired, handles).changed = true;
            }
            MergeKind::Linked { .. } | MergeKind::Unlinked { .. } => {}
        }
        self.new_merges.push(merge.clone());
        self.merges.push(merge.clone());
    }

    fn heard(&mut self, at: Moment) {
        self.heard_at = self.heard_at.max(Some(at.occurred));
    }

    fn patient(&mut self, number: &HospitalNumber, handles: &Handles<'_>) -> &mut HeldPatient {
        let id = self.know_id(number, handles);
        let new = || HeldPatient::new(id, number.clone());
        self.patients.entry(number.clone()).or_insert_with(new)
    }

    fn visit(&mut self, visit: &VisitNumber, handles: &Handles<'_>) -> &mut HeldVisit {
        let id = handles.stay(&self.trust, visit);
        self.visits.entry(visit.clone()).or_insert_with(|| HeldVisit {
            id,
            based_on: 0,
            held: Vec::new(),
            added: Vec::new(),
            changed: false,
        })
    }

    fn know_id(&mut self, number: &HospitalNumber, handles: &Handles<'_>) -> PatientId {
        let id = self.ids.entry(number.clone());
        id.or_insert_with(|| handles.patient(&self.trust, number)).clone()
    }

    /// Whether this message changed into whom a number is merged.
    pub(super) fn has_moved(&self, number: &HospitalNumber) -> bool {
        self.people.of(number) != self.people_before.of(number)
    }

    pub(super) fn join_numbers(&mut self, handles: &Handles<'_>) {
        let before = self.merges.len() - self.new_merges.len();
        self.people_before = Survivors::after(patient_merges(self.merges.iter().take(before)));
        self.people = Survivors::after(patient_merges(&self.merges));
        self.joined_before = Survivors::after(visit_merges(self.merges.iter().take(before)));
        self.joined = Survivors::after(visit_merges(&self.merges));
        let joined: Vec<VisitNumber> = visit_merges(&self.merges)
            .flat_map(|(_, retired, survivor)| [retired.clone(), survivor.clone()])
            .collect();
        for visit in &joined {
            self.visit(visit, handles);
        }
        let merged: Vec<HospitalNumber> = patient_merges(&self.merges)
            .flat_map(|(_, retired, survivor)| [retired.clone(), survivor.clone()])
            .collect();
        for number in &merged {
            self.know_id(number, handles);
        }
    }
}

fn patient_merges<'a>(
    merges: impl IntoIterator<Item = &'a Merge>,
) -> impl Iterator<Item = (Moment, &'a HospitalNumber, &'a HospitalNumber)> {
    merges.into_iter().filter_map(|merge| match &merge.kind {
        MergeKind::Patients { retired, survivor } if !is_nhs_number(retired) => {
            Some((merge.at, retired, survivor))
        }
        _ => None,
    })
}

fn visit_merges<'a>(
    merges: impl IntoIterator<Item = &'a Merge>,
) -> impl Iterator<Item = (Moment, &'a VisitNumber, &'a VisitNumber)> {
    merges.into_iter().filter_map(|merge| match &merge.kind {
        MergeKind::Visits { retired, survivor } => Some((merge.at, retired, survivor)),
        _ => None,
    })
}

/// The visits that news and merges name, by our handle: a visit that is known by a merge alone has
/// no movement to tell its number.
fn visits_named(
    news: &[News],
    merges: &[Merge],
    trust: &TrustCode,
    handles: &Handles<'_>,
) -> BTreeMap<StayId, VisitNumber> {
    let told = news.iter().filter_map(|news| match news {
        News::Merge(merge) => Some(merge),
        _ => None,
    });
    let joined = visit_merges(merges.iter().chain(told));
    let moved = news.iter().filter_map(|news| match news {
        News::Movement(movement) => Some(&movement.visit),
        _ => None,
    });
    joined
        .flat_map(|(_, retired, survivor)| [retired, survivor])
        .chain(moved)
        .map(|visit| (handles.stay(trust, visit), visit.clone()))
        .collect()
}

impl fmt::Debug for Replayed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Replayed(..)")
    }
}
