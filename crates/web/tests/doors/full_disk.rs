//! The disk is full, and no line of the audit can be written: what is shown?

use care::access::{Act, Actor, AuditLine};
use store::{AuditFilter, StoreError};

use crate::house::{House, NURSE, OTHER_TRUST, SOCIAL_WORKER, houses, scene};
use crate::privacy::OFFICER;

/// Fills the disk until not even the shortest line finds room.
async fn fill(house: &House) {
    house.store.fill_up().await;
    let line = AuditLine::new(house.now(), Actor::Service, Act::SignedIn);
    // On SQLite there is room for some lines more in the last pages of the file.
    let mut written = Ok(());
    for _ in 0..2000 {
        written = house.store.note(&line).await;
        if written.is_err() {
            break;
        }
    }
    assert!(matches!(written, Err(StoreError::Full(_))), "{:?}: {written:?}", house.store);
}

#[tokio::test]
async fn no_line_no_look_no_sheet_no_report_and_no_copy() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        let (mut nurse, mut officer) = (house.sign_in(NURSE).await, house.sign_in(OFFICER).await);
        let mut worker = house.sign_in(SOCIAL_WORKER).await;
        let person = format!("/patients/{patient}");
        let people = format!("/privacy/people/{patient}");
        nurse.get(&person).await.says("OKORO");
        fill(&house).await;
        let all =
            || async { house.store.audit_lines(&AuditFilter::All, 5000).await.unwrap().len() };
        let before = all().await;
        let reason = [("reason", "A complaint")];
        let json = [("reason", "A complaint"), ("form", "json")];
        let answers = [
            nurse.get(&person).await,
            worker.get("/council").await,
            nurse.send(&format!("{person}/print"), &[]).await,
            nurse.get(&format!("{person}/print")).await,
            nurse.get(&format!("{person}/wrong")).await,
            officer.get(&format!("{people}/report")).await,
            officer.send(&format!("{people}/copy"), &reason).await,
            officer.send(&format!("{people}/copy"), &json).await,
        ];
        for (turn, answer) in answers.iter().enumerate() {
            assert_eq!(answer.status, 503, "{:?}, {turn}: {}", house.store, answer.text());
            assert_eq!(answer.heading(), "Sorry, there is a problem with the service");
            for never in ["OKORO", "Okoro", "999", "Lantern", "Netherby"] {
                answer.never_says(never);
            }
        }
        assert_eq!(all().await, before, "{:?}", house.store);
    }
}

#[tokio::test]
async fn nobody_comes_in_and_nobody_is_refused_without_a_line() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        let mut elsewhere = house.sign_in(OTHER_TRUST).await;
        fill(&house).await;
        let refused = elsewhere.get(&format!("/patients/{patient}")).await;
        assert_eq!(refused.status, 503, "{:?}", house.store);
        let mut stranger = house.stranger();
        assert_eq!(stranger.post("/sign-in", &[("staff", NURSE)]).await.status, 503);
        assert_eq!(stranger.get("/wards").await.status, 401, "{:?}", house.store);
    }
}
