//! What ends sessions ends them all, and those that are just beginning.

use care::access::Actor;
use jiff::Timestamp;
use store::testing::stores;
use store::{ByProvider, EndOrder, NewSession, OnceOnly, StoreError};

use crate::hospital::at;
use crate::sessions::{ISSUER, acts, begin, handles, new_session, seen, visitor};

#[tokio::test]
async fn a_provider_ends_what_it_vouched_for_and_nothing_else() {
    for store in stores().await {
        for token in 1..4 {
            begin(&store, token, &visitor("nurse-1")).await;
        }
        begin(&store, 4, &visitor("nurse-2")).await;
        let end = async |issuer, id, which| {
            let token = OnceOnly { kind: "logout", issuer, id };
            let order = EndOrder { token, until: at(9), which };
            store.end_by_order(&order, at(1)).await.unwrap()
        };
        let called = |name| ByProvider::Session { name, subject: "" };
        assert_eq!(end("https://other.example", "1", called("sid-1")).await, Some(0));
        assert_eq!(end(ISSUER, "2", called("")).await, Some(0), "{store:?}");
        assert_eq!(end(ISSUER, "3", called("sid-2")).await, Some(1), "{store:?}");
        assert_eq!(
            end(ISSUER, "3", called("sid-1")).await,
            None,
            "{store:?}: an order counts once"
        );
        assert_eq!(handles(&store, "nurse-1").await, ["session-1", "session-3"], "{store:?}");
        assert_eq!(end(ISSUER, "4", ByProvider::Subject("nurse-1")).await, Some(2), "{store:?}");
        assert_eq!(handles(&store, "nurse-2").await, ["session-4"], "{store:?}");
        let (own, which) =
            (visitor("nurse-3"), ByProvider::Session { name: "s", subject: "nurse-3" });
        seen(&store, &own).await;
        let nameless = NewSession { provider_session: "", ..new_session(0, &own, &[7; 32]) };
        store.start_session(&nameless, at(1)).await.unwrap();
        assert_eq!(end(ISSUER, "5", which).await, Some(1), "{store:?}: its name was never told");
    }
}

/// The database fails when half of an order is carried out: nothing is, and it may come again.
#[tokio::test]
async fn an_order_that_could_not_be_carried_out_is_not_used_up() {
    for store in stores().await {
        begin(&store, 1, &visitor("nurse-1")).await;
        begin(&store, 2, &visitor("nurse-1")).await;
        let token = OnceOnly { kind: "logout", issuer: ISSUER, id: "1" };
        let which = ByProvider::Subject("nurse-1");
        let order = EndOrder { token, until: at(9), which };
        store.ground().tamper("ALTER TABLE used_tokens RENAME TO away").await;
        assert!(store.end_by_order(&order, at(1)).await.is_err(), "{store:?}");
        store.ground().tamper("ALTER TABLE away RENAME TO used_tokens").await;
        assert_eq!(handles(&store, "nurse-1").await.len(), 2, "{store:?}: all or nothing");
        assert_eq!(store.end_by_order(&order, at(1)).await, Ok(Some(2)), "{store:?}");
        assert_eq!(acts(&store).await[..2], ["session_ended", "session_ended"], "{store:?}");
    }
}

/// Somebody comes back from their provider, and before they are in it is over.
#[tokio::test]
async fn what_ends_all_sessions_ends_one_that_is_just_beginning() {
    let operator = Actor::Operator { name: "Ops".to_owned() };
    for store in stores().await {
        let own = visitor("nurse-1");
        seen(&store, &own).await;
        let start = async |number, set_out: Timestamp| {
            let new = NewSession { set_out, ..new_session(number, &own, &[number; 32]) };
            store.start_session(&new, at(8)).await
        };
        let end = async |id, which| {
            let token = OnceOnly { kind: "logout", issuer: ISSUER, id };
            store.end_by_order(&EndOrder { token, until: at(9), which }, at(3)).await
        };
        end("1", ByProvider::Session { name: "sid-1", subject: "nurse-1" }).await.unwrap();
        assert_eq!(start(1, at(2)).await, Err(StoreError::Conflict), "{store:?}: it had ended");
        assert_eq!(start(2, at(2)).await, Ok(()), "{store:?}: another had not");
        assert_eq!(start(1, at(3)).await, Ok(()), "{store:?}: set out afterwards");
        end("2", ByProvider::Subject("nurse-1")).await.unwrap();
        assert_eq!(start(3, at(2)).await, Err(StoreError::Conflict), "{store:?}");
        store.end_sessions_of(&own.id, &operator, at(5)).await.unwrap();
        assert_eq!(start(3, at(4)).await, Err(StoreError::Conflict), "{store:?}");
        assert_eq!(start(3, at(5)).await, Ok(()), "{store:?}");
    }
}
