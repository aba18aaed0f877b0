//! Messages are filed whoever kept them, and none holds up another.
#![expect(clippy::unwrap_used, reason = "a test whose ground gives way has failed")]

#[path = "harness/admission.rs"]
mod admission;
#[path = "harness/process.rs"]
mod process;
#[path = "harness/sender.rs"]
mod sender;

use std::collections::BTreeSet;

use admission::admission;
use care::people::TrustCode;
use homeward::clock;
use process::{Folder, Homeward};
use sender::Sender;
use store::{Arrived, Store};

/// Each of so many patients is admitted at one node and moved at the other.
const PATIENTS: usize = 60;

#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_on_one_database_file_every_message_once() {
    let ground = store::testing::postgres().await;
    let folders = [Folder::new("node_one"), Folder::new("node_two")];
    let nodes = folders.each_ref().map(|folder| {
        let node = Homeward::serve(folder, &folder.settings(ground.url()));
        assert!(node.said.len() > 1, "it says where the pages are too");
        node
    });
    let mut one = Sender::connect(nodes[0].feed).await.unwrap();
    let mut other = Sender::connect(nodes[1].feed).await.unwrap();
    for number in 0..PATIENTS {
        let admitted = admission(&format!("A{number}"), number);
        let moved = transfer(&admitted);
        let (first, second) =
            if number % 2 == 0 { (&admitted, &moved) } else { (&moved, &admitted) };
        let answers = tokio::join!(one.send(first), other.send(second));
        assert!(answers.0.unwrap().contains("MSA|AA|") && answers.1.unwrap().contains("MSA|AA|"));
        assert!(other.send(first).await.unwrap().contains("MSA|AA|"), "told to both");
    }
    let store = ground.open().await;
    wait_until_filed(&store).await;
    for (node, folder) in nodes.into_iter().zip(&folders) {
        assert!(node.stop(), "it ends well when asked: {}", folder.log());
    }
    assert_eq!(patients_on(&store, "7B").await, PATIENTS, "everybody was moved");
    assert_eq!(patients_on(&store, "EAU").await, 0);
    assert_eq!(store.unreadable_messages(9).await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_cannot_be_filed_is_listed_and_holds_up_nobody() {
    for ground in store::testing::grounds().await {
        let store = ground.open().await;
        // Kept by a program that could read it: ours cannot.
        keep(&store, 1, &admission("M1", 1).replace("PID|", "ZID|")).await;
        keep(&store, 2, &admission("M2", 2)).await;
        let folder = Folder::new(&format!("listed_{ground:?}"));
        let homeward = Homeward::serve(&folder, &folder.settings(ground.url()));
        wait_until_filed(&store).await;
        assert!(homeward.stop(), "it ends well when asked: {}", folder.log());
        assert_eq!(patients_on(&store, "EAU").await, 1);
        let listed = store.unreadable_messages(9).await.unwrap();
        let reasons: Vec<&str> = listed.iter().map(|message| message.reason.as_str()).collect();
        assert_eq!(reasons, ["there is no PID segment"]);
    }
}

/// The same patient is moved to ward 7B a minute later.
fn transfer(admitted: &str) -> String {
    admitted
        .replace("ADT^A01^ADT_A01|A", "ADT^A02^ADT_A02|T")
        .replace("20260329144610+0100", "20260329144710+0100")
        .replace("RZZ^EAU^", "RZZ^7B^")
}

async fn keep(store: &Store, number: u8, message: &str) {
    let arrived = Arrived {
        feed: "adt",
        trust: &trust(),
        received_at: clock::now(),
        control_id: &format!("M{number}"),
        trigger: "A01",
        digest: [number; 32],
        body: message.as_bytes(),
        unreadable: None,
    };
    store.keep_message(arrived).await.unwrap();
}

async fn wait_until_filed(store: &Store) {
    while !store.unfiled_messages(1).await.unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
}

async fn patients_on(store: &Store, ward: &str) -> usize {
    let live = store.ward_list(&trust(), Some(ward), 10_000).await.unwrap();
    live.into_iter().map(|stay| stay.patient_id).collect::<BTreeSet<_>>().len()
}

fn trust() -> TrustCode {
    "RZZ".parse().unwrap()
}
