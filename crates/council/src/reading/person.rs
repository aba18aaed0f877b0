//! Who this is, for the record and for the index of people.

use care::people::{
    Address, Death, Gender, Identity, Known, NameUse, NhsNumber, NumberStatus, PersonId,
    PersonName, Phone, TracedNumber, UnprovedNumber,
};
use care::record::{Communication, Fact, Home, LocalAuthority, Person, Sharing};

use super::row::{Row, group};
use crate::people::IndexedIdentity;

pub(super) fn read(row: Row<'_>) -> Person {
    Person {
        name: name(row),
        preferred_name: row.text("preferred_name"),
        born: born(row),
        gender: row.coded("gender"),
        nhs_number: nhs_number(row),
        other_identifiers: row.list("other_identifiers"),
        address: address(row),
        died_on: row.day("died_on"),
        authority: LocalAuthority {
            code: row.text("authority_code"),
            name: row.text("authority_name"),
            team: row.text("authority_team"),
            contact_name: row.text("authority_contact_name"),
            contact_phone: row.phone("authority_contact_phone"),
        },
        known_since: row.day("known_since"),
        case_state: row.text("case_state"),
        communication: Communication {
            language: row.text("language"),
            interpreter: row.flag("interpreter"),
            needs: row.text("communication_needs"),
            adjustments: row.text("adjustments"),
        },
        home: home(row),
        sharing: row.coded("sharing"),
    }
}

fn home(row: Row<'_>) -> Home {
    Home {
        lives_with: row.text("lives_with"),
        kind: row.text("home_kind").and_then(|kind| {
            // That somebody lives in a refuge is what may never be seen.
            if kind.to_lowercase().contains("refuge") {
                row.dropped("refuge as the kind of home");
                Fact::NotShared
            } else {
                Fact::Known(kind)
            }
        }),
        key_safe: row.flag("key_safe"),
        access: row.text("home_access"),
        pets: row.text("pets"),
        telecare: row.text("telecare"),
    }
}

fn name(row: Row<'_>) -> Fact<PersonName> {
    let (family, given) = (row.text("family"), row.text("given"));
    let states = [family.state(), given.state()];
    if states.iter().all(|state| *state != Fact::Known(())) && states.contains(&Fact::Unrecognised)
    {
        return Fact::Unrecognised;
    }
    let part = |fact: Fact<String>| fact.known().cloned().unwrap_or_default();
    let name = PersonName {
        usage: NameUse::Usual,
        family: part(family),
        given: part(given),
        middle: part(row.text("middle")),
        title: part(row.text("title")),
        suffix: part(row.text("suffix")),
    };
    group(&states, name)
}

fn born(row: Row<'_>) -> Fact<care::people::Born> {
    let estimated = row.flag("born_estimated") == Fact::Known(true);
    row.birth("born", estimated)
}

/// A number whose check digit does not agree is no number: it is counted, and not there.
fn nhs_number(row: Row<'_>) -> Fact<NhsNumber> {
    row.written("nhs_number")
        .and_then(|text| text.parse().map_or_else(|_| row.unrecognised("nhs_number"), Fact::Known))
}

fn address(row: Row<'_>) -> Fact<Address> {
    let lines = [
        row.text("address_line_1"),
        row.text("address_line_2"),
        row.text("address_line_3"),
        row.text("address_line_4"),
        row.text("address_line_5"),
    ];
    let postcode = row.text("postcode");
    let mut states: Vec<Fact<()>> = lines.iter().map(Fact::state).collect();
    states.push(postcode.state());
    let mut address = Address::default();
    address.lines.extend(lines.iter().filter_map(|line| line.known().cloned()));
    match postcode.known().map(|text| (text, text.parse())) {
        Some((_, Ok(postcode))) => address.postcode = Some(postcode),
        // What is not the shape of a postcode is still part of where somebody lives.
        Some((text, Err(_))) => address.lines.push(text.clone()),
        None => {}
    }
    if address == Address::default() && states.contains(&Fact::Unrecognised) {
        return Fact::Unrecognised;
    }
    group(&states, address)
}

/// The row of the people index. `None` where the row has no usable id.
pub(crate) fn identity(row: Row<'_>) -> Option<IndexedIdentity> {
    let Some(Ok(id)) = row.written("person_id").known().map(|id| id.parse::<PersonId>()) else {
        row.dropped("person without a usable id");
        return None;
    };
    let names = names(row);
    Some(IndexedIdentity {
        id,
        identity: Identity {
            nhs: traced(row),
            former_numbers: parsed(row, "former_nhs_numbers", |text| text.parse().ok()),
            unproved_number: unproved(row),
            known: known(row, &names),
            names,
            born: born(row).known().copied(),
            gender: row.coded("gender").known().copied().unwrap_or(Gender::NotKnown),
            address: address(row).known().cloned(),
            earlier_postcodes: parsed(row, "earlier_postcodes", |text| text.parse().ok()),
            phones: parsed(row, "phones", Phone::new),
            practice: row.text("practice").known().cloned(),
            death: death(row),
        },
        sharing: sharing(row),
        marker: row.written("changed").known().cloned(),
    })
}

fn traced(row: Row<'_>) -> Option<TracedNumber> {
    let number = *nhs_number(row).known()?;
    let status = match row.coded("nhs_number_status") {
        Fact::Known(status) => status,
        // A status that nobody understands must not make a number count for more than it may.
        Fact::Unrecognised => NumberStatus::InConflict,
        _ => NumberStatus::NotTraced,
    };
    Some(TracedNumber { number, status })
}

/// What was written as an NHS number and is none.
fn unproved(row: Row<'_>) -> Option<UnprovedNumber> {
    let written = row.written("nhs_number");
    let text = written.known().filter(|text| text.parse::<NhsNumber>().is_err())?;
    text.parse().ok()
}

fn names(row: Row<'_>) -> Vec<PersonName> {
    let Fact::Known(usual) = name(row) else { return Vec::new() };
    let listed = |column| row.list(column).known().cloned().unwrap_or_default();
    let preferred = row.text("preferred_name").known().cloned();
    let mut names = vec![usual.clone()];
    names.extend(preferred.map(|given| PersonName {
        usage: NameUse::Preferred,
        given: without_family(&given, &usual.family),
        ..usual.clone()
    }));
    names.extend(listed("former_families").into_iter().map(|family| PersonName {
        usage: NameUse::Former,
        family,
        ..usual.clone()
    }));
    names.extend(listed("other_given_names").into_iter().map(|given| PersonName {
        usage: NameUse::Alias,
        given,
        ..usual.clone()
    }));
    names
}

/// "Peggy Halliday" prefers Peggy.
fn without_family(preferred: &str, family: &str) -> String {
    let (words, end) = (preferred.trim(), family.len());
    let cut = words.len().checked_sub(end).filter(|cut| *cut > 0);
    match cut.and_then(|cut| Some((words.get(..cut)?, words.get(cut..)?))) {
        Some((given, last)) if last.eq_ignore_ascii_case(family) && given.ends_with(' ') => {
            given.trim().to_owned()
        }
        _ => words.to_owned(),
    }
}

/// Entries that are no person: test clients, and those that were merged into another.
fn known(row: Row<'_>, names: &[PersonName]) -> Known {
    let marked = |text: &str| {
        let text = text.to_uppercase();
        text.contains("ZZTEST") || text.contains("DUPLICATE") || text.starts_with("DO NOT USE")
    };
    let is_marked = names.iter().any(|name| marked(&name.family) || marked(&name.given));
    match row.coded("known") {
        Fact::Known(Known::Yes) | Fact::NotSupplied | Fact::NotRecorded if !is_marked => Known::Yes,
        Fact::Known(Known::Unknown) | Fact::Unrecognised | Fact::NoneRecorded if !is_marked => {
            Known::Unknown
        }
        _ => Known::NotAPerson,
    }
}

fn death(row: Row<'_>) -> Death {
    match (row.day("died_on"), row.flag("died")) {
        (Fact::Known(day), _) => Death::DiedOn(day),
        (Fact::Unrecognised, _) | (_, Fact::Known(true)) => Death::Died,
        _ => Death::Alive,
    }
}

/// A mark that nobody understands holds back; so does one that the source does not give.
fn sharing(row: Row<'_>) -> Sharing {
    match row.coded("sharing") {
        Fact::Known(sharing) => sharing,
        Fact::NotRecorded | Fact::NoneRecorded => Sharing::Open,
        _ => Sharing::Objection,
    }
}

fn parsed<T>(row: Row<'_>, column: &str, read: impl Fn(&str) -> Option<T>) -> Vec<T> {
    let listed = row.list(column).known().cloned().unwrap_or_default();
    let mut found = Vec::with_capacity(listed.len());
    for text in listed {
        match read(&text) {
            Some(value) => found.push(value),
            None => drop(row.unrecognised::<()>(column)),
        }
    }
    found
}
