//! What could hurt somebody, and does not: one test for each hazard that a page controls.

use care::access::{Act, Ground};
use care::filing::Shield;
use care::people::PatientId;
use care::record::PartName;
use jiff::SignedDuration;
use store::AuditFilter;

use crate::browser::{Answer, Browser};
use crate::hospital::Coming;
use crate::house::{House, NURSE, OTHER_NURSE, SOCIAL_WORKER, houses, scene};
use crate::html;

#[track_caller]
fn line(page: &Answer, label: &str) -> String {
    let lines = html::answer_lines(&page.body);
    lines.into_iter().find(|(each, _)| each == label).unwrap().1
}

const OUTLOOK: &str = "Will it happen if they go home?";

async fn open(house: &House, patient: &PatientId) -> Answer {
    house.page(NURSE, patient).await
}

#[tokio::test]
async fn h05_a_package_ends_at_local_midnight() {
    for house in houses().await {
        let ends = "UPDATE DM_SERVICES SET END_DATE = '12/08/2026' WHERE PERSON_ID = :person";
        house.source.change_of(scene(1), ends);
        let patient = house.admit(scene(1)).await;
        // 14:05 is 9 hours and 55 minutes before midnight.
        house.wait(SignedDuration::from_secs((9 * 60 + 55) * 60 - 1));
        let page = open(&house, &patient).await;
        assert!(line(&page, OUTLOOK).contains("Running until 12-Aug-2026"));
        house.wait(SignedDuration::from_secs(1));
        let page = open(&house, &patient).await;
        let outlook = line(&page, OUTLOOK);
        assert!(outlook.contains("Record contradicts itself"), "{outlook}");
        assert!(outlook.contains("its last day was 12-Aug-2026. Ring the provider."), "{outlook}");
    }
}

#[tokio::test]
async fn h05_a_package_that_is_closed_is_ended_and_nobody_comes() {
    for house in houses().await {
        let patient = house.admit(scene(13)).await;
        let page = open(&house, &patient).await;
        assert!(line(&page, "Care now").contains("No care now."), "{}", line(&page, "Care now"));
        let outlook = line(&page, OUTLOOK);
        assert!(outlook.contains("Ended on 22-Jul-2026."), "{outlook}");
        assert!(!outlook.contains("Running"), "{outlook}");
    }
}

#[tokio::test]
async fn h04_a_hold_is_good_until_its_last_day_and_nothing_is_confirmed() {
    for house in houses().await {
        let patient = house.admit(scene(3)).await;
        let page = open(&house, &patient).await;
        let outlook = line(&page, OUTLOOK);
        let terms =
            "On hold since 06-Aug-2026. Can restart until 20-Aug-2026 with 24 hours' notice.";
        assert!(outlook.contains(terms), "{outlook}");
        assert!(outlook.contains("Not yet confirmed. Do not rely on care until it is"));
        house.wait(SignedDuration::from_hours(24 * 8 + 9));
        let page = open(&house, &patient).await;
        assert!(line(&page, OUTLOOK).contains("Can restart until 20-Aug-2026"), "the last day");
        house.wait(SignedDuration::from_hours(1));
        let outlook = line(&open(&house, &patient).await, OUTLOOK);
        assert!(outlook.contains("Hold has lapsed"), "{outlook}");
        assert!(!outlook.contains("Can restart"), "{outlook}");
    }
}

/// Everybody who may open a record, and whether the flag of safeguarding is theirs to see.
const VIEWERS: [(&str, bool); 9] = [
    ("ed-nurse-adeyemi", true),
    (NURSE, true),
    ("therapist-nowak", true),
    ("discharge-osei", true),
    ("safeguarding-hospital-reid", true),
    (SOCIAL_WORKER, true),
    ("out-of-hours-malik", true),
    ("safeguarding-council-gill", true),
    ("brokerage-pugh", false),
];

#[tokio::test]
async fn h06_every_role_meets_an_open_enquiry_and_every_doubt_of_one() {
    for house in houses().await {
        let (open, none) = (house.admit(scene(7)).await, house.admit(scene(1)).await);
        for (staff, sees) in VIEWERS {
            let safety = line(&house.page(staff, &open).await, "Safety");
            let words = "Safeguarding enquiry open since 02-Aug-2026.";
            assert_eq!(safety.contains(words), sees, "{staff}: {safety}");
            assert_eq!(safety.contains("01632 960155"), sees, "{staff}: {safety}");
            let safety = line(&house.page(staff, &none).await, "Safety");
            assert_eq!(safety.contains("No safeguarding enquiry open."), sees, "{staff}: {safety}");
        }
        house.source.shut(PartName::Safeguarding);
        let soon = house.now() + SignedDuration::from_secs(1);
        house.store.drop_copies_before(soon).await.unwrap();
        for (staff, sees) in VIEWERS {
            let page = house.page(staff, &open).await;
            let safety = line(&page, "Safety");
            assert_eq!(safety.contains("Could not check"), sees, "{staff}: {safety}");
            assert_eq!(safety.contains("01632 960155"), sees, "{staff}: {safety}");
            for calm in ["No safeguarding", "Enquiry open", "None recorded"] {
                assert!(!safety.contains(calm), "{staff}: {safety}");
            }
            let not_shared = safety.contains("Safeguarding: Not shared with your role.");
            assert_eq!(not_shared, !sees, "{staff}: {safety}");
        }
    }
}

/// What tells where somebody is, written into every corner of the council's books.
const CANARIES: &str = "
    UPDATE DM_ADDRESSES SET STREET = 'Canary Street', POST_CODE = 'XX9 9ZZ', TOWN = 'Canarytown'
        WHERE PERSON_ID = :person;
    UPDATE DM_PERSONS SET ACCESS_NOTE = 'Canary back door', PETS_NOTE = 'Canary in a cage'
        WHERE PERSON_ID = :person;
    UPDATE DM_SERVICES SET PLACE_NOTE = 'Canary refuge', LOCAL_NAME = 'Canary care'
        WHERE PERSON_ID = :person;
    UPDATE DM_PROVIDERS SET PROVIDER_NAME = 'Canary Homecare', TEL_OFFICE = '01632 960987',
        TEL_OOH = '01632 960987', OFFICE_HOURS = 'Canary hours';
    UPDATE DM_VISIT_SCHEDULE SET TASKS = 'Canary tasks';
    UPDATE DM_TEAMS SET TEAM_NAME = 'Canary team', TEL = '01632 960987',
        HOSPITAL_LINK_TEL = '01632 960987' WHERE TEAM_NAME <> 'Safeguarding Adults Team';
    UPDATE DM_WORKERS SET TEL = '01632 960987', EMAIL = 'canary@westshire.example';
    UPDATE DM_EQUIPMENT SET WHERE_FITTED = 'Canary bathroom', SERVICE_TEL = '01632 960987';
    INSERT INTO DM_RELATIONSHIPS (RELATIONSHIP_ID, PERSON_ID, RELATED_NAME, REL_CODE, TEL, EMAIL,
        COMMENTS, HOSP_MAY_CONTACT) VALUES (990001, :person, 'Ann Other', 'DAU', '01632 960987',
        'canary@westshire.example', 'Canary comment', 'Y');
    INSERT INTO DM_WARNINGS (WARNING_ID, PERSON_ID, WARNING_CODE, WARNING_TEXT, START_DATE)
        VALUES (990001, :person, 'VIOL', 'Canary warning', '2026-08-01');
    INSERT INTO DM_REFERRALS (REFERRAL_ID, PERSON_ID, RECEIVED_ON, TYPE_CODE, FROM_ORG, REASON)
        VALUES (990001, :person, '2026-08-01', 'GP', 'Canary surgery', 'Canary reason');";

#[tokio::test]
async fn h16_nothing_tells_where_a_protected_person_is() {
    for house in houses().await {
        house.source.change_of(scene(9), CANARIES);
        house.source.change_of(scene(5), &CANARIES.replace("990001", "990002"));
        house.source.change_of(scene(6), &CANARIES.replace("990001", "990003"));
        let by_council = house.admit(scene(9)).await;
        let shielded = Coming { shield: Shield::Location, ..Coming::scene(scene(5)) };
        let by_hospital = house.tell(&shielded).await;
        let since_this_morning = house.admit(scene(6)).await;
        let protect = "UPDATE DM_PERSONS SET RESTRICTED = 'Y' WHERE PERSON_ID = :person";
        house.source.change_of(scene(6), protect);
        for patient in [by_council, by_hospital, since_this_morning] {
            for staff in ["ed-nurse-adeyemi", NURSE, SOCIAL_WORKER, "brokerage-pugh"] {
                let mut browser = house.sign_in(staff).await;
                let person = format!("/patients/{patient}");
                let page = browser.get(&person).await;
                assert_eq!(page.heading(), "Care at home", "{staff}");
                page.says("Sharing is restricted for this person");
                page.says("Safeguarding team 01632 960155");
                page.says("Address protected");
                let print = format!("{person}/print");
                let ticked = [("sensitive", "yes")];
                let sheets = [browser.send(&print, &[]).await, browser.send(&print, &ticked).await];
                for page in [&page, &sheets[0], &sheets[1]] {
                    tells_no_place(page, staff);
                }
            }
        }
    }
}

#[track_caller]
fn tells_no_place(page: &Answer, staff: &str) {
    assert_eq!(page.status, 200);
    let lower = page.body.to_lowercase();
    for word in ["canary", "960987", "xx1 2ab", "xx9 9zz", "netherby"] {
        let at = lower.find(word).map(|at| &page.body[at.saturating_sub(200)..at + word.len()]);
        assert!(at.is_none(), "{staff} is told {word}: {at:?}");
    }
}

#[tokio::test]
async fn h16_the_council_sees_what_is_protected_only_with_a_reason() {
    for house in houses().await {
        house.source.change_of(scene(9), CANARIES);
        let patient = house.admit(scene(9)).await;
        let mut browser = house.sign_in(SOCIAL_WORKER).await;
        let reason = [("reason", "Planning a safe discharge")];
        let (person, why) = (format!("/patients/{patient}"), format!("/patients/{patient}/reason"));
        let page = browser.get(&person).await;
        tells_no_place(&page, SOCIAL_WORKER);
        assert!(page.body.contains(&why), "the page leads to the question");
        browser.get(&why).await.says("Where this person is must stay secret");
        let page = browser.send_and_follow(&why, &reason).await;
        assert_eq!(page.heading(), "Care at home");
        page.says("Canary Homecare");
        page.says("Tell nobody who does not need it");
        let ground = Ground::Stated("Planning a safe discharge".to_owned());
        assert_eq!(opened_on(&house, &patient, &ground).await, 1);
        let mut nurse = house.sign_in(NURSE).await;
        let page = nurse.send_and_follow(&why, &reason).await;
        tells_no_place(&page, NURSE);
        assert!(!page.body.contains(&why), "no reason opens it to a ward");
    }
}

async fn acts(house: &House, patient: &PatientId) -> Vec<Act> {
    let filter = AuditFilter::Patient(patient.clone());
    let lines = house.store.audit_lines(&filter, 100).await.unwrap();
    lines.into_iter().map(|line| line.act).collect()
}

/// How often a patient was opened on that ground.
async fn opened_on(house: &House, patient: &PatientId, on: &Ground) -> usize {
    let opened =
        |act: &Act| matches!(act, Act::Opened { ground, permission: None, .. } if ground == on);
    acts(house, patient).await.iter().filter(|act| opened(act)).count()
}

#[tokio::test]
async fn h17_no_sheet_tells_of_an_enquiry_unless_somebody_ticked_so() {
    for house in houses().await {
        let patient = house.admit(scene(7)).await;
        let mut nurse = house.sign_in(NURSE).await;
        let print = format!("/patients/{patient}/print");
        nurse.get(&print).await.says("Safeguarding, risk to staff and legal details");
        let sheet = nurse.send(&print, &[]).await;
        let text = sheet.text().to_lowercase();
        for word in ["enquiry", "01632 960155", "risk to visiting staff", "threatened"] {
            assert!(!text.contains(word), "{word}: {text}");
        }
        sheet.says("Left off this sheet: safeguarding, risk to staff, legal details.");
        for line in ["Known to social care", "Care now", OUTLOOK, "Ring", "Who decides, who helps"]
        {
            sheet.says(line);
        }
        sheet.says("Riverside Care");
        let ticked = nurse.send(&print, &[("sensitive", "yes")]).await;
        ticked.says("Safeguarding enquiry open since 02-Aug-2026");
        ticked.says("Risk to visiting staff: yes");
        assert!(!ticked.text().contains("Left off this sheet"));
        let acts = acts(&house, &patient).await;
        let printed = |sensitive| {
            let is_it = |act: &&Act| matches!(act, Act::Printed { with_sensitive, .. } if *with_sensitive == sensitive);
            acts.iter().filter(is_it).count()
        };
        assert_eq!((printed(false), printed(true)), (1, 1), "{acts:?}");
    }
}

#[tokio::test]
async fn h17_a_failed_check_of_safeguarding_stays_off_the_sheet_too() {
    for house in houses().await {
        house.source.shut(PartName::Safeguarding);
        let patient = house.admit(scene(7)).await;
        let mut nurse = house.sign_in(NURSE).await;
        let sheet = nurse.send(&format!("/patients/{patient}/print"), &[]).await;
        sheet.says("All 12 parts checked");
        assert_eq!(sheet.text().matches("afeguarding").count(), 1, "{}", sheet.text());
    }
}

#[tokio::test]
async fn h18_only_those_whom_the_hospital_may_ring_are_named() {
    for house in houses().await {
        let more = "
            INSERT INTO DM_RELATIONSHIPS (RELATIONSHIP_ID, PERSON_ID, RELATED_NAME, RELATED_DOB,
                REL_CODE, TEL, RELATED_HEALTH_NOTE, HOSP_MAY_CONTACT)
            VALUES (990001, :person, 'Asked Nobody', '1966-05-04', 'SON', '01632 960987', 'x', NULL),
                (990002, :person, 'Said No', '1966-05-04', 'SON', '01632 960987', 'x', 'N'),
                (990003, :person, 'Said Yes', '1966-05-04', 'SON', '07700 900119', 'Ill health', 'Y')";
        house.source.change_of(scene(1), more);
        let patient = house.admit(scene(1)).await;
        for staff in [NURSE, SOCIAL_WORKER] {
            let page = house.page(staff, &patient).await;
            let people = html::card(&page.body, "people");
            assert!(people.contains("Said Yes") && people.contains("07700 900119"), "{people}");
            for word in ["Asked Nobody", "Said No ", "Emeka", "1966", "Ill health"] {
                assert!(!page.text().contains(word), "{word}");
            }
        }
    }
}

#[tokio::test]
async fn h19_a_sheet_says_until_when_it_is_good_and_whose_it_is() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        let mut nurse = house.sign_in(NURSE).await;
        let sheet = nurse.send(&format!("/patients/{patient}/print"), &[]).await;
        sheet.says(
            "Printed 12-Aug-2026 14:05 by Hema Mistry. Not valid after 13-Aug-2026 14:05. Check \
             the screen before you rely on it.",
        );
        let head = html::inside(&sheet.body, "<thead class=\"hw-sheet__head\"", "</thead>");
        let head = html::text(&head.unwrap());
        assert_eq!(head, "OKORO, Ngozi (Mrs) · NHS No. 999 700 2024", "on every page of paper");
        sheet.says("Notes of calls Who Time Answer");
    }
}

#[tokio::test]
async fn h28_an_attorney_decides_only_what_is_theirs_and_registered() {
    for house in houses().await {
        let patient = house.admit(scene(7)).await;
        let who = line(&open(&house, &patient).await, "Who decides, who helps");
        assert!(who.contains("Attorney for health and welfare, registered."), "{who}");
        assert!(who.contains("Attorney for property and money: no say in care."), "{who}");
        let not = "UPDATE DM_LEGAL_STATUS SET REGISTERED = 'N' WHERE PERSON_ID = :person";
        house.source.change_of(scene(7), not);
        let page = open(&house, &patient).await;
        let who = line(&page, "Who decides, who helps");
        assert!(who.contains("health and welfare: not registered, has no force."), "{who}");
        let legal = html::card(&page.body, "decisions");
        assert!(legal.contains("capacity is decided for each decision, each time"), "{legal}");
    }
}

#[tokio::test]
async fn h29_a_risk_to_staff_says_when_its_review_was_due() {
    for house in houses().await {
        let patient = house.admit(scene(7)).await;
        let safety = line(&open(&house, &patient).await, "Safety");
        assert!(safety.contains("Risk to visiting staff: yes since 03-Jul-2026."), "{safety}");
        let due = "UPDATE DM_WARNINGS SET REVIEW_DATE = '2026-08-11' WHERE PERSON_ID = :person";
        house.source.change_of(scene(7), due);
        let safety = line(&open(&house, &patient).await, "Safety");
        assert!(safety.contains("yes, review was due 11-Aug-2026. Ask the council."), "{safety}");
    }
}

#[tokio::test]
async fn a_look_without_a_stay_needs_a_reason_which_is_good_for_an_hour() {
    for house in houses().await {
        let coming = Coming::scene(scene(1));
        let patient = house.tell(&coming).await;
        let gone = Coming {
            event: care::stays::Event::Discharged,
            ago: SignedDuration::from_mins(5),
            ..coming
        };
        house.tell(&gone).await;
        let mut nurse = house.sign_in(NURSE).await;
        let person = format!("/patients/{patient}");
        asks_for_a_reason(&mut nurse, &person).await;
        let why = format!("{person}/reason");
        let blank = nurse.send(&why, &[("reason", "  ")]).await;
        blank.says("Write why you need to look");
        blank.never_says("Meadow Homecare");
        let reason = [("reason", "Rang us about the discharge")];
        let page = nurse.send_and_follow(&why, &reason).await;
        assert_eq!(page.heading(), "Care at home");
        page.says("Not in hospital now");
        assert_eq!(nurse.get(&person).await.heading(), "Care at home", "and for an hour");
        let colleague = &mut house.sign_in(OTHER_NURSE).await;
        asks_for_a_reason(colleague, &person).await;
        house.wait(SignedDuration::from_mins(9));
        for _ in 0..6 {
            assert_eq!(nurse.get(&person).await.heading(), "Care at home");
            house.wait(SignedDuration::from_mins(9));
        }
        asks_for_a_reason(&mut nurse, &person).await;
        let ground = Ground::Stated("Rang us about the discharge".to_owned());
        assert_eq!(opened_on(&house, &patient, &ground).await, 8, "each look with its words");
    }
}

async fn asks_for_a_reason(nurse: &mut Browser, person: &str) {
    let answer = nurse.get(person).await;
    assert_eq!(answer.header("location"), format!("{person}/reason"));
    let question = nurse.get(answer.header("location")).await;
    question.says("This patient is not in your hospital now");
    question.says("It is written down with your name and the privacy officer reads it.");
    question.never_says("Meadow Homecare");
}
