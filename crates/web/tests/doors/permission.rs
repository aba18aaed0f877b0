//! Has the person agreed? Asked once, of each user, about each person, in each stay.

use care::access::{Act, Permission, PermissionMode, WhyNotAsked};
use care::people::PatientId;
use care::stays::Event;
use jiff::SignedDuration;
use store::AuditFilter;

use crate::hospital::Coming;
use crate::house::{House, NURSE, OTHER_NURSE, Plan, SOCIAL_WORKER, houses_where, scene};

async fn asking_houses() -> Vec<House> {
    houses_where(|| Plan { mode: PermissionMode::Ask, ..Plan::default() }).await
}

const QUESTION: &str =
    "Has Mrs Ngozi Okoro agreed that you may look at their social care information?";

async fn answers(house: &House, patient: &PatientId) -> Vec<Permission> {
    let filter = AuditFilter::Patient(patient.clone());
    let lines = house.store.audit_lines(&filter, 100).await.unwrap();
    let answers = lines.into_iter().rev().filter_map(|line| match line.act {
        Act::Permission { answer } => Some(answer),
        _ => None,
    });
    answers.collect()
}

#[tokio::test]
async fn permission_is_asked_before_the_first_look_and_not_again() {
    for house in asking_houses().await {
        let patient = house.admit(scene(1)).await;
        let person = format!("/patients/{patient}");
        let ask = format!("{person}/permission");
        let mut nurse = house.sign_in(NURSE).await;
        let answer = nurse.get(&person).await;
        assert_eq!((answer.status, answer.header("location")), (303, ask.as_str()));
        let question = nurse.get(&ask).await;
        assert_eq!(question.heading(), QUESTION);
        question.never_says("Meadow Homecare");
        let page = nurse.send_and_follow(&ask, &[("agreed", "yes")]).await;
        assert_eq!(page.heading(), "Care at home");
        assert_eq!(nurse.get(&person).await.heading(), "Care at home", "not asked again");
        assert_eq!(answers(&house, &patient).await, [Permission::Given]);
        let mut other = house.sign_in(OTHER_NURSE).await;
        assert_eq!(other.get(&person).await.header("location"), ask, "each user is asked");
        let somebody = house.admit(scene(5)).await;
        let answer = nurse.get(&format!("/patients/{somebody}")).await;
        assert_eq!(answer.status, 303, "about each person");
        house.wait(SignedDuration::from_mins(5));
        let coming = Coming::scene(scene(1));
        let leaves =
            Coming { event: Event::Discharged, ago: SignedDuration::ZERO, ..coming.clone() };
        house.tell(&leaves).await;
        house.wait(SignedDuration::from_mins(4));
        let again = Coming { visit: "V2".to_owned(), ago: SignedDuration::ZERO, ..coming };
        house.tell(&again).await;
        assert_eq!(nurse.get(&person).await.header("location"), ask, "in each stay");
    }
}

#[tokio::test]
async fn a_no_shuts_the_record_and_leaves_what_else_can_be_done() {
    for house in asking_houses().await {
        let patient = house.admit(scene(1)).await;
        let ask = format!("/patients/{patient}/permission");
        let mut nurse = house.sign_in(NURSE).await;
        let page = nurse.send_and_follow(&ask, &[("agreed", "no")]).await;
        assert_eq!((page.status, page.heading().as_str()), (200, "This person has not agreed"));
        page.says("You cannot see this record. You can still ring the council");
        page.says("Duty desk 01632 960100");
        page.never_says("Meadow Homecare");
        let sheet = nurse.send(&format!("/patients/{patient}/print"), &[]).await;
        assert_eq!(sheet.heading(), "This person has not agreed");
        assert!(page.body.contains(&ask), "the question can be answered again");
        let page = nurse.send_and_follow(&ask, &[("agreed", "yes")]).await;
        assert_eq!(page.heading(), "Care at home", "people change their minds");
        assert_eq!(answers(&house, &patient).await, [Permission::Refused, Permission::Given]);
    }
}

#[tokio::test]
async fn who_could_not_ask_says_why() {
    let reasons = [
        ("unconscious", WhyNotAsked::Unconscious),
        ("capacity", WhyNotAsked::LacksCapacity),
        ("emergency", WhyNotAsked::Emergency),
        ("other", WhyNotAsked::Other("Interpreter on the way".to_owned())),
    ];
    for house in asking_houses().await {
        let patient = house.admit(scene(1)).await;
        let ask = format!("/patients/{patient}/permission");
        let mut nurse = house.sign_in(NURSE).await;
        let unclear: [(&[(&str, &str)], &str); 4] = [
            (&[], "Choose one of the three answers"),
            (&[("agreed", "perhaps")], "Choose one of the three answers"),
            (&[("agreed", "not_asked")], "Say why you could not ask"),
            (&[("agreed", "not_asked"), ("why", "other"), ("other", " ")], "Say why you could not"),
        ];
        for (form, says) in unclear {
            let page = nurse.send(&ask, form).await;
            assert_eq!((page.status, page.heading().as_str()), (200, QUESTION));
            page.says(says);
        }
        assert_eq!(answers(&house, &patient).await, [], "nothing was written down");
        for (why, _) in &reasons {
            let other = if *why == "other" { "Interpreter on the way" } else { "" };
            let form = [("agreed", "not_asked"), ("why", why), ("other", other)];
            let page = nurse.send_and_follow(&ask, &form).await;
            assert_eq!(page.heading(), "Care at home", "{why}");
        }
        let noted = reasons.clone().map(|(_, why)| Permission::CouldNotAsk(why));
        assert_eq!(answers(&house, &patient).await, noted);
    }
}

#[tokio::test]
async fn the_council_is_not_asked_about_its_own_people() {
    for house in asking_houses().await {
        let patient = house.admit(scene(1)).await;
        assert_eq!(house.page(SOCIAL_WORKER, &patient).await.heading(), "Care at home");
    }
}

#[tokio::test]
async fn where_nobody_is_to_be_asked_nobody_is() {
    for mode in [PermissionMode::Inform, PermissionMode::Off] {
        for house in houses_where(|| Plan { mode, ..Plan::default() }).await {
            let patient = house.admit(scene(1)).await;
            let mut nurse = house.sign_in(NURSE).await;
            let person = format!("/patients/{patient}");
            assert_eq!(nurse.get(&person).await.heading(), "Care at home", "{mode:?}");
            let ask = nurse.get(&format!("{person}/permission")).await;
            assert_eq!(ask.header("location"), person, "{mode:?}");
        }
    }
}

#[tokio::test]
async fn what_may_not_be_shown_at_all_is_refused_before_anything_is_asked() {
    for house in asking_houses().await {
        for (number, heading) in [
            (4, "We may have a record but cannot be sure"),
            (8, "Sharing is restricted for this person"),
            (10, "No adult social care record found"),
        ] {
            let patient = house.admit(scene(number)).await;
            assert_eq!(house.page(NURSE, &patient).await.heading(), heading);
        }
    }
}
