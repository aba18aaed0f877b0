//! What does every answer carry, and when does a session end?

use jiff::SignedDuration;

use web::{Gate, Rates};

use crate::house::{House, NURSE, OTHER_NURSE, Plan, houses, houses_where, scene};
use crate::paths::paths;

/// What each answer carries, whatever it is.
const ALWAYS: [(&str, &str); 5] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("cross-origin-resource-policy", "same-origin"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
];

#[tokio::test]
async fn every_answer_forbids_what_a_page_does_not_need() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        let mut browser = house.sign_in(NURSE).await;
        let person = format!("/patients/{patient}");
        let missing = "/assets/missing.css";
        let style = web::assets::asset_path("app.css");
        for path in
            ["/", "/wards", &person, "/nowhere", "/status.json", "/sign-out", style, missing]
        {
            let answer = browser.get(path).await;
            for (name, value) in ALWAYS {
                assert_eq!(answer.header(name), value, "{path}");
            }
            let policy = answer.header("content-security-policy");
            let parts: Vec<&str> = policy.split(';').map(str::trim).collect();
            for part in [
                "default-src 'none'",
                "script-src 'self'",
                "object-src 'none'",
                "frame-ancestors 'none'",
                "form-action 'self'",
                "base-uri 'none'",
            ] {
                assert!(parts.contains(&part), "{path}: {policy}");
            }
            assert!(!policy.contains("unsafe"), "{path}: {policy}");
            assert_eq!(answer.header("strict-transport-security"), "", "only over TLS");
            let kept = answer.header("cache-control");
            if path == style {
                assert!(kept.contains("immutable") && kept.contains("max-age=31536000"), "{kept}");
            } else {
                assert_eq!(kept, "no-store", "{path}");
            }
        }
    }
}

#[tokio::test]
async fn only_who_is_listed_may_frame_our_pages() {
    let framed = || {
        let framed_by =
            vec!["https://epr.example".to_owned(), "https://epr.example:8443".to_owned()];
        let gate = Gate { framed_by, rates: Rates::none(), ..Gate::default() };
        Plan { behind_tls: true, gate, ..Plan::default() }
    };
    for house in houses_where(framed).await {
        for path in ["/", "/wards", "/nowhere", "/status.json"] {
            let answer = house.stranger().get(path).await;
            let policy = answer.header("content-security-policy");
            let listed = "frame-ancestors https://epr.example https://epr.example:8443;";
            assert!(policy.contains(listed), "{path}: {policy}");
            assert!(policy.contains("default-src 'none'"), "{path}: {policy}");
            assert_eq!(answer.header("x-frame-options"), "", "{path}: it knows no list");
        }
    }
}

#[tokio::test]
async fn every_page_of_somebody_signed_in_offers_to_sign_out() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        let mut browser = house.sign_in(NURSE).await;
        let mut seen = 0;
        for path in paths(&patient).iter().filter(|path| path.get && !path.to.ends_with("/changes"))
        {
            let answer = browser.get(&path.to).await;
            let is_page = answer.status == 200 && answer.header("content-type").contains("html");
            if is_page && !path.is_open() {
                seen += 1;
                assert!(answer.body.contains("action=\"/sign-out\""), "{}", path.to);
            }
        }
        assert!(seen > 5, "only {seen} pages were seen");
    }
}

#[tokio::test]
async fn every_answer_says_what_it_is() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        let mut browser = house.sign_in(NURSE).await;
        for path in paths(&patient).iter().filter(|path| path.get && !path.to.ends_with("/changes"))
        {
            let answer = browser.get(&path.to).await;
            let kind = answer.header("content-type");
            let named = kind.contains("charset=utf-8") || kind.ends_with("json");
            assert!(named || answer.body.is_empty(), "{}: {kind}", path.to);
        }
    }
}

#[tokio::test]
async fn behind_tls_the_cookie_stays_there_and_browsers_are_told_to() {
    let tls = || Plan { behind_tls: true, ..Plan::default() };
    for house in houses_where(tls).await {
        let mut browser = house.stranger();
        let answer = browser.post("/sign-in", &[("staff", NURSE)]).await;
        let cookie = answer.header("set-cookie");
        assert!(cookie.starts_with("__Host-homeward="), "{cookie}");
        check_cookie(cookie, &["Path=/", "HttpOnly", "SameSite=Lax", "Secure"]);
        let asked = "__Host-homeward-asked=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0";
        let cleared = answer.headers.iter().any(|(_, value)| value == asked);
        assert!(cleared, "what was asked of whoever was here before: {:?}", answer.headers);
        for answer in [answer, browser.get("/").await, browser.get("/nowhere").await] {
            let hsts = answer.header("strict-transport-security");
            assert_eq!(hsts, "max-age=31536000; includeSubDomains");
        }
        assert_eq!(browser.get("/wards").await.status, 200);
        let token = browser.cookie.split_once('=').unwrap().1.to_owned();
        browser.cookie = format!("homeward={token}");
        assert_eq!(browser.get("/wards").await.status, 401, "the other name opens nothing");
    }
}

#[tokio::test]
async fn no_script_and_no_other_site_reads_the_cookie() {
    for house in houses().await {
        let answer = house.stranger().post("/sign-in", &[("staff", NURSE)]).await;
        let cookie = answer.header("set-cookie");
        check_cookie(cookie, &["Path=/", "HttpOnly", "SameSite=Lax"]);
        assert!(!cookie.contains("Expires") && !cookie.contains("Max-Age"), "{cookie}");
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
}

#[track_caller]
fn check_cookie(cookie: &str, attributes: &[&str]) {
    let found: Vec<&str> = cookie.split("; ").skip(1).collect();
    assert!(attributes.iter().all(|attribute| found.contains(attribute)), "{cookie}");
}

#[tokio::test]
async fn h22_signing_out_leaves_nothing_in_the_browser_and_nothing_on_the_server() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        let mut browser = house.sign_in(NURSE).await;
        let person = format!("/patients/{patient}");
        assert_eq!(browser.get(&person).await.status, 200);
        let before = browser.cookie.clone();
        let answer = browser.send("/sign-out", &[]).await;
        assert_eq!((answer.status, answer.header("location")), (303, "/"));
        assert_eq!(answer.header("clear-site-data"), "\"cache\", \"storage\"");
        assert!(answer.header("set-cookie").contains("Max-Age=0"));
        browser.cookie = before;
        let back = browser.get(&person).await;
        assert_eq!((back.status, back.heading().as_str()), (401, "You were signed out"));
        back.never_says("OKORO");
        assert_eq!(back.header("clear-site-data"), "\"cache\", \"storage\"");
    }
}

#[tokio::test]
async fn h22_the_next_user_of_a_browser_is_somebody_else() {
    for house in houses().await {
        let mut browser = house.sign_in(NURSE).await;
        let first = browser.token().await;
        browser.get("/wards").await.says("Hema Mistry");
        let cookie = browser.cookie.clone();
        browser.post("/sign-in", &[("staff", OTHER_NURSE)]).await;
        let mut left_open = house.stranger();
        left_open.cookie = cookie;
        assert_eq!(left_open.get("/wards").await.status, 401, "the user before is signed out");
        let page = browser.get("/wards").await;
        page.says("Gareth Lewis");
        page.never_says("Hema Mistry");
        let answer = browser.post("/sign-out", &[("token", &first)]).await;
        assert_eq!(answer.status, 400, "a form of the user before is refused");
    }
}

#[tokio::test]
async fn h30_a_screen_is_locked_after_ten_minutes_without_a_request() {
    for house in houses().await {
        let mut browser = house.sign_in(NURSE).await;
        for _ in 0..3 {
            house.wait(SignedDuration::from_secs(9 * 60 + 59));
            assert_eq!(browser.get("/wards").await.status, 200, "each request begins anew");
        }
        house.wait(SignedDuration::from_mins(10));
        let answer = browser.get("/wards").await;
        assert_eq!((answer.status, answer.heading().as_str()), (401, "This screen is locked"));
        let answer = browser.post("/find", &[("number", "H1")]).await;
        assert_eq!(answer.status, 401);
    }
}

#[tokio::test]
async fn h30_a_session_ends_after_twelve_hours_whatever_is_done() {
    for house in houses().await {
        let mut browser = house.sign_in(NURSE).await;
        for _ in 0..79 {
            house.wait(SignedDuration::from_mins(9));
            assert_eq!(browser.get("/wards").await.status, 200, "{}", house.now());
        }
        house.wait(SignedDuration::from_mins(9));
        check_signed_out(&house, &mut browser).await;
    }
}

async fn check_signed_out(house: &House, browser: &mut crate::browser::Browser) {
    let answer = browser.get("/wards").await;
    assert_eq!(answer.status, 401, "{}", house.now());
}
