//! The council's reporting database: who is in it, how often what is wrong, how fast it is there.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::path::PathBuf;

use invented::Town;
use jiff::civil::date;
use rusqlite::Connection;

const CLIENTS: usize = 4000;

/// A database file of its own for one test.
struct File(PathBuf);

impl File {
    fn new(name: &str) -> Self {
        Self(std::env::temp_dir().join(format!("invented-{name}-{}.db", std::process::id())))
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn town(clients: usize) -> Town {
    Town::new(7, clients, date(2026, 8, 12))
}

fn number(database: &Connection, sql: &str) -> i64 {
    database.query_row(sql, [], |row| row.get(0)).unwrap()
}

#[track_caller]
fn share(database: &Connection, table: &str, condition: &str, permille: std::ops::Range<i64>) {
    let all = number(database, &format!("SELECT COUNT(*) FROM {table}"));
    let some = number(database, &format!("SELECT COUNT(*) FROM {table} WHERE {condition}"));
    let found = some * 1000 / all;
    assert!(permille.contains(&found), "{condition}: {found} in 1000");
}

#[test]
fn mistakes_are_as_common_as_in_real_books() {
    let file = File::new("rates");
    town(CLIENTS).write_council(&file.0).unwrap();
    let db = Connection::open(&file.0).unwrap();
    assert!(number(&db, "SELECT COUNT(*) FROM DM_PERSONS") >= 4000);
    share(&db, "DM_PERSONS", "NHS_ID IS NULL", 35..65);
    share(&db, "DM_PERSONS", "RESTRICTED = 'Y'", 1..7);
    share(&db, "DM_PERSONS", "SHARE_OBJECTION = 'Y'", 2..9);
    share(&db, "DM_PERSONS", "DATE_OF_DEATH IS NOT NULL", 4..20);
    share(&db, "DM_PERSONS", "DOB_ESTIMATED = 'Y'", 4..14);
    share(&db, "DM_SERVICES", "STATUS_CODE = 'SUS'", 8..45);
    share(&db, "DM_SAFEGUARDING_ENQUIRIES", "STATUS = 'OPEN'", 200..470);
    let shared = "SELECT COUNT(*) FROM (SELECT REPLACE(NHS_ID, ' ', '') FROM DM_PERSONS
                  WHERE NHS_ID IS NOT NULL GROUP BY 1 HAVING COUNT(*) > 1)";
    assert!((5..70).contains(&number(&db, shared)), "{}", number(&db, shared));
}

#[test]
fn home_care_comes_as_often_as_in_life() {
    let file = File::new("visits");
    town(CLIENTS).write_council(&file.0).unwrap();
    let db = Connection::open(&file.0).unwrap();
    let condition = "SERVICE_CODE = 'HC' AND STATUS_CODE = 'ACT'";
    let count = number(&db, &format!("SELECT COUNT(*) FROM DM_SERVICES WHERE {condition}"));
    let median = number(
        &db,
        &format!(
            "SELECT CALLS_PER_DAY FROM DM_SERVICES WHERE {condition}
             ORDER BY CALLS_PER_DAY LIMIT 1 OFFSET {}",
            count / 2
        ),
    );
    assert_eq!(median, 2, "twice a day is 14 visits a week");
    let doubled = number(
        &db,
        &format!("SELECT COUNT(*) FROM DM_SERVICES WHERE {condition} AND CARERS_PER_CALL = 2"),
    );
    assert!((70..140).contains(&(doubled * 1000 / count)), "{doubled} of {count}");
}

#[test]
fn every_number_in_the_books_is_invented() {
    let script = town(300).council_sql().unwrap();
    for line in script.lines().filter(|line| line.starts_with("INSERT INTO DM_ADDRESSES")) {
        assert!(line.contains("'XX"), "{line}");
    }
    for phone in phones(&script) {
        assert!(is_drama(&phone), "{phone}");
    }
}

/// Every quoted text that looks like a telephone number.
fn phones(script: &str) -> Vec<String> {
    let quoted = script.split('\'').skip(1).step_by(2);
    quoted
        .map(|text| text.replace(' ', ""))
        .filter(|text| text.len() == 11 && text.starts_with('0'))
        .filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))
        .collect()
}

fn is_drama(phone: &str) -> bool {
    ["01632960", "07700900", "01134960", "02079460", "08081570"]
        .iter()
        .any(|range| phone.starts_with(range))
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let first = town(200).council_sql().unwrap();
    assert_eq!(first, town(200).council_sql().unwrap());
    assert_ne!(first, Town::new(8, 200, date(2026, 8, 12)).council_sql().unwrap());
}

#[test]
fn what_must_never_be_read_is_there_to_be_left_out() {
    let script = town(2000).council_sql().unwrap();
    for canary in [
        "CANARY C4471X",
        "CANARY case note",
        "CANARY unexplained bruising",
        "CANARY MAPPA",
        "CANARY MARAC",
        "CANARY alleged source",
        "CANARY narrative",
        "CANARY leave to remain",
    ] {
        assert!(script.contains(canary), "{canary}");
    }
}

#[test]
fn the_town_of_the_demo_is_written_while_one_waits() {
    let file = File::new("whole");
    let before = std::time::Instant::now();
    let town = town(8000);
    let settled = before.elapsed();
    town.write_council(&file.0).unwrap();
    let taken = before.elapsed();
    println!("settled in {settled:?}, written after {taken:?}");
    let db = Connection::open(&file.0).unwrap();
    assert!(number(&db, "SELECT COUNT(*) FROM DM_PERSONS") >= 8000);
    // About 3 seconds on a free core; other tests may share it.
    assert!(taken.as_secs() < 20, "{taken:?}");
}
