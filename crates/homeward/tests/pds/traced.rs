//! What tracing changes for a patient, on both engines.

use std::sync::Arc;

use care::access::{Organisation, Role, Seat, Staff, Stated};
use care::exchange::NoticeKind;
use care::people::trace::Outcome;
use care::people::{NumberStatus, Reason, Verdict};
use homeward::pds::{Timing, Tracer, trace_patients};
use homeward::stop;
use jiff::SignedDuration;
use store::StoreError;
use store::testing::stores;

use crate::asked::{NUMBER, OTHER, number};
use crate::hospital::{Hospital, admission, client_key, told_before, trust};
use crate::national::{National, Trouble, person, restricted};

fn morwenna(number: &str) -> serde_json::Value {
    person(number, ("Tresillian", "Morwenna"), "1939-01-09")
}

#[tokio::test]
async fn a_patient_without_a_number_is_traced_and_matched_by_it() {
    for store in stores().await {
        let national = National::listen().await;
        national.know(morwenna(NUMBER));
        let hospital = Hospital::over(&store, &national, NUMBER).await;
        hospital.says(&admission("", "")).await;
        assert_eq!(hospital.tracer.ask_about_all().await.unwrap(), 1, "{store:?}");
        let patient = hospital.patient().await;
        let nhs = patient.patient.identity().nhs.unwrap();
        assert_eq!((nhs.number, nhs.status), (number(NUMBER), NumberStatus::Verified));
        assert_eq!(patient.patient.as_said().nhs, None, "{store:?}");
        let Verdict::Match(_, reasons) = patient.link.unwrap().verdict else { panic!("{store:?}") };
        assert!(reasons.contains(&Reason::SameNumber), "{store:?}: {reasons:?}");
    }
}

#[tokio::test]
async fn nobody_is_asked_about_twice_until_something_changes() {
    for store in stores().await {
        let national = National::listen().await;
        let hospital = Hospital::over(&store, &national, NUMBER).await;
        hospital.says(&admission("", "")).await;
        for expected in [1, 0, 0] {
            assert_eq!(hospital.tracer.ask_about_all().await.unwrap(), expected, "{store:?}");
        }
        let married = told_before(5, "", "").replace("TRESILLIAN", "PASCOE");
        national.know(person(NUMBER, ("Pascoe", "Morwenna"), "1939-01-09"));
        hospital.says(&married).await;
        assert_eq!(hospital.tracer.ask_about_all().await.unwrap(), 1, "{store:?}");
        let found = Outcome::Found { number: number(NUMBER), former: None };
        assert_eq!(hospital.patient().await.patient.traced(), Some(found), "{store:?}");
        assert_eq!(national.asked().len(), 2, "{store:?}");
    }
}

#[tokio::test]
async fn nobody_is_asked_about_whose_number_is_verified() {
    let ground = store::testing::sqlite();
    let (store, national) = (ground.open().await, National::listen().await);
    let hospital = Hospital::over(&store, &national, NUMBER).await;
    hospital.says(&admission(NUMBER, "NSTS01")).await;
    assert_eq!(hospital.tracer.ask_about_all().await.unwrap(), 0);
    assert_eq!(national.asked(), [""; 0]);
}

#[tokio::test]
async fn a_number_that_was_replaced_matches_by_the_new_one() {
    for store in stores().await {
        let national = National::listen().await;
        national.know(morwenna(NUMBER));
        national.state().superseded.insert(OTHER.to_owned(), NUMBER.to_owned());
        let hospital = Hospital::over(&store, &national, NUMBER).await;
        hospital.says(&admission(OTHER, "NSTS02")).await;
        assert_eq!(hospital.verdict().await.matched(), None, "{store:?}");
        hospital.tracer.ask_about_all().await.unwrap();
        assert!(hospital.verdict().await.matched().is_some(), "{store:?}");
        let who = hospital.patient().await.patient.identity();
        assert_eq!(who.former_numbers, [number(OTHER)], "{store:?}");
    }
}

#[tokio::test]
async fn h03_a_number_that_belongs_to_somebody_else_is_in_conflict() {
    for store in stores().await {
        let national = National::listen().await;
        national.know(person(NUMBER, ("Vane", "Odile"), "1971-05-02"));
        let hospital = Hospital::over(&store, &national, NUMBER).await;
        hospital.says(&admission(NUMBER, "NSTS02")).await;
        hospital.tracer.ask_about_all().await.unwrap();
        let verdict = hospital.verdict().await;
        assert_eq!(verdict.matched(), None, "{store:?}");
        assert!(verdict.reasons().contains(&Reason::NumberInConflict), "{store:?}");
        let items = store.work_items(9).await.unwrap();
        assert!(items.iter().any(|item| item.words.contains("another person's")), "{store:?}");
    }
}

#[tokio::test]
async fn h16_who_is_restricted_is_as_one_whom_no_council_knows() {
    for store in stores().await {
        let national = National::listen().await;
        national.know(restricted(morwenna(NUMBER)));
        let hospital = Hospital::over(&store, &national, NUMBER).await;
        hospital.says(&admission(NUMBER, "NSTS02")).await;
        hospital.tracer.ask_about_all().await.unwrap();
        let expected = Verdict::None(vec![Reason::NobodyFits]);
        assert_eq!(hospital.verdict().await, expected, "{store:?}");
        let patient = hospital.patient().await;
        hospital.filer.match_again(&trust(), &patient.id).await.unwrap();
        assert_eq!(hospital.verdict().await, expected, "{store:?}: nor by matching again");
        let told = store.notices_about(&patient.id, &client_key()).await.unwrap();
        let last = told.first().map(|notice| notice.kind);
        assert!(matches!(last, None | Some(NoticeKind::Withdrawn)), "{store:?}: {last:?}");
    }
}

#[tokio::test]
async fn while_the_service_is_ill_patients_wait_and_nothing_else_does() {
    for store in stores().await {
        let national = National::listen().await;
        national.know(morwenna(NUMBER));
        let hospital = Hospital::over(&store, &national, NUMBER).await;
        hospital.says(&admission("", "")).await;
        national.fail([(); 3].map(|()| Trouble::Status(503, "X", None)));
        assert_eq!(hospital.tracer.ask_about_all().await.unwrap(), 0, "{store:?}");
        let moved = told_before(5, "", "").replace("A01", "A02").replace("^7B^", "^6A^");
        hospital.says(&moved).await;
        let list = store.ward_list(&trust(), Some("6A"), 9).await.unwrap();
        assert_eq!(list.len(), 1, "{store:?}: filed as ever");
        assert_eq!(hospital.tracer.ask_about_all().await.unwrap(), 0, "{store:?}: not at once");
        assert_eq!(national.asked().len(), 3, "{store:?}");
    }
}

#[tokio::test]
async fn a_question_that_is_always_refused_holds_up_nobody_else() {
    let ground = store::testing::sqlite();
    let (store, national) = (ground.open().await, National::listen().await);
    national.know(morwenna(NUMBER));
    let hospital = Hospital::over(&store, &national, NUMBER).await;
    hospital.says(&admission("", "")).await;
    let other = admission("", "").replace("H1^", "H2^").replace("V1^", "V2^");
    hospital.says(&other.replace("MORWENNA", "MORGAN").replace("|M1|", "|M2|")).await;
    national.fail([Trouble::Status(400, "INVALID_VALUE", None)]);
    assert_eq!(hospital.tracer.ask_about_all().await.unwrap(), 1, "one was refused, one answered");
}

#[tokio::test]
async fn a_defect_while_asking_ends_nothing_else() {
    let ground = store::testing::sqlite();
    let (store, national) = (ground.open().await, National::listen().await);
    let hospital = Hospital::over(&store, &national, NUMBER).await;
    hospital.says(&admission("", "")).await;
    let (stopper, stop) = stop::pair();
    let defect = move || {
        stopper.stop();
        panic!("a defect")
    };
    let client = national.client(Timing { now: Arc::new(defect), ..Timing::of_this_machine() });
    let again = SignedDuration::from_hours(24);
    let tracer = Tracer::new(client, store, Arc::clone(&hospital.filer), again);
    let ended = tokio::spawn(trace_patients(tracer, stop)).await;
    assert!(ended.is_ok(), "it went on until the end was called");
}

#[tokio::test]
async fn two_nodes_ask_once_between_them() {
    for store in stores().await {
        let national = National::listen().await;
        national.know(morwenna(NUMBER));
        let one = Hospital::over(&store, &national, NUMBER).await;
        let other = Hospital::over(&store, &national, NUMBER).await;
        one.says(&admission("", "")).await;
        let both = tokio::join!(one.tracer.ask_about_all(), other.tracer.ask_about_all());
        both.0.unwrap();
        both.1.unwrap();
        assert_eq!(national.asked().len(), 1, "{store:?}");
    }
}

#[tokio::test]
async fn h16_whoever_is_held_back_by_a_mistyped_number_is_let_go_by_the_right_one_or_by_hand() {
    for store in stores().await {
        let national = National::listen().await;
        national.know(restricted(person(OTHER, ("Vane", "Odile"), "1971-05-02")));
        let hospital = Hospital::over(&store, &national, NUMBER).await;
        hospital.says(&told_before(10, OTHER, "NSTS02")).await;
        assert_eq!(hospital.tracer.ask_about_all().await.unwrap(), 1, "{store:?}");
        let patient = hospital.patient().await;
        assert!(patient.patient.is_held_back(), "{store:?}");

        let seat = Seat {
            role: Role::PrivacyOfficer,
            organisation: Organisation::Hospital { trust: trust(), site: "RZZ01".parse().unwrap() },
        };
        let officer = Staff::new("officer".parse().unwrap(), "Ada Example", seat);
        let why = Stated::new("seen on her letter").unwrap();
        let by = (&officer, &why);
        hospital.filer.release_hold(&trust(), &patient.id, by).await.unwrap();
        let verdict = hospital.verdict().await;
        assert!(verdict.reasons().contains(&Reason::NumberInConflict), "{store:?}: {verdict:?}");
        let again = hospital.filer.release_hold(&trust(), &patient.id, by).await;
        assert_eq!(again, Err(StoreError::Conflict), "{store:?}: nobody is held back");

        national.know(morwenna(NUMBER));
        hospital.says(&told_before(5, NUMBER, "NSTS02")).await;
        hospital.tracer.ask_about_all().await.unwrap();
        assert!(hospital.verdict().await.matched().is_some(), "{store:?}");
    }
}

#[tokio::test]
async fn h16_the_right_number_ends_a_hold_by_itself() {
    for store in stores().await {
        let national = National::listen().await;
        national.know(restricted(person(OTHER, ("Vane", "Odile"), "1971-05-02")));
        national.know(morwenna(NUMBER));
        let hospital = Hospital::over(&store, &national, NUMBER).await;
        hospital.says(&told_before(10, OTHER, "NSTS02")).await;
        hospital.tracer.ask_about_all().await.unwrap();
        hospital.says(&told_before(5, NUMBER, "NSTS01")).await;
        assert_eq!(hospital.verdict().await.matched(), None, "{store:?}: until it is asked");
        assert_eq!(hospital.tracer.ask_about_all().await.unwrap(), 1, "{store:?}");
        assert!(hospital.verdict().await.matched().is_some(), "{store:?}");
    }
}
