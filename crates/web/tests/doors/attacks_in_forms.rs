//! Can a form, an address or a header say more than it is asked?

use care::access::{Act, Actor};
use store::AuditFilter;

use crate::browser::{Answer, Browser};
use crate::house::{House, NURSE, houses, scene};
use crate::log;
use crate::paths::{Path, paths};

/// What others read as the end of a line, of a text or of a colour.
const ODD: [&str; 8] = [
    "%0d%0aforged%20line",
    "%0aforged%20line",
    "%1b%5b31mforged%1b%5b0m",
    "%e2%80%a8forged%20line",
    "forged%22%7d%2c%7b%22line%22",
    "%3cscript%3eforged%28%29%3c%2fscript%3e",
    "forged%27%20OR%20%271%27%3d%271",
    "%24%7bjndi%3aforged%7d",
];

#[tokio::test]
async fn a_form_comes_as_a_form_and_in_no_other_shape() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        let mut browser = house.sign_in(NURSE).await;
        let token = browser.token().await;
        let before = noted(&house).await;
        let form = format!("agreed=no&answered=yes&reason=x&token={token}");
        let json = format!("{{\"agreed\":\"no\",\"token\":\"{token}\"}}");
        for path in guarded_forms(&patient) {
            for (kind, body) in [
                ("text/plain", &form),
                ("application/json", &json),
                ("multipart/form-data; boundary=x", &form),
                ("", &form),
            ] {
                let headers: &[(&str, &str)] =
                    if kind.is_empty() { &[] } else { &[("Content-Type", kind)] };
                let answer = browser.ask("POST", &path.to, headers, body).await;
                assert_eq!(answer.status, 400, "{kind} at {}", path.to);
            }
        }
        assert_eq!(noted(&house).await, before, "{:?}", house.store);
    }
}

#[tokio::test]
async fn a_field_that_stands_twice_is_not_chosen_between() {
    for house in houses().await {
        let mut browser = house.sign_in(NURSE).await;
        let token = browser.token().await;
        for form in [
            vec![("token", token.as_str()), ("token", token.as_str()), ("number", "H1")],
            vec![("token", ""), ("token", token.as_str()), ("number", "H1")],
            vec![("token", token.as_str()), ("number", "H1"), ("number", "H2")],
        ] {
            let answer = browser.post("/find", &form).await;
            assert_eq!(answer.status, 400, "{form:?}");
        }
        let answer = browser.post(&format!("/find?token={token}"), &[("number", "H1")]).await;
        assert_eq!(answer.status, 400, "an address line is no form");
    }
}

#[tokio::test]
async fn nobody_gives_themselves_a_role_by_a_field_of_a_form() {
    let more = [
        ("role", "privacy_officer"),
        ("seat", "privacy_officer"),
        ("name", "Forged"),
        ("organisation", "RYY"),
        ("trust", "RYY"),
        ("site", "RZZ02"),
        ("way", "launch"),
        ("at", "2020-01-01T00:00:00Z"),
    ];
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        let mut browser = house.stranger();
        let form: Vec<_> = more.iter().copied().chain([("staff", NURSE)]).collect();
        assert_eq!(browser.post("/sign-in", &form).await.status, 303);
        let page = browser.get("/wards").await;
        page.says("Hema Mistry");
        page.never_says("Forged");
        assert_eq!(browser.get("/match-desk").await.status, 403, "no officer's page");
        for path in guarded_forms(&patient) {
            let other = [("staff", "ward-nurse-lewis"), ("agreed", "yes"), ("answered", "yes")];
            let form: Vec<_> = more.iter().chain(&other).copied().collect();
            browser.send(&path.to, &form).await;
            browser = house.sign_in(NURSE).await;
        }
        for line in house.store.audit_lines(&AuditFilter::All, 1000).await.unwrap() {
            let Actor::Staff { id, role, .. } = &line.actor else { continue };
            assert_eq!((id.as_str(), role), (NURSE, &care::access::Role::Ward), "{:?}", line.act);
            assert_eq!(line.at, house.now());
        }
    }
}

#[tokio::test]
async fn odd_characters_are_words_to_us_and_never_a_fault() {
    log::listen();
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        let mut browser = house.sign_in(NURSE).await;
        let token = browser.token().await;
        for odd in ODD {
            for path in [
                format!("/{odd}"),
                format!("/patients/{odd}"),
                format!("/patients/{patient}/{odd}"),
                format!("/wards/{odd}"),
                format!("/assets/{odd}"),
                format!("/help?{odd}={odd}"),
                format!("/wards/ED?only={odd}"),
            ] {
                let answer = browser.get(&path).await;
                check_harmless(&answer, &path);
            }
            for path in guarded_forms(&patient) {
                let fields = FIELDS.map(|field| format!("{field}={odd}")).join("&");
                let body = format!("{fields}&token={token}");
                let kind = [("Content-Type", "application/x-www-form-urlencoded")];
                let answer = browser.ask("POST", &path.to, &kind, &body).await;
                check_harmless(&answer, &path.to);
                browser = house.sign_in(NURSE).await;
            }
        }
        let said = [
            ("User-Agent", "forged \u{1b}[31m agent"),
            ("Referer", "https://forged.example/"),
            ("X-Request-Id", "forged"),
            ("X-Forwarded-For", "forged"),
            ("Accept-Language", "forged"),
        ];
        browser.ask("GET", "/nowhere", &said, "").await;
    }
    let lines = log::lines();
    assert!(!lines.contains("forged"), "the log repeats what was sent");
    assert!(!lines.contains('\u{1b}'));
}

/// The fields of every form of ours that take words or choose something.
const FIELDS: [&str; 14] = [
    "number", "family", "day", "month", "year", "reason", "words", "other", "why", "agreed",
    "answered", "decision", "person", "kind",
];

/// Not a fault of ours, and nothing sent comes back as markup or as a header.
#[track_caller]
fn check_harmless(answer: &Answer, path: &str) {
    assert!(answer.status < 500, "{path}: {}", answer.text());
    assert!(!answer.body.contains("<script>forged"), "{path}");
    for (name, value) in &answer.headers {
        assert!(!name.contains("forged") && !value.contains("forged"), "{path}: {name}: {value}");
    }
}

#[tokio::test]
async fn a_text_that_ends_early_elsewhere_is_refused_whole() {
    for house in houses().await {
        let mut browser = house.sign_in(NURSE).await;
        let token = browser.token().await;
        for path in ["/wards/ED%00", "/patients/%00", "/help?a=%00", "/assets/app.css%00"] {
            assert_eq!(browser.get(path).await.status, 400, "{path}");
        }
        for number in ["H1%00", "%00", "H1\0"] {
            let body = format!("number={number}&token={token}");
            let kind = [("Content-Type", "application/x-www-form-urlencoded")];
            let answer = browser.ask("POST", "/find", &kind, &body).await;
            assert_eq!(answer.status, 400, "{number:?}");
        }
    }
}

#[tokio::test]
async fn no_path_leads_out_of_the_files_that_are_part_of_the_program() {
    for house in houses().await {
        let mut browser = house.stranger();
        let nowhere = browser.get("/assets/nothing.css").await;
        assert_eq!((nowhere.status, nowhere.body.as_str()), (404, ""));
        for path in [
            "/assets/../homeward.toml",
            "/assets/..%2fhomeward.toml",
            "/assets/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
            "/assets/..%5c..%5chomeward.toml",
            "/assets//etc/passwd",
            "/assets/%2fetc%2fpasswd",
            "/assets/....//homeward.toml",
            "/.git/config",
            "/homeward.toml",
            "/assets/",
            "/assets",
            "//assets/app.css",
        ] {
            let answer = browser.get(path).await;
            assert_eq!(answer.status, 404, "{path}");
            answer.never_says("root:");
            answer.never_says("database");
        }
    }
}

#[tokio::test]
async fn a_method_that_no_page_has_is_refused_everywhere() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        let mut browser = house.sign_in(NURSE).await;
        for path in paths(&patient) {
            for method in ["PUT", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "GETT"] {
                let answer = browser.ask(method, &path.to, &[], "").await;
                assert_eq!(answer.status, 405, "{method} {}", path.to);
                assert_eq!(answer.header("access-control-allow-origin"), "", "{}", path.to);
            }
            let overruled = [("X-HTTP-Method-Override", "POST")];
            let answer = browser.ask("DELETE", &path.to, &overruled, "").await;
            assert_eq!(answer.status, 405, "DELETE as POST {}", path.to);
        }
    }
}

#[tokio::test]
async fn asking_for_the_head_alone_opens_no_more_than_asking_for_all() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        let person = format!("/patients/{patient}");
        let stranger = house.stranger().ask("HEAD", &person, &[], "").await;
        assert_eq!((stranger.status, stranger.body.as_str()), (401, ""));
        let mut browser = house.sign_in(NURSE).await;
        let answer = browser.ask("HEAD", &person, &[], "").await;
        assert_eq!((answer.status, answer.body.as_str()), (200, ""));
        let lines = house.store.audit_lines(&AuditFilter::Patient(patient), 10).await.unwrap();
        let opened = lines.iter().filter(|line| matches!(line.act, Act::Opened { .. })).count();
        assert_eq!(opened, 1, "a look is a look");
    }
}

fn guarded_forms(patient: &care::people::PatientId) -> Vec<Path> {
    let forms = paths(patient).into_iter().filter(|path| path.post && !path.is_open());
    forms.filter(|path| path.to != "/sign-out").collect()
}

async fn noted(house: &House) -> usize {
    house.store.audit_lines(&AuditFilter::All, 1000).await.unwrap().len()
}

/// A session that somebody put into a browser beforehand is never the one that is signed in to.
#[tokio::test]
async fn a_session_fixed_beforehand_opens_nothing() {
    for house in houses().await {
        let fixed = format!("homeward={}", "7".repeat(64));
        let mut browser = house.stranger();
        browser.cookie.clone_from(&fixed);
        let answer = browser.post("/sign-in", &[("staff", NURSE)]).await;
        assert_eq!(answer.status, 303);
        assert_ne!(browser.cookie, fixed);
        let mut attacker = Browser::new(house.at);
        attacker.cookie = fixed;
        assert_eq!(attacker.get("/wards").await.status, 401);
        let own = house.sign_in(NURSE).await.cookie;
        let mut victim = Browser::new(house.at);
        victim.cookie.clone_from(&own);
        victim.post("/sign-in", &[("staff", NURSE)]).await;
        assert_ne!(victim.cookie, own, "each sign-in is a new session");
        attacker.cookie = own;
        assert_eq!(attacker.get("/wards").await.status, 401, "and the one before is over");
    }
}
