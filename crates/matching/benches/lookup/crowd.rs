//! Who lives in a region that was invented for measuring?
//!
//! As many people as wanted, none of them kept: each is made from a number alone. Names fall off in
//! frequency as real ones do, households share a door and a name, one in four has moved.

use care::people::{
    Address, Born, Gender, Identity, NameUse, NhsNumber, NumberStatus, PersonKey, PersonName,
    Phone, TracedNumber,
};
use jiff::ToSpan;
use jiff::civil::{Date, date};

/// So many of the commonest names are about as common as each other.
const FLAT: u64 = 16;

/// People in one household, on average.
const HOUSEHOLD: u64 = 2;

/// The region's people by number.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Crowd {
    /// How many they are.
    pub(crate) people: u64,
}

impl Crowd {
    /// One person as the council has them.
    pub(crate) fn person(self, number: u64) -> (PersonKey, Identity) {
        let id = format!("P{number:08}");
        let key = PersonKey { council: "bench".parse().unwrap(), id: id.parse().unwrap() };
        (key, self.identity(number))
    }

    /// The same person as a hospital has them: one in ten without a number, one in eight moved, now
    /// and then a slip in a name or the birth date; and one in three is unknown to the council.
    pub(crate) fn patient(self, number: u64) -> Identity {
        let number = if number.is_multiple_of(3) { number + self.people } else { number };
        let mut identity = self.identity(number);
        let mut chance = Chance::of(number ^ 0xa5a5);
        if chance.one_in(10) {
            identity.nhs = None;
        }
        if chance.one_in(8) {
            identity.address = self.identity(number + self.people * 2).address;
            identity.phones.clear();
        }
        if chance.one_in(25) {
            identity.names[0].family.pop();
        }
        if chance.one_in(60) {
            identity.born = identity.born.map(|born| Born::on(born.exact().unwrap() + 10.days()));
        }
        identity
    }

    fn identity(self, number: u64) -> Identity {
        let (mut own, mut home) = (Chance::of(number), Chance::of(!(number / HOUSEHOLD)));
        let family = name(home.rank(60_000), &FAMILY_ENDINGS);
        let usual = PersonName {
            given: name(own.rank(4_000), &GIVEN_ENDINGS),
            middle: if own.one_in(2) {
                name(own.rank(4_000), &GIVEN_ENDINGS)
            } else {
                String::new()
            },
            family,
            ..PersonName::default()
        };
        let mut names = vec![usual];
        if own.one_in(9) {
            let family = name(own.rank(60_000), &FAMILY_ENDINGS);
            names.push(PersonName { usage: NameUse::Former, family, ..names[0].clone() });
        }
        let outward = format!("XX{}", home.below(self.people.div_ceil(10_000).min(99)) + 1);
        let postcode = |chance: &mut Chance| {
            format!("{outward} {}{}{}", chance.below(10), chance.letter(), chance.letter())
        };
        Identity {
            nhs: (!own.one_in(8)).then(|| number_of(number)).flatten(),
            born: Some(Born::on(own.day())),
            gender: if own.one_in(2) { Gender::Male } else { Gender::Female },
            address: Some(Address {
                lines: vec![format!("{} Mill Road", home.below(200) + 1)],
                postcode: postcode(&mut home).parse().ok(),
            }),
            earlier_postcodes: if own.one_in(4) {
                vec![postcode(&mut own).parse().unwrap()]
            } else {
                Vec::new()
            },
            phones: Phone::new(&format!("0110{:07}", home.below(10_000_000))).into_iter().collect(),
            practice: Some(format!("K99{:03}", home.below(900))),
            names,
            ..Identity::default()
        }
    }
}

/// A number that begins with 9: none such is issued to patients.
fn number_of(number: u64) -> Option<TracedNumber> {
    let nine = 900_000_000 + number % 100_000_000;
    let number: Option<NhsNumber> = (0..10).find_map(|check| format!("{nine}{check}").parse().ok());
    number.map(|number| TracedNumber { number, status: NumberStatus::Verified })
}

const BEGINNINGS: [&str; 40] = [
    "Al", "Ba", "Bel", "Bri", "Ca", "Chan", "Cor", "Da", "Den", "Do", "El", "Fa", "Fin", "Ga",
    "Ger", "Ha", "Hol", "In", "Ja", "Jo", "Ka", "Kin", "La", "Lo", "Ma", "Mer", "Na", "Nor", "O",
    "Pa", "Pen", "Ra", "Ro", "Sa", "Shel", "Ta", "Tor", "Va", "Wil", "Za",
];
const MIDDLES: [&str; 30] = [
    "", "la", "mi", "ne", "ri", "to", "vi", "bo", "ce", "du", "fe", "go", "ha", "ka", "lo", "man",
    "na", "pe", "ra", "se", "ti", "va", "wo", "xi", "zo", "ber", "den", "gar", "hol", "lin",
];
const GIVEN_ENDINGS: [&str; 20] = [
    "a", "an", "bert", "cia", "das", "ette", "fred", "gh", "ia", "is", "la", "lyn", "m", "na", "o",
    "rick", "s", "ta", "us", "y",
];
const FAMILY_ENDINGS: [&str; 50] = [
    "son", "ton", "ley", "man", "well", "ford", "ham", "wood", "s", "er", "by", "combe", "croft",
    "dale", "den", "field", "gate", "grave", "hurst", "ing", "kin", "land", "low", "mere", "more",
    "ness", "over", "pool", "ridge", "sall", "shaw", "stead", "stone", "thorpe", "tree", "wick",
    "worth", "wright", "yard", "ski", "owa", "ovic", "enko", "idis", "oglu", "ez", "ai", "ini",
    "wal", "jee",
];

/// The name of a rank: the most frequent first.
fn name(rank: u64, endings: &[&str]) -> String {
    let pick = |list: &[&str], at: u64| list[usize::try_from(at).unwrap() % list.len()].to_owned();
    let ends = endings.len() as u64;
    pick(&BEGINNINGS, rank) + &pick(&MIDDLES, rank / 40 / ends) + &pick(endings, rank / 40)
}

/// Numbers by chance, always the same ones from the same beginning.
struct Chance(u64);

impl Chance {
    fn of(beginning: u64) -> Self {
        Self(beginning.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x1234_5678_9abc_def1)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end.max(1)
    }

    fn one_in(&mut self, many: u64) -> bool {
        self.below(many) == 0
    }

    fn letter(&mut self) -> char {
        char::from(b'A' + u8::try_from(self.below(20)).unwrap())
    }

    /// Below `end`: the first rank as often as the commonest of real names, a hundredth or two, and
    /// each further one more seldom.
    fn rank(&mut self, end: u64) -> u64 {
        let doublings = u64::from((end / FLAT).max(2).ilog2());
        let top = FLAT << self.below(doublings + 1);
        self.below(top.min(end))
    }

    fn day(&mut self) -> Date {
        date(1925, 1, 1) + i64::try_from(self.below(33_000)).unwrap().days()
    }
}
