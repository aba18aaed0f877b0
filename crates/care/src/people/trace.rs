//! What is a patient's NHS number, by the word of the national service?
//!
//! The national service (Personal Demographics Service) is asked about patients whose number the
//! hospital has not verified. What it answers is compared with the patient once more: its own
//! score says that a record answers to the question, not that it is the patient's.

mod likeness;

use std::fmt;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Death, Gender, Identity, Known, NhsNumber, NumberStatus, PersonName, Postcode};
use likeness::{Likeness, likeness};

/// All that the national service is asked about a patient, and what its answer is compared with.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// A number that the hospital has not verified.
    pub number: Option<NhsNumber>,
    /// The usual name.
    pub name: PersonName,
    /// The date of birth.
    pub born: Date,
    /// Gender. It is never asked for, only compared.
    pub gender: Gender,
    /// Where the person lives.
    pub postcode: Option<Postcode>,
}

/// One way to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// Whose is the number that the hospital holds?
    Number(NhsNumber),
    /// Who has this name and date of birth? Only so are restricted people found.
    Anywhere,
    /// Who of these lives in this part of the country? Restricted people are never found so.
    Nearby,
}

/// What the national service answered.
#[derive(Debug, Clone)]
pub enum Answer {
    /// This person and nobody else.
    Person(Box<NationalRecord>),
    /// Nobody.
    Nobody,
    /// More than one.
    Several,
    /// The number was taken out of use.
    Invalidated,
}

/// A person as the national service knows them.
#[derive(Clone, PartialEq, Eq)]
pub struct NationalRecord {
    /// The number that is theirs now. Another than was asked for has replaced that one.
    pub number: NhsNumber,
    /// Who they are. Restricted people have no address, telephone or practice here.
    pub identity: Identity,
    /// Whether the record is marked as restricted: nothing of it may be passed on by itself.
    pub is_restricted: bool,
    /// Which version of the record this is, as the service counts.
    pub version: Option<String>,
}

/// What follows from an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Another question must be put first.
    Ask(Ask),
    /// The trace has come to its end.
    Settled(Outcome),
}

/// What a trace came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The patient's number is known.
    Found {
        /// The number that is theirs now.
        number: NhsNumber,
        /// The number that the hospital holds, where this one has replaced it.
        former: Option<NhsNumber>,
    },
    /// Nobody has this name and date of birth. That proves no absence: names are misspelt.
    Nobody,
    /// More than one person may be meant.
    Several,
    /// One person was found who is not surely the patient. Nothing follows.
    Unlike,
    /// The number that the hospital holds is somebody else's.
    Conflict,
    /// The person who answers to the question is restricted by the national service, alike or not:
    /// held back, whoever the council finds.
    Restricted,
    /// The number that the hospital holds was taken out of use: held back until a person has
    /// looked.
    Invalidated,
    /// One of the two above, and a privacy officer found that the patient is not the person of whom
    /// the service spoke. The number that was asked about is another's.
    Released,
}

/// What is kept with a patient of a trace.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// What was asked. Once the hospital says something else, a number found so stands no longer.
    pub asked: Question,
    /// What it came to.
    pub outcome: Outcome,
}

/// How the last trace of a patient went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastTrace {
    /// Whether it asked what would be asked now.
    pub asked_the_same: bool,
    /// When it ended.
    pub at: Timestamp,
    /// How often in a row it has failed; nought where it was answered.
    pub failures: u32,
}

impl Question {
    /// What there is to ask about a patient. `None` where nothing need be asked, since the number
    /// is verified, or nothing can be: somebody unknown or dead, or too little to compare.
    pub fn about(identity: &Identity) -> Option<Self> {
        let nhs = identity.nhs;
        if nhs.is_some_and(|nhs| nhs.status == NumberStatus::Verified) {
            return None;
        }
        Self::of(identity)
    }

    /// What there is to ask about a patient even where the number is verified.
    pub fn of(identity: &Identity) -> Option<Self> {
        let name = identity.usual_name()?;
        let is_comparable =
            name.family.chars().any(char::is_alphabetic) && letters(&name.given) > 1;
        let in_conflict = identity.nhs.is_some_and(|nhs| nhs.status == NumberStatus::InConflict);
        if identity.known != Known::Yes
            || identity.death != Death::Alive
            || in_conflict
            || !is_comparable
        {
            return None;
        }
        Some(Self {
            number: identity.nhs.map(|nhs| nhs.number),
            name: name.clone(),
            born: identity.born?.exact()?,
            gender: identity.gender,
            postcode: identity
                .address
                .as_ref()
                .and_then(|address| address.postcode.clone())
                .filter(|postcode| !postcode.is_pseudo()),
        })
    }

    /// How to ask first.
    pub fn first(&self) -> Ask {
        self.number.map_or(Ask::Anywhere, Ask::Number)
    }

    /// What follows from an answer.
    pub fn hear(&self, ask: Ask, answer: Answer) -> Next {
        let settled = match (ask, answer) {
            (_, Answer::Invalidated) => Outcome::Invalidated,
            // Before any comparison: who is protected may have another name by now.
            (_, Answer::Person(record)) if record.is_restricted => Outcome::Restricted,
            (Ask::Number(number), Answer::Person(record)) => self.holder(number, &record),
            (Ask::Number(_), Answer::Nobody) => return Next::Ask(Ask::Anywhere),
            (Ask::Number(_), Answer::Several) => Outcome::Several,
            (Ask::Anywhere, Answer::Several) if self.postcode.is_some() => {
                return Next::Ask(Ask::Nearby);
            }
            (Ask::Anywhere, Answer::Nobody) => Outcome::Nobody,
            (Ask::Anywhere, Answer::Person(record)) => self.namesake(&record),
            (Ask::Nearby, Answer::Person(record)) if self.lives_there(&record) => {
                self.namesake(&record)
            }
            (Ask::Nearby, Answer::Person(_)) => Outcome::Unlike,
            // There are several, none of whom is known to live here: one may be restricted.
            (Ask::Anywhere | Ask::Nearby, Answer::Several) | (Ask::Nearby, Answer::Nobody) => {
                Outcome::Several
            }
        };
        Next::Settled(settled)
    }

    /// Whether whoever has the number is the patient.
    fn holder(&self, asked: NhsNumber, record: &NationalRecord) -> Outcome {
        let former = (record.number != asked).then_some(asked);
        match likeness(self, record) {
            Likeness::Other => Outcome::Conflict,
            Likeness::Same | Likeness::Renamed => Outcome::Found { number: record.number, former },
            Likeness::Unsure => Outcome::Unlike,
        }
    }

    /// Whether the only one found by name and date of birth is the patient.
    fn namesake(&self, record: &NationalRecord) -> Outcome {
        match likeness(self, record) {
            Likeness::Same => Outcome::Found { number: record.number, former: None },
            Likeness::Renamed | Likeness::Unsure | Likeness::Other => Outcome::Unlike,
        }
    }

    /// Whether the whole postcode agrees, now or before.
    fn lives_there(&self, record: &NationalRecord) -> bool {
        let now = record.identity.address.as_ref().and_then(|address| address.postcode.as_ref());
        let before = &record.identity.earlier_postcodes;
        now.into_iter().chain(before).any(|code| Some(code) == self.postcode.as_ref())
    }
}

impl Outcome {
    /// The outcome in one word, for the store and the audit.
    pub fn word(self) -> &'static str {
        match self {
            Self::Found { former: None, .. } => "found",
            Self::Found { former: Some(_), .. } => "superseded",
            Self::Nobody => "nobody",
            Self::Several => "several",
            Self::Unlike => "unlike",
            Self::Conflict => "conflict",
            Self::Restricted => "restricted",
            Self::Invalidated => "invalidated",
            Self::Released => "released",
        }
    }

    /// What a person must look at, in words that name nobody.
    pub fn needs_a_person(self) -> Option<&'static str> {
        match self {
            Self::Conflict => Some("by the national service, an NHS number is another person's"),
            Self::Invalidated => {
                Some("by the national service, an NHS number was taken out of use")
            }
            _ => None,
        }
    }

    /// Whether anything about the patient changes by it.
    pub fn matters(self) -> bool {
        !matches!(self, Self::Nobody | Self::Several | Self::Unlike)
    }

    /// Whether the patient is held back: to ordinary staff as if the councils knew nobody.
    pub fn holds_back(self) -> bool {
        matches!(self, Self::Restricted | Self::Invalidated)
    }
}

/// The longest wait after failures.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(1);

impl LastTrace {
    /// Whether the patient is due to be asked about again: when something else would be asked,
    /// when the answer is `old`, or, after a failure, when a growing wait has passed.
    pub fn is_due(&self, old: SignedDuration, now: Timestamp) -> bool {
        let age = now.duration_since(self.at);
        match self.failures {
            0 => !self.asked_the_same || age >= old,
            failures => {
                let minutes = 1_i64.checked_shl(failures.min(10) - 1).unwrap_or(1);
                age >= SignedDuration::from_mins(minutes).min(LONGEST_WAIT)
            }
        }
    }
}

fn letters(text: &str) -> usize {
    text.chars().filter(|character| character.is_alphabetic()).count()
}

impl Trace {
    /// Whether this was found out with what `other` was: by the same number, or without one by the
    /// same particulars.
    fn asks_as(&self, other: &Self) -> bool {
        match self.asked.number {
            Some(number) => other.asked.number == Some(number),
            None => self.asked == other.asked,
        }
    }

    /// Whether a release outlasts `next`: nothing follows from that, or it is what was released.
    fn still_releases(&self, next: &Self) -> bool {
        let is_known = next.outcome.holds_back() && self.asks_as(next);
        self.outcome == Outcome::Released && (is_known || !next.outcome.matters())
    }

    /// What stands once `next` is answered; `None` where nothing follows. Who is held back stays so
    /// until one person is found who is not restricted, and who was released stays so as long as
    /// the service speaks of the same other person.
    pub(super) fn then(standing: Option<Self>, next: Self) -> Option<Self> {
        let is_certain = next.outcome.holds_back() || matches!(next.outcome, Outcome::Found { .. });
        match standing {
            Some(held) if held.outcome.holds_back() && !is_certain => Some(held),
            Some(released) if released.still_releases(&next) => Some(released),
            _ => next.outcome.matters().then_some(next),
        }
    }
}

impl fmt::Debug for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Question(..)")
    }
}

impl fmt::Debug for NationalRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NationalRecord(..)")
    }
}

impl fmt::Debug for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Trace(..)")
    }
}

#[cfg(test)]
mod tests;
