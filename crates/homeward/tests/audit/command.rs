//! What whoever runs the service types, and what they are told.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use care::access::{Act, Actor, AuditLine};
use homeward::audit::heads::Publisher;
use homeward::clock;
use homeward::settings::Settings;
use jiff::SignedDuration;
use serde_json::Value;
use store::AuditFilter;
use store::testing::{Ground, grounds};

use crate::book::written;

#[tokio::test]
async fn verify_tells_that_all_is_whole_and_fails_with_the_name_of_the_line_where_it_is_not() {
    for ground in grounds().await {
        let (_store, desk) = (written(&ground).await, Desk::at(&ground));
        let output = desk.run(&["audit", "verify"]);
        let said = words(&output);
        assert!(output.status.success(), "{ground:?}: {said}");
        assert!(said.contains("whole  trust:RZZ: lines 12; published heads 0"), "{said}");
        assert!(said.contains("no heads from outside the database"), "{said}");
        ground
            .tamper("UPDATE audit SET line = REPLACE(line, 'no reason', 'one') WHERE sequence = 7")
            .await;
        let output = desk.run(&["audit", "verify"]);
        let said = words(&output);
        assert!(!output.status.success(), "{ground:?}: {said}");
        assert!(said.contains("WRONG  trust:RZZ"), "{ground:?}: {said}");
        assert!(said.contains("trust:RZZ, line 7: changed"), "{ground:?}: {said}");
        let output = desk.run(&["audit", "verify", "--json"]);
        let said = String::from_utf8(output.stdout).unwrap();
        let trust: Value = serde_json::from_str(said.lines().last().unwrap()).unwrap();
        assert_eq!(trust["wrong"][0]["from"], 7, "{ground:?}: {said}");
        assert_eq!(trust["wrong"][0]["what"], "changed", "{ground:?}: {said}");
    }
}

#[tokio::test]
async fn an_export_is_a_line_itself_and_never_written_over_another() {
    for ground in grounds().await {
        let (store, desk) = (written(&ground).await, Desk::at(&ground));
        let out = desk.folder.join("out.ndjson");
        let out = out.to_str().unwrap();
        let export = ["audit", "export", "--chain", "trust:RZZ", "--out", out, "--by", "Ada"];
        let output = desk.run(&export);
        assert!(output.status.success(), "{ground:?}: {}", words(&output));
        let text = fs::read_to_string(out).unwrap();
        let events: Vec<Value> =
            text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(events.len(), 12, "{ground:?}");
        assert!(events.iter().all(|event| event["resourceType"] == "AuditEvent"), "{ground:?}");
        assert_eq!(events[0]["id"], "trust.RZZ.12", "{ground:?}: newest first");
        let line = store.audit_lines(&AuditFilter::All, 1).await.unwrap().remove(0);
        let exported = care::access::Act::ExportedAudit { form: "fhir".into(), lines: 12 };
        assert_eq!(line.act, exported, "{ground:?}");
        assert!(!desk.run(&export).status.success(), "{ground:?}: the file is there already");
        let nobody = ["audit", "export", "--out", "other"];
        assert!(!desk.run(&nobody).status.success(), "{ground:?}: by whom?");
    }
}

#[tokio::test]
async fn retention_shows_what_would_go_and_removes_nothing_unasked() {
    for ground in grounds().await {
        let (store, desk) = (written(&ground).await, Desk::at(&ground));
        ground.tamper("UPDATE messages SET repeats = repeats").await;
        let output = desk.run(&["retention"]);
        let said = words(&output);
        assert!(output.status.success(), "{ground:?}: {said}");
        assert!(
            said.contains("nothing goes: the newest line of the audit is of"),
            "{ground:?}: {said}"
        );
        let lines = store.audit_lines(&AuditFilter::All, 100).await.unwrap();
        assert_eq!(lines.len(), 20, "{ground:?}");
    }
}

#[tokio::test]
async fn who_removes_by_hand_says_who_they_are_and_stands_in_the_audit() {
    for ground in grounds().await {
        let (store, desk) = (written(&ground).await, Desk::at(&ground));
        let now = clock::now();
        let old = now - SignedDuration::from_hours(24 * 366 * 9);
        for at in [old, now] {
            let line = AuditLine::new(at, Actor::Service, Act::Released);
            store.note(&line).await.unwrap();
        }
        let nobody = desk.run(&["retention", "--yes"]);
        assert!(!nobody.status.success(), "{ground:?}: {}", words(&nobody));
        let asked = words(&desk.run(&["retention"]));
        assert!(
            asked.contains("would go: lines of the audit of service: 1"),
            "{ground:?}: {asked}"
        );
        let done = words(&desk.run(&["retention", "--yes", "--by", "Ada"]));
        assert!(done.contains("removed: lines of the audit of service: 1"), "{ground:?}: {done}");
        let line = store.audit_lines(&AuditFilter::All, 1).await.unwrap().remove(0);
        assert_eq!(line.actor, Actor::Operator { name: "Ada".to_owned() }, "{ground:?}");
        let verified = desk.run(&["audit", "verify"]);
        assert!(verified.status.success(), "{ground:?}: {}", words(&verified));
    }
}

#[tokio::test]
async fn a_file_of_heads_that_is_gone_is_wrong_and_heads_without_a_key_are_said() {
    for ground in grounds().await {
        let (store, desk) = (written(&ground).await, Desk::at(&ground));
        desk.set("[audit]\nheads = \"heads\"\n");
        let checked = words(&desk.run(&["check"]));
        assert!(checked.contains("note   heads of the audit: they are not signed"), "{checked}");
        let settings = Settings::read(&desk.folder.join("homeward.toml")).unwrap();
        let publisher = Publisher::open(&settings.audit, store.clone()).unwrap();
        publisher.publish(clock::now()).await;
        let output = desk.run(&["audit", "verify"]);
        assert!(output.status.success(), "{ground:?}: {}", words(&output));
        fs::remove_file(desk.folder.join("heads")).unwrap();
        let output = desk.run(&["audit", "verify"]);
        assert!(!output.status.success(), "{ground:?}");
        assert!(words(&output).contains("heads were published, and their file is gone"));
    }
}

/// A folder with settings for a database that is there already.
struct Desk {
    folder: PathBuf,
    settings: String,
}

impl Desk {
    fn at(ground: &Ground) -> Self {
        let name = ground.url().replace(|letter: char| !letter.is_ascii_alphanumeric(), "_");
        let folder = std::env::temp_dir().join(format!("homeward_desk_{name}"));
        fs::create_dir_all(&folder).unwrap();
        let settings = format!("database = \"{}\"\n", ground.url());
        fs::write(folder.join("homeward.toml"), &settings).unwrap();
        Self { folder, settings }
    }

    /// Adds to the settings.
    fn set(&self, more: &str) {
        let text = format!("{}{more}", self.settings);
        fs::write(self.folder.join("homeward.toml"), text).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let config: &Path = &self.folder.join("homeward.toml");
        Command::new(env!("CARGO_BIN_EXE_homeward"))
            .args(arguments)
            .args(["-c", config.to_str().unwrap()])
            .output()
            .unwrap()
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.folder));
    }
}

fn words(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    text(&output.stdout) + &text(&output.stderr)
}
