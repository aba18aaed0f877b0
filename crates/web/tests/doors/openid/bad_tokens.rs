//! Which word of a provider is taken, and which not?

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use signin::http::Http;
use signin::mapping::When;
use signin::person::{Entra, Kind, Names};
use signin::provider::{Profile, Provider};
use web::Providers;

use super::hostile::{Hostile, Says, Signed};
use super::{at, last_refusal, opens, plan, profiles};
use crate::house::{House, Vouching, houses_where};
use crate::traveller::Traveller;

#[tokio::test]
async fn only_a_token_that_its_issuer_signed_for_us_now_lets_somebody_in() {
    let now = opens().as_second();
    let claims = |claims: Value| Says { claims, ..Says::default() };
    let signed = |signed| Says { signed, ..Says::default() };
    let cases = [
        (Says::default(), ""),
        (claims(json!({ "aud": ["homeward"] })), ""),
        (claims(json!({ "aud": ["homeward", "other"], "azp": "homeward" })), ""),
        (claims(json!({ "exp": now - 59, "iat": now - 300 })), ""),
        (signed(Signed::NotAtAll), "token_algorithm"),
        (signed(Signed::ByPublicKey), "token_algorithm"),
        (signed(Signed::Foreign), "token_signature"),
        (signed(Signed::Damaged), "token_signature"),
        (claims(json!({ "aud": "other" })), "token_audience"),
        (claims(json!({ "aud": ["homeward", "other"] })), "token_audience"),
        (claims(json!({ "azp": "other" })), "token_audience"),
        (claims(json!({ "iss": "https://evil.example" })), "token_issuer"),
        (claims(json!({ "iss": null })), "token_claim"),
        (claims(json!({ "nonce": "another" })), "nonce"),
        (claims(json!({ "nonce": null })), "token_claim"),
        (claims(json!({ "sub": null })), "token_claim"),
        (claims(json!({ "exp": now - 61 })), "token_expired"),
        (claims(json!({ "exp": null })), "token_claim"),
        (claims(json!({ "iat": now + 300 })), "token_early"),
        (claims(json!({ "nbf": now + 300 })), "token_early"),
        (claims(json!({ "iat": now - 3600 })), "token_old"),
        (claims(json!({ "iat": null })), "token_claim"),
        (claims(json!({ "at_hash": "AAAAAAAAAAAAAAAAAAAAAA" })), "at_hash"),
        (Says { typ: "logout+jwt", ..Says::default() }, "token_type"),
        (Says { typ: "at+jwt", ..Says::default() }, "token_type"),
        (Says { token: json!({ "id_token": null }), ..Says::default() }, "token_shape"),
        (Says { token: json!({ "id_token": "a.b.c" }), ..Says::default() }, "token_shape"),
        (Says { token: json!({ "token_type": "mac" }), ..Says::default() }, "provider_unreadable"),
        (Says { status: 500, ..Says::default() }, "provider_status"),
        (Says { status: 302, ..Says::default() }, "provider_status"),
    ];
    check(|_| (), &cases).await;
}

#[tokio::test]
async fn the_userinfo_endpoint_must_speak_of_the_same_person() {
    let userinfo = |userinfo: Value| Says { userinfo, ..Says::default() };
    let cases = [
        (userinfo(json!({ "sub": "mensah", "roles": ["discharge"] })), ""),
        (userinfo(json!({ "sub": "another" })), "userinfo_sub"),
        (userinfo(json!({ "name": "Ama Mensah" })), "token_claim"),
        (userinfo(json!([])), "token_shape"),
    ];
    check(|profile| profile.asks_userinfo = true, &cases).await;
}

#[tokio::test]
async fn a_provider_that_is_less_sure_than_was_asked_lets_nobody_in() {
    let levels = [("two-factors".to_owned(), 2), ("password".to_owned(), 1)].into();
    let names = Names { levels, ..Names::default() };
    let asks = move |profile: &mut Profile| {
        profile.kind = Kind::Other(names.clone());
        profile.acr_values = vec!["two-factors".to_owned(), "password".to_owned()];
        profile.least_assurance = 2;
    };
    let acr = |acr: Value| Says { claims: json!({ "acr": acr }), ..Says::default() };
    let cases = [
        (acr(json!("two-factors")), ""),
        (acr(json!("password")), "assurance"),
        (acr(json!("three-factors")), "assurance"),
        (acr(json!(2)), "token_claim"),
        (acr(Value::Null), "assurance"),
    ];
    check(asks.clone(), &cases).await;
    let asks_only = move |profile: &mut Profile| {
        asks(profile);
        profile.least_assurance = 0;
        profile.acr_values = vec!["two-factors".to_owned()];
    };
    let cases = [(acr(json!("two-factors")), ""), (acr(json!("password")), "acr")];
    check(asks_only, &cases).await;
}

#[tokio::test]
async fn a_proof_that_is_older_than_the_question_opens_nothing_again() {
    let now = opens().as_second();
    let proved = |at: Value| Says { claims: json!({ "auth_time": at }), ..Says::default() };
    let cases = [
        (proved(json!(now)), ""),
        (proved(json!(now - 60)), ""),
        (proved(json!(now - 61)), "not_fresh"),
        (proved(Value::Null), "token_claim"),
    ];
    check_at("/sign-in/hostile?again=1", |_| (), &cases).await;
}

/// Clocks may differ by a minute. Somebody who finds a screen locked half a minute after it was opened
/// takes out of the address what tells the provider to ask: it answers with the proof of before.
#[tokio::test]
async fn h30_the_proof_with_which_a_session_began_does_not_open_its_lock() {
    let hostile = Hostile::start(opens()).await;
    for house in houses_where(|| plan(vouches(&hostile.issuer, |_| ()))).await {
        hostile.says(Says::default());
        let start = at(&house, "/sign-in/hostile");
        let mut nurse = Traveller::default();
        assert_eq!(nurse.go(&start).await.answer.status, 200);
        house.wait(SignedDuration::from_secs(30));
        let page = nurse.get(&at(&house, "/wards")).await;
        let token = crate::html::hidden(&page.body, "token").unwrap();
        nurse.post(&at(&house, "/lock"), &[("token", &token)]).await;
        assert_eq!(nurse.go(&start).await.answer.status, 403);
        assert_eq!(last_refusal(&house).await, "not_fresh");
        assert_eq!(nurse.get(&at(&house, "/wards")).await.heading(), "This screen is locked");
        let claims = json!({ "auth_time": house.now().as_second() });
        hostile.says(Says { claims, ..Says::default() });
        assert_eq!(nurse.go(&start).await.answer.status, 200);
    }
}

#[tokio::test]
async fn a_proof_that_is_older_than_any_session_brings_nobody_in() {
    let now = opens().as_second();
    let proved = |at: Value| Says { claims: json!({ "auth_time": at }), ..Says::default() };
    let half_a_day = 12 * 60 * 60;
    let cases = [
        (proved(json!(now - half_a_day - 60)), ""),
        (proved(json!(now - half_a_day - 61)), "not_fresh"),
        (proved(Value::Null), ""),
    ];
    check_at("/sign-in/hostile", |_| (), &cases).await;
}

#[tokio::test]
async fn of_entra_only_members_of_the_named_tenants_come_in_with_a_second_factor() {
    const TENANT: &str = "8d1c9a3e-0000-4000-8000-000000000001";
    let hostile = Hostile::start(opens()).await;
    let issuer = |tenant: &str| format!("{}/{tenant}/v2.0", hostile.issuer);
    let pattern = json!({ "issuer": issuer("{tenantid}") });
    let says = |change: Value| {
        let mut claims = json!({
            "iss": issuer(TENANT), "tid": TENANT, "oid": "object-1", "amr": ["pwd", "mfa"],
        });
        claims.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        Says { claims, metadata: pattern.clone(), ..Says::default() }
    };
    let other = "8d1c9a3e-0000-4000-8000-000000000002";
    let cases = [
        (says(json!({})), ""),
        (says(json!({ "idp": issuer(TENANT) })), ""),
        (says(json!({ "tid": other, "iss": issuer(other) })), "tenant"),
        (says(json!({ "tid": other })), "tenant"),
        (says(json!({ "iss": issuer(other) })), "token_issuer"),
        (says(json!({ "iss": issuer("{tenantid}") })), "token_issuer"),
        (says(json!({ "tid": null })), "token_claim"),
        (says(json!({ "oid": null })), "token_claim"),
        (says(json!({ "idp": "https://live.example" })), "guest"),
        (says(json!({ "acct": 1 })), "guest"),
        (says(json!({ "amr": ["pwd"] })), "assurance"),
        (says(json!({ "amr": null })), "assurance"),
    ];
    let base = issuer("organizations");
    let entra = move |context: &str| {
        let (context, base) = (context.to_owned(), base.clone());
        move |profile: &mut Profile| {
            profile.issuer.clone_from(&base);
            profile.least_assurance = 2;
            let (tenants, context) = (vec![TENANT.to_owned()], context.clone());
            profile.kind = Kind::Entra(Entra { tenants, context });
        }
    };
    check_with(&hostile, "/sign-in/hostile", entra(""), &cases).await;
    let cases = [
        (says(json!({ "acrs": ["c1", "c2"] })), ""),
        (says(json!({ "acrs": ["c2"] })), "assurance"),
        (says(json!({})), "assurance"),
    ];
    check_with(&hostile, "/sign-in/hostile", entra("c1"), &cases).await;
    assert!(hostile.asked().last().unwrap().contains("claims=%7B%22id_token%22"));
}

/// Each tenant's own administrators give out its roles: those of one are none of the other's.
#[tokio::test]
async fn a_role_of_one_tenant_gives_no_seat_to_whoever_has_its_like_in_another() {
    let hostile = Hostile::start(opens()).await;
    let issuer = |tenant: &str| format!("{}/{tenant}/v2.0", hostile.issuer);
    let base = issuer("organizations");
    let entra = move |profile: &mut Profile| {
        profile.issuer.clone_from(&base);
        let tenants = vec!["ours".to_owned(), "theirs".to_owned()];
        profile.kind = Kind::Entra(Entra { tenants, context: String::new() });
        profile.mapping.rules.truncate(1);
        let path = vec!["tid".to_owned()];
        profile.mapping.rules[0].when.push(When::Claim { path, is: "ours".to_owned() });
    };
    for house in houses_where(|| plan(vouches(&hostile.issuer, entra.clone()))).await {
        for (tenant, statuses) in [("ours", (200, 200)), ("theirs", (403, 401))] {
            let claims = json!({
                "iss": issuer(tenant), "tid": tenant, "oid": "o", "amr": "mfa", "roles": ["ward"],
            });
            let metadata = json!({ "issuer": issuer("{tenantid}") });
            hostile.says(Says { claims, metadata, ..Says::default() });
            let mut who = Traveller::default();
            let page = who.go(&at(&house, "/sign-in/hostile")).await.answer;
            let wards = who.get(&at(&house, "/wards")).await.status;
            assert_eq!((page.status, wards), statuses, "{tenant}: {}", page.text());
        }
    }
}

#[tokio::test]
async fn of_two_hundred_groups_a_token_names_none_and_so_nobody_guesses() {
    let hostile = Hostile::start(opens()).await;
    let issuer = format!("{}/t/v2.0", hostile.issuer);
    let says = |change: Value| {
        let mut claims = json!({ "iss": issuer, "tid": "t", "oid": "o", "amr": "mfa" });
        claims.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let metadata = json!({ "issuer": format!("{}/{{tenantid}}/v2.0", hostile.issuer) });
        Says { claims, metadata, ..Says::default() }
    };
    let names = json!({ "_claim_names": { "groups": "src1" } });
    let base = format!("{}/organizations/v2.0", hostile.issuer);
    let by_groups = move |profile: &mut Profile| {
        profile.issuer.clone_from(&base);
        let (tenants, context) = (vec!["t".to_owned()], String::new());
        profile.kind = Kind::Entra(Entra { tenants, context });
        let path = vec!["groups".to_owned()];
        profile.mapping.rules.truncate(1);
        profile.mapping.rules[0].when = vec![When::Claim { path, is: "g1".to_owned() }];
    };
    let cases = [
        (says(json!({ "groups": ["g1"] })), ""),
        (says(names), "groups_overage"),
        (says(json!({ "hasgroups": true })), "groups_overage"),
    ];
    check_with(&hostile, "/sign-in/hostile", by_groups, &cases).await;
}

#[tokio::test]
async fn a_provider_that_describes_itself_as_another_is_not_asked() {
    let evil = "https://evil.example/token";
    for (metadata, expected) in [
        (json!({ "issuer": "https://evil.example" }), "does not answer"),
        (json!({ "issuer": "{}/" }), "does not answer"),
        (json!({ "token_endpoint": "http://evil.example/token" }), "does not answer"),
        (json!({ "authorization_endpoint": "javascript:alert(1)" }), "does not answer"),
        (json!({ "jwks_uri": null }), "does not answer"),
        (json!({ "end_session_endpoint": evil }), "Ward nurse"),
    ] {
        let hostile = Hostile::start(opens()).await;
        let slash = format!("{}/", hostile.issuer);
        let text = metadata.to_string().replace("{}/", &slash);
        let metadata: Value = serde_json::from_str(&text).unwrap();
        hostile.says(Says { metadata, ..Says::default() });
        for house in houses_where(|| plan(vouches(&hostile.issuer, |_| ()))).await {
            let arrived = Traveller::default().go(&at(&house, "/sign-in/hostile")).await;
            arrived.answer.says(expected);
        }
    }
}

#[tokio::test]
async fn of_a_sign_in_that_failed_neither_page_nor_log_tells_what_was_in_the_token() {
    crate::log::listen();
    let hostile = Hostile::start(opens()).await;
    let canary = "Canary-Featherstonehaugh";
    let claims = json!({ "name": canary, "sub": canary, "aud": canary, "nonce": canary });
    for house in houses_where(|| plan(vouches(&hostile.issuer, |_| ()))).await {
        hostile.says(Says { claims: claims.clone(), ..Says::default() });
        let start = at(&house, "/sign-in/hostile");
        let failed = Traveller::default().go(&start).await.answer;
        assert_eq!(failed.status, 403);
        assert!(!failed.body.contains(canary), "the page tells it");
        hostile.says(Says { signed: Signed::NotAtAll, ..Says::default() });
        let otherwise = Traveller::default().go(&start).await.answer;
        assert_eq!(failed.body, otherwise.body, "the page tells why");
        let logged = crate::log::lines();
        assert!(logged.contains("token_audience"), "the log does not tell why");
        assert!(!logged.contains(canary) && !logged.contains("an access token"), "{logged}");
    }
}

fn vouches(issuer: &str, change: impl Fn(&mut Profile) + Send + 'static) -> Vouching {
    let issuer = issuer.to_owned();
    Box::new(move |at| {
        let address = format!("http://{at}");
        let mut profile = profiles::plain(&address, "hostile", &issuer);
        change(&mut profile);
        let provider = Provider::new(profile, Http::new().unwrap());
        Providers { address, all: vec![Arc::new(provider)] }
    })
}

async fn check(change: impl Fn(&mut Profile) + Clone + Send + 'static, cases: &[(Says, &str)]) {
    check_at("/sign-in/hostile", change, cases).await;
}

async fn check_at(
    start: &str,
    change: impl Fn(&mut Profile) + Clone + Send + 'static,
    cases: &[(Says, &str)],
) {
    let now: Timestamp = opens();
    check_with(&Hostile::start(now).await, start, change, cases).await;
}

/// Each case in its turn: without a reason somebody comes in, with one nobody does.
async fn check_with(
    hostile: &Hostile,
    start: &str,
    change: impl Fn(&mut Profile) + Clone + Send + 'static,
    cases: &[(Says, &str)],
) {
    let (first, _) = cases.first().unwrap();
    hostile.says(first.clone());
    for house in houses_where(|| plan(vouches(&hostile.issuer, change.clone()))).await {
        for (says, why) in cases {
            hostile.says(says.clone());
            check_one(&house, start, says, why).await;
        }
    }
}

async fn check_one(house: &House, start: &str, says: &Says, why: &str) {
    let mut who = Traveller::default();
    let arrived = who.go(&at(house, start)).await;
    let text = arrived.answer.text();
    let wards = who.get(&at(house, "/wards")).await.status;
    assert_eq!(last_refusal(house).await, why, "{says:?}: {text}");
    if why.is_empty() {
        assert_eq!((arrived.answer.status, wards), (200, 200), "{says:?}: {text}");
    } else {
        assert!([403, 503].contains(&arrived.answer.status), "{says:?}: {text}");
        assert_eq!(wards, 401, "{says:?}: {text}");
    }
}
