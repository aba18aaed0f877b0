//! Where somebody is stays hidden on every page while anybody asks for it, and nobody reads of a person
//! who is not theirs.

use care::access::{Act, Actor, AuditLine, Organisation, Role, Seat, Staff};
use care::filing::Shield;
use care::people::trace::Outcome;
use care::people::{Born, Death, PatientId, PersonName};
use care::stays::Event;
use jiff::SignedDuration;
use jiff::civil::date;

use crate::browser::{Answer, Browser};
use crate::desk::HOSPITAL_LEAD;
use crate::hospital::Coming;
use crate::house::{House, NEXT_DOOR, NURSE, SOCIAL_WORKER, houses, scene};
use crate::privacy_triggers::{items, look};

const OFFICER: &str = "privacy-hospital-shah";

/// Where every patient of these tests lives and can be rung.
const HOME: [&str; 3] = ["Canary", "XX1 2AB", "960987"];

#[track_caller]
fn tells_no_home(page: &Answer, path: &str) {
    assert!(page.status < 400, "{path}: {}", page.text());
    let plain = page.body.replace("&nbsp;", " ");
    for word in HOME {
        assert!(!plain.contains(word), "{path} tells {word}: {}", page.text());
    }
}

/// Each page with a banner.
async fn banners(browser: &mut Browser, patient: &PatientId) {
    let person = format!("/patients/{patient}");
    for path in
        ["", "/wrong", "/reason", "/permission", "/print"].map(|end| format!("{person}{end}"))
    {
        let page = browser.get(&path).await;
        tells_no_home(&page, &path);
    }
}

#[tokio::test]
async fn h16_a_protected_address_stays_hidden_when_the_match_falls_into_doubt() {
    for house in houses().await {
        let patient = house.admit(scene(9)).await;
        let mut nurse = house.sign_in(NURSE).await;
        banners(&mut nurse, &patient).await;
        nurse.send(&format!("/patients/{patient}/wrong"), &[]).await;
        let page = nurse.get(&format!("/patients/{patient}")).await;
        assert_eq!(page.heading(), "We may have a record but cannot be sure");
        page.says("Address protected");
        banners(&mut nurse, &patient).await;
    }
}

#[tokio::test]
async fn h16_any_mark_hides_the_address_an_objection_too() {
    for house in houses().await {
        for (number, shield) in [(1, Shield::Objection), (2, Shield::Held), (5, Shield::Location)] {
            let patient = house.tell(&Coming { shield, ..Coming::scene(scene(number)) }).await;
            banners(&mut house.sign_in(NURSE).await, &patient).await;
        }
        let objects = house.admit(scene(8)).await;
        banners(&mut house.sign_in(NURSE).await, &objects).await;
    }
}

#[tokio::test]
async fn h16_whom_the_national_service_holds_back_has_no_address_on_page_or_in_a_copy() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        house.national_service_says(&patient, Outcome::Restricted).await;
        let mut nurse = house.sign_in(NURSE).await;
        let page = nurse.get(&format!("/patients/{patient}")).await;
        assert_eq!(page.heading(), "No adult social care record found");
        banners(&mut nurse, &patient).await;
        let mut officer = house.sign_in(OFFICER).await;
        let to = format!("/privacy/people/{patient}/copy");
        for form in ["page", "json"] {
            let copy = officer.send(&to, &[("reason", "she asked"), ("form", form)]).await;
            tells_no_home(&copy, &to);
            copy.never_says(scene(1).bed);
        }
    }
}

#[tokio::test]
async fn h16_a_copy_tells_no_place_while_the_match_is_in_doubt() {
    for house in houses().await {
        let patient = house.admit(scene(9)).await;
        house.sign_in(NURSE).await.send(&format!("/patients/{patient}/wrong"), &[]).await;
        let mut officer = house.sign_in(OFFICER).await;
        let to = format!("/privacy/people/{patient}/copy");
        let copy = officer.send(&to, &[("reason", "she asked"), ("form", "json")]).await;
        tells_no_home(&copy, &to);
    }
}

#[tokio::test]
async fn h16_a_council_reads_the_ward_of_a_protected_person_only_with_a_reason() {
    for house in houses().await {
        let patient = house.admit(scene(9)).await;
        let bed = scene(9).bed;
        house.page(NURSE, &patient).await.says(bed);
        let mut worker = house.sign_in(SOCIAL_WORKER).await;
        let person = format!("/patients/{patient}");
        for path in [person.clone(), format!("{person}/reason"), format!("{person}/wrong")] {
            worker.get(&path).await.never_says(bed);
        }
        worker.send(&format!("{person}/print"), &[]).await.never_says(bed);
        worker.get("/council").await.never_says(bed);
        let reason = [("reason", "Planning a safe discharge")];
        worker.send_and_follow(&format!("{person}/reason"), &reason).await.says(bed);
    }
}

/// The rows of a ward list as words.
async fn on_ward(house: &House, path: &str) -> String {
    house.sign_in(NURSE).await.get(path).await.text()
}

#[tokio::test]
async fn h16_a_list_does_not_tell_that_a_council_knows_whoever_nobody_may_see() {
    for house in houses().await {
        let ward = |number: usize| Coming { ward: "7B".into(), ..Coming::scene(scene(number)) };
        house.tell(&ward(1)).await;
        assert!(on_ward(&house, "/wards/7B").await.contains("Known to council"));
        house.wait(SignedDuration::from_mins(1));
        let objects = Coming { shield: Shield::Objection, event: Event::Updated, ..ward(1) };
        house.tell(&Coming { ago: SignedDuration::ZERO, ..objects }).await;
        house.tell(&Coming { shield: Shield::Held, ..ward(2) }).await;
        house.tell(&ward(8)).await;
        let child = PersonName::usual("Linnet", "Una");
        let born = Born::on(date(2012, 1, 2));
        house.tell(&Coming { ward: "7B".into(), born, ..Coming::stranger(child) }).await;
        let all = on_ward(&house, "/wards/7B").await;
        assert_eq!(all.matches("Nothing to show").count(), 4, "{all}");
        assert!(!all.contains("Known to council"), "{all}");
        let known = on_ward(&house, "/wards/7B?show=known").await;
        assert!(known.contains("Showing 0 of 4 patients"), "{known}");
    }
}

#[tokio::test]
async fn h01_a_council_reads_no_more_of_a_patient_who_turned_out_not_to_be_its_person() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        let mut worker = house.sign_in(SOCIAL_WORKER).await;
        worker.get("/council").await.says("OKORO, Ngozi (Mrs)");
        house.sign_in(HOSPITAL_LEAD).await.send(&format!("/patients/{patient}/wrong"), &[]).await;
        let held = house.admit(scene(2)).await;
        worker.get("/council").await.says("LEE, Alan (Mr)");
        house.national_service_says(&held, Outcome::Restricted).await;
        let page = worker.get("/council").await;
        page.says("Taken back: not known to be your person");
        for number in [1, 2] {
            let Coming { nhs, bed, .. } = Coming::scene(scene(number));
            page.never_says(scene(number).family.to_uppercase().as_str());
            page.never_says(nhs.unwrap().number.to_string().as_str());
            page.never_says(&bed);
        }
        assert!(!page.body.contains(patient.as_str()) && !page.body.contains(held.as_str()));
    }
}

#[tokio::test]
async fn an_officer_reads_nothing_of_what_their_nurse_did_for_another_trust() {
    for house in houses().await {
        let patient = house.admit(scene(6)).await;
        look(&mut house.sign_in(NEXT_DOOR).await, &patient, "I am her named nurse").await;
        let elsewhere = Coming {
            trust: "RYY",
            site: "RYY01",
            number: "Y100".to_owned(),
            born: Born::on(date(1950, 1, 2)),
            ..Coming::stranger(PersonName::usual("Otherwise", "Olga"))
        };
        let hers = house.tell(&elsewhere).await;
        let organisation = Organisation::Hospital {
            trust: "RYY".parse().unwrap(),
            site: "RYY01".parse().unwrap(),
        };
        let seat = Seat { role: Role::Ward, organisation };
        let also = Staff::new(NEXT_DOOR.parse().unwrap(), "Jo Elsewhere", seat);
        let act = Act::SawAccessLog { stated: "Olga rang me".to_owned() };
        let line = AuditLine {
            patient: Some(hers),
            ..AuditLine::new(house.now(), Actor::from(&also), act)
        };
        house.store.note(&line).await.unwrap();
        let item = items(&house).await.remove(0);
        let mut officer = house.sign_in(OFFICER).await;
        let page = officer.get(&format!("/privacy/items/{}", item.id)).await;
        page.says("FAIRBROTHER");
        page.never_says("OTHERWISE");
        page.never_says("Olga");
        page.never_says("Read who had looked");
    }
}

#[tokio::test]
async fn the_view_closes_thirty_days_after_a_death_without_a_day() {
    for house in houses().await {
        let died = Coming { death: Death::Died, ..Coming::scene(scene(1)) };
        let patient = house.tell(&died).await;
        assert_eq!(house.page(NURSE, &patient).await.heading(), "Care at home");
        house.wait(SignedDuration::from_hours(24 * 31));
        assert_eq!(house.page(NURSE, &patient).await.heading(), "This person has died");
    }
}
