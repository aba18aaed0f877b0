//! Who the clients are: people, names, addresses, telephones.

use jiff::civil::Date;

use super::book::{Book, Cell, WriteError, flag};
use super::recorded::{Recorded, desk};
use crate::case::{Case, Marks};
use crate::chance::Chance;
use crate::days;
use crate::streets::{Home, HomeKind};
use crate::town::Town;

/// The scene whose person the council holds twice.
const HELD_TWICE: u8 = 11;

pub(super) fn write(book: &mut Book<'_>, town: &Town, case: &Case<'_>) -> Result<(), WriteError> {
    let recorded = Recorded::of(town, case);
    let chance = &mut case.chance(town, "persons");
    person(book, town, case, &recorded)?;
    names(book, case, &recorded)?;
    addresses(book, case, &recorded)?;
    telephones(book, case)?;
    if let Some(wife) = case.scene.and_then(|scene| desk::under_one_number(&recorded, scene)) {
        second_entry(book, town, case, wife)?;
    } else if case.scene == Some(HELD_TWICE) || (case.scene.is_none() && chance.happens(6)) {
        second_entry(book, town, case, recorded)?;
    }
    Ok(())
}

fn person(
    book: &mut Book<'_>,
    town: &Town,
    case: &Case<'_>,
    recorded: &Recorded,
) -> Result<(), WriteError> {
    let chance = &mut case.chance(town, "person row");
    let household = &case.household;
    let keysafe = household.keysafe == Some("Y");
    let test = case.scene.is_none() && chance.happens(2);
    book.add(
        "DM_PERSONS",
        &[
            (&case.id).into(),
            Some(case.person.name.title)
                .filter(|_| chance.happens(930) || case.scene.is_some())
                .into(),
            (&recorded.given).into(),
            recorded.middle.clone().into(),
            if test { "ZZTEST".into() } else { (&recorded.family).into() },
            recorded.known_as.into(),
            recorded.nhs.clone().into(),
            recorded.nhs.is_some().then(|| source_of_number(chance, case)).into(),
            recorded.born.clone().into(),
            recorded.estimated.into(),
            recorded.gender.into(),
            case.person.died.into(),
            if case.person.age_on(town.today()) < 18 { "B" } else { "A" }.into(),
            if test { "TEST" } else { "LIVE" }.into(),
            if case.marks == Marks::Protected { "Y".into() } else { Cell::Null },
            if case.marks == Marks::Objects { "Y".into() } else { Cell::Null },
            if case.marks == Marks::Transition { "Y".into() } else { Cell::Null },
            case.status.into(),
            case.known_since.into(),
            case.team.into(),
            Some(case.person.practice()).filter(|_| chance.happens(850)).into(),
            household.language.into(),
            household.interpreter.into(),
            household.needs.into(),
            household.adjustments.into(),
            household.accommodation.into(),
            household.lives.into(),
            household.access.into(),
            household.pets.into(),
            household.keysafe.into(),
            keysafe.then_some("CANARY C4471X").into(),
            Some("CANARY case note: visited, tearful, talked about son's debts")
                .filter(|_| chance.happens(300))
                .into(),
            flag(chance.happens(3)),
            Some("CANARY leave to remain").filter(|_| chance.happens(15)).into(),
            "CANARY over upper limit".into(),
            chance.happens(400).then(|| format!("SW{}", 20_000 + case.place)).into(),
            changed(chance, town.today()).into(),
        ],
    )
}

/// `S` from the Spine, `M` typed by hand.
fn source_of_number(chance: &mut Chance, case: &Case<'_>) -> &'static str {
    if case.scene.is_some() || chance.happens(780) { "S" } else { "M" }
}

/// When the entry was last changed, by the wall clock: never after the night's copy was made.
fn changed(chance: &mut Chance, today: Date) -> String {
    let day = days::some_time_before(chance, today, 1, 500);
    format!("{day} {:02}:{:02}:{:02}", 8 + chance.below(10), chance.below(60), chance.below(60))
}

fn names(book: &mut Book<'_>, case: &Case<'_>, recorded: &Recorded) -> Result<(), WriteError> {
    if let Some(former) = &recorded.former_family {
        let row =
            [(&case.id).into(), "FORM".into(), (&recorded.given).into(), former.into(), Cell::Null];
        book.count_and_add("DM_PERSON_NAMES", &row)?;
    }
    Ok(())
}

fn addresses(book: &mut Book<'_>, case: &Case<'_>, recorded: &Recorded) -> Result<(), WriteError> {
    let kind = if case.in_care_home() { "PLAC" } else { "MAIN" };
    address(book, case, &recorded.home, (kind, None))?;
    match &recorded.earlier_home {
        Some(earlier) => address(book, case, earlier, ("PREV", Some(case.known_since))),
        None => Ok(()),
    }
}

fn address(
    book: &mut Book<'_>,
    case: &Case<'_>,
    home: &Home,
    (kind, until): (&'static str, Option<Date>),
) -> Result<(), WriteError> {
    let numbered = matches!(home.kind, HomeKind::House | HomeKind::SupportedLiving);
    let (building, number) =
        if numbered { (None, Some(&home.house)) } else { (Some(&home.house), None) };
    book.count_and_add(
        "DM_ADDRESSES",
        &[
            (&case.id).into(),
            kind.into(),
            building.into(),
            number.into(),
            (&home.street).into(),
            home.town.into(),
            "Westshire".into(),
            (&home.postcode).into(),
            flag(until.is_none()),
            case.known_since.into(),
            until.into(),
        ],
    )
}

fn telephones(book: &mut Book<'_>, case: &Case<'_>) -> Result<(), WriteError> {
    let numbers = [("TEL", &case.person.landline), ("MOB", &case.person.mobile)];
    for (kind, number) in numbers {
        if let Some(number) = number {
            let row = [(&case.id).into(), kind.into(), number.into(), Cell::Null];
            book.count_and_add("DM_PERSON_CONTACT", &row)?;
        }
    }
    Ok(())
}

/// A second entry: the same person once more, where somebody searched, did not find, and made a
/// new one; or another person under the same number.
fn second_entry(
    book: &mut Book<'_>,
    town: &Town,
    case: &Case<'_>,
    recorded: Recorded,
) -> Result<(), WriteError> {
    let mut again = Case::of(town, case.place, case.person);
    again.id = format!("{}1", case.id);
    let recorded = Recorded { middle: None, known_as: None, earlier_home: None, ..recorded };
    person(book, town, &again, &recorded)?;
    addresses(book, &again, &recorded)
}
