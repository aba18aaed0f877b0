//! Does a council's source answer, and since when not?

use std::sync::{Mutex, PoisonError};

use care::record::PartName;
use jiff::Timestamp;

/// How a council's source is doing, for the status page. It names no person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceHealth {
    /// When a part was last answered.
    pub last_good: Option<Timestamp>,
    /// When a part last failed, and why, in words.
    pub last_failure: Option<(Timestamp, String)>,
    /// Parts that failed several times in a row and are being tried in the background.
    pub resting: Vec<PartName>,
    /// Parts for which the folder has no statement.
    pub not_supplied: Vec<PartName>,
}

impl SourceHealth {
    /// Whether nothing that could be asked answers.
    pub fn is_down(&self) -> bool {
        let asked = PartName::ALL.len() - self.not_supplied.len();
        asked > 0 && self.resting.len() == asked
    }
}

/// What was last heard of a source.
#[derive(Default)]
pub(crate) struct Heard(Mutex<SourceHealth>);

impl Heard {
    pub(crate) fn good(&self, now: Timestamp) {
        let mut health = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        health.last_good = health.last_good.max(Some(now));
    }

    pub(crate) fn failed(&self, now: Timestamp, words: String) {
        let mut health = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        health.last_failure = Some((now, words));
    }

    pub(crate) fn now(&self) -> SourceHealth {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
