//! The house rules that no compiler keeps: see CONTRIBUTING.md.
#![expect(clippy::unwrap_used, reason = "a test that cannot read the house has failed")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What each crate of ours may use of ours: what lies below it, never beside or above.
const WALLS: [(&str, &[&str]); 10] = [
    ("care", &[]),
    ("matching", &["care"]),
    ("hl7", &["care"]),
    ("fhir", &["care"]),
    ("store", &["care"]),
    ("council", &["care"]),
    ("invented", &["care"]),
    ("signin", &["care", "fhir"]),
    ("web", &["care", "council", "signin", "store"]),
    (
        "homeward",
        &["care", "council", "fhir", "hl7", "invented", "matching", "signin", "store", "web"],
    ),
];

/// Which crates may name a library: each library has one home.
const HOMES: [(&str, &[&str]); 13] = [
    ("askama", &["web"]),
    ("axum", &["homeward", "web"]),
    ("clap", &["homeward"]),
    ("encoding_rs", &["hl7"]),
    ("miette", &["homeward"]),
    ("jsonwebtoken", &["signin"]),
    ("reqwest", &["homeward", "signin"]),
    ("rusqlite", &["council", "invented", "store"]),
    ("tokio-postgres", &["council", "store"]),
    ("tokio-rustls", &["homeward"]),
    ("toml", &["council", "homeward", "matching"]),
    ("tracing-subscriber", &["homeward"]),
    ("webauthn-rs", &["signin"]),
];

/// The longest file of code, in lines. Files that are longer are named here with their length,
/// which may only fall.
const LONGEST_FILE: usize = 400;
const LONGER_FILES: [(&str, usize); 0] = [];

/// A name of a file that says nothing of what is in it.
const EMPTY_NAMES: [&str; 8] =
    ["util", "utils", "common", "core", "helper", "helpers", "manager", "misc"];

/// Words that say that something is not done.
const UNDONE: [&str; 6] = [
    "TO\u{44}O",
    "FIX\u{4d}E",
    "XX\u{58}:",
    "todo\u{21}",
    "unimplemented\u{21}",
    "not yet imple\u{6d}ented",
];

#[test]
fn each_crate_uses_only_what_lies_below_it() {
    for (name, allowed) in WALLS {
        let ours = |dependency: &String| WALLS.iter().any(|(each, _)| each == dependency);
        let used: Vec<String> = dependencies(name).into_iter().filter(ours).collect();
        for dependency in used {
            assert!(allowed.contains(&dependency.as_str()), "{name} may not use {dependency}");
        }
    }
    let crates: Vec<String> = folders(&root().join("crates"));
    assert!(crates.iter().all(|name| WALLS.iter().any(|(each, _)| each == name)), "{crates:?}");
}

#[test]
fn each_library_has_one_home() {
    for (library, homes) in HOMES {
        for (name, _) in WALLS {
            let used = dependencies(name).iter().any(|each| each == library);
            assert!(
                !used || homes.contains(&name),
                "{name} names {library}: it lives in {homes:?}"
            );
        }
    }
}

#[test]
fn the_clock_is_read_in_one_file() {
    for (path, text) in rust_files() {
        let reads = ["Timestamp::now(", "Zoned::now(", "SystemTime::now("];
        let found = reads.iter().any(|read| text.contains(read));
        let is_clock = path.ends_with("crates/homeward/src/clock.rs");
        assert!(!found || is_clock || is_test(&path), "{} reads the clock", shown(&path));
    }
}

#[test]
fn no_file_is_longer_than_a_reader_can_hold() {
    for (path, text) in rust_files() {
        let lines = text.lines().count();
        let name = shown(&path);
        let most =
            LONGER_FILES.iter().find(|(each, _)| *each == name).map_or(LONGEST_FILE, |(_, n)| *n);
        assert!(lines <= most, "{name} has {lines} lines, more than {most}: split it");
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    for (path, text) in rust_files() {
        let name = shown(&path);
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(!EMPTY_NAMES.contains(&stem.as_str()), "{name}: this name says nothing");
        assert_ne!(stem, "mod", "{name}: use name.rs beside name/");
        let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        assert!(first.starts_with("//!"), "{name} does not open with the question that it answers");
    }
}

#[test]
fn nothing_is_left_undone() {
    for (path, text) in texts() {
        for word in UNDONE {
            assert!(!text.contains(word), "{} says {word}", shown(&path));
        }
    }
}

#[test]
fn no_page_shows_an_option() {
    let pages = root().join("crates/web/src/pages");
    let contexts = rust_files().into_iter().filter(|(path, _)| path.starts_with(&pages));
    let mut templates = 0;
    for (path, text) in contexts {
        for context in
            text.split("#[derive(").filter(|part| part.contains("Template")).filter_map(body)
        {
            templates += 1;
            assert!(
                !context.contains("Option<"),
                "{}: a page shows a value or a named state, never an Option",
                shown(&path)
            );
        }
    }
    assert!(templates > 0, "no page context was found: the test looks in the wrong place");
}

#[test]
fn every_queue_has_a_reader() {
    let store: String = rust_files()
        .into_iter()
        .filter(|(path, _)| path.starts_with(root().join("crates/store/src")))
        .map(|(_, text)| text)
        .collect();
    for table in tables() {
        let written = ["INSERT INTO ", "UPDATE "].iter().any(|verb| names(&store, verb, &table));
        let read = ["FROM ", "JOIN "].iter().any(|verb| names(&store, verb, &table));
        assert!(written, "{table} is never written");
        assert!(read, "{table} is written and never read");
    }
}

#[test]
fn every_hazard_that_is_controlled_has_a_test() {
    let table = fs::read_to_string(root().join("docs/hazards.md")).unwrap();
    let tests: String = texts()
        .into_iter()
        .filter(|(path, _)| path.extension().is_some_and(|kind| kind == "rs" || kind == "ts"))
        .map(|(_, text)| text.to_lowercase())
        .collect();
    let rows: Vec<&str> = table.lines().filter(|line| line.starts_with("| H")).collect();
    assert_eq!(rows.len(), 36, "the table names each hazard once");
    for row in rows {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let id = cells[1].split(' ').next().unwrap().to_lowercase();
        let said = ["fn ", "test(\""].iter().any(|before| {
            [":", "_"].iter().any(|after| tests.contains(&format!("{before}{id}{after}")))
        });
        assert!(cells[3] == "not yet" || said, "{id} is called {} and has no test", cells[3]);
    }
}

#[test]
fn every_person_is_invented() {
    for (path, text) in texts().into_iter().filter(|(path, _)| !is_lock(path)) {
        for number in ten_digits(&text) {
            let real_looking = number.starts_with(['4', '6', '7']) && check_digit_agrees(&number);
            assert!(!real_looking, "{}: an NHS number outside the 999 range", shown(&path));
        }
    }
}

#[test]
fn nothing_points_outside_the_house() {
    let registry = concat!("crates", ".io/");
    let npm = concat!("registry.npm", "js.org");
    for (path, text) in texts() {
        if is_lock(&path) {
            continue;
        }
        for outside in [registry, npm, concat!("/wo", "rk/"), concat!("/ro", "ot/")] {
            assert!(!text.contains(outside), "{} names {outside}", shown(&path));
        }
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).to_string_lossy().into_owned()
}

fn is_test(path: &Path) -> bool {
    path.components().any(|part| matches!(part.as_os_str().to_str(), Some("tests" | "benches")))
}

/// Written by a package manager: full of checksums and addresses.
fn is_lock(path: &Path) -> bool {
    path.ends_with("Cargo.lock") || path.ends_with("package-lock.json")
}

fn folders(path: &Path) -> Vec<String> {
    let entries = fs::read_dir(path).unwrap().map(|entry| entry.unwrap());
    let names = entries.filter(|entry| entry.path().is_dir()).map(|entry| entry.file_name());
    names.map(|name| name.to_string_lossy().into_owned()).collect()
}

fn dependencies(name: &str) -> Vec<String> {
    let text = fs::read_to_string(root().join("crates").join(name).join("Cargo.toml")).unwrap();
    let manifest: toml::Table = text.parse().unwrap();
    let table = manifest.get("dependencies").and_then(toml::Value::as_table);
    table.map(|table| table.keys().cloned().collect()).unwrap_or_default()
}

/// Every text file of ours: not what is built, fetched or ignored.
fn texts() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    walk(&root(), &mut found);
    assert!(found.len() > 50, "the house was not found");
    found
}

fn walk(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    const PASSED_OVER: [&str; 6] =
        [".git", "target", "node_modules", "demo-data", "test-results", "playwright-report"];
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if PASSED_OVER.contains(&name.as_str()) {
            continue;
        }
        if path.is_dir() {
            walk(&path, found);
        } else if let Ok(text) = fs::read_to_string(&path) {
            found.push((path, text));
        }
    }
}

fn rust_files() -> Vec<(PathBuf, String)> {
    let ours = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "rs");
    texts().into_iter().filter(|(path, _)| ours(path)).collect()
}

/// The fields of the struct that follows a derive.
fn body(after_derive: &str) -> Option<String> {
    let start = after_derive.find("struct ")?;
    let open = after_derive.get(start..)?.find('{')? + start;
    let close = after_derive.get(open..)?.find("\n}")? + open;
    after_derive.get(open..close).map(str::to_owned)
}

fn tables() -> Vec<String> {
    let mut tables = BTreeSet::new();
    for entry in fs::read_dir(root().join("crates/store/migrations")).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        for rest in text.split("CREATE TABLE ").skip(1) {
            let name: String =
                rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            tables.insert(name);
        }
    }
    assert!(!tables.is_empty(), "no table was found");
    tables.into_iter().collect()
}

fn names(store: &str, verb: &str, table: &str) -> bool {
    store
        .split(&format!("{verb}{table}"))
        .skip(1)
        .any(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_'))
}

fn ten_digits(text: &str) -> Vec<String> {
    let runs = text.split(|c: char| !c.is_ascii_digit());
    runs.filter(|run| run.len() == 10).map(str::to_owned).collect()
}

fn check_digit_agrees(number: &str) -> bool {
    let digits: Vec<u32> = number.chars().filter_map(|c| c.to_digit(10)).collect();
    let sum: u32 = digits.iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    let expected = (11 - sum % 11) % 11;
    digits.last() == Some(&expected) && digits.windows(2).any(|pair| pair.first() != pair.last())
}
