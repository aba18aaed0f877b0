//! Nobody's name, number or address stands where others may read it: not in an address line, a
//! title, a log, or the status of the service.

use care::access::PermissionMode;
use care::people::PersonName;
use care::record::PartName;
use jiff::SignedDuration;

use crate::browser::{Answer, Browser};
use crate::hospital::Coming;
use crate::house::{House, NURSE, Plan, SOCIAL_WORKER, houses, houses_where, scene};
use crate::html;
use crate::log;

/// What identifies those who are met here: patients, contacts, staff.
const CANARIES: [&str; 18] = [
    "okoro",
    "ngozi",
    "adaeze",
    "gallagher",
    "sheila",
    "quillfeather",
    "9997002024",
    "999 700 2024",
    "9997008081",
    "999 700 8081",
    "h4300001",
    "h4300007",
    "canary",
    "orchard row",
    "xx1 2ab",
    "1941-03-09",
    "09-mar-1941",
    "hema mistry",
];

#[track_caller]
fn names_nobody(text: &str, what: &str) {
    let lower = text.to_lowercase();
    let plain = lower.replace(['+', ' '], "").replace("%20", "");
    for canary in CANARIES {
        let found = lower.contains(canary) || plain.contains(&canary.replace(' ', ""));
        assert!(!found, "{what} holds {canary}: {text}");
    }
}

/// Everything on a page that ends up in an address line, a history or another's log.
#[track_caller]
fn addresses_name_nobody(page: &Answer, path: &str) {
    names_nobody(path, "the path");
    names_nobody(page.header("location"), path);
    for name in ["href", "action", "src", "data-hw-live", "formaction", "id", "name"] {
        for value in html::attributes(&page.body, name) {
            names_nobody(&value, path);
        }
    }
    names_nobody(&html::inside(&page.body, "<title", "</title>").unwrap_or_default(), path);
}

#[tokio::test]
async fn no_address_no_title_and_no_log_line_names_anybody() {
    log::listen();
    for house in houses().await {
        let patients = [house.admit(scene(1)).await, house.admit(scene(7)).await];
        house.admit(scene(4)).await;
        let named = Coming::stranger(PersonName::usual("Quillfeather", "Ida"));
        house.tell(&named).await;
        for patient in patients {
            for staff in [NURSE, SOCIAL_WORKER] {
                let mut browser = house.sign_in(staff).await;
                walk(&mut browser, patient.as_str()).await;
            }
        }
        let mut nurse = house.sign_in(NURSE).await;
        for number in ["999 700 2024", "H4300007", "999 700 2025"] {
            let page = nurse.send("/find", &[("number", number)]).await;
            addresses_name_nobody(&page, "/find");
        }
        go_wrong(&house, &mut nurse).await;
        for path in ["/status", "/status.json", "/healthz", "/phone-numbers", "/help"] {
            let page = house.stranger().get(path).await;
            names_nobody(&page.body, path);
        }
        names_nobody(&log::lines(), "the log");
        assert!(log::lines().contains("could not be checked"), "the log was listened to");
    }
}

/// Every page about a patient, and every form on it.
async fn walk(browser: &mut Browser, patient: &str) {
    let person = format!("/patients/{patient}");
    let gets = ["", "/permission", "/reason", "/override", "/wrong", "/print", "/feedback"];
    for path in gets.map(|end| format!("{person}{end}")) {
        let page = browser.get(&path).await;
        addresses_name_nobody(&page, &path);
    }
    for path in ["/", "/wards", "/wards/ED", "/wards/7B", "/find", "/council"] {
        let page = browser.get(path).await;
        addresses_name_nobody(&page, path);
    }
    let form = [
        ("agreed", "yes"),
        ("answered", "yes"),
        ("reason", "Okoro"),
        ("why", "emergency"),
        ("words", "Okoro of Orchard Row"),
    ];
    for path in ["/same", "/feedback", "/print", "/reason", "/override", "/permission"] {
        let page = browser.send(&format!("{person}{path}"), &form).await;
        addresses_name_nobody(&page, path);
    }
}

/// The council and the memory fail while somebody looks.
async fn go_wrong(house: &House, nurse: &mut Browser) {
    let person = format!("/patients/{}", Coming::scene(scene(1)).id());
    for part in [PartName::Person, PartName::Packages] {
        house.source.shut(part);
        house.wait(SignedDuration::from_secs(1));
        nurse.get(&person).await;
    }
    house.source.take_away();
    nurse.get(&person).await;
    names_nobody(&house.stranger().get("/status").await.text(), "the status in an outage");
    names_nobody(&house.stranger().get("/status.json").await.body, "the status in an outage");
    let garbage =
        ["/patients/OKORO", "/patients/okoro?number=9997002024", "/wards/ED/changes?since=x"];
    for path in garbage {
        let page = nurse.get(path).await;
        assert_eq!(page.status, 404, "{path}");
    }
}

#[tokio::test]
async fn a_store_that_fails_is_logged_without_what_was_asked_of_it() {
    log::listen();
    for house in houses().await.into_iter().filter(|house| !house.is_on_sqlite()) {
        let patient = house.admit(scene(1)).await;
        let mut nurse = house.sign_in(NURSE).await;
        house.store.ground().take_away().await;
        let answer = nurse.get(&format!("/patients/{patient}")).await;
        assert_eq!(answer.status, 503);
        names_nobody(&answer.text(), "the page");
        let lines = log::lines();
        assert!(lines.contains("a page could not be served"), "{lines}");
        names_nobody(&lines, "the log");
    }
}

/// What is stated against a no is read by the privacy officer, and stands nowhere else (hazard H16).
#[tokio::test]
async fn h16_why_somebody_looks_against_a_no_is_in_no_address_no_log_and_no_status() {
    log::listen();
    let plan = || Plan { mode: PermissionMode::Ask, ..Plan::default() };
    for house in houses_where(plan).await {
        let person = format!("/patients/{}", house.admit(scene(1)).await);
        let mut nurse = house.sign_in(NURSE).await;
        let form = [("agreed", "no"), ("why", "safety"), ("words", "Ngozi Okoro, Orchard Row")];
        for path in ["/permission", "/override"].map(|end| format!("{person}{end}")) {
            let page = nurse.send(&path, &form).await;
            assert_eq!(page.status, 303, "{path}");
            addresses_name_nobody(&page, &path);
        }
        let page = nurse.get(&person).await;
        assert_eq!(page.heading(), "Care at home");
        page.never_says("Ngozi Okoro, Orchard Row");
        addresses_name_nobody(&page, &person);
        for path in ["/status", "/status.json", "/healthz"] {
            names_nobody(&house.stranger().get(path).await.body, path);
        }
        names_nobody(&log::lines(), "the log");
    }
}
