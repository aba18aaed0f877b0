//! Who may come in is looked after from the command line, too: there the first administrator is
//! invited, and there somebody is helped whom nobody else can help.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test whose ground gives way has failed"
)]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use care::access::accounts::AccountAct;
use care::access::session::Limits;
use care::access::{Act, Actor, Organisation, Role, Seat, Staff, Visitor};
use homeward::clock;
use serde_json::Value;
use store::testing::Ground;
use store::{Arrival, AuditFilter, NewPasskey, NewSession, Store};

#[tokio::test(flavor = "multi_thread")]
async fn the_first_administrator_is_invited_and_the_link_is_all_that_is_printed() {
    for ground in store::testing::grounds().await {
        let house = House::new(&ground, "invite").await;
        let by = ["--trust", "RZZ", "--site", "RZZ01", "--by", "Ada Admin"];
        let output = house.invite("Wren Ashdown", "support", &by);
        assert!(output.status.success(), "{}", words(&output.stderr));
        let link = words(&output.stdout);
        let (address, secret) = link.split_once('#').unwrap();
        assert_eq!((address, secret.len()), ("https://homeward.example/invitation", 43));
        assert!(words(&output.stderr).contains("Give this link to Wren Ashdown"));
        assert!(!words(&output.stderr).contains(secret));

        let listed = house.list();
        assert_eq!(listed.len(), 1);
        assert_eq!(listed[0]["name"], "Wren Ashdown");
        assert_eq!(
            (&listed[0]["state"], &listed[0]["issuer"]),
            (&"invited".into(), &"accounts".into())
        );
        let noted = &house.store.audit_lines(&AuditFilter::All, 1).await.unwrap()[0];
        assert_eq!(noted.actor, Actor::Operator { name: "Ada Admin".to_owned() });
        let seat = Seat { role: Role::Support, organisation: organisation() };
        let invited = AccountAct::Invited { seats: vec![seat] };
        assert!(matches!(&noted.act, Act::Account { what, .. } if *what == invited), "{noted:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_is_refused_and_nobody_is_invited() {
    for ground in store::testing::grounds().await {
        let house = House::new(&ground, "refused").await;
        let at = |trust, site| ["--trust", trust, "--site", site, "--by", "Ada"];
        for (name, role, more, expected) in [
            ("Wren", "root", at("RZZ", "RZZ01"), "expected one of emergency_department"),
            ("Wren", "social_worker", at("RZZ", "RZZ01"), "has no Social worker"),
            ("Wren", "ward", at("RYY", "RYY01"), "no [[trust]] RYY"),
            ("Wren", "ward", at("RZZ", "RYY01"), "no [[trust.site]] RYY01"),
            (" ", "ward", at("RZZ", "RZZ01"), "expected a name"),
        ] {
            let output = house.invite(name, role, &more);
            assert!(!output.status.success(), "{role}");
            assert!(words(&output.stderr).contains(expected), "{}", words(&output.stderr));
        }
        let anonymous = house.invite("Wren", "ward", &["--trust", "RZZ", "--site", "RZZ01"]);
        assert!(!anonymous.status.success(), "by whom?");
        assert!(house.list().is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_shut_out_let_in_and_recovered_but_the_last_administrator_stays() {
    for ground in store::testing::grounds().await {
        let house = House::new(&ground, "recover").await;
        let by = ["--trust", "RZZ", "--site", "RZZ01", "--by", "Ada Admin"];
        assert!(house.invite("Wren Ashdown", "support", &by).status.success());
        let id = house.list()[0]["id"].as_str().unwrap().to_owned();
        house.make_passkey(&id).await;
        assert_eq!(house.list()[0]["state"], "comes_in");

        let refused = house.about("disable", &id);
        assert!(words(&refused.stderr).contains("nobody else looks after the accounts"));
        assert!(house.invite("Second Ashdown", "support", &by).status.success());
        let second = house.list().into_iter().find(|one| one["name"] == "Second Ashdown").unwrap();
        house.make_passkey(second["id"].as_str().unwrap()).await;
        assert!(house.about("disable", &id).status.success());
        assert!(!house.about("disable", &id).status.success(), "twice");
        assert!(!house.about("recover", &id).status.success(), "first let them in");
        assert!(house.about("enable", &id).status.success());

        let recovered = house.about("recover", &id);
        assert!(words(&recovered.stdout).contains("https://homeward.example/invitation#"));
        let state = |all: Vec<Value>| all.into_iter().find(|one| one["id"] == id.as_str()).unwrap();
        assert_eq!(state(house.list())["state"], "invited", "the old passkey is gone");
        let unknown = house.about("recover", "nobody");
        assert!(words(&unknown.stderr).contains("there is no account of this handle"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_ended_of_one_or_of_all_and_nobody_is_shut_out() {
    for ground in store::testing::grounds().await {
        let house = House::new(&ground, "sign-out").await;
        for (number, who) in [(1, "nurse-1"), (2, "nurse-1"), (3, "nurse-2")] {
            house.begin(number, who).await;
        }
        let unknown = house.about("sign-out", "nobody");
        assert!(words(&unknown.stderr).contains("there is nobody of this handle"));
        let one = house.about("sign-out", "nurse-1");
        assert!(words(&one.stdout).contains("Signed out of 2 screens"), "{}", words(&one.stderr));
        let left = house.store.signed_in(clock::now()).await.unwrap();
        assert_eq!(left, ["nurse-2".parse().unwrap()]);
        let noted = &house.store.audit_lines(&AuditFilter::All, 1).await.unwrap()[0];
        assert_eq!(noted.act, Act::EndedSessions { whom: "nurse-1".parse().unwrap() });
        assert_eq!(noted.actor, Actor::Operator { name: "Ada Admin".to_owned() });
        house.begin(1, "nurse-1").await;
        let all = house.about("sign-out", "--all");
        assert!(words(&all.stdout).contains("Signed out of 2 screens"), "{}", words(&all.stderr));
        assert!(house.store.signed_in(clock::now()).await.unwrap().is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_address_no_account_is_kept() {
    let ground = &store::testing::grounds().await[0];
    let house = House::new(ground, "off").await;
    let text = fs::read_to_string(&house.settings).unwrap();
    let (text, _) = text.split_once("[accounts]").unwrap();
    fs::write(&house.settings, text).unwrap();
    let by = ["--trust", "RZZ", "--site", "RZZ01", "--by", "Ada Admin"];
    let output = house.invite("Wren Ashdown", "support", &by);
    assert!(words(&output.stderr).contains("no accounts are kept here"));
}

/// Settings in a folder of their own, and the store that they name. The folder is gone when dropped.
struct House {
    folder: PathBuf,
    settings: PathBuf,
    store: Store,
}

impl Drop for House {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.folder));
    }
}

impl House {
    async fn new(ground: &Ground, name: &str) -> Self {
        let store = ground.open().await;
        let name = format!("homeward_user_{name}_{ground:?}_{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(folder.join("councils")).unwrap();
        let settings = folder.join("homeward.toml");
        let database = ground.url();
        let text = format!(
            "database = \"{database}\"\n[web]\nbehind_tls = true\n\
             [[trust]]\ncode = \"RZZ\"\nname = \"Westshire University Hospital\"\n\
             [[trust.site]]\ncode = \"RZZ01\"\nname = \"General\"\n\
             [accounts]\norigin = \"https://homeward.example\"\n"
        );
        fs::write(&settings, text).unwrap();
        Self { folder, settings, store }
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_homeward"))
            .current_dir(&self.folder)
            .arg("user")
            .args(arguments)
            .arg("--config")
            .arg(&self.settings)
            .output()
            .unwrap()
    }

    fn invite(&self, name: &str, role: &str, more: &[&str]) -> Output {
        let first = ["invite", "--name", name, "--role", role];
        self.run(&first.iter().chain(more).copied().collect::<Vec<_>>())
    }

    fn about(&self, act: &str, id: &str) -> Output {
        self.run(&[act, id, "--by", "Ada Admin"])
    }

    fn list(&self) -> Vec<Value> {
        let output = self.run(&["list", "--json"]);
        assert!(output.status.success(), "{}", words(&output.stderr));
        let text = String::from_utf8(output.stdout).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// Somebody comes in by a provider, on the screen of this number.
    async fn begin(&self, number: u8, who: &str) {
        const ISSUER: &str = "https://provider.example";
        let (now, seat) = (clock::now(), Seat { role: Role::Ward, organisation: organisation() });
        let (seats, session) = ([seat.clone()], format!("session-{number}"));
        let staff = Staff::new(who.parse().unwrap(), "Ama Mensah", seat);
        let visitor =
            Visitor { id: staff.id, name: staff.name, origin: staff.origin, own: staff.own };
        let arrival = Arrival {
            id: &visitor.id,
            issuer: ISSUER,
            subject: who,
            name: &visitor.name,
            seats: &seats,
        };
        self.store.staff_seen(&arrival, now).await.unwrap();
        let new = NewSession {
            handle: &session,
            token: [number; 32],
            form_key: &[7; 32],
            visitor: &visitor,
            seats: &seats,
            seat: seats.first(),
            issuer: ISSUER,
            subject: who,
            provider_session: "",
            times: Limits::default().begin(0, now),
            place: "/",
            set_out: now,
        };
        self.store.start_session(&new, now).await.unwrap();
    }

    /// Somebody has made a passkey, as far as the store knows.
    async fn make_passkey(&self, id: &str) {
        let now = clock::now();
        let account = self.store.account(&id.parse().unwrap(), now).await.unwrap().unwrap();
        let seat = account.seats[0].clone();
        let by = Actor::from(&Staff::new(account.id.clone(), "Wren Ashdown", seat));
        let passkey =
            NewPasskey { credential: id.as_bytes(), handle: id, name: "Telephone", key: "{}" };
        self.store.add_passkey(&account, &passkey, (&by, now)).await.unwrap();
    }
}

fn organisation() -> Organisation {
    Organisation::Hospital { trust: "RZZ".parse().unwrap(), site: "RZZ01".parse().unwrap() }
}

/// Blanks folded.
fn words(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).split_whitespace().collect::<Vec<_>>().join(" ")
}
