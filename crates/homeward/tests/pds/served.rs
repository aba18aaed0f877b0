//! The program itself, with a national service beside it.

use std::fs;
use std::process::Command;

use store::Store;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::asked::NUMBER;
use crate::hospital::{admission, trust};
use crate::national::{KEY_ID, National, person};
use crate::process::{Folder, Homeward};
use crate::sender::Sender;

/// What must never be logged: each stands in what is asked, answered or signed.
/// The birth date in both tongues, whole: its year alone stands in the fraction of many a second.
const CANARIES: [&str; 9] = [
    "Tresillian",
    "TRESILLIAN",
    "Morwenna",
    "Tanner",
    "1939-01-09",
    "19390109",
    NUMBER,
    "token-",
    "Patient?",
];

#[tokio::test(flavor = "multi_thread")]
async fn the_program_traces_a_patient_and_logs_nothing_of_them() {
    let national = National::listen().await;
    national.know(person(NUMBER, ("Tresillian", "Morwenna"), "1939-01-09"));
    let (folder, homeward) = serve("pds", &national);
    let mut sender = Sender::connect(homeward.feed).await.unwrap();
    assert!(sender.send(&admission("", "")).await.unwrap().contains("MSA|AA|"));
    let store = store_in(&folder).await;
    let traced = loop {
        let patients = store.to_trace(&trust(), 9).await.unwrap();
        if let Some(number) = patients.iter().find_map(|one| one.patient.identity().nhs) {
            break number;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(traced.number.digits(), NUMBER);
    assert!(homeward.stop(), "it ends well when asked: {}", folder.log());
    let log = folder.log();
    assert!(log.contains("the national service answered"), "{log}");
    for canary in CANARIES {
        assert!(!log.contains(canary), "{canary} was heard: {log}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn h20_without_the_national_service_messages_are_answered_and_filed_as_ever() {
    let national = National::listen().await;
    let (folder, homeward) = serve("pds_gone", &national);
    drop(national);
    let mut sender = Sender::connect(homeward.feed).await.unwrap();
    assert!(sender.send(&admission("", "")).await.unwrap().contains("MSA|AA|"));
    let store = store_in(&folder).await;
    while !store.unfiled_messages(1).await.unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
    assert_eq!(store.ward_list(&trust(), Some("7B"), 9).await.unwrap().len(), 1);
    loop {
        let patients = store.to_trace(&trust(), 9).await.unwrap();
        if patients[0].last.as_ref().is_some_and(|last| last.failures > 0) {
            break;
        }
        tokio::task::yield_now().await;
    }
    let pages = homeward.said.iter().find_map(|line| line.strip_prefix("open http://"));
    assert!(get(pages.unwrap(), "/status").await.contains("Not answering"));
    assert!(homeward.stop(), "it ends well when asked: {}", folder.log());
    for canary in CANARIES {
        assert!(!folder.log().contains(canary), "{canary} was heard: {}", folder.log());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_says_whether_the_national_service_lets_us_in() {
    let national = National::listen().await;
    let folder = Folder::new("pds_check");
    let settings = folder.settings("sqlite:h.db");
    let text = fs::read_to_string(&settings).unwrap();
    let check = |section: String| {
        fs::write(&settings, format!("{text}\n{section}")).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_homeward"));
        command.args(["check", "--config"]).arg(&settings);
        tokio::task::spawn_blocking(move || {
            let output = command.output().unwrap();
            (output.status.success(), String::from_utf8(output.stdout).unwrap())
        })
    };
    let (is_well, said) = check(national.settings("")).await.unwrap();
    assert!(is_well && said.contains("national service: lets us in"), "{said}");
    let other = national.settings("").replace(KEY_ID, "unknown");
    let (is_well, said) = check(other).await.unwrap();
    assert!(!is_well && said.contains("does not let us in"), "{said}");
    let missing = national.settings("").replace("signing.key", "missing.key");
    let (is_well, said) = check(missing).await.unwrap();
    assert!(!is_well && said.contains("missing.key holds no private key"), "{said}");
    assert_eq!(national.asked(), [""; 0], "nobody was asked about");
    assert_eq!(national.state().refused, ["key id"]);
}

fn serve(name: &str, national: &National) -> (Folder, Homeward) {
    let folder = Folder::new(name);
    let database = format!("sqlite:{}", folder.path().join("h.db").display());
    let settings = folder.settings(&database);
    let text = fs::read_to_string(&settings).unwrap();
    let more = format!("{text}\n{}\n[log]\nlevel = \"debug\"\n", national.settings(""));
    fs::write(&settings, more).unwrap();
    let homeward = Homeward::serve(&folder, &settings);
    assert!(homeward.said.len() > 1, "it says where the pages are too");
    (folder, homeward)
}

async fn store_in(folder: &Folder) -> Store {
    let database = format!("sqlite:{}", folder.path().join("h.db").display());
    Store::open(&database.parse().unwrap()).await.unwrap()
}

/// A page, by what followed `open http://`.
async fn get(pages: &str, path: &str) -> String {
    let host = pages.trim_end_matches('/');
    let mut stream = TcpStream::connect(host).await.unwrap();
    let ask = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(ask.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}
