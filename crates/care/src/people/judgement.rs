//! What have people at the match desk said, and what stands of it?

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{PersonKey, Reason, StaffId, Verdict};

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

/// One opinion on one pair, as it was given. Later ones of the same member of staff replace earlier
/// ones; one that was taken back counts no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// On whom.
    pub person: PersonKey,
    /// Who gave it.
    pub by: StaffId,
    /// In whose name: a trust's or a council's code. A match that was reported as wrong needs both
    /// sides to bring it back.
    pub side: Side,
    /// When.
    pub at: Timestamp,
    /// What they say.
    pub opinion: Opinion,
    /// What spoke against the pair when they said so. Should anything else come up, the opinion is
    /// asked for anew.
    pub against: Vec<Reason>,
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

/// What stands of all that was said of one pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has said anything that stands, or they disagree on whether it can be known.
    Open,
    /// One person says that they are the same; a second must agree.
    HalfJoined,
    /// Two people say that they are the same.
    Joined,
    /// Somebody says that they are two people. One is enough: doubt shows nothing.
    Parted,
}

/// What stands of `judgements` on a pair, given what speaks against it now.
///
/// `was_reported`: a match that somebody reported as wrong comes back only when the hospital's and
/// the council's side both say so.
pub fn standing(
    judgements: &[Judgement],
    person: &PersonKey,
    against: &[Reason],
    was_reported: bool,
) -> Standing {
    let said = last_words(judgements, person);
    if said.iter().any(|judgement| judgement.opinion == Opinion::Different) {
        return Standing::Parted;
    }
    let same: Vec<&Judgement> = said
        .into_iter()
        .filter(|judgement| judgement.opinion == Opinion::Same)
        .filter(|judgement| against.iter().all(|reason| judgement.against.contains(reason)))
        .collect();
    let both_sides = same.iter().any(|judgement| judgement.side == Side::Hospital)
        && same.iter().any(|judgement| judgement.side == Side::Council);
    match same.len() {
        0 => Standing::Open,
        1 => Standing::HalfJoined,
        _ if was_reported && !both_sides => Standing::HalfJoined,
        _ => Standing::Joined,
    }
}

/// Of each member of staff what they said last of this person.
fn last_words<'a>(judgements: &'a [Judgement], person: &PersonKey) -> Vec<&'a Judgement> {
    let of_person = || judgements.iter().filter(|judgement| judgement.person == *person);
    of_person()
        .filter(|one| of_person().all(|other| other.by != one.by || other.at <= one.at))
        .collect()
}

/// The verdict as it stands once people have been heard.
///
/// Reasons of the pair itself decide; what people parted is no candidate any more, and what was
/// withdrawn as wrong comes back through people only.
pub fn heard(verdict: Verdict, on: &Heard<'_>) -> Verdict {
    let against: Vec<Reason> =
        verdict.reasons().iter().copied().filter(|reason| reason.is_against()).collect();
    let stands = |person: &PersonKey| {
        let was_reported = on.reported.contains(person);
        standing(on.judgements, person, &against, was_reported)
    };
    let named = named(&verdict, on.judgements);
    let mut joined = named.iter().filter(|one| stands(one) == Standing::Joined);
    match (joined.next(), joined.next(), verdict.matched()) {
        (Some(one), None, found) if found.is_none_or(|found| found == one) => {
            return Verdict::Match(one.clone(), with(verdict.reasons(), Reason::DecidedSame));
        }
        // People say one thing and the records another, or people say two things.
        (Some(_), _, _) => {
            let all = named.iter().filter(|person| stands(person) != Standing::Parted);
            let reasons = with(verdict.reasons(), Reason::SeveralFit);
            return Verdict::Review(all.cloned().collect(), reasons);
        }
        (None, ..) => {}
    }
    match verdict {
        Verdict::Match(person, reasons) if stands(&person) == Standing::Parted => {
            Verdict::None(with(&reasons, Reason::DecidedDifferent))
        }
        Verdict::Match(person, reasons) if on.withdrawn.contains(&person) => {
            Verdict::Review(vec![person], with(&reasons, Reason::WithdrawnBefore))
        }
        Verdict::Review(people, reasons) => {
            let left: Vec<PersonKey> =
                people.into_iter().filter(|person| stands(person) != Standing::Parted).collect();
            if left.is_empty() {
                Verdict::None(with(&reasons, Reason::DecidedDifferent))
            } else {
                Verdict::Review(left, reasons)
            }
        }
        other => other,
    }
}

/// All that people and the past say of one patient.
#[derive(Debug, Clone, Copy, Default)]
pub struct Heard<'a> {
    /// Opinions that were not taken back.
    pub judgements: &'a [Judgement],
    /// Matches that stood and were withdrawn as wrong.
    pub withdrawn: &'a [PersonKey],
    /// Of these, those that somebody reported as wrong.
    pub reported: &'a [PersonKey],
}

/// Those whom the verdict or anybody at the desk names.
fn named(verdict: &Verdict, judgements: &[Judgement]) -> Vec<PersonKey> {
    let by_verdict: Vec<PersonKey> = match verdict {
        Verdict::Match(person, _) => vec![person.clone()],
        Verdict::Review(people, _) => people.clone(),
        Verdict::None(_) => Vec::new(),
    };
    let mut named: Vec<PersonKey> = by_verdict;
    named.extend(judgements.iter().map(|judgement| judgement.person.clone()));
    named.sort();
    named.dedup();
    named
}

fn with(reasons: &[Reason], reason: Reason) -> Vec<Reason> {
    let mut all = reasons.to_vec();
    if !all.contains(&reason) {
        all.push(reason);
    }
    all
}
