//! Whoever is refused something is still who they are: they can sign out, and it is seen.

use jiff::SignedDuration;

use crate::browser::Answer;
use crate::house::{NURSE, OTHER_NURSE, houses};
use crate::{html, log};

/// What a refused page of somebody who is signed in holds: the way out.
#[track_caller]
fn can_sign_out(answer: &Answer, status: u16) -> String {
    assert_eq!(answer.status, status, "{}", answer.text());
    answer.says("Hema Mistry");
    assert!(answer.body.contains("action=\"/sign-out\""), "{}", answer.body);
    html::hidden(&answer.body, "token").unwrap()
}

#[tokio::test]
async fn whoever_is_signed_in_can_sign_out_on_each_page_that_refuses_them() {
    for house in houses().await {
        let mut nurse = house.sign_in(NURSE).await;
        can_sign_out(&nurse.get("/nowhere").await, 404);
        can_sign_out(&nurse.get("/patients/nobody").await, 404);
        can_sign_out(&nurse.get("/privacy").await, 403);
        can_sign_out(&nurse.get("/patients/%ff").await, 404);
        let token = can_sign_out(&nurse.post("/find", &[("asked", "1")]).await, 400);
        let out = nurse.post("/sign-out", &[("token", &token)]).await;
        assert_eq!((out.status, out.header("location")), (303, "/"));
        let page = nurse.get("/nowhere").await;
        assert_eq!(page.status, 404);
        page.never_says("/sign-out");
    }
}

#[tokio::test]
async fn a_refusal_shows_nobody_to_a_stranger_nor_on_a_locked_screen_and_keeps_none_open() {
    for house in houses().await {
        house.stranger().get("/nowhere").await.never_says("/sign-out");
        let mut nurse = house.sign_in(NURSE).await;
        for _ in 0..10 {
            house.wait(SignedDuration::from_mins(1));
            nurse.get("/nowhere").await;
        }
        nurse.get("/nowhere").await.never_says("Hema Mistry");
        assert_eq!(nurse.get("/wards").await.heading(), "This screen is locked");
    }
}

#[tokio::test]
async fn whoever_asks_for_what_is_not_theirs_is_seen_in_the_log_by_our_handle_alone() {
    log::listen();
    for house in houses().await {
        let mut nurse = house.sign_in(OTHER_NURSE).await;
        nurse.get("/accounts").await;
        nurse.get("/patients/0123456789abcdef0123456789abcdef").await;
        nurse.get("/nowhere-at-all").await;
    }
    let lines = log::lines();
    let seen = |path: &str| {
        let mut lines = lines.lines().filter(|line| line.contains("what is not theirs"));
        lines.any(|line| line.contains(OTHER_NURSE) && line.contains(path))
    };
    assert!(seen("/accounts") && seen("/patients/{patient}"));
    for unseen in ["0123456789abcdef0123456789abcdef", "nowhere-at-all", "Lewis"] {
        assert!(!lines.contains(unseen), "{unseen}");
    }
}
