//! What might somebody in an English county town be called?

mod lists;

use crate::chance::Chance;
use crate::person::Sex;

/// Where a family's names come from. Families mix in life; here each family has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    English,
    Irish,
    Welsh,
    Scottish,
    Punjabi,
    Gujarati,
    Pakistani,
    Bengali,
    Polish,
    WestAfrican,
    Caribbean,
    Chinese,
    Italian,
}

/// How many in a thousand families are of each origin, where the eldest was born before 1955.
const OLDER: [(u32, Origin); 13] = [
    (755, Origin::English),
    (50, Origin::Irish),
    (45, Origin::Welsh),
    (30, Origin::Scottish),
    (18, Origin::Punjabi),
    (16, Origin::Gujarati),
    (16, Origin::Pakistani),
    (6, Origin::Bengali),
    (14, Origin::Polish),
    (6, Origin::WestAfrican),
    (28, Origin::Caribbean),
    (6, Origin::Chinese),
    (10, Origin::Italian),
];
/// The same, where the eldest was born since.
const YOUNGER: [(u32, Origin); 13] = [
    (620, Origin::English),
    (22, Origin::Irish),
    (25, Origin::Welsh),
    (20, Origin::Scottish),
    (40, Origin::Punjabi),
    (40, Origin::Gujarati),
    (55, Origin::Pakistani),
    (22, Origin::Bengali),
    (55, Origin::Polish),
    (55, Origin::WestAfrican),
    (28, Origin::Caribbean),
    (12, Origin::Chinese),
    (6, Origin::Italian),
];

/// Names given and family names of one origin.
struct Names {
    female: &'static [&'static str],
    male: &'static [&'static str],
    family: &'static [&'static str],
}

/// The origin of a family whose eldest was born in `year`.
pub(crate) fn origin(chance: &mut Chance, year: i16) -> Origin {
    let shares = if year < 1955 { &OLDER } else { &YOUNGER };
    chance.weighted(shares).unwrap_or(Origin::English)
}

/// A family name. Polish ones in -ski end in -ska for women: see [`family_of`].
pub(crate) fn family(chance: &mut Chance, origin: Origin) -> String {
    let first = chance.common_word(names(origin).family);
    if origin == Origin::English && chance.happens(12) {
        return format!("{first}-{}", chance.common_word(lists::ENGLISH_FAMILY));
    }
    first.to_owned()
}

/// The family name in the form that this person uses.
pub(crate) fn family_of(family: &str, origin: Origin, sex: Sex) -> String {
    match family.strip_suffix("ski") {
        Some(stem) if origin == Origin::Polish && sex == Sex::Female => format!("{stem}ska"),
        _ => family.to_owned(),
    }
}

/// A given name that was usual in the year of birth.
pub(crate) fn given(chance: &mut Chance, origin: Origin, sex: Sex, year: i16) -> &'static str {
    let list = match (origin, sex) {
        (Origin::English | Origin::Caribbean, _) => english_given(sex, year),
        // Three families in ten give names as their neighbours do.
        (Origin::Irish | Origin::Welsh | Origin::Scottish, _) if chance.happens(300) => {
            english_given(sex, year)
        }
        (_, Sex::Female) => names(origin).female,
        (_, Sex::Male) => names(origin).male,
    };
    chance.common_word(list)
}

/// What somebody of this name is called at home, where that is another word.
pub(crate) fn short_form(given: &str) -> Option<&'static str> {
    lists::SHORT_FORMS.iter().find(|(long, _)| *long == given).map(|(_, short)| *short)
}

/// The language of the house, where it may not be English.
pub(crate) fn language(origin: Origin) -> Option<&'static str> {
    match origin {
        Origin::Punjabi => Some("PAN"),
        Origin::Gujarati => Some("GUJ"),
        Origin::Pakistani => Some("URD"),
        Origin::Bengali => Some("BEN"),
        Origin::Polish => Some("POL"),
        Origin::WestAfrican => Some("YOR"),
        Origin::Chinese => Some("YUE"),
        Origin::Italian => Some("ITA"),
        Origin::Welsh => Some("WEL"),
        Origin::English | Origin::Irish | Origin::Scottish | Origin::Caribbean => None,
    }
}

/// The ethnic category that the hospital writes (NHS Data Dictionary, ETHNIC CATEGORY).
pub(crate) fn ethnic_category(origin: Origin) -> &'static str {
    match origin {
        Origin::English | Origin::Welsh | Origin::Scottish => "A",
        Origin::Irish => "B",
        Origin::Polish | Origin::Italian => "C",
        Origin::Punjabi | Origin::Gujarati => "H",
        Origin::Pakistani => "J",
        Origin::Bengali => "K",
        Origin::Caribbean => "M",
        Origin::WestAfrican => "N",
        Origin::Chinese => "R",
    }
}

fn english_given(sex: Sex, year: i16) -> &'static [&'static str] {
    match (sex, year) {
        (Sex::Female, ..1945) => lists::FEMALE_BEFORE_1945,
        (Sex::Female, 1945..1970) => lists::FEMALE_BEFORE_1970,
        (Sex::Female, _) => lists::FEMALE_SINCE_1970,
        (Sex::Male, ..1945) => lists::MALE_BEFORE_1945,
        (Sex::Male, 1945..1970) => lists::MALE_BEFORE_1970,
        (Sex::Male, _) => lists::MALE_SINCE_1970,
    }
}

fn names(origin: Origin) -> &'static Names {
    match origin {
        Origin::English | Origin::Caribbean => &lists::ENGLISH,
        Origin::Irish => &lists::IRISH,
        Origin::Welsh => &lists::WELSH,
        Origin::Scottish => &lists::SCOTTISH,
        Origin::Punjabi => &lists::PUNJABI,
        Origin::Gujarati => &lists::GUJARATI,
        Origin::Pakistani => &lists::PAKISTANI,
        Origin::Bengali => &lists::BENGALI,
        Origin::Polish => &lists::POLISH,
        Origin::WestAfrican => &lists::WEST_AFRICAN,
        Origin::Chinese => &lists::CHINESE,
        Origin::Italian => &lists::ITALIAN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_origins_make_a_thousand() {
        for shares in [OLDER, YOUNGER] {
            assert_eq!(shares.iter().map(|(share, _)| share).sum::<u32>(), 1000);
        }
    }

    #[test]
    fn a_polish_family_name_follows_the_person() {
        let ends = |sex| family_of("Kowalski", Origin::Polish, sex);
        assert_eq!(ends(Sex::Male), "Kowalski");
        assert_eq!(ends(Sex::Female), "Kowalska");
    }

    #[test]
    fn old_and_young_are_named_differently() {
        let mut chance = Chance::new(1);
        let mut names = |year| {
            (0..50).map(|_| given(&mut chance, Origin::English, Sex::Female, year)).collect()
        };
        let (old, young): (Vec<_>, Vec<_>) = (names(1935), names(1998));
        assert!(old.iter().filter(|name| young.contains(name)).count() < 10);
    }
}
