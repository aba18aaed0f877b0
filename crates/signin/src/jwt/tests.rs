//! No token is taken that its issuer did not sign for us, for now.

use aws_lc_rs::hmac;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::{Algorithm, BadKey, BadToken, Claims, Expected, Rules, Signer, Unverified, Verified};
use crate::keys::KeySet;
use crate::testing::{OTHER_RSA, RSA, pem_for, published, signer};

const ANY: Rules<'static> = Rules { algorithms: &Algorithm::ALL, types: &["", "jwt"] };

#[test]
fn each_algorithm_checks_what_it_signed_and_nothing_else() {
    for algorithm in Algorithm::ALL {
        let signer = signer(algorithm);
        let token = signer.sign("JWT", &json!({ "sub": "1" })).unwrap();
        let keys = published(&[&signer]);
        let verified = verify(&token, &keys).unwrap();
        assert_eq!((verified.algorithm, verified.claims.text("sub")), (algorithm, Ok("1")));
        let (text, _) = token.rsplit_once('.').unwrap();
        for signature in ["", "AAAA", &BASE64.encode([7; 256])] {
            check(&format!("{text}.{signature}"), &keys, BadToken::Signature);
        }
        let rules = Rules { algorithms: &[], ..ANY };
        let refused = Unverified::read(&token).unwrap().verify(&keys, rules);
        assert_eq!(refused.unwrap_err(), BadToken::Algorithm);
    }
}

#[test]
fn a_claim_changed_on_the_way_breaks_the_signature() {
    let signer = signer(Algorithm::Rs256);
    let token = signer.sign("JWT", &json!({ "sub": "1" })).unwrap();
    let changed = token.replacen(&part(&json!({ "sub": "1" })), &part(&json!({ "sub": "2" })), 1);
    assert_ne!(changed, token);
    check(&changed, &published(&[&signer]), BadToken::Signature);
}

#[test]
fn nothing_is_taken_unsigned_nor_signed_with_what_everybody_may_read() {
    let signer = signer(Algorithm::Rs256);
    let keys = published(&[&signer]);
    for none in ["none", "None", "NONE", "", "EdDSA", "HS512"] {
        let text = format!("{}.{}", part(&json!({ "alg": none })), part(&json!({ "sub": "1" })));
        check(&format!("{text}."), &keys, BadToken::Algorithm);
    }
    // The public key, as an attacker has it, in the place of a shared secret.
    let public = signer.public().unwrap().to_string();
    let header = json!({ "alg": "HS256", "typ": "JWT", "kid": "k1" });
    let text = format!("{}.{}", part(&header), part(&json!({ "sub": "1" })));
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, public.as_bytes()), text.as_bytes());
    check(&format!("{text}.{}", BASE64.encode(tag)), &keys, BadToken::Algorithm);
}

#[test]
fn a_key_that_the_token_brings_along_is_never_used() {
    let attacker = Signer::read(OTHER_RSA.as_bytes(), Algorithm::Rs256, "k1").unwrap();
    let keys = published(&[&signer(Algorithm::Rs256)]);
    let address = "https://keys.attacker.example/";
    let brought = [
        json!({ "jwk": attacker.public().unwrap() }),
        json!({ "jku": address }),
        json!({ "x5u": address }),
        json!({ "x5c": ["MIIB"] }),
    ];
    for brought in brought {
        let mut header = json!({ "alg": "RS256", "typ": "JWT", "kid": "k1" });
        header.as_object_mut().unwrap().extend(brought.as_object().unwrap().clone());
        let token = attacker.sign("JWT", &json!({ "sub": "1" })).unwrap();
        let (_, rest) = token.split_once('.').unwrap();
        let (claims, _) = rest.split_once('.').unwrap();
        let text = format!("{}.{claims}", part(&header));
        let signed = jsonwebtoken::crypto::sign(
            text.as_bytes(),
            &jsonwebtoken::EncodingKey::from_rsa_pem(OTHER_RSA.as_bytes()).unwrap(),
            jsonwebtoken::Algorithm::RS256,
        );
        check(&format!("{text}.{}", signed.unwrap()), &keys, BadToken::Signature);
    }
}

#[test]
fn the_key_is_the_one_that_the_token_names() {
    let one = signer(Algorithm::Rs256);
    let other = Signer::read(OTHER_RSA.as_bytes(), Algorithm::Rs256, "k2").unwrap();
    let nameless = |signer: &Signer| {
        let mut key = signer.public().unwrap();
        key.as_object_mut().unwrap().remove("kid");
        key
    };
    let token = other.sign("JWT", &json!({})).unwrap();
    assert!(verify(&token, &published(&[&one, &other])).is_ok());
    check(&token, &published(&[&one]), BadToken::UnknownKey);
    let only = KeySet::read(json!({ "keys": [nameless(&other)] }).to_string().as_bytes()).unwrap();
    check(&token, &only, BadToken::UnknownKey);
}

#[test]
fn a_key_serves_only_what_it_was_published_for() {
    let signer = signer(Algorithm::Rs256);
    let token = signer.sign("JWT", &json!({})).unwrap();
    let with = |name: &str, value: Value| {
        let mut key = signer.public().unwrap();
        key.as_object_mut().unwrap().insert(name.to_owned(), value);
        KeySet::read(json!({ "keys": [key] }).to_string().as_bytes()).unwrap()
    };
    assert!(verify(&token, &with("use", json!("sig"))).is_ok());
    assert!(verify(&token, &with("key_ops", json!(["verify"]))).is_ok());
    for (name, value) in [
        ("use", json!("enc")),
        ("key_ops", json!(["encrypt"])),
        ("alg", json!("RS512")),
        ("alg", json!("RSA-OAEP")),
        ("kty", json!("oct")),
    ] {
        check(&token, &with(name, value), BadToken::UnknownKey);
    }
}

#[test]
fn what_cannot_be_read_is_refused() {
    let keys = published(&[&signer(Algorithm::Rs256)]);
    let header = part(&json!({ "alg": "RS256" }));
    let twice = BASE64.encode(r#"{"sub":"1","sub":"2"}"#);
    let no_object = part(&json!([1]));
    let long = "A".repeat(70_000);
    for token in [
        "",
        ".",
        "..",
        "a.b",
        &format!("{header}.{twice}.AAAA"),
        &format!("{header}.{no_object}.AAAA"),
        &format!("{header}.{header}.{header}.AAAA"),
        &format!("{header}.{long}.AAAA"),
        &format!("{header}=.{header}.AAAA"),
    ] {
        check(token, &keys, BadToken::Shape);
    }
    let critical = part(&json!({ "alg": "RS256", "crit": ["b64"], "b64": false }));
    check(&format!("{critical}.{header}.AAAA"), &keys, BadToken::Critical);
}

#[test]
fn a_token_of_another_type_is_refused() {
    let signer = signer(Algorithm::Rs256);
    let keys = published(&[&signer]);
    for (typ, expected) in [("JWT", true), ("jwt", true), ("application/jwt", true)]
        .into_iter()
        .chain([("logout+jwt", false), ("at+jwt", false), ("x", false)])
    {
        let token = signer.sign(typ, &json!({})).unwrap();
        assert_eq!(verify(&token, &keys).is_ok(), expected, "{typ}");
    }
}

#[test]
fn a_token_must_be_from_its_issuer_for_us_and_good_now() {
    let good = json!({ "iss": "https://a", "aud": "us", "exp": 1000, "iat": 900, "nbf": 900 });
    let changed = |name: &str, value: Value| {
        let mut claims = good.clone();
        claims[name] = value;
        judged(&claims, 950)
    };
    assert_eq!(judged(&good, 950), Ok(()));
    assert_eq!(changed("aud", json!(["other", "us"])), Ok(()));
    for (name, value, fault) in [
        ("iss", json!("https://b"), BadToken::Issuer),
        ("iss", json!("https://a/"), BadToken::Issuer),
        ("iss", Value::Null, BadToken::Claim("iss")),
        ("aud", json!("other"), BadToken::Audience),
        ("aud", json!([]), BadToken::Audience),
        ("aud", Value::Null, BadToken::Audience),
        ("aud", json!(["us", 1]), BadToken::Claim("aud")),
        ("exp", Value::Null, BadToken::Claim("exp")),
        ("exp", json!("1000"), BadToken::Claim("exp")),
        ("exp", json!(1e300), BadToken::Claim("exp")),
        ("iat", json!(1011), BadToken::Early),
        ("nbf", json!(1011), BadToken::Early),
    ] {
        assert_eq!(changed(name, value.clone()), Err(fault), "{name} {value}");
    }
}

#[test]
fn clocks_may_differ_by_a_minute_and_no_more() {
    let claims = json!({ "iss": "https://a", "aud": "us", "exp": 1000, "iat": 900, "nbf": 900.5 });
    assert_eq!(judged(&claims, 1059), Ok(()));
    assert_eq!(judged(&claims, 1060), Err(BadToken::Expired));
    assert_eq!(judged(&claims, 840), Ok(()));
    assert_eq!(judged(&claims, 839), Err(BadToken::Early));
    let claims = read(&claims);
    let five = SignedDuration::from_mins(5);
    assert_eq!(claims.are_as_young_as(five, second(1260)), Ok(()));
    assert_eq!(claims.are_as_young_as(five, second(1261)), Err(BadToken::Old));
    assert_eq!(claims.live_at_most(SignedDuration::from_secs(100)), Ok(()));
    assert_eq!(claims.live_at_most(SignedDuration::from_secs(99)), Err(BadToken::Old));
}

#[test]
fn a_key_that_does_not_fit_its_algorithm_is_refused_when_it_is_read() {
    let read = |pem: &str, algorithm| Signer::read(pem.as_bytes(), algorithm, "k1").map(drop);
    let p256 = pem_for(Algorithm::Es256);
    assert_eq!(read(&p256, Algorithm::Es256), Ok(()));
    assert_eq!(read(&p256, Algorithm::Es384), Err(BadKey::Unfit));
    assert_eq!(read(&p256, Algorithm::Rs512), Err(BadKey::Pem));
    assert_eq!(read(&RSA, Algorithm::Es384), Err(BadKey::Pem));
    assert_eq!(read("no key", Algorithm::Rs512), Err(BadKey::Pem));
}

#[test]
fn an_assertion_says_who_we_are_where_it_is_good_once_and_for_how_long() {
    let signer = signer(Algorithm::Es384);
    let keys = published(&[&signer]);
    let claims = || {
        let token = signer.assertion("us", "https://a/token", second(900)).unwrap();
        verify(&token, &keys).unwrap().claims
    };
    let expected = Expected { issuer: "us", audience: "https://a/token", now: second(900) };
    assert_eq!(claims().are_for(expected), Ok(()));
    assert_eq!(claims().text("sub"), Ok("us"));
    assert_eq!(claims().live_at_most(SignedDuration::from_mins(5)), Ok(()));
    assert_ne!(claims().text("jti").unwrap(), claims().text("jti").unwrap());
}

#[test]
fn nothing_of_a_token_is_printed() {
    let signer = signer(Algorithm::Rs256);
    let token = signer.sign("JWT", &json!({ "sub": "Smith" })).unwrap();
    let read = Unverified::read(&token).unwrap();
    let verified = verify(&token, &published(&[&signer])).unwrap();
    let printed = format!("{signer:?} {read:?} {verified:?}");
    assert!(!printed.contains("Smith") && !printed.contains(&token[40..60]), "{printed}");
}

#[track_caller]
fn check(token: &str, keys: &KeySet, expected: BadToken) {
    assert_eq!(verify(token, keys).unwrap_err(), expected, "{token}");
}

fn verify(token: &str, keys: &KeySet) -> Result<Verified, BadToken> {
    Unverified::read(token)?.verify(keys, ANY)
}

fn judged(claims: &Value, now: i64) -> Result<(), BadToken> {
    read(claims).are_for(Expected { issuer: "https://a", audience: "us", now: second(now) })
}

fn read(claims: &Value) -> Claims {
    Claims::of_json(claims.to_string().as_bytes()).unwrap()
}

fn second(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn part(value: &Value) -> String {
    BASE64.encode(value.to_string())
}
