//! Whom the national service holds back by mistake, a privacy officer of the hospital can let go.

use care::access::Act;
use care::access::privacy::Trigger;
use care::people::trace::Outcome;
use care::people::{NumberStatus, PatientId, TracedNumber};
use store::AuditFilter;

use crate::hospital::Coming;
use crate::house::{House, NURSE, OFFICER_ELSEWHERE, houses, scene};
use crate::privacy_triggers::items;

const OFFICER: &str = "privacy-hospital-shah";

/// Mrs Okoro, with a number that was mistyped and is another person's.
async fn held(house: &House) -> PatientId {
    let number = "9997009991".parse().unwrap();
    let nhs = Some(TracedNumber { number, status: NumberStatus::NotTraced });
    let patient = house.tell(&Coming { nhs, ..Coming::scene(scene(1)) }).await;
    house.national_service_says(&patient, Outcome::Restricted).await;
    assert_eq!(house.page(NURSE, &patient).await.heading(), "No adult social care record found");
    patient
}

async fn acts(house: &House, patient: &PatientId) -> Vec<Act> {
    let filter = AuditFilter::Patient(patient.clone());
    let lines = house.store.audit_lines(&filter, 100).await.unwrap();
    lines.into_iter().map(|line| line.act).collect()
}

#[tokio::test]
async fn h16_a_privacy_officer_releases_with_a_reason_and_another_checks_it() {
    for house in houses().await {
        let patient = held(&house).await;
        let to = format!("/privacy/people/{patient}/held");
        let mut officer = house.sign_in(OFFICER).await;
        let found = officer.send("/privacy/people", &[("number", scene(1).hospital_number)]).await;
        assert!(found.body.contains(&to));
        let page = officer.get(&to).await;
        page.says("NHS number 999 700 9991 leads to somebody whose record is restricted");
        officer.send(&to, &[("reason", " ")]).await.says("Say how you know");
        assert_eq!(
            house.page(NURSE, &patient).await.heading(),
            "No adult social care record found"
        );
        let reason = [("reason", "mistyped on admission")];
        let done = officer.send_and_follow(&to, &reason).await;
        done.says("Released. The patient is looked for at the councils again.");
        done.says("The national service holds nothing back of this patient.");
        let stated = "mistyped on admission".to_owned();
        let all = acts(&house, &patient).await;
        assert!(all.contains(&Act::ReleasedHold { stated }), "{:?}", house.store);
        let seen = all.iter().filter(|act| **act == Act::SawHold).count();
        assert_eq!(seen, 3, "each look at it is a line");
        let shut = house.page(NURSE, &patient).await;
        assert_eq!(shut.heading(), "This NHS number is under review", "it is another's number");
        let item = items(&house).await.remove(0);
        assert_eq!(
            (&item.triggers[..], item.said.as_str()),
            (&[Trigger::HoldReleased][..], reason[0].1)
        );
        let own = officer.get(&format!("/privacy/items/{}", item.id)).await;
        own.says("This is your own look. Another privacy officer decides.");
        house.wait(jiff::SignedDuration::from_mins(1));
        let corrected = Coming { ago: jiff::SignedDuration::ZERO, ..Coming::scene(scene(1)) };
        house.tell(&corrected).await;
        assert_eq!(house.page(NURSE, &patient).await.heading(), "Care at home");
    }
}

#[tokio::test]
async fn h16_a_corrected_number_that_the_national_service_confirms_ends_the_hold_by_itself() {
    for house in houses().await {
        let patient = held(&house).await;
        house.wait(jiff::SignedDuration::from_mins(1));
        let corrected = Coming { ago: jiff::SignedDuration::ZERO, ..Coming::scene(scene(1)) };
        house.tell(&corrected).await;
        assert_eq!(
            house.page(NURSE, &patient).await.heading(),
            "No adult social care record found"
        );
        let number = scene(1).nhs_number.parse().unwrap();
        house.national_service_says(&patient, Outcome::Found { number, former: None }).await;
        assert_eq!(house.page(NURSE, &patient).await.heading(), "Care at home");
    }
}

#[tokio::test]
async fn h16_nobody_else_learns_who_is_held_back_and_the_list_names_no_state() {
    for house in houses().await {
        let patient = held(&house).await;
        let other = house.admit(scene(2)).await;
        let mut officer = house.sign_in(OFFICER).await;
        let listed = |number| [("number", number)];
        for (number, id) in [(1, &patient), (2, &other)] {
            let form = listed(scene(number).hospital_number);
            let found = officer.send("/privacy/people", &form).await;
            assert!(found.body.contains(&format!("/privacy/people/{id}/held")));
        }
        let to = format!("/privacy/people/{patient}/held");
        let reason = [("reason", "I am sure that it is another person")];
        for (staff, status) in [
            (NURSE, 403),
            ("safeguarding-hospital-reid", 403),
            ("privacy-council-hart", 404),
            (OFFICER_ELSEWHERE, 404),
        ] {
            let mut browser = house.sign_in(staff).await;
            assert_eq!(browser.get(&to).await.status, status, "{staff}");
            assert_eq!(browser.send(&to, &reason).await.status, status, "{staff}");
        }
        let not_held = format!("/privacy/people/{other}/held");
        officer.get(&not_held).await.says("holds nothing back of this patient");
        officer.send(&not_held, &reason).await;
        assert!(
            !acts(&house, &other).await.iter().any(|act| matches!(act, Act::ReleasedHold { .. }))
        );
        assert_eq!(
            house.page(NURSE, &patient).await.heading(),
            "No adult social care record found"
        );
    }
}
