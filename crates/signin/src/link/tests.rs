//! A link is taken as it was agreed, and each other way is refused.

use std::sync::LazyLock;

use care::access::{Organisation, Role, Seat};
use jiff::civil::date;
use serde_json::{Value, json};

use super::*;
use crate::jwt::Signer;
use crate::mapping::{Rule, When};
use crate::testing::{OTHER_RSA, published, signer};

/// The time at which all of this happens.
const NOW: i64 = 1_786_540_000;

/// The keys of the patient system of RZZ, and of that of RYY.
static OURS: LazyLock<Signer> = LazyLock::new(|| signer(Algorithm::Rs256));
static THEIRS: LazyLock<Signer> =
    LazyLock::new(|| Signer::read(OTHER_RSA.as_bytes(), Algorithm::Rs256, "k9").unwrap());

fn now() -> Timestamp {
    Timestamp::from_second(NOW).unwrap()
}

fn issuer(trust: &str, signer: &Signer) -> LinkIssuer {
    let site = format!("{trust}01").parse().unwrap();
    let organisation = Organisation::Hospital { trust: trust.parse().unwrap(), site };
    let when = When::Claim { path: vec!["role".to_owned()], is: "nurse".to_owned() };
    let rule = Rule { when: vec![when], seat: Seat { role: Role::Ward, organisation } };
    LinkIssuer {
        name: format!("{}-link", trust.to_lowercase()),
        issuer: format!("https://epr.{}.example", trust.to_lowercase()),
        audience: format!("https://homeward.example/{trust}"),
        trust: trust.parse().unwrap(),
        keys: published(&[signer]),
        mapping: Mapping { rules: vec![rule] },
        origins: Vec::new(),
    }
}

fn issuers() -> [LinkIssuer; 2] {
    [issuer("RZZ", &OURS), issuer("RYY", &THEIRS)]
}

fn claims() -> Value {
    json!({
        "iss": "https://epr.rzz.example",
        "aud": "https://homeward.example/RZZ",
        "iat": NOW,
        "exp": NOW + 60,
        "jti": "9f7c1e5a2b3d4c5e",
        "sub": "u-4711",
        "name": "Hema Mistry",
        "role": "nurse",
        "organisation": "RZZ",
        "nhs_number": "9994810103",
        "birth_date": "1939-01-09",
        "family_name": "Tresillian",
        "stay": "V1",
    })
}

fn with(name: &str, value: Value) -> Value {
    let mut claims = claims();
    claims[name] = value;
    claims
}

#[track_caller]
fn refused(claims: &Value, why: BadToken) {
    let token = OURS.sign("JWT", claims).unwrap();
    assert_eq!(read(&issuers(), &token, now()).map(|_| ()), Err(why), "{claims}");
}

#[test]
fn a_link_says_who_comes_and_to_whom() {
    let token = OURS.sign("context-link+jwt", &claims()).unwrap();
    let issuers = issuers();
    let (issuer, link) = read(&issuers, &token, now()).unwrap();
    assert_eq!(issuer.trust.as_str(), "RZZ");
    assert_eq!((link.who.name.as_str(), link.who.subject.as_str()), ("Hema Mistry", "u-4711"));
    assert_eq!((link.who.way, link.who.seats.len()), (Way::Link, 1));
    assert_eq!(link.announced.number, Some(("9994810103".parse().unwrap(), None)));
    assert_eq!(link.announced.born.unwrap().exact(), Some(date(1939, 1, 9)));
    assert_eq!(link.announced.names[0].family, "Tresillian");
    assert_eq!(link.announced.visits, ["V1"]);
    assert_eq!(link.id, "9f7c1e5a2b3d4c5e");
    assert!(!format!("{link:?}").contains("Mistry"));
}

#[test]
fn a_name_is_shown_in_one_line_and_cannot_be_made_to_look_like_another() {
    let said = "Hema\u{202e}  Mistry".to_owned() + &"y".repeat(150);
    let token = OURS.sign("JWT", &with("name", json!(said))).unwrap();
    let issuers = issuers();
    let name = read(&issuers, &token, now()).unwrap().1.who.name;
    assert!(name.starts_with("Hema Mistry") && name.chars().count() == 100, "{name}");
}

#[test]
fn a_role_that_the_settings_do_not_name_gives_no_seat() {
    let token = OURS.sign("JWT", &with("role", json!("porter"))).unwrap();
    let issuers = issuers();
    assert!(read(&issuers, &token, now()).unwrap().1.who.seats.is_empty());
}

#[test]
fn a_link_is_good_for_a_minute() {
    let made = |issued: i64, life: i64| {
        let mut claims = claims();
        claims["iat"] = json!(NOW + issued);
        claims["exp"] = json!(NOW + issued + life);
        claims
    };
    refused(&made(0, 61), BadToken::Old);
    refused(&made(-121, 60), BadToken::Expired);
    refused(&made(120, 60), BadToken::Early);
    let mut without = claims();
    without.as_object_mut().unwrap().remove("iat");
    refused(&without, BadToken::Claim("iat"));
    let in_time = OURS.sign("JWT", &made(-119, 60)).unwrap();
    assert!(read(&issuers(), &in_time, now()).is_ok(), "clocks differ by a minute at most");
    let ahead = OURS.sign("JWT", &made(30, 60)).unwrap();
    let issuers = issuers();
    let proved_at = read(&issuers, &ahead, now()).unwrap().1.who.proved_at;
    assert_eq!(proved_at, Some(now()), "no proof is still to come");
}

#[test]
fn a_link_of_one_trust_opens_nothing_of_another() {
    refused(&with("organisation", json!("RYY")), BadToken::Claim("organisation"));
    refused(&with("aud", json!("https://homeward.example/RYY")), BadToken::Audience);
    refused(&with("iss", json!("https://epr.ryy.example")), BadToken::UnknownKey);
    refused(&with("iss", json!("https://epr.rxx.example")), BadToken::Issuer);
    let theirs = THEIRS.sign("JWT", &claims()).unwrap();
    assert_eq!(read(&issuers(), &theirs, now()).unwrap_err(), BadToken::UnknownKey);
}

#[test]
fn a_link_is_signed_with_a_key_that_is_in_use_now() {
    let next = Signer::read(OTHER_RSA.as_bytes(), Algorithm::Rs256, "k2").unwrap();
    let token = next.sign("JWT", &claims()).unwrap();
    assert_eq!(read(&issuers(), &token, now()).unwrap_err(), BadToken::UnknownKey);
    let both = LinkIssuer { keys: published(&[&OURS, &next]), ..issuer("RZZ", &OURS) };
    assert!(read(&[both], &token, now()).is_ok());
    let only_next = LinkIssuer { keys: published(&[&next]), ..issuer("RZZ", &OURS) };
    let before = OURS.sign("JWT", &claims()).unwrap();
    assert_eq!(read(&[only_next], &before, now()).unwrap_err(), BadToken::UnknownKey);
}

#[test]
fn a_token_for_another_purpose_is_no_link() {
    for typ in ["logout+jwt", "at+jwt"] {
        let token = OURS.sign(typ, &claims()).unwrap();
        assert_eq!(read(&issuers(), &token, now()).unwrap_err(), BadToken::Type);
    }
    let weaker = signer(Algorithm::Ps512);
    let published = LinkIssuer { keys: published(&[&weaker]), ..issuer("RZZ", &OURS) };
    let token = weaker.sign("JWT", &claims()).unwrap();
    assert_eq!(read(&[published], &token, now()).unwrap_err(), BadToken::Algorithm);
}

#[test]
fn a_link_that_leaves_something_out_or_says_too_much_is_refused() {
    for name in ["sub", "name", "organisation", "nhs_number", "birth_date", "family_name", "jti"] {
        let mut without = claims();
        without.as_object_mut().unwrap().remove(name);
        refused(&without, BadToken::Claim(name));
    }
    let long = "x".repeat(201);
    for (name, value) in [
        ("nhs_number", "9994810104"),
        ("nhs_number", "1111111111"),
        ("birth_date", "09/01/1939"),
        ("birth_date", "1939-01"),
        ("family_name", " "),
        ("name", "Hema\u{1b}[2J"),
        ("sub", long.as_str()),
        ("stay", "V\n1"),
        ("jti", "short"),
    ] {
        refused(&with(name, json!(value)), BadToken::Claim(name));
    }
}
