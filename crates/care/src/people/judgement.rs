//! What have people at the match desk said, and what stands of it?

mod case;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Compared, Gist, PersonKey, Reason, StaffId, Verdict, Withdrawal, WithdrawalCause};
use crate::access::Organisation;
use case::Case;

/// What somebody at the match desk says of a patient and a council's person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Opinion {
    /// The two records are of one person.
    Same,
    /// They are of two people.
    Different,
    /// What is known does not tell.
    NotSure,
}

/// One opinion on one pair, as it was given. A later one of the same member of staff replaces the
/// earlier ones for good: they count no more, even when it is taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// On whom.
    pub person: PersonKey,
    /// Who gave it.
    pub by: StaffId,
    /// On which side they work. A match that was reported as wrong needs both sides to bring it
    /// back.
    pub side: Side,
    /// When.
    pub at: Timestamp,
    /// What they say.
    pub opinion: Opinion,
    /// What spoke against the pair when they said so. Should anything else come up, the opinion is
    /// asked for anew.
    pub against: Vec<Reason>,
    /// Whom they had before them. Should either side become another, or get a number that speaks
    /// against what they said, the opinion is asked for anew.
    pub compared: Compared,
    /// When somebody took it back, where anybody did.
    pub taken_back_at: Option<Timestamp>,
}

impl Judgement {
    /// Whether it was given in the face of this reason. What merges and people themselves put in
    /// doubt is no news to it: no opinion overrides that.
    fn covers(&self, reason: Reason) -> bool {
        let is_ours = matches!(
            reason,
            Reason::DecidedDifferent | Reason::WithdrawnBefore | Reason::MergedInDoubt
        );
        is_ours || self.against.contains(&reason)
    }
}

/// On which side somebody works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// At a hospital.
    Hospital,
    /// At a council.
    Council,
}

impl From<&Organisation> for Side {
    fn from(organisation: &Organisation) -> Self {
        match organisation {
            Organisation::Hospital { .. } => Self::Hospital,
            Organisation::Council(_) => Self::Council,
        }
    }
}

/// What stands of all that was said of one pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has said anything that stands.
    Open,
    /// One person says that they are the same; a second must agree.
    HalfJoined,
    /// Two people say that they are the same.
    Joined,
    /// Somebody says that they are two people. One is enough: doubt shows nothing.
    Parted,
}

/// Why a patient waits at the match desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeskKind {
    /// Matching could not be certain.
    Doubtful,
    /// Somebody reported the match as wrong: nothing opens until the desk has decided.
    Reported,
}

impl DeskKind {
    /// The kind in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Doubtful => "Doubtful match",
            Self::Reported => "Reported as wrong",
        }
    }
}

/// All that people and the past say of one patient.
#[derive(Debug, Clone, Copy, Default)]
pub struct Heard<'a> {
    /// All opinions, those that were taken back too.
    pub judgements: &'a [Judgement],
    /// Matches that ended, wrong ones and others.
    pub withdrawn: &'a [Withdrawal],
    /// Who the hospital says the patient is now.
    pub patient: Gist,
    /// Who the council says they are now, of those who were judged or matched. Whoever is missing
    /// has left the council's book.
    pub book: &'a [(PersonKey, Gist)],
}

/// What stands of all that was said of the patient and this person, given what speaks against the
/// pair now.
pub fn standing(on: &Heard<'_>, person: &PersonKey, against: &[Reason]) -> Standing {
    on.standing_since(person, against, None)
}

/// The verdict as it stands once people have been heard.
///
/// People join only together and part alone. Whom they parted is matched no more, and comes up for
/// review only once either side has become another person, or both hold one number, or that was taken
/// back; then two decide. What was withdrawn as wrong comes back through people only; and where
/// people say one person and the records another, only people who know of both decide.
pub fn heard(verdict: Verdict, on: &Heard<'_>) -> Verdict {
    Case::of(verdict, on).decide()
}

impl Heard<'_> {
    /// The same, where only what was said after a time can join.
    fn standing_since(
        &self,
        person: &PersonKey,
        against: &[Reason],
        after: Option<Timestamp>,
    ) -> Standing {
        let said = self.last_words(person);
        if said.iter().any(|judgement| judgement.opinion == Opinion::Different) {
            return Standing::Parted;
        }
        let after = after.max(self.withdrawn_at(person));
        let same: Vec<&Judgement> = said
            .into_iter()
            .filter(|one| one.opinion == Opinion::Same && Some(one.at) > after)
            .filter(|one| against.iter().all(|reason| one.covers(*reason)))
            .filter(|one| self.is_as_compared(one))
            .collect();
        let is_from = |side| same.iter().any(|judgement| judgement.side == side);
        let both_sides = is_from(Side::Hospital) && is_from(Side::Council);
        match same.len() {
            0 => Standing::Open,
            1 => Standing::HalfJoined,
            _ if self.was_reported(person) && !both_sides => Standing::HalfJoined,
            _ => Standing::Joined,
        }
    }

    /// Of each member of staff what they said last of this person. Of two sayings at one moment the
    /// one that shows less counts.
    fn last_words(&self, person: &PersonKey) -> Vec<&Judgement> {
        let caution = |opinion| match opinion {
            Opinion::Same => 0,
            Opinion::NotSure => 1,
            Opinion::Different => 2,
        };
        let mut last: BTreeMap<&StaffId, &Judgement> = BTreeMap::new();
        for one in self.judgements.iter().filter(|one| one.person == *person) {
            let held = last.entry(&one.by).or_insert(one);
            if (held.at, caution(held.opinion)) <= (one.at, caution(one.opinion)) {
                *held = one;
            }
        }
        last.into_values().filter(|one| one.taken_back_at.is_none()).collect()
    }

    /// How many people's last word on this person is that.
    pub(crate) fn saying(&self, person: &PersonKey, opinion: Opinion) -> usize {
        self.last_words(person).iter().filter(|one| one.opinion == opinion).count()
    }

    /// Whether both sides are still whom the judgement was about.
    fn is_as_compared(&self, judgement: &Judgement) -> bool {
        self.in_book(&judgement.person).is_some_and(|person| {
            let now = Compared { patient: self.patient, person };
            judgement.compared.still_speaks_of(now, judgement.opinion)
        })
    }

    fn in_book(&self, person: &PersonKey) -> Option<Gist> {
        self.book.iter().find(|(key, _)| key == person).map(|(_, gist)| *gist)
    }

    /// When the match with this person was last withdrawn as wrong.
    fn withdrawn_at(&self, person: &PersonKey) -> Option<Timestamp> {
        let wrong = self.withdrawn.iter().filter(|one| one.cause.is_wrong());
        wrong.filter(|one| self.speaks_of(one, person)).map(|one| one.at).max()
    }

    /// Whether somebody reported this match as wrong.
    fn was_reported(&self, person: &PersonKey) -> bool {
        let mut ended = self.withdrawn.iter();
        ended.any(|one| one.cause == WithdrawalCause::Reported && self.speaks_of(one, person))
    }

    /// Whether a match that ended was with this person. Somebody who was reported and has left the
    /// council's book may be anybody there now: councils merge entries and give them new ids.
    fn speaks_of(&self, ended: &Withdrawal, person: &PersonKey) -> bool {
        let may_be_renamed = || {
            ended.cause == WithdrawalCause::Reported
                && ended.person.council == person.council
                && self.in_book(&ended.person).is_none()
        };
        ended.person == *person || may_be_renamed()
    }
}
