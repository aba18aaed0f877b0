//! What does a hospital say of one patient, field by field, each as it was said last?

use std::fmt;

use serde::{Deserialize, Serialize};

use super::trace::{Outcome, Question, Trace};
use super::{
    Address, Born, Death, Gender, HospitalNumber, Identity, Known, NumberStatus, PersonName, Phone,
    TracedNumber, UnprovedNumber,
};
use crate::filing::{IdentityNews, Shield};
use crate::stays::{Moment, Said};

/// One field and when it was said.
///
/// The later of two wins whatever the order in which they arrive; a repetition changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Latest<T> {
    /// What was said last: nothing yet, "delete", or a value.
    pub said: Said<T>,
    /// When that was said, where anything was.
    pub at: Option<Moment>,
}

impl<T> Default for Latest<T> {
    fn default() -> Self {
        Self { said: Said::Nothing, at: None }
    }
}

impl<T: Clone + Ord> Latest<T> {
    /// Takes in what was said at `at`. Silence changes nothing; of two sayings at one moment the
    /// greater value stays, so that the order in which they arrive never matters.
    pub fn hear(&mut self, said: &Said<T>, at: Moment) {
        if *said != Said::Nothing && (Some(at), said) > (self.at, &self.said) {
            *self = Self { said: said.clone(), at: Some(at) };
        }
    }
}

impl<T: Clone> Latest<T> {
    /// The value as it stands, where one does.
    pub fn value(&self) -> Option<T> {
        self.said.value().cloned()
    }
}

/// One number of one hospital, and what was said under it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Patient {
    /// The number at the hospital.
    pub number: HospitalNumber,
    /// NHS number and status.
    pub nhs: Latest<TracedNumber>,
    /// What was sent as an NHS number and is none.
    #[serde(default = "Latest::default")]
    pub unproved: Latest<UnprovedNumber>,
    /// Whether the numbers sent contradict each other.
    pub number_in_conflict: Latest<bool>,
    /// Names.
    pub names: Latest<Vec<PersonName>>,
    /// Date of birth.
    pub born: Latest<Born>,
    /// Gender.
    pub gender: Latest<Gender>,
    /// Usual address.
    pub address: Latest<Address>,
    /// Telephones.
    pub phones: Latest<Vec<Phone>>,
    /// GP practice code.
    pub practice: Latest<String>,
    /// Death.
    pub died: Latest<Death>,
    /// How far the hospital knows who this is.
    pub known: Latest<Known>,
    /// What must be held back.
    pub shield: Latest<Shield>,
    /// What the national service said when it was last asked. No message changes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<Trace>,
}

impl Patient {
    /// A number of which nothing was said yet.
    pub fn new(number: HospitalNumber) -> Self {
        Self {
            number,
            nhs: Latest::default(),
            unproved: Latest::default(),
            number_in_conflict: Latest::default(),
            names: Latest::default(),
            born: Latest::default(),
            gender: Latest::default(),
            address: Latest::default(),
            phones: Latest::default(),
            practice: Latest::default(),
            died: Latest::default(),
            known: Latest::default(),
            shield: Latest::default(),
            trace: None,
        }
    }

    /// Takes in what a message says, field by field. Repeating or reordering messages leads to the
    /// same patient.
    pub fn hear(&mut self, news: &IdentityNews) {
        let at = news.at;
        self.nhs.hear(&news.nhs, at);
        self.unproved.hear(&news.unproved, at);
        self.number_in_conflict.hear(&conflict(news), at);
        self.names.hear(&news.names, at);
        self.born.hear(&news.born, at);
        self.gender.hear(&news.gender, at);
        self.address.hear(&news.address, at);
        self.phones.hear(&news.phones, at);
        self.practice.hear(&news.practice, at);
        self.died.hear(&news.died, at);
        self.known.hear(&news.known, at);
        self.shield.hear(&news.shielded, at);
    }

    /// Who this is now: what matching compares and the banner shows. It is what the hospital says,
    /// with the number that the national service found.
    pub fn identity(&self) -> Identity {
        let mut identity = self.as_said();
        match self.traced() {
            Some(Outcome::Found { number, former }) => {
                let status = NumberStatus::Verified;
                identity.nhs = Some(TracedNumber { number, status });
                identity.former_numbers.extend(former);
                identity.unproved_number = None;
            }
            _ if self.has_anothers_number() => {
                let in_conflict = |nhs| TracedNumber { status: NumberStatus::InConflict, ..nhs };
                identity.nhs = identity.nhs.map(in_conflict);
            }
            _ => {}
        }
        identity
    }

    /// Who the hospital says this is, and nobody else.
    pub fn as_said(&self) -> Identity {
        Identity {
            nhs: self.nhs_as_said(),
            former_numbers: Vec::new(),
            unproved_number: self.unproved.value(),
            names: self.names.value().unwrap_or_default(),
            born: self.born.value(),
            gender: self.gender.value().unwrap_or_default(),
            address: self.address.value(),
            earlier_postcodes: Vec::new(),
            phones: self.phones.value().unwrap_or_default(),
            practice: self.practice.value(),
            death: self.died.value().unwrap_or_default(),
            known: self.known.value().unwrap_or_default(),
        }
    }

    /// What must be held back. What was never said is held back no more than what was taken back.
    pub fn shield(&self) -> Shield {
        self.shield.value().unwrap_or(Shield::None)
    }

    /// Whether the numbers sent contradict each other, or the national service knows another
    /// person under the number: then none of them may be relied on.
    pub fn is_in_conflict(&self) -> bool {
        self.says_conflict() || self.has_anothers_number()
    }

    /// Whether the number that the hospital holds now is another person's: by the national service,
    /// or by a privacy officer who found that what the service holds back is not of this patient.
    fn has_anothers_number(&self) -> bool {
        let held = self.nhs.value().map(|nhs| nhs.number);
        let is_released = |trace: &Trace| {
            trace.outcome == Outcome::Released && held.is_some() && trace.asked.number == held
        };
        self.traced() == Some(Outcome::Conflict) || self.trace.as_ref().is_some_and(is_released)
    }

    /// What the national service is to be asked about this patient, where anything is. One who is
    /// held back is asked about even when the hospital has verified the number.
    pub fn question(&self) -> Option<Question> {
        let said = self.as_said();
        if self.is_held_back() { Question::of(&said) } else { Question::about(&said) }
    }

    /// Takes in what a trace came to. Who is held back stays so until one person is found who is not
    /// restricted, or until released.
    pub fn hear_trace(&mut self, trace: Trace) {
        self.trace = Trace::then(self.trace.take(), trace);
    }

    /// Takes in that a privacy officer found the patient not to be the person whom the national
    /// service holds back. Nothing changes where nobody is held back.
    pub fn release(&mut self) {
        if let Some(trace) = self.trace.as_mut().filter(|trace| trace.outcome.holds_back()) {
            trace.outcome = Outcome::Released;
        }
    }

    /// What the last trace came to, where it asked what would be asked now.
    pub fn traced(&self) -> Option<Outcome> {
        let trace = self.trace.as_ref()?;
        (Some(&trace.asked) == self.question().as_ref()).then_some(trace.outcome)
    }

    /// Whether the national service restricts this person, so that nothing of them is shown by
    /// itself. It stands until the service says otherwise or a privacy officer releases it, whatever
    /// the hospital says meanwhile.
    pub fn is_held_back(&self) -> bool {
        self.trace.as_ref().is_some_and(|trace| trace.outcome.holds_back())
    }

    fn says_conflict(&self) -> bool {
        self.number_in_conflict.value() == Some(true)
            || self.nhs.value().is_some_and(|nhs| nhs.status == NumberStatus::InConflict)
    }

    fn nhs_as_said(&self) -> Option<TracedNumber> {
        let status = self.says_conflict().then_some(NumberStatus::InConflict);
        self.nhs.value().map(|nhs| TracedNumber { status: status.unwrap_or(nhs.status), ..nhs })
    }
}

/// A message that names no number says nothing of a conflict, and so leaves an older one standing.
fn conflict(news: &IdentityNews) -> Said<bool> {
    match (news.number_in_conflict, &news.nhs) {
        (true, _) => Said::Value(true),
        (false, Said::Nothing) => Said::Nothing,
        (false, _) => Said::Value(false),
    }
}

impl fmt::Debug for Patient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Patient(..)")
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    fn at(second: i64) -> Moment {
        let time = Timestamp::from_second(1_774_800_000 + second).unwrap();
        Moment { occurred: time, recorded: time, sent: time, digest: second.unsigned_abs() }
    }

    fn number() -> HospitalNumber {
        HospitalNumber { authority: "RZZ".into(), value: "H4480031".into() }
    }

    fn traced(status: NumberStatus) -> Said<TracedNumber> {
        Said::Value(TracedNumber { number: "9991234527".parse().unwrap(), status })
    }

    fn after(news: &[IdentityNews]) -> Patient {
        let mut patient = Patient::new(number());
        for one in news {
            patient.hear(one);
        }
        patient
    }

    #[test]
    fn what_was_said_later_stands_whatever_came_first() {
        let early = IdentityNews { gender: Said::Value(Gender::Male), ..silence(1) };
        let late = IdentityNews { gender: Said::Value(Gender::Female), ..silence(2) };
        let in_order = after(&[early.clone(), late.clone()]);
        assert_eq!(in_order.identity().gender, Gender::Female);
        assert_eq!(after(&[late.clone(), early.clone(), late, early]), in_order);
    }

    #[test]
    fn one_moment_that_says_two_things_ends_the_same_both_ways() {
        let one = IdentityNews { practice: Said::Value("Y99998".into()), ..silence(1) };
        let other = IdentityNews { practice: Said::Value("Y99999".into()), ..silence(1) };
        let null = IdentityNews { practice: Said::Cleared, ..silence(1) };
        let expected = after(&[one.clone(), other.clone(), null.clone()]);
        assert_eq!(after(&[null, other, one]), expected);
    }

    #[test]
    fn silence_keeps_and_null_deletes() {
        let told = IdentityNews { practice: Said::Value("Y99999".into()), ..silence(1) };
        let deleted = IdentityNews { practice: Said::Cleared, ..silence(3) };
        let kept = after(&[told.clone(), silence(2)]);
        assert_eq!(kept.identity().practice.as_deref(), Some("Y99999"));
        assert_eq!(after(&[told, deleted]).identity().practice, None);
    }

    #[test]
    fn a_conflict_stands_until_a_number_is_sent_without_one() {
        let conflict = IdentityNews {
            number_in_conflict: true,
            nhs: traced(NumberStatus::Verified),
            ..silence(1)
        };
        let told = after(&[conflict.clone(), silence(2)]);
        assert_eq!(told.identity().nhs.unwrap().status, NumberStatus::InConflict);
        let resolved = IdentityNews { nhs: traced(NumberStatus::Verified), ..silence(3) };
        let told = after(&[conflict, resolved]);
        assert_eq!(told.identity().nhs.unwrap().status, NumberStatus::Verified);
    }

    #[test]
    fn a_conflict_without_any_number_is_a_conflict() {
        let told = after(&[IdentityNews { number_in_conflict: true, ..silence(1) }]);
        assert!(told.is_in_conflict());
        assert_eq!(told.identity().nhs, None);
    }

    #[test]
    fn a_shield_is_lifted_by_a_later_nought_only() {
        let shielded = IdentityNews { shielded: Said::Value(Shield::Location), ..silence(2) };
        let lifted = IdentityNews { shielded: Said::Cleared, ..silence(3) };
        let earlier = IdentityNews { shielded: Said::Value(Shield::None), ..silence(1) };
        assert_eq!(after(&[silence(1)]).shield(), Shield::None);
        assert_eq!(after(&[shielded.clone(), earlier]).shield(), Shield::Location);
        assert_eq!(after(&[lifted, shielded]).shield(), Shield::None);
    }

    #[test]
    fn h14_a_death_recorded_in_error_is_taken_back_in_both_orders() {
        let died = IdentityNews { died: Said::Value(Death::Died), ..silence(1) };
        let error = IdentityNews { died: Said::Cleared, ..silence(2) };
        assert_eq!(after(&[died.clone(), error.clone()]).identity().death, Death::Alive);
        assert_eq!(after(&[error.clone(), died.clone()]).identity().death, Death::Alive);
        let again = IdentityNews { died: Said::Value(Death::Died), ..silence(3) };
        assert_eq!(after(&[again, error, died]).identity().death, Death::Died);
    }

    fn silence(second: i64) -> IdentityNews {
        IdentityNews::silent(number(), at(second))
    }
}
