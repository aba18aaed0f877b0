//! Does `docs/security/asvs.md` say where each requirement is met, and is it so?
#![expect(clippy::unwrap_used, reason = "a test that cannot read the house has failed")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// How many requirements of levels 1 and 2 each chapter of the standard has, version 5.0.0.
const CHAPTERS: [usize; 17] = [27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7];

/// Chapters in which each requirement that applies is tested, or is one of documentation.
const NOTHING_UNCHECKED: [usize; 9] = [2, 3, 4, 7, 8, 9, 10, 14, 16];

/// One line of the tables.
struct Row {
    /// Such as `3.4.1`.
    id: String,
    level: String,
    asked: String,
    how: String,
    files: Vec<String>,
    tests: Vec<String>,
}

impl Row {
    fn chapter(&self) -> usize {
        self.id.split('.').next().unwrap().parse().unwrap()
    }

    fn applies(&self) -> bool {
        !self.how.starts_with("Does not apply: ")
    }

    /// Whether it asks for something to be written down.
    fn is_of_documentation(&self) -> bool {
        self.files.iter().any(|file| Path::new(file).extension().is_some_and(|kind| kind == "md"))
    }
}

#[test]
fn each_requirement_of_levels_one_and_two_has_its_line() {
    let mut found: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for row in rows() {
        assert!(["1", "2"].contains(&row.level.as_str()), "{}", row.id);
        let ids = found.entry(row.chapter()).or_default();
        assert!(!ids.contains(&row.id), "{} stands twice", row.id);
        ids.push(row.id);
    }
    let counts: Vec<usize> = found.values().map(Vec::len).collect();
    assert_eq!(counts, CHAPTERS);
}

#[test]
fn each_line_says_where_it_is_met_and_by_what_that_is_tested_or_why_it_does_not_apply() {
    let sources = sources();
    for row in rows() {
        let Row { id, asked, how, files, tests, .. } = &row;
        assert!(asked.len() > 5 && how.len() > 5, "{id} says nothing");
        assert!(!how.contains('?'), "{id} is in doubt");
        if !row.applies() {
            assert!(files.is_empty() && tests.is_empty(), "{id} applies or not");
            continue;
        }
        assert!(!files.is_empty(), "{id} names no file");
        for file in files {
            assert!(place(file).is_some(), "{id}: there is no {file}");
        }
        for test in tests {
            assert!(is_a_test(test, &sources), "{id}: there is no test called {test}");
        }
    }
}

#[test]
fn where_the_service_stands_or_falls_nothing_is_unchecked() {
    for row in rows().iter().filter(|row| NOTHING_UNCHECKED.contains(&row.chapter())) {
        let is_checked = !row.tests.is_empty() || row.is_of_documentation() || !row.applies();
        let is_by_reading = row.id == "3.7.1" || row.id == "3.5.5";
        assert!(is_checked || is_by_reading, "{} is not tested", row.id);
    }
}

/// What a page may not do in a browser, whatever a library would let it (14.3.3, 3.2.2, 1.3.2).
#[test]
fn the_script_keeps_nothing_and_makes_no_markup_of_text() {
    let mut script = String::new();
    let folder = root().join("crates/web/ui/src/script");
    for file in fs::read_dir(folder).unwrap() {
        script.push_str(&fs::read_to_string(file.unwrap().path()).unwrap());
    }
    assert!(script.len() > 1000);
    for word in [
        "localStorage",
        "sessionStorage",
        "indexedDB",
        "document.cookie",
        "document.write",
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "eval(",
        "new Function",
    ] {
        assert!(!script.contains(word), "the script says {word}");
    }
}

fn rows() -> Vec<Row> {
    let text = fs::read_to_string(root().join("docs/security/asvs.md")).unwrap();
    let is_row = |line: &&str| {
        line.strip_prefix("| ")
            .is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()))
    };
    text.lines().filter(is_row).map(row).collect()
}

fn row(line: &str) -> Row {
    let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
    let [id, level, asked, how, files, tests] = cells.as_slice() else {
        panic!("not six cells: {line}")
    };
    Row {
        id: (*id).to_owned(),
        level: (*level).to_owned(),
        asked: (*asked).to_owned(),
        how: (*how).to_owned(),
        files: quoted(files),
        tests: quoted(tests),
    }
}

/// What stands between marks of code.
fn quoted(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn place(file: &str) -> Option<PathBuf> {
    [root().join(file), root().join("crates").join(file)].into_iter().find(|path| path.exists())
}

/// Whether a function of that name, or a test of the browser with that title, stands anywhere.
fn is_a_test(name: &str, sources: &str) -> bool {
    sources.contains(&format!("fn {name}(")) || sources.contains(&format!("test(\"{name}\""))
}

/// Every source in which a test may stand.
fn sources() -> String {
    let mut all = String::new();
    for folder in ["crates", "e2e"] {
        gather(&root().join(folder), &mut all);
    }
    all
}

fn is_of_tests(path: &Path, name: &str) -> bool {
    path.extension().is_some_and(|kind| kind == "rs") || name.ends_with(".spec.ts")
}

fn gather(folder: &Path, all: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && name != "node_modules" && name != "target" {
            gather(&path, all);
        } else if is_of_tests(&path, &name) {
            all.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
