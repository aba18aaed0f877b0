//! Everybody keeps one handle, and whoever is disabled is out at once; what they had begun to write
//! stays theirs.

use care::access::{Actor, Seat};
use jiff::{SignedDuration, Timestamp};
use store::testing::stores;
use store::{Arrival, Draft, DraftKind, Store, StoreError};

use crate::hospital::at;
use crate::sessions::{acts, begin, nurse, officer, seen, visitor};

#[tokio::test]
async fn the_same_subject_of_the_same_issuer_is_the_same_person_for_good() {
    for store in stores().await {
        let first = arrive(&store, ("a", "https://one.example", "s1"), "Ada Nurse", at(0)).await;
        let again = arrive(&store, ("b", "https://one.example", "s1"), "Ada Married", at(9)).await;
        let other = arrive(&store, ("c", "https://two.example", "s1"), "Ada Nurse", at(9)).await;
        assert_eq!((first.as_str(), again.as_str(), other.as_str()), ("a", "a", "c"), "{store:?}");
        let row = store.staff_member(&first).await.unwrap().unwrap();
        assert_eq!((row.name.as_str(), row.known_since), ("Ada Married", at(0)), "{store:?}");
        assert_eq!(row.last_seen_at, Some(at(9)), "{store:?}");
        let names: Vec<String> =
            store.staff_list(10).await.unwrap().into_iter().map(|row| row.name).collect();
        assert_eq!(names, ["Ada Married", "Ada Nurse"], "{store:?}");
    }
}

#[tokio::test]
async fn whoever_is_disabled_is_out_at_once_and_comes_in_no_more() {
    let by = Actor::Operator { name: "Ops".to_owned() };
    for store in stores().await {
        let (nurse, other) = (visitor("nurse-1"), visitor("nurse-2"));
        begin(&store, 1, &nurse).await;
        begin(&store, 2, &nurse).await;
        begin(&store, 3, &other).await;
        store.disable_staff(&nurse.id, &by, at(5)).await.unwrap();
        assert_eq!(store.session(&[1; 32]).await, Ok(None), "{store:?}");
        assert_eq!(store.session(&[2; 32]).await, Ok(None), "{store:?}");
        assert!(store.session(&[3; 32]).await.unwrap().is_some(), "{store:?}");
        let row = seen(&store, &nurse).await;
        assert_eq!(row.disabled.map(|disabled| disabled.at), Some(at(5)), "{store:?}");
        assert_eq!(acts(&store).await[0], "account", "{store:?}");
        let twice = store.disable_staff(&nurse.id, &by, at(6)).await;
        assert_eq!(twice, Err(StoreError::Conflict), "{store:?}");
        store.enable_staff(&nurse.id, &by, at(7)).await.unwrap();
        begin(&store, 1, &nurse).await;
        assert!(store.session(&[1; 32]).await.unwrap().is_some(), "{store:?}");
    }
}

#[tokio::test]
async fn of_a_start_and_a_disabling_at_once_no_session_is_left_over() {
    let by = Actor::Operator { name: "Ops".to_owned() };
    for store in stores().await {
        let nurse = visitor("nurse-1");
        seen(&store, &nurse).await;
        let starting = async {
            for number in 1..5 {
                if store.staff_member(&nurse.id).await.unwrap().unwrap().disabled.is_none() {
                    drop(crate::sessions::try_begin(&store, number, &nurse).await);
                }
            }
        };
        let disabling = store.disable_staff(&nurse.id, &by, at(1));
        let ((), disabled) = tokio::join!(starting, disabling);
        disabled.unwrap();
        assert!(store.sessions_of(&nurse.id, at(2)).await.unwrap().is_empty(), "{store:?}");
    }
}

#[tokio::test]
async fn a_draft_belongs_to_its_writer_and_its_form_until_it_is_sent() {
    for store in stores().await {
        let (nurse, other) = (visitor("nurse-1"), visitor("nurse-2"));
        seen(&store, &nurse).await;
        seen(&store, &other).await;
        let keep = async |kind, path: &str, words: &str, now| {
            store.keep_draft(&nurse.id, kind, &draft(path, words, now)).await.unwrap();
        };
        keep(DraftKind::Written, "/patients/p1/reason", "planned", at(0)).await;
        keep(DraftKind::Written, "/patients/p1/reason", "planned admission", at(1)).await;
        keep(DraftKind::Sent, "/patients/p1/reason", "sent", at(1)).await;
        let of = async |staff: &care::people::StaffId, path: &str| {
            let draft = store.draft(staff, DraftKind::Written, path).await.unwrap();
            draft.map(|draft| draft.fields[0].1.clone())
        };
        let path = "/patients/p1/reason";
        assert_eq!(of(&nurse.id, path).await.as_deref(), Some("planned admission"), "{store:?}");
        assert_eq!(of(&other.id, path).await, None, "{store:?}");
        assert_eq!(of(&nurse.id, "/patients/p2/reason").await, None, "{store:?}");
        assert_eq!(store.drafts(&nurse.id, DraftKind::Sent).await.unwrap().len(), 1, "{store:?}");
        store.drop_draft(&nurse.id, DraftKind::Written, path).await.unwrap();
        assert_eq!(of(&nurse.id, path).await, None, "{store:?}");
        assert_eq!(store.drafts(&nurse.id, DraftKind::Sent).await.unwrap().len(), 1, "{store:?}");
        store.drop_draft(&nurse.id, DraftKind::Sent, path).await.unwrap();
        assert!(store.drafts(&nurse.id, DraftKind::Sent).await.unwrap().is_empty(), "{store:?}");
    }
}

#[tokio::test]
async fn drafts_go_after_thirty_days_and_beyond_fifty() {
    let days = |days: i64| at(0) + SignedDuration::from_hours(24 * days);
    for store in stores().await {
        let nurse = visitor("nurse-1");
        seen(&store, &nurse).await;
        let keep = async |path: String, now| {
            let draft = draft(&path, "words", now);
            store.keep_draft(&nurse.id, DraftKind::Sent, &draft).await.unwrap();
        };
        let count = async || store.drafts(&nurse.id, DraftKind::Sent).await.unwrap().len();
        keep("/old".to_owned(), days(0)).await;
        keep("/newer".to_owned(), days(1)).await;
        keep("/today".to_owned(), days(30)).await;
        assert_eq!(count().await, 2, "{store:?}");
        for number in 0..51 {
            keep(format!("/many/{number}"), days(30) + SignedDuration::from_secs(number)).await;
        }
        let kept = store.drafts(&nurse.id, DraftKind::Sent).await.unwrap();
        assert_eq!((kept.len(), kept[0].path.as_str()), (50, "/many/50"), "{store:?}");
        assert!(kept.iter().all(|draft| draft.path != "/today"), "{store:?}");
    }
}

fn draft(path: &str, words: &str, saved_at: Timestamp) -> Draft {
    let fields = vec![("reason".to_owned(), words.to_owned())];
    Draft { path: path.to_owned(), fields, saved_at }
}

async fn arrive(
    store: &Store,
    (id, issuer, subject): (&str, &str, &str),
    name: &str,
    now: Timestamp,
) -> care::people::StaffId {
    let seats: [Seat; 2] = [nurse().seat(), officer().seat()];
    let arrival = Arrival { id: &id.parse().unwrap(), issuer, subject, name, seats: &seats };
    store.staff_seen(&arrival, now).await.unwrap().id
}
