//! In what do a patient and a council's person agree?

use care::people::name::fold;
use care::people::{Death, Gender, Identity, NameUse, PersonName, Postcode};
use jiff::civil::Date;

/// What one comparison found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Comparison {
    pub(crate) number: Number,
    pub(crate) born: BirthDate,
    pub(crate) family: Name,
    pub(crate) given: Name,
    pub(crate) middle: Middle,
    pub(crate) postcode: bool,
    pub(crate) gender_differs: bool,
    pub(crate) dead_in_one_book: bool,
}

/// NHS numbers compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Number {
    Same,
    Different,
    /// One side holds none.
    Missing,
}

/// Dates of birth compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BirthDate {
    /// Equal to the day, neither estimated.
    Same,
    /// A slip apart: one digit, two digits or day and month exchanged.
    Near,
    /// One side does not know the day, or guessed it; nothing contradicts.
    Uncertain,
    Different,
}

/// Family or given names compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Name {
    /// The usual names agree.
    Same,
    /// The name agrees with a former or preferred name or an alias.
    Other,
    /// Only the beginning agrees: an initial, or a short form.
    Begins,
    Different,
}

impl Name {
    pub(crate) fn agrees(self) -> bool {
        matches!(self, Self::Same | Self::Other)
    }
}

/// Middle names compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Middle {
    Same,
    /// One side has none, or an initial that fits.
    Silent,
    Different,
}

pub(crate) fn compare(patient: &Identity, person: &Identity) -> Comparison {
    Comparison {
        number: numbers(patient, person),
        born: birth_dates(patient, person),
        family: names(patient, person, |name| fold(&name.family)),
        given: given_names(patient, person),
        middle: middle_names(patient, person),
        postcode: postcode(patient).is_some_and(|code| postcodes(person).any(|one| one == code)),
        gender_differs: matches!(
            (patient.gender, person.gender),
            (Gender::Male, Gender::Female) | (Gender::Female, Gender::Male)
        ),
        dead_in_one_book: person.death != Death::Alive && patient.death == Death::Alive,
    }
}

fn numbers(patient: &Identity, person: &Identity) -> Number {
    match (&patient.nhs, &person.nhs) {
        (Some(one), Some(other)) if one.number == other.number => Number::Same,
        (Some(_), Some(_)) => Number::Different,
        _ => Number::Missing,
    }
}

fn birth_dates(patient: &Identity, person: &Identity) -> BirthDate {
    let (Some(one), Some(other)) = (patient.born, person.born) else {
        return BirthDate::Uncertain;
    };
    match (one.exact(), other.exact()) {
        (Some(one), Some(other)) if one == other => BirthDate::Same,
        (Some(one), Some(other)) if are_near(one, other) => BirthDate::Near,
        (Some(_), Some(_)) => BirthDate::Different,
        _ if parts(one).zip(parts(other)).all(|(one, other)| agree(one, other)) => {
            BirthDate::Uncertain
        }
        _ if one.estimated || other.estimated => BirthDate::Uncertain,
        _ => BirthDate::Different,
    }
}

fn parts(born: care::people::Born) -> impl Iterator<Item = Option<i16>> {
    use care::people::PartialDate;
    let parts = match born.on {
        PartialDate::Day(day) => {
            [Some(day.year()), Some(day.month().into()), Some(day.day().into())]
        }
        PartialDate::Month(year, month) => [Some(year), Some(month.into()), None],
        PartialDate::Year(year) => [Some(year), None, None],
    };
    parts.into_iter()
}

fn agree(one: Option<i16>, other: Option<i16>) -> bool {
    one.zip(other).is_none_or(|(one, other)| one == other)
}

/// Whether one date may be a slip of the other.
fn are_near(one: Date, other: Date) -> bool {
    let exchanged =
        one.year() == other.year() && one.month() == other.day() && one.day() == other.month();
    let digits = |date: Date| date.strftime("%Y%m%d").to_string();
    let (one, other) = (digits(one), digits(other));
    let differing: Vec<_> =
        one.bytes().zip(other.bytes()).filter(|(one, other)| one != other).collect();
    exchanged
        || match differing.as_slice() {
            [_] => true,
            [(a, b), (c, d)] => a == d && b == c,
            _ => false,
        }
}

/// Compares the names in use at the hospital with all that the council records, former names too.
fn names(patient: &Identity, person: &Identity, part: impl Fn(&PersonName) -> String) -> Name {
    let used = patient.names.iter().filter(|name| name.usage != NameUse::Former);
    let mut found = Name::Different;
    for one in used {
        for other in &person.names {
            let usual = one.usage == NameUse::Usual && other.usage == NameUse::Usual;
            found = match (found, alike(&part(one), &part(other))) {
                (_, Name::Same) if usual => return Name::Same,
                (_, Name::Same) | (Name::Other, _) => Name::Other,
                (_, Name::Begins) | (Name::Begins, _) => Name::Begins,
                _ => Name::Different,
            };
        }
    }
    found
}

fn alike(one: &str, other: &str) -> Name {
    if one.is_empty() || other.is_empty() || is_placeholder(one) {
        Name::Different
    } else if one == other {
        Name::Same
    } else if one.starts_with(other) || other.starts_with(one) {
        Name::Begins
    } else {
        Name::Different
    }
}

/// Words that stand where no name is known.
pub(crate) fn is_placeholder(folded: &str) -> bool {
    ["UNKNOWN", "NOTKNOWN", "BABY", "BABYOF", "INFANT", "MALE", "FEMALE", "PATIENT"]
        .contains(&folded)
}

/// One side may write in one field what the other keeps in two: "Mary Ann" and "Mary", "Ann".
fn given_names(patient: &Identity, person: &Identity) -> Name {
    let whole = |name: &PersonName| fold(&format!("{}{}", name.given, name.middle));
    match names(patient, person, |name| fold(&name.given)) {
        Name::Same => Name::Same,
        by_given => match (names(patient, person, whole), by_given) {
            (Name::Same, _) => Name::Same,
            (Name::Other, _) | (_, Name::Other) => Name::Other,
            (_, by_given) => by_given,
        },
    }
}

fn middle_names(patient: &Identity, person: &Identity) -> Middle {
    let middle = |identity: &Identity| {
        identity.usual_name().map(|name| fold(&name.middle)).unwrap_or_default()
    };
    let (one, other) = (middle(patient), middle(person));
    if one.is_empty() || other.is_empty() {
        Middle::Silent
    } else if one == other {
        Middle::Same
    } else if one.starts_with(&other) || other.starts_with(&one) {
        Middle::Silent
    } else {
        Middle::Different
    }
}

/// The postcode where the person lives; the pseudo-postcodes say where nobody does.
pub(crate) fn postcode(identity: &Identity) -> Option<&Postcode> {
    identity.address.as_ref()?.postcode.as_ref().filter(|code| !code.is_pseudo())
}

/// The postcode where the person lives, and those of earlier addresses.
pub(crate) fn postcodes(identity: &Identity) -> impl Iterator<Item = &Postcode> {
    let earlier = identity.earlier_postcodes.iter().filter(|code| !code.is_pseudo());
    postcode(identity).into_iter().chain(earlier)
}
