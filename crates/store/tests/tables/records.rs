//! Nobody opens a record without a line in the audit, and no wrong one at all.

use care::access::privacy::{About, Limits, Presence, Recent, Vetted, vet};
use care::access::{
    Act, Actor, Ground, Look, Marks, Permission, PermissionMode, Permit, Relation, permit,
};
use care::filing::Shield;
use care::people::{Death, Verdict};
use care::record::Sharing;
use care::stays::Event;
use store::testing::stores;
use store::{Answer, AuditFilter, Feedback, Store, StoreError};

use crate::hospital::{
    at, file, is_known, is_nobody, match_again, merged, moved, patient_id, person, stay_id, trust,
};
use crate::sessions::nurse;

#[tokio::test]
async fn opening_a_record_writes_who_what_when_and_on_what_ground() {
    for store in stores().await {
        admit(&store).await;
        let opened = store.open_record(allowed(2)).await.unwrap();
        assert_eq!(opened, person(), "{store:?}");
        let line = store.audit_lines(&of_patient(), 1).await.unwrap().remove(0);
        assert_eq!(line.actor, Actor::from(&nurse()), "{store:?}");
        assert_eq!(line.at, at(2), "{store:?}");
        assert_eq!(line.stay, Some(stay_id("V1")), "{store:?}");
        assert_eq!(line.person, Some(person()), "{store:?}");
        let ground = Ground::Stay(stay_id("V1"));
        let permission = Some(Permission::Given);
        let looked = allowed(2).permit().looked();
        assert!(looked.shown.parts().count() > 5, "the parts that were shown are named");
        assert_eq!(line.act, Act::Opened { ground, permission, looked }, "{store:?}");
    }
}

#[tokio::test]
async fn on_a_full_disk_no_line_can_be_written_and_nothing_opens() {
    for store in stores().await {
        admit(&store).await;
        store.fill_up().await;
        // On SQLite there is room for a few lines more in the last page of the file.
        let mut opened = Ok(());
        for _ in 0..400 {
            opened = store.open_record(allowed(2)).await.map(drop);
            if opened.is_err() {
                break;
            }
        }
        assert!(matches!(opened, Err(StoreError::Full(_))), "{store:?}: {opened:?}");
        let lines = store.audit_lines(&of_patient(), 1000).await.unwrap().len();
        assert!(store.open_record(allowed(2)).await.is_err(), "{store:?}");
        assert_eq!(store.audit_lines(&of_patient(), 1000).await.unwrap().len(), lines, "{store:?}");
    }
}

#[tokio::test]
async fn printing_is_a_line_of_its_own() {
    for store in stores().await {
        admit(&store).await;
        store.open_for_print(allowed(2), true).await.unwrap();
        let lines = store.audit_lines(&AuditFilter::Staff(nurse().id), 10).await.unwrap();
        let printed = matches!(lines[0].act, Act::Printed { with_sensitive: true, .. });
        assert!(printed && lines.len() == 1, "{store:?}");
    }
}

#[tokio::test]
async fn h01_a_link_that_changed_since_leave_was_given_opens_nothing() {
    for store in stores().await {
        admit(&store).await;
        let known = store.known_patient(&patient_id("H1")).await.unwrap();
        let basis = store::Basis::of(&known);
        let doubt: fn() -> Verdict = || Verdict::Review(vec![person()], Vec::new());
        let filing = match_again(known, doubt, at(3));
        store.commit_rematch(&filing, &basis, at(3)).await.unwrap();
        check_shut(&store).await;
    }
}

#[tokio::test]
async fn h03_a_match_reported_as_wrong_is_shut_under_every_number() {
    for store in stores().await {
        admit(&store).await;
        file(&store, &moved("H2", "V2", Event::Admitted, ("W2", 3)), is_known).await;
        let before = store.ward_revision(&trust(), Some("W1")).await.unwrap();
        let stay = stay_id("V1");
        store.report_wrong_match(&nurse(), &patient_id("H1"), Some(&stay), at(4)).await.unwrap();
        let after = store.ward_revision(&trust(), Some("W1")).await.unwrap();
        assert!(after > before, "{store:?}: the list shows it at once");
        let line = store.audit_lines(&of_patient(), 1).await.unwrap().remove(0);
        assert_eq!((line.act, line.person), (Act::ReportedWrongMatch, Some(person())));
        check_shut(&store).await;
        file(&store, &merged("H1", "H2", 5), is_known).await;
        let patient = store.patient(&patient_id("H2")).await.unwrap().unwrap();
        assert!(patient.withheld, "{store:?}: a merge must not open what was shut");
        let list = store.ward_list(&trust(), None, 10).await.unwrap();
        assert!(list.len() == 2 && list.iter().all(|row| row.withheld), "{store:?}");
        check_shut(&store).await;
    }
}

#[tokio::test]
async fn a_patient_whom_nobody_matched_has_no_record_to_open() {
    for store in stores().await {
        file(&store, &moved("H1", "V1", Event::Admitted, ("W1", 1)), is_nobody).await;
        check_shut(&store).await;
    }
}

#[tokio::test]
async fn a_refusal_is_a_line_as_well() {
    for store in stores().await {
        let patient = patient_id("H1");
        store.note_refusal(&nurse(), &patient, "no record was found", at(1)).await.unwrap();
        let line = store.audit_lines(&of_patient(), 1).await.unwrap().remove(0);
        assert_eq!(line.act, Act::WasRefused { why: "no record was found".into() }, "{store:?}");
    }
}

#[tokio::test]
async fn a_comparison_holds_for_one_stay() {
    let (patient, stay) = (patient_id("H1"), stay_id("V1"));
    for store in stores().await {
        let compared = async |stay| store.compared(&nurse().id, &patient, stay).await.unwrap();
        assert!(!compared(Some(&stay)).await, "{store:?}");
        store.note_compared(&nurse(), (&patient, Some(&stay)), at(1)).await.unwrap();
        store.note_compared(&nurse(), (&patient, Some(&stay)), at(2)).await.unwrap();
        assert!(compared(Some(&stay)).await && !compared(None).await, "{store:?}");
        let line = store.audit_lines(&of_patient(), 1).await.unwrap().remove(0);
        assert_eq!((line.act, line.at), (Act::ComparedSame, at(2)), "{store:?}");
    }
}

#[tokio::test]
async fn feedback_is_kept_with_the_role_and_at_most_five_hundred_characters() {
    for store in stores().await {
        for (minute, answer) in [(1, Answer::Yes), (2, Answer::Partly), (3, Answer::No)] {
            let feedback = Feedback {
                patient: patient_id("H1"),
                stay: None,
                answer,
                went_home: answer == Answer::Yes,
                words: Some("é\0".repeat(600)),
            };
            store.save_feedback(&nurse(), &feedback, at(minute)).await.unwrap();
        }
        let lines = store.feedback(at(2), 10).await.unwrap();
        let answers: Vec<_> =
            lines.iter().map(|line| (line.given_at, line.feedback.answer)).collect();
        assert_eq!(answers, [(at(3), Answer::No), (at(2), Answer::Partly)], "{store:?}");
        assert_eq!(lines[0].role, nurse().role, "{store:?}");
        assert_eq!(lines[0].feedback.words, Some("é".repeat(500)), "{store:?}");
    }
}

pub(crate) async fn admit(store: &Store) {
    file(store, &moved("H1", "V1", Event::Admitted, ("W1", 1)), is_known).await;
}

fn of_patient() -> AuditFilter {
    AuditFilter::Patient(patient_id("H1"))
}

/// Leave that was given at that minute, when the match was certain.
pub(crate) fn allowed(minute: i64) -> Vetted {
    vet(leave(minute), about(), &Recent::default(), &Limits::default())
}

/// A patient who lies here and is nobody special.
pub(crate) fn about() -> About {
    About {
        trust: trust(),
        presence: Presence::Here,
        kin: None,
        is_protected: false,
        numbers: Vec::new(),
    }
}

/// Leave for the nurse to open the record of the first patient.
pub(crate) fn leave(minute: i64) -> Permit {
    let (staff, patient) = (nurse(), patient_id("H1"));
    let look = Look {
        staff: &staff,
        patient: &patient,
        relation: Relation::LiveStay(stay_id("V1")),
        stated: None,
        permission: Some(&Permission::Given),
        overriding: None,
    };
    let marks = Marks {
        verdict: &is_known(),
        mode: PermissionMode::Ask,
        said_no: None,
        kin: None,
        shield: Shield::None,
        sharing: Sharing::Open,
        death: Death::Alive,
        born: None,
    };
    let permit = permit(&look, marks, at(minute)).unwrap();
    assert_eq!(permit.ground(), &Ground::Stay(stay_id("V1")));
    permit
}

async fn check_shut(store: &Store) {
    let before = store.audit_lines(&of_patient(), 100).await.unwrap().len();
    assert!(matches!(store.open_record(allowed(2)).await, Err(StoreError::Conflict)));
    assert!(matches!(store.open_for_print(allowed(2), false).await, Err(StoreError::Conflict)));
    let after = store.audit_lines(&of_patient(), 100).await.unwrap().len();
    assert_eq!(before, after, "a record that stayed shut was not opened");
}
