//! Which of its people does a council find in hospital?

use care::people::PersonName;
use care::stays::Event;
use jiff::SignedDuration;

use crate::hospital::Coming;
use crate::house::{OTHER_COUNCIL, SOCIAL_WORKER, houses, scene};

#[tokio::test]
async fn a_council_is_told_of_its_own_people_once_and_says_that_it_has_seen_them() {
    for house in houses().await {
        let lee = house.admit(scene(2)).await;
        house.admit(scene(4)).await;
        house.admit(scene(10)).await;
        house.tell(&Coming::stranger(PersonName::usual("Vane", "Ida"))).await;
        house.wait(SignedDuration::from_mins(1));
        house.tell(&Coming { event: Event::Updated, ..Coming::scene(scene(2)) }).await;
        let mut browser = house.sign_in(SOCIAL_WORKER).await;
        let page = browser.get("/council").await;
        assert_eq!(page.text().matches("LEE, Alan (Mr)").count(), 1, "{}", page.text());
        page.says("NHS No. 999 700 3039 Born 22-Nov-1938");
        page.says("Where EAU, B1-2");
        page.says("Mark 1 as seen");
        for word in ["KHAN", "ALDRIDGE", "VANE"] {
            page.never_says(word);
        }
        assert!(page.body.contains(&format!("/patients/{lee}")));
        assert!(browser.get("/council").await.text().contains("Mark 1 as seen"), "not by looking");
        let page = browser.send_and_follow("/council", &[]).await;
        page.says("Seen Today 14:06");
        assert!(!page.text().contains("as seen"), "nothing is left to mark");
        let elsewhere = house.sign_in(OTHER_COUNCIL).await.get("/council").await;
        elsewhere.says("The hospital has told you of nobody yet.");
    }
}

#[tokio::test]
async fn an_admission_that_never_was_is_withdrawn_and_loses_its_place() {
    for house in houses().await {
        let lee = Coming::scene(scene(2));
        house.tell(&lee).await;
        house.wait(SignedDuration::from_mins(10));
        let ago = SignedDuration::from_mins(5);
        house.tell(&Coming { event: Event::AdmissionCancelled, ago, ..lee }).await;
        let page = house.sign_in(SOCIAL_WORKER).await.get("/council").await;
        page.says("Earlier notice withdrawn");
        page.says("Not shown");
        assert_eq!(page.text().matches("LEE, Alan (Mr)").count(), 2, "newest first, both kept");
    }
}
