//! Has the person agreed? Asked once, of each user, about each person, in each stay.

use care::access::privacy::Trigger;
use care::access::{Act, Permission, PermissionMode, WhyNotAsked};
use care::people::PatientId;
use care::stays::Event;
use jiff::SignedDuration;
use store::AuditFilter;

use crate::hospital::Coming;
use crate::house::{
    House, NURSE, OTHER_NURSE, OTHER_SITE, OTHER_TRUST, Plan, SOCIAL_WORKER, houses_where, scene,
};
use crate::privacy_triggers::items;

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
async fn a_no_shuts_the_record_for_the_whole_trust_and_leaves_what_else_can_be_done() {
    for house in asking_houses().await {
        let patient = house.admit(scene(1)).await;
        let (person, ask) = paths(&patient);
        let mut nurse = house.sign_in(NURSE).await;
        let mut lead = house.sign_in("safeguarding-hospital-reid").await;
        assert_eq!(lead.get(&person).await.heading(), "Care at home");
        let page = nurse.send_and_follow(&ask, &[("agreed", "no")]).await;
        assert_eq!((page.status, page.heading().as_str()), (200, SHUT));
        page.says(
            "Mrs Ngozi Okoro does not want staff here to see what the council knows of them.",
        );
        page.says("Nobody here can see this record until 19-Aug-2026 14:05.");
        page.says("You can still ring the council, ask it a question");
        page.says("Duty desk 01632 960100");
        page.never_says("Meadow Homecare");
        let mut other = house.sign_in(OTHER_NURSE).await;
        for browser in [&mut nurse, &mut lead, &mut other] {
            let page = browser.get(&person).await;
            assert_eq!(page.heading(), SHUT, "it binds everyone of the trust");
            let sheet = browser.send(&format!("{person}/print"), &[]).await;
            assert_eq!(sheet.heading(), SHUT);
        }
        assert_eq!(house.page(SOCIAL_WORKER, &patient).await.heading(), "Care at home");
        assert!(page.body.contains(&ask), "the question can be answered again");
        let again = other.get(&ask).await;
        again.says("Does Mrs Ngozi Okoro agree now");
        again.never_says("I could not ask");
        let page = other.send(&ask, &[("agreed", "not_asked"), ("why", "emergency")]).await;
        page.says("Choose one of the two answers");
        let page = other.send(&ask, &[("agreed", "yes")]).await;
        page.says("They have said no since you asked");
        assert_eq!(
            lead.get(&person).await.heading(),
            SHUT,
            "that was the answer to another question"
        );
        other.agree(&ask).await;
        let page = other.get(&person).await;
        assert_eq!(page.heading(), "Care at home", "people change their minds");
        assert_eq!(lead.get(&person).await.heading(), "Care at home", "which opens it for all");
        let answer = nurse.get(&person).await;
        assert_eq!(answer.header("location"), ask, "who heard a no asks for themselves");
        assert_eq!(answers(&house, &patient).await, [Permission::Refused, Permission::Given]);
    }
}

const SHUT: &str = "This person has not agreed";

/// A patient's page, and where permission is asked.
fn paths(patient: &PatientId) -> (String, String) {
    (format!("/patients/{patient}"), format!("/patients/{patient}/permission"))
}

#[tokio::test]
async fn a_no_is_over_after_its_days_and_the_person_is_asked_again() {
    for house in asking_houses().await {
        let patient = house.admit(scene(1)).await;
        let (person, ask) = paths(&patient);
        house.sign_in(NURSE).await.send(&ask, &[("agreed", "no")]).await;
        house.wait(SignedDuration::from_hours(7 * 24) - SignedDuration::from_secs(1));
        assert_eq!(house.page(OTHER_NURSE, &patient).await.heading(), SHUT);
        house.wait(SignedDuration::from_secs(1));
        for nurse in [NURSE, OTHER_NURSE] {
            assert_eq!(house.page(nurse, &patient).await.header("location"), ask);
            assert_eq!(house.sign_in(nurse).await.get(&ask).await.heading(), QUESTION);
        }
        assert_eq!(
            house.page(NURSE, &patient).await.header("location"),
            format!("{person}/permission")
        );
    }
}

#[tokio::test]
async fn who_must_look_all_the_same_says_why_and_the_privacy_officer_hears_of_it() {
    for house in asking_houses().await {
        let patient = house.admit(scene(1)).await;
        let (person, ask) = paths(&patient);
        let why = format!("{person}/override");
        let mut nurse = house.sign_in(NURSE).await;
        let early = nurse.get(&why).await;
        assert_eq!(early.header("location"), ask, "there is nothing to override");
        let form = [("why", "emergency"), ("words", "found unconscious at home")];
        nurse.send(&why, &form).await;
        assert_eq!(nurse.get(&person).await.header("location"), ask, "nor to prepare");
        let page = nurse.send_and_follow(&ask, &[("agreed", "no")]).await;
        assert!(page.body.contains(&why));
        nurse.get(&why).await.says("the privacy officer sees it at once");
        for (form, says) in [
            (&[("why", "emergency"), ("words", "short")], "in at least 15 characters"),
            (&[("why", "curious"), ("words", "she lives next door to me")], "Choose why you must"),
        ] {
            let page = nurse.send(&why, form).await;
            page.says(says);
            page.says(form[1].1);
            assert_eq!(nurse.get(&person).await.heading(), SHUT);
        }
        let page = nurse.send_and_follow(&why, &form).await;
        assert_eq!(page.heading(), "Care at home");
        page.says("Mrs Ngozi Okoro did not agree that staff here look");
        page.says("until today 15:05 and cannot be printed");
        assert!(!page.body.contains(&format!("{person}/print")), "printing is not offered");
        let print = format!("{person}/print");
        assert_eq!(
            (nurse.get(&print).await.status, nurse.send(&print, &[]).await.status),
            (403, 403)
        );
        nurse.get(&print).await.says("This record cannot be printed");
        let found = items(&house).await;
        assert_eq!(found[0].triggers, [Trigger::Override], "{:?}", house.store);
        assert_eq!(found[0].said, "found unconscious at home", "{:?}", house.store);
        let colleague = house.page(OTHER_NURSE, &patient).await;
        assert_eq!(colleague.heading(), SHUT, "it opens for nobody else");
        house.wait(SignedDuration::from_mins(60));
        assert_eq!(house.page(NURSE, &patient).await.heading(), SHUT, "nor for longer");
        let filter = AuditFilter::Patient(patient.clone());
        let lines = house.store.audit_lines(&filter, 100).await.unwrap();
        let is_override = |act: &Act| match act {
            Act::Overrode { why, .. } => why.words.words() == "found unconscious at home",
            Act::Opened { looked, .. } => looked.overridden.is_some(),
            _ => false,
        };
        assert_eq!(lines.iter().filter(|line| is_override(&line.act)).count(), 2);
    }
}

#[tokio::test]
async fn no_override_opens_what_the_council_or_the_match_holds_back() {
    for house in asking_houses().await {
        for (number, heading) in [
            (4, "We may have a record but cannot be sure"),
            (8, "Sharing is restricted for this person"),
            (10, "No adult social care record found"),
        ] {
            let patient = house.admit(scene(number)).await;
            let (person, ask) = paths(&patient);
            let mut nurse = house.sign_in(NURSE).await;
            let form = [("why", "safety"), ("words", "their life is in danger"), ("agreed", "yes")];
            for path in [&ask, &format!("{person}/override"), &format!("{person}/reason")] {
                let all: Vec<_> = form.iter().copied().chain([("reason", "I must")]).collect();
                let page = nurse.send(path, &all).await;
                assert_eq!(page.heading(), heading, "{path}");
                assert_eq!(nurse.get(path).await.heading(), heading, "{path}");
            }
            assert_eq!(nurse.get(&person).await.heading(), heading);
            assert_eq!(answers(&house, &patient).await, [], "nothing was written down");
        }
    }
}

#[tokio::test]
async fn a_no_can_be_noted_only_by_those_who_may_ask() {
    for house in asking_houses().await {
        let patient = house.admit(scene(1)).await;
        let (_, ask) = paths(&patient);
        for (staff, status) in [
            (SOCIAL_WORKER, 303),
            ("clerk-barton", 403),
            ("support-tucker", 403),
            (OTHER_TRUST, 404),
        ] {
            let answer = house.sign_in(staff).await.send(&ask, &[("agreed", "no")]).await;
            assert_eq!(answer.status, status, "{staff}");
        }
        let away = house.sign_in(OTHER_SITE).await.send(&ask, &[("agreed", "no")]).await;
        assert_eq!(away.header("location"), format!("/patients/{patient}/reason"));
        assert_eq!(answers(&house, &patient).await, []);
        let lead = house.page("safeguarding-hospital-reid", &patient).await;
        assert_eq!(lead.heading(), "Care at home", "nobody shut it");
    }
}

#[tokio::test]
async fn where_the_trust_informs_staff_say_once_that_the_person_was_told() {
    let told = "Have you told Mrs Ngozi Okoro that you look at their social care information?";
    let plan = || Plan { mode: PermissionMode::Inform, ..Plan::default() };
    for house in houses_where(plan).await {
        let patient = house.admit(scene(1)).await;
        let (person, ask) = paths(&patient);
        let mut nurse = house.sign_in(NURSE).await;
        assert_eq!(nurse.get(&person).await.header("location"), ask);
        assert_eq!(nurse.get(&ask).await.heading(), told);
        for form in [&[("agreed", "yes")][..], &[("agreed", "not_told")][..]] {
            let page = nurse.send(&ask, form).await;
            assert_eq!(page.heading(), told);
            page.says("There is a problem");
        }
        let page = nurse.send_and_follow(&ask, &[("agreed", "told")]).await;
        assert_eq!(page.heading(), "Care at home");
        assert_eq!(nurse.get(&person).await.heading(), "Care at home", "once");
        let mut other = house.sign_in(OTHER_NURSE).await;
        let form = [("agreed", "not_told"), ("why", "unconscious")];
        assert_eq!(other.send_and_follow(&ask, &form).await.heading(), "Care at home");
        let page = other.send_and_follow(&ask, &[("agreed", "no")]).await;
        assert_eq!(page.heading(), SHUT, "whom one tells may say no");
        let why = WhyNotAsked::Unconscious;
        let expected = [Permission::Told, Permission::CouldNotTell(why), Permission::Refused];
        assert_eq!(answers(&house, &patient).await, expected);
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
            (
                &[("agreed", "not_asked"), ("why", "other"), ("other", " ")],
                "Say why you could not ask",
            ),
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
    let plan = || Plan { mode: PermissionMode::Off, ..Plan::default() };
    for house in houses_where(plan).await {
        let patient = house.admit(scene(1)).await;
        let (person, ask) = paths(&patient);
        let mut nurse = house.sign_in(NURSE).await;
        assert_eq!(nurse.get(&person).await.heading(), "Care at home");
        assert_eq!(nurse.get(&ask).await.header("location"), person);
        let answer = nurse.send(&ask, &[("agreed", "no")]).await;
        assert_eq!(answer.header("location"), person);
        assert_eq!(answers(&house, &patient).await, []);
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

#[tokio::test]
async fn a_yes_from_before_a_no_opens_nothing_once_the_no_is_over() {
    for house in asking_houses().await {
        let patient = house.admit(scene(1)).await;
        let (person, ask) = paths(&patient);
        let mut nurse = house.sign_in(NURSE).await;
        nurse.send(&ask, &[("agreed", "yes")]).await;
        assert_eq!(nurse.get(&person).await.heading(), "Care at home");
        house.wait(SignedDuration::from_mins(1));
        house.sign_in(OTHER_NURSE).await.send(&ask, &[("agreed", "no")]).await;
        assert_eq!(nurse.get(&person).await.heading(), SHUT);
        house.wait(SignedDuration::from_hours(7 * 24));
        let answer = house.page(NURSE, &patient).await;
        assert_eq!(answer.header("location"), ask, "she has thought again since");
    }
}

#[tokio::test]
async fn an_answer_without_a_stay_is_good_for_an_hour() {
    for house in asking_houses().await {
        let patient = house.admit(scene(1)).await;
        let (person, ask) = paths(&patient);
        let why = format!("{person}/reason");
        let mut nurse = house.sign_in(OTHER_SITE).await;
        nurse.send(&why, &[("reason", "transfer tomorrow")]).await;
        nurse.send(&ask, &[("agreed", "not_asked"), ("why", "emergency")]).await;
        assert_eq!(nurse.get(&person).await.heading(), "Care at home");
        house.wait(SignedDuration::from_mins(60));
        let mut nurse = house.sign_in(OTHER_SITE).await;
        nurse.send(&why, &[("reason", "transfer today")]).await;
        assert_eq!(nurse.get(&person).await.header("location"), ask);
    }
}
