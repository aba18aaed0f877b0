//! Were the lines of which only the place is left removed by rule?

use jiff::Timestamp;

/// The lines whose place alone is left, and what the audit itself says of removals.
#[derive(Debug, Default)]
pub(super) struct Gone {
    /// How many, the first and the last of them, and the time of the youngest.
    lines: i64,
    first: i64,
    last: i64,
    youngest: Option<Timestamp>,
    /// Wrong lines say that record removals: how many in all, up to which place, before when.
    said: i64,
    said_up_to: i64,
    said_before: Option<Timestamp>,
}

impl Gone {
    /// Notes a line whose place alone is left.
    pub(super) fn note(&mut self, place: i64, at: Option<Timestamp>) {
        self.lines += 1;
        self.first = if self.first == 0 { place } else { self.first.min(place) };
        self.last = self.last.max(place);
        self.youngest = self.youngest.max(at);
    }

    /// Notes a line that records a removal.
    pub(super) fn said(&mut self, lines: i64, up_to: i64, before: Timestamp) {
        self.said = self.said.saturating_add(lines);
        self.said_up_to = self.said_up_to.max(up_to);
        self.said_before = self.said_before.max(Some(before));
    }

    pub(super) fn lines(&self) -> i64 {
        self.lines
    }

    /// From where to where lines were emptied of which no record of a removal speaks: more of
    /// them than were removed, further on, or younger.
    pub(super) fn uncovered(&self) -> Option<(i64, i64)> {
        let covered = self.lines <= self.said
            && self.last <= self.said_up_to
            && self.youngest < self.said_before;
        (self.lines > 0 && !covered).then_some((self.first, self.last))
    }
}
