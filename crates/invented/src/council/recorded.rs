//! What the council wrote down of who a client is: mostly right.

pub(super) mod desk;

use jiff::civil::Date;

use crate::case::Case;
use crate::chance::Chance;
use crate::person::Sex;
use crate::streets::Home;
use crate::town::Town;

/// The identity of a client as it stands in the council's books.
pub(super) struct Recorded {
    pub(super) given: String,
    pub(super) middle: Option<String>,
    pub(super) family: String,
    pub(super) known_as: Option<&'static str>,
    pub(super) former_family: Option<String>,
    pub(super) nhs: Option<String>,
    pub(super) born: Option<String>,
    pub(super) estimated: &'static str,
    pub(super) gender: &'static str,
    /// The address in force, and the one before it.
    pub(super) home: Home,
    pub(super) earlier_home: Option<Home>,
}

impl Recorded {
    /// What was written down of this case. The people of the walk-through are written down without
    /// mistakes, except for those whose mistake is the point.
    pub(super) fn of(town: &Town, case: &Case<'_>) -> Self {
        let chance = &mut case.chance(town, "recorded");
        let person = case.person;
        let name = &person.name;
        let mut recorded = Self {
            given: name.given.clone(),
            middle: (!name.middle.is_empty()).then(|| name.middle.clone()),
            family: name.family.clone(),
            known_as: name.preferred,
            former_family: name.former_family.clone(),
            nhs: Some(person.nhs.digits()),
            born: Some(person.born.to_string()),
            estimated: "N",
            gender: if person.sex == Sex::Female { "F" } else { "M" },
            home: person.home.clone(),
            earlier_home: person.earlier_home.clone(),
        };
        match case.scene {
            Some(scene) => desk::slip(&mut recorded, scene),
            None => recorded.suffer(chance, town, case),
        }
        recorded
    }

    /// The mistakes that happen in offices, at the rates at which they are found.
    fn suffer(&mut self, chance: &mut Chance, town: &Town, case: &Case<'_>) {
        self.nhs = nhs_number(chance, town, case);
        if chance.happens(12) {
            self.family = mistyped(chance, &self.family);
        } else if chance.happens(20)
            && let Some(former) = self.former_family.take()
        {
            self.family = former;
        }
        if chance.happens(10) {
            self.given = mistyped(chance, &self.given);
        } else if chance.happens(40)
            && let Some(short) = self.known_as.take()
        {
            short.clone_into(&mut self.given);
        }
        let (born, estimated) = birth_date(chance, case.person.born);
        self.born = born;
        self.estimated = estimated;
        if chance.happens(60)
            && let Some(earlier) = self.earlier_home.take()
        {
            self.home = earlier;
        }
        if chance.happens(3) {
            self.gender = "U";
        }
    }
}

/// 5 % have none, 1 % have one digit wrong or two changed about, 0.3 % have somebody else's, and
/// one in five is written with spaces.
fn nhs_number(chance: &mut Chance, town: &Town, case: &Case<'_>) -> Option<String> {
    let digits = case.person.nhs.digits();
    match chance.below(1000) {
        0..50 => None,
        50..56 => Some(with_a_wrong_digit(chance, &digits)),
        56..60 => Some(with_two_changed_about(chance, &digits)),
        60..63 => {
            // That of somebody near: a spouse's letter lay on the desk.
            let near = town.people().get(case.place.saturating_sub(1)).or(town.people().last());
            near.map(|other| other.nhs.digits())
        }
        63..250 => Some(case.person.nhs.to_string()),
        _ => Some(digits),
    }
}

/// 0.3 % have day and month changed about, 0.3 % one digit of the year wrong, 0.8 % are guessed
/// as 1 January, 0.2 % have none.
fn birth_date(chance: &mut Chance, born: Date) -> (Option<String>, &'static str) {
    let written = match chance.below(1000) {
        0..3 => Date::new(born.year(), born.day(), born.month()).unwrap_or(born),
        3..6 => Date::new(born.year() + 1, born.month(), born.day()).unwrap_or(born),
        6..14 => {
            let guessed = Date::new(born.year(), 1, 1).unwrap_or(born);
            return (Some(guessed.to_string()), "Y");
        }
        14..16 => return (None, "N"),
        _ => born,
    };
    (Some(written.to_string()), "N")
}

fn with_a_wrong_digit(chance: &mut Chance, digits: &str) -> String {
    let at = 3 + chance.index(7);
    let altered = |(place, digit): (usize, char)| match digit.to_digit(10) {
        Some(digit) if place == at => char::from_digit((digit + 1) % 10, 10).unwrap_or('0'),
        _ => digit,
    };
    digits.chars().enumerate().map(altered).collect()
}

fn with_two_changed_about(chance: &mut Chance, digits: &str) -> String {
    let mut changed: Vec<char> = digits.chars().collect();
    let at = 3 + chance.index(6);
    if at + 1 < changed.len() {
        changed.swap(at, at + 1);
    }
    changed.into_iter().collect()
}

/// One letter left out or doubled, never the first.
fn mistyped(chance: &mut Chance, name: &str) -> String {
    let at = 1 + chance.index(name.chars().count().saturating_sub(1));
    let double = chance.happens(500);
    let mut typed = String::with_capacity(name.len() + 2);
    for (place, letter) in name.chars().enumerate() {
        if place != at || double {
            typed.push(letter);
        }
        if place == at && double {
            typed.push(letter);
        }
    }
    typed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_digit_is_one_digit() {
        let mut chance = Chance::new(1);
        for _ in 0..100 {
            let wrong = with_a_wrong_digit(&mut chance, "9991234519");
            let apart = wrong.chars().zip("9991234519".chars()).filter(|(a, b)| a != b);
            assert_eq!(apart.count(), 1);
            assert!(wrong.starts_with("999"));
        }
    }

    #[test]
    fn a_mistyped_name_keeps_its_first_letter() {
        let mut chance = Chance::new(1);
        for _ in 0..100 {
            let typed = mistyped(&mut chance, "Wójcik");
            assert!(typed.starts_with('W'));
            assert_ne!(typed, "Wójcik");
        }
    }
}
