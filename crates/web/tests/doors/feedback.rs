//! Did the page answer the question? One press, with a script or without.

use jiff::{SignedDuration, Timestamp};
use store::{Answer, FeedbackLine};

use crate::house::{ED_NURSE, House, NURSE, OTHER_NURSE, houses, scene};

async fn given(house: &House) -> Vec<FeedbackLine> {
    house.store.feedback(Timestamp::UNIX_EPOCH, 100).await.unwrap()
}

#[tokio::test]
async fn one_press_is_counted_and_a_script_stays_on_the_page() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        let path = format!("/patients/{patient}/feedback");
        let mut nurse = house.sign_in(NURSE).await;
        let token = nurse.token().await;
        for (press, answer) in
            [("yes", Answer::Yes), ("partly", Answer::Partly), ("no", Answer::No)]
        {
            house.wait(SignedDuration::from_secs(1));
            let form = [("token", token.as_str()), ("answered", press)];
            let by_script = nurse.post_with(&path, &[("Accept", "*/*")], &form).await;
            assert_eq!((by_script.status, by_script.body.as_str()), (204, ""));
            let line = given(&house).await.remove(0);
            assert_eq!(line.feedback.answer, answer, "{:?}", house.store);
            assert_eq!(line.feedback.patient, patient);
            assert!(line.feedback.stay.is_some() && line.feedback.words.is_none());
        }
        let odd = nurse.send(&path, &[("answered", "perhaps")]).await;
        assert_eq!((odd.status, given(&house).await.len()), (400, 3));
    }
}

#[tokio::test]
async fn without_a_script_the_thanks_are_a_page_that_takes_more_words() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        let path = format!("/patients/{patient}/feedback");
        let mut nurse = house.sign_in(NURSE).await;
        let page = nurse.send_and_follow(&path, &[("answered", "no")]).await;
        assert_eq!(page.heading(), "Thank you. Your answer is counted.");
        assert!(
            !page.text().contains("Went home because of this"),
            "only in the emergency department"
        );
        house.wait(SignedDuration::from_secs(1));
        let more = [("answered", "more"), ("words", "The evening visit is missing")];
        let page = nurse.send_and_follow(&path, &more).await;
        assert_eq!(page.heading(), "Care at home");
        let line = given(&house).await.remove(0);
        assert_eq!(line.feedback.answer, Answer::No, "words do not turn a no into a yes");
        assert_eq!(line.feedback.words.as_deref(), Some("The evening visit is missing"));
        let mut other = house.sign_in(OTHER_NURSE).await;
        assert_eq!(other.send(&path, &more).await.status, 400, "who pressed nothing adds nothing");
    }
}

#[tokio::test]
async fn the_emergency_department_says_who_went_home() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        let path = format!("/patients/{patient}/feedback");
        let mut nurse = house.sign_in(ED_NURSE).await;
        let page = nurse.get(&format!("/patients/{patient}")).await;
        page.says("Went home because of this");
        nurse.send(&path, &[("answered", "yes")]).await;
        house.wait(SignedDuration::from_secs(1));
        nurse.send(&path, &[("answered", "more"), ("went_home", "yes")]).await;
        let line = given(&house).await.remove(0);
        assert!(line.feedback.went_home && line.feedback.answer == Answer::Yes, "{line:?}");
    }
}
