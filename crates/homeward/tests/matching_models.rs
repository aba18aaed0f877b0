//! Weights are learnt, compared and switched from the command line, and measured by what the match
//! desk said.
#![expect(clippy::unwrap_used, reason = "a test whose ground gives way has failed")]

#[path = "harness/process.rs"]
mod process;
#[path = "harness/sender.rs"]
mod sender;

use std::path::PathBuf;
use std::process::{Command, Output};

use care::access::{Actor, Organisation, Role, Seat, Staff};
use care::people::{
    Born, Compared, CouncilName, Gender, Identity, NumberStatus, Opinion, PersonKey, PersonName,
    TracedNumber, TrustCode, Verdict,
};
use care::record::Sharing;
use homeward::clock;
use process::{Folder, Homeward};
use sender::Sender;
use store::testing::Ground;
use store::{IndexedPerson, ModelState, NewJudgement, Store, Weighed};

#[tokio::test(flavor = "multi_thread")]
async fn a_model_is_used_only_once_it_was_shown_what_changes_by_it() {
    for ground in store::testing::grounds().await {
        let house = House::with_two_doras(&ground, "models").await;
        let said = house.ask(&["model", "show"]);
        assert!(said.contains("in use built in"), "{said}");
        let said = house.ask(&["model", "learn"]);
        assert!(said.contains("2 patients looked for among 1 people"), "{said}");
        let models = house.store.models().await.unwrap();
        let version = models[0].version.as_str();
        assert_eq!(models[0].state, ModelState::Proposed);
        let said = house.ask(&["model", "learn"]);
        assert!(said.contains("nothing new is kept"), "{said}");
        let said = house.ask(&["model", "compare", version]);
        assert!(said.contains("2 patients looked up with both"), "{said}");

        let output = house.run(&["model", "use", version]);
        assert!(!output.status.success(), "it is not switched without a yes");
        let said = words(&output.stdout);
        assert!(said.contains("2 patients looked up with both"), "{said}");
        assert!(house.store.model_in_use().await.unwrap().is_none());
        assert!(!house.run(&["model", "use", version, "--yes"]).status.success(), "by whom?");
        let said = house.ask(&["model", "use", version, "--yes", "--by", "Ada Admin"]);
        assert!(said.contains("2 patients looked up with both"), "{said}");
        assert_eq!(house.store.model_in_use().await.unwrap().unwrap().version, version);
        let said = house.ask(&["model", "show"]);
        assert!(said.contains(&format!("{version} in use")), "{said}");
        assert!(said.contains("not in use built in"), "{said}");
        let said = house.ask(&["model", "show", version]);
        assert!(said.contains("learnt from"), "{said}");
        let built_in = matching::Model::starting();
        house.ask(&["model", "use", built_in.version(), "--yes", "--by", "Ada Admin"]);
        let said = house.ask(&["model", "show"]);
        assert!(said.contains(&format!("{} in use", built_in.version())), "the way back: {said}");
        assert!(said.contains("by Ada Admin"), "{said}");
        let output = house.run(&["model", "compare", "no-such"]);
        assert!(words(&output.stderr).contains("no weights of version no-such"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn h01_a_model_in_use_that_cannot_be_read_stops_the_start_until_another_is_used() {
    for ground in store::testing::grounds().await {
        let house = House::with_two_doras(&ground, "unreadable").await;
        let now = clock::now();
        house.store.propose_model("bad", ("no model", ""), now).await.unwrap();
        house.store.switch_model("bad", &Actor::Service, now).await.unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_homeward"))
            .args(["serve", "--config"])
            .arg(&house.settings)
            .current_dir(house.folder.path())
            .output()
            .unwrap();
        assert!(!output.status.success());
        let said = words(&output.stderr);
        let built_in = matching::Model::starting();
        let mend = format!("homeward match model use {}", built_in.version());
        assert!(said.contains("the model in use cannot be read"), "{said}");
        assert!(said.contains(&mend), "{said}");
        house.ask(&["model", "use", built_in.version(), "--yes", "--by", "Ada Admin"]);
        let homeward = Homeward::serve(&house.folder, &house.settings);
        assert!(homeward.said.len() > 1, "it starts again");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_match_desk_says_is_what_matching_is_measured_by() {
    for ground in store::testing::grounds().await {
        let house = House::with_two_doras(&ground, "desk").await;
        let said = house.ask(&["evaluate"]);
        assert!(said.contains("0 opinions of the match desk"), "{said}");
        house.judge(Opinion::Different).await;
        let said = house.ask(&["evaluate", "--page", "page.html"]);
        assert!(said.contains("1 opinions of the match desk, 0 more"), "{said}");
        assert!(said.contains("0.75 to 0.9 1 0 0.80000 0.00000"), "{said}");
        let page = std::fs::read_to_string(house.folder.path().join("page.html")).unwrap();
        assert!(page.contains("Pairs that the match desk decided. 1 pairs"));
        house.judge(Opinion::NotSure).await;
        let said = house.ask(&["evaluate"]);
        assert!(said.contains("0 opinions of the match desk, 1 more"), "{said}");
    }
}

/// A store in which the council knows one Dora and the hospital has two of one name and birth date.
struct House {
    folder: Folder,
    settings: PathBuf,
    store: Store,
}

impl House {
    async fn with_two_doras(ground: &Ground, name: &str) -> Self {
        let store = ground.open().await;
        let dora = IndexedPerson {
            key: dora(),
            identity: identity(),
            sharing: Sharing::Open,
            marker: None,
            digest: [1; 32],
        };
        store.put_people(&council(), &[dora]).await.unwrap();
        let folder = Folder::new(&format!("weights_{name}_{ground:?}"));
        let settings = folder.settings(ground.url());
        let homeward = Homeward::serve(&folder, &settings);
        assert!(homeward.said.len() > 1, "it says where the pages are too");
        let mut sender = Sender::connect(homeward.feed).await.unwrap();
        for (patient, number) in [("H1", "9991234519"), ("H2", "9991234500")] {
            let answer = sender.send(&admission(patient, number)).await.unwrap();
            assert!(answer.contains("MSA|AA|"), "{answer}");
        }
        while !store.unfiled_messages(1).await.unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
        assert!(homeward.stop(), "it ends well when asked: {}", folder.log());
        Self { folder, settings, store }
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_homeward"))
            .current_dir(self.folder.path())
            .arg("match")
            .args(arguments)
            .arg("--config")
            .arg(&self.settings)
            .output()
            .unwrap()
    }

    /// What is answered on standard output, blanks folded.
    #[track_caller]
    fn ask(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{}", words(&output.stderr));
        words(&output.stdout)
    }

    /// A clerk looks at the second Dora beside the council's.
    async fn judge(&self, opinion: Opinion) {
        let live = self.store.followed_patients((&trust(), 0), None, 9).await.unwrap();
        let in_review = |link: &care::people::Link| matches!(link.verdict, Verdict::Review(..));
        let doubtful = live.iter().find(|one| one.link.as_ref().is_some_and(in_review)).unwrap();
        let judgement = NewJudgement {
            person: dora(),
            opinion,
            compared: Compared::of(&doubtful.patient.identity(), &identity()),
            against: Vec::new(),
            weighed: Weighed { probability: 0.8, score: 1.386, model: "any".to_owned() },
            words: String::new(),
        };
        self.store.judge(&clerk(), &doubtful.id, &judgement, clock::now()).await.unwrap();
    }
}

fn words(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn admission(patient: &str, number: &str) -> String {
    let at = "20260329144610+0100";
    [
        format!("MSH|^~\\&|PAS|RZZ|ROUTE|ROUTE|{at}||ADT^A01^ADT_A01|{patient}|P|2.4"),
        format!("EVN||{at}|||OP^Operator|{at}"),
        format!("PID|1||{number}^^^NHS~{patient}^^^RZZ||HALLIDAY^DORA||19380214|2"),
        format!("PV1|1|I|RZZ^EAU^B1^RZZ01|21{}V{patient}^^^RZZ_VISIT", "|".repeat(15)),
        String::new(),
    ]
    .join("\r")
}

fn identity() -> Identity {
    let number = "9991234519".parse().unwrap();
    Identity {
        nhs: Some(TracedNumber { number, status: NumberStatus::Verified }),
        names: vec![PersonName::usual("Halliday", "Dora")],
        born: Some(Born::on("1938-02-14".parse().unwrap())),
        gender: Gender::Female,
        ..Identity::default()
    }
}

fn dora() -> PersonKey {
    PersonKey { council: council(), id: "P1".parse().unwrap() }
}

fn clerk() -> Staff {
    Staff::new(
        "clerk-1".parse().unwrap(),
        "Ada Clerk",
        Seat {
            role: Role::PrivacyOfficer,
            organisation: Organisation::Hospital { trust: trust(), site: "RZZ01".parse().unwrap() },
        },
    )
}

fn council() -> CouncilName {
    "westshire".parse().unwrap()
}

fn trust() -> TrustCode {
    "RZZ".parse().unwrap()
}
