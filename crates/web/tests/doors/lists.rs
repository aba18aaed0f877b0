//! Whom do the lists name that show another organisation's people, and what is written down of it?

use care::access::{Act, NameList};
use care::people::trace::Outcome;
use care::people::{NumberStatus, PatientId, TracedNumber};
use jiff::SignedDuration;
use store::AuditFilter;

use crate::browser::Answer;
use crate::desk::{COUNCIL_LEAD, HOSPITAL_LEAD, HOSPITAL_OFFICER, join, say};
use crate::hospital::Coming;
use crate::house::{House, OTHER_COUNCIL, SOCIAL_WORKER, houses, scene};
use crate::html;

/// Which lists somebody has a line for, and how many were named, oldest first.
async fn read(house: &House, staff: &str) -> Vec<(NameList, u64)> {
    let filter = AuditFilter::Staff(staff.parse().unwrap());
    let lines = house.store.audit_lines(&filter, 100).await.unwrap().into_iter().rev();
    let list = |act| match act {
        Act::SawList { list, named } => Some((list, named)),
        _ => None,
    };
    lines.filter_map(|line| list(line.act)).collect()
}

/// Two people joined a pair; then one parted it, and another took back what they had said.
async fn parted(house: &House, patient: &PatientId) {
    join(house, patient, [SOCIAL_WORKER, HOSPITAL_LEAD]).await;
    say(&mut house.sign_in(COUNCIL_LEAD).await, patient, "different").await;
    let mut worker = house.sign_in(SOCIAL_WORKER).await;
    let page = worker.get(&format!("/match-desk/{patient}")).await;
    let judgement = html::hidden(&page.body, "judgement").unwrap();
    let back = format!("/match-desk/{patient}/take-back");
    assert_eq!(worker.send(&back, &[("judgement", &judgement)]).await.status, 303);
    assert!(!house.store.withdrawals(10).await.unwrap().is_empty(), "{:?}", house.store);
}

fn leads_to(page: &Answer, patient: &PatientId) -> bool {
    html::attributes(&page.body, "href").contains(&format!("/match-desk/{patient}"))
}

#[tokio::test]
async fn h16_whoever_is_held_back_since_is_named_on_no_list_of_the_desk() {
    for house in houses().await {
        let number = "9997009991".parse().unwrap();
        let nhs = Some(TracedNumber { number, status: NumberStatus::NotTraced });
        let patient = house.tell(&Coming { nhs, ..Coming::scene(scene(17)) }).await;
        parted(&house, &patient).await;
        let (mut lead, mut officer) =
            (house.sign_in(HOSPITAL_LEAD).await, house.sign_in(HOSPITAL_OFFICER).await);
        let before = lead.get("/match-desk").await;
        before.says("ROWBOTHAM, Clive (Mr)");
        assert!(leads_to(&before, &patient));
        let listed = officer.get("/match-desk/withdrawn").await;
        listed.says("ROWBOTHAM, Clive (Mr)");
        let links = html::attributes(&listed.body, "href").into_iter();
        let one = links.rev().find(|to| to.starts_with("/match-desk/withdrawn/")).unwrap();

        house.national_service_says(&patient, Outcome::Restricted).await;
        assert!(house.store.is_held_back(&patient).await.unwrap(), "{:?}", house.store);
        let lists = [lead.get("/match-desk").await, officer.get("/match-desk/withdrawn").await];
        for page in lists.iter().chain([&officer.get(&one).await]) {
            page.says("Held back");
            for word in ["ROWBOTHAM", "Clive", "999 700 9991"] {
                page.never_says(word);
            }
            assert!(!leads_to(page, &patient), "{}", page.text());
        }
    }
}

#[tokio::test]
async fn a_council_reads_no_name_of_whom_it_found_not_to_be_its_person() {
    for house in houses().await {
        let patient = house.admit(scene(17)).await;
        let mut lead = house.sign_in(COUNCIL_LEAD).await;
        lead.get("/match-desk").await.says("ROWBOTHAM, Clive (Mr)");
        say(&mut lead, &patient, "different").await;
        let page = lead.get("/match-desk").await;
        page.says("Not known to be your person");
        page.says("Different people");
        page.never_says("ROWBOTHAM");
        assert!(leads_to(&page, &patient), "so that it can be taken back");
        let hospital = house.sign_in(HOSPITAL_LEAD).await.get("/match-desk").await;
        hospital.says("ROWBOTHAM, Clive (Mr)");
    }
}

#[tokio::test]
async fn a_council_reads_the_name_while_another_of_its_people_may_be_the_patient() {
    for house in houses().await {
        let patient = house.admit(scene(18)).await;
        let mut lead = house.sign_in(COUNCIL_LEAD).await;
        let to = format!("/match-desk/{patient}");
        let page = lead.get(&to).await;
        let last = |name: &str| {
            let (_, rest) = page.body.rsplit_once(&format!("name=\"{name}\" value=\"")).unwrap();
            rest.split_once('"').unwrap().0.to_owned()
        };
        let (candidate, seen) = (last("candidate"), last("seen"));
        let fields = [("candidate", &*candidate), ("seen", &*seen), ("opinion", "different")];
        assert_eq!(lead.send(&to, &fields).await.status, 303, "{:?}", house.store);
        let page = lead.get("/match-desk").await;
        page.says("Different people");
        page.says("ENTWISTLE, Harold (Mr)");
    }
}

#[tokio::test]
async fn whoever_reads_a_list_of_names_has_a_line_for_it_and_loading_it_again_is_the_same_look() {
    for house in houses().await {
        house.admit(scene(2)).await;
        house.admit(scene(18)).await;
        let (council, desk) = ((NameList::Council, 1), (NameList::MatchDesk, 1));
        let mut worker = house.sign_in(SOCIAL_WORKER).await;
        worker.get("/council").await.says("LEE, Alan (Mr)");
        worker.get("/council").await;
        worker.get("/match-desk").await.says("ENTWISTLE, Harold (Mr)");
        house.wait(SignedDuration::from_mins(4));
        worker.get("/council").await;
        assert_eq!(read(&house, SOCIAL_WORKER).await, [council, desk], "{:?}", house.store);
        house.wait(SignedDuration::from_mins(1));
        worker.get("/council").await;
        assert_eq!(read(&house, SOCIAL_WORKER).await, [council, desk, council]);
        house.sign_in(SOCIAL_WORKER).await.get("/council").await;
        let four = [council, desk, council, council];
        assert_eq!(read(&house, SOCIAL_WORKER).await, four, "another session is another look");
        house.admit(scene(17)).await;
        worker.get("/match-desk").await.says("ROWBOTHAM, Clive (Mr)");
        let more = (NameList::MatchDesk, 2);
        assert_eq!(
            read(&house, SOCIAL_WORKER).await.last(),
            Some(&more),
            "it names more than before"
        );
    }
}

#[tokio::test]
async fn a_list_that_names_nobody_leaves_no_line_and_withdrawn_matches_do() {
    for house in houses().await {
        let patient = house.admit(scene(17)).await;
        parted(&house, &patient).await;
        let mut lead = house.sign_in(COUNCIL_LEAD).await;
        lead.get("/match-desk/withdrawn").await.says("Shown once you give a reason");
        assert_eq!(read(&house, COUNCIL_LEAD).await, [], "{:?}", house.store);
        house.sign_in(HOSPITAL_OFFICER).await.get("/match-desk/withdrawn").await;
        assert_eq!(read(&house, HOSPITAL_OFFICER).await, [(NameList::Withdrawn, 1)]);
        let mut elsewhere = house.sign_in(OTHER_COUNCIL).await;
        elsewhere.get("/council").await.says("The hospital has told you of nobody yet.");
        assert_eq!(read(&house, OTHER_COUNCIL).await, []);
    }
}
