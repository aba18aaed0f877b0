//! Does any answer tell who exists, to somebody who may not know?

use care::people::{NumberStatus, PatientId, PersonName, TracedNumber};
use store::AuditFilter;

use crate::browser::{Answer, Browser};
use crate::hospital::Coming;
use crate::house::{House, NURSE, OTHER_COUNCIL, OTHER_TRUST, SOCIAL_WORKER, houses, scene};
use crate::paths::paths;

/// A number with the right check digit that nobody has.
const NOBODYS: &str = "9990000018";

/// All that can be told apart of an answer. The clock stands still, so the date is left out.
fn whole(answer: &Answer, typed: &str) -> String {
    let kept = |(name, _): &&(String, String)| name != "date" && name != "content-length";
    let headers: Vec<_> = answer.headers.iter().filter(kept).collect();
    format!("{} {headers:?} {}", answer.status, answer.body.replace(typed, "TYPED"))
}

async fn noted(house: &House) -> usize {
    house.store.audit_lines(&AuditFilter::All, 1000).await.unwrap().len()
}

/// A patient of the other trust, whom this one has never met.
async fn patient_elsewhere(house: &House) -> (PatientId, String) {
    let elsewhere = Coming {
        trust: "RYY",
        site: "RYY01",
        number: "Y900".to_owned(),
        nhs: Some(TracedNumber {
            number: scene(1).nhs_number.parse().unwrap(),
            status: NumberStatus::Verified,
        }),
        ..Coming::stranger(PersonName::usual(scene(1).family, scene(1).given))
    };
    (house.tell(&elsewhere).await, scene(1).nhs_number.replace(' ', ""))
}

#[tokio::test]
async fn a_search_for_another_trusts_patient_is_a_search_for_nobody() {
    for house in houses().await {
        let (_, theirs) = patient_elsewhere(&house).await;
        let mut browser = house.sign_in(NURSE).await;
        let token = browser.token().await;
        for (theirs, nobodys) in [(theirs.as_str(), NOBODYS), ("Y900", "Y999")] {
            let form = |number| [("number", number), ("token", token.as_str())];
            let before = noted(&house).await;
            let there = browser.post("/find", &form(theirs)).await;
            let between = noted(&house).await;
            let nowhere = browser.post("/find", &form(nobodys)).await;
            assert_eq!(whole(&there, theirs), whole(&nowhere, nobodys));
            assert_eq!(between - before, noted(&house).await - between, "the same is written");
            there.never_says("OKORO");
        }
        let by_name = |family| {
            [("family", family), ("day", "9"), ("month", "3"), ("year", "1941"), ("token", &token)]
        };
        let there = browser.post("/find", &by_name("Okoro")).await;
        let nowhere = browser.post("/find", &by_name("Unheard")).await;
        assert_eq!(whole(&there, "Okoro"), whole(&nowhere, "Unheard"));
    }
}

#[tokio::test]
async fn a_handle_of_somebody_elses_patient_is_a_handle_of_nobody() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        let nobody: PatientId = "0123456789abcdef0123456789abcdef".parse().unwrap();
        for staff in [OTHER_TRUST, OTHER_COUNCIL] {
            let mut browser = house.sign_in(staff).await;
            for (real, invented) in paths(&patient).iter().zip(&paths(&nobody)) {
                if real.is_about_a_patient() {
                    compare(&house, &mut browser, (&real.to, real.get, real.post), &invented.to)
                        .await;
                }
            }
        }
    }
}

/// The same answer, and as much written down: who times the answers learns nothing either.
async fn compare(
    house: &House,
    browser: &mut Browser,
    (real, get, post): (&str, bool, bool),
    invented: &str,
) {
    let form = [("agreed", "yes"), ("answered", "yes"), ("reason", "curious about somebody")];
    for (method, tried) in [("GET", get), ("POST", post)] {
        if !tried {
            continue;
        }
        let mut seen = Vec::new();
        for path in [real, invented] {
            let before = noted(house).await;
            let answer = match method {
                "GET" => browser.get(path).await,
                _ => browser.send(path, &form).await,
            };
            seen.push((whole(&answer, path), noted(house).await - before));
        }
        assert_eq!(seen.first(), seen.last(), "{method} {real}");
    }
}

#[tokio::test]
async fn a_council_learns_nothing_of_patients_who_are_not_certainly_its_own() {
    for house in houses().await {
        let mut browser = house.sign_in(SOCIAL_WORKER).await;
        let nowhere = browser.get("/patients/0123456789abcdef0123456789abcdef").await;
        for number in [4, 10, 11] {
            let patient = house.admit(scene(number)).await;
            let answer = browser.get(&format!("/patients/{patient}")).await;
            assert_eq!(whole(&answer, "-"), whole(&nowhere, "-"), "scene {number}");
        }
    }
}

#[tokio::test]
async fn a_stranger_learns_of_no_path_and_no_patient() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        let there = house.stranger().get(&format!("/patients/{patient}")).await;
        for nobody in ["0123456789abcdef0123456789abcdef", "nobody", "NOBODY"] {
            let nowhere = house.stranger().get(&format!("/patients/{nobody}")).await;
            assert_eq!(whole(&there, "-"), whole(&nowhere, "-"), "{nobody}");
        }
        let ward = house.stranger().get("/wards/ED").await;
        assert_eq!(whole(&ward, "-"), whole(&house.stranger().get("/wards/none").await, "-"));
    }
}
