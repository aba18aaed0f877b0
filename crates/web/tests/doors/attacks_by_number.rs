//! What happens to somebody who asks too often, and to everybody else there?

use std::net::IpAddr;

use care::access::{Act, Actor};
use jiff::SignedDuration;
use store::AuditFilter;
use web::{Gate, Proxies, Rate, Rates};

use crate::browser::{Answer, Browser};
use crate::house::{House, NURSE, OTHER_NURSE, Plan, houses_where, scene};
use crate::log;

/// Where three of one kind are allowed a minute, and of all else any number.
fn three(limit: impl Fn(&mut Rates)) -> Plan {
    let mut rates = Rates::none();
    limit(&mut rates);
    Plan { gate: Gate { rates, ..Gate::default() }, ..Plan::default() }
}

const THREE: Rate = Rate { a_minute: 3 };

/// The same, where this machine is a gateway.
fn behind_a_gateway(limit: impl Fn(&mut Rates)) -> Plan {
    let plan = three(limit);
    let proxies = Proxies {
        trusted: Box::new(|address: IpAddr| address.is_loopback()),
        ..Proxies::default()
    };
    Plan { gate: Gate { proxies, ..plan.gate }, ..plan }
}

#[track_caller]
fn check_refused(answer: &Answer) {
    assert_eq!(answer.status, 429, "{}", answer.text());
    assert_eq!(answer.heading(), "Too much was asked in a short time");
    answer.says("you are still signed in");
    assert_eq!(answer.header("retry-after"), "20");
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn who_tries_numbers_is_slowed_and_a_colleague_is_not() {
    for house in houses_where(|| three(|rates| rates.searches = THREE)).await {
        let mut browser = house.sign_in(NURSE).await;
        let token = browser.token().await;
        for number in ["9991234519", "9990000018", "H1"] {
            let answer = browser.post("/find", &[("number", number), ("token", &token)]).await;
            assert_eq!(answer.status, 200);
        }
        let form = [("number", "H2"), ("token", token.as_str())];
        check_refused(&browser.post("/find", &form).await);
        let mut again = house.sign_in(NURSE).await;
        check_refused(&again.send("/find", &[("number", "H2")]).await);
        assert_eq!(browser.get("/find").await.status, 200, "only the search waits");
        let mut colleague = house.sign_in(OTHER_NURSE).await;
        assert_eq!(colleague.send("/find", &[("number", "H1")]).await.status, 200);
        house.wait(SignedDuration::from_secs(20));
        assert_eq!(browser.post("/find", &form).await.status, 200);
        check_refused(&browser.post("/find", &form).await);
    }
}

#[tokio::test]
async fn who_opens_too_many_patients_opens_no_more_and_no_line_says_so() {
    for house in houses_where(|| three(|rates| rates.looks = THREE)).await {
        let patient = house.admit(scene(1)).await;
        let person = format!("/patients/{patient}");
        let mut browser = house.sign_in(NURSE).await;
        for _ in 0..3 {
            assert_eq!(browser.get(&person).await.status, 200);
        }
        let before = opened(&house).await;
        let answer = browser.get(&person).await;
        check_refused(&answer);
        answer.never_says("OKORO");
        check_refused(&browser.get(&format!("{person}/print")).await);
        assert_eq!(opened(&house).await, before, "what was not shown was not opened");
        assert_eq!(house.page(OTHER_NURSE, &patient).await.status, 200);
    }
}

async fn opened(house: &House) -> usize {
    let lines = house.store.audit_lines(&AuditFilter::All, 1000).await.unwrap();
    lines.iter().filter(|line| matches!(line.act, Act::Opened { .. })).count()
}

#[tokio::test]
async fn who_sends_too_many_forms_waits() {
    for house in houses_where(|| three(|rates| rates.forms = THREE)).await {
        let patient = house.admit(scene(1)).await;
        let mut browser = house.sign_in(NURSE).await;
        let form = [("answered", "yes"), ("words", "")];
        let path = format!("/patients/{patient}/feedback");
        for _ in 0..3 {
            assert_ne!(browser.send(&path, &form).await.status, 429);
        }
        check_refused(&browser.send(&path, &form).await);
    }
}

#[tokio::test]
async fn failed_attempts_keep_out_newcomers_of_that_address_and_nobody_who_is_in() {
    for house in houses_where(|| behind_a_gateway(|rates| rates.failures = THREE)).await {
        let mut inside = house.sign_in(NURSE).await;
        for _ in 0..3 {
            assert_eq!(come_in(&house, "192.0.2.7", "nobody").await.status, 400);
        }
        assert_eq!(come_in(&house, "192.0.2.7", NURSE).await.status, 429);
        assert_eq!(come_in(&house, "192.0.2.8", NURSE).await.status, 303, "another address");
        let from = [("X-Forwarded-For", "192.0.2.7")];
        let answer = inside.ask("GET", "/wards", &from, "").await;
        assert_eq!(answer.status, 200, "who is in stays in");
        house.wait(SignedDuration::from_secs(20));
        assert_eq!(come_in(&house, "192.0.2.7", NURSE).await.status, 303);
    }
}

#[tokio::test]
async fn a_whole_ward_comes_in_by_one_address() {
    for house in houses_where(|| behind_a_gateway(|rates| rates.failures = THREE)).await {
        for _ in 0..50 {
            assert_eq!(come_in(&house, "192.0.2.7", NURSE).await.status, 303);
        }
    }
}

async fn come_in(house: &House, from: &str, staff: &str) -> Answer {
    let from = [("X-Forwarded-For", from)];
    house.stranger().post_with("/sign-in", &from, &[("staff", staff)]).await
}

#[tokio::test]
async fn nobody_gets_a_new_allowance_by_naming_another_address() {
    for house in houses_where(|| three(|rates| rates.failures = THREE)).await {
        for last in 1..=3 {
            come_in(&house, &format!("192.0.2.{last}"), "nobody").await;
        }
        assert_eq!(come_in(&house, "192.0.2.4", NURSE).await.status, 429);
    }
    for house in houses_where(|| behind_a_gateway(|rates| rates.failures = THREE)).await {
        for last in 1..=3 {
            come_in(&house, &format!("203.0.113.{last}, 192.0.2.7"), "nobody").await;
        }
        let answer = come_in(&house, "203.0.113.4, 192.0.2.7", NURSE).await;
        assert_eq!(answer.status, 429, "only what the gateway wrote counts");
    }
}

#[tokio::test]
async fn the_audit_names_the_computer_and_not_what_it_said_of_itself() {
    for house in houses_where(|| three(|_| ())).await {
        come_in(&house, "192.0.2.7", NURSE).await;
        assert_eq!(signed_in_from(&house).await, "127.0.0.1");
    }
    for house in houses_where(|| behind_a_gateway(|_| ())).await {
        come_in(&house, "203.0.113.1, 192.0.2.7", NURSE).await;
        assert_eq!(signed_in_from(&house).await, "192.0.2.7");
    }
}

async fn signed_in_from(house: &House) -> String {
    let lines = house.store.audit_lines(&AuditFilter::All, 10).await.unwrap();
    let signed_in = lines.iter().find(|line| matches!(line.act, Act::SignedIn)).unwrap();
    let Actor::Staff { origin, .. } = &signed_in.actor else { panic!("{:?}", signed_in.actor) };
    origin.address.unwrap().to_string()
}

#[tokio::test]
async fn what_came_to_the_gateway_unencrypted_is_not_answered() {
    let over_tls = || Plan { behind_tls: true, ..behind_a_gateway(|_| ()) };
    for house in houses_where(over_tls).await {
        let get = async |path: &str, scheme: &str| {
            Browser::new(house.at).ask("GET", path, &[("X-Forwarded-Proto", scheme)], "").await
        };
        assert_eq!(get("/", "https").await.status, 200);
        let refused = get("/", "http").await;
        assert_eq!((refused.status, refused.header("location")), (400, ""), "and not led on");
        assert_eq!(get("/healthz", "http").await.status, 200, "whoever watches may");
    }
    let not_listed = || Plan { behind_tls: true, ..three(|_| ()) };
    for house in houses_where(not_listed).await {
        let said = [("X-Forwarded-Proto", "http")];
        assert_eq!(house.stranger().ask("GET", "/", &said, "").await.status, 200);
    }
}

/// Whoever watches over the service sees that somebody tries, and from where, and nothing of what
/// they sent.
#[tokio::test]
async fn what_is_turned_away_is_said_in_the_log() {
    log::listen();
    for house in houses_where(|| behind_a_gateway(|rates| rates.failures = THREE)).await {
        for _ in 0..5 {
            come_in(&house, "192.0.2.99", "nobody").await;
        }
        let mut browser = house.sign_in(NURSE).await;
        browser.post("/find", &[("number", "H1"), ("token", "of another page")]).await;
    }
    let lines = log::lines();
    let limit = |line: &&str| line.contains("192.0.2.99") && line.contains("reached a limit");
    assert!(lines.lines().any(|line| limit(&line)), "{lines}");
    assert!(lines.contains("a request was turned away at the gate"));
    assert!(lines.contains("a form was refused"));
    assert!(!lines.contains("of another page"));
}
