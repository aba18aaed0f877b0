//! What is older than must be kept goes; what concerns somebody who is held stays whole.

use care::access::Actor;
use care::people::PatientId;
use care::stays::Event;
use store::testing::stores;
use store::{AuditFilter, Gone, Hold, Retention, Store};

use crate::hospital::{at, file, is_known, keep, merged, moved, patient_id};

/// Two numbers that are one patient, a third patient, and a message that nobody can read.
async fn lived(store: &Store) {
    file(store, &moved("H1", "V1", Event::Admitted, ("W1", 1)), is_known).await;
    file(store, &moved("H2", "V2", Event::Admitted, ("W1", 2)), is_known).await;
    file(store, &merged("H2", "H1", 3), is_known).await;
    file(store, &moved("H3", "V3", Event::Admitted, ("W1", 4)), is_known).await;
    let unreadable = keep(store, 5).await;
    store.mark_unreadable(unreadable, "there is no PID segment", at(5)).await.unwrap();
}

/// Removes all that is older than the fiftieth minute.
async fn remove(store: &Store, held: Vec<PatientId>) -> Gone {
    let retention = Retention {
        audit_before: at(50),
        messages_before: at(50),
        notices_before: at(50),
        hold: Hold { all: false, patients: held },
    };
    store.keep_no_longer(&retention, Some(&Actor::Service), at(60)).await.unwrap()
}

async fn lines_about(store: &Store, number: &str) -> usize {
    let filter = AuditFilter::Patient(patient_id(number));
    store.audit_lines(&filter, 100).await.unwrap().len()
}

async fn notices(store: &Store) -> Vec<PatientId> {
    let told = store.notices_for(&"westshire".parse().unwrap(), 100).await.unwrap();
    told.into_iter().map(|row| row.notice.patient).collect()
}

#[tokio::test]
async fn notices_lines_and_the_texts_of_settled_messages_go_once() {
    for store in stores().await {
        lived(&store).await;
        assert!(notices(&store).await.contains(&patient_id("H3")), "{store:?}");
        let gone = remove(&store, Vec::new()).await;
        assert_eq!(gone.messages, 5, "{store:?}: the one that nobody can read as well");
        assert!(gone.notices >= 2 && gone.held == 0 && gone.doubtful == 0, "{store:?}: {gone:?}");
        for number in ["H1", "H2", "H3"] {
            assert_eq!(lines_about(&store, number).await, 0, "{store:?}, {number}");
        }
        assert_eq!(notices(&store).await, [], "{store:?}");
        let again = remove(&store, Vec::new()).await;
        assert_eq!((again.messages, again.notices), (0, 0), "{store:?}");
        assert!(again.lines.is_empty(), "{store:?}: {again:?}");
    }
}

#[tokio::test]
async fn who_is_held_is_held_under_each_number_that_is_theirs() {
    for store in stores().await {
        lived(&store).await;
        let before = (lines_about(&store, "H1").await, lines_about(&store, "H2").await);
        assert!(before.0 > 0 && before.1 > 0, "{store:?}");
        let theirs = |told: &[PatientId]| told.iter().filter(|id| **id != patient_id("H3")).count();
        let told = theirs(&notices(&store).await);
        assert!(told > 0, "{store:?}");
        let gone = remove(&store, vec![patient_id("H2")]).await;
        let after = (lines_about(&store, "H1").await, lines_about(&store, "H2").await);
        assert_eq!(after, before, "{store:?}");
        assert_eq!(lines_about(&store, "H3").await, 0, "{store:?}");
        let left = notices(&store).await;
        assert_eq!((theirs(&left), left.len()), (told, told), "{store:?}");
        assert_eq!(gone.messages, 0, "{store:?}: whom a text concerns is not known");
        assert!(gone.held > 0, "{store:?}: {gone:?}");
    }
}
