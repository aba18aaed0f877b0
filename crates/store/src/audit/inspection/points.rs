//! Does a chain still pass through the heads that were published of it?

use jiff::Timestamp;

use super::{Wrong, moment};
use crate::audit::heads::PublishedHead;

/// The published heads of a chain, and how far they were passed.
#[derive(Debug, Default)]
pub(super) struct Points {
    /// In the order of their places, once that is asked for.
    all: Vec<Point>,
    is_sorted: bool,
    passed: usize,
    agreed: u64,
    /// Of the first that does not agree is told; the others follow from it.
    told: bool,
}

/// A head that was published and must be found.
#[derive(Debug)]
struct Point {
    sequence: i64,
    hash: String,
    at: Timestamp,
    from: &'static str,
    /// The latest time of those up to here, and the earliest of those from here on. They are the
    /// same as its own unless somebody made one up.
    latest: Timestamp,
    earliest: Timestamp,
}

impl Points {
    pub(super) fn add(&mut self, head: &PublishedHead, from: &'static str) {
        let (sequence, hash, at) = (head.sequence, head.hash.clone(), head.at);
        self.all.push(Point { sequence, hash, at, from, latest: at, earliest: at });
        self.is_sorted = false;
    }

    /// Puts them in their order. What follows relies on it.
    pub(super) fn sort(&mut self) {
        if self.is_sorted {
            return;
        }
        self.all.sort_by_key(|one| one.sequence);
        let (mut latest, mut earliest) = (Timestamp::MIN, Timestamp::MAX);
        for one in &mut self.all {
            latest = latest.max(one.at);
            one.latest = latest;
        }
        for one in self.all.iter_mut().rev() {
            earliest = earliest.min(one.at);
            one.earliest = earliest;
        }
        self.is_sorted = true;
    }

    /// When the last of those that were passed was published.
    pub(super) fn passed_at(&self) -> Option<Timestamp> {
        self.passed.checked_sub(1).and_then(|last| self.all.get(last)).map(|one| one.latest)
    }

    /// When a head was last published before the line of this place was written.
    pub(super) fn latest_before(&self, place: i64) -> Option<Timestamp> {
        let before = self.all.partition_point(|one| one.sequence < place);
        before.checked_sub(1).and_then(|last| self.all.get(last)).map(|one| one.latest)
    }

    /// When a head was first published after the line of this place was written.
    pub(super) fn earliest_after(&self, place: i64) -> Option<Timestamp> {
        let before = self.all.partition_point(|one| one.sequence < place);
        self.all.get(before).map(|one| one.earliest)
    }

    /// How many agreed.
    pub(super) fn agreed(&self) -> u64 {
        self.agreed
    }

    /// Compares the hash of a line with what was published of its place. One that lies in a gap
    /// is told of as a gap.
    pub(super) fn pass(&mut self, place: i64, hash: &str) -> Option<Wrong> {
        self.sort();
        let mut rewritten = None;
        while let Some(next) = self.all.get(self.passed).filter(|next| next.sequence <= place) {
            self.passed += 1;
            if next.sequence < place {
                continue;
            }
            if next.hash == hash {
                self.agreed += 1;
            } else if !self.told {
                self.told = true;
                rewritten = Some(Wrong::Rewritten { at: next.at, from: next.from });
            }
        }
        rewritten
    }

    /// The furthest that lies beyond the last line: its place, and what it says.
    pub(super) fn missed(&mut self, last: i64) -> Option<(i64, String)> {
        self.sort();
        let most = self.all.last().filter(|one| one.sequence > last)?;
        let said_by =
            format!("the head published at {} ({}) stands at {}", moment(most.at), most.from, {
                most.sequence
            });
        Some((most.sequence, said_by))
    }
}
