//! Were the lines of which only the place is left removed by rule?
//!
//! Of a removed line its place, hash and time stay, and a line of the audit says which were removed.
//! Neither is believed alone: the places that are left must be those that were said to go, the hash
//! on which the next line hangs the one that was noted then, and what went old enough, by its time
//! and by the heads that were published before it was written.

use jiff::{SignedDuration, Timestamp};

use super::Wrong;
use super::points::Points;

/// A line is written some moments after the time it bears, and clocks differ a little.
pub(super) const TOLERANCE: SignedDuration = SignedDuration::from_hours(24);

/// What is left of removed lines in a chain, and what the audit says of their removal.
#[derive(Debug, Default)]
pub(super) struct Gone {
    left: Vec<Left>,
    claims: Vec<Claim>,
}

/// Places that follow each other, of which nothing else is left.
#[derive(Debug)]
struct Left {
    from: i64,
    to: i64,
    /// The hash that is left of the last.
    hash: String,
    /// The time of the youngest: the latest there is where one cannot be read.
    youngest: Timestamp,
}

/// What a line says of a stretch that was removed.
#[derive(Debug, Clone)]
pub(super) struct Claim {
    pub(super) from: i64,
    pub(super) to: i64,
    pub(super) hash: String,
    /// All that went was older.
    pub(super) before: Timestamp,
    /// What went had to be older.
    pub(super) due: Timestamp,
    /// The name of the line that says so.
    pub(super) by: String,
    /// Whether it was written since the inspection began: what it says may have been read before.
    pub(super) is_late: bool,
}

/// What does not fit in a removal that the audit records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misfit {
    /// It does not say of as many places as of lines, or of places that are none.
    Count,
    /// Lines went that had to be kept for longer.
    TooYoung,
    /// A line of the same place had gone before.
    Twice,
    /// What it says went is there, or its places are gone as well.
    NotLeft,
    /// The hash that is left is not the one that was noted.
    Hash,
}

impl Gone {
    /// Notes a line whose place alone is left.
    pub(super) fn note(&mut self, place: i64, hash: &str, at: Option<Timestamp>) {
        let at = at.unwrap_or(Timestamp::MAX);
        match self.left.last_mut() {
            Some(last) if last.to.checked_add(1) == Some(place) => {
                (last.to, last.youngest) = (place, last.youngest.max(at));
                hash.clone_into(&mut last.hash);
            }
            _ => {
                let hash = hash.to_owned();
                self.left.push(Left { from: place, to: place, hash, youngest: at });
            }
        }
    }

    /// Notes what a line says of a stretch that was removed.
    pub(super) fn said(&mut self, claim: Claim) {
        self.claims.push(claim);
    }

    /// How many places are left.
    pub(super) fn lines(&self) -> i64 {
        self.left.iter().map(|left| left.to - left.from + 1).sum()
    }

    /// What is wrong, with the first and last place that it concerns.
    pub(super) fn judge(&mut self, points: &Points) -> Vec<(i64, i64, Wrong)> {
        self.left.sort_by_key(|left| left.from);
        self.claims.sort_by_key(|claim| claim.from);
        let mut found = self.twice();
        let said: Vec<_> = self.claims.iter().map(|claim| (claim.from, claim.to)).collect();
        for left in &self.left {
            let emptied = without((left.from, left.to), &said);
            found.extend(emptied.into_iter().map(|(from, to)| (from, to, Wrong::Emptied)));
            found.extend(self.young(left));
        }
        let places: Vec<_> = self.left.iter().map(|left| (left.from, left.to)).collect();
        for claim in &self.claims {
            if !claim.is_late {
                let there = without((claim.from, claim.to), &places);
                let told =
                    there.into_iter().map(|(from, to)| claim.misfit(from, to, Misfit::NotLeft));
                found.extend(told);
            }
            found.extend(claim.young(points));
            found.extend(self.hash(claim));
        }
        found
    }

    /// Claims of places of which an earlier one has spoken.
    fn twice(&self) -> Vec<(i64, i64, Wrong)> {
        let pairs = self.claims.iter().zip(self.claims.iter().skip(1));
        let twice = |(one, next): (&Claim, &Claim)| {
            (next.from <= one.to)
                .then(|| next.misfit(next.from, next.to.min(one.to), Misfit::Twice))
        };
        pairs.filter_map(twice).collect()
    }

    /// What went before it was old enough, by the time that is left of it. Places that follow on
    /// each other share the youngest time, and the latest of the times before which they went.
    fn young(&self, left: &Left) -> Option<(i64, i64, Wrong)> {
        let over = self.claims.iter().filter(|claim| claim.meets(left));
        let latest = over.max_by_key(|claim| claim.before)?;
        (left.youngest >= latest.before)
            .then(|| latest.misfit(left.from, left.to, Misfit::TooYoung))
    }

    /// The place of which another hash is left than was noted.
    fn hash(&self, claim: &Claim) -> Option<(i64, i64, Wrong)> {
        let found = self.left.binary_search_by_key(&claim.to, |left| left.to).ok()?;
        let left = self.left.get(found)?;
        (left.hash != claim.hash).then(|| claim.misfit(claim.to, claim.to, Misfit::Hash))
    }
}

impl Claim {
    fn meets(&self, left: &Left) -> bool {
        left.from <= self.to && self.from <= left.to
    }

    /// What went before it was old enough, by the rule or by a head that was published before the
    /// last of it was written.
    fn young(&self, points: &Points) -> Option<(i64, i64, Wrong)> {
        let written_after = points.latest_before(self.to).map(|at| at - TOLERANCE);
        let is_young = self.before > self.due || written_after.is_some_and(|at| at >= self.before);
        is_young.then(|| self.misfit(self.from, self.to, Misfit::TooYoung))
    }

    fn misfit(&self, from: i64, to: i64, misfit: Misfit) -> (i64, i64, Wrong) {
        (from, to, Wrong::Removal { misfit, by: self.by.clone() })
    }
}

/// What of a stretch lies in none of the others, which are in the order of their beginnings.
fn without((from, to): (i64, i64), others: &[(i64, i64)]) -> Vec<(i64, i64)> {
    let (mut next, mut rest) = (from, Vec::new());
    for (begin, end) in others {
        if next > to || *begin > to {
            break;
        }
        if *begin > next {
            rest.push((next, begin - 1));
        }
        next = next.max(end.saturating_add(1));
    }
    if next <= to {
        rest.push((next, to));
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn what_lies_in_no_other_stretch_is_told() {
        assert_eq!(without((3, 9), &[]), [(3, 9)]);
        assert_eq!(without((3, 9), &[(1, 4), (6, 6), (9, 12)]), [(5, 5), (7, 8)]);
        assert_eq!(without((3, 9), &[(1, 2), (10, 12)]), [(3, 9)]);
        assert_eq!(without((3, 9), &[(1, 5), (4, 9)]), []);
    }
}
