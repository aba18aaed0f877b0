//! What was left out, and what was not understood?

use std::collections::BTreeMap;

use crate::reading::Never;

/// What one answer of a council had in it that was left out or not understood. Counts only: what
/// it was is not kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    dropped: BTreeMap<&'static str, u64>,
    unrecognised: BTreeMap<(String, String), u64>,
}

impl Tally {
    /// What was dropped because it must never come in, by kind, in words.
    pub fn dropped(&self) -> impl Iterator<Item = (&'static str, u64)> {
        self.dropped.iter().map(|(kind, count)| (*kind, *count))
    }

    /// Values that could not be read, by file stem and column.
    pub fn unrecognised(&self) -> impl Iterator<Item = (&str, &str, u64)> {
        self.unrecognised
            .iter()
            .map(|((stem, column), count)| (stem.as_str(), column.as_str(), *count))
    }

    /// Whether nothing was left out and all was understood.
    pub fn is_empty(&self) -> bool {
        self.dropped.is_empty() && self.unrecognised.is_empty()
    }

    pub(crate) fn drop_one(&mut self, kind: Never) {
        *self.dropped.entry(kind).or_default() += 1;
    }

    pub(crate) fn not_understood(&mut self, stem: &str, column: &str) {
        *self.unrecognised.entry((stem.to_owned(), column.to_owned())).or_default() += 1;
    }

    /// Adds another answer's counts.
    pub(crate) fn add(&mut self, other: &Self) {
        for (kind, count) in &other.dropped {
            *self.dropped.entry(kind).or_default() += count;
        }
        for (place, count) in &other.unrecognised {
            *self.unrecognised.entry(place.clone()).or_default() += count;
        }
    }
}
