//! How many people have the same value?
//!
//! To agree on a rare value says more than to agree on a common one. A value is known here by its
//! code, a number of 64 bits that is spread evenly and is the same in every process, so that the
//! same people and the same patient always give the same answer.

use std::collections::HashMap;
use std::ops::Range;

use crate::bits::{low, narrow, share};
use crate::crew::Crew;
use crate::scatter::{Scatter, part_of, rest_of};

/// Values in a bucket, on average.
const BUCKET: usize = 8;

/// Counts from here on do not fit beside the others.
const MANY: u8 = u8::MAX;

/// How many people have each value, of people who do not change any more.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    parts: Vec<Part>,
}

#[derive(Debug, Default)]
struct Part {
    begins: Vec<u32>,
    /// A piece of each code: with the bucket it tells values apart, but for 1 in 8,000.
    marks: Vec<u16>,
    counts: Vec<u8>,
    /// The counts that are [`MANY`] or more, by place.
    many: HashMap<u32, u32>,
}

impl Tally {
    /// Counts `people`, of whom `values` tells the codes: for a range of them, each place with
    /// each of its codes. It is asked several times.
    pub(crate) fn build(
        people: u32,
        crew: Crew,
        values: impl Fn(Range<u32>, &mut dyn FnMut(u32, u64)) + Sync,
    ) -> Self {
        let parts = Scatter { people, each: 5, crew }.parts(
            values,
            |code, _| code,
            |lists| Part::fill(lists.concat()),
        );
        Self { parts }
    }

    /// How many people have the value.
    pub(crate) fn count(&self, code: u64) -> u32 {
        self.parts.get(part_of(code)).and_then(|part| part.count(code)).unwrap_or(0)
    }

    /// Bytes held.
    pub(crate) fn size(&self) -> usize {
        self.parts.iter().map(Part::size).sum()
    }
}

impl Part {
    fn fill(mut codes: Vec<u64>) -> Self {
        let place = |code: u64| (rest_of(code), mark_of(code));
        codes.sort_unstable_by_key(|code| place(*code));
        let same = |one: &u64, other: &u64| place(*one) == place(*other);
        let distinct = codes.chunk_by(same).count();
        let buckets = (distinct / BUCKET).max(1);
        let mut part = Self {
            begins: vec![0; buckets + 1],
            marks: Vec::with_capacity(distinct),
            counts: Vec::with_capacity(distinct),
            many: HashMap::new(),
        };
        for same in codes.chunk_by(same) {
            let Some(code) = same.first() else { continue };
            if let Some(next) = part.begins.get_mut(share(rest_of(*code), buckets) + 1) {
                *next += 1;
            }
            let count = u8::try_from(same.len()).unwrap_or(MANY);
            if count == MANY {
                part.many.insert(narrow(part.counts.len()), narrow(same.len()));
            }
            part.marks.push(mark_of(*code));
            part.counts.push(count);
        }
        let mut sum = 0;
        for begin in &mut part.begins {
            sum += *begin;
            *begin = sum;
        }
        part.many.shrink_to_fit();
        part
    }

    fn count(&self, code: u64) -> Option<u32> {
        let bucket = share(rest_of(code), self.begins.len().checked_sub(1)?);
        let (from, to) = (*self.begins.get(bucket)?, *self.begins.get(bucket + 1)?);
        let marks = self.marks.get(from as usize..to as usize)?;
        let wanted = mark_of(code);
        let within = marks.iter().position(|mark| *mark == wanted)?;
        let place = from + narrow(within);
        match *self.counts.get(place as usize)? {
            MANY => self.many.get(&place).copied(),
            few => Some(u32::from(few)),
        }
    }

    fn size(&self) -> usize {
        size_of::<Self>()
            + self.begins.capacity() * size_of::<u32>()
            + self.marks.capacity() * size_of::<u16>()
            + self.counts.capacity()
            + self.many.capacity() * (size_of::<(u32, u32)>() + 1)
    }
}

/// The lowest bits of a code.
#[expect(clippy::cast_possible_truncation, reason = "cutting is what it is for")]
fn mark_of(code: u64) -> u16 {
    low(code) as u16
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bits::mix;

    fn code(value: u32) -> u64 {
        mix(u64::from(value) ^ 0x9e37_79b9_7f4a_7c15, 0xd6e8_feb8_6659_fd93)
    }

    /// Value `n` is held by `n` people.
    fn counted(values: u32) -> Tally {
        Tally::build(values, Crew::new(), |range, each| {
            for value in range {
                (0..value).for_each(|_| each(value, code(value)));
            }
        })
    }

    #[test]
    fn each_value_is_counted() {
        let tally = counted(600);
        for value in 0..600 {
            assert_eq!(tally.count(code(value)), value);
        }
    }

    #[test]
    fn a_value_that_nobody_has_is_counted_as_none() {
        let tally = counted(600);
        let seen = (1_000..9_000).filter(|value| tally.count(code(*value)) > 0).count();
        assert!(seen < 20, "{seen}");
        assert_eq!(Tally::default().count(code(1)), 0);
    }

    #[test]
    fn four_bytes_a_value_are_enough() {
        let tally = Tally::build(60_000, Crew::new(), |range, each| {
            range.for_each(|value| each(value, code(value)));
        });
        assert!(tally.size() < 60_000 * 4 + 64 * 200, "{}", tally.size());
    }
}
