//! What a defect says of itself may quote a patient; the log does not repeat it.

use std::process::Command;

use homeward::logging;
use homeward::settings::Log;

/// Set where this program is started a second time, to break off.
const BREAK: &str = "HOMEWARD_TEST_BREAK";

#[test]
fn a_task_that_breaks_off_says_where_and_nothing_of_a_patient() {
    if std::env::var_os(BREAK).is_some() {
        logging::begin(&Log::default());
        drop(std::thread::spawn(|| panic!("no place for {}", "HALLIDAY")).join());
        return;
    }
    let name = "a_task_that_breaks_off_says_where_and_nothing_of_a_patient";
    let again = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", name, "--nocapture"])
        .env(BREAK, "yes")
        .output()
        .unwrap();
    let said = [again.stdout, again.stderr].map(|said| String::from_utf8(said).unwrap()).concat();
    assert!(said.contains("a defect: a task broke off"), "{said}");
    assert!(said.contains("tests/defect.rs"), "{said}");
    assert!(!said.contains("HALLIDAY"), "{said}");
}
