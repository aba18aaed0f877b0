//! What is the patient called? PID-5 (HL7 v2.4 XPN with the words of the PDS).

use care::people::{Known, NameUse, PersonName};
use care::stays::Said;

use super::group::Group;
use super::reader::Reader;
use crate::message::{Presence, Repetition};

/// What PID-5 says: the usual name first. A pseudonym (type `S`) is no name to know anyone by.
pub(super) fn read(
    group: &Group<'_>,
    is_alias: bool,
    reader: &Reader<'_>,
) -> Said<Vec<PersonName>> {
    let field = group.field("PID", 5);
    if field.presence() == Presence::Null {
        return Said::Cleared;
    }
    let mut names: Vec<PersonName> =
        reader.repetitions(field).filter_map(|value| one(value, is_alias, reader)).collect();
    names.sort_by_key(|name| name.usage != NameUse::Usual);
    if names.is_empty() { Said::Nothing } else { Said::Value(names) }
}

/// Whether this is a person, and one whom the hospital knows: PID-31, and marks in the name.
///
/// A blank PID-31 means known (ITK), but only a message that brings a name can say so.
pub(super) fn known(
    group: &Group<'_>,
    names: &Said<Vec<PersonName>>,
    reader: &Reader<'_>,
) -> Said<Known> {
    let flag = reader.code(group.field("PID", 31));
    let names = names.value().map(Vec::as_slice).unwrap_or_default();
    if names.iter().any(|name| is_no_person(name, reader)) {
        Said::Value(Known::NotAPerson)
    } else if flag == "Y" || names.iter().any(|name| letters(&name.family) == "UNKNOWN") {
        Said::Value(Known::Unknown)
    } else if flag == "N" || !names.is_empty() {
        Said::Value(Known::Yes)
    } else {
        Said::Nothing
    }
}

fn one(value: Repetition<'_>, is_alias: bool, reader: &Reader<'_>) -> Option<PersonName> {
    if !reader.is_readable(value) {
        return None;
    }
    let usage = match reader.text(value.component(7)).to_uppercase().as_str() {
        "S" => return None,
        "" | "L" if is_alias => NameUse::Alias,
        "" | "L" => NameUse::Usual,
        "PREFERRED" | "N" => NameUse::Preferred,
        "PREVIOUS" | "PREVIOUS-BIRTH" | "PREVIOUS-MAIDEN" | "B" | "M" => NameUse::Former,
        _ => NameUse::Alias,
    };
    let part = |number: usize| reader.text(value.component(number));
    let letters = [part(4), part(6)];
    let suffix = letters.iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>();
    let name = PersonName {
        usage,
        // The first subcomponent is the whole family name; the others are its parts.
        family: reader.text(value.component(1).subcomponent(1)),
        given: part(2),
        middle: part(3),
        title: part(5),
        suffix: suffix.join(" "),
    };
    (!name.family.is_empty() || !name.given.is_empty()).then_some(name)
}

/// Test patients, and records that the hospital marks as not to be used.
fn is_no_person(name: &PersonName, reader: &Reader<'_>) -> bool {
    let family = letters(&name.family);
    let mut prefixes = reader.profile().test_name_prefixes.iter().map(|prefix| letters(prefix));
    let is_test = prefixes.any(|prefix| !prefix.is_empty() && family.starts_with(&prefix));
    let parts = [&name.family, &name.given, &name.middle, &name.suffix];
    is_test || parts.into_iter().any(|part| is_marked(part))
}

/// `(DO NOT USE)`, `*DUPLICATE*` and the like, however they are spaced.
fn is_marked(part: &str) -> bool {
    let letters = letters(part);
    let marks = ["DONOTUSE", "DUPLICATERECORD"];
    marks.iter().any(|mark| letters.contains(mark))
        || (part.contains('*') && letters.contains("DUPLICATE"))
}

/// The plain letters and digits of a text, in capitals: the marks have no others.
fn letters(text: &str) -> String {
    let plain = text.chars().filter(char::is_ascii_alphanumeric);
    plain.map(|letter| letter.to_ascii_uppercase()).collect()
}
