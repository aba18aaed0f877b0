//! Who comes in with what was meant for somebody else?

use care::access::Act;
use serde_json::json;
use signin::client::{Client, Credential};

use super::profiles::SECRET;
use super::real::{Real, turn};
use super::{at, last_refusal, lines, nurse, opens, plan};
use crate::house::{House, Vouching, houses_where};
use crate::traveller::Traveller;

const BACK: &str = "/back?";

#[tokio::test]
async fn what_a_browser_brings_back_counts_once() {
    let _turn = turn().await;
    let real = Real::start(opens(), &json!({}));
    real.employs("mensah", &nurse());
    for house in real.houses().await {
        real.knows(&house, "westshire", &json!({}));
        let mut nurse = Traveller::named("mensah");
        let back = nurse.go_until(&at(&house, "/sign-in/westshire"), BACK).await;
        let mut again = nurse.clone();
        assert_eq!(nurse.get(&back).await.status, 303);
        check_shut(&house, &mut again, &back).await;
        assert_eq!(last_refusal(&house).await, "", "nobody was expected: it is no line");
    }
}

#[tokio::test]
async fn what_was_brought_to_one_browser_lets_in_no_other() {
    let _turn = turn().await;
    let real = Real::start(opens(), &json!({}));
    real.employs("mensah", &nurse());
    for house in real.houses().await {
        real.knows(&house, "westshire", &json!({}));
        let mut nurse = Traveller::named("mensah");
        let back = nurse.go_until(&at(&house, "/sign-in/westshire"), BACK).await;
        // The thief has asked something too, so that a cookie is there, and has none at all.
        let mut thief = Traveller::named("thief");
        check_shut(&house, &mut thief, &back).await;
        thief.get(&at(&house, "/sign-in/westshire")).await;
        check_shut(&house, &mut thief, &back).await;
        assert_eq!(nurse.get(&back).await.status, 303, "and hers is not spoilt");
    }
}

#[tokio::test]
async fn an_answer_that_is_changed_on_the_way_lets_nobody_in() {
    let _turn = turn().await;
    let real = Real::start(opens(), &json!({}));
    real.employs("mensah", &nurse());
    for house in real.houses().await {
        real.knows(&house, "westshire", &json!({}));
        for (name, value, why) in [
            ("code", "another", "invalid_grant"),
            ("code", "", "no_code"),
            ("iss", "https://evil.example", "iss"),
            ("iss", "", "iss"),
            ("state", "another", ""),
            ("state", "", ""),
        ] {
            let mut nurse = Traveller::named("mensah");
            let back = nurse.go_until(&at(&house, "/sign-in/westshire"), BACK).await;
            let before = lines(&house).await.len();
            check_shut(&house, &mut nurse, &with(&back, name, value)).await;
            let noted = lines(&house).await.len() - before;
            assert_eq!(noted, usize::from(!why.is_empty()), "{name}={value}");
            if !why.is_empty() {
                assert_eq!(last_refusal(&house).await, why, "{name}={value}");
            }
        }
    }
}

/// Two providers, one of them in the hands of an attacker, who sends the browser back to the other
/// with what it was given (RFC 9700 §4.4).
#[tokio::test]
async fn an_answer_of_one_provider_is_not_taken_for_anothers() {
    let _turn = turn().await;
    let (honest, evil) = (Real::start(opens(), &json!({})), Real::start(opens(), &json!({})));
    for real in [&honest, &evil] {
        real.employs("mensah", &nurse());
    }
    for house in houses_where(|| plan(both(&honest, &evil))).await {
        honest.knows(&house, "honest", &json!({}));
        evil.knows(&house, "evil", &json!({}));
        let mut nurse = Traveller::named("mensah");
        let back = nurse.go_until(&at(&house, "/sign-in/honest"), BACK).await;
        check_shut(&house, &mut nurse, &back.replace("/honest/", "/evil/")).await;
        let back = nurse.go_until(&at(&house, "/sign-in/evil"), BACK).await;
        check_shut(&house, &mut nurse, &back.replace("/evil/", "/honest/")).await;
        let named = with(&back, "iss", &honest.issuer);
        check_shut(&house, &mut nurse, &named).await;
        assert_eq!(last_refusal(&house).await, "iss");
    }
}

/// An attacker's own application at the same provider was given a code by the nurse; the attacker
/// brings it to us in a sign-in of their own.
#[tokio::test]
async fn a_code_that_another_application_was_given_lets_nobody_in() {
    let _turn = turn().await;
    let real = Real::start(opens(), &json!({}));
    real.employs("mensah", &nurse());
    real.employs("thief", &json!({ "name": "A Thief", "roles": [] }));
    for house in real.houses().await {
        real.knows(&house, "westshire", &json!({}));
        let other = json!({ "client_id": "other", "redirect_uris": ["http://127.0.0.1:9/back"] });
        real.knows(&house, "westshire", &other);
        let mut nurse = Traveller::named("mensah");
        let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        let asked = format!(
            "{}/auth?response_type=code&client_id=other&scope=openid&state=x&nonce=x\
             &redirect_uri=http://127.0.0.1:9/back&code_challenge={challenge}\
             &code_challenge_method=S256",
            real.issuer
        );
        let given = nurse.go_until(&asked, BACK).await;
        let code = value(&given, "code");
        let mut thief = Traveller::named("thief");
        let back = thief.go_until(&at(&house, "/sign-in/westshire"), BACK).await;
        check_shut(&house, &mut thief, &with(&back, "code", &code)).await;
        assert_eq!(last_refusal(&house).await, "invalid_grant");
    }
}

/// A code of the nurse for our own application, taken on the way and brought to us in a sign-in of
/// the thief: without the verifier of her browser it is worth nothing (RFC 7636).
#[tokio::test]
async fn a_code_taken_on_the_way_is_worth_nothing_in_another_sign_in() {
    let _turn = turn().await;
    let real = Real::start(opens(), &json!({}));
    real.employs("mensah", &nurse());
    for house in real.houses().await {
        real.knows(&house, "westshire", &json!({}));
        let mut nurse = Traveller::named("mensah");
        let hers = nurse.go_until(&at(&house, "/sign-in/westshire"), BACK).await;
        let mut thief = Traveller::named("thief");
        let back = thief.go_until(&at(&house, "/sign-in/westshire"), BACK).await;
        check_shut(&house, &mut thief, &with(&back, "code", &value(&hers, "code"))).await;
        assert_eq!(last_refusal(&house).await, "invalid_grant");
    }
}

#[tokio::test]
async fn a_sign_in_that_took_too_long_is_begun_again() {
    let _turn = turn().await;
    let real = Real::start(opens(), &json!({}));
    real.employs("mensah", &nurse());
    for house in real.houses().await {
        real.knows(&house, "westshire", &json!({}));
        let mut nurse = Traveller::named("mensah");
        let back = nurse.go_until(&at(&house, "/sign-in/westshire"), BACK).await;
        house.wait(jiff::SignedDuration::from_mins(10));
        check_shut(&house, &mut nurse, &back).await;
    }
}

#[tokio::test]
async fn nobody_is_sent_out_of_the_house_after_signing_in() {
    let _turn = turn().await;
    let real = Real::start(opens(), &json!({}));
    real.employs("mensah", &nurse());
    for house in real.houses().await {
        real.knows(&house, "westshire", &json!({}));
        for wish in ["patient=//evil.example", "patient=https://evil.example", "pair=..%2F..%2F"] {
            let mut nurse = Traveller::named("mensah");
            let start = at(&house, &format!("/sign-in/westshire?{wish}"));
            let arrived = nurse.go(&start).await;
            assert_eq!(arrived.address, at(&house, "/"), "{wish}");
        }
    }
}

/// An attempt that must not let anybody in: it answers as each failed sign-in, and begins nothing.
async fn check_shut(house: &House, who: &mut Traveller, back: &str) {
    let came_in =
        async || lines(house).await.into_iter().filter(|line| line.act == Act::SignedIn).count();
    let before = came_in().await;
    let answer = who.get(back).await;
    assert_eq!((answer.status, answer.heading().as_str()), (403, "You are not signed in"));
    assert_eq!(answer.header("set-cookie"), "");
    assert_eq!(who.get(&at(house, "/wards")).await.status, 401);
    assert_eq!(came_in().await, before, "somebody came in");
}

/// The address with one value in the place of what it had.
fn with(address: &str, name: &str, value: &str) -> String {
    let (path, query) = address.split_once('?').unwrap();
    let kept = query.split('&').filter(|pair| !pair.starts_with(&format!("{name}=")));
    let mut pairs: Vec<String> = kept.map(str::to_owned).collect();
    pairs.push(format!("{name}={}", crate::browser::encoded(value)));
    format!("{path}?{}", pairs.join("&"))
}

fn value(address: &str, name: &str) -> String {
    let (_, query) = address.split_once('?').unwrap();
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(each, _)| *each == name).unwrap().1.to_owned()
}

fn both(one: &Real, other: &Real) -> Vouching {
    let client =
        || Client { id: "homeward".to_owned(), credential: Credential::Posted(SECRET.to_owned()) };
    let (first, second) = (
        one.vouches("honest", move |profile| profile.client = client()),
        other.vouches("evil", move |profile| profile.client = client()),
    );
    Box::new(move |at| {
        let mut providers = first(at);
        providers.all.extend(second(at).all);
        providers
    })
}
