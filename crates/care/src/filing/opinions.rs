//! What did people say of a patient under all their numbers, and what follows from it?

use std::collections::BTreeMap;

use super::replay::{HeldPatient, Replayed, Report};
use crate::people::judgement::standing;
use crate::people::{
    Gist, Heard, HospitalNumber, Judgement, PatientId, PersonKey, Reason, Standing, Verdict,
    Withdrawal, WithdrawalCause,
};

/// What the match desk said under any number of a patient, and what was withdrawn before.
pub(super) struct Opinions {
    judgements: Vec<Judgement>,
    withdrawn: Vec<Withdrawal>,
    patient: Gist,
    book: Vec<(PersonKey, Gist)>,
}

impl Opinions {
    pub(super) fn heard(&self) -> Heard<'_> {
        Heard {
            judgements: &self.judgements,
            withdrawn: &self.withdrawn,
            patient: self.patient,
            book: &self.book,
        }
    }

    pub(super) fn has_in_book(&self, person: &PersonKey) -> bool {
        self.book.iter().any(|(key, _)| key == person)
    }

    /// Whether the desk has decided on every match that was reported as wrong. One whose person has
    /// left the council's book is decided by people too: the council may have them under another id.
    /// Where nobody knows any more which match was reported, it is enough that the desk has decided
    /// on anybody and on whom matching finds.
    fn is_settled(&self, verdict: &Verdict) -> bool {
        let against: Vec<Reason> =
            verdict.reasons().iter().copied().filter(|reason| reason.is_against()).collect();
        let is_decided = |person: &PersonKey| {
            let standing = standing(&self.heard(), person, &against);
            matches!(standing, Standing::Parted | Standing::Joined)
        };
        let mut reports =
            self.withdrawn.iter().filter(|one| one.cause == WithdrawalCause::Reported).peekable();
        if reports.peek().is_some() {
            return reports.all(|one| is_decided(&one.person));
        }
        verdict.matched().is_none_or(is_decided)
            && self.judgements.iter().any(|one| is_decided(&one.person))
    }
}

impl Replayed {
    /// What was said under all the numbers of a survivor.
    pub(super) fn opinions(&self, survivor: &HospitalNumber) -> Opinions {
        let own = self.patients.get(survivor);
        let all = || self.numbers_of(survivor).map(|(_, held)| held);
        Opinions {
            judgements: all().flat_map(|held| held.judgements.iter().cloned()).collect(),
            withdrawn: all().flat_map(|held| held.withdrawn.iter().cloned()).collect(),
            patient: own.map(|held| Gist::of(&held.patient.identity())).unwrap_or_default(),
            book: all().flat_map(|held| held.book.iter().cloned()).collect(),
        }
    }

    /// Lets go of patients whose reported match the desk has decided. A merge alone lets go of
    /// nobody, and neither does a message of somebody who is not matched again.
    pub(super) fn release(&mut self, verdicts: &BTreeMap<PatientId, Verdict>) -> Vec<PatientId> {
        let settled = |(number, held): &(&HospitalNumber, &HeldPatient)| {
            let survivor = self.people.of(number);
            let verdict = self.patients.get(survivor).and_then(|own| verdicts.get(&own.id));
            held.is_withheld()
                && verdict.is_some_and(|verdict| self.opinions(survivor).is_settled(verdict))
        };
        let released: Vec<HospitalNumber> =
            self.patients.iter().filter(settled).map(|(number, _)| number.clone()).collect();
        let mut ids = Vec::new();
        for number in released {
            if let Some(held) = self.patients.get_mut(&number) {
                held.report = Report::Decided;
                ids.push(held.id.clone());
            }
        }
        ids
    }
}
