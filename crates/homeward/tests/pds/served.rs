//! The program itself, with a national service beside it.

use std::fs;

use store::Store;

use crate::asked::NUMBER;
use crate::hospital::{admission, trust};
use crate::national::{National, person};
use crate::process::{Folder, Homeward};
use crate::sender::Sender;

/// What must never be logged: each stands in what is asked, answered or signed.
const CANARIES: [&str; 8] =
    ["Tresillian", "TRESILLIAN", "Morwenna", "Tanner", "1939", NUMBER, "token-", "Patient?"];

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
    assert!(homeward.stop(), "it ends well when asked: {}", folder.log());
    for canary in CANARIES {
        assert!(!folder.log().contains(canary), "{canary} was heard: {}", folder.log());
    }
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
