//! Which certain matches end, and why?

use jiff::Timestamp;

use super::decide::Links;
use super::replay::{HeldPatient, Replayed, Report};
use super::{MergeKind, links};
use crate::people::judgement::standing;
use crate::people::{
    HospitalNumber, Opinion, PersonKey, Reason, Standing, Withdrawal, WithdrawalCause,
};

impl Replayed {
    /// The matches that opened a record until now and open it no longer. One that was withheld
    /// ended when it was reported.
    pub(super) fn withdrawals(&self, links: &Links, now: Timestamp) -> Vec<Withdrawal> {
        let ended = |(number, held): (&HospitalNumber, &HeldPatient)| {
            let person = held.link.as_ref()?.verdict.matched()?;
            if self.people_before.is_retired(number) || self.was_withheld(number) {
                return None;
            }
            let after = self.matched(self.people.of(number), links);
            if after == Some(person) {
                return None;
            }
            let cause = self.cause((number, held), person, after);
            Some(Withdrawal { patient: held.id.clone(), person: person.clone(), at: now, cause })
        };
        self.patients.iter().filter_map(ended).collect()
    }

    /// Whose record opens now.
    fn matched<'a>(&'a self, survivor: &HospitalNumber, links: &'a Links) -> Option<&'a PersonKey> {
        let held = self.patients.get(survivor)?;
        let link = links.get(survivor).or(held.link.as_ref())?;
        let withheld = self.numbers_of(survivor).any(|(_, held)| held.is_withheld());
        link.verdict.matched().filter(|_| !withheld)
    }

    /// Whether it was withheld under any number that was the patient's before.
    fn was_withheld(&self, survivor: &HospitalNumber) -> bool {
        let before = |number: &HospitalNumber| self.people_before.of(number) == survivor;
        self.patients.iter().any(|(number, held)| before(number) && held.report != Report::None)
    }

    fn cause(
        &self,
        (number, held): (&HospitalNumber, &HeldPatient),
        person: &PersonKey,
        after: Option<&PersonKey>,
    ) -> WithdrawalCause {
        let survivor = self.people.of(number);
        let opinions = self.opinions(survivor);
        let was_joined = held
            .link
            .as_ref()
            .is_some_and(|link| link.verdict.reasons().contains(&Reason::DecidedSame));
        if self.is_held_back(survivor) {
            WithdrawalCause::HeldBack
        } else if !opinions.has_in_book(person) {
            WithdrawalCause::PersonLeft
        } else if standing(&opinions.heard(), person, &[]) == Standing::Parted {
            WithdrawalCause::SaidDifferent
        } else if after.is_some() {
            WithdrawalCause::OtherPerson
        } else if self.has_merged(survivor) {
            WithdrawalCause::NumbersMerged
        } else if self.numbers_of(survivor).any(|(_, held)| held.is_another) {
            match self.traced {
                Some(_) => WithdrawalCause::Traced,
                None => WithdrawalCause::IdentityChanged,
            }
        } else if was_joined && opinions.heard().saying(person, Opinion::Same) < 2 {
            WithdrawalCause::JoinUndone
        } else {
            WithdrawalCause::BookChanged
        }
    }

    /// Whether this message merged anything into the patient.
    fn has_merged(&self, survivor: &HospitalNumber) -> bool {
        self.new_merges.iter().any(|merge| match &merge.kind {
            MergeKind::Patients { retired, survivor: other } => {
                self.people.of(other) == survivor
                    || !links::is_nhs_number(retired) && self.people.of(retired) == survivor
            }
            _ => false,
        })
    }
}
