//! The database goes away and comes back, and nobody need do anything.
#![expect(clippy::unwrap_used, reason = "a test whose ground gives way has failed")]

#[path = "harness/admission.rs"]
mod admission;
#[path = "outage/cable.rs"]
mod cable;
#[path = "harness/process.rs"]
mod process;
#[path = "harness/sender.rs"]
mod sender;

use admission::admission;
use cable::Cable;
use process::{Folder, Homeward};
use sender::Sender;

#[tokio::test(flavor = "multi_thread")]
async fn h18_after_an_outage_of_the_database_messages_are_taken_and_filed_again() {
    let ground = store::testing::postgres().await;
    let store = ground.open().await;
    let cable = Cable::lay(ground.url());
    let folder = Folder::new("outage");
    let homeward = Homeward::serve(&folder, &folder.settings(&cable.url));
    assert!(homeward.said.len() > 1, "it says where the pages are too");
    let mut sender = Sender::connect(homeward.feed).await.unwrap();
    assert!(sender.send(&admission("M1", 1)).await.unwrap().contains("MSA|AA|M1"));
    cable.pull();
    assert!(sender.send(&admission("M2", 2)).await.is_err(), "closed without an answer");
    let mut sender = Sender::connect(homeward.feed).await.unwrap();
    assert!(sender.send(&admission("M2", 2)).await.is_err(), "and so it stays");
    cable.mend();
    let answer = loop {
        let mut sender = Sender::connect(homeward.feed).await.unwrap();
        if let Ok(answer) = sender.send(&admission("M2", 2)).await {
            break answer;
        }
    };
    assert!(answer.contains("MSA|AA|M2"), "{answer}");
    while !store.unfiled_messages(1).await.unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
    let live = store.ward_list(&"RZZ".parse().unwrap(), None, 9).await.unwrap();
    assert_eq!(live.len(), 2, "{}", folder.log());
    assert_eq!(store.control_ids("adt", 9).await.unwrap(), ["M1", "M2"]);
    assert!(homeward.stop(), "it ends well when asked: {}", folder.log());
}
