//! Where does the patient live, and by what telephone? PID-11, PID-13 and PID-14.

use care::people::{Address, Phone, Postcode};
use care::stays::Said;

use super::group::Group;
use super::reader::Reader;
use crate::message::{Field, Presence, Repetition};

/// The usual address: of type `H`, or of none, or another that is meant to last.
pub(super) fn read(group: &Group<'_>, reader: &Reader<'_>) -> Said<Address> {
    let field = group.field("PID", 11);
    match field.presence() {
        Presence::Absent | Presence::Empty => return Said::Nothing,
        Presence::Null => return Said::Cleared,
        Presence::Given => {}
    }
    let mut lasting: Vec<(u8, Address)> = reader
        .repetitions(field)
        .filter_map(|value| Some((rank(value, reader)?, one(value, reader)?)))
        .collect();
    lasting.sort_by_key(|(rank, _)| *rank);
    match lasting.into_iter().next() {
        Some((_, address)) => Said::Value(address),
        None if reader.profile().whole_lists => Said::Cleared,
        None => Said::Nothing,
    }
}

/// How usual an address is, by XAD.7; none for one that is temporary or only for post.
fn rank(value: Repetition<'_>, reader: &Reader<'_>) -> Option<u8> {
    match reader.text(value.component(7)).to_uppercase().as_str() {
        "H" => Some(0),
        "" => Some(1),
        "P" | "L" | "C" => Some(2),
        _ => None,
    }
}

fn one(value: Repetition<'_>, reader: &Reader<'_>) -> Option<Address> {
    if !reader.is_readable(value) {
        return None;
    }
    let mut lines: Vec<String> =
        (1..=4).map(|number| reader.text(value.component(number))).collect();
    let written = reader.text(value.component(5));
    let postcode: Option<Postcode> = written.parse().ok();
    if postcode.is_none() && !written.is_empty() {
        reader.doubt("a postcode does not have the shape of one");
        lines.push(written);
    }
    lines.retain(|line| !line.is_empty());
    (!lines.is_empty() || postcode.is_some()).then_some(Address { lines, postcode })
}

/// All telephones. What is said of the home (PID-13) decides; work (PID-14) is added to it.
pub(super) fn phones(group: &Group<'_>, reader: &Reader<'_>) -> Said<Vec<Phone>> {
    let home = group.field("PID", 13);
    let mut numbers = Vec::new();
    for field in [home, group.field("PID", 14)] {
        for phone in telephones(field, reader) {
            if !numbers.contains(&phone) {
                numbers.push(phone);
            }
        }
    }
    match home.presence() {
        Presence::Absent | Presence::Empty => Said::Nothing,
        Presence::Null if numbers.is_empty() => Said::Cleared,
        Presence::Given if numbers.is_empty() => Said::Nothing,
        Presence::Null | Presence::Given => Said::Value(numbers),
    }
}

fn telephones(field: Field<'_>, reader: &Reader<'_>) -> Vec<Phone> {
    reader.repetitions(field).filter_map(|value| telephone(value, reader)).collect()
}

/// XTN.1 as it is, else area code and number, else the unformatted number of later versions.
fn telephone(value: Repetition<'_>, reader: &Reader<'_>) -> Option<Phone> {
    let part = |number: usize| reader.text(value.component(number));
    let is_mail = part(2).eq_ignore_ascii_case("NET");
    let other =
        matches!(part(3).to_uppercase().as_str(), "FX" | "BP" | "MD" | "INTERNET" | "X.400");
    if is_mail || other {
        return None;
    }
    let structured = [part(6), part(7)].concat();
    let candidates = [part(1), structured, part(12)];
    candidates.iter().find_map(|text| Phone::new(text))
}
