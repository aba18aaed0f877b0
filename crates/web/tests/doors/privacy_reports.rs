//! Who looked, and all that is held: for the person themselves.

use care::access::Act;
use care::filing::Shield;
use care::people::PatientId;
use serde_json::Value;
use store::AuditFilter;

use crate::desk::{COUNCIL_LEAD, HOSPITAL_LEAD, join, say};
use crate::hospital::Coming;
use crate::house::{House, NEXT_DOOR, NURSE, Plan, SOCIAL_WORKER, houses, houses_where, scene};
use crate::html;
use crate::privacy::{COUNCIL_OFFICER, OFFICER};
use crate::privacy_triggers::look;

/// A patient at whom a neighbour and a social worker have looked.
async fn looked_at(house: &House) -> PatientId {
    let patient = house.admit(scene(6)).await;
    look(&mut house.sign_in(NEXT_DOOR).await, &patient, "I am her named nurse").await;
    look(&mut house.sign_in(SOCIAL_WORKER).await, &patient, "").await;
    patient
}

async fn last_act(house: &House, patient: &PatientId) -> Act {
    let filter = AuditFilter::Patient(patient.clone());
    house.store.audit_lines(&filter, 1).await.unwrap().remove(0).act
}

#[tokio::test]
async fn a_person_reads_who_looked_in_plain_words() {
    for house in houses().await {
        let patient = looked_at(&house).await;
        let mut officer = house.sign_in(OFFICER).await;
        let found = officer.send("/privacy/people", &[("number", scene(6).nhs_number)]).await;
        found.says("FAIRBROTHER, Brenda (Mrs)");
        let to = format!("/privacy/people/{patient}/report");
        assert!(html::attributes(&found.body, "href").contains(&to), "{}", found.text());
        let report = officer.get(&to).await;
        for words in [
            "12-Aug-2026 14:05",
            "Opened the record Jo Elsewhere, Ward nurse or doctor, Westshire University Hospital",
            "Their reason: “I am her named nurse”",
            "Hannah Frost, Social worker, Westshire Council",
            "The council supports this person",
            "Rows are kept for eight years at least; older ones may have been removed.",
        ] {
            report.says(words);
        }
        for never in ["Meadow", "visits", "Netherby", "XX1", "01632"] {
            report.never_says(never);
        }
        let read = Act::SawAccessLog { stated: String::new() };
        assert_eq!(last_act(&house, &patient).await, read, "{:?}", house.store);
        let council = house.sign_in(COUNCIL_OFFICER).await.get(&to).await;
        council.says("Jo Elsewhere");
        council.says("Who answers Westshire Council");
    }
}

#[tokio::test]
async fn a_safeguarding_lead_says_why_first_and_gets_no_copy() {
    for house in houses().await {
        let patient = looked_at(&house).await;
        let to = format!("/privacy/people/{patient}/report");
        let mut lead = house.sign_in(HOSPITAL_LEAD).await;
        let asked = lead.get(&to).await;
        asked.says("Why do you need to see who looked?");
        asked.never_says("Jo Elsewhere");
        lead.send(&to, &[("reason", " ")]).await.says("Say why");
        lead.send(&to, &[("reason", "A complaint")]).await.says("Jo Elsewhere");
        let read = Act::SawAccessLog { stated: "A complaint".to_owned() };
        assert_eq!(last_act(&house, &patient).await, read, "{:?}", house.store);
        let copy = format!("/privacy/people/{patient}/copy");
        assert_eq!(lead.get(&copy).await.status, 403);
        assert_eq!(lead.send(&copy, &[("reason", "A complaint")]).await.status, 403);
    }
}

#[tokio::test]
async fn staff_are_named_unless_the_service_is_told_otherwise() {
    let nameless = || {
        let privacy =
            web::PrivacySettings { names_in_reports: false, ..web::PrivacySettings::default() };
        Plan { privacy, ..Plan::default() }
    };
    for house in houses_where(nameless).await {
        let patient = looked_at(&house).await;
        let to = format!("/privacy/people/{patient}/report");
        let report = house.sign_in(OFFICER).await.get(&to).await;
        report.says("A member of staff, Ward nurse or doctor, Westshire University Hospital");
        report.never_says("Jo Elsewhere");
        report.never_says("Hannah Frost");
    }
}

#[tokio::test]
async fn h01_a_look_through_a_wrong_match_is_in_the_report_of_whom_it_showed() {
    for house in houses().await {
        // Mr Rowbotham is joined with an entry that is another's, a nurse looks, and it is parted.
        let wrong = house.admit(scene(17)).await;
        join(&house, &wrong, [SOCIAL_WORKER, HOSPITAL_LEAD]).await;
        look(&mut house.sign_in(NURSE).await, &wrong, "").await;
        say(&mut house.sign_in(COUNCIL_LEAD).await, &wrong, "different").await;
        // The person whose entry it is comes to hospital herself.
        let number = "H9900017".to_owned();
        let nhs = care::people::TracedNumber {
            number: "9997017099".parse().unwrap(),
            status: care::people::NumberStatus::Verified,
        };
        let hers = Coming { number, nhs: Some(nhs), ..Coming::scene(scene(17)) };
        let right = house.tell(&hers).await;
        let to = format!("/privacy/people/{right}/report");
        let report = house.sign_in(OFFICER).await.get(&to).await;
        report.says("By mistake: it was shown on another patient's page");
        report.says("Hema Mistry");
    }
}

#[tokio::test]
async fn the_copy_holds_all_that_is_held_for_people_and_for_machines() {
    for house in houses().await {
        let patient = looked_at(&house).await;
        let to = format!("/privacy/people/{patient}/copy");
        let mut officer = house.sign_in(OFFICER).await;
        officer.get(&to).await.says("Copy of all that is held of this person");
        officer.send(&to, &[("reason", "")]).await.says("Say why");
        let why = ("reason", "she asked on 3 August");
        let page = officer.send(&to, &[why, ("form", "page")]).await;
        assert_eq!(page.header("content-disposition"), "attachment; filename=\"copy.html\"");
        for words in [
            "FAIRBROTHER, Brenda (Mrs)",
            "14 Canary Crescent, Netherby, XX1 2AB",
            "In hospital: from 12-Aug-2026 12:05",
            "Told the council of the admission",
            "Lives at the same postcode",
            "Their reason: “I am her named nurse”",
            "What is not held here",
        ] {
            page.says(words);
        }
        page.never_says("Meadow");
        let json = officer.send(&to, &[why, ("form", "json")]).await;
        assert_eq!(json.header("content-type"), "application/json");
        let pack: Value = serde_json::from_str(&json.body).unwrap();
        assert_eq!(pack["identities"][0]["number"], "H4300006", "{:?}", house.store);
        assert_eq!(pack["notices"].as_array().unwrap().len(), 1, "{:?}", house.store);
        let log = pack["log"].as_array().unwrap();
        let opened = log.iter().filter(|row| row["what"] == "Opened the record");
        assert_eq!(opened.count(), 2, "{:?}", house.store);
        let exported = Act::ExportedPerson { stated: "she asked on 3 August".to_owned() };
        assert_eq!(last_act(&house, &patient).await, exported, "{:?}", house.store);
    }
}

#[tokio::test]
async fn h16_a_copy_does_not_tell_where_a_protected_person_is() {
    for house in houses().await {
        let shield = Shield::Location;
        let patient = house.tell(&Coming { shield, ..Coming::scene(scene(6)) }).await;
        look(&mut house.sign_in(NURSE).await, &patient, "").await;
        for officer in [OFFICER, COUNCIL_OFFICER] {
            let mut officer = house.sign_in(officer).await;
            let copy = format!("/privacy/people/{patient}/copy");
            let report = format!("/privacy/people/{patient}/report");
            let why = ("reason", "she asked");
            for page in [
                officer.send(&copy, &[why, ("form", "page")]).await,
                officer.send(&copy, &[why, ("form", "json")]).await,
                officer.get(&report).await,
                officer.get("/privacy").await,
            ] {
                assert_eq!(page.status, 200, "{}", page.text());
                for place in ["Canary", "XX1", "Netherby", "960987", "7A", "B2-5", "Lime Tree"] {
                    page.never_says(place);
                }
            }
        }
    }
}
