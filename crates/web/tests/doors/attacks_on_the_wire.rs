//! Can a request that no browser makes take the service's time, or somebody else's request?

use std::time::Duration;

use web::{Gate, Patience, Rates};

use crate::house::{House, NURSE, Plan, houses, houses_where};
use crate::wire::{Wire, ask};

/// A house that waits a tenth of a second where it would wait for many.
fn hasty() -> Plan {
    let short = Duration::from_millis(100);
    let patience = Patience { head: short, answer: short, stall: short, ..Patience::default() };
    Plan { gate: Gate { patience, rates: Rates::none(), ..Gate::default() }, ..Plan::default() }
}

fn named(hosts: &[&str]) -> Plan {
    let hosts = hosts.iter().map(|&host| host.to_owned()).collect();
    Plan { gate: Gate { hosts, rates: Rates::none(), ..Gate::default() }, ..Plan::default() }
}

/// So many answers stand in what came back.
fn answers(text: &str) -> usize {
    text.matches("HTTP/1.1 ").count()
}

#[tokio::test]
async fn who_never_finishes_a_head_is_closed() {
    for house in houses_where(hasty).await {
        for begun in ["", "G", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: h\r\nX: "] {
            let mut wire = Wire::open(house.at).await;
            wire.write(begun).await;
            assert_eq!(answers(&wire.rest().await), 0, "{begun:?}");
        }
    }
}

#[tokio::test]
async fn a_connection_that_has_had_its_answer_is_closed_when_nothing_follows() {
    for house in houses_where(hasty).await {
        let mut wire = Wire::open(house.at).await;
        wire.write("GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n").await;
        let all = wire.rest().await;
        assert_eq!(answers(&all), 1, "{all}");
    }
}

#[tokio::test]
async fn who_never_finishes_a_body_is_told_so_and_closed() {
    for house in houses_where(hasty).await {
        let browser = house.sign_in(NURSE).await;
        let head = format!(
            "POST /find HTTP/1.1\r\nHost: h\r\nCookie: {}\r\nContent-Length: 1000\r\n\
             Content-Type: application/x-www-form-urlencoded\r\n\r\nnumber=",
            browser.cookie
        );
        let answer = ask(house.at, &head).await;
        assert_eq!(answer.status, 503);
        assert_eq!(answer.heading(), "Sorry, that took too long");
        assert_eq!(answer.header("cache-control"), "no-store");
    }
}

#[tokio::test]
async fn a_head_has_an_end() {
    for house in houses().await {
        let long = "a".repeat(20_000);
        let many = "X: y\r\n".repeat(200);
        for (head, expected) in [
            (format!("GET / HTTP/1.1\r\nHost: h\r\nX: {long}\r\n\r\n"), 431),
            (format!("GET / HTTP/1.1\r\nHost: h\r\n{many}\r\n"), 431),
            (format!("GET /find?number={long} HTTP/1.1\r\nHost: h\r\n\r\n"), 431),
        ] {
            assert_eq!(ask(house.at, &head).await.status, expected);
        }
        let fits = "a".repeat(10_000);
        let head = format!("GET /help?{fits} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        assert_eq!(ask(house.at, &head).await.status, 200, "a launch may bring much");
    }
}

#[tokio::test]
async fn a_body_that_is_too_long_is_refused_before_it_is_sent() {
    for house in houses().await {
        let mut browser = house.sign_in(NURSE).await;
        let head = format!(
            "POST /find HTTP/1.1\r\nHost: h\r\nCookie: {}\r\nContent-Length: 70000\r\n\
             Content-Type: application/x-www-form-urlencoded\r\n\r\n",
            browser.cookie
        );
        let answer = ask(house.at, &head).await;
        assert_eq!((answer.status, answer.header("connection")), (413, "close"));
        assert_eq!(answer.heading(), "That was too long to send");
        let words = "a".repeat(60_000);
        let answer = browser.send("/find", &[("number", &words)]).await;
        answer.says("Enter at most 100 characters");
    }
}

/// Whatever a gateway may read otherwise than we do is refused, and nothing that follows on the
/// connection is taken for a request (RFC 9112 §11.2).
#[tokio::test]
async fn a_request_hidden_in_another_is_never_answered() {
    for house in houses().await {
        let browser = house.sign_in(NURSE).await;
        let hidden =
            format!("GET /wards HTTP/1.1\r\nHost: h\r\nCookie: {}\r\n\r\n", browser.cookie);
        let length = hidden.len();
        for (lengths, expected) in [
            ("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n".to_owned(), 411),
            ("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n".to_owned(), 411),
            ("Transfer-Encoding: chunked\r\n".to_owned(), 411),
            ("Transfer-Encoding: chunked, chunked\r\n".to_owned(), 411),
            ("Transfer-Encoding: identity, chunked\r\n".to_owned(), 411),
            ("Transfer-Encoding: xchunked\r\n".to_owned(), 400),
            ("Transfer-Encoding : chunked\r\n".to_owned(), 400),
            ("Transfer-Encoding:\r\n chunked\r\n".to_owned(), 400),
            (format!("Content-Length: 0\r\nContent-Length: {length}\r\n"), 400),
            (format!("Content-Length: 0, {length}\r\n"), 400),
            ("Content-Length: +5\r\n".to_owned(), 400),
            ("Content-Length: 0x5\r\n".to_owned(), 400),
            ("Content-Length: -5\r\n".to_owned(), 400),
        ] {
            let mut wire = Wire::open(house.at).await;
            wire.write(&format!(
                "POST /find HTTP/1.1\r\nHost: h\r\n{lengths}\r\n0\r\n\r\n{hidden}"
            ))
            .await;
            let all = wire.rest().await;
            assert_eq!(answers(&all), 1, "{lengths}: {all}");
            assert!(all.starts_with(&format!("HTTP/1.1 {expected} ")), "{lengths}: {all}");
            assert!(!all.contains("Hema Mistry"), "{lengths}: {all}");
        }
    }
}

#[tokio::test]
async fn a_request_names_its_host_once() {
    for house in houses().await {
        for head in [
            "GET / HTTP/1.1\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n",
            "GET http://elsewhere.example/ HTTP/1.1\r\nHost: h\r\n",
            "GET http://h/wards HTTP/1.1\r\nHost: h\r\n",
            "CONNECT elsewhere.example:443 HTTP/1.1\r\nHost: h\r\n",
        ] {
            let answer = ask(house.at, &format!("{head}Connection: close\r\n\r\n")).await;
            assert_eq!(answer.status, 400, "{head}");
        }
        let old = ask(house.at, "GET / HTTP/1.0\r\n\r\n").await;
        assert_eq!(old.status, 200, "the older protocol need not name it");
    }
}

#[tokio::test]
async fn a_name_that_is_not_ours_leads_nowhere() {
    for house in houses_where(|| named(&["homeward.example"])).await {
        let get = async |path: &str, host: &str| {
            let head = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
            ask(house.at, &head).await
        };
        assert_eq!(get("/", "homeward.example").await.status, 200);
        assert_eq!(get("/", "HOMEWARD.example").await.status, 200);
        for odd in ["elsewhere.example", "homeward.example.", "homeward.example:81", "", "h"] {
            let answer = get("/", odd).await;
            assert_eq!(answer.status, 421, "{odd}");
            answer.never_says("elsewhere");
        }
        assert_eq!(
            get("/healthz", "10.0.0.9").await.status,
            200,
            "whoever watches asks by address"
        );
    }
}

#[tokio::test]
async fn nobody_takes_every_place() {
    let few = || {
        let patience = Patience { connections_of_one: 2, ..Patience::default() };
        Plan { gate: Gate { patience, rates: Rates::none(), ..Gate::default() }, ..Plan::default() }
    };
    for house in houses_where(few).await {
        let request = "GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n";
        let mut first = Wire::open(house.at).await;
        first.write(request).await;
        first.until("\r\n\r\n").await;
        let mut second = Wire::open(house.at).await;
        second.write(request).await;
        second.until("\r\n\r\n").await;
        let mut third = Wire::open(house.at).await;
        assert_eq!(third.rest().await, "", "closed at once");
        first.write(request).await;
        first.until("\r\n\r\n").await;
    }
}

#[tokio::test]
async fn what_is_under_way_when_the_service_ends_is_finished() {
    for mut house in houses().await {
        let mut browser = house.sign_in(NURSE).await;
        let body = format!("number=H1&token={}", browser.token().await);
        let mut under_way = begin(&house, &browser.cookie, body.len()).await;
        let mut idle = Wire::open(house.at).await;
        idle.write("GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n").await;
        idle.until("\r\n\r\n").await;
        house.end();
        idle.rest().await;
        under_way.write(&body).await;
        let all = under_way.rest().await;
        assert!(all.starts_with("HTTP/1.1 200 "), "{all}");
        assert!(all.contains("</html>"), "the whole page: {all}");
    }
}

/// A form whose body is still to come, once the service has read its head.
async fn begin(house: &House, cookie: &str, length: usize) -> Wire {
    let mut wire = Wire::open(house.at).await;
    wire.write(&format!(
        "POST /find HTTP/1.1\r\nHost: h\r\nCookie: {cookie}\r\nContent-Length: {length}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nExpect: 100-continue\r\n\r\n"
    ))
    .await;
    wire.until("100 Continue\r\n\r\n").await;
    wire
}

#[tokio::test]
async fn no_answer_says_with_what_it_was_made() {
    for house in houses().await {
        for path in ["/", "/nowhere", "/wards"] {
            let answer = house.stranger().get(path).await;
            for name in ["server", "x-powered-by", "via"] {
                assert_eq!(answer.header(name), "", "{path}");
            }
        }
    }
}
