//! What happens when the provider, or somebody on the way, is not as they should be?

use jiff::SignedDuration;
use serde_json::json;

use super::real::{Real, clock, turn};
use super::{at, last_refusal, nurse, opens};
use crate::traveller::Traveller;

#[tokio::test]
async fn a_provider_may_change_its_keys_at_any_time() {
    let _turn = turn().await;
    let real = Real::start(opens(), &json!({}));
    real.employs("mensah", &nurse());
    for house in real.houses().await {
        real.knows(&house, "westshire", &json!({}));
        let come = async || {
            let arrived = Traveller::named("mensah").go(&at(&house, "/sign-in/westshire")).await;
            (arrived.answer.status, last_refusal(&house).await)
        };
        assert_eq!(come().await.0, 200);
        real.rotates("RS256");
        assert_eq!(come().await.0, 200, "a new key is looked for at once");
        real.rotates("RS256");
        assert_eq!(come().await, (403, "token_unknown_key".to_owned()), "but not in a loop");
        house.wait(SignedDuration::from_mins(5));
        clock(house.now());
        assert_eq!(come().await.0, 200);
        clock(opens());
    }
}

#[tokio::test]
async fn while_the_provider_is_down_the_page_says_so_and_what_to_do() {
    let _turn = turn().await;
    let real = Real::start(opens(), &json!({}));
    real.employs("mensah", &nurse());
    for house in real.houses().await {
        real.knows(&house, "westshire", &json!({}));
        let mut nurse = Traveller::named("mensah");
        nurse.get(&at(&house, "/status")).await.says("Not asked yet");
        real.goes_down();
        let answer = nurse.get(&at(&house, "/sign-in/westshire")).await;
        assert_eq!(answer.status, 503);
        assert_eq!(answer.heading(), "Westshire sign-in does not answer");
        answer.says("phone numbers");
        nurse.get(&at(&house, "/status")).await.says("Not answering");
        real.comes_up();
        house.wait(SignedDuration::from_secs(5));
        clock(house.now());
        let arrived = nurse.go(&at(&house, "/sign-in/westshire")).await;
        arrived.answer.says("Ama Mensah");
        nurse.get(&at(&house, "/status")).await.says("Answering");
        clock(opens());
    }
}

#[tokio::test]
async fn a_provider_that_goes_down_half_way_lets_nobody_in() {
    let _turn = turn().await;
    let real = Real::start(opens(), &json!({}));
    real.employs("mensah", &nurse());
    for house in real.houses().await {
        real.knows(&house, "westshire", &json!({}));
        let mut nurse = Traveller::named("mensah");
        let back = nurse.go_until(&at(&house, "/sign-in/westshire"), "/back?").await;
        real.goes_down();
        let answer = nurse.get(&back).await;
        assert_eq!((answer.status, answer.header("set-cookie")), (503, ""));
        assert_eq!(last_refusal(&house).await, "provider_unreachable");
        real.comes_up();
    }
}

#[tokio::test]
async fn whoever_turns_back_at_the_provider_is_told_so() {
    let _turn = turn().await;
    let real = Real::start(opens(), &json!({}));
    for house in real.houses().await {
        real.knows(&house, "westshire", &json!({}));
        let mut nurse = Traveller::named("mensah");
        let asked = nurse.get(&at(&house, "/sign-in/westshire")).await;
        let question = nurse.get(asked.header("location")).await;
        let page = format!("{}{}", real.issuer, question.header("location"));
        let arrived = nurse.go(&format!("{page}/abort")).await;
        assert_eq!(arrived.answer.status, 403);
        arrived.answer.says("was not finished");
        assert_eq!(last_refusal(&house).await, "access_denied");
    }
}

/// Anybody can write an error into the address to which a provider sends browsers back.
#[tokio::test]
async fn nobody_makes_a_provider_look_ill_by_what_they_write_into_an_address() {
    let _turn = turn().await;
    let real = Real::start(opens(), &json!({}));
    for house in real.houses().await {
        real.knows(&house, "westshire", &json!({}));
        let mut somebody = Traveller::named("mensah");
        let asked = somebody.get(&at(&house, "/sign-in/westshire")).await;
        let (_, state) = asked.header("location").split_once("state=").unwrap();
        let state = state.split('&').next().unwrap();
        let back =
            format!("/sign-in/westshire/back?state={state}&error=server_error&iss={}", real.issuer);
        let answer = somebody.get(&at(&house, &back)).await;
        assert_eq!(answer.status, 403, "a failed attempt of theirs: {}", answer.text());
        let status = somebody.get(&at(&house, "/status")).await;
        status.says("Answering");
        status.never_says("Not answering");
    }
}

#[tokio::test]
async fn clocks_may_differ_by_a_minute_and_not_by_five() {
    let _turn = turn().await;
    let real = Real::start(opens(), &json!({}));
    real.employs("mensah", &nurse());
    for house in real.houses().await {
        real.knows(&house, "westshire", &json!({}));
        for (ahead, why) in [(59, ""), (300, "token_early"), (-59, "")] {
            clock(house.now() + SignedDuration::from_secs(ahead));
            let arrived = Traveller::named("mensah").go(&at(&house, "/sign-in/westshire")).await;
            let status = if why.is_empty() { 200 } else { 403 };
            assert_eq!(arrived.answer.status, status, "{ahead} s");
            assert_eq!(last_refusal(&house).await, why, "{ahead} s");
        }
        clock(opens());
    }
}
