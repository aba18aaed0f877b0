//! A store of a few lines: it loads what the contract of [`KnownSoFar`] says and commits whole
//! filings, so that many messages can be filed one after another.

use std::collections::{BTreeMap, BTreeSet};

use care::exchange::Notice;
use care::filing::{
    Filing, FilingPolicy, Handles, KnownPatient, KnownSoFar, KnownVisit, Merge, MergeKind, News,
    Replayed, Told, release_hold, rematch, replay, retrace,
};
use care::people::trace::Outcome;
use care::people::{
    Gist, HospitalNumber, Identity, PatientId, PersonKey, StayId, Trace, TrustCode, Verdict,
    VisitNumber,
};
use care::stays::{Movement, Stay};
use jiff::Timestamp;

pub(crate) type Matching<'a> = &'a dyn Fn(&Identity) -> Verdict;

#[derive(Default)]
pub(crate) struct Memory {
    pub(crate) patients: BTreeMap<PatientId, KnownPatient>,
    pub(crate) survivors: BTreeMap<PatientId, PatientId>,
    pub(crate) visits: BTreeMap<StayId, KnownVisit>,
    pub(crate) stays: BTreeMap<StayId, Stay>,
    pub(crate) merges: Vec<Merge>,
    pub(crate) notices: Vec<Notice>,
    pub(crate) policy: FilingPolicy,
    /// Who has left the councils' books.
    pub(crate) left: BTreeSet<PersonKey>,
    /// Nothing is remembered of matches that ended.
    pub(crate) forgets: bool,
}

pub(crate) fn trust() -> TrustCode {
    "RZZ".parse().unwrap()
}

/// FNV-1a over 128 bits: unkeyed, but no two of a test's texts share a handle.
fn digest(text: &str) -> [u8; 16] {
    let step = |hash: u128, byte: u8| {
        (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013B)
    };
    text.bytes().fold(0x6C62_272E_07BB_0142_62B8_2175_6295_C58D, step).to_be_bytes()
}

pub(crate) fn handles() -> Handles<'static> {
    Handles(&digest)
}

impl Memory {
    /// Loads, decides and commits, as the service does for one message.
    pub(crate) fn file(&mut self, told: &Told, matching: Matching<'_>, now: Timestamp) -> Filing {
        let known = self.known(told);
        let replayed = replay(&trust(), told, known, &handles(), &self.policy);
        self.decide(replayed, matching, now)
    }

    /// Matches everybody again, as the service does when the councils' people have changed.
    pub(crate) fn rematch(&mut self, matching: Matching<'_>, now: Timestamp) -> Filing {
        let known = self.everything();
        let replayed = rematch(&trust(), known, &handles(), &self.policy);
        self.decide(replayed, matching, now)
    }

    /// Takes in what the national service answered about the patient with this number.
    pub(crate) fn trace(
        &mut self,
        number: &HospitalNumber,
        outcome: Outcome,
        (matching, now): (Matching<'_>, Timestamp),
    ) -> Filing {
        let held = self.patient(number);
        let (id, asked) = (held.id.clone(), held.patient.question().unwrap());
        let trace = (&id, Trace { asked, outcome });
        let replayed = retrace(&trust(), self.everything(), trace, &handles(), &self.policy);
        self.decide(replayed, matching, now)
    }

    /// A privacy officer finds that a patient is not the person who is held back.
    pub(crate) fn release(
        &mut self,
        number: &HospitalNumber,
        (matching, now): (Matching<'_>, Timestamp),
    ) -> Filing {
        let id = self.patient(number).id.clone();
        let replayed = release_hold(&trust(), self.everything(), &id, &handles(), &self.policy);
        self.decide(replayed, matching, now)
    }

    fn decide(&mut self, replayed: Replayed, matching: Matching<'_>, now: Timestamp) -> Filing {
        let verdicts = replayed.to_match().into_iter();
        let verdicts = verdicts.map(|(id, identity)| (id, matching(&identity))).collect();
        let filing = replayed.decide(verdicts, now);
        self.commit(&filing);
        filing
    }

    fn commit(&mut self, filing: &Filing) {
        for change in &filing.patients {
            let before = self.patients.get(&change.id);
            assert_eq!(before.map_or(0, |held| held.version), change.based_on);
            let link = change.link.clone().or_else(|| before.and_then(|held| held.link.clone()));
            let held = KnownPatient {
                id: change.id.clone(),
                version: change.based_on + 1,
                patient: change.patient.clone(),
                link,
                withheld: before.is_some_and(|held| held.withheld),
                judgements: before.map_or_else(Vec::new, |held| held.judgements.clone()),
                withdrawn: before.map_or_else(Vec::new, |held| held.withdrawn.clone()),
                unheard: false,
                book: Vec::new(),
            };
            self.patients.insert(change.id.clone(), held);
            self.survivors.insert(change.id.clone(), change.survivor.clone());
        }
        for change in &filing.stays {
            let before = self.visits.remove(&change.id);
            assert_eq!(before.as_ref().map_or(0, |held| held.version), change.based_on);
            assert!(self.patients.contains_key(&change.patient), "a stay is some patient's");
            let mut movements = before.map_or_else(Vec::new, |held| held.movements);
            movements.extend(change.movements.iter().cloned());
            let version = change.based_on + 1;
            let held = KnownVisit { id: change.id.clone(), version, movements };
            self.visits.insert(change.id.clone(), held);
            self.stays.insert(change.id.clone(), change.stay.clone());
        }
        for ended in filing.withdrawals.iter().filter(|_| !self.forgets) {
            let held = self.patients.get_mut(&ended.patient).unwrap();
            held.withdrawn.push(ended.clone());
        }
        for released in &filing.released {
            self.patients.get_mut(released).unwrap().withheld = false;
        }
        self.merges.extend(filing.merges.iter().cloned());
        self.notices.extend(filing.notices.iter().cloned());
    }

    fn everything(&self) -> KnownSoFar {
        KnownSoFar {
            patients: self.patients.values().map(|held| self.with_book(held)).collect(),
            visits: self.visits.values().cloned().collect(),
            merges: self.merges.clone(),
            notices: self.notices.clone(),
        }
    }

    /// With all of whom anything was decided, and nothing of who they are.
    fn with_book(&self, held: &KnownPatient) -> KnownPatient {
        let linked = held.link.iter().filter_map(|link| link.verdict.matched());
        let judged = held.judgements.iter().map(|one| &one.person);
        let people = linked.chain(judged).filter(|person| !self.left.contains(person));
        let book = people.map(|person| (person.clone(), Gist::default())).collect();
        KnownPatient { book, ..held.clone() }
    }

    /// What the message names, and all that hangs together with that.
    fn known(&self, told: &Told) -> KnownSoFar {
        let mut named = Named::default();
        told.news.iter().for_each(|news| named.news(news));
        loop {
            let before = named.len();
            self.merges
                .iter()
                .filter(|merge| named.touches(merge))
                .cloned()
                .collect::<Vec<_>>()
                .iter()
                .for_each(|merge| named.merge(merge));
            for held in self.visits.values() {
                let runs_for = |movement: &Movement| named.patients.contains(&movement.patient);
                if named.has_visit(&held.id) || held.movements.iter().any(runs_for) {
                    held.movements.iter().for_each(|movement| named.movement(movement));
                }
            }
            if named.len() == before {
                break;
            }
        }
        let mut known = self.everything();
        known.patients.retain(|held| named.patients.contains(&held.patient.number));
        known.visits.retain(|held| named.has_visit(&held.id));
        known.merges.retain(|merge| named.touches(merge));
        known.notices.retain(|notice| named.has_visit(&notice.stay));
        known
    }

    pub(crate) fn patient(&self, number: &HospitalNumber) -> &KnownPatient {
        &self.patients[&handles().patient(&trust(), number)]
    }

    pub(crate) fn survivor(&self, number: &HospitalNumber) -> &HospitalNumber {
        let id = &self.survivors[&handles().patient(&trust(), number)];
        &self.patients[id].patient.number
    }

    pub(crate) fn stay(&self, visit: &VisitNumber) -> &Stay {
        &self.stays[&handles().stay(&trust(), visit)]
    }
}

#[derive(Default)]
struct Named {
    patients: BTreeSet<HospitalNumber>,
    visits: BTreeSet<VisitNumber>,
}

impl Named {
    fn len(&self) -> usize {
        self.patients.len() + self.visits.len()
    }

    fn has_visit(&self, id: &StayId) -> bool {
        self.visits.iter().any(|visit| handles().stay(&trust(), visit) == *id)
    }

    fn news(&mut self, news: &News) {
        match news {
            News::Identity(news) => {
                self.patients.insert(news.patient.clone());
            }
            News::Movement(movement) => self.movement(movement),
            News::Merge(merge) => self.merge(merge),
            News::NeedsAPerson(_) => {}
        }
    }

    fn movement(&mut self, movement: &Movement) {
        self.patients.insert(movement.patient.clone());
        self.visits.insert(movement.visit.clone());
    }

    fn merge(&mut self, merge: &Merge) {
        match &merge.kind {
            MergeKind::Patients { retired: one, survivor: other }
            | MergeKind::Linked { one, other }
            | MergeKind::Unlinked { one, other } => {
                self.patients.extend([one.clone(), other.clone()]);
            }
            MergeKind::Visits { retired, survivor } => {
                self.visits.extend([retired.clone(), survivor.clone()]);
            }
        }
    }

    fn touches(&self, merge: &Merge) -> bool {
        match &merge.kind {
            MergeKind::Patients { retired: one, survivor: other }
            | MergeKind::Linked { one, other }
            | MergeKind::Unlinked { one, other } => {
                self.patients.contains(one) || self.patients.contains(other)
            }
            MergeKind::Visits { retired, survivor } => {
                self.visits.contains(retired) || self.visits.contains(survivor)
            }
        }
    }
}
