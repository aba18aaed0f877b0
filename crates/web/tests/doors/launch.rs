//! Patient systems bring staff and patient together, and nobody is shown whom we cannot be sure of.

mod bad;
mod changed;
pub(crate) mod epr;
mod link;

use care::access::session::NotLetIn;
use care::access::{Act, Actor, AuditLine, Organisation, Role, Seat, Way};
use serde_json::json;
use signin::mapping::{Mapping, Rule, When};
use signin::smart::{Launcher, PatientSystem, RolesFrom};
use store::AuditFilter;
use web::Launches;

use crate::house::{House, Plan, houses_where, scene};
use crate::traveller::Traveller;
use epr::{Epr, Opened};

/// The seats of a patient system's users: `role` says what somebody does.
pub(crate) fn mapping(trust: &str) -> Mapping {
    let rule = |is: &str, role| Rule {
        when: vec![When::Claim { path: vec!["role".to_owned()], is: is.to_owned() }],
        seat: Seat {
            role,
            organisation: Organisation::Hospital {
                trust: trust.parse().unwrap(),
                site: format!("{trust}01").parse().unwrap(),
            },
        },
    };
    Mapping { rules: vec![rule("nurse", Role::Ward), rule("doctor", Role::EmergencyDepartment)] }
}

/// A house on each engine that a patient system may launch.
async fn houses(epr: &Epr) -> Vec<House> {
    houses_of(|| epr.system("rzz-epr", "RZZ")).await
}

async fn houses_of(system: impl Fn() -> PatientSystem) -> Vec<House> {
    houses_where(|| {
        let smart = Some(Launcher::new(vec![system()]).unwrap());
        let launches = |at| Launches { address: format!("http://{at}"), smart, links: Vec::new() };
        Plan { is_demo: false, launches: Box::new(launches), ..Plan::default() }
    })
    .await
}

/// A nurse of the ward who has a patient open.
fn nurse(number: usize) -> Opened {
    Opened {
        user: "u1",
        name: "Ama Mensah",
        role: "nurse",
        patient: format!("p{number}"),
        stay: format!("e{number}"),
    }
}

/// Her colleague.
fn colleague(number: usize) -> Opened {
    Opened { user: "u2", name: "Ben Carey", ..nurse(number) }
}

fn at(house: &House, path: &str) -> String {
    format!("http://{}{path}", house.at)
}

async fn lines(house: &House) -> Vec<AuditLine> {
    house.store.audit_lines(&AuditFilter::All, 100).await.unwrap()
}

/// The token in the forms of whoever is signed in.
async fn token(house: &House, browser: &mut Traveller, path: &str) -> String {
    let page = browser.get(&at(house, path)).await;
    crate::html::hidden(&page.body, "token").unwrap()
}

#[tokio::test]
async fn a_launch_leads_from_the_patient_system_to_the_answer_without_a_click() {
    let epr = Epr::start().await;
    epr.knows(scene(1));
    for house in houses(&epr).await {
        let patient = house.admit(scene(1)).await;
        let mut browser = Traveller::default();
        let arrived = browser.go(&at(&house, &epr.launch(nurse(1)))).await;
        assert_eq!(arrived.address, at(&house, &format!("/patients/{patient}")));
        assert_eq!(arrived.answer.heading(), "Care at home");
        arrived.answer.says("Meadow Homecare");
        arrived.answer.says("Ama Mensah");
        arrived.answer.never_says("token for");
        let lines = lines(&house).await;
        let line = lines.iter().find(|line| line.act == Act::SignedIn).unwrap();
        let Actor::Staff { name, origin, .. } = &line.actor else { panic!("{:?}", line.actor) };
        assert_eq!((name.as_str(), origin.way), ("Ama Mensah", Way::Launch));
        assert_eq!(origin.provider, "rzz-epr");
        let opened = |line: &&AuditLine| matches!(line.act, Act::Opened { .. });
        let opened = lines.iter().find(opened).unwrap();
        assert_eq!(opened.patient.as_ref(), Some(&patient));
    }
}

#[tokio::test]
async fn nothing_of_the_patient_stands_in_any_address_on_the_way() {
    let epr = Epr::start().await;
    epr.knows(scene(1));
    for house in houses(&epr).await {
        house.admit(scene(1)).await;
        let mut browser = Traveller::default();
        let mut address = at(&house, &epr.launch(nurse(1)));
        loop {
            for personal in ["9997002024", "Okoro", "Ngozi", "1941", "H4300001"] {
                assert!(!address.contains(personal), "{address}");
            }
            let answer = browser.get(&address).await;
            let to = answer.header("location").to_owned();
            if to.is_empty() {
                break;
            }
            address = if to.starts_with("http") { to } else { at(&house, &to) };
        }
    }
}

/// A patient system that says nothing of roles in its token: they stand in its records of the user.
#[tokio::test]
async fn the_roles_and_the_name_of_a_user_are_read_from_their_own_records() {
    let epr = Epr::start().await;
    epr.knows(scene(1));
    let user = format!("{}/Practitioner/s1", epr.base());
    epr.says_of_users(move |claims| {
        for unsaid in ["name", "role"] {
            claims.as_object_mut().unwrap().remove(unsaid);
        }
        claims["fhirUser"] = json!(user);
    });
    let name = json!([{ "family": "Mensah", "given": ["Ama"] }]);
    let person = json!({ "resourceType": "Practitioner", "id": "s1", "name": name });
    epr.record("Practitioner", "s1", person);
    let of = |whose: &str, until: &str| {
        json!({ "resource": {
            "resourceType": "PractitionerRole",
            "practitioner": { "reference": format!("Practitioner/{whose}") },
            "period": { "start": "2019-01-01", "end": until },
            "code": [{ "coding": [{ "code": "R8001" }] }],
        } })
    };
    let mut ward = mapping("RZZ").rules.remove(0);
    let path = vec!["practitioner_role".to_owned()];
    ward.when = vec![When::Claim { path, is: "R8001".to_owned() }];
    let system = || PatientSystem {
        roles: RolesFrom::PractitionerRole,
        mapping: Mapping { rules: vec![ward.clone()] },
        ..epr.system("rzz-epr", "RZZ")
    };
    for house in houses_of(system).await {
        house.admit(scene(1)).await;
        for (entry, status) in [
            (of("s1", "2030-12-31"), 200),
            (of("s1", "2024-03-31"), 403),
            (of("s2", "2030-12-31"), 403),
        ] {
            let found = json!({ "resourceType": "Bundle", "entry": [entry] });
            epr.record("roles of", "Practitioner/s1", found);
            let mut browser = Traveller::default();
            let page = browser.go(&at(&house, &epr.launch(nurse(1)))).await.answer;
            assert_eq!(page.status, status, "{}", page.text());
            if status == 200 {
                page.says("Ama Mensah, Ward nurse or doctor");
            }
        }
    }
}

#[tokio::test]
async fn a_role_that_the_settings_do_not_name_comes_in_nowhere() {
    let epr = Epr::start().await;
    epr.knows(scene(1));
    for house in houses(&epr).await {
        house.admit(scene(1)).await;
        let porter = Opened { role: "porter", ..nurse(1) };
        let mut browser = Traveller::default();
        let arrived = browser.go(&at(&house, &epr.launch(porter))).await;
        let page = arrived.answer;
        assert_eq!(page.status, 403, "{}", page.text());
        assert_eq!(page.heading(), "You have signed in, but your role is not known here");
        page.says("Ask your manager, or whoever looks after Homeward");
        page.says("Phone numbers");
        page.never_says("set-cookie");
        let line = lines(&house).await.remove(0);
        assert_eq!(line.act, Act::NotLetIn { why: NotLetIn::NoSeat });
        let Actor::Visitor { name, .. } = &line.actor else { panic!("{:?}", line.actor) };
        assert_eq!(name, "Ama Mensah");
        assert_eq!(browser.get(&at(&house, "/wards")).await.status, 401);
    }
}
