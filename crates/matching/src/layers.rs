//! Where is what the index holds?
//!
//! In layers: a base, built at once and never changed; newcomers, who came since; and who of both
//! is gone. To make one base of both while look-ups and changes go on, the newcomers are sealed,
//! and others begin to come after them.

mod base;
mod compaction;
mod fresh;

use std::mem;
use std::sync::Arc;

use crate::crew::Crew;
use crate::gone::Gone;
use crate::keys::{self, Key, Keyed};
use crate::packed::{Packed, Unpacked};
use crate::postings::MOST;
use crate::records::Records;
use crate::seed::Seed;
use crate::value::{self, Carried, Value};
use crate::vocabulary::Words;

pub(crate) use base::Base;
pub use compaction::{Compaction, Prepared, Retired};
pub(crate) use fresh::Fresh;

/// Where a person is: in which layer, and where there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    layer: Layer,
    at: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Layer {
    Base,
    Sealed,
    Fresh,
}

/// Newcomers to whom nobody is added any more, and who was gone when they were sealed: of the base
/// and of themselves.
#[derive(Debug)]
pub(crate) struct Sealed {
    fresh: Fresh,
    gone: [Gone; 2],
}

/// All layers.
#[derive(Debug)]
pub(crate) struct Layers {
    seed: Seed,
    base: Arc<Base>,
    sealed: Option<Arc<Sealed>>,
    fresh: Fresh,
    gone: [Gone; 3],
}

/// From so many newcomers on, and a sixteenth of the base, a new base is worth its work.
const NEWCOMERS: u32 = 16_384;

impl Layers {
    /// Only a base.
    pub(crate) fn new(base: Base, seed: Seed) -> Self {
        let gone = [Gone::of(base.records.len()), Gone::default(), Gone::default()];
        let fresh = Fresh::new(seed, base.words.end());
        Self { seed, base: Arc::new(base), sealed: None, fresh, gone }
    }

    /// How many people there are.
    pub(crate) fn len(&self) -> usize {
        let all = [Layer::Base, Layer::Sealed, Layer::Fresh].map(|layer| self.records(layer));
        let all: u32 = all.into_iter().flatten().map(Records::len).sum();
        (all - self.gone.iter().map(Gone::count).sum::<u32>()) as usize
    }

    /// What is held at a place, unless it is gone.
    pub(crate) fn get(&self, place: Place) -> Option<Packed<'_>> {
        let [base, sealed, fresh] = &self.gone;
        let gone = match place.layer {
            Layer::Base => base,
            Layer::Sealed => sealed,
            Layer::Fresh => fresh,
        };
        if gone.holds(place.at) {
            return None;
        }
        self.records(place.layer)?.get(place.at).map(Packed::new)
    }

    fn records(&self, layer: Layer) -> Option<&Records> {
        match layer {
            Layer::Base => Some(&self.base.records),
            Layer::Sealed => self.sealed.as_ref().map(|sealed| &sealed.fresh.records),
            Layer::Fresh => Some(&self.fresh.records),
        }
    }

    /// All words of names.
    pub(crate) fn words(&self) -> Words<'_> {
        let sealed = self.sealed.as_ref().map(|sealed| &sealed.fresh.words);
        Words::of_layers(&self.base.words, sealed, &self.fresh.words)
    }

    /// The number of a word, which is added where it is new.
    pub(crate) fn take_word(&mut self, text: &str) -> u32 {
        match self.words().number(text) {
            Some(number) => number,
            None => self.fresh.words.take(text),
        }
    }

    /// How many people have a value.
    pub(crate) fn count(&self, value: Value) -> u32 {
        let code = value.code();
        self.base.tally.count(code).saturating_add_signed(self.shifted(code))
    }

    /// How many people carry a word so.
    pub(crate) fn carried(&self, how: Carried, word: u32) -> u32 {
        self.base.carried(how, word).saturating_add_signed(self.shifted(how.code(word)))
    }

    fn shifted(&self, code: u64) -> i32 {
        let sealed = self.sealed.as_ref().map_or(0, |sealed| sealed.fresh.shift.of(code));
        sealed + self.fresh.shift.of(code)
    }

    /// Appends who may have a key; `false` where they are more than `most`, and then nobody is
    /// appended.
    pub(crate) fn find(&self, key: u64, most: usize, found: &mut Vec<Place>) -> bool {
        let before = found.len();
        let bucket = self.base.postings.bucket(key);
        if bucket.is_crowd() {
            return false;
        }
        let [base, sealed, fresh] = &self.gone;
        let place = |layer| move |at| Place { layer, at };
        let in_base = bucket.places().filter(|at| !base.holds(*at)).map(place(Layer::Base));
        let listed = self.sealed.iter().flat_map(|sealed| sealed.fresh.postings.places(key));
        let in_sealed = listed.filter(|at| !sealed.holds(*at)).map(place(Layer::Sealed));
        let listed = self.fresh.postings.places(key);
        let in_fresh = listed.filter(|at| !fresh.holds(*at)).map(place(Layer::Fresh));
        found.extend(in_base.chain(in_sealed).chain(in_fresh).take(most + 1));
        let fits = found.len() - before <= most;
        if !fits {
            found.truncate(before);
        }
        fits
    }

    /// The keys of a record.
    fn keys(&self, record: &[u8]) -> Vec<Key> {
        let mut unpacked = Unpacked::default();
        let packed = Packed::new(record);
        packed.unpack(&mut unpacked);
        let mut keys = Vec::new();
        Keyed::of(self.seed, &unpacked, self.words(), |keyed| keyed.held(packed.key(), &mut keys));
        keys
    }

    /// Adds a record, listed under its keys.
    pub(crate) fn push(&mut self, record: &[u8]) {
        let keys = self.keys(record);
        self.fresh.push(record, &keys);
        self.shift(record, 1);
    }

    /// Where the one person of an id is.
    pub(crate) fn person(&self, id: &[u8]) -> Option<Place> {
        let mut found = Vec::new();
        self.find(keys::person(self.seed, id), MOST, &mut found);
        found.into_iter().rev().find(|place| self.get(*place).is_some_and(|one| one.key() == id))
    }

    /// Crosses out who is at a place.
    pub(crate) fn cross(&mut self, place: Place) {
        let Some(record) = self.get(place).map(|packed| packed.bytes().to_vec()) else { return };
        let [base, sealed, fresh] = &mut self.gone;
        let gone = match place.layer {
            Layer::Base => base,
            Layer::Sealed => sealed,
            Layer::Fresh => fresh,
        };
        if gone.cross(place.at) {
            self.shift(&record, -1);
            if place.layer == Layer::Fresh {
                let keys = self.keys(&record);
                self.fresh.unlist(place.at, &keys);
            }
        }
    }

    fn shift(&mut self, record: &[u8], change: i32) {
        let mut unpacked = Unpacked::default();
        Packed::new(record).unpack(&mut unpacked);
        value::codes(&unpacked.facts, |code| self.fresh.shift.add(code, change));
        value::carried(&unpacked, |(how, word)| self.fresh.shift.add(how.code(word), change));
    }

    /// Crosses out of the base whoever comes again further on.
    pub(crate) fn cross_doubled(&mut self, crew: Crew) {
        let doubled = crew.over(self.base.records.len(), |range| {
            let (mut found, mut doubled) = (Vec::new(), Vec::new());
            for at in range {
                let place = Place { layer: Layer::Base, at };
                let Some(id) = self.get(place).map(Packed::key) else { continue };
                found.clear();
                self.find(keys::person(self.seed, id), MOST, &mut found);
                let again =
                    |one: &Place| *one > place && self.get(*one).is_some_and(|one| one.key() == id);
                doubled.extend(found.iter().any(again).then_some(place));
            }
            doubled
        });
        doubled.into_iter().flatten().for_each(|place| self.cross(place));
    }

    /// Seals the newcomers so that base and newcomers can be made one; `None` while that is being
    /// done already, or where too few came to be worth the work.
    pub(crate) fn compaction(&mut self) -> Option<Compaction> {
        let [gone, ..] = &self.gone;
        let changes = self.fresh.records.len().max(gone.count());
        let is_due = changes >= NEWCOMERS.max(self.base.records.len() / 16);
        (is_due && self.sealed.is_none()).then(|| self.seal())
    }

    pub(crate) fn seal(&mut self) -> Compaction {
        let next = Fresh::new(self.seed, self.fresh.words.end());
        let fresh = mem::replace(&mut self.fresh, next);
        let [gone_before, _, gone_since] = mem::take(&mut self.gone);
        let sealed = Sealed { fresh, gone: [gone_before.clone(), gone_since.clone()] };
        self.gone = [gone_before, gone_since, Gone::default()];
        let sealed = Arc::new(sealed);
        self.sealed = Some(sealed.clone());
        Compaction { base: self.base.clone(), sealed, seed: self.seed }
    }

    /// Takes a new base in place of the old one and the newcomers it was made of. Gives back what is
    /// no longer needed.
    pub(crate) fn adopt(&mut self, prepared: Prepared) -> Retired {
        let made_of_these = Arc::ptr_eq(&prepared.compaction.base, &self.base)
            && self
                .sealed
                .as_ref()
                .is_some_and(|one| Arc::ptr_eq(one, &prepared.compaction.sealed));
        if made_of_these {
            let [gone_before, gone_since, gone_fresh] = mem::take(&mut self.gone);
            self.gone = [prepared.gone([&gone_before, &gone_since]), Gone::default(), gone_fresh];
            self.base = prepared.base.clone();
            self.sealed = None;
        }
        Retired::of(prepared)
    }

    /// Bytes held, by part.
    pub(crate) fn size(&self) -> Size {
        let gone = self.gone.iter().map(Gone::size).sum::<usize>();
        let sealed = self.sealed.as_ref().map_or(0, |sealed| sealed.fresh.size());
        Size {
            people: self.len(),
            records: self.base.records.size(),
            words: self.base.words.size(),
            postings: self.base.postings.size(),
            counts: self.base.counts_size(),
            newcomers: sealed + self.fresh.size() + gone,
        }
    }
}

/// How many bytes an index holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// How many people there are.
    pub people: usize,
    /// Who they are.
    pub records: usize,
    /// The words of their names.
    pub words: usize,
    /// Under which keys they are found.
    pub postings: usize,
    /// How many share a value.
    pub counts: usize,
    /// Those who came or went since everything was last built.
    pub newcomers: usize,
}

impl Size {
    /// All bytes.
    pub fn total(&self) -> usize {
        self.records + self.words + self.postings + self.counts + self.newcomers
    }
}
