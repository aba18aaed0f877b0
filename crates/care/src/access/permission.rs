//! What did the person say when they were asked, and how long does a no hold?

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::stated::GOOD_FOR;

/// How a trust handles the question "has this person agreed?".
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PermissionMode {
    /// Staff ask, and answer before they look.
    #[default]
    Ask,
    /// Staff tell the person, and say so before they look.
    Inform,
    /// No question.
    Off,
}

/// What the person answered, or why nobody could ask. Valid for one user, person and stay; but a
/// refusal shuts the record for everyone of the trust, see [`SaidNo`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Permission {
    /// The person agreed.
    Given,
    /// The person said no.
    Refused,
    /// Nobody could ask, and why. Goes to the privacy list.
    CouldNotAsk(WhyNotAsked),
    /// The person was told, where the trust informs.
    Told,
    /// Nobody could tell the person, and why. Goes to the privacy list.
    CouldNotTell(WhyNotAsked),
}

impl Permission {
    /// Whether this settles the question as the trust puts it: who agreed was told as well, but who
    /// was only told has not agreed.
    pub fn settles(&self, mode: PermissionMode) -> bool {
        match self {
            Self::Given | Self::CouldNotAsk(_) => true,
            Self::Told | Self::CouldNotTell(_) => mode != PermissionMode::Ask,
            Self::Refused => false,
        }
    }
}

/// Whether an answer that was noted at that time counts now. One from before the last no does not,
/// though that has run out or was taken back by somebody else: the person has thought again since.
/// One that was noted in no stay is good for as long as a stated reason.
pub fn still_counts(
    noted: Timestamp,
    (last_no, in_stay): (Option<Timestamp>, bool),
    now: Timestamp,
) -> bool {
    let is_newer = last_no.is_none_or(|no| no <= noted);
    is_newer && (in_stay || now.duration_since(noted) < GOOD_FOR)
}

/// Why nobody could ask.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum WhyNotAsked {
    /// Unconscious.
    Unconscious,
    /// Confused, or lacks capacity for this decision.
    LacksCapacity,
    /// An emergency.
    Emergency,
    /// Another reason, in the user's words; at most 200 characters.
    Other(String),
}

/// Words written freely stay out of debug text, which ends up in logs.
impl fmt::Debug for WhyNotAsked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unconscious => "Unconscious",
            Self::LacksCapacity => "LacksCapacity",
            Self::Emergency => "Emergency",
            Self::Other(_) => "Other(..)",
        })
    }
}

/// That a person has said no to anybody of a trust: the record is shut for everyone there until
/// then, or until the person agrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaidNo {
    /// When the record may be asked about again.
    pub until: Timestamp,
}

impl SaidNo {
    /// A refusal noted now, in a trust where it holds for so many days.
    pub fn noted(now: Timestamp, days: u8) -> Self {
        let until = now.checked_add(SignedDuration::from_hours(24 * i64::from(days)));
        Self { until: until.unwrap_or(Timestamp::MAX) }
    }

    /// Whether it still holds.
    pub fn holds(self, now: Timestamp) -> bool {
        now < self.until
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_holds_to_the_end_of_its_last_day_and_no_longer() {
        let noted: Timestamp = "2026-08-12T13:05:00Z".parse().unwrap();
        let said_no = SaidNo::noted(noted, 7);
        assert!(said_no.holds("2026-08-19T13:04:59Z".parse().unwrap()));
        assert!(!said_no.holds("2026-08-19T13:05:00Z".parse().unwrap()));
    }

    #[test]
    fn an_answer_from_before_a_no_counts_no_more_and_one_without_a_stay_for_an_hour() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let (noted, later) = (at("2026-08-12T13:05:00Z"), at("2027-08-12T13:05:00Z"));
        assert!(still_counts(noted, (None, true), later));
        assert!(still_counts(noted, (Some(noted), true), later), "the no itself");
        assert!(!still_counts(noted, (Some(at("2026-08-12T13:05:01Z")), true), later));
        assert!(still_counts(noted, (None, false), at("2026-08-12T14:04:59Z")));
        assert!(!still_counts(noted, (None, false), at("2026-08-12T14:05:00Z")));
    }

    #[test]
    fn who_was_told_has_not_agreed() {
        use PermissionMode::{Ask, Inform, Off};
        for mode in [Ask, Inform, Off] {
            assert!(Permission::Given.settles(mode));
            assert!(Permission::CouldNotAsk(WhyNotAsked::Emergency).settles(mode));
            assert!(!Permission::Refused.settles(mode));
            for told in [Permission::Told, Permission::CouldNotTell(WhyNotAsked::Emergency)] {
                assert_eq!(told.settles(mode), mode != Ask, "{mode:?}");
            }
        }
    }
}
