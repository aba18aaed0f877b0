//! No message is lost, none is doubled, and none that waits is forgotten.

use std::collections::BTreeSet;

use jiff::Timestamp;
use store::testing::stores;
use store::{Arrived, Kept, MessageId, Store};

#[tokio::test]
async fn the_same_message_twice_is_kept_once() {
    for store in stores().await {
        let first = keep(&store, "pas", "C1", 1).await;
        let Kept::New(id) = first else { panic!("{store:?}: {first:?}") };
        assert_eq!(keep(&store, "pas", "C1", 1).await, Kept::Again(id), "{store:?}");
        let other_body = keep(&store, "pas", "C1", 2).await;
        assert!(matches!(other_body, Kept::New(_)), "{store:?}: {other_body:?}");
        let other_feed = keep(&store, "ed", "C1", 1).await;
        assert!(matches!(other_feed, Kept::New(_)), "{store:?}: {other_feed:?}");
        assert_eq!(store.unfiled_messages(10).await.unwrap().len(), 3, "{store:?}");
    }
}

#[tokio::test]
async fn a_message_comes_back_byte_for_byte_and_oldest_first() {
    for store in stores().await {
        for number in 0..20 {
            keep(&store, "pas", &format!("C{number}"), number).await;
        }
        let waiting = store.unfiled_messages(5).await.unwrap();
        let bodies: Vec<Vec<u8>> = waiting.iter().map(|message| message.body.clone()).collect();
        let expected: Vec<Vec<u8>> = (0..5).map(|number| vec![0, 255, number]).collect();
        assert_eq!(bodies, expected, "{store:?}");
        assert_eq!(waiting[0].received_at, at(0), "{store:?}");
        assert_eq!(waiting[0].trust.as_str(), "RZZ", "{store:?}");
    }
}

#[tokio::test]
async fn of_sixteen_senders_each_message_is_kept_once_and_none_is_invented() {
    for store in stores().await {
        let mut senders = Vec::new();
        for sender in 0..16 {
            let store = Store::clone(&store);
            senders.push(tokio::spawn(async move {
                for number in 0..25 {
                    // Every fifth is sent twice, as after an acknowledgement that was lost.
                    for _ in 0..=usize::from(number % 5 == 0) {
                        keep(&store, "pas", &format!("S{sender}-{number}"), number).await;
                    }
                }
            }));
        }
        for sender in senders {
            sender.await.unwrap();
        }
        let kept = store.control_ids("pas", 1000).await.unwrap();
        let distinct: BTreeSet<&String> = kept.iter().collect();
        assert_eq!((kept.len(), distinct.len()), (400, 400), "{store:?}");
        assert_eq!(store.feeds().await.unwrap()[0].repeated, 80, "{store:?}");
    }
}

#[tokio::test]
async fn an_unreadable_message_is_listed_with_its_reason_and_no_longer_waits() {
    for store in stores().await {
        let id = id(keep(&store, "pas", "C1", 1).await);
        store.mark_unreadable(id, "it has no patient", at(5)).await.unwrap();
        let refused = Arrived { unreadable: Some("no header"), ..arrived("pas", "", &[9], 2) };
        store.keep_message(refused).await.unwrap();
        assert_eq!(store.unfiled_messages(10).await.unwrap(), [], "{store:?}");
        let listed = store.unreadable_messages(10).await.unwrap();
        let reasons: Vec<&str> = listed.iter().map(|message| message.reason.as_str()).collect();
        assert_eq!(reasons, ["no header", "it has no patient"], "{store:?}");
    }
}

#[tokio::test]
async fn a_feed_says_what_waits_and_since_when() {
    for store in stores().await {
        assert_eq!(store.feeds().await.unwrap(), [], "{store:?}");
        for number in 0..4 {
            keep(&store, "pas", &format!("C{number}"), number).await;
        }
        let first = store.unfiled_messages(1).await.unwrap()[0].id;
        store.mark_unreadable(first, "it has no patient", at(9)).await.unwrap();
        keep(&store, "pas", "C3", 3).await;
        let feeds = store.feeds().await.unwrap();
        let feed = &feeds[0];
        assert_eq!((feed.kept, feed.unfiled, feed.unreadable, feed.repeated), (4, 3, 1, 1));
        assert_eq!(feed.last_received_at, at(3), "{store:?}");
        assert_eq!(feed.oldest_unfiled_at, Some(at(1)), "{store:?}");
    }
}

#[tokio::test]
async fn a_control_id_may_be_anything_a_sender_can_send() {
    let long = "x".repeat(5000);
    let odd = ["", "a\0b", "'; DROP TABLE messages; --", "€ 你 🏥", &long];
    for store in stores().await {
        for (number, control_id) in (0..).zip(odd) {
            let first = keep(&store, "pas", control_id, number).await;
            let again = keep(&store, "pas", control_id, number).await;
            assert_eq!(again, Kept::Again(id(first)), "{store:?}");
        }
        assert_eq!(store.feeds().await.unwrap()[0].kept, 5, "{store:?}");
    }
}

#[tokio::test]
async fn debug_text_of_a_message_shows_nothing_of_it() {
    for store in stores().await {
        keep(&store, "pas", "C1", 1).await;
        let message = store.unfiled_messages(1).await.unwrap().remove(0);
        assert_eq!(format!("{message:?}"), format!("StoredMessage({})", message.id));
    }
}

async fn keep(store: &Store, feed: &str, control_id: &str, number: u8) -> Kept {
    let body = [0, 255, number];
    store.keep_message(arrived(feed, control_id, &body, number)).await.unwrap()
}

fn arrived<'a>(feed: &'a str, control_id: &'a str, body: &'a [u8], number: u8) -> Arrived<'a> {
    static TRUST: std::sync::LazyLock<care::people::TrustCode> =
        std::sync::LazyLock::new(|| "RZZ".parse().unwrap());
    Arrived {
        feed,
        trust: &TRUST,
        received_at: at(number),
        control_id,
        trigger: "A01",
        digest: digest(control_id, number),
        body,
        unreadable: None,
    }
}

fn digest(control_id: &str, number: u8) -> [u8; 32] {
    let text = format!("{control_id} {number}");
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes());
    digest.as_ref().try_into().unwrap()
}

fn at(second: u8) -> Timestamp {
    Timestamp::from_second(1_786_000_000 + i64::from(second)).unwrap()
}

fn id(kept: Kept) -> MessageId {
    match kept {
        Kept::New(id) | Kept::Again(id) => id,
    }
}
