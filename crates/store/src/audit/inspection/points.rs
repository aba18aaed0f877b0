//! Does a chain still pass through the heads that were published of it?

use jiff::Timestamp;

use super::{Wrong, moment};
use crate::audit::heads::PublishedHead;

/// The published heads of a chain, in the order of their places, and how far they were passed.
#[derive(Debug, Default)]
pub(super) struct Points {
    all: Vec<Point>,
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
}

impl Points {
    pub(super) fn add(&mut self, head: &PublishedHead, from: &'static str) {
        let (sequence, hash, at) = (head.sequence, head.hash.clone(), head.at);
        let place = self.all.partition_point(|one| one.sequence <= sequence);
        self.all.insert(place, Point { sequence, hash, at, from });
    }

    /// How many agreed.
    pub(super) fn agreed(&self) -> u64 {
        self.agreed
    }

    /// Compares the hash of a line with what was published of its place. One that lies in a gap
    /// is told of as a gap.
    pub(super) fn pass(&mut self, place: i64, hash: &str) -> Option<Wrong> {
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
    pub(super) fn missed(&self, last: i64) -> Option<(i64, String)> {
        let most = self.all.last().filter(|one| one.sequence > last)?;
        let said_by =
            format!("the head published at {} ({}) stands at {}", moment(most.at), most.from, {
                most.sequence
            });
        Some((most.sequence, said_by))
    }
}
