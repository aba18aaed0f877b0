//! A session lasts as long as it was told, and a key for ever.

use care::access::{Organisation, Role, Seat, Staff};
use store::testing::stores;
use store::{SessionTimes, Store};

use crate::hospital::{at, person, trust};

#[tokio::test]
async fn a_session_ends_when_nobody_does_anything_and_in_any_case_at_its_end() {
    let times = SessionTimes { started_at: at(0), idle_until: at(10), ends_at: at(30) };
    for store in stores().await {
        store.start_session(&[1; 32], &nurse(), times).await.unwrap();
        check(&store, 9, true).await;
        check(&store, 10, false).await;
        store.touch_session(&[1; 32], at(9), at(19)).await.unwrap();
        check(&store, 18, true).await;
        store.touch_session(&[1; 32], at(18), at(12)).await.unwrap();
        check(&store, 18, true).await;
        store.touch_session(&[1; 32], at(19), at(60)).await.unwrap();
        check(&store, 19, false).await;
        store.touch_session(&[1; 32], at(18), at(60)).await.unwrap();
        check(&store, 29, true).await;
        check(&store, 30, false).await;
    }
}

#[tokio::test]
async fn a_session_knows_who_it_is_and_another_token_opens_nothing() {
    let times = SessionTimes { started_at: at(0), idle_until: at(10), ends_at: at(30) };
    for store in stores().await {
        store.start_session(&[1; 32], &nurse(), times).await.unwrap();
        let session = store.session(&[1; 32], at(1)).await.unwrap().unwrap();
        assert_eq!((session.staff, session.times), (nurse(), times), "{store:?}");
        assert_eq!(store.session(&[2; 32], at(1)).await, Ok(None), "{store:?}");
    }
}

#[tokio::test]
async fn signing_out_ends_one_session_or_all() {
    let times = SessionTimes { started_at: at(0), idle_until: at(10), ends_at: at(30) };
    for store in stores().await {
        for token in 1..4 {
            store.start_session(&[token; 32], &nurse(), times).await.unwrap();
        }
        store.end_session(&[2; 32]).await.unwrap();
        let signed_in = async |token| store.session(&[token; 32], at(1)).await.unwrap().is_some();
        assert!(signed_in(1).await && !signed_in(2).await && signed_in(3).await, "{store:?}");
        store.end_all_sessions_of(&nurse().id).await.unwrap();
        assert!(!signed_in(1).await && !signed_in(3).await, "{store:?}");
    }
}

#[tokio::test]
async fn a_key_is_made_once_whoever_asks_first() {
    for store in stores().await {
        let mut asking = Vec::new();
        for _ in 0..8 {
            let store = Store::clone(&store);
            asking.push(tokio::spawn(async move { store.settings_secret("handles").await }));
        }
        let mut keys = Vec::new();
        for one in asking {
            keys.push(one.await.unwrap().unwrap());
        }
        keys.dedup();
        assert_eq!(keys.len(), 1, "{store:?}");
        assert_ne!(keys[0], [0; 32], "{store:?}");
        assert_ne!(store.settings_secret("copies").await.unwrap(), keys[0], "{store:?}");
        let again = store.ground().open().await;
        assert_eq!(again.settings_secret("handles").await.unwrap(), keys[0], "{store:?}");
    }
}

pub(crate) fn nurse() -> Staff {
    Staff::new(
        "nurse-1".parse().unwrap(),
        "Ada Nurse",
        Seat {
            role: Role::Ward,
            organisation: Organisation::Hospital { trust: trust(), site: "RZZ01".parse().unwrap() },
        },
    )
}

async fn check(store: &Store, minute: i64, expected: bool) {
    let session = store.session(&[1; 32], at(minute)).await.unwrap();
    assert_eq!(session.is_some(), expected, "minute {minute}");
}

/// Somebody of the hospital who works at the match desk.
pub(crate) fn officer() -> Staff {
    Staff::new(
        "officer-1".parse().unwrap(),
        "Ada Officer",
        Seat {
            role: Role::PrivacyOfficer,
            organisation: Organisation::Hospital { trust: trust(), site: "RZZ01".parse().unwrap() },
        },
    )
}

/// Somebody of the council who works at the match desk.
pub(crate) fn worker(id: &str) -> Staff {
    Staff::new(
        format!("worker-{id}").parse().unwrap(),
        "Bo Worker",
        Seat { role: Role::SocialWorker, organisation: Organisation::Council(person().council) },
    )
}
