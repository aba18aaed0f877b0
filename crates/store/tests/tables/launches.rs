//! A launched session knows whom the patient system shows, and a link opens once.

use care::people::PatientId;
use store::testing::stores;
use store::{Context, ContextLink, Store};

use crate::hospital::at;

fn patient(name: &str) -> PatientId {
    name.parse().unwrap()
}

async fn launch(store: &Store, session: &str, context: (Option<&str>, Option<&str>), second: i64) {
    let context = Context { patient: context.0.map(patient), before: context.1.map(patient) };
    store.set_context(session, &context, at(second)).await.unwrap();
    assert_eq!(store.context(session).await, Ok(Some(context)));
}

#[tokio::test]
async fn a_session_has_the_patient_whom_it_was_launched_for_last() {
    for store in stores().await {
        assert_eq!(store.context("s1").await, Ok(None), "{store:?}");
        launch(&store, "s1", (Some("one"), None), 0).await;
        launch(&store, "s2", (Some("three"), None), 0).await;
        launch(&store, "s1", (Some("two"), Some("one")), 1).await;
        launch(&store, "s1", (None, None), 2).await;
        let other = store.context("s2").await.unwrap().unwrap();
        assert_eq!(other.patient, Some(patient("three")), "{store:?}");
    }
}

#[tokio::test]
async fn a_page_is_open_from_the_launch_until_it_says_that_it_was_left() {
    for store in stores().await {
        let open = async |name| store.has_open_page("s1", &patient(name)).await.unwrap();
        launch(&store, "s1", (Some("one"), None), 0).await;
        assert!(open("one").await && !open("two").await, "{store:?}");
        let one = patient("one");
        store.page_opened("s1", ("a", &one), at(1)).await.unwrap();
        store.page_opened("s1", ("b", &one), at(2)).await.unwrap();
        store.page_left("s1", "a").await.unwrap();
        assert!(open("one").await, "{store:?}");
        store.page_left("s2", "b").await.unwrap();
        assert!(open("one").await, "another session's word counts for nothing: {store:?}");
        store.page_left("s1", "b").await.unwrap();
        assert!(!open("one").await, "{store:?}");
    }
}

#[tokio::test]
async fn no_session_fills_the_table_of_open_pages() {
    for store in stores().await {
        for second in 0..60 {
            let name = format!("p{second}");
            let shown = store.page_opened("s1", (&name, &patient(&name)), at(second)).await;
            shown.unwrap();
        }
        let open = async |name| store.has_open_page("s1", &patient(name)).await.unwrap();
        assert!(!open("p9").await && open("p10").await && open("p59").await, "{store:?}");
    }
}

#[tokio::test]
async fn what_is_a_day_old_is_forgotten() {
    for store in stores().await {
        launch(&store, "s1", (Some("one"), None), 0).await;
        launch(&store, "s2", (Some("two"), None), 24 * 3600 + 1).await;
        assert_eq!(store.context("s1").await, Ok(None), "{store:?}");
        assert_eq!(store.has_open_page("s1", &patient("one")).await, Ok(false), "{store:?}");
    }
}

#[tokio::test]
async fn a_link_opens_once_and_only_in_its_time() {
    for store in stores().await {
        let sure = ContextLink { who: "nurse".to_owned(), patient: Ok(patient("one")) };
        let unsure = ContextLink { who: "nurse".to_owned(), patient: Err("the stay".to_owned()) };
        store.keep_link(&[1; 32], &sure, (at(0), at(60))).await.unwrap();
        store.keep_link(&[2; 32], &unsure, (at(0), at(60))).await.unwrap();
        store.keep_link(&[3; 32], &sure, (at(0), at(60))).await.unwrap();
        let take = async |secret: u8, second| {
            store.take_link::<String>(&[secret; 32], at(second)).await.unwrap()
        };
        assert_eq!(take(9, 1).await, None, "{store:?}");
        assert_eq!(take(1, 1).await, Some(sure), "{store:?}");
        assert_eq!(take(1, 2).await, None, "{store:?}");
        assert_eq!(take(2, 59).await, Some(unsure), "{store:?}");
        assert_eq!(take(3, 60).await, None, "{store:?}");
    }
}
