//! What was said, by the person or by a member of staff, holds for whom and for how long it should.

use care::access::{
    Act, ForAWhile, Origin, Override, Permission, SaidNo, Staff, Stated, WhyNotAsked, WhyOverride,
};
use care::stays::Event;
use store::testing::stores;
use store::{AuditFilter, Said, Store};

use crate::hospital::{at, file, is_known, merged, moved, patient_id, stay_id};
use crate::sessions::nurse;

/// The same nurse in another session.
fn elsewhere() -> Staff {
    let nurse = nurse();
    Staff { origin: Origin { session: "another".to_owned(), ..nurse.origin }, ..nurse }
}

async fn said(store: &Store, number: &str) -> Said {
    store.said(&nurse(), &patient_id(number), Some(&stay_id("V1")), at(9)).await.unwrap()
}

async fn admit(store: &Store) {
    file(store, &moved("H1", "V1", Event::Admitted, ("W1", 1)), is_known).await;
}

async fn answer(store: &Store, answer: Permission, said_no: Option<SaidNo>, minute: i64) {
    let (patient, stay) = (patient_id("H1"), stay_id("V1"));
    let about = (&patient, Some(&stay));
    store.note_permission(&nurse(), about, (&answer, said_no), at(minute)).await.unwrap();
}

async fn acts(store: &Store) -> Vec<Act> {
    let filter = AuditFilter::Patient(patient_id("H1"));
    let lines = store.audit_lines(&filter, 10).await.unwrap();
    lines.into_iter().map(|line| line.act).collect()
}

#[tokio::test]
async fn an_answer_holds_for_one_user_one_patient_and_one_stay() {
    let (patient, stay, other) = (patient_id("H1"), stay_id("V1"), stay_id("V2"));
    let somebody_else = patient_id("H2");
    for store in stores().await {
        admit(&store).await;
        let could_not = Permission::CouldNotAsk(WhyNotAsked::Other("asleep\0".into()));
        answer(&store, could_not.clone(), None, 1).await;
        let held = async |staff: &Staff, patient, stay| {
            store.said(staff, patient, stay, at(9)).await.unwrap().permission
        };
        assert_eq!(held(&nurse(), &patient, Some(&stay)).await, Some(could_not.clone()));
        assert_eq!(held(&elsewhere(), &patient, Some(&stay)).await, Some(could_not));
        assert_eq!(held(&nurse(), &patient, Some(&other)).await, None, "{store:?}");
        assert_eq!(held(&nurse(), &patient, None).await, None, "{store:?}");
        assert_eq!(held(&nurse(), &somebody_else, Some(&stay)).await, None, "{store:?}");
        answer(&store, Permission::Given, None, 2).await;
        assert_eq!(held(&nurse(), &patient, Some(&stay)).await, Some(Permission::Given));
        let answers = acts(&store).await;
        let answers = answers.iter().filter(|act| matches!(act, Act::Permission { .. }));
        assert_eq!(answers.count(), 2, "{store:?}");
    }
}

#[tokio::test]
async fn a_no_is_known_to_everybody_until_the_person_agrees() {
    let no = |minute| Some(SaidNo { until: at(minute) });
    for store in stores().await {
        admit(&store).await;
        file(&store, &moved("H2", "V2", Event::Admitted, ("W2", 3)), is_known).await;
        answer(&store, Permission::Refused, no(100), 4).await;
        answer(&store, Permission::Refused, no(90), 5).await;
        assert_eq!(said(&store, "H1").await.said_no, no(100), "{store:?}: the longest holds");
        assert_eq!(said(&store, "H2").await.said_no, None, "{store:?}");
        let colleague = Staff { id: "staff-9".parse().unwrap(), ..nurse() };
        let to_them = store.said(&colleague, &patient_id("H1"), None, at(9)).await.unwrap();
        assert_eq!((to_them.said_no, to_them.permission), (no(100), None), "{store:?}");
        answer(&store, Permission::CouldNotAsk(WhyNotAsked::Emergency), None, 6).await;
        assert_eq!(said(&store, "H1").await.said_no, no(100), "{store:?}: that is no yes");
        file(&store, &merged("H1", "H2", 7), is_known).await;
        assert_eq!(said(&store, "H2").await.said_no, no(100), "{store:?}: under every number");
        answer(&store, Permission::Given, None, 8).await;
        assert_eq!(said(&store, "H2").await.said_no, None, "{store:?}");
    }
}

#[tokio::test]
async fn a_reason_is_good_for_one_session_and_one_patient_until_its_time() {
    for store in stores().await {
        let stated = ForAWhile::from(Stated::new("rang us\0").unwrap(), at(1));
        admit(&store).await;
        file(&store, &moved("H2", "V2", Event::Admitted, ("W1", 2)), is_known).await;
        let state = async |patient: &str, stated: &ForAWhile<Stated>, minute| {
            let known = store.patient(&patient_id(patient)).await.unwrap().unwrap();
            store.state_reason(&nurse(), (&known, None), stated, at(minute)).await.unwrap();
        };
        state("H1", &stated, 1).await;
        let expected = Act::GaveReason { why: stated.said.clone(), until: stated.until };
        assert_eq!(acts(&store).await.first(), Some(&expected), "{store:?}: though nobody looks");
        let of_h1 = said(&store, "H1").await;
        assert_eq!(of_h1.stated.as_ref(), Some(&stated), "{store:?}");
        assert_eq!(of_h1.overriding, None, "{store:?}: a reason overrides nothing");
        assert_eq!(said(&store, "H2").await, Said::default(), "{store:?}");
        let other = store.said(&elsewhere(), &patient_id("H1"), None, at(9)).await.unwrap();
        assert_eq!(other, Said::default(), "{store:?}");
        let again = ForAWhile::from(Stated::new("rang again").unwrap(), at(2));
        state("H1", &again, 2).await;
        assert_eq!(said(&store, "H1").await.stated, Some(again), "{store:?}");
        let later = ForAWhile::from(Stated::new("another").unwrap(), at(70));
        state("H2", &later, 70).await;
        assert_eq!(said(&store, "H1").await.stated, None, "{store:?}: it was forgotten");
    }
}

#[tokio::test]
async fn an_override_is_a_line_of_its_own() {
    for store in stores().await {
        let why = Override::new(WhyOverride::Emergency, "found unconscious at home").unwrap();
        let overriding = ForAWhile::from(why.clone(), at(1));
        admit(&store).await;
        let (patient, stay) = (patient_id("H1"), stay_id("V1"));
        let known = store.patient(&patient).await.unwrap().unwrap();
        let about = (&known, Some(&stay));
        store.override_refusal(&nurse(), about, &overriding, at(1)).await.unwrap();
        assert_eq!(said(&store, "H1").await.overriding, Some(overriding.clone()), "{store:?}");
        let expected = Act::Overrode { why, until: overriding.until };
        assert_eq!(acts(&store).await.first(), Some(&expected), "{store:?}");
        let other = store.said(&elsewhere(), &patient, Some(&stay), at(9)).await.unwrap();
        assert_eq!(other.overriding, None, "{store:?}");
    }
}
