//! Who may stand at the match desk, what they see there, and what is written down of it.

use care::access::{Act, Ground};
use care::people::PatientId;
use store::AuditFilter;

use crate::desk::{COUNCIL_LEAD, HOSPITAL_LEAD, HOSPITAL_OFFICER, join, say};
use crate::hospital::Coming;
use crate::house::{House, NURSE, OFFICER_ELSEWHERE, OTHER_COUNCIL, SOCIAL_WORKER, houses, scene};
use crate::html;

async fn acts(house: &House, patient: &PatientId) -> Vec<Act> {
    let filter = AuditFilter::Patient(patient.clone());
    let lines = house.store.audit_lines(&filter, 100).await.unwrap();
    lines.into_iter().rev().map(|line| line.act).collect()
}

#[tokio::test]
async fn h01_each_look_at_a_candidate_is_a_line_and_who_only_reports_sees_none() {
    for house in houses().await {
        let patient = house.admit(scene(18)).await;
        let pair = format!("/match-desk/{patient}");
        let looks = || async {
            let acts = acts(&house, &patient).await;
            acts.iter().filter(|act| **act == Act::SawPair).count()
        };
        for staff in [NURSE, "clerk-barton", "out-of-hours-malik", "brokerage-pugh", "owner-lowe"] {
            let mut browser = house.sign_in(staff).await;
            let queue = browser.get("/match-desk").await;
            let answer = browser.get(&pair).await;
            assert_eq!((queue.status, answer.status), (403, 403), "{staff}");
            answer.never_says("ENTWISTLE");
            browser.get("/").await.never_says("/match-desk\"");
        }
        assert_eq!(looks().await, 0);
        let mut browser = house.sign_in(SOCIAL_WORKER).await;
        browser.get("/match-desk").await.says("ENTWISTLE, Harold (Mr)");
        assert_eq!(looks().await, 0, "the list shows no candidate");
        browser.get(&pair).await.says("entry B");
        assert_eq!(looks().await, 2, "one line for each candidate");
    }
}

#[tokio::test]
async fn h01_nobody_compares_a_pair_that_is_neither_their_patient_nor_their_person() {
    for house in houses().await {
        let patient = house.admit(scene(17)).await;
        let nobody: PatientId = "0123456789abcdef0123456789abcdef".parse().unwrap();
        let certain = house.admit(scene(1)).await;
        for staff in [OFFICER_ELSEWHERE, OTHER_COUNCIL] {
            let mut browser = house.sign_in(staff).await;
            browser.get("/match-desk").await.never_says("ROWBOTHAM");
            for end in ["", "/owner", "/take-back"] {
                let form = [("opinion", "same"), ("owner", "me"), ("judgement", "1")];
                let there = browser.send(&format!("/match-desk/{patient}{end}"), &form).await;
                let nowhere = browser.send(&format!("/match-desk/{nobody}{end}"), &form).await;
                assert_eq!((there.status, nowhere.status), (404, 404), "{staff} at {end}");
                assert_eq!(there.body, nowhere.body);
            }
            let there = browser.get(&format!("/match-desk/{patient}")).await;
            let nowhere = browser.get(&format!("/match-desk/{nobody}")).await;
            assert_eq!((there.status, &there.body), (404, &nowhere.body), "{staff}");
        }
        for staff in [SOCIAL_WORKER, HOSPITAL_OFFICER] {
            let answer = house.sign_in(staff).await.get(&format!("/match-desk/{certain}")).await;
            assert_eq!(answer.status, 404, "a certain match is nothing for the desk: {staff}");
        }
        assert!(house.store.desk_item(&patient).await.unwrap().unwrap().owner.is_none());
    }
}

#[tokio::test]
async fn h16_a_protected_address_is_nowhere_on_the_page_of_the_pair() {
    for house in houses().await {
        // He is protected; the other entry is his wife's, of the same house.
        let protect = "UPDATE DM_PERSONS SET RESTRICTED = 'Y' WHERE PERSON_ID = :person";
        house.source.change_of(scene(18), protect);
        house.read_people().await;
        let patient = house.admit(scene(18)).await;
        for staff in [SOCIAL_WORKER, HOSPITAL_LEAD, HOSPITAL_OFFICER] {
            let page = house.sign_in(staff).await.get(&format!("/match-desk/{patient}")).await;
            page.says("Withheld to protect the person");
            page.never_says("Same address");
            page.never_says("elephone number");
            for word in ["Badger Way", "Canary Crescent", "CANARY", "XX1", "960987", "960187"] {
                page.never_says(word);
            }
        }
        let shield = care::filing::Shield::Location;
        let patient = house.tell(&Coming { shield, ..Coming::scene(scene(17)) }).await;
        let page = house.sign_in(SOCIAL_WORKER).await.get(&format!("/match-desk/{patient}")).await;
        page.says("Withheld to protect the person");
        page.never_says("Saddler Street");
        page.never_says("Canary Crescent");
    }
}

#[tokio::test]
async fn nothing_of_care_and_no_id_of_the_council_is_on_the_desk() {
    for house in houses().await {
        let patient = house.admit(scene(18)).await;
        let id = house.source.id_of(scene(18));
        say(&mut house.sign_in(SOCIAL_WORKER).await, &patient, "same").await;
        let mut browser = house.sign_in(HOSPITAL_LEAD).await;
        for path in [format!("/match-desk/{patient}"), "/match-desk".to_owned()] {
            let page = browser.get(&path).await;
            for word in
                ["Homecare", "visits", "CANARY", &format!("\"{id}\""), "Safeguarding enquiry"]
            {
                page.never_says(word);
            }
            let titles = html::inside(&page.body, "<title", "</title>").unwrap();
            assert_eq!(titles, "Match desk – Homeward");
            for name in ["href", "action", "id", "name"] {
                for value in html::attributes(&page.body, name) {
                    let lower = value.to_lowercase();
                    assert!(!lower.contains("entwistle") && !lower.contains(&id), "{name}={value}");
                }
            }
        }
    }
}

#[tokio::test]
async fn h01_who_saw_a_wrong_match_is_listed_for_the_privacy_officer_with_a_line_for_each_look() {
    for house in houses().await {
        let patient = house.admit(scene(17)).await;
        join(&house, &patient, [SOCIAL_WORKER, HOSPITAL_LEAD]).await;
        assert_eq!(house.page(NURSE, &patient).await.heading(), "Care at home");
        let mut lead = house.sign_in(COUNCIL_LEAD).await;
        say(&mut lead, &patient, "different").await;
        let mut worker = house.sign_in(SOCIAL_WORKER).await;
        let page = worker.get(&format!("/match-desk/{patient}")).await;
        let judgement = html::hidden(&page.body, "judgement").unwrap();
        let back = format!("/match-desk/{patient}/take-back");
        worker.send(&back, &[("judgement", &judgement)]).await;

        let mut officer = house.sign_in(HOSPITAL_OFFICER).await;
        let list = officer.get("/match-desk/withdrawn").await;
        list.says("ROWBOTHAM, Clive (Mr)");
        let links = html::attributes(&list.body, "href").into_iter();
        let one = links.rev().find(|to| to.starts_with("/match-desk/withdrawn/")).unwrap();
        let page = officer.get(&one).await;
        page.says("Hema Mistry, Ward nurse or doctor");
        page.says("Opened the record");
        page.says("Was told: In hospital");
        page.says("It comes back only when two people at the match desk say so.");
        assert_eq!(acts(&house, &patient).await.last(), Some(&Act::SawWithdrawn { stated: None }));

        lead.get("/match-desk/withdrawn").await.never_says("ROWBOTHAM");
        lead.get(&one).await.says("Why do you need to see who looked?");
        lead.send(&one, &[("reason", "  ")]).await.says("Say why you need to see who looked");
        lead.send(&one, &[("reason", "A complaint")]).await.says("Hema Mistry");
        let stated = Some(Ground::Stated("A complaint".to_owned()));
        assert_eq!(acts(&house, &patient).await.last(), Some(&Act::SawWithdrawn { stated }));

        assert_eq!(worker.get("/match-desk/withdrawn").await.status, 403);
        assert_eq!(worker.get(&one).await.status, 403);
        let mut elsewhere = house.sign_in(OFFICER_ELSEWHERE).await;
        elsewhere.get("/match-desk/withdrawn").await.says("No match has been withdrawn.");
        for path in [one.as_str(), "/match-desk/withdrawn/999", "/match-desk/withdrawn/x"] {
            assert_eq!(elsewhere.get(path).await.status, 404, "{path}");
        }
    }
}
