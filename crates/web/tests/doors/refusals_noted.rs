//! Whoever is refused what is there leaves a line with whose it was.

use care::access::{Act, Actor, AuditLine};
use care::people::PatientId;
use store::AuditFilter;

use crate::browser::Browser;
use crate::desk::HOSPITAL_LEAD;
use crate::house::{
    House, NEXT_DOOR, OFFICER_ELSEWHERE, OTHER_COUNCIL, OTHER_TRUST, houses, scene,
};
use crate::paths::{Path, paths};
use crate::privacy_triggers::look;

/// A handle that nobody and nothing has.
const NOBODY: &str = "0123456789abcdef0123456789abcdef";

#[tokio::test]
async fn another_organisation_s_patient_was_asked_for_by_somebody() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        for staff in [OTHER_TRUST, OTHER_COUNCIL] {
            let mut browser = house.sign_in(staff).await;
            for path in paths(&patient).iter().filter(|path| path.is_about_a_patient()) {
                let before = refusals(&house, &patient, staff).await;
                let answers = tried(&mut browser, path).await;
                assert!(answers.iter().all(|status| *status == 404), "{staff} at {}", path.to);
                let noted = refusals(&house, &patient, staff).await - before;
                assert_eq!(noted, answers.len(), "{:?}: {staff} at {}", house.store, path.to);
            }
        }
    }
}

#[tokio::test]
async fn a_patient_whom_the_role_does_not_meet_was_asked_for_by_somebody() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        for staff in ["support-tucker", "owner-lowe"] {
            let answer = house.page(staff, &patient).await;
            assert_eq!(answer.status, 403, "{staff}");
            assert!(is_refusal_of(&last(&house, &patient).await, staff), "{staff}");
        }
    }
}

#[tokio::test]
async fn a_report_a_case_and_an_item_that_are_others_were_asked_for_by_somebody() {
    for house in houses().await {
        let waiting = house.admit(scene(17)).await;
        let patient = house.admit(scene(6)).await;
        look(&mut house.sign_in(NEXT_DOOR).await, &patient, "I am her named nurse").await;
        let tries = [
            (format!("/privacy/people/{patient}/report"), &patient),
            (format!("/privacy/people/{patient}/copy"), &patient),
            ("/privacy/items/1".to_owned(), &patient),
            (format!("/match-desk/{waiting}"), &waiting),
        ];
        let mut browser = house.sign_in(OFFICER_ELSEWHERE).await;
        for (path, whose) in tries {
            assert_eq!(browser.get(&path).await.status, 404, "{path}");
            let line = last(&house, whose).await;
            assert!(is_refusal_of(&line, OFFICER_ELSEWHERE), "{path}: {line:?}");
        }
        let own = house.sign_in(HOSPITAL_LEAD).await.get("/privacy/items/1").await;
        assert_eq!(own.status, 403, "not for this role");
        assert!(is_refusal_of(&last(&house, &patient).await, HOSPITAL_LEAD));
    }
}

#[tokio::test]
async fn who_tries_names_that_are_nobody_s_is_seen_and_names_nobody() {
    for house in houses().await {
        let nobody: PatientId = NOBODY.parse().unwrap();
        let mut browser = house.sign_in(OTHER_TRUST).await;
        let mut stranger = house.stranger();
        let all = || async { house.store.audit_lines(&AuditFilter::All, 1000).await.unwrap() };
        let before = all().await.len();
        for path in ["/nowhere", "/assets/nowhere"] {
            assert_eq!(browser.get(path).await.status, 404, "{path}");
        }
        assert_eq!(stranger.get(&format!("/patients/{nobody}")).await.status, 401);
        assert_eq!(all().await.len(), before, "{:?}: no page, nobody", house.store);
        let tries = [format!("/patients/{nobody}"), "/patients/x%20y".to_owned()];
        for path in &tries {
            assert_eq!(browser.get(path).await.status, 404, "{path}");
        }
        let lines = all().await;
        assert_eq!(lines.len() - before, tries.len(), "{:?}", house.store);
        for line in &lines[..tries.len()] {
            assert!(is_refusal_of(line, OTHER_TRUST) && line.patient.is_none(), "{line:?}");
        }
    }
}

/// Asks in each way in which the path answers, and says what came back.
async fn tried(browser: &mut Browser, path: &Path) -> Vec<u16> {
    let mut answers = Vec::new();
    if path.get {
        answers.push(browser.get(&path.to).await.status);
    }
    if path.post {
        let form = [("agreed", "yes"), ("answered", "yes"), ("reason", "curious")];
        answers.push(browser.send(&path.to, &form).await.status);
    }
    answers
}

async fn last(house: &House, patient: &PatientId) -> AuditLine {
    let filter = AuditFilter::Patient(patient.clone());
    house.store.audit_lines(&filter, 1).await.unwrap().remove(0)
}

/// How often somebody was refused the patient.
async fn refusals(house: &House, patient: &PatientId, staff: &str) -> usize {
    let filter = AuditFilter::Patient(patient.clone());
    let lines = house.store.audit_lines(&filter, 1000).await.unwrap();
    lines.iter().filter(|line| is_refusal_of(line, staff)).count()
}

fn is_refusal_of(line: &AuditLine, staff: &str) -> bool {
    let Actor::Staff { id, origin, .. } = &line.actor else { return false };
    let whence = origin.address.is_some() && !origin.session.is_empty();
    matches!(line.act, Act::WasRefused { .. }) && id.as_str() == staff && whence
}
