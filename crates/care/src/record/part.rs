//! Was this part of the record checked, when, and how old is it?

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::Fact;
use crate::when::{local, words};

/// One part of the record, as one statement to the source answered it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part<T> {
    /// What the source said. `NoneRecorded` is an empty list, positively given; `NotSupplied` a
    /// source without this part; `CouldNotCheck` no answer in time.
    pub fact: Fact<T>,
    /// When, and how.
    pub checked: Checked,
}

impl<T> Part<T> {
    /// The part without what it says.
    pub fn outline(&self) -> Part<()> {
        Part { fact: self.fact.state(), checked: self.checked }
    }
}

/// When a part was checked, and whether at the source or from a kept copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// When the source gave this answer; for `CouldNotCheck`, when it was asked in vain.
    pub at: Timestamp,
    /// When the source says that it last changed any of it, where it says so.
    pub changed: Option<Timestamp>,
    /// The answer comes from the short encrypted copy, because the source could not be asked now.
    pub from_copy: bool,
}

/// How far an answer's age lets one rely on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// Checked less than 15 minutes ago.
    Fresh,
    /// Checked less than 4 hours ago.
    Recent,
    /// Checked less than 24 hours ago: "Check before you rely on it".
    Stale,
    /// Older still, and marked red.
    Old,
}

impl Checked {
    /// Checked at the source, just now.
    pub fn live(at: Timestamp) -> Self {
        Self { at, changed: None, from_copy: false }
    }

    /// How far its age lets one rely on it. An answer from the future (a clock was wrong) counts
    /// as stale, never as fresh.
    pub fn freshness(&self, now: Timestamp) -> Freshness {
        let age = now.duration_since(self.at);
        if age < SignedDuration::from_mins(-1) {
            Freshness::Stale
        } else if age < SignedDuration::from_mins(15) {
            Freshness::Fresh
        } else if age < SignedDuration::from_hours(4) {
            Freshness::Recent
        } else if age < SignedDuration::from_hours(24) {
            Freshness::Stale
        } else {
            Freshness::Old
        }
    }

    /// The day of the check, on the calendar of the United Kingdom.
    pub fn day(&self) -> Date {
        local(self.at).date()
    }

    /// What must stand beside a value that may have changed since: "Last checked 26 hours ago.
    /// Check before you rely on it." `None` while it is recent.
    pub fn warning(&self, now: Timestamp) -> Option<String> {
        let age = words::duration(now.duration_since(self.at));
        match self.freshness(now) {
            Freshness::Fresh | Freshness::Recent => None,
            Freshness::Stale | Freshness::Old => {
                Some(format!("Last checked {age} ago. Check before you rely on it."))
            }
        }
    }
}

/// The parts of a record: one statement to the source each, with a time limit of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the field of the same name in `Record`")]
pub enum PartName {
    Person,
    Alerts,
    Capacity,
    Attorneys,
    Deprivations,
    MentalHealth,
    Safeguarding,
    Professionals,
    Contacts,
    Referrals,
    Packages,
    Visits,
    SupportReasons,
    Assessments,
    Equipment,
}

impl PartName {
    /// All parts, in the order of the record.
    pub const ALL: [Self; 15] = [
        Self::Person,
        Self::Alerts,
        Self::Capacity,
        Self::Attorneys,
        Self::Deprivations,
        Self::MentalHealth,
        Self::Safeguarding,
        Self::Professionals,
        Self::Contacts,
        Self::Referrals,
        Self::Packages,
        Self::Visits,
        Self::SupportReasons,
        Self::Assessments,
        Self::Equipment,
    ];

    /// The name as files and settings write it: `support_reasons`.
    pub fn file_stem(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Alerts => "alerts",
            Self::Capacity => "capacity",
            Self::Attorneys => "attorneys",
            Self::Deprivations => "deprivations",
            Self::MentalHealth => "mental_health",
            Self::Safeguarding => "safeguarding",
            Self::Professionals => "professionals",
            Self::Contacts => "contacts",
            Self::Referrals => "referrals",
            Self::Packages => "packages",
            Self::Visits => "visits",
            Self::SupportReasons => "support_reasons",
            Self::Assessments => "assessments",
            Self::Equipment => "equipment",
        }
    }

    /// The name as a sentence says it: "The safeguarding part could not be checked" is said of
    /// "safeguarding".
    pub fn words(self) -> &'static str {
        match self {
            Self::Person => "personal details",
            Self::Alerts => "alerts",
            Self::Capacity => "mental capacity",
            Self::Attorneys => "attorneys and deputies",
            Self::Deprivations => "deprivation of liberty",
            Self::MentalHealth => "Mental Health Act status",
            Self::Safeguarding => "safeguarding",
            Self::Professionals => "professionals involved",
            Self::Contacts => "family and carers",
            Self::Referrals => "referrals",
            Self::Packages => "care and services",
            Self::Visits => "visit times",
            Self::SupportReasons => "reasons for support",
            Self::Assessments => "assessments and reviews",
            Self::Equipment => "equipment",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(age: SignedDuration, expected: Freshness) {
        let now: Timestamp = "2026-08-12T13:05:00Z".parse().unwrap();
        assert_eq!(Checked::live(now - age).freshness(now), expected);
    }

    #[test]
    fn h05_freshness_changes_at_its_limits_to_the_second() {
        let second = SignedDuration::from_secs(1);
        check(SignedDuration::from_mins(15) - second, Freshness::Fresh);
        check(SignedDuration::from_mins(15), Freshness::Recent);
        check(SignedDuration::from_hours(4) - second, Freshness::Recent);
        check(SignedDuration::from_hours(4), Freshness::Stale);
        check(SignedDuration::from_hours(24) - second, Freshness::Stale);
        check(SignedDuration::from_hours(24), Freshness::Old);
    }

    #[test]
    fn h05_an_answer_of_four_hours_warns() {
        let now: Timestamp = "2026-08-12T13:05:00Z".parse().unwrap();
        let warning = |hours| Checked::live(now - SignedDuration::from_hours(hours)).warning(now);
        assert_eq!(warning(3), None);
        let words = "Last checked 26 hours ago. Check before you rely on it.";
        assert_eq!(warning(26).as_deref(), Some(words));
        assert!(warning(4).is_some());
    }

    #[test]
    fn each_part_has_a_name_of_its_own() {
        let words: std::collections::BTreeSet<_> =
            PartName::ALL.iter().map(|part| part.words()).collect();
        assert_eq!(words.len(), PartName::ALL.len());
    }

    #[test]
    fn h33_an_answer_from_the_future_is_not_fresh() {
        check(SignedDuration::from_mins(-5), Freshness::Stale);
    }
}
