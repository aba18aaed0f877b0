//! The demonstration is the service with an invented world around it.
#![expect(clippy::unwrap_used, reason = "a test whose ground gives way has failed")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio};

use care::access::Role;

#[test]
fn it_opens_takes_directions_and_leaves_settings_that_are_right() {
    let mut demo = Demo::start("directions", &["--clients", "300"]);
    let pages = demo.until("open http://");
    assert!(get(&pages, "/").contains("Demonstration"), "the first page says what this is");
    let check = demo.homeward(&["check"]);
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stdout));
    let person = demo.a_person();
    let attempt = ["council", "try", "westshire", &person];
    assert!(demo.homeward(&attempt).status.success());
    demo.direct("stop");
    demo.until("the council's database is gone");
    assert!(!demo.homeward(&attempt).status.success(), "the source is really away");
    demo.direct("start");
    demo.until("the council's database is back");
    assert!(demo.homeward(&attempt).status.success());
    demo.direct("forward 2h");
    assert_eq!(demo.until("it is "), "Wednesday 12 August 2026, 04:10");
    demo.direct("dance");
    demo.until("say `stop`");
    assert!(demo.stop(), "it ends well when asked");
}

#[test]
fn days_are_replayed_before_it_opens_and_the_same_seed_gives_the_same_hospital() {
    let count = |name| {
        let mut demo = Demo::start(name, &["--clients", "300", "--days", "2"]);
        let pages = demo.until("open http://");
        let status = get(&pages, "/status.json");
        let kept = status.split("\"kept\":").nth(1).and_then(|rest| rest.split([',', '}']).next());
        let kept: usize = kept.unwrap_or_else(|| panic!("{status}")).trim().parse().unwrap();
        assert!(status.contains("\"unfiled\":0"), "all is filed when it opens: {status}");
        assert!(demo.stop());
        kept
    };
    let (one, other) = (count("seed_one"), count("seed_two"));
    assert!(one > 1_000, "only {one} messages in two days");
    assert_eq!(one, other);
}

#[test]
fn a_patient_without_a_number_gets_it_from_the_national_service_and_is_matched() {
    let scene = invented::traced_scenes().first().unwrap();
    let mut demo = Demo::start("traced", &["--clients", "300"]);
    let pages = demo.until("open http://");
    let patient = loop {
        if let Some(patient) = demo.matched(scene.family) {
            break patient;
        }
        std::thread::yield_now();
    };
    assert!(patient.contains(scene.nhs_number), "matched by the number that was traced");
    assert!(get(&pages, "/status").contains("NHS number tracing"));
    assert!(demo.stop());
}

#[test]
fn there_is_somebody_for_every_role() {
    let roles: Vec<Role> = invented::staff().into_iter().map(|one| one.staff.role).collect();
    for role in Role::ALL {
        assert!(roles.contains(&role), "nobody can be shown as {role:?}");
    }
}

/// The program, running.
struct Demo {
    child: Child,
    directions: ChildStdin,
    said: BufReader<ChildStdout>,
    data: PathBuf,
}

impl Demo {
    fn start(name: &str, more: &[&str]) -> Self {
        let data =
            std::env::temp_dir().join(format!("homeward_demo_{name}_{}", std::process::id()));
        let mut child = Command::new(env!("CARGO_BIN_EXE_homeward"))
            .args(["demo", "--port", "0", "--at", "2026-08-12T02:10", "--data"])
            .arg(&data)
            .args(more)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let directions = child.stdin.take().unwrap();
        let said = BufReader::new(child.stdout.take().unwrap());
        Self { child, directions, said, data }
    }

    /// Waits for a line that begins so, and gives the rest of it.
    fn until(&mut self, beginning: &str) -> String {
        loop {
            let mut line = String::new();
            assert_ne!(self.said.read_line(&mut line).unwrap(), 0, "it never said {beginning}");
            if let Some(rest) = line.strip_prefix(beginning) {
                return rest.trim().to_owned();
            }
        }
    }

    fn direct(&mut self, line: &str) {
        writeln!(self.directions, "{line}").unwrap();
    }

    /// Another command, with the settings of the demonstration.
    fn homeward(&self, command: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_homeward"))
            .args(command)
            .arg("--config")
            .arg(self.data.join("homeward.toml"))
            .output()
            .unwrap()
    }

    /// The council's own id of one of its people.
    fn a_person(&self) -> String {
        let database = self.data.join("councils/westshire/westshire.db");
        let first = "SELECT CAST(MIN(PERSON_ID) AS TEXT) FROM DM_PERSONS WHERE CONTEXT_FLAG = 'A'";
        let connection = rusqlite::Connection::open(database).unwrap();
        connection.query_row(first, [], |row| row.get(0)).unwrap()
    }

    /// What is held of the patient with this family name, once they are matched.
    fn matched(&self, family: &str) -> Option<String> {
        let database = rusqlite::Connection::open(self.data.join("homeward.db")).unwrap();
        let matched = "SELECT patient FROM patients
            WHERE person_id IS NOT NULL AND patient LIKE '%\"family\":\"' || upper($1) || '\"%'
                AND patient LIKE '%\"trace\"%'";
        database.query_row(matched, [family], |row| row.get(0)).ok()
    }

    fn stop(mut self) -> bool {
        Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        self.child.wait().unwrap().success()
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
        drop(fs::remove_dir_all(&self.data));
    }
}

/// A page, by what followed `open http://`.
fn get(pages: &str, path: &str) -> String {
    let host = pages.trim_end_matches('/');
    let mut stream = TcpStream::connect(host).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}
