//! Who was there when the index was last built?

use std::ops::Range;

use crate::crew::Crew;
use crate::keys::Keyed;
use crate::packed::{Packed, Unpacked};
use crate::postings::Postings;
use crate::records::Records;
use crate::seed::Seed;
use crate::tally::Tally;
use crate::value::{self, Carried};
use crate::vocabulary::{Vocabulary, Words};

/// People who do not change any more. Who of them is gone is noted elsewhere.
#[derive(Debug)]
pub(crate) struct Base {
    pub(crate) records: Records,
    pub(crate) words: Vocabulary,
    pub(crate) postings: Postings,
    pub(crate) tally: Tally,
    /// How many carry each word as a given name, and as a family name.
    carried: Vec<[u32; 2]>,
}

impl Base {
    /// Lists and counts the people of `records`, whose names consist of `words`.
    pub(crate) fn build(records: Records, words: Vocabulary, seed: Seed, crew: Crew) -> Self {
        let reader = Reader { records: &records, words: Words::of(&words) };
        let postings = Postings::build(records.len(), crew, |range, each| {
            let mut keys = Vec::new();
            reader.each(range, |place, packed, unpacked| {
                keys.clear();
                Keyed::of(seed, unpacked, reader.words, |keyed| {
                    keyed.held(packed.key(), &mut keys);
                });
                for (_, key) in &keys {
                    each(place, *key);
                }
            });
        });
        let tally = Tally::build(records.len(), crew, |range, each| {
            reader.each(range, |place, _, unpacked| {
                value::codes(&unpacked.facts, |code| each(place, code));
            });
        });
        let carried = reader.carried(words.len(), crew);
        Self { records, words, postings, tally, carried }
    }

    /// How many carry a word so.
    pub(crate) fn carried(&self, how: Carried, word: u32) -> u32 {
        let [given, family] = self.carried.get(word as usize).copied().unwrap_or_default();
        match how {
            Carried::Given => given,
            Carried::Family => family,
        }
    }

    /// Bytes held of counts.
    pub(crate) fn counts_size(&self) -> usize {
        self.tally.size() + self.carried.capacity() * size_of::<[u32; 2]>()
    }
}

/// Reads records one after the other.
#[derive(Clone, Copy)]
struct Reader<'a> {
    records: &'a Records,
    words: Words<'a>,
}

impl Reader<'_> {
    fn each(self, range: Range<u32>, mut work: impl FnMut(u32, Packed<'_>, &Unpacked)) {
        let mut unpacked = Unpacked::default();
        for place in range {
            let Some(packed) = self.records.get(place).map(Packed::new) else { continue };
            packed.unpack(&mut unpacked);
            work(place, packed, &unpacked);
        }
    }

    fn carried(self, words: usize, crew: Crew) -> Vec<[u32; 2]> {
        let counted = crew.over(self.records.len(), |range| {
            let mut counts = vec![[0_u32; 2]; words];
            self.each(range, |_, _, unpacked| {
                value::carried(unpacked, |(how, word)| {
                    if let Some([given, family]) = counts.get_mut(word as usize) {
                        *(if how == Carried::Given { given } else { family }) += 1;
                    }
                });
            });
            counts
        });
        let add = |mut sum: Vec<[u32; 2]>, counts: Vec<[u32; 2]>| {
            for ([given, family], [more, others]) in sum.iter_mut().zip(counts) {
                *given += more;
                *family += others;
            }
            sum
        };
        counted.into_iter().reduce(add).unwrap_or_default()
    }
}
