//! What becomes of one verdict once people are heard?

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{Heard, Judgement, Opinion, Standing};
use crate::people::{PersonKey, Reason, StaffId, Verdict};

/// A verdict of matching, and all that people say of it.
pub(super) struct Case<'a> {
    verdict: Verdict,
    on: &'a Heard<'a>,
    /// What speaks against the patient being any of them.
    against: Vec<Reason>,
    /// Those whom matching or anybody at the desk names, matching's first.
    named: Vec<PersonKey>,
}

impl<'a> Case<'a> {
    pub(super) fn of(verdict: Verdict, on: &'a Heard<'a>) -> Self {
        let against = verdict.reasons().iter().copied().filter(|one| one.is_against()).collect();
        let mut named = match &verdict {
            Verdict::Match(person, _) => vec![person.clone()],
            Verdict::Review(people, _) => people.clone(),
            Verdict::None(_) => Vec::new(),
        };
        let judged: BTreeSet<&PersonKey> = on.judgements.iter().map(|one| &one.person).collect();
        let judged: Vec<PersonKey> =
            judged.into_iter().filter(|person| !named.contains(person)).cloned().collect();
        named.extend(judged);
        Self { verdict, on, against, named }
    }

    pub(super) fn decide(self) -> Verdict {
        let joined: Vec<&PersonKey> =
            self.named.iter().filter(|person| self.standing(person) == Standing::Joined).collect();
        match joined.as_slice() {
            [one] if self.is_settled_for(one) => {
                Verdict::Match((*one).clone(), self.reasons(&[Reason::DecidedSame]))
            }
            _ => self.undecided(!joined.is_empty()),
        }
    }

    /// What becomes of it where people did not join anybody, or not beyond dispute.
    fn undecided(&self, joined: bool) -> Verdict {
        let found = self.verdict.matched();
        let others_joined = self.named.iter().any(|one| Some(one) != found && self.was_said(one));
        let disputed = joined || found.is_some() && others_joined;
        let mut doubts = Vec::new();
        if let Some(person) = found {
            let parted = self.was_parted(person);
            let withdrawn = self.on.withdrawn_at(person).is_some();
            if !parted && !withdrawn && !disputed {
                return self.verdict.clone();
            }
            doubts.extend(parted.then_some(Reason::DecidedDifferent));
            doubts.extend(withdrawn.then_some(Reason::WithdrawnBefore));
        }
        doubts.extend(disputed.then_some(Reason::SeveralFit));
        let left: Vec<PersonKey> =
            self.named.iter().filter(|person| self.is_candidate(person)).cloned().collect();
        match (&self.verdict, left.is_empty()) {
            (_, false) => Verdict::Review(left, self.reasons(&doubts)),
            (Verdict::None(reasons), true) => Verdict::None(reasons.clone()),
            (_, true) => Verdict::None(self.reasons(&[Reason::DecidedDifferent])),
        }
    }

    /// Whether nobody else was ever found by matching or named by two people, unless somebody said
    /// since that it is not they, and two people said this one after that.
    fn is_settled_for(&self, person: &PersonKey) -> bool {
        let rival = |one: &&PersonKey| {
            *one != person && (self.verdict.matched() == Some(one) || self.was_said(one))
        };
        let rivals: Vec<&PersonKey> = self.named.iter().filter(rival).collect();
        let parted = rivals.iter().all(|rival| self.standing(rival) == Standing::Parted);
        let since = rivals.iter().filter_map(|rival| self.parted_at(rival)).max();
        parted && self.on.standing_since(person, &self.against, since) == Standing::Joined
    }

    /// Whether the person still comes into question: found by matching or joined by two, and not
    /// parted from the patient as both are now.
    fn is_candidate(&self, person: &PersonKey) -> bool {
        let found = match &self.verdict {
            Verdict::Match(found, _) => found == person,
            Verdict::Review(people, _) => people.contains(person),
            Verdict::None(_) => false,
        };
        let said = self.on.last_words(person);
        let parted =
            said.iter().any(|one| one.opinion == Opinion::Different && self.on.is_as_compared(one));
        let joined = self.on.saying(person, Opinion::Same) > 1
            && self.on.saying(person, Opinion::Different) == 0
            && self.on.in_book(person).is_some();
        !parted && (found || joined)
    }

    /// Whether two people ever said of this person that they are the patient as they are now.
    fn was_said(&self, person: &PersonKey) -> bool {
        let said = self.said_of(person, Opinion::Same);
        let said = said.filter(|one| one.compared.patient.is_named_as(self.on.patient));
        said.map(|one| &one.by).collect::<BTreeSet<&StaffId>>().len() > 1
    }

    /// Whether anybody ever said of this person that they are not the patient, though they may have
    /// taken it back or say otherwise now: one person alone does not open what was shut.
    fn was_parted(&self, person: &PersonKey) -> bool {
        let mut said = self.on.judgements.iter();
        said.any(|one| one.person == *person && one.opinion == Opinion::Different)
    }

    /// When somebody last said that this person is not the patient.
    fn parted_at(&self, person: &PersonKey) -> Option<Timestamp> {
        self.said_of(person, Opinion::Different).map(|one| one.at).max()
    }

    /// All that was ever said so and not taken back, though the same member of staff may have said
    /// otherwise since.
    fn said_of<'b>(
        &'b self,
        person: &'b PersonKey,
        opinion: Opinion,
    ) -> impl Iterator<Item = &'b Judgement> {
        let said = move |one: &&Judgement| {
            one.person == *person && one.opinion == opinion && one.taken_back_at.is_none()
        };
        self.on.judgements.iter().filter(said)
    }

    fn standing(&self, person: &PersonKey) -> Standing {
        self.on.standing_since(person, &self.against, None)
    }

    fn reasons(&self, further: &[Reason]) -> Vec<Reason> {
        let mut all = self.verdict.reasons().to_vec();
        for reason in further {
            if !all.contains(reason) {
                all.push(*reason);
            }
        }
        all
    }
}
