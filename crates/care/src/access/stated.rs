//! Why does somebody look where a reason is asked for?

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// At most so many characters of a stated reason are kept.
pub const LONGEST_REASON: usize = 200;

/// An override is explained in at least so many characters.
pub const SHORTEST_OVERRIDE: usize = 15;

/// A reason stated, and an override, are good for so long: for the one who stated it, in the session
/// in which they did, and for one person. Each look within that time is a line of its own, with the
/// same words.
pub const GOOD_FOR: SignedDuration = SignedDuration::from_mins(60);

/// A reason in the user's words: never empty, at most [`LONGEST_REASON`] characters.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Stated(String);

impl Stated {
    /// What somebody wrote, cut to its limit; `None` where they wrote nothing.
    pub fn new(words: &str) -> Option<Self> {
        let words = words.trim();
        let kept = || Self(words.chars().take(LONGEST_REASON).collect());
        (!words.is_empty()).then(kept)
    }

    /// The words.
    pub fn words(&self) -> &str {
        &self.0
    }
}

/// Words written freely stay out of debug text, which ends up in logs.
impl fmt::Debug for Stated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stated(..)")
    }
}

/// For which of the few reasons that the law knows somebody looks although the person said no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyOverride {
    /// An emergency, and the person cannot be asked again.
    Emergency,
    /// The law demands it.
    LegalDuty,
    /// To keep somebody safe from serious harm.
    Safety,
}

impl WhyOverride {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Emergency, Self::LegalDuty, Self::Safety];

    /// In words, as the page offers it and the access report repeats it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Emergency => "It is an emergency and they cannot be asked now",
            Self::LegalDuty => "The law says that I must look",
            Self::Safety => "To keep them or somebody else safe from serious harm",
        }
    }
}

/// Why somebody looks although the person said no. Goes to the privacy list at once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// Which of the reasons.
    pub why: WhyOverride,
    /// What it is about: [`SHORTEST_OVERRIDE`] to [`LONGEST_REASON`] characters.
    pub words: Stated,
}

impl Override {
    /// An override for this reason; `None` where too little was written about it.
    pub fn new(why: WhyOverride, words: &str) -> Option<Self> {
        let letters = words.trim().chars().filter(|c| c.is_alphanumeric()).count();
        let is_long = words.trim().chars().count() >= SHORTEST_OVERRIDE && letters > 0;
        let words = Stated::new(words).filter(|_| is_long)?;
        Some(Self { why, words })
    }
}

/// Words written freely stay out of debug text, which ends up in logs.
impl fmt::Debug for Override {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Override({:?})", self.why)
    }
}

/// Something stated that is good for a while: [`GOOD_FOR`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForAWhile<T> {
    /// What.
    pub said: T,
    /// Until when.
    pub until: Timestamp,
}

impl<T> ForAWhile<T> {
    /// Stated now.
    pub fn from(said: T, now: Timestamp) -> Self {
        Self { said, until: now.checked_add(GOOD_FOR).unwrap_or(Timestamp::MAX) }
    }

    /// What was stated, while it is good.
    pub fn at(&self, now: Timestamp) -> Option<&T> {
        (now < self.until).then_some(&self.said)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_has_words_and_at_most_two_hundred_letters() {
        assert_eq!(Stated::new(" \n "), None);
        assert_eq!(Stated::new(" rang us ").unwrap().words(), "rang us");
        assert_eq!(Stated::new(&"é".repeat(300)).unwrap().words(), "é".repeat(200));
    }

    #[test]
    fn an_override_is_explained() {
        let of = |words| Override::new(WhyOverride::Safety, words);
        assert_eq!(
            of("her son is here"),
            Some(Override {
                why: WhyOverride::Safety,
                words: Stated::new("her son is here").unwrap(),
            })
        );
        assert_eq!(of("her son is in"), None, "too short");
        assert_eq!(of("   her son is in        "), None, "blanks are no words");
        assert_eq!(of("................"), None, "nor are dots");
    }

    #[test]
    fn a_reason_is_good_for_an_hour() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let stated = ForAWhile::from("rang us", at("2026-08-12T13:05:00Z"));
        assert_eq!(stated.at(at("2026-08-12T14:04:59Z")), Some(&"rang us"));
        assert_eq!(stated.at(at("2026-08-12T14:05:00Z")), None);
    }

    #[test]
    fn debug_text_keeps_the_words_to_itself() {
        let stated = Override::new(WhyOverride::LegalDuty, "her neighbour asked me");
        assert!(!format!("{stated:?}").contains("neighbour"));
        assert!(!format!("{:?}", Stated::new("her neighbour")).contains("neighbour"));
    }
}
