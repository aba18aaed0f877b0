//! What a council was told, what it last answered, and what it must never be asked for.

use care::exchange::NoticeKind;
use care::people::CouncilName;
use care::record::PartName;
use care::stays::Event;
use store::KeptPart;
use store::testing::stores;

use crate::hospital::{at, file, is_known, moved, patient_id, person, stay_id};

#[tokio::test]
async fn a_council_is_told_once_and_its_page_shows_it() {
    for store in stores().await {
        file(&store, &moved("H1", "V1", Event::Admitted, ("W1", 1)), is_known).await;
        file(&store, &moved("H1", "V1", Event::Moved, ("W2", 2)), is_known).await;
        let told = store.notices_for(&westshire(), 10).await.unwrap();
        let [row] = told.as_slice() else { panic!("{store:?}: {} notices", told.len()) };
        assert_eq!(row.notice.kind, NoticeKind::Admitted, "{store:?}");
        assert_eq!((&row.notice.stay, &row.notice.patient), (&stay_id("V1"), &patient_id("H1")));
        assert_eq!((&row.notice.person, row.seen_at), (&person(), None), "{store:?}");
        assert_eq!(row.stay.place.ward, "W2", "{store:?}: the stay is shown as it is now");
    }
}

#[tokio::test]
async fn a_notice_is_seen_once_and_by_its_own_council() {
    for store in stores().await {
        file(&store, &moved("H1", "V1", Event::Admitted, ("W1", 1)), is_known).await;
        let told = store.notices_for(&westshire(), 10).await.unwrap();
        let other: CouncilName = "eastshire".parse().unwrap();
        assert!(store.notices_for(&other, 10).await.unwrap().is_empty(), "{store:?}");
        for (council, minute) in [(&other, 5), (&westshire(), 6), (&westshire(), 7)] {
            store.mark_notices_seen(council, &[told[0].id], at(minute)).await.unwrap();
        }
        let told = store.notices_for(&westshire(), 10).await.unwrap();
        assert_eq!(told[0].seen_at, Some(at(6)), "{store:?}");
    }
}

#[tokio::test]
async fn every_kind_of_notice_survives_its_column() {
    let story = [
        (Event::Admitted, NoticeKind::Admitted),
        (Event::Discharged, NoticeKind::Discharged),
        (Event::DischargeCancelled, NoticeKind::DischargeCancelled),
        (Event::AdmissionCancelled, NoticeKind::Withdrawn),
    ];
    for store in stores().await {
        for (minute, (event, kind)) in (1..).zip(story) {
            let filing = file(&store, &moved("H1", "V1", event, ("W1", minute)), is_known).await;
            let kinds: Vec<_> = filing.notices.iter().map(|notice| notice.kind).collect();
            assert_eq!(kinds, [kind], "{store:?}");
        }
        let told = store.notices_for(&westshire(), 10).await.unwrap();
        let kinds: Vec<_> = told.iter().rev().map(|row| row.notice.kind).collect();
        assert_eq!(kinds, story.map(|(_, kind)| kind), "{store:?}");
    }
}

#[tokio::test]
async fn an_older_copy_never_replaces_a_newer_one() {
    for store in stores().await {
        let copy = |minute, byte| KeptPart {
            part: PartName::SupportReasons,
            sealed: vec![0, byte],
            checked_at: at(minute),
        };
        for kept in [copy(5, 5), copy(3, 3), copy(9, 9)] {
            store.keep_copies(&person(), &[kept]).await.unwrap();
        }
        assert_eq!(store.copies(&person()).await.unwrap(), [copy(9, 9)], "{store:?}");
        assert_eq!(store.drop_copies_before(at(9)).await, Ok(0), "{store:?}");
        assert_eq!(store.drop_copies_before(at(10)).await, Ok(1), "{store:?}");
        assert_eq!(store.copies(&person()).await.unwrap(), [], "{store:?}");
    }
}

#[tokio::test]
async fn each_part_of_a_record_has_its_own_copy() {
    for store in stores().await {
        let copies = PartName::ALL.map(|part| KeptPart {
            part,
            sealed: part.file_stem().into(),
            checked_at: at(1),
        });
        store.keep_copies(&person(), &copies).await.unwrap();
        let mut kept = store.copies(&person()).await.unwrap();
        kept.sort_by_key(|copy| copy.part);
        assert_eq!(kept, copies, "{store:?}");
    }
}

#[tokio::test]
async fn what_is_never_taken_in_is_counted() {
    for store in stores().await {
        store.drop_count(&westshire(), "key_safe_code", 3).await.unwrap();
        store.drop_count(&westshire(), "key_safe_code", 4).await.unwrap();
        store.drop_count(&westshire(), "case_note", 1).await.unwrap();
        let counts = store.drop_counts(&westshire()).await.unwrap();
        assert_eq!(counts, [("case_note".into(), 1), ("key_safe_code".into(), 7)], "{store:?}");
    }
}

fn westshire() -> CouncilName {
    "westshire".parse().unwrap()
}
