//! What changes by a message, all at once?

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::links::{self, Doubts, combine};
use super::replay::{HeldPatient, HeldVisit, Replayed};
use super::{Filing, MergeKind, PatientChange, Shield, StayChange};
use crate::access::{Act, Actor, AuditLine};
use crate::exchange::Notice;
use crate::exchange::notice::{Telling, due};
use crate::people::judgement::heard;
use crate::people::{
    HospitalNumber, Latest, Link, PatientId, PersonKey, StayId, Verdict, VisitNumber, Withdrawal,
};
use crate::stays::{Movement, Stay, stay_of};

pub(super) type Links = BTreeMap<HospitalNumber, Link>;

impl Replayed {
    /// Decides everything that the message changes, given what matching found for those named by
    /// [`Replayed::to_match`]. One without a verdict keeps its link.
    pub fn decide(mut self, verdicts: Vec<(PatientId, Verdict)>, now: Timestamp) -> Filing {
        let verdicts = verdicts.into_iter().collect();
        let released = self.release(&verdicts);
        let links = self.links(&verdicts, now);
        let withdrawals = self.withdrawals(&links, now);
        let stays = self.stays();
        let notices = self.notices_due(&stays, &links, now);
        let touched = self.touched(&links);
        let mut audit = self.audit(&links, &notices, now);
        audit.extend(of_matches(&withdrawals, &released, now));
        Filing {
            patients: touched
                .into_iter()
                .filter_map(|who| self.patient_change(who, &links))
                .collect(),
            stays: self.stay_changes(stays),
            merges: std::mem::take(&mut self.new_merges),
            notices,
            withdrawals,
            released,
            heard: self.heard_out(&verdicts),
            needs_a_person: self.needs_a_person.into_iter().collect(),
            audit,
            trust: self.trust,
        }
    }

    /// The patients of whom something was said at the match desk that this decision has heard.
    fn heard_out(&self, verdicts: &BTreeMap<PatientId, Verdict>) -> Vec<PatientId> {
        let unheard = self.patients.values().filter(|held| held.unheard);
        unheard.map(|held| &held.id).filter(|id| verdicts.contains_key(id)).cloned().collect()
    }

    /// The links that change: of a number merged away its own verdict, of a survivor the verdict
    /// on all its numbers together.
    fn links(&self, verdicts: &BTreeMap<PatientId, Verdict>, now: Timestamp) -> Links {
        let mut links = Links::new();
        for (number, held) in &self.patients {
            let Some(own) = verdicts.get(&held.id) else { continue };
            let verdict = if self.is_held_back(number) {
                links::nobody()
            } else if self.people.is_retired(number) {
                own.clone()
            } else {
                self.verdict(number, own, verdicts)
            };
            if held.link.as_ref().is_none_or(|link| link.verdict != verdict) {
                links.insert(number.clone(), Link { verdict, decided_at: now });
            }
        }
        links
    }

    /// Whether the national service restricts the person, under any of the patient's numbers.
    pub(super) fn is_held_back(&self, number: &HospitalNumber) -> bool {
        let mut held = self.numbers_of(self.people.of(number)).map(|(_, held)| held);
        held.any(|held| held.patient.is_held_back())
    }

    /// The verdict on all numbers of a patient, once people are heard. No opinion overrides what a
    /// conflict of numbers puts in doubt; and where numbers of two people were merged, only those
    /// decide who say whose they are not and after that, two of them, whose they are.
    fn verdict(
        &self,
        survivor: &HospitalNumber,
        own: &Verdict,
        verdicts: &BTreeMap<PatientId, Verdict>,
    ) -> Verdict {
        let opinions = self.opinions(survivor);
        let own = heard(own.clone(), &opinions.heard());
        let hear = |other: Verdict| {
            let heard = heard(other.clone(), &opinions.heard());
            let counts = own.matched().is_none() || own.matched() == heard.matched();
            if counts { heard } else { other }
        };
        let others: Vec<Verdict> = self.others(survivor, verdicts).into_iter().map(hear).collect();
        combine(own, &others, self.doubts(survivor))
    }

    /// The verdicts on the numbers merged into `survivor`.
    fn others(
        &self,
        survivor: &HospitalNumber,
        verdicts: &BTreeMap<PatientId, Verdict>,
    ) -> Vec<Verdict> {
        self.numbers_of(survivor)
            .filter(|(number, _)| *number != survivor)
            .filter_map(|(_, held)| {
                let before = held.link.as_ref().map(|link| &link.verdict);
                verdicts.get(&held.id).or(before).cloned()
            })
            .collect()
    }

    fn doubts(&self, survivor: &HospitalNumber) -> Doubts {
        let own = self.patients.get(survivor);
        let conflict = own.is_some_and(|held| held.patient.is_in_conflict());
        let mixed_up = self.merges.iter().any(|merge| match &merge.kind {
            MergeKind::Patients { retired, survivor: other } => {
                links::is_nhs_number(retired) && self.people.of(other) == survivor
            }
            _ => false,
        });
        let withheld = self.numbers_of(survivor).any(|(_, held)| held.is_withheld())
            && own.is_some_and(|held| !held.is_withheld());
        let own_shield = own.map_or(Shield::None, |held| held.patient.shield());
        Doubts {
            number_in_conflict: conflict || mixed_up,
            held_back_elsewhere: withheld || self.shield(survivor) != own_shield,
        }
    }

    /// What must be held back of a patient: what was said last under any of its numbers.
    fn shield(&self, survivor: &HospitalNumber) -> Shield {
        let said = self.numbers_of(survivor).map(|(_, held)| &held.patient.shield);
        let last = said.max_by_key(|shield| (shield.at, shield.said));
        last.and_then(Latest::value).unwrap_or(Shield::None)
    }

    pub(super) fn numbers_of(
        &self,
        survivor: &HospitalNumber,
    ) -> impl Iterator<Item = (&HospitalNumber, &HeldPatient)> {
        self.patients.iter().filter(move |(number, _)| self.people.of(number) == survivor)
    }

    /// Every stay loaded, as it is now. A visit merged into another has no stay of its own; its
    /// movements count for the survivor.
    pub(super) fn stays(&self) -> BTreeMap<VisitNumber, Stay> {
        let mut movements: BTreeMap<&VisitNumber, Vec<&Movement>> = BTreeMap::new();
        for (visit, held) in &self.visits {
            movements.entry(self.joined.of(visit)).or_default().extend(held.movements());
        }
        let stay = |(visit, held): (&VisitNumber, &HeldVisit)| {
            let joined = movements.get(self.joined.of(visit)).into_iter().flatten().copied();
            // One that lost all its movements to another visit still was somebody's.
            let elsewhere = || self.visits_before(visit).flat_map(HeldVisit::movements).max();
            let last = held.movements().max().or_else(|| joined.max()).or_else(elsewhere)?;
            let own = movements.get(visit).into_iter().flatten().copied();
            let stay = stay_of(visit, own, &self.policy)
                .unwrap_or_else(|| Stay::void(visit.clone(), last.patient.clone()));
            Some((visit.clone(), stay))
        };
        self.visits.iter().filter_map(stay).collect()
    }

    /// The visits that were one with this one before.
    fn visits_before(&self, visit: &VisitNumber) -> impl Iterator<Item = &HeldVisit> {
        let here = move |other: &&VisitNumber| self.joined_before.of(other) == visit;
        let all = self.visits.iter().filter(move |(other, _)| here(other));
        all.map(|(_, held)| held)
    }

    fn notices_due(
        &self,
        stays: &BTreeMap<VisitNumber, Stay>,
        links: &Links,
        now: Timestamp,
    ) -> Vec<Notice> {
        let told = self.told();
        let last = self.last_stays(stays);
        let due_of = |(visit, stay): (&VisitNumber, &Stay)| {
            let survivor = self.people.of(&stay.patient);
            let held = self.visits.get(visit)?;
            let whose = self.patients.get(survivor)?;
            let telling = Telling {
                id: &held.id,
                stay,
                patient: &whose.id,
                person: person(whose, links.get(survivor)),
                shield: self.shield(survivor),
                is_last: last.get(survivor) == Some(&visit),
                died: &whose.patient.died,
                told: told.get(&held.id).map_or(&[], Vec::as_slice),
            };
            Some(due(&telling, &self.policy, self.heard_at.unwrap_or(now), now))
        };
        stays.iter().filter_map(due_of).flatten().collect()
    }

    /// Of each patient the stay that began last.
    fn last_stays<'a>(
        &'a self,
        stays: &'a BTreeMap<VisitNumber, Stay>,
    ) -> BTreeMap<&'a HospitalNumber, &'a VisitNumber> {
        let mut in_order: Vec<_> = stays.iter().collect();
        in_order.sort_by_key(|(_, stay)| stay.began());
        in_order.into_iter().map(|(visit, stay)| (self.people.of(&stay.patient), visit)).collect()
    }

    /// What was told of each stay, oldest first, under the number that survived.
    fn told(&self) -> BTreeMap<StayId, Vec<Notice>> {
        let survivors: BTreeMap<&PatientId, &PatientId> = self
            .ids
            .iter()
            .filter_map(|(number, id)| Some((id, self.ids.get(self.people.of(number))?)))
            .collect();
        let mut told: BTreeMap<StayId, Vec<Notice>> = BTreeMap::new();
        for notice in &self.notices {
            let patient = survivors.get(&notice.patient).map_or(&notice.patient, |id| *id).clone();
            let notice = Notice { patient, ..notice.clone() };
            told.entry(notice.stay.clone()).or_default().push(notice);
        }
        told
    }

    /// The patients of whom anything changed: what was said of them, what matching decided, or into
    /// whom they are merged.
    fn touched(&self, links: &Links) -> Vec<&HospitalNumber> {
        self.patients
            .iter()
            .filter(|(number, held)| {
                held.changed || self.has_moved(number) || links.contains_key(*number)
            })
            .map(|(number, _)| number)
            .collect()
    }

    fn patient_change(&self, number: &HospitalNumber, links: &Links) -> Option<PatientChange> {
        let held = self.patients.get(number)?;
        Some(PatientChange {
            id: held.id.clone(),
            based_on: held.based_on,
            patient: held.patient.clone(),
            survivor: self.ids.get(self.people.of(number))?.clone(),
            link: links.get(number).cloned(),
        })
    }

    /// The stays of all visits that are one with a visit of which anything changed, or were before.
    fn stay_changes(&mut self, stays: BTreeMap<VisitNumber, Stay>) -> Vec<StayChange> {
        let mut changed: BTreeSet<&VisitNumber> = BTreeSet::new();
        for (visit, held) in &self.visits {
            let (before, now) = (self.joined_before.of(visit), self.joined.of(visit));
            if held.changed || now != before {
                changed.extend([now, self.joined.of(before)]);
            }
        }
        let changed: BTreeSet<VisitNumber> = self
            .visits
            .keys()
            .filter(|visit| changed.contains(self.joined.of(visit)))
            .cloned()
            .collect();
        let change = |(visit, stay): (VisitNumber, Stay)| {
            let held = self.visits.get_mut(&visit).filter(|_| changed.contains(&visit))?;
            Some(StayChange {
                id: held.id.clone(),
                based_on: held.based_on,
                patient: self.ids.get(&stay.patient)?.clone(),
                stay,
                movements: std::mem::take(&mut held.added),
            })
        };
        stays.into_iter().filter_map(change).collect()
    }

    fn audit(&self, links: &Links, notices: &[Notice], now: Timestamp) -> Vec<AuditLine> {
        let matched = links.iter().filter_map(|(number, link)| {
            let act = Act::Matched { verdict: word(&link.verdict).to_owned() };
            let person = link.verdict.matched().cloned();
            Some(AuditLine { person, ..line(act, self.ids.get(number)?, now) })
        });
        let told = notices.iter().map(|notice| AuditLine {
            stay: Some(notice.stay.clone()),
            person: Some(notice.person.clone()),
            ..line(Act::Told { notice: notice.kind }, &notice.patient, now)
        });
        let traced = self.traced.iter().map(|(patient, outcome)| {
            line(Act::Traced { outcome: outcome.word().to_owned() }, patient, now)
        });
        traced.chain(matched).chain(told).collect()
    }
}

/// The lines of matches that end, and of patients who are withheld no longer.
fn of_matches(
    withdrawals: &[Withdrawal],
    released: &[PatientId],
    now: Timestamp,
) -> impl Iterator<Item = AuditLine> {
    let ended = move |one: &Withdrawal| AuditLine {
        person: Some(one.person.clone()),
        ..line(Act::Withdrew { cause: one.cause }, &one.patient, now)
    };
    let released = released.iter().map(move |patient| line(Act::Released, patient, now));
    withdrawals.iter().map(ended).chain(released)
}

/// What the service itself does about a patient.
fn line(act: Act, patient: &PatientId, now: Timestamp) -> AuditLine {
    AuditLine { patient: Some(patient.clone()), ..AuditLine::new(now, Actor::Service, act) }
}

/// The council's person to whom a patient's stays are told.
fn person<'a>(held: &'a HeldPatient, link: Option<&'a Link>) -> Option<&'a PersonKey> {
    let link = link.or(held.link.as_ref()).filter(|_| !held.is_withheld())?;
    link.verdict.matched()
}

fn word(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Match(..) => "match",
        Verdict::Review(..) => "review",
        Verdict::None(_) => "none",
    }
}
