//! In how few bytes is a person kept?
//!
//! A record is the council's number and its own id of the person, then the facts, of which only
//! those that are known take room, then the names as numbers of words.

use care::people::{CouncilName, Gender, Known, NumberStatus, PersonKey};

use crate::bits::low;
use crate::bytes::{Bytes, write};
use crate::subject::{BornOn, Facts, Part, Profile};

/// A record as it is kept.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Packed<'a> {
    bytes: &'a [u8],
    key: &'a [u8],
    rest: Bytes<'a>,
}

/// A record taken apart; used again for the next.
#[derive(Debug, Default)]
pub(crate) struct Unpacked {
    /// All but the names.
    pub(crate) facts: Facts,
    /// The words of the names, by number.
    pub(crate) words: Vec<(Part, u32)>,
}

/// The bytes that say whose person this is, by which id: no two people have the same.
pub(crate) fn pack_key(council: u32, id: &str, out: &mut Vec<u8>) {
    write(out, council.into());
    write(out, id.len() as u64);
    out.extend_from_slice(id.as_bytes());
}

/// Packs a person, whose words `number` gives numbers.
pub(crate) fn pack(profile: &Profile, mut number: impl FnMut(&str) -> u32, out: &mut Vec<u8>) {
    pack_facts(&profile.facts, out);
    for (part, word) in &profile.words {
        write(out, u64::from(number(word)) << PART_BITS | u64::from(*part as u8));
    }
}

const PART_BITS: u32 = 3;

impl<'a> Packed<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        let mut rest = Bytes(bytes);
        rest.number();
        let id = usize::try_from(rest.number()).unwrap_or(usize::MAX);
        rest.take(id);
        let (key, _) = bytes.split_at(bytes.len() - rest.0.len());
        Self { bytes, key, rest }
    }

    /// The whole record.
    pub(crate) fn bytes(self) -> &'a [u8] {
        self.bytes
    }

    /// What [`pack_key`] wrote.
    pub(crate) fn key(self) -> &'a [u8] {
        self.key
    }

    /// Who this is, where `councils` are the councils by number.
    pub(crate) fn person(self, councils: &[CouncilName]) -> Option<PersonKey> {
        let mut key = Bytes(self.key);
        let council = usize::try_from(key.number()).ok().and_then(|at| councils.get(at))?;
        key.number();
        let id = std::str::from_utf8(key.0).ok()?.parse().ok()?;
        Some(PersonKey { council: council.clone(), id })
    }

    /// Takes the record apart.
    pub(crate) fn unpack(self, into: &mut Unpacked) {
        let mut rest = self.rest;
        into.facts = unpack_facts(&mut rest);
        into.words.clear();
        while !rest.0.is_empty() {
            let word = rest.number();
            let part = u8::try_from(word & ((1 << PART_BITS) - 1)).ok().and_then(Part::numbered);
            let number = u32::try_from(word >> PART_BITS).ok();
            into.words.extend(part.zip(number));
        }
    }
}

/// Facts as numbers in a fixed order.
type Slots = [u64; 17];

/// In how many bytes each slot is written where it is not nought; nought for as many as it needs.
const WIDTHS: [usize; 17] = [5, 5, 4, 4, 4, 4, 0, 0, 0, 5, 5, 5, 0, 0, 5, 5, 0];

fn pack_facts(facts: &Facts, out: &mut Vec<u8>) {
    let slots = slots(facts);
    let known = slots.iter().rev().fold(0, |known, slot| known << 1 | u64::from(*slot != 0));
    write(out, known);
    for (slot, width) in slots.into_iter().zip(WIDTHS).filter(|(slot, _)| *slot != 0) {
        match width {
            0 => write(out, slot),
            width => out.extend(slot.to_le_bytes().iter().take(width)),
        }
    }
}

fn unpack_facts(rest: &mut Bytes<'_>) -> Facts {
    let mut known = rest.number();
    let mut slots = Slots::default();
    for (slot, width) in slots.iter_mut().zip(WIDTHS) {
        if known & 1 != 0 {
            *slot = if width == 0 { rest.number() } else { rest.fixed(width) };
        }
        known >>= 1;
    }
    facts(slots)
}

fn slots(facts: &Facts) -> Slots {
    let [phone, second_phone, third_phone] = facts.phones;
    let [earlier, before, long_before] = facts.earlier_postcodes;
    let [former, before_that] = facts.former_numbers;
    [
        facts.number,
        facts.postcode,
        facts.house.into(),
        facts.street.into(),
        facts.locality.into(),
        facts.practice.into(),
        born_number(facts.born),
        phone,
        state_number(facts),
        earlier,
        before,
        long_before,
        second_phone,
        third_phone,
        former,
        before_that,
        facts.unproved_number,
    ]
}

fn facts(slots: Slots) -> Facts {
    let [number, postcode, house, street, locality, practice, born, phone, state, rest @ ..] =
        slots;
    let [earlier, before, long_before, second_phone, third_phone, former, before_that, unproved] =
        rest;
    Facts {
        number,
        former_numbers: [former, before_that],
        unproved_number: unproved,
        status: at(&STATUSES, state >> 5 & 0b1111, None),
        born: BornOn { guessed: state & 0b1_0000 != 0, ..born_of(born) },
        gender: at(&GENDERS, state & 0b11, Gender::NotKnown),
        postcode,
        earlier_postcodes: [earlier, before, long_before],
        house: low(house),
        locality: low(locality),
        street: low(street),
        phones: [phone, second_phone, third_phone],
        practice: low(practice),
        dead: state & 0b10_0000_0000 != 0,
        known: at(&KNOWN, state >> 2 & 0b11, Known::NotAPerson),
    }
}

/// Years are counted from here, so that those of the living take one byte.
const YEAR: i16 = 1850;

fn born_number(born: BornOn) -> u64 {
    if !born.is_known() {
        return 0;
    }
    let year = u64::from(born.year.wrapping_sub(YEAR).cast_unsigned());
    (year << 9 | u64::from(born.month & 0xf) << 5 | u64::from(born.day & 0x1f)) + 1
}

fn born_of(number: u64) -> BornOn {
    let Some(number) = number.checked_sub(1) else { return BornOn::default() };
    let bits = |from: u32, mask: u64| number >> from & mask;
    BornOn {
        year: u16::try_from(bits(9, 0xffff)).unwrap_or(0).cast_signed().wrapping_add(YEAR),
        month: u8::try_from(bits(5, 0xf)).unwrap_or(0),
        day: u8::try_from(bits(0, 0x1f)).unwrap_or(0),
        guessed: false,
    }
}

/// Gender in two bits, how well known in two, whether guessed, status in four, whether dead.
fn state_number(facts: &Facts) -> u64 {
    place(&GENDERS, &facts.gender)
        | place(&KNOWN, &facts.known) << 2
        | u64::from(facts.born.guessed) << 4
        | place(&STATUSES, &facts.status) << 5
        | u64::from(facts.dead) << 9
}

const GENDERS: [Gender; 4] =
    [Gender::Male, Gender::Female, Gender::NotKnown, Gender::Indeterminate];

const KNOWN: [Known; 3] = [Known::Yes, Known::Unknown, Known::NotAPerson];

const STATUSES: [Option<NumberStatus>; 9] = [
    None,
    Some(NumberStatus::Verified),
    Some(NumberStatus::NotTraced),
    Some(NumberStatus::TraceRequired),
    Some(NumberStatus::TraceFailed),
    Some(NumberStatus::InConflict),
    Some(NumberStatus::TraceUnderWay),
    Some(NumberStatus::NotRequired),
    Some(NumberStatus::Postponed),
];

/// Where in a list of all there are.
fn place<T: PartialEq>(all: &[T], one: &T) -> u64 {
    (0..).zip(all).find(|(_, each)| *each == one).map_or(0, |(place, _)| place)
}

fn at<T: Copy>(all: &[T], place: u64, otherwise: T) -> T {
    usize::try_from(place).ok().and_then(|place| all.get(place)).copied().unwrap_or(otherwise)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_comes_back_as_they_were() {
        let facts = Facts {
            number: 9_991_234_519,
            former_numbers: [9_991_234_500, 0],
            unproved_number: 1_234_567,
            status: Some(NumberStatus::Postponed),
            born: BornOn { year: 1931, month: 12, day: 31, guessed: true },
            gender: Gender::Indeterminate,
            postcode: 94_931_877_132,
            earlier_postcodes: [1, 2, 3],
            house: u32::MAX,
            locality: 12,
            street: 1,
            phones: [7_700_900_123, 1, 999_999_999_999_999],
            practice: 77,
            dead: true,
            known: Known::NotAPerson,
        };
        check(facts);
        check(Facts::default());
        for year in [1, 1700, 1850, 1931, 2026, 9999, -9999] {
            check(Facts { born: BornOn { year, ..BornOn::default() }, ..Facts::default() });
        }
    }

    #[track_caller]
    fn check(facts: Facts) {
        let words = vec![(Part::Given, "0".to_owned()), (Part::OtherFamily, "4000000".to_owned())];
        let profile = Profile { words, facts };
        let mut bytes = Vec::new();
        pack_key(300, "P-1", &mut bytes);
        let key = bytes.clone();
        pack(&profile, |word| word.parse().unwrap(), &mut bytes);
        let packed = Packed::new(&bytes);
        let mut unpacked = Unpacked::default();
        packed.unpack(&mut unpacked);
        assert!(unpacked.facts == facts);
        assert_eq!(unpacked.words, [(Part::Given, 0), (Part::OtherFamily, 4_000_000)]);
        assert_eq!((packed.key(), packed.bytes()), (&key[..], &bytes[..]));
    }

    #[test]
    fn the_key_says_who_it_is() {
        let councils: Vec<CouncilName> = vec!["a".parse().unwrap(), "b".parse().unwrap()];
        let mut bytes = Vec::new();
        pack_key(1, "40021", &mut bytes);
        let person = PersonKey { council: "b".parse().unwrap(), id: "40021".parse().unwrap() };
        assert_eq!(Packed::new(&bytes).person(&councils), Some(person));
        assert_eq!(Packed::new(&bytes).person(&[]), None);
    }

    #[test]
    fn any_bytes_are_read_as_somebody() {
        for length in 0..40 {
            let bytes: Vec<u8> = (0..length).map(|at: u8| at.wrapping_mul(151)).collect();
            Packed::new(&bytes).unpack(&mut Unpacked::default());
        }
    }
}
