//! The statements of `councils/westshire` run on the reporting database, and find what is there.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

use std::fs;
use std::path::PathBuf;

use care::record::PartName;
use invented::{Scene, Town, further_scenes, seven};
use jiff::civil::date;
use rusqlite::Connection;
use rusqlite::types::Value;

/// Everybody of the walk-through and a few hundred others, in memory.
fn council() -> Connection {
    let script = Town::new(7, 400, date(2026, 8, 12)).council_sql().unwrap();
    let database = Connection::open_in_memory().unwrap();
    database.execute_batch(&script).unwrap();
    database
}

fn statement(stem: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../councils/westshire");
    fs::read_to_string(folder.join(format!("{stem}.sql"))).unwrap()
}

/// The answer to one statement: column names, and rows as text.
struct Answer {
    columns: Vec<String>,
    rows: Vec<Vec<Option<String>>>,
}

impl Answer {
    fn column(&self, name: &str) -> Vec<Option<String>> {
        let at = self.columns.iter().position(|column| column == name).unwrap();
        self.rows.iter().map(|row| row[at].clone()).collect()
    }

    fn first(&self, name: &str) -> Option<String> {
        self.column(name).first().cloned().flatten()
    }
}

fn ask(database: &Connection, stem: &str, parameters: &[&str]) -> Answer {
    let mut prepared = database.prepare(&statement(stem)).unwrap();
    let columns: Vec<String> = prepared.column_names().map(str::to_owned).collect();
    let width = columns.len();
    let rows = prepared
        .query_map(rusqlite::params_from_iter(parameters), |row| {
            (0..width).map(|at| row.get(at).map(words)).collect()
        })
        .unwrap();
    Answer { rows: rows.map(Result::unwrap).collect(), columns }
}

fn words(value: Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Integer(number) => Some(number.to_string()),
        Value::Real(number) => Some(number.to_string()),
        Value::Text(text) => Some(text),
        Value::Blob(_) => Some("blob".to_owned()),
    }
}

fn person_of(database: &Connection, scene: &Scene) -> String {
    let people = ask(database, "people", &[]);
    let numbers = people.column("nhs_number");
    let at = numbers.iter().position(|number| number.as_deref() == Some(scene.nhs_number)).unwrap();
    people.column("person_id")[at].clone().unwrap()
}

#[test]
fn every_part_has_a_statement_that_runs() {
    let database = council();
    for part in PartName::ALL {
        let stem = part.file_stem();
        let people = ask(&database, "people", &[]).column("person_id");
        let ids = people.iter().flatten();
        let found: usize = ids.map(|id| ask(&database, stem, &[id]).rows.len()).sum();
        assert!(found > 0, "{stem} finds nothing in the whole town");
    }
}

#[test]
fn a_change_marker_leads_to_what_changed_since() {
    let database = council();
    let all = ask(&database, "people", &[]);
    let markers = all.column("changed");
    let middle = markers[markers.len() / 2].clone().unwrap();
    let since = ask(&database, "people_since", &[&middle]);
    assert_eq!(since.columns, all.columns);
    assert!(since.rows.len() < all.rows.len() && !since.rows.is_empty());
    assert!(since.column("changed").iter().flatten().all(|marker| *marker >= middle));
}

#[test]
fn nothing_that_must_stay_with_the_council_is_asked_for() {
    let database = council();
    for person in ask(&database, "people", &[]).column("person_id").iter().flatten() {
        for part in PartName::ALL {
            let answer = ask(&database, part.file_stem(), &[person]);
            let words: Vec<String> = answer.rows.into_iter().flatten().flatten().collect();
            assert!(!words.iter().any(|word| word.contains("CANARY")), "{}", part.file_stem());
        }
    }
}

#[test]
fn the_double_handed_package_is_counted_once_for_each_visit() {
    let database = council();
    let okoro = person_of(&database, &seven()[0]);
    let packages = ask(&database, "packages", &[&okoro]);
    assert_eq!(packages.first("provider_name").as_deref(), Some("Meadow Homecare"));
    assert_eq!(packages.first("provider_night_phone").as_deref(), Some("01632 960124"));
    assert_eq!(packages.first("visits_a_day").as_deref(), Some("4"));
    assert_eq!(packages.first("carers_a_visit").as_deref(), Some("2"));
    assert_eq!(packages.first("minutes_a_week").as_deref(), Some("945"));
    let visits = ask(&database, "visits", &[&okoro]);
    assert_eq!(visits.rows.len(), 4);
    assert_eq!(visits.first("day").as_deref(), Some("1,2,3,4,5,6,7"));
    assert_eq!(visits.first("starts").as_deref(), Some("08:00"));
}

#[test]
fn the_people_of_the_walk_through_are_as_their_scenes_need_them() {
    let database = council();
    let part = |number: usize, stem: &str| {
        let scene = seven().iter().chain(further_scenes()).nth(number - 1).unwrap();
        ask(&database, stem, &[&person_of(&database, scene)])
    };
    let held = part(3, "packages");
    assert_eq!(held.first("state").as_deref(), Some("SUS"));
    assert_eq!(held.first("restart_until").as_deref(), Some("2026-08-20"));
    assert_eq!(part(4, "person").first("born").as_deref(), Some("1957-06-19"));
    assert_eq!(part(7, "safeguarding").first("closed"), None);
    assert_eq!(part(7, "alerts").rows.len(), 1);
    assert_eq!(part(7, "contacts").first("can_continue").as_deref(), Some("CANT"));
    assert_eq!(part(8, "person").first("sharing").as_deref(), Some("objection"));
    assert_eq!(part(9, "person").first("sharing").as_deref(), Some("protected location"));
    assert_eq!(part(12, "deprivations").first("status").as_deref(), Some("DOLSA"));
    assert_eq!(part(13, "packages").first("state").as_deref(), Some("CLO"));
    let numbers = ask(&database, "people", &[]).column("nhs_number");
    let count = |number: &str| numbers.iter().flatten().filter(|each| *each == number).count();
    assert_eq!(count(further_scenes()[3].nhs_number), 2, "the council holds one person twice");
    assert_eq!(count(further_scenes()[2].nhs_number), 0, "and one not at all");
}
