//! Is this known, and if not, why not?

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Checked;
use crate::people::Phone;
use crate::when::words;

/// One item of the record: a value, or the named reason why there is none.
///
/// A page never shows a blank. That a value is old is no state of its own: it follows from when its
/// part was checked and the clock, see [`super::Checked::freshness`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Fact<T> {
    /// The source says this.
    Known(T),
    /// The source positively says that there is none.
    NoneRecorded,
    /// The source has a place for it and nothing in it.
    NotRecorded,
    /// A rule hides it from this role.
    NotShared,
    /// The person objects, or is protected.
    Restricted,
    /// This source has no place for it.
    NotSupplied,
    /// The source sent a code that we do not know. The code itself is counted, not shown.
    Unrecognised,
    /// The source did not answer, or answered with an error.
    CouldNotCheck,
}

impl<T> Fact<T> {
    /// A value, or "not recorded".
    pub fn from_option(value: Option<T>) -> Self {
        value.map_or(Self::NotRecorded, Self::Known)
    }

    /// The value, where it is known.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            _ => None,
        }
    }

    /// The fact without its ownership.
    pub fn as_ref(&self) -> Fact<&T> {
        match self {
            Self::Known(value) => Fact::Known(value),
            Self::NoneRecorded => Fact::NoneRecorded,
            Self::NotRecorded => Fact::NotRecorded,
            Self::NotShared => Fact::NotShared,
            Self::Restricted => Fact::Restricted,
            Self::NotSupplied => Fact::NotSupplied,
            Self::Unrecognised => Fact::Unrecognised,
            Self::CouldNotCheck => Fact::CouldNotCheck,
        }
    }

    /// What follows from the value; a state stays the state it is.
    pub fn and_then<U>(self, look: impl FnOnce(T) -> Fact<U>) -> Fact<U> {
        match self {
            Self::Known(value) => look(value),
            Self::NoneRecorded => Fact::NoneRecorded,
            Self::NotRecorded => Fact::NotRecorded,
            Self::NotShared => Fact::NotShared,
            Self::Restricted => Fact::Restricted,
            Self::NotSupplied => Fact::NotSupplied,
            Self::Unrecognised => Fact::Unrecognised,
            Self::CouldNotCheck => Fact::CouldNotCheck,
        }
    }

    /// The same fact with its value in other words; a state stays the state it is.
    pub fn map<U>(self, say: impl FnOnce(T) -> U) -> Fact<U> {
        self.and_then(|value| Fact::Known(say(value)))
    }

    /// The state alone.
    pub fn state(&self) -> Fact<()> {
        self.as_ref().map(|_| ())
    }

    /// This fact, or where it has no value, the other one if that has. Where neither has, "could
    /// not check" is said before any other state: a value may yet come.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        match (&self, &other) {
            (Self::Known(_), _) => self,
            (_, Self::Known(_) | Self::CouldNotCheck) => other,
            _ => self,
        }
    }

    /// The state as labels and tables name it; `None` where a value speaks for itself. What the
    /// label leaves open is said by [`Self::in_full`].
    pub fn words(&self) -> Option<&'static str> {
        match self {
            Self::Known(_) => None,
            Self::NoneRecorded => Some("None recorded"),
            Self::NotRecorded => Some("Not recorded by the council"),
            Self::NotShared => Some("Not shared with your role"),
            Self::Restricted => Some("Sharing restricted"),
            Self::NotSupplied => Some("This council does not send this"),
            Self::Unrecognised => {
                Some("Council sent a value we do not recognise. Ask the council.")
            }
            Self::CouldNotCheck => Some("Could not check"),
        }
    }

    /// The state in a whole sentence: with the day on which there was none, the time at which it
    /// could not be checked, and the number to ring. `None` where a value speaks for itself.
    pub fn in_full(
        &self,
        checked: Checked,
        ring: Option<&Phone>,
        now: Timestamp,
    ) -> Option<String> {
        let words = self.words()?;
        let ring = ring
            .map_or_else(String::new, |phone| format!(" Ring the council on {}.", phone.shown()));
        let at = words::moment(checked.at, now);
        let at = at.strip_prefix("Today ").unwrap_or(&at);
        Some(match self {
            Self::NoneRecorded => format!("{words} on {}", words::day(checked.day())),
            Self::Restricted => format!("{words}.{ring}"),
            Self::CouldNotCheck => format!("{words} at {at}.{ring}"),
            _ => words.to_owned(),
        })
    }
}

/// Debug text ends up in logs, so it tells the state and keeps the value to itself.
impl<T> fmt::Debug for Fact<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Known(_) => "Known(..)",
            Self::NoneRecorded => "NoneRecorded",
            Self::NotRecorded => "NotRecorded",
            Self::NotShared => "NotShared",
            Self::Restricted => "Restricted",
            Self::NotSupplied => "NotSupplied",
            Self::Unrecognised => "Unrecognised",
            Self::CouldNotCheck => "CouldNotCheck",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every state, without a value.
    const STATES: [Fact<u8>; 7] = [
        Fact::NoneRecorded,
        Fact::NotRecorded,
        Fact::NotShared,
        Fact::Restricted,
        Fact::NotSupplied,
        Fact::Unrecognised,
        Fact::CouldNotCheck,
    ];

    #[track_caller]
    fn check(fact: Fact<u8>, label: &str, in_full: &str) {
        let now = "2026-08-12T15:00:00Z".parse().unwrap();
        let checked = Checked::live("2026-08-12T13:05:00Z".parse().unwrap());
        let phone = Phone::new("01632 960100");
        assert_eq!(fact.words(), Some(label));
        assert_eq!(fact.in_full(checked, phone.as_ref(), now).as_deref(), Some(in_full));
    }

    #[test]
    fn h20_each_state_has_its_words() {
        check(Fact::NoneRecorded, "None recorded", "None recorded on 12-Aug-2026");
        check(Fact::NotRecorded, "Not recorded by the council", "Not recorded by the council");
        check(Fact::NotShared, "Not shared with your role", "Not shared with your role");
        check(
            Fact::Restricted,
            "Sharing restricted",
            "Sharing restricted. Ring the council on 01632 960100.",
        );
        let not_sent = "This council does not send this";
        check(Fact::NotSupplied, not_sent, not_sent);
        let unknown = "Council sent a value we do not recognise. Ask the council.";
        check(Fact::Unrecognised, unknown, unknown);
        check(
            Fact::CouldNotCheck,
            "Could not check",
            "Could not check at 14:05. Ring the council on 01632 960100.",
        );
        assert_eq!(Fact::Known(4).words(), None);
    }

    #[test]
    fn h20_no_two_states_read_the_same() {
        let words: std::collections::BTreeSet<_> = STATES.iter().map(Fact::words).collect();
        assert_eq!(words.len(), STATES.len());
        assert!(!words.contains(&None));
    }

    #[test]
    fn h20_a_failure_of_yesterday_says_its_day() {
        let now = "2026-08-13T08:00:00Z".parse().unwrap();
        let checked = Checked::live("2026-08-12T13:05:00Z".parse().unwrap());
        let said = Fact::<u8>::CouldNotCheck.in_full(checked, None, now);
        assert_eq!(said.as_deref(), Some("Could not check at 12-Aug-2026 14:05."));
    }

    #[test]
    fn a_state_stays_the_state_it_is() {
        for state in STATES {
            assert_eq!(state.map(|number| number + 1), state);
            assert_eq!(state.state(), state.and_then(|_| Fact::Known(())));
            assert_eq!(state.or(Fact::Known(2)), Fact::Known(2));
            assert_eq!(state.or(Fact::NotRecorded), state);
            assert_eq!(state.or(Fact::CouldNotCheck), Fact::CouldNotCheck);
        }
        assert_eq!(Fact::Known(1).map(|number| number + 1), Fact::Known(2));
        assert_eq!(Fact::Known(1).or(Fact::Known(2)), Fact::Known(1));
    }

    #[test]
    fn debug_text_keeps_the_value_to_itself() {
        assert_eq!(format!("{:?}", Fact::Known("Meadow Homecare")), "Known(..)");
    }
}
