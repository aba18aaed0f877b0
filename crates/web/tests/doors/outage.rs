//! The council's system goes away and comes back: what does the page say meanwhile?

use care::record::PartName;
use jiff::SignedDuration;

use crate::house::{NURSE, SOCIAL_WORKER, houses, scene};
use crate::html;

#[tokio::test]
async fn h20_an_outage_leaves_marked_copies_and_ends_by_itself() {
    for house in houses().await {
        let patient = house.admit(scene(5)).await;
        let mut nurse = house.sign_in(NURSE).await;
        let person = format!("/patients/{patient}");
        nurse.get(&person).await.says("All 15 parts checked at 14:05.");
        house.source.take_away();
        house.wait(SignedDuration::from_mins(5));
        let page = nurse.get(&person).await;
        page.says("We cannot reach Westshire Council");
        page.says("Nothing below is current. Last good check: Today 14:05.");
        page.says("Duty desk 01632 960100");
        page.says("15 of 15 parts could not be checked now and are shown from an earlier copy.");
        page.says("Try again");
        assert!(page.body.contains("hw-completeness--partly"));
        let greyed = page.body.matches("hw-block--copy").count();
        let labelled = page.text().matches("Old copy. Nothing here is current.").count();
        assert_eq!((greyed, labelled), (7, 7), "every card with facts of the council");
        assert_eq!(html::answer_lines(&page.body).len(), 7);
        for (label, says) in html::answer_lines(&page.body) {
            let of_the_council = says.contains("Westshire Council, ");
            assert!(!of_the_council || says.contains("copy, checked 14:05"), "{label}: {says}");
        }
        house.source.put_back();
        let page = nurse.get(&person).await;
        page.says("All 15 parts checked at 14:10.");
        assert!(!page.text().contains("We cannot reach") && !page.text().contains("Old copy"));
    }
}

#[tokio::test]
async fn h05_an_old_copy_warns_and_one_of_a_day_is_not_shown() {
    for house in houses().await {
        let patient = house.admit(scene(5)).await;
        house.page(NURSE, &patient).await.says("All 15 parts");
        house.source.take_away();
        house.wait(SignedDuration::from_mins(24 * 60 - 1));
        let page = house.page(NURSE, &patient).await;
        page.says("copy, last checked 23 hours ago. Check before you rely on it");
        page.says("Lantern Home Support");
        house.wait(SignedDuration::from_secs(61));
        let page = house.page(SOCIAL_WORKER, &patient).await;
        page.never_says("Lantern Home Support");
        page.never_says("Pendant alarm");
        page.says("Nothing could be checked.");
        page.says("We cannot reach Westshire Council");
        assert!(page.body.contains("hw-completeness--nothing"));
        assert_eq!(html::answer_lines(&page.body).len(), 7);
    }
}

#[tokio::test]
async fn h20_nobody_seen_before_has_no_copy_and_the_page_says_whom_to_ring() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        house.source.take_away();
        let page = house.page(NURSE, &patient).await;
        assert_eq!((page.status, page.heading().as_str()), (200, "Care at home"));
        page.says("We cannot reach Westshire Council");
        page.says("Last good check: none yet.");
        page.says("Nothing could be checked.");
        let lines = html::answer_lines(&page.body);
        let care = &lines[1].1;
        assert!(care.contains("Could not check"), "{care}");
        assert!(lines[3].1.contains("Council duty desk 01632 960100"), "{}", lines[3].1);
        page.says("Westshire Council did not answer");
        for calm in ["None recorded", "No care", "No safeguarding", "hw-block--copy"] {
            page.never_says(calm);
        }
    }
}

#[tokio::test]
async fn h20_what_is_missing_is_not_hidden_among_copies() {
    for house in houses().await {
        let patient = house.admit(scene(5)).await;
        house.source.shut(PartName::Safeguarding);
        house.page(NURSE, &patient).await.says("1 of 15 parts could not be checked.");
        house.source.shut(PartName::Packages);
        house.wait(SignedDuration::from_mins(5));
        let page = house.page(NURSE, &patient).await;
        page.says("1 of 15 parts could not be checked. See the red labels.");
        page.says("1 more is shown from an earlier copy. Check before you rely on it.");
        page.says("The rest of this page was checked at 14:10.");
        let text = html::card(&page.body, "care");
        assert!(text.contains("Old copy. Nothing here is current."), "{text}");
        assert!(!page.text().contains("We cannot reach"), "part of it answers");
    }
}

#[tokio::test]
async fn a_printed_copy_says_that_it_is_one() {
    for house in houses().await {
        let patient = house.admit(scene(5)).await;
        let mut nurse = house.sign_in(NURSE).await;
        nurse.get(&format!("/patients/{patient}")).await;
        house.source.take_away();
        let sheet = nurse.send(&format!("/patients/{patient}/print"), &[]).await;
        sheet.says("12 of 12 parts could not be checked now and are shown from an earlier copy.");
        sheet.says("copy, checked 14:05");
    }
}

#[tokio::test]
async fn the_status_page_tells_of_the_outage_and_its_end() {
    for house in houses().await {
        let patient = house.admit(scene(5)).await;
        house.stranger().get("/status").await.says("Not asked yet");
        house.page(NURSE, &patient).await;
        house.stranger().get("/status").await.says("Answering");
        house.source.take_away();
        house.wait(SignedDuration::from_mins(5));
        house.page(NURSE, &patient).await;
        let page = house.stranger().get("/status").await;
        page.says("Could not check");
        page.says("Today 14:05 (5 minutes ago)");
        house.source.put_back();
        house.wait(SignedDuration::from_mins(1));
        house.page(NURSE, &patient).await;
        house.stranger().get("/status").await.says("Answering");
    }
}
