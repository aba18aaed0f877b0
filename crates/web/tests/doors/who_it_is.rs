//! Nobody sees who somebody is without a line about it, nor where they live before they have said why.

use care::access::privacy::{Limits, Trigger};
use care::access::{Act, Actor, AuditLine, PermissionMode};
use care::people::PatientId;
use care::stays::Event;
use jiff::SignedDuration;
use store::AuditFilter;
use web::PrivacySettings;

use crate::browser::Answer;
use crate::hospital::Coming;
use crate::house::{House, NEXT_DOOR, NURSE, OTHER_SITE, Plan, houses, houses_where, scene};
use crate::privacy_triggers::items;

const ADDRESS: &str = "14 Canary Crescent";
const PHONE: &str = "960987";

#[track_caller]
fn tells_home(page: &Answer) {
    page.says("OKORO");
    page.says(ADDRESS);
    page.says(PHONE);
}

#[track_caller]
fn tells_no_home(page: &Answer, family: &str) {
    assert_eq!(page.status, 200);
    page.says(family);
    page.says("Address not shown");
    for word in ["Canary", "Netherby", "2AB", PHONE] {
        page.never_says(word);
    }
}

/// What members of staff did about a patient, newest first.
async fn done(house: &House, patient: &PatientId) -> Vec<AuditLine> {
    let filter = AuditFilter::Patient(patient.clone());
    let mut lines = house.store.audit_lines(&filter, 100).await.unwrap();
    lines.retain(|line| matches!(line.actor, Actor::Staff { .. }));
    lines
}

/// She was here and has left.
async fn left(house: &House, number: usize) -> PatientId {
    house.admit(scene(number)).await;
    house.wait(SignedDuration::from_mins(1));
    let (event, ago) = (Event::Discharged, SignedDuration::ZERO);
    house.tell(&Coming { event, ago, ..Coming::scene(scene(number)) }).await
}

#[tokio::test]
async fn each_page_that_shows_who_somebody_is_is_a_line_that_names_them() {
    for house in houses_where(|| Plan { mode: PermissionMode::Ask, ..Plan::default() }).await {
        let patient = house.admit(scene(1)).await;
        let person = format!("/patients/{patient}");
        let mut nurse = house.sign_in(NURSE).await;
        let ask = format!("{person}/permission");
        tells_home(&nurse.get(&ask).await);
        tells_home(&nurse.send(&ask, &[("agreed", "")]).await);
        tells_home(&nurse.get(&format!("{person}/wrong")).await);
        nurse.agree(&ask).await;
        tells_home(&nurse.get(&format!("{person}/print")).await);
        nurse.send(&ask, &[("agreed", "no")]).await;
        tells_home(&nurse.get(&format!("{person}/override")).await);
        let lines = done(&house, &patient).await;
        let seen: Vec<_> = lines.iter().filter(|line| line.act == Act::SawIdentity).collect();
        assert_eq!(seen.len(), 6, "{:?}: {lines:?}", house.store);
        assert!(seen.iter().all(|line| line.stay.is_some()), "{:?}", house.store);
        assert!(seen.iter().all(|line| line.person.is_some()), "{:?}", house.store);
        assert_eq!(lines[0].act, Act::SawIdentity, "{:?}: the last page", house.store);
    }
}

#[tokio::test]
async fn where_somebody_lives_who_has_left_is_shown_after_the_reason() {
    for house in houses().await {
        let patient = left(&house, 1).await;
        let person = format!("/patients/{patient}");
        let mut nurse = house.sign_in(NURSE).await;
        let (why, wrong) = (format!("{person}/reason"), format!("{person}/wrong"));
        tells_no_home(&nurse.get(&why).await, "OKORO");
        tells_no_home(&nurse.send(&why, &[("reason", " ")]).await, "OKORO");
        tells_no_home(&nurse.get(&wrong).await, "OKORO");
        let lines = done(&house, &patient).await;
        assert_eq!(lines.len(), 3, "{:?}: {lines:?}", house.store);
        let is_bare = |line: &AuditLine| line.act == Act::SawIdentity && line.stay.is_none();
        assert!(lines.iter().all(is_bare), "{:?}: {lines:?}", house.store);
        tells_home(&nurse.send_and_follow(&why, &[("reason", "Rang us")]).await);
        tells_home(&nurse.get(&wrong).await);
        house.wait(SignedDuration::from_mins(60));
        tells_no_home(&house.sign_in(NURSE).await.get(&wrong).await, "OKORO");
    }
}

#[tokio::test]
async fn where_a_neighbour_lives_is_shown_after_the_reason() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        let mut neighbour = house.sign_in(NEXT_DOOR).await;
        let why = format!("/patients/{patient}/reason");
        tells_no_home(&neighbour.get(&why).await, "OKORO");
        assert_eq!(done(&house, &patient).await[0].act, Act::SawIdentity, "{:?}", house.store);
        tells_home(&neighbour.send_and_follow(&why, &[("reason", "her named nurse")]).await);
    }
}

#[tokio::test]
async fn a_page_that_says_why_it_stays_shut_has_that_line_and_no_address_either() {
    for house in houses().await {
        let patient = left(&house, 4).await;
        let page = house.page(NURSE, &patient).await;
        assert_eq!(page.heading(), "We may have a record but cannot be sure");
        tells_no_home(&page, &scene(4).family.to_uppercase());
        let lines = done(&house, &patient).await;
        assert_eq!(lines.len(), 1, "{:?}: {lines:?}", house.store);
        assert!(matches!(lines[0].act, Act::WasRefused { .. }), "{:?}", house.store);
    }
}

#[tokio::test]
async fn who_goes_through_the_names_of_many_who_are_elsewhere_is_on_the_list() {
    let strict = || {
        let limits = Limits { people_an_hour: 2, ..Limits::default() };
        Plan {
            privacy: PrivacySettings { limits, ..PrivacySettings::default() },
            ..Plan::default()
        }
    };
    for house in houses_where(strict).await {
        let mut here = house.sign_in(NURSE).await;
        let mut elsewhere = house.sign_in(OTHER_SITE).await;
        for (number, expected) in [(1, 0), (2, 0), (5, 1)] {
            let patient = house.admit(scene(number)).await;
            assert_eq!(here.get(&format!("/patients/{patient}/wrong")).await.status, 200);
            assert!(items(&house).await.is_empty(), "{:?}: they lie in her hospital", house.store);
            let page = elsewhere.get(&format!("/patients/{patient}/reason")).await;
            page.says("This patient is not in your hospital now");
            assert_eq!(items(&house).await.len(), expected, "{:?}", house.store);
        }
        let found = items(&house).await;
        assert_eq!(found[0].triggers, [Trigger::ManyPeople], "{:?}", house.store);
    }
}
