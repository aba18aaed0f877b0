//! What people does a table of comma-separated values hold?
//!
//! The first line names the columns: `nhs_number`, `given_name`, `middle_names`, `family_name`,
//! `known_as`, `previous_family_name`, `date_of_birth`, `gender`, `address`, `town`, `postcode`,
//! `previous_postcode`, `phone`, `gp_practice`, `date_of_death` and `id`.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader};

use care::people::{
    Address, Born, Death, Gender, Identity, NameUse, NhsNumber, NumberStatus, PersonKey,
    PersonName, Phone, TracedNumber, UnprovedNumber,
};
use jiff::civil::Date;

/// Reads a table row by row.
pub(crate) fn read(path: &str) -> impl Iterator<Item = (PersonKey, Identity)> + Send + use<> {
    let mut lines = BufReader::new(File::open(path).unwrap()).lines().map(Result::unwrap);
    let columns: HashMap<String, usize> =
        cells(&lines.next().unwrap()).into_iter().zip(0..).collect();
    lines.map(move |line| {
        let cells = cells(&line);
        let cell = |name: &str| columns.get(name).map_or("", |at| cells[*at].as_str());
        let key = PersonKey { council: "bench".parse().unwrap(), id: cell("id").parse().unwrap() };
        (key, identity(cell))
    })
}

fn identity<'a>(cell: impl Fn(&str) -> &'a str) -> Identity {
    let usual = PersonName {
        middle: cell("middle_names").to_owned(),
        ..PersonName::usual(cell("family_name"), cell("given_name"))
    };
    let other =
        |usage, family: &str, given: &str| PersonName { usage, ..PersonName::usual(family, given) };
    let mut names = vec![usual];
    if !cell("known_as").is_empty() {
        names.push(other(NameUse::Preferred, cell("family_name"), cell("known_as")));
    }
    if !cell("previous_family_name").is_empty() {
        names.push(other(NameUse::Former, cell("previous_family_name"), cell("given_name")));
    }
    let lines = ["address", "town"].map(&cell).into_iter().filter(|line| !line.is_empty());
    let died = cell("date_of_death").parse::<Date>().ok();
    Identity {
        nhs: cell("nhs_number")
            .parse()
            .ok()
            .map(|number| TracedNumber { number, status: NumberStatus::NotTraced }),
        unproved_number: unproved(cell("nhs_number")),
        names,
        born: cell("date_of_birth").parse().ok().map(Born::on),
        gender: match cell("gender") {
            "M" => Gender::Male,
            "F" => Gender::Female,
            _ => Gender::NotKnown,
        },
        address: Some(Address {
            lines: lines.map(str::to_owned).collect(),
            postcode: cell("postcode").parse().ok(),
        }),
        earlier_postcodes: cell("previous_postcode").parse().into_iter().collect(),
        phones: Phone::new(cell("phone")).into_iter().collect(),
        practice: Some(cell("gp_practice").to_owned()).filter(|code| !code.is_empty()),
        death: died.map_or(Death::Alive, Death::DiedOn),
        ..Identity::default()
    }
}

fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    for letter in line.trim_end().chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(std::mem::take(&mut cell)),
            other => cell.push(other),
        }
    }
    cells.push(cell);
    cells
}

fn unproved(text: &str) -> Option<UnprovedNumber> {
    if text.parse::<NhsNumber>().is_ok() { None } else { text.parse().ok() }
}
