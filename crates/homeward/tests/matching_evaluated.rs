//! Links are compared with the truth by the program itself, and reckoned by hand here.
#![expect(clippy::unwrap_used, reason = "a test whose ground gives way has failed")]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use homeward::evaluation::truth::{Worth, compare};

const TRUTH: &str = "hospital_id,council_id,tags
H1,C1,
H2,C2,
H2,C2b,
H3,C3,
H4,C4,
H5,,
H6,,
H7,C7,
H8,,
";

/// H1 right. H2 right by the second record of one person. H3 in review, the right one among two,
/// the wrong one scored higher. H4 matched wrongly. H5 rightly nobody. H6 in review in vain. H7
/// missed. H8 is not among the links.
const LINKS: &str = "hospital_id,council_id,decision,score,why
H1,C1,match,12.5,same birth date
H2,C2b,match,10,
H3,C9,review,1.5,
H3,C3,review,1,
H4,C5,match,11,
H5,,none,-7.25,nobody fits
H6,C6,review,-1,\"one, two\"
H7,,none,,
";

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let name = format!("homeward_evaluated_{name}_{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn worth(&self, links: &str) -> Worth {
        self.write(links);
        compare(&self.0.join("links.csv"), &self.0.join("truth.csv")).unwrap()
    }

    fn write(&self, links: &str) {
        fs::write(self.0.join("links.csv"), links).unwrap();
        fs::write(self.0.join("truth.csv"), TRUTH).unwrap();
    }

    fn evaluate(&self, links: &str) -> Output {
        self.write(links);
        Command::new(env!("CARGO_BIN_EXE_homeward"))
            .current_dir(&self.0)
            .args("match evaluate --links links.csv --truth truth.csv --page page.html".split(' '))
            .output()
            .unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

#[test]
fn each_figure_is_what_a_hand_finds() {
    let worth = Folder::new("hand").worth(LINKS);
    let share = |share: homeward::evaluation::Share| (share.part, share.whole);
    assert_eq!(share(worth.false_automatic), (1, 8));
    assert_eq!(share(worth.recall), (2, 5));
    assert_eq!(share(worth.found), (3, 5));
    assert_eq!(share(worth.review), (2, 8));
    assert_eq!(share(worth.recall_at_zero_false), (1, 5), "H4 is scored above H2");
    // Down to H2: two right, one wrong, of five known: 2·2 / (2 + 1 + 5).
    assert!((worth.best_f1 - 0.5).abs() < 1e-12, "{}", worth.best_f1);
    assert!((worth.best_threshold - 10.0).abs() < 1e-12);
    assert_eq!(worth.calibration.pairs(), 6);
    assert_eq!(worth.unknown, 0);
}

#[test]
fn a_threshold_does_not_part_equal_scores() {
    let equal = LINKS.replace("12.5", "11");
    let worth = Folder::new("equal").worth(&equal);
    assert_eq!(worth.recall_at_zero_false.part, 0);
}

#[test]
fn links_of_unknown_records_are_counted_and_change_no_figure() {
    let folder = Folder::new("unknown");
    let more = format!("{LINKS}H99,C1,match,20,\n");
    let (before, after) = (folder.worth(LINKS), folder.worth(&more));
    assert_eq!(after.unknown, 1);
    assert_eq!(before, Worth { unknown: 0, ..after });
}

#[test]
fn the_program_says_it_in_words_and_writes_the_page() {
    let folder = Folder::new("words");
    let output = folder.evaluate(LINKS);
    assert!(output.status.success());
    let said = String::from_utf8(output.stdout).unwrap();
    for line in ["false automatic matches  1 of 8", "automatic recall         0.40000 (2 of 5)"] {
        assert!(said.contains(line), "{said}");
    }
    let page = fs::read_to_string(folder.0.join("page.html")).unwrap();
    assert!(page.contains("<svg") && page.contains("6 pairs"));
}

#[test]
fn what_is_wrong_with_the_links_is_said_with_its_line() {
    let folder = Folder::new("wrong");
    for (from, to, words) in [
        ("H4,C5,match", "H4,C5,perhaps", "links.csv, line 6: its decision"),
        ("H4,C5,match,11", "H4,C5,match,high", "links.csv, line 6: its score is no number"),
        ("decision", "verdict", "links.csv, line 1: it has no column decision"),
        ("H7,,none,,", "H7,,none", "links.csv, line 9: it has 3 fields where the header has 5"),
    ] {
        let output = folder.evaluate(&LINKS.replace(from, to));
        assert!(!output.status.success());
        let report = String::from_utf8(output.stderr).unwrap();
        let report = report.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(report.contains(words), "{words} is not in: {report}");
    }
}
