//! What changes between a page and the next step counts at the next step.

use care::filing::Shield;
use care::people::PatientId;
use care::stays::Event;
use jiff::SignedDuration;

use crate::hospital::Coming;
use crate::house::{House, NURSE, SOCIAL_WORKER, houses, scene};

/// The hospital says something of the first scene now.
async fn says(house: &House, event: Event, shield: Shield) {
    house.wait(SignedDuration::from_mins(1));
    let ago = SignedDuration::ZERO;
    house.tell(&Coming { shield, event, ago, ..Coming::scene(scene(1)) }).await;
}

fn paths(patient: &PatientId) -> (String, String) {
    (format!("/patients/{patient}"), format!("/patients/{patient}/print"))
}

#[tokio::test]
async fn h16_an_objection_that_comes_between_page_and_sheet_shuts_the_sheet() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        let (person, print) = paths(&patient);
        for staff in [NURSE, SOCIAL_WORKER] {
            let mut browser = house.sign_in(staff).await;
            assert_eq!(browser.get(&person).await.heading(), "Care at home");
            browser.get(&print).await;
            says(&house, Event::Updated, Shield::Objection).await;
            let sheet = browser.send(&print, &[]).await;
            assert_eq!(sheet.heading(), "Sharing is restricted for this person");
            sheet.never_says("Meadow Homecare");
            says(&house, Event::Updated, Shield::None).await;
        }
    }
}

#[tokio::test]
async fn h16_a_protected_place_that_comes_between_page_and_sheet_is_off_the_sheet() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        let (person, print) = paths(&patient);
        let mut nurse = house.sign_in(NURSE).await;
        nurse.get(&person).await.says("Canary Crescent");
        says(&house, Event::Updated, Shield::Location).await;
        let sheet = nurse.send(&print, &[]).await;
        sheet.says("Address protected");
        sheet.never_says("Canary Crescent");
        sheet.never_says("Meadow Homecare");
    }
}

#[tokio::test]
async fn a_stay_that_ends_while_the_page_is_open_asks_for_a_reason_at_the_next_step() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        let (person, print) = paths(&patient);
        let mut nurse = house.sign_in(NURSE).await;
        assert_eq!(nurse.get(&person).await.heading(), "Care at home");
        says(&house, Event::Discharged, Shield::None).await;
        let reason = format!("{person}/reason");
        assert_eq!(nurse.send(&print, &[]).await.header("location"), reason);
        assert_eq!(nurse.get(&person).await.header("location"), reason);
    }
}
