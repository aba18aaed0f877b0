//! Is one chain whole?

use jiff::SignedDuration;

use super::gone::Gone;
use super::points::Points;
use super::{ChainReport, Defect, ToCheck, Wrong};
use crate::audit::heads::{Head, PublishedHead};
use crate::audit::link::link;
use crate::audit::rows::{AuditRow, Flaw};

/// The most defects that are kept of one chain. The first say what happened; a chain whose middle
/// was replaced would otherwise fill the memory.
const MOST: usize = 1000;

/// The most changed lines that are compared with each other, to see whether two changed places.
const COMPARED: usize = 200;

/// So much earlier than a head that was published before it a line may be dated: what it records
/// took a moment, and the clocks of two nodes differ a little.
const SKEW: SignedDuration = SignedDuration::from_hours(1);

/// What was seen of a chain so far.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// The head when the inspection began; `None` where there was none.
    head: Option<Head>,
    /// The place of the last row that was taken.
    last: i64,
    /// Its hash; `None` at the beginning.
    previous: Option<String>,
    /// The furthest place of a row beyond the head.
    beyond: i64,
    gaps: Vec<Gap>,
    pub(super) points: Points,
    pub(super) gone: Gone,
    changed: Vec<Changed>,
    defects: Vec<Defect>,
}

/// Places that were passed over.
#[derive(Debug)]
struct Gap {
    from: i64,
    to: i64,
    /// The hash on which the first of them should hang.
    previous: Option<String>,
}

/// A line that does not hang on the one before it.
#[derive(Debug)]
struct Changed {
    sequence: i64,
    previous: String,
    hash: String,
    line: String,
}

impl Seen {
    /// A chain with its head.
    pub(super) fn until(head: &Head) -> Self {
        Self { head: Some(head.clone()), ..Self::default() }
    }

    pub(super) fn expect(&mut self, head: &PublishedHead, from: &'static str) {
        self.points.add(head, from);
    }

    pub(super) fn find(&mut self, at: i64, what: Wrong) {
        self.find_stretch(at, at, what);
    }

    /// What is to be checked of the row, which is the next of this chain by its number.
    pub(super) fn order(&mut self, row: &AuditRow) -> ToCheck {
        let place = row.sequence();
        let Some(head) = &self.head else {
            self.last = self.last.max(place);
            return ToCheck::written_since();
        };
        if place > head.sequence {
            // Written since the inspection began, or put in: the head at the end decides.
            self.beyond = self.beyond.max(place);
            return ToCheck::written_since();
        }
        if row.is_gone() {
            self.gone.note(place, row.hash(), row.at());
        }
        let next = self.last.saturating_add(1);
        let before = self.previous.clone().or_else(|| (next == 1).then(|| row.chain().to_owned()));
        if place == next {
            self.take(row, place);
            return ToCheck::hanging_on(before);
        }
        if before.as_deref().is_some_and(|before| row.fits(before, next)) {
            // It belongs here, whatever place it claims.
            self.find(place, Wrong::Moved);
            (self.last, self.previous) = (next, Some(row.hash().to_owned()));
            return ToCheck::passed_over();
        }
        if place > next {
            self.gaps.push(Gap { from: next, to: place - 1, previous: before });
            self.take(row, place);
            return ToCheck::hanging_on(None);
        }
        self.late(row, place)
    }

    /// What came of checking a row.
    pub(super) fn flawed(&mut self, row: &AuditRow, flaw: Flaw, previous: Option<&str>) {
        match (flaw, previous) {
            (Flaw::Column(column), _) => self.find(row.sequence(), Wrong::Column(column)),
            (Flaw::Link, Some(previous)) if self.changed.len() < COMPARED => {
                self.changed.push(Changed {
                    sequence: row.sequence(),
                    previous: previous.to_owned(),
                    hash: row.hash().to_owned(),
                    line: row.line().to_owned(),
                });
            }
            (Flaw::Link, _) => self.find(row.sequence(), Wrong::Changed),
        }
    }

    /// Says what the end shows, with the head as it is now.
    pub(super) fn finish(mut self, now: Option<&Head>) -> Self {
        self.changed_lines();
        for gap in std::mem::take(&mut self.gaps) {
            self.find_stretch(gap.from, gap.to, Wrong::Missing);
        }
        self.points.sort();
        let last = self.last;
        let now = now.map_or(0, |now| now.sequence);
        match self.head.take() {
            None if now == 0 && last > 0 => self.find_stretch(1, last, Wrong::Unchained),
            None => {}
            Some(head) => self.ends_with(&head, now),
        }
        if let Some((to, said_by)) = self.points.missed(last.max(now)) {
            self.find_stretch(last.max(now) + 1, to, Wrong::CutOff { said_by });
        }
        for (from, to, what) in self.gone.judge(&self.points) {
            self.find_stretch(from, to, what);
        }
        self.join_stretches();
        self
    }

    pub(super) fn report(self, chain: String) -> ChainReport {
        ChainReport {
            chain,
            lines: self.last,
            removed: self.gone.lines(),
            heads: self.points.agreed(),
            defects: self.defects,
        }
    }

    fn take(&mut self, row: &AuditRow, place: i64) {
        let published = self.points.passed_at().map(|at| at - SKEW);
        if !row.is_gone() && published.is_some_and(|published| row.at() < Some(published)) {
            self.find(place, Wrong::Backdated);
        }
        (self.last, self.previous) = (place, Some(row.hash().to_owned()));
        if let Some(rewritten) = self.points.pass(place, row.hash()) {
            self.find(place, rewritten);
        }
    }

    /// The row stands behind others that come after it, or it is one too many.
    fn late(&mut self, row: &AuditRow, place: i64) -> ToCheck {
        let Some(index) = self.gaps.iter().position(|gap| (gap.from..=gap.to).contains(&place))
        else {
            self.find(place, Wrong::Inserted);
            return ToCheck::passed_over();
        };
        let Gap { from, to, previous } = self.gaps.swap_remove(index);
        if from < place {
            self.gaps.push(Gap { from, to: place - 1, previous: previous.clone() });
        }
        if place < to {
            let behind = Some(row.hash().to_owned());
            self.gaps.push(Gap { from: place + 1, to, previous: behind });
        }
        self.find(place, Wrong::Moved);
        ToCheck::hanging_on(previous.filter(|_| place == from))
    }

    fn ends_with(&mut self, head: &Head, now: i64) {
        let last = self.last;
        if last < head.sequence {
            let said_by = format!("the head of the chain stands at {}", head.sequence);
            self.find_stretch(last + 1, head.sequence, Wrong::CutOff { said_by });
        } else if self.previous.as_ref().is_some_and(|hash| *hash != head.hash) {
            self.find(last, Wrong::Head);
        }
        if self.beyond > now {
            self.find_stretch(now + 1, self.beyond, Wrong::Inserted);
        }
    }

    /// Tells of the lines that do not hang together: two that changed places as such, the rest
    /// one by one.
    fn changed_lines(&mut self) {
        let mut changed = std::mem::take(&mut self.changed);
        while let Some(one) = changed.pop() {
            if let Some(other) = changed.iter().position(|other| changed_places(&one, other)) {
                let other = changed.swap_remove(other).sequence;
                let (from, to) = (one.sequence.min(other), one.sequence.max(other));
                self.find_stretch(from, to, Wrong::Swapped);
            } else {
                self.find(one.sequence, Wrong::Changed);
            }
        }
    }

    /// Makes one defect of lines that follow each other and were changed alike.
    fn join_stretches(&mut self) {
        let mut found = std::mem::take(&mut self.defects);
        found.sort_by_key(|one| one.from);
        for one in found {
            self.find_stretch(one.from, one.to, one.what);
        }
    }

    fn find_stretch(&mut self, from: i64, to: i64, what: Wrong) {
        if let Some(last) = self.defects.last_mut()
            && last.what == what
            && matches!(what, Wrong::Changed | Wrong::Backdated)
            && last.to.saturating_add(1) == from
        {
            last.to = to;
        } else if self.defects.len() < MOST {
            self.defects.push(Defect { from, to, what });
        }
    }
}

/// Whether one line would hang where the other stands: with its own hash, or with the other's.
fn changed_places(one: &Changed, other: &Changed) -> bool {
    let belongs = |line: &Changed, place: &Changed| {
        let hash = link(&place.previous, place.sequence, &line.line);
        hash == place.hash || hash == line.hash
    };
    belongs(one, other) || belongs(other, one)
}
