//! Who is let in where? Every path that there is, tried by everybody who may try it.

use care::access::{Organisation, Staff};
use store::AuditFilter;
use web::routes::{OPEN, OpenKind};

use crate::browser::{Answer, Browser};
use crate::hospital::Coming;
use crate::house::{
    House, NURSE, OTHER_COUNCIL, OTHER_NURSE, OTHER_SITE, OTHER_TRUST, Plan, SOCIAL_WORKER, houses,
    houses_where, scene, staff,
};
use crate::paths::{Path, paths};

/// So many doors are open at most: a number that is only raised with a reason that convinces.
const MOST_OPEN: usize = 24;

#[tokio::test]
async fn a_stranger_finds_the_open_doors_open_and_all_others_shut() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        for path in paths(&patient) {
            if path.get {
                let answer = house.stranger().get(&path.to).await;
                check_stranger(&path, &answer, "GET");
            }
            if path.post {
                let answer = house.stranger().post(&path.to, &[]).await;
                check_stranger(&path, &answer, "POST");
            }
        }
    }
}

/// An open page shows itself. A way in leads no further without a proof. All else is shut.
#[track_caller]
fn check_stranger(path: &Path, answer: &Answer, method: &str) {
    let (to, status) = (&path.to, answer.status);
    match path.open() {
        Some(OpenKind::Page) => assert_eq!(status, 200, "{method} {to}"),
        Some(OpenKind::WayIn | OpenKind::Secret | OpenKind::Machine) => {
            assert!((400..500).contains(&status) && status != 401, "{method} {to}: {status}");
        }
        None => {
            assert_eq!((status, answer.heading().as_str()), (401, "You were signed out"), "{to}");
        }
    }
    assert_eq!(answer.header("set-cookie"), "", "{method} {to} begins a session");
    shows_nothing_of_mrs_okoro(&answer.body, to);
}

#[test]
fn the_list_of_open_doors_names_only_doors_and_why_each_is_open() {
    let known = paths(&"0123456789abcdef0123456789abcdef".parse().unwrap());
    for open in OPEN {
        assert!(known.iter().any(|path| path.route == open.path), "{} is no door", open.path);
        assert!(open.why.len() > 10, "{}: why is it open?", open.path);
        let twice = OPEN.iter().filter(|other| other.path == open.path).count();
        assert_eq!(twice, 1, "{}", open.path);
    }
    assert!(OPEN.len() <= MOST_OPEN, "the list of open doors only shrinks");
}

#[track_caller]
fn shows_nothing_of_mrs_okoro(page: &str, path: &str) {
    for word in ["OKORO", "Okoro", "Ngozi", "999 700 2024", "9997002024", "Orchard Row"] {
        assert!(!page.contains(word), "{path} shows {word}");
    }
}

/// What each role may open: wards and search, a record, the council's list, unreadable messages, the
/// match desk, withdrawn matches.
const ROLES: [(&str, [bool; 6]); 17] = [
    ("ed-nurse-adeyemi", [true, true, false, false, false, false]),
    ("ed-doctor-byrne", [true, true, false, false, false, false]),
    (NURSE, [true, true, false, false, false, false]),
    ("ward-nurse-morris", [true, true, false, false, false, false]),
    (OTHER_NURSE, [true, true, false, false, false, false]),
    ("therapist-nowak", [true, true, false, false, false, false]),
    ("discharge-osei", [true, true, false, false, false, false]),
    ("clerk-barton", [true, false, false, false, false, false]),
    ("safeguarding-hospital-reid", [true, true, false, false, true, true]),
    ("privacy-hospital-shah", [false, false, false, false, true, true]),
    ("support-tucker", [false, false, false, true, false, false]),
    (SOCIAL_WORKER, [false, true, true, false, true, false]),
    ("out-of-hours-malik", [false, true, true, false, false, false]),
    ("brokerage-pugh", [false, true, true, false, false, false]),
    ("safeguarding-council-gill", [false, true, true, false, true, true]),
    ("privacy-council-hart", [false, false, false, false, true, true]),
    ("owner-lowe", [false, false, false, false, false, false]),
];

#[test]
fn every_role_of_either_side_has_a_line() {
    let all = staff();
    let kind = |one: &Staff| (one.role, matches!(one.organisation, Organisation::Council(_)));
    let tried: Vec<_> = all
        .iter()
        .filter(|one| ROLES.iter().any(|(id, _)| *id == one.id.as_str()))
        .map(kind)
        .collect();
    assert_eq!(tried.len(), ROLES.len());
    assert!(all.iter().all(|one| tried.contains(&kind(one))));
}

#[tokio::test]
async fn each_role_opens_what_is_its_own_and_nothing_else() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        for (staff, [wards, record, council, messages, desk, withdrawn]) in ROLES {
            let mut browser = house.sign_in(staff).await;
            let person = format!("/patients/{patient}");
            let tries = [
                ("/wards", wards),
                ("/wards/ED", wards),
                ("/find", wards),
                (person.as_str(), record),
                ("/council", council),
                ("/status/messages", messages),
                ("/match-desk", desk),
                ("/match-desk/withdrawn", withdrawn),
            ];
            for (path, may) in tries {
                let answer = browser.get(path).await;
                let expected = if may { 200 } else { 403 };
                assert_eq!(answer.status, expected, "{staff} at {path}: {}", answer.text());
            }
        }
    }
}

/// Those who work with no person's data are shown none, on no path at all (hazard H01).
#[tokio::test]
async fn support_and_owner_meet_no_patient_behind_any_door() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        for staff in ["support-tucker", "owner-lowe"] {
            let mut browser = house.sign_in(staff).await;
            for path in paths(&patient).iter().filter(|path| !path.to.ends_with("/changes")) {
                if path.get {
                    let answer = browser.get(&path.to).await;
                    shows_nothing_of_mrs_okoro(&answer.body, &path.to);
                    let shut = path.is_about_a_patient();
                    assert!(!shut || answer.status == 403, "{staff} at {}", path.to);
                }
                if path.post && path.is_about_a_patient() {
                    let form = [("agreed", "yes"), ("answered", "yes"), ("reason", "curious")];
                    let answer = browser.send(&path.to, &form).await;
                    assert_eq!(answer.status, 403, "{staff} posts to {}", path.to);
                    shows_nothing_of_mrs_okoro(&answer.body, &path.to);
                }
            }
        }
        let lines = house.store.audit_lines(&AuditFilter::Patient(patient), 50).await.unwrap();
        let acts = lines.iter().filter(|line| line.actor != care::access::Actor::Service);
        let refused = |line: &&care::access::AuditLine| {
            matches!(line.act, care::access::Act::WasRefused { .. })
        };
        let done = acts.filter(|line| !refused(line)).count();
        assert_eq!(done, 0, "{:?}: nothing was done to the patient", house.store);
    }
}

#[tokio::test]
async fn another_trusts_patient_looks_like_one_who_does_not_exist() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        for staff in [OTHER_TRUST, OTHER_COUNCIL] {
            let mut browser = house.sign_in(staff).await;
            let nobody = "0123456789abcdef0123456789abcdef".parse().unwrap();
            for (real, invented) in paths(&patient).iter().zip(&paths(&nobody)) {
                if real.is_about_a_patient() {
                    same_refusal(&mut browser, real, &invented.to).await;
                }
            }
        }
        let browser = &mut house.sign_in(NURSE).await;
        let unknown = browser.get("/patients/nobody").await;
        for odd in ["/patients/NOBODY", "/patients/a%20b", "/patients/%ff", "/nowhere"] {
            let answer = browser.get(odd).await;
            assert_eq!((answer.status, &answer.body), (404, &unknown.body), "{odd}");
        }
    }
}

async fn same_refusal(browser: &mut Browser, real: &Path, invented: &str) {
    let form = [("agreed", "yes"), ("answered", "yes"), ("reason", "curious")];
    if real.get {
        let (there, nowhere) = (browser.get(&real.to).await, browser.get(invented).await);
        assert_eq!((there.status, nowhere.status), (404, 404), "GET {}", real.to);
        assert_eq!(there.body, nowhere.body, "GET {}", real.to);
    }
    if real.post {
        let there = browser.send(&real.to, &form).await;
        let nowhere = browser.send(invented, &form).await;
        assert_eq!((there.status, nowhere.status), (404, 404), "POST {}", real.to);
        assert_eq!(there.body, nowhere.body, "POST {}", real.to);
    }
}

#[tokio::test]
async fn a_council_sees_no_patient_who_is_not_certainly_its_own() {
    for house in houses().await {
        let mut browser = house.sign_in(SOCIAL_WORKER).await;
        for number in [4, 10, 11] {
            let patient = house.admit(scene(number)).await;
            let answer = browser.get(&format!("/patients/{patient}")).await;
            assert_eq!(answer.status, 404, "scene {number}");
        }
    }
}

#[tokio::test]
async fn a_nurse_of_another_site_must_give_a_reason() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        let mut browser = house.sign_in(OTHER_SITE).await;
        let answer = browser.get(&format!("/patients/{patient}")).await;
        assert_eq!(answer.header("location"), format!("/patients/{patient}/reason"));
        let list = browser.get("/wards/ED").await;
        assert_eq!(list.status, 200);
    }
}

#[tokio::test]
async fn a_form_that_is_not_from_our_page_changes_nothing() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        let mut other = house.sign_in(OTHER_NURSE).await;
        let others = other.token().await;
        let mut browser = house.sign_in(NURSE).await;
        let own = browser.token().await;
        let before = everything_noted(&house).await;
        for path in paths(&patient).iter().filter(|path| path.post && !path.is_open()) {
            let fields = [("agreed", "no"), ("answered", "yes"), ("reason", "x")];
            let with = |token| fields.into_iter().chain([("token", token)]).collect::<Vec<_>>();
            let html = ("Accept", "text/html");
            let tries: [(&[(&str, &str)], Vec<_>); 6] = [
                (&[html], fields.to_vec()),
                (&[html], with("")),
                (&[html], with(others.as_str())),
                (&[html, ("Origin", "https://elsewhere.example")], with(own.as_str())),
                (&[html, ("Sec-Fetch-Site", "cross-site")], with(own.as_str())),
                (&[html, ("Sec-Fetch-Site", "same-site")], with(own.as_str())),
            ];
            for (turn, (headers, form)) in tries.into_iter().enumerate() {
                let answer = browser.post_with(&path.to, headers, &form).await;
                assert_eq!(answer.status, 400, "try {turn} at {}", path.to);
                assert_eq!(answer.heading(), "We could not accept that form");
            }
        }
        assert_eq!(everything_noted(&house).await, before, "{:?}", house.store);
        assert_eq!(browser.get("/wards").await.status, 200, "still signed in");
    }
}

async fn everything_noted(house: &House) -> usize {
    house.store.audit_lines(&AuditFilter::All, 1000).await.unwrap().len()
}

#[tokio::test]
async fn a_path_answers_only_in_the_way_that_it_is_meant() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        let mut browser = house.sign_in(NURSE).await;
        for path in paths(&patient) {
            if !path.get {
                assert_eq!(browser.get(&path.to).await.status, 405, "GET {}", path.to);
            }
            if !path.post {
                let answer = browser.send(&path.to, &[]).await;
                assert_eq!(answer.status, 405, "POST {}", path.to);
            }
            let delete = browser.ask("DELETE", &path.to, &[], "").await;
            assert_eq!(delete.status, 405, "DELETE {}", path.to);
        }
    }
}

#[tokio::test]
async fn outside_the_demonstration_nobody_comes_in_by_choosing_a_name() {
    let closed = || Plan { is_demo: false, keeps_accounts: false, ..Plan::default() };
    for house in houses_where(closed).await {
        for staff in staff() {
            let answer = house.stranger().post("/sign-in", &[("staff", staff.id.as_str())]).await;
            assert_eq!((answer.status, answer.header("set-cookie")), (404, ""));
        }
        let start = house.stranger().get("/").await;
        start.says("Signing in has not been set up");
        start.never_says("/sign-in");
        start.never_says("Demonstration");
    }
}

#[tokio::test]
async fn the_demonstration_lets_in_whom_it_offers_and_from_its_own_page() {
    for house in houses().await {
        let mut browser = house.stranger();
        assert_eq!(browser.post("/sign-in", &[("staff", "nobody")]).await.status, 400);
        assert_eq!(browser.post("/sign-in", &[]).await.status, 400);
        let elsewhere = [("Origin", "https://elsewhere.example")];
        let answer = browser.post_with("/sign-in", &elsewhere, &[("staff", NURSE)]).await;
        assert_eq!((answer.status, answer.header("set-cookie")), (400, ""));
        let stranger = Coming::stranger(care::people::PersonName::usual("Vane", "Ida"));
        let patient = house.tell(&stranger).await;
        let form = [("staff", NURSE), ("patient", patient.as_str())];
        let answer = browser.post("/sign-in", &form).await;
        assert_eq!(answer.header("location"), format!("/patients/{patient}"));
        let form = [("staff", NURSE), ("patient", "//elsewhere.example")];
        let answer = browser.post("/sign-in", &form).await;
        assert_eq!(answer.header("location"), "/", "no way out of the house");
    }
}
