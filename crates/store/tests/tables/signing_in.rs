//! Whoever was sent to a provider comes back once, and a token is used once.

use store::testing::stores;
use store::{Expected, OnceOnly, Store};

use crate::hospital::at;

const WHO: Expected<'static> = Expected { provider: "cis2", state: &[1; 32], browser: &[2; 32] };

#[tokio::test]
async fn somebody_comes_back_once_and_to_what_they_were_sent_for() {
    for store in stores().await {
        store.expect_back(WHO, &"ward list", (at(0), at(10))).await.unwrap();
        let other_node = store.ground().open().await;
        assert_eq!(back(&other_node, WHO, 5).await, Some("ward list".to_owned()), "{store:?}");
        assert_eq!(back(&store, WHO, 5).await, None, "{store:?}: a second time");
    }
}

#[tokio::test]
async fn nobody_else_comes_back_in_their_place_nor_takes_their_place_away() {
    let strangers = [
        Expected { browser: &[3; 32], ..WHO },
        Expected { state: &[3; 32], ..WHO },
        Expected { provider: "entra", ..WHO },
    ];
    for store in stores().await {
        store.expect_back(WHO, &"ward list", (at(0), at(10))).await.unwrap();
        for stranger in strangers {
            assert_eq!(back(&store, stranger, 5).await, None, "{store:?}");
        }
        assert!(back(&store, WHO, 9).await.is_some(), "{store:?}");
    }
}

#[tokio::test]
async fn after_ten_minutes_nobody_is_expected_any_more() {
    for store in stores().await {
        store.expect_back(WHO, &"ward list", (at(0), at(10))).await.unwrap();
        assert_eq!(back(&store, WHO, 10).await, None, "{store:?}");
        let next = Expected { state: &[4; 32], ..WHO };
        store.expect_back(next, &"ward list", (at(10), at(20))).await.unwrap();
        assert_eq!(back(&store, WHO, 9).await, None, "{store:?}: it was forgotten");
        assert!(back(&store, next, 19).await.is_some(), "{store:?}");
    }
}

#[tokio::test]
async fn of_many_who_use_a_token_at_once_one_has_used_it() {
    for store in stores().await {
        let mut using = Vec::new();
        for _ in 0..8 {
            let store = Store::clone(&store);
            using.push(tokio::spawn(async move { used(&store, "logout", "https://a", "1").await }));
        }
        let mut firsts = 0;
        for one in using {
            firsts += usize::from(one.await.unwrap());
        }
        assert_eq!(firsts, 1, "{store:?}");
    }
}

#[tokio::test]
async fn ids_are_an_issuers_own_within_a_kind() {
    let tokens = [
        ("logout", "https://a", "1"),
        ("link", "https://a", "1"),
        ("logout", "https://b", "1"),
        ("logout", "https://a", "2"),
        ("logout", "https://a1", ""),
        ("logout", "https://", "a1"),
    ];
    for store in stores().await {
        for (kind, issuer, id) in tokens {
            assert!(used(&store, kind, issuer, id).await, "{store:?} {kind} {issuer} {id}");
            assert!(!used(&store, kind, issuer, id).await, "{store:?} {kind} {issuer} {id}");
        }
    }
}

#[tokio::test]
async fn a_token_is_remembered_for_as_long_as_it_is_good() {
    let token = OnceOnly { kind: "logout", issuer: "https://a", id: "1" };
    for store in stores().await {
        assert!(store.use_once(token, (at(0), at(5))).await.unwrap(), "{store:?}");
        assert!(!store.use_once(token, (at(5), at(10))).await.unwrap(), "{store:?}");
        assert!(store.use_once(token, (at(6), at(10))).await.unwrap(), "{store:?}: forgotten");
    }
}

async fn back(store: &Store, who: Expected<'_>, minute: i64) -> Option<String> {
    store.take_back_from(who, at(minute)).await.unwrap()
}

async fn used(store: &Store, kind: &str, issuer: &str, id: &str) -> bool {
    store.use_once(OnceOnly { kind, issuer, id }, (at(0), at(5))).await.unwrap()
}
