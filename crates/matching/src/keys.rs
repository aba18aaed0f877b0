//! What can a patient and a council's person have in common, so that they are worth comparing?
//!
//! A number; a telephone; the sound of any word of the names with the birth date, or with a
//! postcode of now or before; a given and a family name with the year of birth, with its day and
//! month, or with a postal district; birth date and district. Whoever shares none of these with
//! the patient is a stranger for any purpose. A slip of the pen, a marriage or a move leaves some of
//! them as they were.

use std::ops::Range;

use crate::packed::Unpacked;
use crate::places::outcode;
use crate::seed::Seed;
use crate::subject::{BornOn, Facts, Part};
use crate::vocabulary::Words;
use crate::word::Word;

/// What kind of thing is shared, what says most first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// The council's own id.
    Person,
    /// Any number that is or was meant as an NHS number.
    Number,
    /// The sound of a word, and the birth date.
    SoundBorn,
    /// The first letter of a given name, and the birth date.
    InitialBorn,
    /// The sound of a word, and a postcode.
    SoundPostcode,
    /// Given and family name, and the year of birth.
    NamesYear,
    /// Given and family name, and day and month of birth.
    NamesDay,
    /// Given and family name, and a postal district.
    NamesDistrict,
    /// Given and family name, where one side does not know when or where.
    Names,
    /// Birth date and postal district.
    BornDistrict,
    /// A telephone number.
    Phone,
}

impl Kind {
    /// With more people than this, a key says too little of any of them to compare them all.
    pub(crate) fn most(self) -> usize {
        match self {
            Self::Person | Self::Number | Self::SoundBorn => 500,
            Self::NamesDay | Self::NamesYear | Self::InitialBorn => 128,
            Self::SoundPostcode | Self::NamesDistrict | Self::BornDistrict => 64,
            Self::Names | Self::Phone => 48,
        }
    }

    /// Whether everybody who could make a match less certain is found under keys such as this, so
    /// that with too many people under one nobody can be certain.
    pub(crate) fn is_needed(self) -> bool {
        matches!(self, Self::Number | Self::SoundBorn)
    }
}

/// A key, and of which kind it is.
pub(crate) type Key = (Kind, u64);

/// Pairs of names beyond these are let go.
const MOST_PAIRS: usize = 24;

/// Anybody alive was born in one of these years.
const YEARS: Range<u64> = 1905..2040;

/// The facts and the words from which keys are made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Keyed<'a> {
    pub(crate) seed: Seed,
    pub(crate) facts: &'a Facts,
    pub(crate) words: &'a [(Part, &'a Word)],
}

impl<'a> Keyed<'a> {
    /// Calls `make` with a record's facts and words.
    pub(crate) fn of<T>(
        seed: Seed,
        unpacked: &Unpacked,
        words: Words<'a>,
        make: impl FnOnce(Keyed<'_>) -> T,
    ) -> T {
        let named = |(part, number): &(Part, u32)| Some((*part, words.word(*number)?));
        let words: Vec<(Part, &Word)> = unpacked.words.iter().filter_map(named).collect();
        make(Keyed { seed, facts: &unpacked.facts, words: &words })
    }

    /// Under which keys a council's person is listed. `id` says who it is.
    pub(crate) fn held(self, id: &[u8], out: &mut Vec<Key>) {
        out.push((Kind::Person, person(self.seed, id)));
        let days = [self.facts.born.digits(), 0];
        self.shared(days, out);
        self.initials(|part| part == Part::Given, days, out);
        let pairs = self.pairs(|part| matches!(part, Part::Given | Part::KnownAs), held_codes);
        self.names(&pairs, out);
        if days == [0, 0] || self.facts.postcode == 0 {
            self.bare(&pairs, out);
        }
        tidy(out);
    }

    /// Under which keys a patient is looked for: a middle name may be the council's first, day and
    /// month may have changed places.
    pub(crate) fn sought(self, out: &mut Vec<Key>) {
        let born = self.facts.born;
        let exchanged = BornOn { month: born.day, day: born.month, ..born };
        let days = if born.day <= 12 && born.day != born.month {
            [born.digits(), exchanged.digits()]
        } else {
            [born.digits(), 0]
        };
        self.shared(days, out);
        let is_given = |part| matches!(part, Part::Given | Part::KnownAs | Part::Middle);
        self.initials(is_given, days, out);
        let pairs = self.pairs(is_given, sought_codes);
        self.names(&pairs, out);
        if !born.is_known() {
            self.any_year(&pairs, out);
        }
        self.bare(&pairs, out);
        tidy(out);
    }

    fn shared(self, days: [u32; 2], out: &mut Vec<Key>) {
        let Facts { number, former_numbers: [former, before], unproved_number, .. } = *self.facts;
        let numbers = [number, former, before, unproved_number];
        known(numbers).for_each(|number| self.push(Kind::Number, number, 0, out));
        known(self.facts.phones).for_each(|phone| self.push(Kind::Phone, phone, 0, out));
        let days = || known(days.map(u64::from));
        for sound in self.sounds() {
            days().for_each(|day| self.push(Kind::SoundBorn, sound, day, out));
            self.doorsteps().for_each(|code| self.push(Kind::SoundPostcode, sound, code, out));
        }
        for district in self.districts() {
            days().for_each(|day| self.push(Kind::BornDistrict, district, day, out));
        }
    }

    fn names(self, pairs: &[(u64, u64)], out: &mut Vec<Key>) {
        let BornOn { year, month, day, .. } = self.facts.born;
        let year = u64::from(year.unsigned_abs());
        let day = if day == 0 { 0 } else { u64::from(month) << 8 | u64::from(day) };
        for pair in pairs {
            let mut push =
                |kind, value| self.push(kind, self.seed.key(pair.0, pair.1, 0), value, out);
            known([year]).for_each(|year| push(Kind::NamesYear, year));
            known([day]).for_each(|day| push(Kind::NamesDay, day));
            self.districts().for_each(|code| push(Kind::NamesDistrict, code));
        }
    }

    fn initials(self, wanted: impl Fn(Part) -> bool, days: [u32; 2], out: &mut Vec<Key>) {
        let words = self.words.iter().filter(|(part, _)| wanted(*part));
        for initial in words.filter_map(|(_, word)| word.initial()) {
            known(days.map(u64::from)).for_each(|day| {
                self.push(Kind::InitialBorn, u64::from(u32::from(initial)), day, out);
            });
        }
    }

    fn bare(self, pairs: &[(u64, u64)], out: &mut Vec<Key>) {
        for pair in pairs {
            self.push(Kind::Names, pair.0, pair.1, out);
        }
    }

    fn any_year(self, pairs: &[(u64, u64)], out: &mut Vec<Key>) {
        for pair in pairs.iter().take(4) {
            let names = self.seed.key(pair.0, pair.1, 0);
            YEARS.for_each(|year| self.push(Kind::NamesYear, names, year, out));
        }
    }

    fn push(self, kind: Kind, one: u64, other: u64, out: &mut Vec<Key>) {
        out.push((kind, self.seed.key(kind as u64, one, other)));
    }

    /// Postcodes; where there is none, house and street.
    fn doorsteps(self) -> impl Iterator<Item = u64> {
        let Facts { house, street, .. } = *self.facts;
        let is_needed = self.postcodes().next().is_none() && house != 0;
        self.postcodes().chain(is_needed.then_some(u64::from(house) << 32 | u64::from(street)))
    }

    /// Postal districts; where there is none, the town.
    fn districts(self) -> impl Iterator<Item = u64> {
        let town = u64::from(self.facts.locality);
        let is_needed = self.postcodes().next().is_none() && town != 0;
        self.postcodes().map(outcode).chain(is_needed.then_some(town << 32))
    }

    fn postcodes(self) -> impl Iterator<Item = u64> {
        let [earlier, before, long_before] = self.facts.earlier_postcodes;
        known([self.facts.postcode, earlier, before, long_before])
    }

    fn sounds(self) -> impl Iterator<Item = u64> {
        let words = self.words.iter().filter(|(_, word)| !word.is_initial());
        words.flat_map(|(_, word)| word.sounds())
    }

    /// Every given name with every family name, in no order: the two may have changed places.
    fn pairs(
        self,
        is_given: impl Fn(Part) -> bool,
        codes: impl Fn(&Word) -> Vec<u64>,
    ) -> Vec<(u64, u64)> {
        let of = |wanted: &dyn Fn(Part) -> bool| -> Vec<u64> {
            let words =
                self.words.iter().filter(|(part, word)| wanted(*part) && !word.is_initial());
            words.flat_map(|(_, word)| codes(word)).collect()
        };
        let given = of(&is_given);
        let family = of(&|part| matches!(part, Part::Family | Part::OtherFamily));
        let pair = |one: u64, other: u64| (one.min(other), one.max(other));
        let pairs = given.iter().flat_map(|one| family.iter().map(move |other| pair(*one, *other)));
        pairs.take(MOST_PAIRS).collect()
    }
}

/// A name that has known forms is listed under what they have in common, any other under its sound.
fn held_codes(word: &Word) -> Vec<u64> {
    let forms: Vec<u64> = word.forms().map(|form| u64::from(form) << 32).collect();
    if forms.is_empty() { word.sounds().collect() } else { forms }
}

fn sought_codes(word: &Word) -> Vec<u64> {
    word.forms().map(|form| u64::from(form) << 32).chain(word.sounds()).collect()
}

/// The key under which the one person of this id is listed.
pub(crate) fn person(seed: Seed, id: &[u8]) -> u64 {
    seed.bytes(id)
}

fn known<const N: usize>(values: [u64; N]) -> impl Iterator<Item = u64> {
    values.into_iter().filter(|value| *value != 0)
}

/// Each key once.
fn tidy(keys: &mut Vec<Key>) {
    keys.sort_unstable();
    keys.dedup();
}
