//! What of a person is compared?

use std::fmt;

use care::people::name::NameUse;
use care::people::{Gender, Identity, Known, NhsNumber, NumberStatus, PartialDate, PersonName};

use crate::names::families::digest;
use crate::names::words;
use crate::places;
use crate::word::Word;

/// In which part of which name a word stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Part {
    /// The first given name of the usual name.
    Given = 0,
    /// A further given name.
    Middle = 1,
    /// The family name of the usual name.
    Family = 2,
    /// A given name that the person goes by, or went by.
    KnownAs = 3,
    /// A family name used before, or beside the usual one.
    OtherFamily = 4,
}

impl Part {
    /// The part with this number.
    pub fn numbered(number: u8) -> Option<Self> {
        [Self::Given, Self::Middle, Self::Family, Self::KnownAs, Self::OtherFamily]
            .into_iter()
            .find(|part| *part as u8 == number)
    }
}

/// An identity taken apart: the words of its names, still as text, and all else in small numbers.
#[derive(Clone)]
pub struct Profile {
    /// The words of all names, folded, usual name first. At most [`Profile::MOST`], each of at most
    /// 40 letters, no word twice in one part.
    pub words: Vec<(Part, String)>,
    /// All else.
    pub facts: Facts,
}

/// What is compared beside names, as small numbers. Nought stands for "not known" everywhere.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Facts {
    /// The NHS number whose check digit agrees.
    pub number: u64,
    /// NHS numbers that the person had before.
    pub former_numbers: [u64; 2],
    /// A number that is no NHS number, for its check digit fails or it is of another kind.
    pub unproved_number: u64,
    /// How far the number was traced.
    pub status: Option<NumberStatus>,
    /// When the person was born.
    pub born: BornOn,
    /// Gender as stated.
    pub gender: Gender,
    /// The postcode where the person lives, see [`places::packed`]; pseudo-postcodes are nought.
    pub postcode: u64,
    /// Postcodes of earlier addresses.
    pub earlier_postcodes: [u64; 3],
    /// The numbers, or else the name, of the house.
    pub house: u32,
    /// The first word of the street.
    pub street: u32,
    /// The last line of the address: the town, or a postcode of another country.
    pub locality: u32,
    /// Telephone numbers, nationally, as numbers.
    pub phones: [u64; 3],
    /// The GP practice.
    pub practice: u32,
    /// Whether the source says that this person has died.
    pub dead: bool,
    /// How far the source knows who this is.
    pub known: Known,
}

/// A date of birth as far as it is known; a nought is a part that is not known.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BornOn {
    /// The year.
    pub year: i16,
    /// The month, 1 to 12.
    pub month: u8,
    /// The day, 1 to 31.
    pub day: u8,
    /// Whether the source says that it was guessed.
    pub guessed: bool,
}

impl BornOn {
    /// Whether anything is known.
    pub fn is_known(self) -> bool {
        self.year != 0
    }

    /// Whether the day is known and not said to be guessed.
    pub fn is_exact(self) -> bool {
        self.day != 0 && !self.guessed
    }

    /// Whether it is 1 January, which is written where only the year is known.
    pub fn is_first_of_january(self) -> bool {
        (self.month, self.day) == (1, 1)
    }

    /// One number for the day, 0 where it is not known to the day: `yyyymmdd`.
    pub fn digits(self) -> u32 {
        let year = u32::try_from(self.year).unwrap_or(0);
        if self.day == 0 {
            0
        } else {
            year * 10_000 + u32::from(self.month) * 100 + u32::from(self.day)
        }
    }
}

impl Facts {
    /// One number for the door: postcode and house. Nought where either is not known.
    pub fn door(&self) -> u64 {
        if self.postcode == 0 || self.house == 0 {
            0
        } else {
            (self.postcode ^ (u64::from(self.house) << 24)).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1
        }
    }
}

/// One word of a person's names, and how many of the council's people share it.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a> {
    /// Where it stands.
    pub part: Part,
    /// The word.
    pub word: &'a Word,
    /// How many people have it as a given name, of any kind.
    pub given: u32,
    /// How many people have it as a family name, of any kind.
    pub family: u32,
}

/// A person ready to be compared.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// All but the names.
    pub facts: Facts,
    /// The words of the names.
    pub names: &'a [Named<'a>],
}

impl<'a> Subject<'a> {
    /// A person of these facts and names.
    pub fn new(facts: Facts, names: &'a [Named<'a>]) -> Self {
        Self { facts, names }
    }

    /// The words that stand in a part of the names.
    pub(crate) fn words(
        &self,
        part: Part,
    ) -> impl Iterator<Item = &'a Named<'a>> + Clone + use<'a> {
        self.names.iter().filter(move |named| named.part == part)
    }
}

impl Profile {
    /// The most words that are kept of one person's names.
    pub const MOST: usize = 32;

    /// Takes an identity apart. Whatever is too long is cut, whatever is too much is let go.
    pub fn of(identity: &Identity) -> Self {
        let mut words = Words::default();
        let usual = identity.usual_name();
        if let Some(name) = usual {
            words.take_usual(name);
        }
        let others = identity.names.iter().filter(|name| usual != Some(*name)).take(MOST_NAMES);
        others.for_each(|name| words.take_other(name));
        Self { words: words.0, facts: facts(identity) }
    }
}

/// Names beyond these are let go.
const MOST_NAMES: usize = 8;

#[derive(Default)]
struct Words(Vec<(Part, String)>);

impl Words {
    fn take_usual(&mut self, name: &PersonName) {
        let mut given = words::of_given(&name.given).into_iter();
        if let Some(first) = given.next() {
            self.add(Part::Given, first);
        }
        for word in given.chain(words::of_given(&name.middle)) {
            self.add(Part::Middle, word);
        }
        for word in words::of_family(&name.family) {
            self.add(Part::Family, word);
        }
    }

    fn take_other(&mut self, name: &PersonName) {
        let of_family = words::of_family(&name.family);
        let is_usual_too = name.usage == NameUse::Preferred;
        for word in words::of_given(&name.given).into_iter().take(1) {
            self.add_new(Part::KnownAs, &[Part::Given], word);
        }
        let known = if is_usual_too { &[Part::Family][..] } else { &[] };
        for word in of_family {
            self.add_new(Part::OtherFamily, known, word);
        }
    }

    /// Adds a word unless one of these parts says it already.
    fn add_new(&mut self, part: Part, said: &[Part], word: String) {
        let is_said = self.0.iter().any(|(at, text)| said.contains(at) && *text == word);
        if !is_said {
            self.add(part, word);
        }
    }

    fn add(&mut self, part: Part, word: String) {
        let entry = (part, word);
        if self.0.len() < Profile::MOST && !self.0.contains(&entry) {
            self.0.push(entry);
        }
    }
}

fn facts(identity: &Identity) -> Facts {
    // Where a pseudo-postcode stands, nobody lives: the lines are a hospital's or a council's.
    let address = identity.address.as_ref().filter(|address| {
        !address.postcode.as_ref().is_some_and(care::people::Postcode::is_pseudo)
    });
    let lines = address.map(|address| address.lines.as_slice()).unwrap_or_default();
    let house = places::house(lines);
    let postcode = address.and_then(|address| address.postcode.as_ref());
    let phones = identity.phones.iter().map(|phone| places::phone(&phone.digits()));
    Facts {
        number: identity.nhs.as_ref().map_or(0, |nhs| digits_of(nhs.number)),
        former_numbers: firsts(identity.former_numbers.iter().copied().map(digits_of)),
        unproved_number: identity
            .unproved_number
            .as_ref()
            .map_or(0, |number| unproved(number.compact())),
        status: identity.nhs.as_ref().map(|nhs| nhs.status),
        born: identity.born.map(born_on).unwrap_or_default(),
        gender: identity.gender,
        postcode: postcode.map_or(0, places::packed),
        earlier_postcodes: firsts(identity.earlier_postcodes.iter().map(places::packed)),
        house: house.number,
        street: house.street,
        locality: places::locality(lines),
        phones: firsts(phones),
        practice: identity.practice.as_deref().map_or(0, practice),
        dead: identity.death != care::people::Death::Alive,
        known: identity.known,
    }
}

/// The first few that are not nought.
fn firsts<const N: usize>(found: impl Iterator<Item = u64>) -> [u64; N] {
    let mut kept = [0; N];
    kept.iter_mut().zip(found.filter(|one| *one != 0)).for_each(|(place, one)| *place = one);
    kept
}

fn digits_of(number: NhsNumber) -> u64 {
    number.digits().parse().unwrap_or(0)
}

/// Digits stand for themselves, so that a slip shows; what has letters becomes a number above all
/// of those.
fn unproved(compact: &str) -> u64 {
    const LETTERS: u64 = 1 << 63;
    match compact.parse::<u64>() {
        Ok(number) if number < LETTERS => number,
        _ => LETTERS | u64::from(digest(compact)),
    }
}

fn born_on(born: care::people::Born) -> BornOn {
    let part = |part: i8| u8::try_from(part).unwrap_or(0);
    let guessed = born.estimated;
    match born.on {
        PartialDate::Day(day) => {
            BornOn { year: day.year(), month: part(day.month()), day: part(day.day()), guessed }
        }
        PartialDate::Month(year, month) => BornOn { year, month: part(month), day: 0, guessed },
        PartialDate::Year(year) => BornOn { year, month: 0, day: 0, guessed },
    }
}

fn practice(code: &str) -> u32 {
    let code: String = code
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .take(20)
        .collect();
    if code.is_empty() { 0 } else { digest(&code) | 1 }
}

/// Debug text ends up in logs, so it keeps the person to itself.
impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Profile(..)")
    }
}

/// Debug text ends up in logs, so it keeps the person to itself.
impl fmt::Debug for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Facts(..)")
    }
}

/// Debug text ends up in logs, so it keeps the day to itself.
impl fmt::Debug for BornOn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BornOn(..)")
    }
}

/// Debug text ends up in logs, so it keeps the person to itself.
impl fmt::Debug for Subject<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Subject(..)")
    }
}

#[cfg(test)]
mod tests {
    use care::people::{Address, Phone};

    use super::*;

    fn dora() -> Identity {
        let former = PersonName { usage: NameUse::Former, ..PersonName::usual("O'Brien", "Dora") };
        Identity {
            names: vec![
                PersonName { middle: "Ann".into(), ..PersonName::usual("Smith-Jones", "Mrs DORA") },
                former,
            ],
            address: Some(Address {
                lines: vec!["Flat 3, 12 High Street".into()],
                postcode: "XX1 2AB".parse().ok(),
            }),
            phones: Phone::new("+44 7700 900123").into_iter().collect(),
            practice: Some("y99999".into()),
            ..Identity::default()
        }
    }

    #[test]
    fn a_name_becomes_words_in_their_parts() {
        let words = Profile::of(&dora()).words;
        let told: Vec<(Part, &str)> =
            words.iter().map(|(part, word)| (*part, word.as_str())).collect();
        let expected = [
            (Part::Given, "DORA"),
            (Part::Middle, "ANN"),
            (Part::Family, "SMITH"),
            (Part::Family, "JONES"),
            (Part::OtherFamily, "OBRIEN"),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn one_door_is_one_number_however_it_is_written() {
        let door = Profile::of(&dora()).facts.door();
        let mut other = dora();
        other.address =
            Some(Address { lines: vec!["3/12 HIGH ST".into()], postcode: "XX12AB".parse().ok() });
        assert_eq!(Profile::of(&other).facts.door(), door);
        assert_ne!(door, 0);
    }

    #[test]
    fn a_thousand_endless_names_are_cut() {
        let name = PersonName::usual(&"\u{202e}\u{0}é☃ ".repeat(1_000), &"x".repeat(10_000));
        let hostile = Identity { names: vec![name; 1_000], ..Identity::default() };
        assert!(Profile::of(&hostile).words.len() <= Profile::MOST);
    }
}
