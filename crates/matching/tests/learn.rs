//! Weights are learnt from the data at hand, and nobody says who is who.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its facts fails")]
#![expect(clippy::indexing_slicing, reason = "a test that looks for what is not there fails")]

use care::people::{
    Address, Born, Gender, Identity, NumberStatus, PersonKey, PersonName, TracedNumber,
};
use jiff::ToSpan;
use jiff::civil::date;
use matching::{Index, Model, learn};

const FAMILIES: [&str; 9] =
    ["Halliday", "Mbeki", "Núñez", "Khan", "Smith", "O'Brien", "Kowalska", "Pryce", "Osei"];
const GIVEN: [&str; 7] = ["Dora", "Ivy", "Zofia", "Margaret", "Sunita", "Bronwen", "Chioma"];

fn key(id: usize) -> PersonKey {
    PersonKey { council: "westshire".parse().unwrap(), id: id.to_string().parse().unwrap() }
}

/// The `nth` of many women who have hardly anything in common.
fn woman(nth: usize) -> Identity {
    let number = (0..10).find_map(|check| format!("999{nth:06}{check}").parse().ok());
    let day = date(1920, 1, 1).saturating_add(i64::try_from(nth * 37 % 25_000).unwrap().days());
    Identity {
        nhs: number.map(|number| TracedNumber { number, status: NumberStatus::Verified }),
        names: vec![PersonName::usual(FAMILIES[nth % 9], GIVEN[nth / 9 % 7])],
        born: Some(Born::on(day)),
        gender: Gender::Female,
        address: Some(Address {
            lines: vec![format!("{} Mill Lane", nth % 150)],
            postcode: format!("XX{} {}AB", 1 + nth % 80, nth % 10).parse().ok(),
        }),
        ..Identity::default()
    }
}

fn without_number(identity: &Identity) -> Identity {
    Identity { nhs: None, ..identity.clone() }
}

/// A council of 1,500, and 1,000 patients of whom it knows half; of those every tenth has moved.
fn people() -> (Vec<Identity>, Vec<Identity>) {
    let council: Vec<Identity> = (0..1_500).map(woman).collect();
    let moved = Address { lines: vec!["7 Elm Way".into()], postcode: "XX99 9ZZ".parse().ok() };
    let patients = (1_000..2_000).map(|nth| Identity {
        address: if nth % 10 == 0 { Some(moved.clone()) } else { woman(nth).address },
        ..woman(nth)
    });
    (council, patients.collect())
}

fn index(people: &[Identity]) -> Index {
    let mut index = Index::new();
    people.iter().enumerate().for_each(|(id, person)| index.put(&key(id), person));
    index
}

/// One rate out of a model's text.
fn rate(model: &Model, field: &str, finding: &str) -> f64 {
    let text = model.text();
    let table = text.split(&format!("\n[{field}]\n")).nth(1).unwrap();
    let line = table.lines().find(|line| line.starts_with(&format!("{finding} = "))).unwrap();
    line.split("same = ").last().unwrap().split(',').next().unwrap().parse().unwrap()
}

#[test]
fn numbers_teach_how_often_people_have_moved() {
    let (council, patients) = people();
    let learnt = learn(&index(&council), patients.iter().cloned());
    assert!(learnt.pairs[0] > 450, "{learnt}");
    assert_eq!(learnt.turns, 0);
    let (before, after) =
        (rate(&Model::starting(), "address", "differ"), rate(&learnt.model, "address", "differ"));
    assert!((after - 0.1).abs() < (before - 0.1).abs() && (after - 0.1).abs() < 0.02, "{after}");
    assert!(learnt.to_string().contains("pairs of one person"));
}

#[test]
fn the_same_people_teach_the_same_and_others_another_version() {
    let (council, patients) = people();
    let version = |patients: &[Identity]| {
        learn(&index(&council), patients.iter().cloned()).model.version().to_owned()
    };
    assert_eq!(version(&patients), version(&patients));
    assert_ne!(version(&patients), version(&patients[..900]));
}

#[test]
fn where_nobody_has_a_number_weights_are_learnt_in_turns() {
    let (council, patients) = people();
    let council: Vec<Identity> = council.iter().map(without_number).collect();
    let learnt = learn(&index(&council), patients.iter().map(without_number));
    assert!(learnt.turns > 0 && learnt.turns < 50, "{learnt}");
    let after = rate(&learnt.model, "address", "differ");
    assert!((after - 0.1).abs() < 0.04, "{after}");
}
