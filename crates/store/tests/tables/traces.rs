//! What came of asking the national service is kept with all that changes by it.

use std::sync::OnceLock;

use care::access::Act;
use care::filing::{FilingPolicy, Handles, News, Told, retrace};
use care::people::trace::{Outcome, Question};
use care::people::{NhsNumber, PatientId, Trace};
use care::stays::{Event, Said};
use store::testing::stores;
use store::{AuditFilter, Basis, Finding, Store, StoreError, TraceEnd, TraceRow};

use crate::hospital::{at, digest, file, is_known, is_nobody, merged, moved, patient_id, trust};

const ASKED: [u8; 32] = [7; 32];

#[tokio::test]
async fn a_patient_is_kept_for_one_node_at_a_time() {
    for store in stores().await {
        file(&store, &without_number(1), is_nobody).await;
        let hold = async |minute| {
            let seen = last(&store).await;
            hold(&store, seen.as_ref(), minute).await
        };
        assert_eq!(hold(2).await, Ok(true), "{store:?}");
        assert_eq!(hold(6).await, Ok(false), "{store:?}: another node is asking");
        assert_eq!(hold(7).await, Ok(true), "{store:?}: that node died");
        let row = last(&store).await.unwrap();
        assert!(row.waits && row.held_until == at(12), "{store:?}: {row:?}");
        store.fail_trace(end("failed", 3), at(8)).await.unwrap();
        let row = last(&store).await.unwrap();
        assert_eq!((row.failures, row.answered_at, row.waits), (3, at(8), false), "{store:?}");
        assert_eq!(hold(8).await, Ok(true), "{store:?}: what has ended is held no longer");
        let row = last(&store).await.unwrap();
        assert_eq!((row.failures, row.answered_at), (3, at(8)), "{store:?}: nor forgotten");
    }
}

#[tokio::test]
async fn a_patient_of_whom_another_node_has_asked_since_is_not_kept() {
    for store in stores().await {
        file(&store, &without_number(1), is_nobody).await;
        let unseen = last(&store).await;
        assert_eq!(unseen, None, "{store:?}");
        assert_eq!(hold(&store, unseen.as_ref(), 2).await, Ok(true), "{store:?}");
        store.fail_trace(end("failed", 1), at(3)).await.unwrap();
        assert_eq!(hold(&store, unseen.as_ref(), 4).await, Ok(false), "{store:?}: it was none");
        let seen = last(&store).await;
        assert_eq!(hold(&store, seen.as_ref(), 4).await, Ok(true), "{store:?}");
        store.fail_trace(end("nobody", 0), at(5)).await.unwrap();
        assert_eq!(hold(&store, seen.as_ref(), 6).await, Ok(false), "{store:?}: it failed then");
        let row = last(&store).await.unwrap();
        assert_eq!((row.answered_at, row.waits), (at(5), false), "{store:?}");
        let another = TraceRow { asked: [8; 32], ..row.clone() };
        assert_eq!(hold(&store, Some(&another), 6).await, Ok(false), "{store:?}: else was asked");
        assert_eq!(hold(&store, Some(&row), 6).await, Ok(true), "{store:?}");
    }
}

#[tokio::test]
async fn a_traced_number_is_on_the_patient_who_can_be_found_by_it() {
    for store in stores().await {
        file(&store, &without_number(1), is_nobody).await;
        let traced = "9994810103".parse::<NhsNumber>().unwrap();
        assert!(find(&store, traced).await.is_empty(), "{store:?}");
        let outcome = Outcome::Found { number: traced, former: None };
        trace(&store, outcome, 2).await.unwrap();
        assert_eq!(find(&store, traced).await, [patient().clone()], "{store:?}");
        let patient = store.patient(patient()).await.unwrap().unwrap();
        assert_eq!(patient.patient.traced(), Some(outcome), "{store:?}");
        assert_eq!(patient.link.unwrap().verdict, is_known(), "{store:?}");
        let row = last(&store).await.unwrap();
        assert_eq!((row.asked, row.answered_at, row.failures), (ASKED, at(2), 0), "{store:?}");
        let lines = store.audit_lines(&AuditFilter::All, 9).await.unwrap();
        let act = Act::Traced { outcome: "found".to_owned() };
        assert!(lines.iter().any(|line| line.act == act), "{store:?}");
    }
}

#[tokio::test]
async fn every_outcome_survives_its_column() {
    let number: NhsNumber = "9994810103".parse().unwrap();
    for store in stores().await {
        file(&store, &without_number(1), is_nobody).await;
        let outcomes = [
            Outcome::Found { number, former: None },
            Outcome::Found { number, former: Some(number) },
            Outcome::Nobody,
            Outcome::Several,
            Outcome::Unlike,
            Outcome::Conflict,
            Outcome::Restricted,
            Outcome::Invalidated,
        ];
        for (minute, outcome) in (2..).zip(outcomes) {
            trace(&store, outcome, minute).await.unwrap();
            let row = last(&store).await.unwrap();
            assert_eq!(row.answered_at, at(minute), "{store:?}: {outcome:?}");
        }
    }
}

#[tokio::test]
async fn an_answer_about_a_patient_who_has_changed_meanwhile_is_decided_again() {
    for store in stores().await {
        file(&store, &without_number(1), is_nobody).await;
        let known = store.known_patient(patient()).await.unwrap();
        let basis = Basis::of(&known);
        file(&store, &merged_away(2), is_nobody).await;
        let asked = known.patients[0].patient.question().unwrap();
        let outcome = Outcome::Restricted;
        let (policy, trace) = (FilingPolicy::default(), Trace { asked, outcome });
        let handles = Handles(&digest);
        let filing = retrace(&trust(), known, (patient(), trace), &handles, &policy)
            .decide(vec![(patient().clone(), is_nobody())], at(3));
        let answer = store.commit_trace(end("restricted", 0), (&filing, &basis), at(3)).await;
        assert_eq!(answer, Err(StoreError::Conflict), "{store:?}");
        assert_eq!(last(&store).await, None, "{store:?}");
    }
}

/// The patient is admitted; the hospital knows no NHS number.
fn without_number(minute: i64) -> Told {
    let mut told = moved("H1", "V1", Event::Admitted, ("W1", minute));
    for news in &mut told.news {
        if let News::Identity(identity) = news {
            identity.nhs = Said::Nothing;
        }
    }
    told
}

fn merged_away(minute: i64) -> Told {
    merged("H1", "H2", minute)
}

/// Takes in an answer as the service does.
async fn trace(store: &Store, outcome: Outcome, minute: i64) -> Result<(), StoreError> {
    let known = store.known_patient(patient()).await.unwrap();
    let basis = Basis::of(&known);
    let held = &known.patients.first().unwrap().patient;
    let asked = Question::of(&held.as_said()).unwrap();
    let (policy, trace) = (FilingPolicy::default(), Trace { asked, outcome });
    let replayed = retrace(&trust(), known, (patient(), trace), &Handles(&digest), &policy);
    let verdicts = replayed.to_match().into_iter().map(|(id, _)| (id, is_known())).collect();
    let filing = replayed.decide(verdicts, at(minute));
    store.commit_trace(end(outcome.word(), 0), (&filing, &basis), at(minute)).await
}

async fn hold(store: &Store, seen: Option<&TraceRow>, minute: i64) -> Result<bool, StoreError> {
    store.hold_trace(patient(), ASKED, seen, (at(minute), at(minute + 5))).await
}

async fn last(store: &Store) -> Option<TraceRow> {
    let all = store.to_trace(&trust(), 9).await.unwrap();
    all.into_iter().find(|one| one.id == *patient()).unwrap().last
}

fn end(outcome: &str, failures: i64) -> TraceEnd<'_> {
    TraceEnd { patient: patient(), asked: ASKED, outcome, version: Some("7"), failures }
}

fn patient() -> &'static PatientId {
    static ID: OnceLock<PatientId> = OnceLock::new();
    ID.get_or_init(|| patient_id("H1"))
}

async fn find(store: &Store, number: NhsNumber) -> Vec<PatientId> {
    let found = store.find_patients(&trust(), &Finding::NhsNumber(number)).await.unwrap();
    found.into_iter().map(|patient| patient.id).collect()
}
