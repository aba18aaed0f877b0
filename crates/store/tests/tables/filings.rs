//! All that a message changes becomes true at once, in whatever company.

use care::filing::{Filing, News};
use care::people::{Identity, Verdict};
use care::record::Sharing;
use care::stays::{Event, StayState};
use store::testing::stores;
use store::{AuditFilter, Basis, Filed, IndexedPerson, Store, StoreError};

use crate::hospital::{
    at, decide, file, is_known, is_nobody, keep, merged, moved, patient_id, person, stay_id, trust,
};

#[tokio::test]
async fn an_admission_is_on_the_ward_list_and_its_message_waits_no_longer() {
    for store in stores().await {
        file(&store, &moved("H1", "V1", Event::Admitted, ("W1", 1)), is_known).await;
        let list = store.ward_list(&trust(), Some("W1"), 10).await.unwrap();
        let [row] = list.as_slice() else { panic!("{store:?}: {} rows", list.len()) };
        assert_eq!((&row.stay_id, &row.patient_id), (&stay_id("V1"), &patient_id("H1")));
        assert_eq!(row.link.as_ref().unwrap().verdict, is_known(), "{store:?}");
        assert!(!row.withheld, "{store:?}");
        assert_eq!(store.unfiled_messages(10).await.unwrap(), [], "{store:?}");
    }
}

#[tokio::test]
async fn a_message_is_filed_once_however_many_try() {
    for store in stores().await {
        let told = moved("H1", "V1", Event::Admitted, ("W1", 1));
        let filing = file(&store, &told, is_known).await;
        let again = keep(&store, 1).await;
        let answer = store.commit_filing(again, &filing, &Basis::default(), at(2)).await;
        assert_eq!(answer, Ok(Filed::Before), "{store:?}");
        assert_eq!(store.audit_lines(&AuditFilter::All, 10).await.unwrap().len(), 2, "{store:?}");
    }
}

#[tokio::test]
async fn a_decision_on_what_has_changed_meanwhile_leaves_nothing_behind() {
    for store in stores().await {
        file(&store, &moved("H1", "V1", Event::Admitted, ("W1", 1)), is_known).await;
        let told = moved("H1", "V1", Event::Moved, ("W2", 5));
        let known = store.known(&trust(), &told).await.unwrap();
        let basis = Basis::of(&known);
        let late = decide(&told, known, is_known, at(5));
        file(&store, &moved("H1", "V1", Event::Discharged, ("W1", 9)), is_known).await;
        let message = keep(&store, 5).await;
        let answer = store.commit_filing(message, &late, &basis, at(5)).await;
        assert_eq!(answer, Err(StoreError::Conflict), "{store:?}");
        assert_eq!(store.unfiled_messages(10).await.unwrap().len(), 1, "{store:?}");
        file(&store, &told, is_known).await;
        assert!(store.ward_list(&trust(), None, 10).await.unwrap().is_empty(), "{store:?}");
        let patient = store.patient(&patient_id("H1")).await.unwrap().unwrap();
        let (_, stay) = &patient.stays[0];
        assert!(matches!(stay.state, StayState::Closed(_)), "{store:?}");
        let known = store.known_patient(&patient.id).await.unwrap();
        assert_eq!(known.visits[0].movements.len(), 3, "{store:?}");
    }
}

#[tokio::test]
async fn who_was_only_read_counts_as_well() {
    for store in stores().await {
        file(&store, &moved("H1", "V1", Event::Admitted, ("W1", 1)), is_known).await;
        let told = moved("H1", "V2", Event::Admitted, ("W2", 2));
        let known = store.known(&trust(), &told).await.unwrap();
        let basis = Basis::of(&known);
        let filing = Filing { patients: Vec::new(), ..decide(&told, known, is_known, at(2)) };
        file(&store, &merged("H1", "H2", 3), is_known).await;
        let message = keep(&store, 2).await;
        let answer = store.commit_filing(message, &filing, &basis, at(2)).await;
        assert_eq!(answer, Err(StoreError::Conflict), "{store:?}");
    }
}

#[tokio::test]
async fn a_filing_that_the_tables_refuse_leaves_its_message_waiting() {
    for store in stores().await {
        let told = moved("H1", "V1", Event::Admitted, ("W1", 1));
        let known = store.known(&trust(), &told).await.unwrap();
        let headless = Filing { patients: Vec::new(), ..decide(&told, known, is_known, at(1)) };
        let message = keep(&store, 1).await;
        let answer = store.commit_filing(message, &headless, &Basis::default(), at(1)).await;
        assert!(matches!(answer, Err(StoreError::Refused(_))), "{store:?}: {answer:?}");
        assert_eq!(store.unfiled_messages(10).await.unwrap().len(), 1, "{store:?}");
        assert!(store.audit_lines(&AuditFilter::All, 10).await.unwrap().is_empty(), "{store:?}");
        assert_eq!(store.ward_revision(&trust(), None).await, Ok(0), "{store:?}");
    }
}

#[tokio::test]
async fn many_workers_on_the_same_patients_end_where_one_would() {
    let morning = [
        moved("H1", "V1", Event::Admitted, ("W1", 1)),
        moved("H2", "V2", Event::Admitted, ("W1", 2)),
        moved("H1", "V1", Event::Moved, ("W2", 3)),
        moved("H2", "V2", Event::Moved, ("W3", 4)),
        moved("H1", "V1", Event::Moved, ("W4", 5)),
        merged("H2", "H1", 6),
        moved("H1", "V3", Event::Admitted, ("W1", 7)),
        moved("H2", "V2", Event::Discharged, ("W3", 8)),
        moved("H1", "V1", Event::Moved, ("W5", 9)),
    ];
    for store in stores().await {
        let mut workers = Vec::new();
        for told in morning.clone().into_iter().rev() {
            let store = Store::clone(&store);
            workers.push(tokio::spawn(async move { file(&store, &told, is_known).await }));
        }
        let mut filings = Vec::new();
        for worker in workers {
            filings.push(worker.await.unwrap());
        }
        let list = store.ward_list(&trust(), None, 10).await.unwrap();
        let found: Vec<_> =
            list.iter().map(|row| (row.stay.place.ward.as_str(), &row.patient_id)).collect();
        let patient = patient_id("H1");
        assert_eq!(found, [("W1", &patient), ("W5", &patient)], "{store:?}");
        let told: usize = filings.iter().map(|filing| filing.notices.len()).sum();
        let council = "westshire".parse().unwrap();
        assert_eq!(store.notices_for(&council, 100).await.unwrap().len(), told, "{store:?}");
        let known = store.known_patient(&patient).await.unwrap();
        let movements: usize = known.visits.iter().map(|visit| visit.movements.len()).sum();
        assert_eq!((known.patients.len(), known.merges.len(), movements), (2, 1, 8), "{store:?}");
    }
}

#[tokio::test]
async fn h03_a_chain_of_merges_leads_to_its_end() {
    for store in stores().await {
        for (minute, patient) in (1..).zip(["H1", "H2", "H3"]) {
            let spell = format!("V{minute}");
            file(&store, &moved(patient, &spell, Event::Admitted, ("W1", minute)), is_nobody).await;
        }
        file(&store, &merged("H1", "H2", 4), is_nobody).await;
        file(&store, &merged("H2", "H3", 5), is_nobody).await;
        let end = patient_id("H3");
        for number in ["H1", "H2", "H3"] {
            let patient = store.patient(&patient_id(number)).await.unwrap().unwrap();
            assert_eq!(patient.id, end, "{store:?}: {number}");
            assert_eq!(patient.stays.len(), 3, "{store:?}: {number}");
        }
        let list = store.ward_list(&trust(), Some("W1"), 10).await.unwrap();
        assert!(list.iter().all(|row| row.patient_id == end), "{store:?}");
        let live = store.followed_patients((&trust(), 0), None, 10).await.unwrap();
        assert_eq!(live.len(), 3, "{store:?}: each number is matched again by itself");
        let all = store.patients_after(None, 10).await.unwrap();
        assert_eq!(all.iter().map(|(id, _)| id).collect::<Vec<_>>(), [&end], "{store:?}");
        assert!(store.patients_after(Some(&end), 10).await.unwrap().is_empty(), "{store:?}");
    }
}

#[tokio::test]
async fn who_has_gone_home_is_followed_while_their_person_changes_page_by_page() {
    for store in stores().await {
        let known = IndexedPerson {
            key: person(),
            identity: Identity::default(),
            sharing: Sharing::Open,
            marker: None,
            digest: [1; 32],
        };
        store.put_people(&person().council, &[known]).await.unwrap();
        for (minute, patient) in (1..).zip(["H1", "H2", "H3"]) {
            let spell = format!("V{minute}");
            let here = moved(patient, &spell, Event::Admitted, ("W1", minute));
            file(&store, &here, is_known).await;
            let gone = moved(patient, &spell, Event::Discharged, ("W1", minute + 10));
            file(&store, &gone, is_known).await;
        }
        let latest = store.people_after(0, 10).await.unwrap().last().unwrap().revision;
        let trust = trust();
        let none = store.followed_patients((&trust, latest), None, 10).await.unwrap();
        assert!(none.is_empty(), "{store:?}: nothing has changed for those at home");
        store.remove_people(&person().council, &[person().id], at(30)).await.unwrap();
        let mut seen = Vec::new();
        loop {
            let page = store.followed_patients((&trust, latest), seen.last(), 2).await.unwrap();
            assert!(page.len() <= 2, "{store:?}");
            let Some(last) = page.last() else { break };
            assert!(seen.last() < Some(&last.id), "{store:?}");
            seen.extend(page.into_iter().map(|one| one.id));
        }
        assert_eq!(seen.len(), 3, "{store:?}");
    }
}

#[tokio::test]
async fn nobody_hears_of_another_trusts_patients() {
    for store in stores().await {
        file(&store, &moved("H1", "V1", Event::Admitted, ("W1", 1)), is_known).await;
        let other = "RYY".parse().unwrap();
        let told = moved("H1", "V1", Event::Moved, ("W2", 2));
        let known = store.known(&other, &told).await.unwrap();
        assert!(known.patients.is_empty() && known.visits.is_empty(), "{store:?}");
        assert!(store.ward_list(&other, None, 10).await.unwrap().is_empty(), "{store:?}");
        assert!(store.wards(&other).await.unwrap().is_empty(), "{store:?}");
        assert!(
            store.followed_patients((&other, 0), None, 10).await.unwrap().is_empty(),
            "{store:?}"
        );
    }
}

#[tokio::test]
async fn what_no_rule_decides_is_listed_with_the_message_that_raised_it() {
    for store in stores().await {
        let mut told = moved("H1", "V1", Event::Admitted, ("W1", 1));
        told.news.push(News::NeedsAPerson("two numbers were sent"));
        file(&store, &told, is_nobody).await;
        let items = store.work_items(10).await.unwrap();
        assert_eq!(items[0].words, "two numbers were sent", "{store:?}");
        assert_eq!(items[0].message, Some(keep(&store, 1).await), "{store:?}");
        assert_eq!(items[0].trust, trust(), "{store:?}");
    }
}

#[tokio::test]
async fn a_new_match_needs_no_message() {
    for store in stores().await {
        file(&store, &moved("H1", "V1", Event::Admitted, ("W1", 1)), is_nobody).await;
        let live = store.followed_patients((&trust(), 0), None, 10).await.unwrap();
        let known = store.known_patient(&live[0].id).await.unwrap();
        let basis = Basis::of(&known);
        let filing = crate::hospital::match_again(known, is_known, at(3));
        store.commit_rematch(&filing, &basis, at(3)).await.unwrap();
        let live = store.followed_patients((&trust(), 0), None, 10).await.unwrap();
        let verdict = live[0].link.as_ref().map(|link| &link.verdict);
        assert!(matches!(verdict, Some(Verdict::Match(..))), "{store:?}");
        let twice = store.commit_rematch(&filing, &basis, at(4)).await;
        assert_eq!(twice, Err(StoreError::Conflict), "{store:?}");
    }
}
