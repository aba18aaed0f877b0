//! People who are easily taken for each other, by the thousand: nobody is ever shown as another.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its facts fails")]
#![expect(clippy::indexing_slicing, reason = "a test that looks for what is not there fails")]

use care::people::{
    Address, Born, Gender, Identity, NhsNumber, NumberStatus, PersonKey, PersonName, TracedNumber,
    Verdict,
};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use matching::Index;

/// `SplitMix64`: the same seed throws the same numbers for ever.
struct Dice(u64);

impl Dice {
    fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, sides: usize) -> usize {
        usize::try_from(self.throw() % u64::try_from(sides).unwrap()).unwrap()
    }

    fn of<T: Copy>(&mut self, sides: &[T]) -> T {
        sides[self.below(sides.len())]
    }

    /// In so many of a hundred throws.
    fn falls(&mut self, of_hundred: usize) -> bool {
        self.below(100) < of_hundred
    }
}

const FAMILIES: [&str; 6] = ["Halliday", "Mbeki", "Núñez", "Khan", "Smith", "O'Brien"];
const WOMEN: [&str; 12] = [
    "Dora", "Ivy", "Zofia", "Margaret", "Mary", "Aisha", "Sunita", "Bronwen", "Gráinne", "Olive",
    "Edna", "Chioma",
];
const MEN: [&str; 12] = [
    "Roy", "Peter", "Mohammed", "John", "Tunde", "Jan", "Harpreet", "Idris", "Fergus", "Walter",
    "Cyril", "Obinna",
];

/// The `nth` number of the range that is kept for tests. Of two stems in a row one has a check digit.
fn number(nth: usize) -> NhsNumber {
    let checked =
        |stem: usize| (0..10).find_map(|check| format!("999{stem:06}{check}").parse().ok());
    (2 * nth..).find_map(checked).unwrap()
}

fn key(id: usize) -> PersonKey {
    PersonKey { council: "westshire".parse().unwrap(), id: id.to_string().parse().unwrap() }
}

fn lives_at(postcode: usize) -> Address {
    let postcode = format!("XX{} {}AB", 1 + postcode / 10 % 9, postcode % 10);
    Address { lines: Vec::new(), postcode: Some(postcode.parse().unwrap()) }
}

fn day(dice: &mut Dice) -> Date {
    date(1930, 1, 1).saturating_add(i64::try_from(dice.below(20_000)).unwrap().days())
}

fn somebody(dice: &mut Dice, nth: usize) -> Identity {
    let (gender, given) = if dice.falls(50) {
        (Gender::Female, dice.of(&WOMEN))
    } else {
        (Gender::Male, dice.of(&MEN))
    };
    Identity {
        nhs: Some(TracedNumber { number: number(nth), status: NumberStatus::Verified }),
        names: vec![PersonName::usual(dice.of(&FAMILIES), given)],
        born: Some(Born::on(day(dice))),
        gender,
        address: Some(lives_at(dice.below(90))),
        ..Identity::default()
    }
}

fn named(identity: &Identity, given: &str, middle: &str) -> Identity {
    let mut other = identity.clone();
    other.names[0].given = given.into();
    other.names[0].middle = middle.into();
    other
}

/// What becomes of a number on the way: right, missing, or another person's.
fn misheard(dice: &mut Dice, own: &Identity, other: &Identity) -> Identity {
    let statuses = [NumberStatus::Verified, NumberStatus::NotTraced, NumberStatus::TraceUnderWay];
    let status = dice.of(&statuses);
    let nhs = match dice.below(10) {
        0..5 => own.nhs,
        5..8 => None,
        _ => other.nhs,
    };
    Identity { nhs: nhs.map(|nhs| TracedNumber { status, ..nhs }), ..own.clone() }
}

/// Two people who are easily confused, as the council has them and as they come to hospital, each
/// with what may become of a number; either may be unknown to the council. Says how often each was
/// found, and that nobody was taken for the other.
#[track_caller]
fn never_confused(pairs: usize, mut pair: impl FnMut(&mut Dice, usize) -> [Identity; 2]) -> usize {
    let mut dice = Dice(7);
    let mut found = 0;
    for nth in 0..pairs {
        let [one, other] = pair(&mut dice, nth);
        let mut index = Index::new();
        let books = [misheard(&mut dice, &one, &other), misheard(&mut dice, &other, &one)];
        let known = [!dice.falls(30), !dice.falls(30)];
        for (id, book) in books.iter().enumerate().filter(|(id, _)| known[*id]) {
            index.put(&key(id), book);
        }
        let patients = [misheard(&mut dice, &one, &other), misheard(&mut dice, &other, &one)];
        for (id, patient) in patients.iter().enumerate() {
            let verdict = index.look_up(patient).verdict;
            assert!(verdict.matched().is_none_or(|person| *person == key(id)), "pair {nth}");
            found += usize::from(verdict.matched().is_some());
        }
    }
    found
}

#[test]
fn h01_twins_are_never_taken_for_each_other() {
    let found = never_confused(10_000, |dice, nth| {
        let one = somebody(dice, 2 * nth);
        let others = if one.gender == Gender::Female { &WOMEN } else { &MEN };
        let given = *others.iter().find(|given| **given != one.names[0].given).unwrap();
        let nhs = Some(TracedNumber { number: number(2 * nth + 1), ..one.nhs.unwrap() });
        let other = Identity { nhs, ..named(&one, given, "") };
        [one, other]
    });
    assert!(found > 4_000, "and many are found: {found}");
}

#[test]
fn h01_twins_who_share_a_first_name_as_a_title_are_never_taken_for_each_other() {
    let found = never_confused(10_000, |dice, nth| {
        let one = somebody(dice, 2 * nth);
        let nhs = Some(TracedNumber { number: number(2 * nth + 1), ..one.nhs.unwrap() });
        let other = Identity { nhs, ..named(&one, "Mohammed", "Omar") };
        [named(&one, "Mohammed", "Ali"), other]
    });
    assert!(found > 2_000, "and many are found: {found}");
}

#[test]
fn h01_father_and_son_of_one_name_are_never_taken_for_each_other() {
    let found = never_confused(10_000, |dice, nth| {
        let father = somebody(dice, 2 * nth);
        let years = 18 + i64::try_from(dice.below(30)).unwrap();
        let born = father.born.unwrap().exact().unwrap().saturating_add(years.years());
        let nhs = Some(TracedNumber { number: number(2 * nth + 1), ..father.nhs.unwrap() });
        let son = Identity { nhs, born: Some(Born::on(born)), ..father.clone() };
        [father, son]
    });
    assert!(found > 4_000, "and many are found: {found}");
}

#[test]
fn h01_spouses_of_one_birthday_are_never_taken_for_each_other() {
    let found = never_confused(10_000, |dice, nth| {
        let one = named(&somebody(dice, 2 * nth), "Margaret", "");
        let nhs = Some(TracedNumber { number: number(2 * nth + 1), ..one.nhs.unwrap() });
        let other = Identity { nhs, gender: Gender::Male, ..named(&one, "Peter", "") };
        [Identity { gender: Gender::Female, ..one }, other]
    });
    assert!(found > 4_000, "and many are found: {found}");
}

#[test]
fn h01_swapped_identities_show_nobody_as_another() {
    let mut dice = Dice(7);
    let mut reviewed = 0;
    for nth in 0..10_000 {
        let (one, other) = (somebody(&mut dice, 2 * nth), somebody(&mut dice, 2 * nth + 1));
        let mut index = Index::new();
        let swapped =
            |book: &Identity, number: &Identity| Identity { nhs: number.nhs, ..book.clone() };
        let books = [swapped(&one, &other), swapped(&other, &one)];
        for (id, book) in books.iter().enumerate().filter(|_| !dice.falls(20)) {
            index.put(&key(id), book);
        }
        for (id, patient) in [one, other].iter().enumerate() {
            let verdict = index.look_up(patient).verdict;
            assert!(verdict.matched().is_none_or(|person| *person == key(id)), "pair {nth}");
            reviewed += usize::from(matches!(verdict, Verdict::Review(..)));
        }
    }
    assert!(reviewed > 15_000, "and people are asked: {reviewed}");
}

#[test]
fn h01_a_slip_that_makes_a_strangers_number_shows_no_stranger() {
    let found = never_confused(10_000, |dice, nth| {
        let stranger = somebody(dice, 2 * nth);
        let mut other = somebody(dice, 2 * nth + 1);
        // One particular may be the same by chance.
        match dice.below(4) {
            0 => other.names[0].family.clone_from(&stranger.names[0].family),
            1 if other.names[0].given != stranger.names[0].given => other.born = stranger.born,
            2 => other.address.clone_from(&stranger.address),
            _ => {}
        }
        [stranger, other]
    });
    assert!(found > 4_000, "and many are found: {found}");
}

/// A town in which many share a family name, a given name, a birthday and a postcode, though no two
/// share all names and the birthday. The council lost some numbers and exchanged others.
fn crowded_town(dice: &mut Dice, people: usize) -> (Vec<Identity>, Vec<Identity>) {
    let mut patients: Vec<Identity> = Vec::new();
    let days: Vec<Date> = (0..200).map(|_| day(dice)).collect();
    while patients.len() < people {
        let born = dice.of(&days);
        let one = Identity {
            born: Some(Born::on(born)),
            address: Some(lives_at(dice.below(4))),
            ..somebody(dice, patients.len())
        };
        if patients.iter().all(|other| (&other.names, other.born) != (&one.names, one.born)) {
            patients.push(one);
        }
    }
    let mut books = patients.clone();
    for at in 0..books.len() {
        match dice.below(20) {
            0..2 => books[at].nhs = None,
            2 => {
                let with = dice.below(patients.len());
                let (one, other) = (books[at].nhs, books[with].nhs);
                books[at].nhs = other;
                books[with].nhs = one;
            }
            3 => books[at].nhs = patients[dice.below(patients.len())].nhs,
            _ => {}
        }
    }
    (patients, books)
}

#[test]
fn h03_exchanged_shared_and_lost_numbers_show_nobody_as_another() {
    for seed in 0..10 {
        let mut dice = Dice(seed);
        let (patients, books) = crowded_town(&mut dice, 300);
        let mut index = Index::new();
        for (id, book) in books.iter().enumerate().filter(|_| !dice.falls(20)) {
            index.put(&key(id), book);
        }
        for (id, patient) in patients.iter().enumerate() {
            let other = &patients[dice.below(patients.len())];
            let verdict = index.look_up(&misheard(&mut dice, patient, other)).verdict;
            assert!(verdict.matched().is_none_or(|person| *person == key(id)), "seed {seed}");
        }
    }
}

#[test]
fn h03_a_number_held_by_two_records_shows_neither() {
    let mut dice = Dice(7);
    for nth in 0..2_000 {
        let patient = somebody(&mut dice, nth);
        let other = Identity { nhs: patient.nhs, ..somebody(&mut dice, nth) };
        let mut index = Index::new();
        index.put(&key(0), &patient);
        index.put(&key(1), &other);
        assert!(index.look_up(&patient).verdict.matched().is_none());
        index.remove(&key(1));
        assert_eq!(
            index.look_up(&patient).verdict.matched(),
            Some(&key(0)),
            "the quarantine is over"
        );
    }
}

#[test]
fn a_person_put_again_is_found_as_they_are_now_and_one_removed_not_at_all() {
    let mut dice = Dice(7);
    let (before, now) = (somebody(&mut dice, 0), somebody(&mut dice, 1));
    let mut index = Index::new();
    index.put(&key(0), &before);
    index.put(&key(0), &now);
    assert_eq!(index.len(), 1);
    assert!(matches!(index.look_up(&before).verdict, Verdict::None(_)));
    assert_eq!(index.look_up(&now).verdict.matched(), Some(&key(0)));
    index.remove(&key(0));
    assert!(index.is_empty());
    assert!(matches!(index.look_up(&now).verdict, Verdict::None(_)));
}

#[test]
fn h03_a_key_that_very_many_share_makes_nobody_certain_in_any_order() {
    let mut dice = Dice(7);
    let patient = somebody(&mut dice, 0);
    let namesakes = (1..700).map(|nth| {
        let other = somebody(&mut dice, nth);
        Identity { names: patient.names.clone(), born: patient.born, ..other }
    });
    let mut books: Vec<(usize, Identity)> =
        (0..).zip(std::iter::once(patient.clone()).chain(namesakes)).collect();
    let in_order = index_of(&books).look_up(&patient).verdict;
    assert!(matches!(in_order, Verdict::Review(..)));
    books.reverse();
    assert_eq!(index_of(&books).look_up(&patient).verdict, in_order);
}

fn index_of(books: &[(usize, Identity)]) -> Index {
    let mut index = Index::new();
    for (id, book) in books {
        index.put(&key(*id), book);
    }
    index
}
