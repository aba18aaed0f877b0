//! Who comes in, and as what?

use aws_lc_rs::signature::{ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use care::access::{Act, Actor, Way};
use jiff::SignedDuration;
use serde_json::json;
use signin::client::Credential;
use signin::jwt::{Algorithm, Signer};

use super::profiles::SECRET;
use super::real::{Real, clock, turn};
use super::{at, lines, nurse, opens, plan};
use crate::house::houses_where;
use crate::traveller::Traveller;

#[tokio::test]
async fn a_nurse_comes_in_by_her_hospitals_own_sign_in() {
    let _turn = turn().await;
    let real = Real::start(opens(), &json!({}));
    real.employs("mensah", &nurse());
    for house in real.houses().await {
        real.knows(&house, "westshire", &json!({}));
        let mut nurse = Traveller::named("mensah");
        let first = nurse.get(&at(&house, "/")).await;
        first.says("Sign in with Westshire sign-in");
        let arrived = nurse.go(&at(&house, "/sign-in/westshire")).await;
        assert_eq!((arrived.address, arrived.logins), (at(&house, "/"), 1));
        for words in ["Ama Mensah", "Ward nurse or doctor", "Westshire University Hospital"] {
            arrived.answer.says(words);
        }
        assert_eq!(nurse.get(&at(&house, "/wards")).await.status, 200);
        let lines = lines(&house).await;
        let line = lines.iter().find(|line| line.act == Act::SignedIn).unwrap();
        let Actor::Staff { name, origin, .. } = &line.actor else { panic!("{:?}", line.actor) };
        assert_eq!((name.as_str(), origin.way), ("Ama Mensah", Way::OpenId));
        assert_eq!((origin.provider.as_str(), origin.assurance), ("westshire", 0));
        assert!(origin.address.is_some() && !origin.session.is_empty());
        house.store.audit_lines(&store::AuditFilter::All, 1).await.unwrap();
    }
}

#[tokio::test]
async fn the_provider_knows_us_by_a_key_or_by_a_secret_however_it_is_sent() {
    let _turn = turn().await;
    let pem = ecdsa();
    let signer = Signer::read(pem.as_bytes(), Algorithm::Es384, "homeward-1").unwrap();
    let key = Credential::Key(Box::new(signer.clone()));
    let keys = json!({
        "token_endpoint_auth_method": "private_key_jwt",
        "token_endpoint_auth_signing_alg": "ES384",
        "jwks": { "keys": [signer.public().unwrap()] },
        "client_secret": null,
    });
    let basic = json!({ "token_endpoint_auth_method": "client_secret_basic" });
    for (credential, client, good) in [
        (key.clone(), keys.clone(), true),
        (Credential::Basic(SECRET.to_owned()), basic, true),
        (Credential::Posted("another".to_owned()), json!({}), false),
        (Credential::Posted(SECRET.to_owned()), keys, false),
        (key, json!({}), false),
    ] {
        let real = Real::start(opens(), &json!({}));
        real.employs("mensah", &nurse());
        let with = |credential: Credential| {
            real.vouches("westshire", move |profile| profile.client.credential = credential.clone())
        };
        for house in houses_where(|| plan(with(credential.clone()))).await {
            real.knows(&house, "westshire", &client.clone());
            let arrived = Traveller::named("mensah").go(&at(&house, "/sign-in/westshire")).await;
            let status = if good { 200 } else { 503 };
            assert_eq!(arrived.answer.status, status, "{credential:?}: {}", arrived.answer.text());
        }
    }
}

#[tokio::test]
async fn our_public_key_stands_where_a_provider_fetches_it_and_our_private_key_nowhere() {
    let _turn = turn().await;
    let pem = ecdsa();
    let signer = Signer::read(pem.as_bytes(), Algorithm::Es384, "homeward-1").unwrap();
    let real = Real::start(opens(), &json!({}));
    real.employs("mensah", &nurse());
    let with = || {
        let signer = signer.clone();
        real.vouches("westshire", move |profile| {
            profile.client.credential = Credential::Key(Box::new(signer.clone()));
        })
    };
    for house in houses_where(|| plan(with())).await {
        let client = json!({
            "token_endpoint_auth_method": "private_key_jwt",
            "token_endpoint_auth_signing_alg": "ES384",
            "jwks_uri": at(&house, "/sign-in/keys"),
            "client_secret": null,
        });
        real.knows(&house, "westshire", &client);
        let mut nurse = Traveller::named("mensah");
        let keys = nurse.get(&at(&house, "/sign-in/keys")).await.body;
        assert!(keys.contains("homeward-1") && !keys.contains("\"d\""), "{keys}");
        let arrived = nurse.go(&at(&house, "/sign-in/westshire")).await;
        arrived.answer.says("Ama Mensah");
    }
}

#[tokio::test]
async fn claims_that_stand_at_the_userinfo_endpoint_only_are_fetched_there() {
    let _turn = turn().await;
    let real = Real::start(opens(), &json!({ "keepsToTheLetter": true }));
    real.employs("mensah", &nurse());
    for (asks, words) in [(true, "Ama Mensah"), (false, "your role is not")] {
        let with = || real.vouches("westshire", move |profile| profile.asks_userinfo = asks);
        for house in houses_where(|| plan(with())).await {
            real.knows(&house, "westshire", &json!({}));
            let arrived = Traveller::named("mensah").go(&at(&house, "/sign-in/westshire")).await;
            let text = arrived.answer.text();
            assert!(text.contains(words), "{asks}: {text}");
        }
    }
}

#[tokio::test]
async fn whoever_has_several_roles_chooses_and_whoever_has_none_stays_outside() {
    let _turn = turn().await;
    let real = Real::start(opens(), &json!({}));
    real.employs("two", &json!({ "name": "Ama Mensah", "roles": ["discharge", "ward"] }));
    real.employs("none", &json!({ "name": "Bo Nowhere", "roles": ["chef", "Ward"] }));
    real.employs("bare", &json!({}));
    for house in real.houses().await {
        real.knows(&house, "westshire", &json!({}));
        let arrived = Traveller::named("two").go(&at(&house, "/sign-in/westshire")).await;
        arrived.answer.says("Discharge coordinator");
        arrived.answer.says("Ward nurse or doctor");
        for nobody in ["none", "bare"] {
            let mut nobody = Traveller::named(nobody);
            nobody.go(&at(&house, "/sign-in/westshire")).await;
            assert_eq!(nobody.get(&at(&house, "/wards")).await.status, 401);
        }
    }
}

#[tokio::test]
async fn who_must_prove_it_anew_is_asked_again_though_the_provider_knows_them_still() {
    let _turn = turn().await;
    let real = Real::start(opens(), &json!({}));
    real.employs("mensah", &nurse());
    for house in real.houses().await {
        real.knows(&house, "westshire", &json!({}));
        let mut nurse = Traveller::named("mensah");
        let asked = |arrived: crate::traveller::Arrived| {
            assert_eq!(arrived.answer.status, 200, "{}", arrived.answer.text());
            arrived.logins
        };
        assert_eq!(asked(nurse.go(&at(&house, "/sign-in/westshire")).await), 1);
        nurse.forget(&house.at.to_string());
        assert_eq!(asked(nurse.go(&at(&house, "/sign-in/westshire")).await), 0, "known still");
        nurse.forget(&house.at.to_string());
        assert_eq!(asked(nurse.go(&at(&house, "/sign-in/westshire?again=1")).await), 1);
        assert_eq!(
            asked(nurse.go(&at(&house, "/sign-in/westshire")).await),
            1,
            "a session is held"
        );
    }
}

/// The provider remembers the nurse who went away. Whoever sits down at her locked screen presses
/// "Sign in as yourself", or brings what was asked for before it was locked.
#[tokio::test]
async fn h30_a_locked_screen_is_not_opened_by_what_the_provider_remembers() {
    let _turn = turn().await;
    let real = Real::start(opens(), &json!({}));
    real.employs("mensah", &nurse());
    for house in real.houses().await {
        real.knows(&house, "westshire", &json!({}));
        let start = at(&house, "/sign-in/westshire");
        let mut nurse = Traveller::named("mensah");
        nurse.go(&start).await;
        let asked_before = nurse.go_until(&start, "/back?").await;
        house.wait(SignedDuration::from_mins(1));
        clock(house.now());
        let page = nurse.get(&at(&house, "/wards")).await;
        let token = crate::html::hidden(&page.body, "token").unwrap();
        nurse.post(&at(&house, "/lock"), &[("token", &token)]).await;
        let is_shut =
            async |nurse: &mut Traveller| nurse.get(&at(&house, "/wards")).await.status != 200;
        assert!(is_shut(&mut nurse).await, "it is not locked");
        let answer = nurse.get(&asked_before).await;
        assert!(answer.header("location").starts_with(&real.issuer), "{}", answer.text());
        assert!(is_shut(&mut nurse).await, "it was opened");
        let arrived = nurse.go(&start).await;
        assert_eq!((arrived.logins, arrived.answer.status), (1, 200), "she was not asked");
        assert_eq!(nurse.get(&at(&house, "/wards")).await.status, 200);
        clock(opens());
    }
}

/// Whoever finds her locked screen signs her out, or takes the cookie away, and presses "Sign in":
/// the provider remembers her, and is told to ask all the same.
#[tokio::test]
async fn h30_whoever_left_a_locked_screen_is_not_brought_in_by_what_the_provider_remembers() {
    let _turn = turn().await;
    let real = Real::start(opens(), &json!({}));
    real.employs("mensah", &nurse());
    for house in real.houses().await {
        real.knows(&house, "westshire", &json!({}));
        let start = at(&house, "/sign-in/westshire");
        let mut nurse = Traveller::named("mensah");
        for signs_out in [true, false] {
            nurse.go(&start).await;
            house.wait(SignedDuration::from_mins(11));
            clock(house.now());
            let page = nurse.get(&at(&house, "/wards")).await;
            assert_eq!(page.heading(), "This screen is locked");
            let mut finder = nurse.clone();
            if signs_out {
                let token = crate::html::hidden(&page.body, "token").unwrap();
                let out = finder.post(&at(&house, "/sign-out"), &[("token", &token)]).await;
                assert_eq!(out.status, 200, "{}", out.text());
            }
            finder.forget(&house.at.to_string());
            let arrived = finder.go(&start).await;
            assert_eq!((arrived.logins, arrived.answer.status), (1, 200), "{signs_out}");
            nurse = finder;
        }
        // Whoever has proved it since is asked no more.
        nurse.forget(&house.at.to_string());
        assert_eq!(nurse.go(&start).await.logins, 0);
        clock(opens());
    }
}

#[tokio::test]
async fn a_sign_in_begins_with_a_press_on_our_own_page_and_not_on_another_sites() {
    let _turn = turn().await;
    let real = Real::start(opens(), &json!({}));
    for house in real.houses().await {
        real.knows(&house, "westshire", &json!({}));
        for site in ["cross-site", "same-site"] {
            let said = [("Sec-Fetch-Site", site)];
            let answer = house.stranger().ask("GET", "/sign-in/westshire", &said, "").await;
            assert_eq!((answer.status, answer.header("location")), (303, "/"), "{site}");
            assert_eq!(answer.header("set-cookie"), "", "{site}");
        }
        for site in ["same-origin", "none"] {
            let said = [("Sec-Fetch-Site", site)];
            let answer = house.stranger().ask("GET", "/sign-in/westshire", &said, "").await;
            assert!(answer.header("location").starts_with(&real.issuer), "{site}");
        }
    }
}

#[tokio::test]
async fn the_same_name_at_two_providers_is_two_people() {
    let _turn = turn().await;
    let (one, other) = (Real::start(opens(), &json!({})), Real::start(opens(), &json!({})));
    let mut people = Vec::new();
    for real in [&one, &other, &one] {
        real.employs("mensah", &nurse());
    }
    let both = || {
        let (first, second) = (one.vouches("one", |_| ()), other.vouches("other", |_| ()));
        let vouching: crate::house::Vouching = Box::new(move |at| {
            let mut providers = first(at);
            providers.all.extend(second(at).all);
            providers
        });
        vouching
    };
    for house in houses_where(|| plan(both())).await {
        one.knows(&house, "one", &json!({}));
        other.knows(&house, "other", &json!({}));
        people.clear();
        for name in ["one", "other", "one"] {
            Traveller::named("mensah").go(&at(&house, &format!("/sign-in/{name}"))).await;
            let line = lines(&house).await.into_iter().find(|line| line.act == Act::SignedIn);
            let Actor::Staff { id, .. } = line.unwrap().actor else { panic!("no staff") };
            people.push(id);
        }
        assert!(people[0] != people[1] && people[0] == people[2], "{people:?}");
    }
}

fn ecdsa() -> String {
    let pair = EcdsaKeyPair::generate(&ECDSA_P384_SHA384_FIXED_SIGNING).unwrap();
    let text = BASE64_STANDARD.encode(pair.to_pkcs8v1().unwrap().as_ref());
    format!("-----BEGIN PRIVATE KEY-----\n{text}\n-----END PRIVATE KEY-----\n")
}
