//! Whom is it worth comparing a patient with?
//!
//! A look-up goes to some dozens of keys and never through all people. Everything lives in memory
//! and is made anew at every start; nobody in it is written down anywhere else.

mod gathering;
mod search;
#[cfg(test)]
mod tests;

use care::people::{CouncilName, Identity, PersonKey};

use crate::bits::narrow;
use crate::crew::Crew;
use crate::layers::{Base, Compaction, Layers, Place, Prepared, Retired, Size};
use crate::packed::{pack, pack_key};
use crate::records::Records;
use crate::seed::Seed;
use crate::subject::{Named, Part, Profile, Subject};
use crate::value::{Carried, Value};
use crate::vocabulary::Vocabulary;
use crate::word::Word;
use search::Held;

/// The councils' people, found by what a patient has in common with them.
#[derive(Debug)]
pub(crate) struct Finder {
    layers: Layers,
    /// By the numbers that the records hold.
    councils: Vec<CouncilName>,
    seed: Seed,
}

/// Whom a look-up found.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found<'a> {
    /// The patient, ready to be compared.
    pub(crate) patient: Subject<'a>,
    /// Everybody who is worth comparing, in an order that means nothing.
    pub(crate) people: &'a [Subject<'a>],
    /// Where each of them is.
    pub(crate) places: &'a [Place],
    /// Whether somebody who is worth comparing may be missing, for too many share too much.
    pub(crate) is_crowded: bool,
    /// How common a value is.
    pub(crate) counts: Counts<'a>,
}

/// How many of the councils' people have a value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counts<'a>(&'a Layers);

impl Counts<'_> {
    /// How many people there are.
    pub(crate) fn people(self) -> u32 {
        narrow(self.0.len())
    }

    /// How many people have this value.
    pub(crate) fn of(self, value: Value) -> u32 {
        self.0.count(value)
    }
}

impl Finder {
    /// Nobody yet.
    pub(crate) fn new() -> Self {
        let seed = Seed::new();
        let words = Vocabulary::new(seed, 0);
        let base = Base::build(Records::default(), words, seed, Crew::of_one());
        Self { layers: Layers::new(base, seed), councils: Vec::new(), seed }
    }

    /// Everybody of `people`; whoever comes twice is as they came last.
    pub(crate) fn gather(people: impl Iterator<Item = (PersonKey, Identity)> + Send) -> Self {
        let seed = Seed::new();
        let gathered = gathering::gather(people, seed);
        let base = Base::build(gathered.records, gathered.words, seed, gathered.crew);
        let mut layers = Layers::new(base, seed);
        layers.cross_doubled(gathered.crew);
        Self { layers, councils: gathered.councils, seed }
    }

    /// How many people there are.
    pub(crate) fn len(&self) -> usize {
        self.layers.len()
    }

    /// Bytes held, by part.
    pub(crate) fn size(&self) -> Size {
        self.layers.size()
    }

    /// Holds a person, in place of what it held of them before.
    pub(crate) fn put(&mut self, key: &PersonKey, identity: &Identity) {
        let council = gathering::number_of(&key.council, &mut self.councils);
        let mut record = Vec::new();
        pack_key(council, key.id.as_str(), &mut record);
        let held = self.layers.person(&record);
        pack(&Profile::of(identity), |word| self.layers.take_word(word), &mut record);
        let is_same = |place| self.layers.get(place).is_some_and(|one| one.bytes() == record);
        if !held.is_some_and(is_same) {
            if let Some(place) = held {
                self.layers.cross(place);
            }
            self.layers.push(&record);
        }
    }

    /// Forgets a person.
    pub(crate) fn remove(&mut self, key: &PersonKey) {
        if let Some(place) = self.place(key) {
            self.layers.cross(place);
        }
    }

    /// Where a person is.
    pub(crate) fn place(&self, key: &PersonKey) -> Option<Place> {
        let council = self.councils.iter().position(|one| *one == key.council)?;
        let mut id = Vec::new();
        pack_key(narrow(council), key.id.as_str(), &mut id);
        self.layers.person(&id)
    }

    /// Who is at a place.
    pub(crate) fn person(&self, place: Place) -> Option<PersonKey> {
        self.layers.get(place)?.person(&self.councils)
    }

    /// How common values are.
    pub(crate) fn counts(&self) -> Counts<'_> {
        Counts(&self.layers)
    }

    /// See [`Layers::compaction`].
    pub(crate) fn compaction(&mut self) -> Option<Compaction> {
        self.layers.compaction()
    }

    /// See [`Layers::adopt`].
    pub(crate) fn adopt(&mut self, prepared: Prepared) -> Retired {
        self.layers.adopt(prepared)
    }

    /// Finds everybody who is worth comparing with a patient, and lets `judge` compare them.
    pub(crate) fn look<T>(&self, patient: &Identity, judge: impl FnOnce(Found<'_>) -> T) -> T {
        let profile = Profile::of(patient);
        let strange = self.strange(&profile);
        let mut strangers = strange.iter();
        let known = profile.words.iter().filter_map(|(part, text)| {
            match self.layers.words().number(text) {
                Some(number) => self.named(*part, number),
                None => strangers.next().map(|word| named(*part, word, [0, 0])),
            }
        });
        let names: Vec<Named<'_>> = known.collect();
        let (places, is_crowded) = search::places(self, &profile.facts, &names);
        let held = Held::of(self, &places);
        judge(Found {
            patient: Subject::new(profile.facts, &names),
            people: &held.subjects(),
            places: &held.places,
            is_crowded,
            counts: self.counts(),
        })
    }

    /// The words of a patient's names that nobody here carries, in their order.
    fn strange(&self, profile: &Profile) -> Vec<Word> {
        let words = profile.words.iter();
        let strange = words.filter(|(_, text)| self.layers.words().number(text).is_none());
        strange.map(|(_, text)| Word::new(text)).collect()
    }

    fn named(&self, part: Part, number: u32) -> Option<Named<'_>> {
        let word = self.layers.words().word(number)?;
        let count = |how| self.layers.carried(how, number);
        Some(named(part, word, [count(Carried::Given), count(Carried::Family)]))
    }
}

fn named(part: Part, word: &Word, [given, family]: [u32; 2]) -> Named<'_> {
    Named { part, word, given, family }
}
