//! What the client does when the service is ill.

use std::time::Duration;

use care::people::trace::{Answer, Ask};
use homeward::pds::Fault;

use crate::asked::{NUMBER, request, tresillian};
use crate::national::{Asker, National, Trouble, person};

const SECOND: Duration = Duration::from_secs(1);

async fn known() -> (National, Asker) {
    let national = National::listen().await;
    national.know(person(NUMBER, ("Tresillian", "Morwenna"), "1939-01-09"));
    let asker = national.asker();
    (national, asker)
}

async fn ask(asker: &Asker) -> Result<Answer, Fault> {
    asker.client.ask(&request(&tresillian(), Ask::Anywhere)).await
}

#[tokio::test]
async fn what_may_pass_is_tried_again_after_waits_that_grow() {
    for status in [408, 500, 502, 503, 504] {
        let (national, asker) = known().await;
        national.fail([1, 2].map(|_| Trouble::Status(status, "UNABLE_TO_CALL_SERVICE", None)));
        assert!(matches!(ask(&asker).await, Ok(Answer::Person(_))), "{status}");
        assert_eq!(asker.waits(), [SECOND, SECOND * 2], "{status}");
        national.fail([1, 2, 3].map(|_| Trouble::Status(status, "X", None)));
        assert_eq!(ask(&asker).await.unwrap_err(), Fault::Ill(status));
    }
}

#[tokio::test]
async fn a_connection_that_is_cut_is_tried_again() {
    let (national, asker) = known().await;
    national.fail([Trouble::Cut]);
    assert!(matches!(ask(&asker).await, Ok(Answer::Person(_))));
    assert_eq!(national.asked().len(), 2);
}

#[tokio::test]
async fn an_answer_that_does_not_come_is_not_waited_for() {
    let (national, asker) = known().await;
    national.fail([Trouble::Silence]);
    assert!(matches!(ask(&asker).await, Ok(Answer::Person(_))));
    assert_eq!(national.asked().len(), 2, "given up after the second in the settings");
}

#[tokio::test]
async fn who_asks_too_often_waits_as_long_as_the_service_says() {
    let (national, asker) = known().await;
    national.fail([Trouble::Status(429, "TOO_MANY_REQUESTS", Some(7))]);
    assert!(matches!(ask(&asker).await, Ok(Answer::Person(_))));
    let waited: Duration = asker.waits().iter().sum();
    assert_eq!(waited, SECOND * 7, "the growing wait counts towards it");
}

#[tokio::test]
async fn a_wait_that_is_too_long_is_left_for_later_and_nobody_asks_meanwhile() {
    let (national, asker) = known().await;
    national.fail([Trouble::Status(429, "TOO_MANY_REQUESTS", Some(3600))]);
    assert_eq!(ask(&asker).await.unwrap_err(), Fault::Busy);
    assert_eq!(ask(&asker).await.unwrap_err(), Fault::Busy);
    assert_eq!(national.asked().len(), 1);
    asker.pass(SECOND * 3600);
    assert!(matches!(ask(&asker).await, Ok(Answer::Person(_))));
}

#[tokio::test]
async fn no_service_can_make_us_wait_for_ever() {
    let (national, asker) = known().await;
    national.fail([Trouble::Status(429, "TOO_MANY_REQUESTS", Some(u64::MAX))]);
    assert_eq!(ask(&asker).await.unwrap_err(), Fault::Busy);
    asker.pass(SECOND * 3600);
    assert!(matches!(ask(&asker).await, Ok(Answer::Person(_))), "an hour at most");
}

#[tokio::test]
async fn questions_leave_no_faster_than_the_settings_say() {
    let (_national, asker) = known().await;
    let request = request(&tresillian(), Ask::Anywhere);
    for answer in futures_util::future::join_all([(); 6].map(|()| asker.client.ask(&request))).await
    {
        answer.unwrap();
    }
    let waited: Duration = asker.waits().iter().sum();
    assert_eq!(waited, SECOND, "six questions at five a second");
}

#[tokio::test]
async fn a_service_that_fails_again_and_again_is_left_alone_for_a_while() {
    let (national, asker) = known().await;
    drop(national);
    for _ in 0..5 {
        assert_eq!(ask(&asker).await.unwrap_err(), Fault::Unreachable);
    }
    assert_eq!(ask(&asker).await.unwrap_err(), Fault::Resting);
    assert!(asker.client.rests() && asker.client.health().lock().unwrap().rests);
    asker.pass(SECOND * 30);
    assert_eq!(ask(&asker).await.unwrap_err(), Fault::Unreachable, "one is let through");
    asker.pass(SECOND * 59);
    assert_eq!(ask(&asker).await.unwrap_err(), Fault::Resting, "and the next rest is longer");
}

#[tokio::test]
async fn a_question_that_is_wrong_says_nothing_of_the_health_of_the_service() {
    let (national, asker) = known().await;
    national.fail([(); 9].map(|()| Trouble::Status(400, "INVALID_VALUE", None)));
    for _ in 0..9 {
        ask(&asker).await.unwrap_err();
    }
    assert!(matches!(ask(&asker).await, Ok(Answer::Person(_))));
    let health = asker.client.health().lock().unwrap().clone();
    assert!(health.last_answer.is_some() && !health.rests, "{health:?}");
    let (_, words) = health.last_failure.unwrap();
    assert_eq!(words, "the service refused the question: INVALID_VALUE");
}
