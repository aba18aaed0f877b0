//! Two files are linked by the program itself, and what is wrong with a file is said by its line.
#![expect(clippy::unwrap_used, reason = "a test whose ground gives way has failed")]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

const HEAD: &str =
    "id,nhs_number,given_name,family_name,date_of_birth,gender,address,town,postcode";
const DORA: &str = "9991234519,Dora,Halliday,1942-03-19,F,2 Mill Lane,Eastbury,XX1 2AB";
const IVOR: &str = "9991234500,Ivor,Pembury,1951-11-30,M,14 Canal Row,Eastbury,XX2 4CD";

/// A folder of files, gone when dropped.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let name = format!("homeward_matching_{name}_{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        fs::write(self.0.join(name), content).unwrap();
        self
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap()
    }

    /// All files there are, by name.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }

    /// Links `hospital.csv` with `council.csv`.
    fn link(&self, more: &[&str]) -> Output {
        self.link_to("links.csv", more)
    }

    fn link_to(&self, out: &str, more: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_homeward"))
            .current_dir(&self.0)
            .args("match --hospital hospital.csv --council council.csv --out".split(' '))
            .arg(out)
            .args(more)
            .output()
            .unwrap()
    }

    /// Of each link the ids and the decision.
    fn links(&self) -> Vec<(String, String, String)> {
        let text = self.read("links.csv");
        let mut lines = text.lines();
        assert_eq!(lines.next(), Some("hospital_id,council_id,decision,score,why"));
        let part = |line: &str, at: usize| line.split(',').nth(at).unwrap().to_owned();
        lines.map(|line| (part(line, 0), part(line, 1), part(line, 2))).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

fn said(bytes: &[u8]) -> String {
    // A report is broken into lines where the terminal ends.
    let text = String::from_utf8_lossy(bytes).replace("│", " ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn done(output: &Output) {
    assert!(output.status.success(), "{}", said(&output.stderr));
}

fn rows(rows: &[&str]) -> String {
    format!("{HEAD}\n{}\n", rows.join("\n"))
}

/// A council of so many people and a hospital that meets every second of them, and strangers.
fn town(folder: &Folder, people: usize) {
    let given = ["Orla", "Tomas", "Wanda", "Idris", "Petra", "Noel", "Agnes"];
    let family = ["Quill", "Ashdown", "Varga", "Merrow", "Tansley", "Okoro", "Llwyd", "Brack"];
    let row = |id: String, number: usize| {
        let given = given.get(number % given.len()).unwrap();
        let family = family.get(number % family.len()).unwrap();
        let (year, month, day) = (1930 + number % 70, 1 + number % 12, 1 + number % 28);
        let postcode = format!("XX{} {}AB", 1 + number % 90, number % 10);
        format!(
            "{id},,{given},{family}{},{year}-{month:02}-{day:02},F,{number} Long Row,Eastbury,{postcode}",
            char::from(b'a' + u8::try_from(number / 26 % 26).unwrap())
        )
    };
    let council = (0..people).map(|number| row(format!("C{number}"), number));
    let hospital = (0..people).map(|number| row(format!("H{number}"), number * 2));
    folder.write("council.csv", format!("{HEAD}\n{}\n", council.collect::<Vec<_>>().join("\n")));
    folder.write("hospital.csv", format!("{HEAD}\n{}\n", hospital.collect::<Vec<_>>().join("\n")));
}

#[test]
fn a_patient_is_linked_with_the_councils_record_of_the_same_person() {
    let folder = Folder::new("linked");
    folder.write("council.csv", rows(&[&format!("C1,{DORA}"), &format!("C2,{IVOR}")]));
    let nobody = "H3,,Wanda,Okoro,1988-07-02,F,9 High Street,Westbury,XX9 9ZZ";
    folder.write("hospital.csv", rows(&[&format!("H1,{IVOR}"), &format!("H2,{DORA}"), nobody]));
    done(&folder.link(&[]));
    let links = folder.links();
    let link = |hospital: &str, council: &str, decision: &str| {
        (hospital.to_owned(), council.to_owned(), decision.to_owned())
    };
    assert_eq!(
        links,
        [link("H1", "C2", "match"), link("H2", "C1", "match"), link("H3", "", "none")]
    );
    assert!(!folder.read("links.csv").contains("Halliday"), "the links hold no name");
    assert_eq!(folder.names(), ["council.csv", "hospital.csv", "links.csv"]);
}

#[test]
fn the_same_files_give_the_same_links_however_many_threads_work() {
    let folder = Folder::new("threads");
    town(&folder, 1_300);
    let mut found = Vec::new();
    for threads in ["1", "2", "5"] {
        done(&folder.link(&["--threads", threads]));
        found.push(folder.read("links.csv"));
    }
    assert!(found[0].lines().count() > 1_300);
    assert!(found[0] == found[1] && found[0] == found[2]);
}

#[test]
fn how_a_file_is_written_changes_nothing() {
    let folder = Folder::new("forms");
    let council = rows(&[&format!("C1,{DORA}"), &format!("C2,{IVOR}")]);
    folder.write("council.csv", &council).write("hospital.csv", rows(&[&format!("H1,{DORA}")]));
    done(&folder.link(&[]));
    let plain = folder.read("links.csv");
    let marked = format!("\u{feff}{}", council.replace('\n', "\r\n"));
    let quoted = council.replace("2 Mill Lane", "\"2 Mill Lane\"");
    let blank = council.replace('\n', "\n\n");
    for (form, content) in [("marked", marked), ("quoted", quoted), ("blank lines", blank)] {
        folder.write("council.csv", content);
        done(&folder.link(&[]));
        assert_eq!(folder.read("links.csv"), plain, "{form}");
    }
}

#[test]
fn columns_stand_in_any_order_and_others_are_passed_over() {
    let folder = Folder::new("columns");
    folder.write("council.csv", rows(&[&format!("C1,{DORA}"), &format!("C2,{IVOR}")]));
    let head = "shoe,postcode,DATE_OF_BIRTH,family_name,given_name,nhs_number, id ";
    let row = "39,xx12ab,19/03/1942,HALLIDAY,DORA,999 123 4519,H1";
    folder.write("hospital.csv", format!("{head}\n{row}\n"));
    done(&folder.link(&[]));
    assert_eq!(folder.links(), [("H1".into(), "C1".into(), "match".into())]);
}

#[test]
fn a_file_without_a_row_gives_links_without_a_row() {
    let folder = Folder::new("empty");
    folder.write("council.csv", rows(&[&format!("C1,{DORA}")])).write("hospital.csv", HEAD);
    done(&folder.link(&[]));
    assert_eq!(folder.links(), []);
    folder.write("hospital.csv", rows(&[&format!("H1,{DORA}")])).write("council.csv", HEAD);
    done(&folder.link(&[]));
    assert_eq!(folder.links(), [("H1".into(), String::new(), "none".into())]);
}

#[test]
fn values_that_cannot_be_read_are_counted_and_cost_no_row() {
    let folder = Folder::new("values");
    folder.write("council.csv", rows(&[&format!("C1,{DORA}")]));
    let odd = DORA.replace("1942-03-19", "1942-02-30").replace("XX1 2AB", "XX1");
    let latin = b"H2,,Se\xE1n,Pembury,1951-11-30,M,,,XX2 4CD\n";
    let hospital = [rows(&[&format!("H1,{odd}")]).as_bytes(), latin].concat();
    folder.write("hospital.csv", hospital);
    let output = folder.link(&[]);
    done(&output);
    let words = said(&output.stderr);
    assert!(words.contains("hospital.csv: 1 × date_of_birth"), "{words}");
    assert!(words.contains("hospital.csv: 1 × postcode"), "{words}");
    assert!(words.contains("hospital.csv: 1 rows are not UTF-8"), "{words}");
    assert_eq!(folder.links().len(), 2);
}

/// What is wrong with a file, and where it is said to be wrong.
#[track_caller]
fn refused(folder: &Folder, hospital: impl AsRef<[u8]>, words: &[&str]) {
    folder.write("council.csv", rows(&[&format!("C1,{DORA}")])).write("hospital.csv", hospital);
    folder.write("links.csv", "as it was");
    let output = folder.link(&[]);
    assert!(!output.status.success());
    let report = said(&output.stderr);
    for word in words {
        assert!(report.contains(word), "{word} is not in: {report}");
    }
    assert!(!report.contains("Halliday"), "{report}");
    assert_eq!(folder.read("links.csv"), "as it was", "nothing is written");
    assert_eq!(folder.names(), ["council.csv", "hospital.csv", "links.csv"], "nothing is left");
}

#[test]
fn a_broken_row_is_refused_with_its_line_and_nothing_is_written() {
    let folder = Folder::new("broken");
    let good = format!("H1,{DORA}");
    let short = "H2,,Dora,Halliday";
    refused(&folder, rows(&[&good, "", short]), &["hospital.csv, line 4", "4 fields", "has 9"]);
    let long = format!("H2,{DORA},too much");
    refused(&folder, rows(&[&good, &long]), &["hospital.csv, line 3", "10 fields"]);
    refused(&folder, rows(&[&good, "H2,\"open"]), &["line 3", "never closed"]);
    let mark = format!("H2,{DORA}").replace("Mill", "M\"ll");
    refused(&folder, rows(&[&good, &mark]), &["line 3", "quotation mark stands inside"]);
    let huge = format!("H2,{DORA}").replace("Mill", &"x".repeat(1_000_000));
    refused(&folder, rows(&[&good, &huge]), &["line 3", "longer than 65536 bytes"]);
    refused(&folder, rows(&[&good, "H2,\0,,,,,,,"]), &["line 3", "NUL byte"]);
    refused(&folder, rows(&[&good, &good]), &["line 3", "id stands on an earlier line"]);
    refused(&folder, rows(&[&good, &format!(" ,{DORA}")]), &["line 3", "id is empty"]);
}

#[test]
fn a_file_of_another_kind_is_refused_with_what_was_seen() {
    let folder = Folder::new("kinds");
    let columns =
        ["hospital.csv, line 1", "no column given_name, date_of_birth", "it has: id, family"];
    refused(&folder, "id,family,family_name\n", &columns);
    refused(&folder, "id;given_name;family_name\n1;2;3\n", &["line 1", "separated by semicolons"]);
    refused(&folder, format!("{HEAD},postcode\n"), &["line 1", "two columns postcode"]);
    refused(&folder, "", &["line 1", "empty"]);
    refused(&folder, HEAD.replace(',', "\r"), &["line 1", "CR alone"]);
    refused(&folder, b"\xFF\xFEi\0d\0", &["line 1", "UTF-16"]);
    refused(&folder, b"PK\x03\x04....", &["line 1", "workbook"]);
}

#[test]
fn broken_rows_are_left_out_where_that_is_asked_for_and_kept_in_a_file() {
    let folder = Folder::new("skipped");
    folder.write("council.csv", rows(&["C0,too,few", &format!("C1,{DORA}")]));
    folder.write("hospital.csv", rows(&["H1,\"open", &format!("H2,{DORA}"), "H3"]));
    let output = folder.link(&["--skip-broken"]);
    done(&output);
    assert!(said(&output.stderr).contains("3 broken rows were left out: links.rejected.csv"));
    assert_eq!(folder.links(), [("H2".into(), "C1".into(), "match".into())]);
    let rejected = folder.read("links.rejected.csv");
    let lines: Vec<&str> = rejected.lines().collect();
    assert_eq!(lines[0], "file,line,why,row");
    assert!(lines[1].starts_with("hospital.csv,2,") && lines[1].ends_with(",\"H1,\"\"open\""));
    assert!(lines[2].starts_with("hospital.csv,4,") && lines[2].ends_with(",H3"));
    assert!(lines[3].starts_with("council.csv,2,") && lines[3].ends_with(",\"C0,too,few\""));
}

#[test]
fn only_the_outcome_is_said_on_standard_output() {
    let folder = Folder::new("said");
    folder.write("council.csv", rows(&[&format!("C1,{DORA}")]));
    folder.write("hospital.csv", rows(&[&format!("H1,{DORA}")]));
    let output = folder.link(&[]);
    let words = said(&output.stdout);
    let expected = "1 hospital records, 1 people of the council: 1 matched, 0 to review, 0 none";
    assert_eq!(words, expected);
}

#[test]
fn a_patient_whom_the_council_holds_twice_goes_to_review_where_that_is_asked_for() {
    let folder = Folder::new("doubled");
    folder.write("council.csv", rows(&[&format!("C1,{DORA}"), &format!("C2,{DORA}")]));
    folder.write("hospital.csv", rows(&[&format!("H1,{DORA}")]));
    done(&folder.link(&["--doubled", "review"]));
    let link = |council: &str| ("H1".to_owned(), council.to_owned(), "review".to_owned());
    assert_eq!(folder.links(), [link("C1"), link("C2")]);
}

#[test]
fn weights_that_were_saved_give_the_same_links_again() {
    let folder = Folder::new("saved");
    town(&folder, 300);
    done(&folder.link(&["--save-model", "weights.toml"]));
    let learnt = folder.read("links.csv");
    let output = folder.link(&["--model", "weights.toml"]);
    done(&output);
    assert!(!said(&output.stderr).contains("learnt from"), "nothing is learnt again");
    assert_eq!(folder.read("links.csv"), learnt);
    folder.write("weights.toml", "version = 1\nwrong");
    let output = folder.link(&["--model", "weights.toml"]);
    assert!(!output.status.success());
    assert!(said(&output.stderr).contains("weights.toml"));
    let output = folder.link(&["--match-at", "0.5", "--review-at", "0.6"]);
    assert!(said(&output.stderr).contains("--review-at is above --match-at"));
}

#[test]
fn the_links_never_replace_a_file_that_is_read() {
    let folder = Folder::new("over");
    let hospital = rows(&[&format!("H1,{DORA}")]);
    folder.write("council.csv", rows(&[&format!("C1,{DORA}")])).write("hospital.csv", &hospital);
    let output = folder.link_to("hospital.csv", &[]);
    assert!(said(&output.stderr).contains("read or written already"));
    assert_eq!(folder.read("hospital.csv"), hospital);
    for input in ["hospital.csv", "council.csv", "links.csv"] {
        let output = folder.link(&["--save-model", input]);
        assert!(said(&output.stderr).contains("read or written already"), "{input}");
        assert!(folder.read("council.csv").starts_with(HEAD), "{input}");
    }
    let output = folder.link_to("no/such/folder.csv", &[]);
    assert!(said(&output.stderr).contains("no/such/folder.csv cannot be written"));
}
