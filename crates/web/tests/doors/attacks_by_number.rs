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

/// One who needs no way in at all uses up what is there for all of the address.
#[tokio::test]
async fn what_a_stranger_uses_up_is_not_taken_from_who_is_signed_in_at_that_address() {
    for house in houses_where(|| behind_a_gateway(|rates| rates.of_an_address = THREE)).await {
        let mut inside = house.sign_in(NURSE).await;
        let mut stranger = house.stranger();
        stranger.cookie = "homeward=".to_owned() + &"0".repeat(64);
        let at_once = from_ward(&mut stranger, "/healthz", &[]).await;
        assert_eq!(at_once.status, 200);
        for _ in 0..2 {
            from_ward(&mut stranger, "/healthz", &[]).await;
        }
        assert_eq!(from_ward(&mut stranger, "/healthz", &[]).await.status, 429);
        for _ in 0..5 {
            assert_eq!(from_ward(&mut inside, "/wards", &[]).await.status, 200, "she is in");
        }
    }
}

#[tokio::test]
async fn a_page_that_somebody_has_open_uses_up_nothing_for_their_ward() {
    let plan = || {
        behind_a_gateway(|rates| {
            (rates.of_an_address, rates.sign_ins, rates.failures) = (THREE, THREE, THREE);
        })
    };
    for house in houses_where(plan).await {
        let image = [
            ("Sec-Fetch-Site", "cross-site"),
            ("Sec-Fetch-Mode", "no-cors"),
            ("Sec-Fetch-Dest", "image"),
        ];
        for path in ["/healthz", "/launch?iss=x", "/sign-in/none/back?state=x"].repeat(10) {
            let answer = from_ward(&mut house.stranger(), path, &image).await;
            assert_eq!((answer.status, answer.header("set-cookie")), (403, ""), "{path}");
        }
        assert_eq!(come_in(&house, WARD, NURSE).await.status, 303);
    }
}

/// Nothing can be guessed there: what is sent back must agree with 256 bits of our own.
#[tokio::test]
async fn a_launch_by_nobody_we_know_is_no_secret_that_was_wrong() {
    for house in houses_where(|| behind_a_gateway(|rates| rates.failures = THREE)).await {
        for path in ["/launch?iss=x", "/launch/back/x?state=x", "/sign-in/x/back?state=x"] {
            for _ in 0..20 {
                let status = from_ward(&mut house.stranger(), path, &[]).await.status;
                assert!((400..500).contains(&status) && status != 429, "{path}: {status}");
            }
        }
        assert_eq!(come_in(&house, WARD, NURSE).await.status, 303);
        for _ in 0..3 {
            from_ward(&mut house.stranger(), "/launch/links/guessed", &[]).await;
        }
        let next = from_ward(&mut house.stranger(), "/launch/links/guessed", &[]).await;
        assert_eq!(next.status, 429, "a link is a secret");
        assert_eq!(from_ward(&mut house.stranger(), "/launch?iss=x", &[]).await.status, 404);
    }
}

/// Where the computers of a ward seem to stand.
const WARD: &str = "192.0.2.7";

async fn from_ward(browser: &mut Browser, path: &str, headers: &[(&str, &str)]) -> Answer {
    let from = [("X-Forwarded-For", WARD)];
    let headers: Vec<_> = headers.iter().chain(&from).copied().collect();
    browser.ask("GET", path, &headers, "").await
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
