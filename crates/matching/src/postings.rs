//! Who has this key?
//!
//! A key is a number of 64 bits that is spread evenly (see `keys`). People are listed in buckets,
//! in two plain arrays per part: where each bucket begins, and the entries of all buckets. An entry
//! of 32 bits holds the person's place and, in the bits that are left, a piece of the key, so that
//! of those who fall into one bucket nearly only the right ones are looked at.
//!
//! **Invariant:** nobody is missing under a key, unless they are a [crowd](Bucket::is_crowd).

mod loose;

use std::ops::Range;

use crate::bits::{low, narrow, share};
use crate::crew::Crew;
use crate::scatter::{Scatter, part_of, rest_of};

pub(crate) use loose::{Even, LoosePostings};

/// Under one key so many people are found at most; with more, the key says little of any of them.
pub(crate) const MOST: usize = 512;

/// Entries in a bucket, on average.
const BUCKET: usize = 6;

/// Lists of people by key that do not change any more.
#[derive(Debug, Default)]
pub(crate) struct Postings {
    parts: Vec<Part>,
    /// The bits of an entry that say who it is; those above are of the key.
    place_bits: u32,
}

#[derive(Debug, Default)]
struct Part {
    begins: Vec<u32>,
    entries: Vec<u32>,
}

/// An entry on its way into its part: what says the bucket, and the entry.
type Lying = (u32, u32);

impl Postings {
    /// Lists `people`, of whom `keys` tells the keys: for a range of them, each place with each of
    /// its keys. It is asked several times.
    pub(crate) fn build(
        people: u32,
        crew: Crew,
        keys: impl Fn(Range<u32>, &mut dyn FnMut(u32, u64)) + Sync,
    ) -> Self {
        let place_bits = u32::BITS - people.saturating_sub(1).leading_zeros();
        let parts = Scatter { people, each: 16, crew }.parts(
            keys,
            |key, place| (rest_of(key), entry(key, place, place_bits)),
            |lists| Part::fill(&lists, place_bits),
        );
        Self { parts, place_bits }
    }

    /// Those who may have the key.
    pub(crate) fn bucket(&self, key: u64) -> Bucket<'_> {
        let entries = self.parts.get(part_of(key)).and_then(|part| part.bucket(rest_of(key)));
        Bucket {
            entries: entries.unwrap_or_default(),
            mark: mark_of(key, self.place_bits),
            place_bits: self.place_bits,
        }
    }

    /// Bytes held.
    pub(crate) fn size(&self) -> usize {
        let words = |part: &Part| part.begins.capacity() + part.entries.capacity();
        self.parts.iter().map(words).sum::<usize>() * size_of::<u32>()
            + self.parts.capacity() * size_of::<Part>()
    }
}

impl Part {
    fn fill(lists: &[Vec<Lying>], place_bits: u32) -> Self {
        let count = lists.iter().map(Vec::len).sum::<usize>();
        let buckets = (count / BUCKET).max(1);
        let mut begins = vec![0_u32; buckets + 1];
        for (even, _) in lists.iter().flatten() {
            if let Some(next) = begins.get_mut(share(*even, buckets) + 1) {
                *next += 1;
            }
        }
        let mut sum = 0;
        for begin in &mut begins {
            sum += *begin;
            *begin = sum;
        }
        let mut cursors = begins.clone();
        let mut entries = vec![0_u32; count];
        for (even, entry) in lists.iter().flatten() {
            if let Some(cursor) = cursors.get_mut(share(*even, buckets)) {
                if let Some(slot) = entries.get_mut(*cursor as usize) {
                    *slot = *entry;
                }
                *cursor += 1;
            }
        }
        Self { begins, entries }.without_crowds(place_bits)
    }

    /// Keeps of a crowd only as many as show that it is one, so that no bucket is ever long.
    fn without_crowds(mut self, place_bits: u32) -> Self {
        let long = |pair: &[u32]| matches!(pair, [from, to] if (to - from) as usize > MOST);
        if !self.begins.windows(2).any(long) {
            return self;
        }
        let (mut begins, mut entries) = (vec![0], Vec::with_capacity(self.entries.len()));
        for pair in self.begins.windows(2) {
            let [from, to] = *pair else { continue };
            let bucket = self.entries.get_mut(from as usize..to as usize).unwrap_or_default();
            if bucket.len() > MOST {
                bucket.sort_unstable();
                for same in
                    bucket.chunk_by(|one, other| mark(*one, place_bits) == mark(*other, place_bits))
                {
                    entries.extend(same.iter().take(MOST + 1));
                }
            } else {
                entries.extend_from_slice(bucket);
            }
            begins.push(narrow(entries.len()));
        }
        entries.shrink_to_fit();
        Self { begins, entries }
    }

    fn bucket(&self, even: u32) -> Option<&[u32]> {
        let bucket = share(even, self.begins.len().checked_sub(1)?);
        let (from, to) = (self.begins.get(bucket)?, self.begins.get(bucket + 1)?);
        self.entries.get(*from as usize..*to as usize)
    }
}

/// Some people, among them all who have a key.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bucket<'a> {
    entries: &'a [u32],
    mark: u32,
    place_bits: u32,
}

impl<'a> Bucket<'a> {
    /// Their places: of those with the key, and now and then of another.
    pub(crate) fn places(self) -> impl Iterator<Item = u32> + 'a {
        let Self { entries, mark: wanted, place_bits } = self;
        let places = (1_u64 << place_bits) - 1;
        entries
            .iter()
            .filter(move |entry| mark(**entry, place_bits) == wanted)
            .map(move |entry| low(u64::from(*entry) & places))
    }

    /// Whether more than [`MOST`] people have the key, so that not all of them are listed.
    pub(crate) fn is_crowd(self) -> bool {
        self.entries.len() > MOST && self.len() > MOST
    }

    fn len(self) -> usize {
        self.entries.iter().filter(|entry| mark(**entry, self.place_bits) == self.mark).count()
    }
}

fn mark_of(key: u64, place_bits: u32) -> u32 {
    let room = u32::BITS - place_bits;
    low(u64::from(low(key)) & ((1_u64 << room) - 1))
}

fn entry(key: u64, place: u32, place_bits: u32) -> u32 {
    low(u64::from(mark_of(key, place_bits)) << place_bits | u64::from(place))
}

fn mark(entry: u32, place_bits: u32) -> u32 {
    low(u64::from(entry) >> place_bits)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::bits::mix;

    fn key(number: u32) -> u64 {
        mix(u64::from(number) ^ 0x9e37_79b9_7f4a_7c15, 0xd6e8_feb8_6659_fd93)
    }

    /// Person `n` has key `n / 3` and, every tenth, the key that many have.
    fn listed(people: u32) -> Postings {
        Postings::build(people, Crew::new(), |range, each| {
            for place in range {
                each(place, key(place / 3));
                if place % 10 == 0 {
                    each(place, key(u32::MAX));
                }
            }
        })
    }

    #[test]
    fn everybody_is_found_under_their_key_and_hardly_anybody_else() {
        let postings = listed(20_000);
        let mut strangers = 0;
        for place in 0..20_000 {
            let found: BTreeSet<u32> = postings.bucket(key(place / 3)).places().collect();
            assert!(found.contains(&place));
            strangers += found.iter().filter(|one| **one / 3 != place / 3).count();
        }
        assert!(strangers < 100, "{strangers}");
    }

    #[test]
    fn of_a_crowd_only_so_many_are_kept_that_it_shows() {
        let postings = listed(20_000);
        let crowd = postings.bucket(key(u32::MAX));
        assert_eq!(crowd.len(), MOST + 1);
        assert!(crowd.entries.len() < MOST + 50);
        assert_eq!(listed(4_000).bucket(key(u32::MAX)).len(), 400);
    }

    #[test]
    fn nobody_is_found_where_nobody_is() {
        assert_eq!(Postings::default().bucket(key(1)).len(), 0);
        assert_eq!(Postings::build(0, Crew::new(), |_, _| ()).bucket(key(1)).len(), 0);
        assert_eq!(listed(1).bucket(key(0)).places().collect::<Vec<_>>(), [0]);
    }

    #[test]
    fn six_bytes_a_key_are_enough() {
        let size = listed(60_000).size();
        assert!(size < 60_000 * 6, "{size}");
    }
}
