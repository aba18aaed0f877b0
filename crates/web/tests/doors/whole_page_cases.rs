//! What does a page say that shows no record, and what does it let one do instead?

use care::access::Act;
use care::filing::Shield;
use care::people::{Born, Death, NumberStatus, PatientId, PersonName, TracedNumber};
use jiff::SignedDuration;
use jiff::civil::date;
use store::AuditFilter;

use crate::browser::Answer;
use crate::hospital::Coming;
use crate::house::{ED_NURSE, House, NURSE, OTHER_NURSE, SOCIAL_WORKER, houses, scene};
use crate::source::council;

/// Nothing of what the council knows.
const RECORD: [&str; 6] =
    ["a day", "Meadow Homecare", "Key safe", "hw-answer", "case open", "Attorney"];

#[track_caller]
fn check(page: &Answer, heading: &str, body: &[&str]) {
    assert_eq!(page.status, 200);
    assert_eq!(page.heading(), heading);
    for words in body {
        page.says(words);
    }
    for words in RECORD {
        page.never_says(words);
    }
    assert!(page.body.contains("aria-label=\"Patient\""), "the banner is there");
    assert!(page.body.contains("href=\"tel:"), "there is a number to ring");
}

#[tokio::test]
async fn h07_not_found_is_not_read_as_no_care() {
    for house in houses().await {
        let patient = house.admit(scene(10)).await;
        let page = house.page(NURSE, &patient).await;
        let body = [
            "We looked in Westshire Council using NHS number, name and date of birth at 14:05.",
            "This does not mean there is no care: the person may pay for their own care, live in \
             another council's area, or be recorded differently.",
            "Check the address with the patient.",
            "Duty desk 01632 960100",
        ];
        check(&page, "No adult social care record found", &body);
        page.never_says("No care");
    }
}

#[tokio::test]
async fn h07_whom_the_council_no_longer_has_is_not_read_as_no_care() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        house.source.change_of(
            scene(1),
            "UPDATE DM_PERSONS SET PERSON_ID = PERSON_ID + 900000 WHERE PERSON_ID = :person",
        );
        let mut nurse = house.sign_in(NURSE).await;
        let person = format!("/patients/{patient}");
        for page in [nurse.get(&person).await, nurse.send(&format!("{person}/print"), &[]).await] {
            let body = ["This does not mean there is no care", "Duty desk 01632 960100"];
            check(&page, "No adult social care record found", &body);
            page.never_says("No care recorded");
        }
    }
}

#[tokio::test]
async fn h01_whom_the_index_has_lost_is_shown_to_nobody() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        let gone = [house.source.id_of(scene(1)).parse().unwrap()];
        house.store.remove_people(&council(), &gone, house.now()).await.unwrap();
        let page = house.page(NURSE, &patient).await;
        check(&page, "No adult social care record found", &["This does not mean there is no care"]);
        assert_eq!(house.page(SOCIAL_WORKER, &patient).await.status, 404);
    }
}

#[tokio::test]
async fn h01_a_doubtful_match_shows_nothing_and_says_what_does_not_agree() {
    for house in houses().await {
        let patient = house.admit(scene(4)).await;
        let page = house.page(NURSE, &patient).await;
        let body = [
            "The date of birth does not agree.",
            "To keep people safe we show nothing until the council checks.",
        ];
        check(&page, "We may have a record but cannot be sure", &body);
        page.never_says("19-Jun-1957");
    }
}

#[tokio::test]
async fn h03_more_than_one_fitting_person_is_not_counted_and_not_named() {
    for house in houses().await {
        let coming = Coming { nhs: None, ..Coming::scene(scene(11)) };
        let patient = house.tell(&coming).await;
        let page = house.page(NURSE, &patient).await;
        let safe = "To keep people safe we show nothing until the council checks.";
        check(&page, "More than one person could match", &[safe]);
        for count in ["two", "Two", " 2 "] {
            page.never_says(&format!("{count} people"));
        }
    }
}

#[tokio::test]
async fn h03_a_number_under_review_is_not_relied_on() {
    for house in houses().await {
        let status = NumberStatus::InConflict;
        let number = scene(1).nhs_number.parse().unwrap();
        let nhs = Some(TracedNumber { number, status });
        let patient = house.tell(&Coming { nhs, ..Coming::scene(scene(1)) }).await;
        let page = house.page(NURSE, &patient).await;
        let body =
            ["It may belong to more than one person. Do not use social care details until it is \
             cleared."];
        check(&page, "This NHS number is under review", &body);
    }
}

#[tokio::test]
async fn an_objection_is_kept_whoever_tells_of_it() {
    for house in houses().await {
        let by_council = house.admit(scene(8)).await;
        let shielded = Coming { shield: Shield::Objection, ..Coming::scene(scene(1)) };
        let by_hospital = house.tell(&shielded).await;
        let held = Coming { shield: Shield::Held, ..Coming::scene(scene(5)) };
        let held = house.tell(&held).await;
        let since_this_morning = house.admit(scene(2)).await;
        // Who is protected as well objects no less.
        let objects = "UPDATE DM_PERSONS SET SHARE_OBJECTION = 'Y', RESTRICTED = 'Y'
            WHERE PERSON_ID = :person";
        house.source.change_of(scene(2), objects);
        for patient in [by_council, by_hospital, held, since_this_morning] {
            let page = house.page(NURSE, &patient).await;
            let body = ["Their location or other details are protected.", "01632 960155"];
            check(&page, "Sharing is restricted for this person", &body);
            let mut nurse = house.sign_in(NURSE).await;
            let sheet = nurse.send(&format!("/patients/{patient}/print"), &[]).await;
            check(&sheet, "Sharing is restricted for this person", &body);
        }
    }
}

#[tokio::test]
async fn a_record_can_be_seen_for_thirty_days_after_a_death() {
    for house in houses().await {
        let died = |day| Coming { death: Death::DiedOn(day), ..Coming::scene(scene(1)) };
        let patient = house.tell(&died(date(2026, 8, 11))).await;
        let page = house.page(NURSE, &patient).await;
        assert_eq!(page.heading(), "Care at home");
        page.says("Died 11-Aug-2026");
        page.says("Age at death 85y");
        assert!(!page.text().contains("(85y)"), "no age in brackets for one who has died");
        house.wait(SignedDuration::from_hours(24 * 29 + 9));
        assert_eq!(house.page(NURSE, &patient).await.heading(), "Care at home", "the 30th day");
        house.wait(SignedDuration::from_hours(2));
        let page = house.page(NURSE, &patient).await;
        check(&page, "This person has died", &["closes 30 days after a death"]);
    }
}

#[tokio::test]
async fn h27_a_child_is_no_adult_until_the_birthday() {
    for house in houses().await {
        let name = PersonName::usual("Young", "Sam");
        let born = |day| Coming { born: Born::on(day), ..Coming::stranger(name.clone()) };
        let sql = "UPDATE DM_PERSONS SET DATE_OF_BIRTH = '2008-08-13' WHERE PERSON_ID = :person";
        house.source.change_of(scene(1), sql);
        house.read_people().await;
        let okoro = Coming { born: Born::on(date(2008, 8, 13)), ..Coming::scene(scene(1)) };
        let patient = house.tell(&okoro).await;
        let page = house.page(NURSE, &patient).await;
        check(&page, "This service covers adults", &["under 18", "01632 960160"]);
        assert!(page.text().contains("(17y 11m)"), "{}", page.text());
        house.wait(SignedDuration::from_hours(10));
        let page = house.page(NURSE, &patient).await;
        assert_eq!(page.heading(), "Care at home", "from local midnight of the birthday");
        let unknown = house.tell(&born(date(2015, 1, 1))).await;
        let page = house.page(NURSE, &unknown).await;
        page.never_says("hw-answer");
    }
}

#[tokio::test]
async fn h01_a_wrong_match_is_hidden_from_everybody_at_once() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        let everybody = [NURSE, OTHER_NURSE, ED_NURSE, SOCIAL_WORKER];
        let mut browsers = Vec::new();
        for staff in everybody {
            let mut browser = house.sign_in(staff).await;
            let page = browser.get(&format!("/patients/{patient}")).await;
            assert_eq!(page.heading(), "Care at home", "{staff}");
            browsers.push((staff, browser));
        }
        let question = browsers[0].1.get(&format!("/patients/{patient}/wrong")).await;
        question.says("The record is then hidden from everybody at once");
        question.says("Nobody on the ward can undo this.");
        let path = format!("/patients/{patient}/wrong");
        let page = browsers[0].1.send_and_follow(&path, &[]).await;
        let body = ["Somebody reported that the match is wrong.", "we show nothing"];
        check(&page, "We may have a record but cannot be sure", &body);
        for (staff, browser) in &mut browsers {
            let page = browser.get(&format!("/patients/{patient}")).await;
            page.never_says("Meadow Homecare");
            assert_ne!(page.heading(), "Care at home", "{staff}");
            let sheet = browser.send(&format!("/patients/{patient}/print"), &[]).await;
            sheet.never_says("Meadow Homecare");
        }
        browsers[1].1.get("/wards/ED").await.says("Wrong match reported");
        let acts = acts(&house, &patient).await;
        assert!(acts.contains(&Act::ReportedWrongMatch), "{:?}", house.store);
    }
}

#[tokio::test]
async fn h01_a_record_that_is_another_persons_by_now_is_not_shown() {
    for (column, value, says) in
        [("DATE_OF_BIRTH", "1941-03-19", "date of birth"), ("NHS_ID", "9997003039", "NHS number")]
    {
        for house in houses().await {
            let patient = house.admit(scene(1)).await;
            let sql =
                format!("UPDATE DM_PERSONS SET {column} = '{value}' WHERE PERSON_ID = :person");
            house.source.change_of(scene(1), &sql);
            let mut nurse = house.sign_in(NURSE).await;
            let person = format!("/patients/{patient}");
            for page in
                [nurse.get(&person).await, nurse.send(&format!("{person}/print"), &[]).await]
            {
                let body = ["To keep people safe we show nothing until the council checks."];
                check(&page, "We may have a record but cannot be sure", &body);
                page.says(&format!("The {says} does not agree."));
            }
        }
    }
}

async fn acts(house: &House, patient: &PatientId) -> Vec<Act> {
    let filter = AuditFilter::Patient(patient.clone());
    let lines = house.store.audit_lines(&filter, 100).await.unwrap();
    lines.into_iter().map(|line| line.act).collect()
}

#[tokio::test]
async fn each_refusal_is_written_down() {
    for house in houses().await {
        let patient = house.admit(scene(4)).await;
        house.page(NURSE, &patient).await;
        let refused = Act::WasRefused { why: "the match is doubtful".to_owned() };
        assert!(acts(&house, &patient).await.contains(&refused), "{:?}", house.store);
    }
}

#[tokio::test]
async fn what_the_service_cannot_do_it_says_so_and_how_to_go_on() {
    // A file of SQLite stays with whoever has it open, so only a server can go away.
    for house in houses().await.into_iter().filter(|house| !house.is_on_sqlite()) {
        let mut nurse = house.sign_in(NURSE).await;
        house.store.ground().take_away().await;
        let page = nurse.get("/wards").await;
        assert_eq!(page.status, 503, "{:?}", house.store);
        assert_eq!(page.heading(), "Sorry, there is a problem with the service");
        page.says("Use the phone list. Write the time of each call in the notes.");
        assert_eq!(house.stranger().get("/healthz").await.status, 503);
        assert_eq!(house.stranger().get("/phone-numbers").await.status, 200);
    }
}

#[tokio::test]
async fn the_page_of_a_closed_council_says_when_it_opens() {
    for house in houses().await {
        let patient = house.admit(scene(10)).await;
        // Friday 14 August 2026, 16:50.
        house.wait(SignedDuration::from_mins(2 * 24 * 60 + 165));
        let page = house.page(NURSE, &patient).await;
        page.says("The council is closed now and next reads Monday at 08:45.");
        let text = page.text();
        let (out, duty) = (text.find("Out-of-hours team"), text.find("Duty desk"));
        assert!(out.is_some() && out < duty, "who answers now comes first: {text}");
    }
}
