//! When somebody signs out at their provider, are they out here too?

use std::sync::Arc;

use serde_json::{Value, json};
use signin::http::Http;
use signin::provider::Provider;
use web::Providers;

use super::hostile::{Hostile, Says, Signed};
use super::real::{Real, turn};
use super::{at, nurse, opens, plan, profiles};
use crate::house::{House, Vouching, houses_where};
use crate::traveller::Traveller;

#[tokio::test]
async fn whoever_signs_out_at_the_real_provider_is_out_here_at_once() {
    let _turn = turn().await;
    let real = Real::start(opens(), &json!({}));
    for id in ["mensah", "other"] {
        real.employs(id, &nurse());
    }
    for house in real.houses().await {
        real.knows(&house, "westshire", &json!({}));
        let (mut nurse, mut other) = (Traveller::named("mensah"), Traveller::named("other"));
        for who in [&mut nurse, &mut other] {
            who.go(&at(&house, "/sign-in/westshire")).await;
            assert!(is_in(&house, who).await);
        }
        let page = nurse.get(&format!("{}/session/end", real.issuer)).await;
        let xsrf = crate::html::hidden(&page.body, "xsrf").unwrap();
        let form = [("xsrf", xsrf.as_str()), ("logout", "yes")];
        nurse.post(&format!("{}/session/end/confirm", real.issuer), &form).await;
        assert!(!is_in(&house, &mut nurse).await, "she is still in");
        assert!(is_in(&house, &mut other).await, "he was thrown out with her");
    }
}

#[tokio::test]
async fn an_order_to_end_sessions_counts_only_if_the_provider_gave_it_and_once() {
    let hostile = Hostile::start(opens()).await;
    let now = opens().as_second();
    let claims = |claims: Value| Says { claims, typ: "logout+jwt", ..Says::default() };
    let signed = |signed| Says { signed, typ: "logout+jwt", ..Says::default() };
    let event = "http://schemas.openid.net/event/backchannel-logout";
    let not_taken = [
        signed(Signed::NotAtAll),
        signed(Signed::ByPublicKey),
        signed(Signed::Foreign),
        signed(Signed::Damaged),
        Says { typ: "at+jwt", ..Says::default() },
        claims(json!({ "iss": "https://evil.example" })),
        claims(json!({ "aud": "other" })),
        claims(json!({ "iat": now - 361 })),
        claims(json!({ "iat": now + 61 })),
        claims(json!({ "iat": null })),
        claims(json!({ "exp": now - 61 })),
        claims(json!({ "jti": null })),
        claims(json!({ "events": null })),
        claims(json!({ "events": { event: "yes" } })),
        claims(json!({ "events": { "https://other.example/event": {} } })),
        claims(json!({ "nonce": "n" })),
        claims(json!({ "sub": null })),
        claims(json!({ "sub": 1 })),
    ];
    let nobodys = [
        claims(json!({ "sub": "another" })),
        claims(json!({ "sid": "another", "sub": null })),
        claims(json!({ "sid": "another", "sub": "another" })),
    ];
    for house in houses_where(|| plan(vouches(&hostile))).await {
        hostile.says(Says::default());
        let mut nurse = Traveller::default();
        nurse.go(&at(&house, "/sign-in/hostile")).await;
        for (number, says) in not_taken.iter().enumerate() {
            let token = Hostile::token(says, &hostile.right_logout(&format!("bad-{number}")));
            assert_eq!(order(&house, &token).await, 400, "{says:?}");
        }
        for (number, says) in nobodys.iter().enumerate() {
            let token = Hostile::token(says, &hostile.right_logout(&format!("nobody-{number}")));
            assert_eq!(order(&house, &token).await, 200, "{says:?}");
        }
        let id_token = Hostile::token(&Says::default(), &hostile.right());
        assert_eq!(order(&house, &id_token).await, 400, "an ID token is no order");
        assert_eq!(order(&house, "").await, 400);
        assert!(is_in(&house, &mut nurse).await, "she was thrown out");

        let good = Hostile::token(&claims(json!({})), &hostile.right_logout("good"));
        assert_eq!(order(&house, &good).await, 200);
        assert!(!is_in(&house, &mut nurse).await, "she is still in");
        nurse.go(&at(&house, "/sign-in/hostile")).await;
        assert_eq!(order(&house, &good).await, 400, "a second time");
        assert!(is_in(&house, &mut nurse).await, "an old order threw her out");
    }
}

#[tokio::test]
async fn an_order_names_one_session_or_all_of_a_person() {
    let hostile = Hostile::start(opens()).await;
    for house in houses_where(|| plan(vouches(&hostile))).await {
        let mut browsers = Vec::new();
        for sid in ["s1", "s2", "s3"] {
            hostile.says(Says { claims: json!({ "sid": sid }), ..Says::default() });
            let mut browser = Traveller::default();
            browser.go(&at(&house, "/sign-in/hostile")).await;
            browsers.push(browser);
        }
        let mut left = async || {
            let mut left = Vec::new();
            for browser in &mut browsers {
                left.push(is_in(&house, browser).await);
            }
            left
        };
        let of = |claims: Value, id: &str| {
            let says = Says { claims, typ: "logout+jwt", ..Says::default() };
            Hostile::token(&says, &hostile.right_logout(id))
        };
        order(&house, &of(json!({ "sid": "s2" }), "one")).await;
        assert_eq!(left().await, [true, false, true]);
        order(&house, &of(json!({}), "all")).await;
        assert_eq!(left().await, [false, false, false]);
    }
}

/// Nobody is left signed in on a browser on which somebody else has just proved who they are.
#[tokio::test]
async fn h22_whoever_is_not_let_in_ends_the_session_of_whoever_was_there_before() {
    let hostile = Hostile::start(opens()).await;
    for house in houses_where(|| plan(vouches(&hostile))).await {
        hostile.says(Says::default());
        let mut browser = Traveller::default();
        browser.go(&at(&house, "/sign-in/hostile")).await;
        assert!(is_in(&house, &mut browser).await);
        let chef = json!({ "sub": "chef", "roles": ["chef"] });
        let userinfo = json!({ "sub": "chef" });
        hostile.says(Says { claims: chef, userinfo, ..Says::default() });
        let arrived = browser.go(&at(&house, "/sign-in/hostile")).await;
        assert_eq!(arrived.answer.status, 403, "{}", arrived.answer.text());
        assert!(!is_in(&house, &mut browser).await, "she is signed in where the chef sits");
    }
}

fn vouches(hostile: &Hostile) -> Vouching {
    let issuer = hostile.issuer.clone();
    Box::new(move |at| {
        let address = format!("http://{at}");
        let profile = profiles::plain(&address, "hostile", &issuer);
        let provider = Provider::new(profile, Http::new().unwrap());
        Providers { address, all: vec![Arc::new(provider)] }
    })
}

async fn is_in(house: &House, who: &mut Traveller) -> bool {
    who.get(&at(house, "/wards")).await.status == 200
}

async fn order(house: &House, token: &str) -> u16 {
    let address = at(house, "/sign-in/hostile/ended");
    Traveller::default().post(&address, &[("logout_token", token)]).await.status
}
