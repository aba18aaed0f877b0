//! Who lives in the invented town?

use std::fmt;

use care::people::NhsNumber;
use jiff::civil::Date;

use crate::chance::Chance;
use crate::days;
use crate::names::{self, Origin};
use crate::numbers;
use crate::streets::{self, Home, HomeKind};

/// Somebody of the town, as they really are. What the hospital and the council wrote down of them
/// may differ.
#[derive(Clone, PartialEq, Eq)]
pub struct Townsperson {
    pub(crate) nhs: NhsNumber,
    /// The hospital's own number for them.
    pub(crate) hospital_number: String,
    pub(crate) name: Name,
    pub(crate) born: Date,
    pub(crate) died: Option<Date>,
    pub(crate) sex: Sex,
    pub(crate) origin: Origin,
    pub(crate) home: Home,
    pub(crate) earlier_home: Option<Home>,
    pub(crate) landline: Option<String>,
    pub(crate) mobile: Option<String>,
    /// Which household. Households stand together in the town, in the order of these numbers.
    pub(crate) household: usize,
    /// Whether the council knows them as a client.
    pub(crate) client: bool,
}

/// A name in full.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) title: &'static str,
    pub(crate) given: String,
    /// Empty where there is none.
    pub(crate) middle: String,
    pub(crate) family: String,
    pub(crate) former_family: Option<String>,
    pub(crate) preferred: Option<&'static str>,
}

/// Female or male. The town's records know more; its households are made with these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sex {
    Female,
    Male,
}

impl Townsperson {
    /// The NHS number that is really theirs.
    pub fn nhs_number(&self) -> NhsNumber {
        self.nhs
    }

    /// When they were really born.
    pub fn born(&self) -> Date {
        self.born
    }

    /// Whether the council knows them as a client.
    pub fn is_client(&self) -> bool {
        self.client
    }

    /// The code of the GP practice.
    pub(crate) fn practice(&self) -> String {
        format!("Y990{:02}", self.household % 24)
    }

    /// Where they come from when they are admitted (NHS Data Dictionary, ADMISSION SOURCE).
    pub(crate) fn admission_source(&self) -> &'static str {
        match self.home.kind {
            HomeKind::CareHome(which) if streets::nurses(which) => "55",
            HomeKind::CareHome(_) => "56",
            _ => "19",
        }
    }

    /// Completed years of life on a day.
    pub fn age_on(&self, day: Date) -> i16 {
        let years = day.year() - self.born.year();
        let had_birthday = (day.month(), day.day()) >= (self.born.month(), self.born.day());
        if had_birthday { years } else { years - 1 }
    }
}

/// Keeps even invented people out of logs, so that no log line learns the habit.
impl fmt::Debug for Townsperson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Townsperson(..)")
    }
}

impl Name {
    /// A name usual for somebody of this family, sex and year of birth.
    pub(crate) fn new(
        chance: &mut Chance,
        (family, origin): (&str, Origin),
        sex: Sex,
        year: i16,
        married: bool,
    ) -> Self {
        let given = names::given(chance, origin, sex, year).to_owned();
        let middle = if chance.happens(600) {
            let second = names::given(chance, origin, sex, year - 20);
            if second == given { String::new() } else { second.to_owned() }
        } else {
            String::new()
        };
        let preferred = names::short_form(&given).filter(|_| chance.happens(300));
        let former_family = (married && sex == Sex::Female && chance.happens(850))
            .then(|| names::family_of(&names::family(chance, origin), origin, sex));
        Self {
            title: title(chance, sex, married, year),
            given,
            middle,
            family: names::family_of(family, origin, sex),
            former_family,
            preferred,
        }
    }
}

/// A day of birth for somebody of this age on `today`.
pub(crate) fn birth_date(chance: &mut Chance, age: i16, today: Date) -> Date {
    let days = i64::from(age) * 365 + i64::from(age) / 4 + i64::from(chance.below(365)) + 1;
    days::after(today, -days)
}

/// A landline and a mobile number, each of which not everybody has.
pub(crate) fn phones(chance: &mut Chance, age: i16) -> (Option<String>, Option<String>) {
    let (landline, mobile) = if age >= 70 { (700, 450) } else { (150, 900) };
    (
        chance.happens(landline).then(|| numbers::landline(chance)),
        chance.happens(mobile).then(|| numbers::mobile(chance)),
    )
}

fn title(chance: &mut Chance, sex: Sex, married: bool, year: i16) -> &'static str {
    match sex {
        _ if chance.happens(12) => "Dr",
        Sex::Male => "Mr",
        Sex::Female if married && year < 1975 => "Mrs",
        Sex::Female if year < 1950 => "Miss",
        Sex::Female => "Ms",
    }
}
