//! `homeward audit report` and `homeward audit pack`, as whoever runs the service types them.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

use care::access::{Act, Actor};
use serde_json::Value;
use store::testing::grounds;
use store::{AuditFilter, Store};

use crate::admission::admission;
use crate::process::{Folder, Homeward};
use crate::sender::Sender;

#[tokio::test(flavor = "multi_thread")]
async fn a_report_and_a_copy_are_lines_first_and_files_of_their_owner_only() {
    for ground in grounds().await {
        let store = ground.open().await;
        let folder = Folder::new(&format!("person_{ground:?}"));
        let settings = folder.settings(ground.url());
        let homeward = Homeward::serve(&folder, &settings);
        let mut sender = Sender::connect(homeward.feed).await.unwrap();
        sender.send(&admission("A1", 7)).await.unwrap();
        while !store.unfiled_messages(1).await.unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
        assert!(homeward.stop(), "{}", folder.log());
        let audit = |words: &[&str], out: &str| run(&settings, &folder.path().join(out), words);

        let report =
            audit(&["report", "--hospital-number", "H7", "--reason", "asked for"], "report");
        assert!(report.status.success(), "{ground:?}: {}", words(&report));
        let stated = "asked for".to_owned();
        assert_eq!(last(&store).await, Act::SawAccessLog { stated: stated.clone() }, "{ground:?}");
        let text = fs::read_to_string(folder.path().join("report")).unwrap();
        assert!(text.contains("TESTER") && text.contains("Who looked at this record"), "{text}");
        let mode = fs::metadata(folder.path().join("report")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{ground:?}");

        let pack = ["pack", "--hospital-number", "H7", "--reason", "asked for", "--json"];
        let written = audit(&pack, "pack");
        assert!(written.status.success(), "{ground:?}: {}", words(&written));
        assert_eq!(last(&store).await, Act::ExportedPerson { stated }, "{ground:?}");
        let held: Value =
            serde_json::from_slice(&fs::read(folder.path().join("pack")).unwrap()).unwrap();
        assert!(held.to_string().contains("TESTER"), "{held}");

        for (wrong, out, expected) in [
            (&pack[..], "pack", "cannot be written"),
            (&["report", "--hospital-number", "H8", "--reason", "x"], "other", "nobody has this"),
            (&["report", "--hospital-number", "H7", "--reason", " "], "other", "with --reason why"),
            (&["report", "--reason", "x"], "other", "required"),
        ] {
            let refused = audit(wrong, out);
            let said = words(&refused);
            assert!(!refused.status.success() && said.contains(expected), "{wrong:?}: {said}");
        }
        assert!(!folder.path().join("other").exists(), "{ground:?}");
    }
}

/// What was done last, by whoever sits at the command line.
async fn last(store: &Store) -> Act {
    let line = store.audit_lines(&AuditFilter::All, 1).await.unwrap().remove(0);
    assert_eq!(line.actor, Actor::Operator { name: "Ada".to_owned() });
    line.act
}

fn run(settings: &Path, out: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_homeward"))
        .arg("audit")
        .args(arguments)
        .args(["--by", "Ada", "--out"])
        .arg(out)
        .arg("-c")
        .arg(settings)
        .output()
        .unwrap()
}

fn words(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    text(&output.stdout) + &text(&output.stderr)
}
