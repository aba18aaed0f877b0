//! Who shares a key with the patient?

use super::Finder;
use crate::keys::{Key, Keyed, Kind};
use crate::layers::Place;
use crate::packed::Unpacked;
use crate::subject::{Facts, Named, Part, Subject};
use crate::vocabulary::Words;
use crate::word::Word;

/// Under all keys of one kind so many people are compared with one patient at most, where nobody may
/// be missed: from more on, the patient is known to be one of a crowd.
pub(super) const MOST: usize = 1_000;

/// The same for kinds of keys that only add to what is found under others.
const MOST_SEEN: usize = 256;

/// A list may hold so many people who only seem to have its key.
const STRAY: usize = 8;

/// Of so many people who share one thing with the patient, whoever shares nothing else cannot be told
/// from the others by it: none of them is worth comparing.
const TELLING: usize = 32;

/// Where somebody is, and the only key under which they were found; none where there were several.
///
/// An entry holds only a piece of a key, so that now and then a list holds somebody who has another.
/// Nobody is found so twice, and whoever is found once is asked for the key itself: which people are
/// compared depends on them alone, and not on how keys are made today.
pub(super) type Finding = (Place, Option<u64>);

/// The same, and with how many others.
type Listed = (Place, Option<u64>, usize);

/// Where everybody is who shares a key with the patient, and whether some may be missing.
pub(super) fn places(finder: &Finder, facts: &Facts, names: &[Named<'_>]) -> (Vec<Finding>, bool) {
    let words: Vec<(Part, &Word)> = names.iter().map(|named| (named.part, named.word)).collect();
    let mut keys: Vec<Key> = Vec::new();
    Keyed { seed: finder.seed, facts, words: &words }.sought(&mut keys);
    let (mut found, mut is_crowded) = (Vec::new(), false);
    for group in keys.chunk_by(|(one, _), (other, _)| one == other) {
        let before = found.len();
        let mut fits = true;
        for key in group {
            fits &= list(finder, *key, &mut found);
        }
        let Some((kind, _)) = group.first() else { continue };
        let is_much = found.len() - before > if kind.is_needed() { MOST } else { MOST_SEEN };
        if is_much {
            found.truncate(before);
        }
        is_crowded |= kind.is_needed() && (is_much || !fits);
    }
    found.sort_unstable();
    found.dedup_by(|(place, ..), (kept, key, _)| {
        let is_again = place == kept;
        *key = key.filter(|_| !is_again);
        is_again
    });
    let is_telling = |(_, key, listed): &Listed| key.is_none() || *listed <= TELLING;
    let told = found.into_iter().filter(is_telling);
    (told.map(|(place, key, _)| (place, key)).collect(), is_crowded)
}

/// Appends who has a key; `false` where they are too many, and then nobody is appended.
fn list(finder: &Finder, (kind, key): Key, found: &mut Vec<Listed>) -> bool {
    let (mut listed, most) = (Vec::new(), kind.most());
    let mut fits = finder.layers.find(key, most + STRAY, &mut listed);
    if listed.len() > most {
        Checker::of(finder).keep(key, &mut listed);
        fits = listed.len() <= most;
    }
    if fits {
        let count = if kind == Kind::Number { 0 } else { listed.len() };
        found.extend(listed.into_iter().map(|place| (place, Some(key), count)));
    }
    fits
}

/// Asks people for a key.
struct Checker<'a> {
    finder: &'a Finder,
    unpacked: Unpacked,
    keys: Vec<Key>,
}

impl<'a> Checker<'a> {
    fn of(finder: &'a Finder) -> Self {
        Self { finder, unpacked: Unpacked::default(), keys: Vec::new() }
    }

    fn keep(&mut self, key: u64, places: &mut Vec<Place>) {
        places.retain(|place| self.take(*place) && self.has(key));
    }

    /// Takes out who is at a place; whether anybody is.
    fn take(&mut self, place: Place) -> bool {
        let Some(packed) = self.finder.layers.get(place) else { return false };
        packed.unpack(&mut self.unpacked);
        true
    }

    /// Whether the one taken out has a key.
    fn has(&mut self, key: u64) -> bool {
        let words: Words<'_> = self.finder.layers.words();
        self.keys.clear();
        Keyed::of(self.finder.seed, &self.unpacked, words, |keyed| keyed.held(&[], &mut self.keys));
        self.keys.iter().any(|(_, one)| *one == key)
    }
}

/// People taken out of their records.
pub(super) struct Held<'a> {
    /// Where each of them is.
    pub(super) places: Vec<Place>,
    /// What is known of each, and where their names end.
    people: Vec<(Facts, usize)>,
    /// The names of all, one person's after another's.
    names: Vec<Named<'a>>,
}

impl<'a> Held<'a> {
    /// Those who were found and have the key under which they were.
    pub(super) fn of(finder: &'a Finder, found: &[Finding]) -> Self {
        let (places, people) = (Vec::with_capacity(found.len()), Vec::with_capacity(found.len()));
        let mut held = Self { places, people, names: Vec::with_capacity(found.len() * 4) };
        let mut checker = Checker::of(finder);
        for (place, key) in found {
            if checker.take(*place) && key.is_none_or(|key| checker.has(key)) {
                let words = checker.unpacked.words.iter();
                held.names.extend(words.filter_map(|(part, number)| finder.named(*part, *number)));
                held.people.push((checker.unpacked.facts, held.names.len()));
                held.places.push(*place);
            }
        }
        held
    }

    /// Them, ready to be compared.
    pub(super) fn subjects(&self) -> Vec<Subject<'_>> {
        let mut from = 0;
        let subject = |(facts, to): &(Facts, usize)| {
            let names = self.names.get(from..*to).unwrap_or_default();
            from = *to;
            Subject::new(*facts, names)
        };
        self.people.iter().map(subject).collect()
    }
}
