//! What does a hospital meet when it connects? Real sockets, real databases.
#![expect(clippy::unwrap_used, reason = "a test whose ground gives way has failed")]

#[path = "harness/admission.rs"]
mod admission;
#[path = "intake/ground.rs"]
mod ground;
#[path = "harness/sender.rs"]
mod sender;
#[path = "intake/wire.rs"]
mod wire;

use admission::admission;
use ground::{Intake, RULES};
use sender::{Sender, framed};
use tokio::net::TcpStream;

#[tokio::test]
async fn a_message_is_kept_and_then_acknowledged_on_both_engines() {
    for fresh in store::testing::stores().await {
        let intake = Intake::over(fresh.clone(), RULES).await;
        let answer = intake.connect().await.send(&admission("M1", 1)).await.unwrap();
        assert!(answer.contains("MSA|AA|M1\r"), "{answer}");
        assert_eq!(fresh.control_ids("adt", 9).await.unwrap(), ["M1"], "{fresh:?}");
        intake.end().await;
    }
}

#[tokio::test]
async fn the_same_message_twice_is_acknowledged_twice_and_kept_once() {
    let intake = Intake::with(RULES).await;
    for _ in 0..2 {
        let mut sender = intake.connect().await;
        let answer = sender.send(&admission("M1", 1)).await.unwrap();
        assert!(answer.contains("MSA|AA|M1\r"), "{answer}");
    }
    let feeds = intake.store.feeds().await.unwrap();
    assert_eq!(feeds.iter().map(|feed| (feed.kept, feed.repeated)).collect::<Vec<_>>(), [(1, 1)]);
}

#[tokio::test]
async fn the_same_control_id_on_another_message_is_another_message() {
    let intake = Intake::with(RULES).await;
    let mut sender = intake.connect().await;
    sender.send(&admission("M1", 1)).await.unwrap();
    sender.send(&admission("M1", 2)).await.unwrap();
    assert_eq!(intake.store.control_ids("adt", 9).await.unwrap(), ["M1", "M1"]);
}

#[tokio::test]
async fn an_unknown_event_is_kept_and_accepted() {
    let intake = Intake::with(RULES).await;
    let mut sender = intake.connect().await;
    let message = admission("M1", 1).replace("ADT^A01^ADT_A01", "ADT^A99");
    let answer = sender.send(&message).await.unwrap();
    assert!(answer.contains("MSA|AA|M1\r"), "{answer}");
    assert_eq!(intake.store.unfiled_messages(9).await.unwrap().len(), 1);
}

#[tokio::test]
async fn an_unreadable_message_is_kept_answered_with_an_error_and_listed() {
    let intake = Intake::with(RULES).await;
    let mut sender = intake.connect().await;
    let answer = sender.send("This is no message.").await.unwrap();
    assert!(answer.contains("MSA|AE|"), "{answer}");
    let listed = intake.store.unreadable_messages(9).await.unwrap();
    let reasons: Vec<&str> = listed.iter().map(|message| message.reason.as_str()).collect();
    assert_eq!(reasons, ["the message does not begin with an MSH segment"]);
    let answer = sender.send(&admission("M2", 2)).await.unwrap();
    assert!(answer.contains("MSA|AA|M2\r"), "the queue behind it goes on: {answer}");
}

#[tokio::test]
async fn h23_a_test_message_is_refused_on_a_live_feed_and_not_kept() {
    let intake = Intake::with(RULES).await;
    let mut sender = intake.connect().await;
    let answer = sender.send(&admission("M1", 1).replace("|P|2.4", "|T|2.4")).await.unwrap();
    assert!(answer.contains("MSA|AR|M1|") && answer.contains("202"), "{answer}");
    assert_eq!(intake.store.control_ids("adt", 9).await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn enhanced_mode_is_answered_in_its_own_codes_unless_the_feed_says_otherwise() {
    let enhanced = admission("M1", 1).replace("|P|2.4", "|P|2.4|||AL|NE");
    let intake = Intake::with(RULES).await;
    let answer = intake.connect().await.send(&enhanced).await.unwrap();
    assert!(answer.contains("MSA|CA|M1\r"), "{answer}");
    let stubborn = Intake::with("acknowledge = \"original\"").await;
    let answer = stubborn.connect().await.send(&enhanced).await.unwrap();
    assert!(answer.contains("MSA|AA|M1\r"), "{answer}");
}

#[tokio::test]
async fn frames_may_be_cut_and_glued_at_any_byte() {
    let intake = Intake::with(RULES).await;
    let stream: Vec<u8> = (1..=3).flat_map(|n| framed(&admission(&format!("M{n}"), n))).collect();
    for size in [1, 7, 64, stream.len()] {
        let mut sender = intake.connect().await;
        for piece in stream.chunks(size) {
            sender.write(piece).await.unwrap();
        }
        for n in 1..=3 {
            let answer = sender.answer().await.unwrap();
            assert!(answer.contains(&format!("MSA|AA|M{n}\r")), "cut at {size}: {answer}");
        }
    }
    assert_eq!(intake.store.control_ids("adt", 9).await.unwrap(), ["M1", "M2", "M3"]);
}

#[tokio::test]
async fn answers_keep_the_order_of_the_messages_when_many_are_kept_at_once() {
    let intake = Intake::with("[feed.limits]\npipeline = 16").await;
    let stream: Vec<u8> = (0..100).flat_map(|n| framed(&admission(&format!("M{n}"), n))).collect();
    let mut sender = intake.connect().await;
    sender.write(&stream).await.unwrap();
    for n in 0..100 {
        let answer = sender.answer().await.unwrap();
        assert!(answer.contains(&format!("MSA|AA|M{n}\r")), "{answer}");
    }
    assert_eq!(intake.store.control_ids("adt", 999).await.unwrap().len(), 100);
}

#[tokio::test]
async fn a_message_that_is_too_long_is_refused_and_the_connection_closed() {
    let intake = Intake::with("[feed.limits]\nmessage_bytes = 2000").await;
    let mut sender = intake.connect().await;
    let long = admission("M1", 1) + "OBX|1|ED|" + &"x".repeat(100_000);
    let answer = sender.send(&long).await.unwrap();
    assert!(answer.contains("MSA|AR|M1|") && answer.contains("207"), "{answer}");
    assert!(sender.answer().await.is_err(), "the connection is closed");
    assert_eq!(intake.store.control_ids("adt", 9).await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn a_message_cut_off_by_the_peer_is_not_kept() {
    let intake = Intake::with(RULES).await;
    let mut sender = intake.connect().await;
    let whole = framed(&admission("M1", 1));
    sender.write(whole.split_at(whole.len() / 2).0).await.unwrap();
    drop(sender);
    let answer = intake.connect().await.send(&admission("M2", 2)).await.unwrap();
    assert!(answer.contains("MSA|AA|M2\r"), "{answer}");
    assert_eq!(intake.store.control_ids("adt", 9).await.unwrap(), ["M2"]);
}

#[tokio::test]
async fn noise_before_a_message_is_passed_over_and_endless_noise_is_sent_away() {
    let intake = Intake::with("[feed.limits]\njunk_bytes = 100").await;
    let mut sender = intake.connect().await;
    sender.write(b"health check\r\n").await.unwrap();
    assert!(sender.send(&admission("M1", 1)).await.unwrap().contains("MSA|AA|M1\r"));
    sender.write(&[b'x'; 101]).await.unwrap();
    assert!(sender.answer().await.is_err(), "the connection is closed");
}

#[tokio::test]
async fn a_peer_that_stalls_inside_a_message_is_sent_away() {
    let intake = Intake::with("[feed.limits]\npause_seconds = 0").await;
    let mut sender = intake.connect().await;
    sender.write(b"\x0bMSH|").await.unwrap();
    assert!(sender.answer().await.is_err(), "the connection is closed");
}

#[tokio::test]
async fn a_peer_that_is_not_on_the_list_is_sent_away() {
    let intake = Intake::with("allow = [\"10.20.0.0/16\"]").await;
    assert!(intake.connect().await.send(&admission("M1", 1)).await.is_err());
    let intake = Intake::with("allow = [\"10.20.0.0/16\", \"127.0.0.0/8\"]").await;
    assert!(intake.connect().await.send(&admission("M1", 1)).await.is_ok());
}

#[tokio::test]
async fn one_connection_too_many_is_sent_away_and_the_next_may_come() {
    let intake = Intake::with("[feed.limits]\nconnections = 1").await;
    let mut first = intake.connect().await;
    assert!(first.send(&admission("M1", 1)).await.is_ok());
    assert!(intake.connect().await.send(&admission("M2", 2)).await.is_err());
    drop(first);
    while intake.connect().await.send(&admission("M3", 3)).await.is_err() {}
    assert_eq!(intake.store.control_ids("adt", 9).await.unwrap(), ["M1", "M3"]);
}

#[tokio::test]
async fn h18_while_the_database_is_away_nothing_is_acknowledged() {
    let fresh = store::testing::postgres().await;
    let intake = Intake::over(fresh.open().await, RULES).await;
    let mut sender = intake.connect().await;
    assert!(sender.send(&admission("M1", 1)).await.is_ok());
    fresh.take_away().await;
    assert!(sender.send(&admission("M2", 2)).await.is_err(), "closed without an answer");
}

#[tokio::test]
async fn a_service_that_ends_finishes_what_it_has_begun() {
    let intake = Intake::with(RULES).await;
    let mut sender = intake.connect().await;
    sender.send(&admission("M1", 1)).await.unwrap();
    let address = intake.address;
    intake.end().await;
    assert!(sender.answer().await.is_err(), "the connection is closed");
    assert!(TcpStream::connect(address).await.is_err(), "nobody listens");
}

#[tokio::test]
async fn over_tls_a_peer_with_our_certificate_is_heard() {
    let intake = Intake::with(&wire::settings(true)).await;
    let stream = wire::connect(intake.address, Some("hospital")).await.unwrap();
    let answer = Sender::over(stream).send(&admission("M1", 1)).await.unwrap();
    assert!(answer.contains("MSA|AA|M1\r"), "{answer}");
}

#[tokio::test]
async fn over_tls_a_stranger_and_a_peer_without_a_certificate_are_not_heard() {
    let intake = Intake::with(&wire::settings(true)).await;
    for certificate in [Some("stranger"), None] {
        let heard = match wire::connect(intake.address, certificate).await {
            Ok(stream) => Sender::over(stream).send(&admission("M1", 1)).await.is_ok(),
            Err(_) => false,
        };
        assert!(!heard, "{certificate:?}");
    }
    assert!(intake.connect().await.send(&admission("M1", 1)).await.is_err(), "in the clear");
    assert_eq!(intake.store.control_ids("adt", 9).await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn over_tls_without_an_authority_anyone_who_trusts_us_is_heard() {
    let intake = Intake::with(&wire::settings(false)).await;
    let stream = wire::connect(intake.address, None).await.unwrap();
    assert!(Sender::over(stream).send(&admission("M1", 1)).await.is_ok());
}

#[tokio::test]
async fn a_silent_peer_in_its_handshake_delays_nobody() {
    let intake = Intake::with(&wire::settings(true)).await;
    let _silent = TcpStream::connect(intake.address).await.unwrap();
    let stream = wire::connect(intake.address, Some("hospital")).await.unwrap();
    assert!(Sender::over(stream).send(&admission("M1", 1)).await.is_ok());
}
