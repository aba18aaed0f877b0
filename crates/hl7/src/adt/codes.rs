//! Which national code is this? Code lists of the NHS Data Dictionary, and the letters that
//! vendors send instead.

use std::collections::BTreeMap;

use care::people::Gender;
use care::stays::{Class, Said};

use super::reader::{Reader, said};
use crate::message::Field;

/// ADMISSION METHOD (PV1-4). `28` is the older combined "other emergency".
const ADMISSION_METHODS: &[&str] = &[
    "11", "12", "13", "21", "22", "23", "24", "25", "28", "2A", "2B", "2C", "2D", "31", "32", "81",
    "82", "83", "98", "99",
];

/// ADMISSION SOURCE (PV1-14), both generations: 39, 54, 65 and 85 are the older.
const ADMISSION_SOURCES: &[&str] = &[
    "19", "29", "37", "39", "40", "42", "49", "51", "52", "53", "54", "55", "56", "65", "66", "79",
    "85", "87", "88", "98", "99",
];

/// DISCHARGE DESTINATION (PV1-37), both generations: 38, 54, 65 and 85 are the older.
const DISCHARGE_DESTINATIONS: &[&str] = &[
    "19", "29", "30", "37", "38", "40", "42", "48", "49", "50", "51", "52", "53", "54", "55", "56",
    "65", "66", "79", "84", "85", "87", "88", "89", "98", "99",
];

/// PV1-4, with HL7's own letters (table 0007) understood.
pub(super) fn admission_method(field: Field<'_>, reader: &Reader<'_>) -> Said<String> {
    coded(field, reader, &reader.profile().admission_methods, |code| {
        let national = match code {
            "A" | "E" => "21",
            "C" => "13",
            "R" => "12",
            "U" => "28",
            "L" => "31",
            "N" => "82",
            code => code,
        };
        ADMISSION_METHODS.contains(&national).then_some(national)
    })
}

/// PV1-14.
pub(super) fn admission_source(field: Field<'_>, reader: &Reader<'_>) -> Said<String> {
    coded(field, reader, &reader.profile().admission_sources, |code| {
        ADMISSION_SOURCES.contains(&code).then_some(code)
    })
}

/// PV1-37.
pub(super) fn discharge_destination(field: Field<'_>, reader: &Reader<'_>) -> Said<String> {
    coded(field, reader, &reader.profile().discharge_destinations, |code| {
        DISCHARGE_DESTINATIONS.contains(&code).then_some(code)
    })
}

/// A code of ours: by the feed's own map first, then by the national list. Any other says nothing.
fn coded(
    field: Field<'_>,
    reader: &Reader<'_>,
    map: &BTreeMap<String, String>,
    national: impl Fn(&str) -> Option<&str>,
) -> Said<String> {
    said(field, |_| {
        let code = reader.code(field);
        let found = local(map, &code).map(String::as_str).or_else(|| national(&code));
        if found.is_none() && !code.is_empty() {
            reader.doubt("a code of the visit is in no list");
        }
        found.map(str::to_owned)
    })
}

/// What the feed's own map says of a code; capitals and small letters are alike.
fn local<'m, T>(map: &'m BTreeMap<String, T>, code: &str) -> Option<&'m T> {
    map.iter().find(|(each, _)| each.eq_ignore_ascii_case(code)).map(|(_, meaning)| meaning)
}

/// PV1-2 (HL7 v2.4 table 0004).
pub(super) fn class(field: Field<'_>, reader: &Reader<'_>) -> Said<Class> {
    said(field, |_| {
        let code = reader.code(field);
        let local = local(&reader.profile().classes, &code);
        local.copied().or(match code.as_str() {
            "I" => Some(Class::Inpatient),
            "E" => Some(Class::Emergency),
            "O" => Some(Class::Outpatient),
            "P" | "W" => Some(Class::PreAdmission),
            "B" => Some(Class::Obstetric),
            "R" => Some(Class::Recurring),
            "N" | "C" | "U" => Some(Class::Other),
            _ => None,
        })
    })
}

/// PID-8: the NHS's digits (PERSON STATED GENDER) or HL7's letters (table 0001).
pub(super) fn gender(field: Field<'_>, reader: &Reader<'_>) -> Said<Gender> {
    said(field, |_| {
        Some(match reader.code(field).as_str() {
            "1" | "M" => Gender::Male,
            "2" | "F" => Gender::Female,
            "9" | "A" => Gender::Indeterminate,
            "0" | "X" | "U" | "O" | "N" => Gender::NotKnown,
            "" => return None,
            _ => {
                reader.doubt("a gender is in no list");
                Gender::NotKnown
            }
        })
    })
}
