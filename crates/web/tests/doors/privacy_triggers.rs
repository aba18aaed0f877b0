//! What goes on the privacy list, as it happens at the doors.

use care::access::PermissionMode;
use care::access::privacy::{Limits, Trigger};
use care::filing::Shield;
use care::people::PatientId;
use care::stays::Event;
use jiff::{SignedDuration, Timestamp};
use store::{PrivacyFilter, PrivacyItem, Which};
use web::{Forwarding, Gate, PrivacySettings, Proxies, Rates};

use crate::browser::Browser;
use crate::desk::{COUNCIL_LEAD, HOSPITAL_LEAD, join};
use crate::hospital::Coming;
use crate::house::{
    House, NEXT_DOOR, NURSE, OTHER_SITE, Plan, SOCIAL_WORKER, houses, houses_where, scene, staff,
};

/// The items of the hospital's desk, newest first.
pub(crate) async fn items(house: &House) -> Vec<PrivacyItem> {
    let organisation = staff().into_iter().find(|one| one.id.as_str() == NURSE).unwrap();
    let filter =
        PrivacyFilter { which: Which::All, trigger: None, since: Timestamp::MIN, offset: 0 };
    house.store.privacy_items(&organisation.organisation, &filter, 50).await.unwrap()
}

/// Looks at a patient, with a reason where one is asked for.
pub(crate) async fn look(browser: &mut Browser, patient: &PatientId, reason: &str) {
    let person = format!("/patients/{patient}");
    let first = browser.get(&person).await;
    if first.heading() == "Care at home" {
        return;
    }
    assert_eq!(first.status, 303, "{}", first.text());
    let to = first.header("location").to_owned();
    assert_eq!(to, format!("{person}/reason"));
    let mut page = browser.send(&to, &[("reason", reason)]).await;
    if page.status == 303 {
        page = browser.get(&person).await;
    }
    assert_eq!(page.heading(), "Care at home", "{}", page.text());
}

#[track_caller]
fn check(house: &House, items: &[PrivacyItem], expected: &[&[Trigger]]) {
    let found: Vec<&[Trigger]> = items.iter().map(|item| item.triggers.as_slice()).collect();
    assert_eq!(found, expected, "{:?}", house.store);
}

async fn discharge(house: &House, number: usize) {
    house.wait(SignedDuration::from_mins(1));
    let (event, ago) = (Event::Discharged, SignedDuration::ZERO);
    house.tell(&Coming { event, ago, ..Coming::scene(scene(number)) }).await;
}

#[tokio::test]
async fn a_look_at_ones_own_patient_is_not_on_the_list() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        look(&mut house.sign_in(NURSE).await, &patient, "").await;
        look(&mut house.sign_in(SOCIAL_WORKER).await, &patient, "").await;
        check(&house, &items(&house).await, &[]);
    }
}

#[tokio::test]
async fn a_look_after_the_stay_is_on_the_list_and_after_seven_days_for_two_reasons() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        discharge(&house, 1).await;
        look(&mut house.sign_in(NURSE).await, &patient, "rang us").await;
        let found = items(&house).await;
        check(&house, &found, &[&[Trigger::NoStay]]);
        assert_eq!(found[0].said, "rang us", "{:?}", house.store);
        house.wait(SignedDuration::from_hours(7 * 24 + 1));
        look(&mut house.sign_in(NURSE).await, &patient, "rang again").await;
        let found = items(&house).await;
        check(&house, &found, &[&[Trigger::NoStay, Trigger::AfterDischarge], &[Trigger::NoStay]]);
    }
}

#[tokio::test]
async fn a_look_by_a_nurse_of_another_site_is_without_a_stay() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        look(&mut house.sign_in(OTHER_SITE).await, &patient, "transfer tomorrow").await;
        check(&house, &items(&house).await, &[&[Trigger::NoStay]]);
    }
}

#[tokio::test]
async fn who_could_not_be_asked_is_on_the_list() {
    for house in houses_where(|| Plan { mode: PermissionMode::Ask, ..Plan::default() }).await {
        let patient = house.admit(scene(1)).await;
        let ask = format!("/patients/{patient}/permission");
        let form = [("agreed", "not_asked"), ("why", "other"), ("other", "asleep")];
        let mut nurse = house.sign_in(NURSE).await;
        nurse.get(&ask).await;
        let page = nurse.send_and_follow(&ask, &form).await;
        assert_eq!(page.heading(), "Care at home", "{}", page.text());
        let found = items(&house).await;
        check(&house, &found, &[&[Trigger::CouldNotAsk]]);
        assert_eq!(found[0].said, "asleep", "{:?}", house.store);
    }
}

#[tokio::test]
async fn who_tries_to_open_what_is_restricted_is_on_the_list_though_nothing_was_shown() {
    for house in houses().await {
        let shield = Shield::Objection;
        let patient = house.tell(&Coming { shield, ..Coming::scene(scene(1)) }).await;
        let page = house.page(NURSE, &patient).await;
        assert_eq!(page.heading(), "Sharing is restricted for this person");
        let found = items(&house).await;
        check(&house, &found, &[&[Trigger::Restricted]]);
        assert_eq!(found[0].patient, Some(patient), "{:?}", house.store);
    }
}

#[tokio::test]
async fn a_council_worker_who_sees_a_protected_place_is_on_the_list() {
    for house in houses().await {
        let shield = Shield::Location;
        let patient = house.tell(&Coming { shield, ..Coming::scene(scene(1)) }).await;
        let mut worker = house.sign_in(SOCIAL_WORKER).await;
        look(&mut worker, &patient, "").await;
        check(&house, &items(&house).await, &[]);
        let reason = format!("/patients/{patient}/reason");
        worker.send(&reason, &[("reason", "visit today")]).await;
        look(&mut worker, &patient, "visit today").await;
        let found = items(&house).await;
        check(&house, &found, &[&[Trigger::Restricted]]);
    }
}

#[tokio::test]
async fn a_hospitals_safeguarding_lead_who_sees_a_protected_place_is_on_the_list() {
    for house in houses().await {
        let shield = Shield::Location;
        let patient = house.tell(&Coming { shield, ..Coming::scene(scene(1)) }).await;
        let mut lead = house.sign_in(HOSPITAL_LEAD).await;
        look(&mut lead, &patient, "").await;
        check(&house, &items(&house).await, &[]);
        let reason = format!("/patients/{patient}/reason");
        lead.send(&reason, &[("reason", "visit today")]).await;
        look(&mut lead, &patient, "visit today").await;
        check(&house, &items(&house).await, &[&[Trigger::Restricted]]);
    }
}

#[tokio::test]
async fn a_nurse_who_lives_at_the_same_postcode_is_on_the_list_with_her_reason() {
    for house in houses().await {
        let patient = house.admit(scene(6)).await;
        look(&mut house.sign_in(NEXT_DOOR).await, &patient, "I am her named nurse").await;
        check(&house, &items(&house).await, &[&[Trigger::Neighbour]]);
    }
}

#[tokio::test]
async fn whoever_is_on_the_watch_list_is_looked_at_with_care() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        let mut officer = house.sign_in("privacy-hospital-shah").await;
        let number = scene(1).nhs_number;
        let form = [("number", number), ("kind", "staff"), ("reason", "she works on 7A")];
        let done = officer.send_and_follow("/privacy/watched", &form).await;
        done.says("Number ending 2024, Member of staff");
        done.never_says(number);
        look(&mut house.sign_in(NURSE).await, &patient, "her nurse today").await;
        check(&house, &items(&house).await, &[&[Trigger::Colleague]]);
    }
}

#[tokio::test]
async fn a_place_of_which_only_the_record_says_that_it_is_protected_is_on_the_list() {
    for house in houses().await {
        let patient = house.admit(scene(6)).await;
        let protect = "UPDATE DM_PERSONS SET RESTRICTED = 'Y' WHERE PERSON_ID = :person";
        house.source.change_of(scene(6), protect);
        let mut worker = house.sign_in(SOCIAL_WORKER).await;
        look(&mut worker, &patient, "").await;
        check(&house, &items(&house).await, &[]);
        let reason = format!("/patients/{patient}/reason");
        worker.send(&reason, &[("reason", "visit today")]).await;
        look(&mut worker, &patient, "visit today").await;
        let found = items(&house).await;
        check(&house, &found, &[&[Trigger::Restricted]]);
        assert_eq!(found[0].said, "visit today", "{:?}", house.store);
    }
}

#[tokio::test]
async fn sheets_are_looks_and_count_as_such() {
    for house in houses_where(|| strict(2, 500)).await {
        let mut nurse = house.sign_in(NURSE).await;
        for number in [1, 2, 5] {
            let patient = house.admit(scene(number)).await;
            nurse.send(&format!("/patients/{patient}/print"), &[]).await;
        }
        check(&house, &items(&house).await, &[&[Trigger::ManyPeople]]);
    }
}

fn strict(people_an_hour: usize, people_without_action: usize) -> Plan {
    let limits = Limits { people_an_hour, people_without_action, ..Limits::default() };
    Plan { privacy: PrivacySettings { limits, ..PrivacySettings::default() }, ..Plan::default() }
}

#[tokio::test]
async fn more_people_in_an_hour_than_work_explains_are_one_item_about_the_user() {
    for house in houses_where(|| strict(2, 500)).await {
        let mut nurse = house.sign_in(NURSE).await;
        for number in [1, 2, 5] {
            let patient = house.admit(scene(number)).await;
            look(&mut nurse, &patient, "").await;
            look(&mut nurse, &patient, "").await;
        }
        let found = items(&house).await;
        check(&house, &found, &[&[Trigger::ManyPeople]]);
        assert_eq!(found[0].patient, None, "{:?}", house.store);
        let mut officer = house.sign_in("privacy-hospital-shah").await;
        let page = officer.get(&format!("/privacy/items/{}", found[0].id)).await;
        page.says("What else the user did that day");
        page.says("OKORO, Ngozi");
    }
}

#[tokio::test]
async fn an_hour_later_the_count_of_people_begins_anew() {
    for house in houses_where(|| strict(2, 500)).await {
        for number in [1, 2, 5] {
            let patient = house.admit(scene(number)).await;
            look(&mut house.sign_in(NURSE).await, &patient, "").await;
            house.wait(SignedDuration::from_mins(31));
        }
        check(&house, &items(&house).await, &[]);
    }
}

#[tokio::test]
async fn many_people_for_whom_nothing_is_done_are_an_item_and_what_is_done_counts() {
    for house in houses_where(|| strict(500, 3)).await {
        let mut nurse = house.sign_in(NURSE).await;
        let first = house.admit(scene(1)).await;
        look(&mut nurse, &first, "").await;
        nurse.send(&format!("/patients/{first}/feedback"), &[("answered", "yes")]).await;
        for number in [2, 5] {
            let patient = house.admit(scene(number)).await;
            look(&mut nurse, &patient, "").await;
        }
        check(&house, &items(&house).await, &[]);
        let fourth = house.admit(scene(7)).await;
        look(&mut nurse, &fourth, "").await;
        check(&house, &items(&house).await, &[&[Trigger::NoAction]]);
    }
}

#[tokio::test]
async fn numbers_looked_up_one_after_the_other_are_an_item_whoever_is_found() {
    for house in houses().await {
        let mut nurse = house.sign_in(NURSE).await;
        for count in 1..5 {
            nurse.send("/find", &[("number", &format!("H77000{count}0"))]).await;
        }
        check(&house, &items(&house).await, &[]);
        for count in 1..6 {
            nurse.send("/find", &[("number", &format!("H880000{count}"))]).await;
        }
        check(&house, &items(&house).await, &[&[Trigger::NumberSequence]]);
    }
}

#[tokio::test]
async fn a_look_from_another_network_is_an_item_once() {
    let behind_a_gateway = || {
        let trusted = Box::new(|_| true);
        let proxies = Proxies { trusted, header: Forwarding::XForwardedFor };
        Plan { gate: Gate { proxies, rates: Rates::none(), ..Gate::default() }, ..Plan::default() }
    };
    for house in houses_where(behind_a_gateway).await {
        let patient = house.admit(scene(1)).await;
        for address in ["10.20.1.1", "10.20.99.7", "192.0.2.1", "192.0.2.1"] {
            let mut browser = house.stranger();
            let from = [("X-Forwarded-For", address)];
            browser.post_with("/sign-in", &from, &[("staff", NURSE)]).await;
            let page = browser.ask("GET", &format!("/patients/{patient}"), &from, "").await;
            assert_eq!(page.heading(), "Care at home", "{}", page.text());
        }
        let found = items(&house).await;
        check(&house, &found, &[&[Trigger::UnusualPlace]]);
        assert_eq!(found[0].times, 1, "{:?}: it is usual from then on", house.store);
    }
}

#[tokio::test]
async fn a_reported_match_that_opens_again_is_told_to_both_sides() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        house.sign_in(NURSE).await.send(&format!("/patients/{patient}/wrong"), &[]).await;
        join(&house, &patient, [HOSPITAL_LEAD, COUNCIL_LEAD]).await;
        check(&house, &items(&house).await, &[&[Trigger::WrongMatchReleased]]);
        for officer in ["privacy-hospital-shah", "privacy-council-hart"] {
            let mut officer = house.sign_in(officer).await;
            officer.get("/privacy").await.says("Reported match was released");
        }
    }
}
