//! When the patient system goes on to another patient, nothing is sent about the one before (S0c).

use care::access::session::EndCause;
use care::access::{Act, AuditLine, PermissionMode};
use jiff::SignedDuration;
use signin::smart::Launcher;
use web::Launches;

use super::epr::Epr;
use super::{at, colleague, houses, lines, nurse, token};
use crate::house::{House, Plan, houses_where, scene};
use crate::traveller::Traveller;

const CHANGED: &str = "The patient has changed";

/// A house where two patients lie, and their pages.
async fn two(house: &House) -> [String; 2] {
    let one = house.admit(scene(1)).await;
    let other = house.admit(scene(3)).await;
    [one, other].map(|patient| format!("/patients/{patient}"))
}

async fn epr() -> Epr {
    let epr = Epr::start().await;
    epr.knows(scene(1));
    epr.knows(scene(3));
    epr
}

#[tokio::test]
async fn h02_a_launch_for_another_patient_while_a_page_is_open_asks_which_is_meant() {
    let epr = epr().await;
    for house in houses(&epr).await {
        let [one, other] = two(&house).await;
        let mut browser = Traveller::default();
        browser.go(&at(&house, &epr.launch(nurse(1)))).await;
        let arrived = browser.go(&at(&house, &epr.launch(nurse(3)))).await;
        assert_eq!(arrived.address, at(&house, "/launch/changed"));
        assert_eq!(arrived.answer.heading(), CHANGED);
        for words in ["OKORO", "PRITCHARD", "Open the new patient", "Stay, read only"] {
            arrived.answer.says(words);
        }
        assert!(arrived.answer.body.contains(&format!("href=\"{one}\"")));
        assert!(arrived.answer.body.contains(&format!("href=\"{other}\"")));
        let stayed = browser.get(&at(&house, &one)).await;
        stayed.says("Read only");
        stayed.says("Meadow Homecare");
        for form in ["same", "feedback", "print", "wrong"] {
            assert!(!stayed.body.contains(&format!("{one}/{form}")), "{form} is still offered");
        }
        let new = browser.get(&at(&house, &other)).await;
        assert_eq!(new.heading(), "Care at home");
        assert!(!new.text().contains("Read only"));
        assert!(new.body.contains(&format!("{other}/feedback")));
    }
}

#[tokio::test]
async fn h02_a_form_about_the_patient_before_is_refused_and_its_text_kept() {
    let epr = epr().await;
    let plan = || {
        let smart = Some(Launcher::new(vec![epr.system("rzz-epr", "RZZ")]).unwrap());
        let launches = |at| Launches { address: format!("http://{at}"), smart, links: Vec::new() };
        let mode = PermissionMode::Ask;
        Plan { is_demo: false, mode, launches: Box::new(launches), ..Plan::default() }
    };
    for house in houses_where(plan).await {
        let [one, other] = two(&house).await;
        let mut browser = Traveller::default();
        let question = browser.go(&at(&house, &epr.launch(nurse(1)))).await;
        assert_eq!(question.address, at(&house, &format!("{one}/permission")));
        let token = crate::html::hidden(&question.answer.body, "token").unwrap();
        browser.go(&at(&house, &epr.launch(nurse(3)))).await;
        let form = [
            ("token", token.as_str()),
            ("agreed", "not_asked"),
            ("why", "other"),
            ("other", "Asleep after <b>theatre</b>"),
        ];
        let answer = browser.post(&at(&house, &format!("{one}/permission")), &form).await;
        assert_eq!((answer.status, answer.heading().as_str()), (409, CHANGED));
        answer.says("Nothing was sent.");
        answer.says("Asleep after <b>theatre</b>");
        assert!(!answer.body.contains("<b>theatre"), "what somebody wrote is text, not a page");
        let acts: Vec<Act> = lines(&house).await.into_iter().map(|line| line.act).collect();
        assert!(!acts.iter().any(|act| matches!(act, Act::Permission { .. })), "{acts:?}");
        let why = "the patient system shows another patient".to_owned();
        assert!(acts.contains(&Act::WasRefused { why }), "{acts:?}");
        let asked = browser.get(&at(&house, &one)).await;
        assert_eq!(asked.heading(), CHANGED, "a question that cannot be answered is not asked");
        let all = lines(&house).await;
        let seen = |path: &str| {
            let of = |line: &&AuditLine| {
                line.act == Act::SawIdentity
                    && line.patient.as_ref().is_some_and(|id| path == format!("/patients/{id}"))
            };
            all.iter().filter(of).count()
        };
        // The first question and three pages with both; on one of them the refusal is the line.
        assert_eq!((seen(&one), seen(&other)), (3, 3), "{all:?}");
        let form = [("token", token.as_str()), ("agreed", "yes")];
        let answer = browser.post(&at(&house, &format!("{other}/permission")), &form).await;
        assert_eq!((answer.status, answer.header("location")), (303, other.as_str()));
    }
}

#[tokio::test]
async fn a_page_that_was_left_stands_in_nobodys_way() {
    let epr = epr().await;
    for house in houses(&epr).await {
        let [one, other] = two(&house).await;
        let mut browser = Traveller::default();
        browser.go(&at(&house, &epr.launch(nurse(1)))).await;
        let token = token(&house, &mut browser, &one).await;
        let patient = one.strip_prefix("/patients/").unwrap();
        let page = [("page", "0123456789abcdef"), ("patient", patient), ("token", token.as_str())];
        assert_eq!(browser.post(&at(&house, "/launch/opened"), &page).await.status, 204);
        assert_eq!(browser.post(&at(&house, "/launch/left"), &page).await.status, 204);
        let arrived = browser.go(&at(&house, &epr.launch(nurse(3)))).await;
        assert_eq!(arrived.address, at(&house, &other), "no question is asked");
    }
}

#[tokio::test]
async fn a_launch_for_the_same_patient_changes_nothing() {
    let epr = epr().await;
    for house in houses(&epr).await {
        let [one, _] = two(&house).await;
        let mut browser = Traveller::default();
        for _ in 0..2 {
            let arrived = browser.go(&at(&house, &epr.launch(nurse(1)))).await;
            assert_eq!(arrived.address, at(&house, &one));
            assert!(!arrived.answer.text().contains("Read only"));
        }
    }
}

#[tokio::test]
async fn h02_a_launch_with_a_patient_of_whom_nobody_is_sure_stops_the_one_before() {
    let epr = epr().await;
    for house in houses(&epr).await {
        let one = format!("/patients/{}", house.admit(scene(1)).await);
        let mut browser = Traveller::default();
        browser.go(&at(&house, &epr.launch(nurse(1)))).await;
        let token = token(&house, &mut browser, &one).await;
        let unknown = browser.go(&at(&house, &epr.launch(nurse(3)))).await;
        assert_eq!(unknown.answer.status, 403);
        let form = [("token", token.as_str()), ("answered", "yes")];
        let answer = browser.post(&at(&house, &format!("{one}/feedback")), &form).await;
        assert_eq!((answer.status, answer.heading().as_str()), (409, CHANGED));
        answer.says("We could not be sure who this is, so nothing is shown.");
        browser.get(&at(&house, &one)).await.says("Read only");
    }
}

#[tokio::test]
async fn h22_a_launch_by_somebody_else_ends_the_session_before() {
    let epr = epr().await;
    for house in houses(&epr).await {
        let [_, other] = two(&house).await;
        let mut browser = Traveller::default();
        browser.go(&at(&house, &epr.launch(nurse(1)))).await;
        let mut before = browser.clone();
        let arrived = browser.go(&at(&house, &epr.launch(colleague(3)))).await;
        assert_eq!(arrived.address, at(&house, &other), "it is another person's session");
        arrived.answer.says("Ben Carey");
        assert!(!arrived.answer.text().contains("Ama Mensah"));
        assert_eq!(before.get(&at(&house, "/wards")).await.status, 401);
        let ended = Act::SessionEnded { why: EndCause::AnotherPerson };
        assert!(lines(&house).await.iter().any(|line| line.act == ended));
    }
}

#[tokio::test]
async fn h30_a_locked_session_opens_by_a_launch_of_its_own_person() {
    let epr = epr().await;
    for house in houses(&epr).await {
        let [one, other] = two(&house).await;
        let mut browser = Traveller::default();
        browser.go(&at(&house, &epr.launch(nurse(1)))).await;
        house.wait(SignedDuration::from_mins(11));
        assert_eq!(browser.get(&at(&house, &one)).await.status, 401);
        epr.says_of_users(move |claims| {
            for time in ["iat", "exp"] {
                claims[time] = (claims[time].as_i64().unwrap() + 11 * 60).into();
            }
        });
        let arrived = browser.go(&at(&house, &epr.launch(nurse(3)))).await;
        assert_eq!(arrived.address, at(&house, &other), "on a locked screen no page is open");
        assert_eq!(arrived.answer.status, 200);
        epr.says_of_users(|_| ());
    }
}
