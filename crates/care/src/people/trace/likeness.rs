//! Is the person whom the national service knows the one who was asked about?

use jiff::civil::Date;

use super::{NationalRecord, Question};
use crate::people::name::fold;
use crate::people::{Death, Gender, PartialDate, PersonName};

/// How alike the two are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Likeness {
    /// Family name, given name and date of birth agree.
    Same,
    /// Given name and date of birth agree, the family name does not: enough where the number
    /// agrees too.
    Renamed,
    /// They may be one person. No more follows.
    Unsure,
    /// They are two people.
    Other,
}

/// Compares what was asked with the record, any of its names counting.
pub(super) fn likeness(asked: &Question, record: &NationalRecord) -> Likeness {
    let them = &record.identity;
    let day = match them.born.map(|born| born.on) {
        Some(PartialDate::Day(day)) => Some(day),
        _ => None,
    };
    let family = them.names.iter().any(|name| same_family(&asked.name, name));
    let given = them.names.iter().any(|name| same_given(&asked.name, name));
    let genders_differ = matches!(
        (asked.gender, them.gender),
        (Gender::Male, Gender::Female) | (Gender::Female, Gender::Male)
    );
    let birth = day.map(|day| births(asked.born, day));
    match (birth, family, given) {
        // Nobody in hospital is dead: this is somebody else's record, or a wrong death.
        _ if them.death != Death::Alive => Likeness::Unsure,
        (Some(Births::Far), ..) | (_, false, false) => Likeness::Other,
        (Some(Births::Equal), true, true) if !genders_differ => Likeness::Same,
        (Some(Births::Equal), false, true) if !genders_differ => Likeness::Renamed,
        _ => Likeness::Unsure,
    }
}

/// How two dates of birth stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Births {
    Equal,
    /// One of day, month and year differs, or day and month are exchanged: a slip of the pen.
    Near,
    Far,
}

fn births(one: Date, other: Date) -> Births {
    let same = [one.year() == other.year(), one.month() == other.month(), one.day() == other.day()];
    let exchanged =
        one.year() == other.year() && one.day() == other.month() && one.month() == other.day();
    match same.iter().filter(|same| **same).count() {
        3 => Births::Equal,
        2 => Births::Near,
        _ if exchanged => Births::Near,
        _ => Births::Far,
    }
}

fn same_family(one: &PersonName, other: &PersonName) -> bool {
    let folded = fold(&one.family);
    !folded.is_empty() && folded == fold(&other.family)
}

/// "Mary Ann" is the same whether Ann stands as a second given name or in the first.
fn same_given(one: &PersonName, other: &PersonName) -> bool {
    let whole = |name: &PersonName| fold(&format!("{}{}", name.given, name.middle));
    let (first, second) = (fold(&one.given), fold(&other.given));
    !first.is_empty() && (first == second || whole(one) == second || first == whole(other))
}
