//! The privacy desk: what an officer reads, decides and takes back, and who else reads it.

use care::access::Act;
use care::people::{PatientId, StaffId};
use jiff::SignedDuration;
use store::AuditFilter;

use crate::browser::Browser;
use crate::hospital::Coming;
use crate::house::{House, NEXT_DOOR, OFFICER_ELSEWHERE, houses, scene, staff};
use crate::html;
use crate::privacy_triggers::{items, look};

pub(crate) const OFFICER: &str = "privacy-hospital-shah";
pub(crate) const COUNCIL_OFFICER: &str = "privacy-council-hart";

/// A neighbour's look, and the address of its item.
async fn neighbour(house: &House) -> (PatientId, String) {
    let patient = house.admit(scene(6)).await;
    look(&mut house.sign_in(NEXT_DOOR).await, &patient, "I am her named nurse").await;
    let item = items(house).await.remove(0).id;
    (patient, format!("/privacy/items/{item}"))
}

async fn acts(house: &House, officer: &str) -> Vec<Act> {
    let filter = AuditFilter::Staff(officer.parse().unwrap());
    let lines = house.store.audit_lines(&filter, 50).await.unwrap();
    let ours = lines.into_iter().rev().map(|line| line.act);
    ours.filter(|act| !matches!(act, Act::SignedIn | Act::SignedOut)).collect()
}

#[tokio::test]
async fn walk_through_6_the_nurse_who_looked_at_a_neighbour_is_on_the_list_with_her_reason() {
    for house in houses().await {
        let (_, item) = neighbour(&house).await;
        let mut officer = house.sign_in(OFFICER).await;
        let list = officer.get("/privacy").await;
        for words in [
            "1 item waits for your organisation to decide.",
            "Lives at the same postcode",
            "“I am her named nurse”",
            "Jo Elsewhere",
            "FAIRBROTHER, Brenda (Mrs)",
            "Waiting",
            "Nobody yet",
        ] {
            list.says(words);
        }
        assert!(html::attributes(&list.body, "href").contains(&item), "{}", list.text());
        let page = officer.get(&item).await;
        for words in [
            "Reason the user gave I am her named nurse",
            "Role Ward nurse or doctor",
            "Organisation Westshire University Hospital",
            "From where Site RZZ01, computer 127.0.0.1",
            "NHS number 999 700 7077",
            "Stay at the time In hospital since today 12:05",
            "Opened the record",
            "What else the user did that day",
        ] {
            page.says(words);
        }
        for clinical in ["Meadow", "visits", "Homecare", "Netherby", "7A", "01632"] {
            list.never_says(clinical);
            page.never_says(clinical);
        }
    }
}

#[tokio::test]
async fn an_item_is_taken_asked_about_decided_and_opened_again_and_each_is_a_line() {
    for house in houses().await {
        let (_, item) = neighbour(&house).await;
        let id = items(&house).await[0].id.0;
        let mut officer = house.sign_in(OFFICER).await;
        let taken = officer.send_and_follow(&format!("{item}/owner"), &[("owner", "me")]).await;
        taken.says("You have taken it.");
        officer.get("/privacy?show=mine").await.says("Item 1");
        officer.send(&item, &[("words", "kept")]).await.says("Choose what becomes of it");
        let missing = officer.send(&item, &[("outcome", "ask"), ("words", " ")]).await;
        missing.says("Say in a sentence what you found or what you ask");
        let form = [("outcome", "ask"), ("words", "Were you her nurse that day?")];
        let asked = officer.send_and_follow(&item, &form).await;
        asked.says("User to be asked");
        asked.says("“Were you her nurse that day?”");
        officer.get("/privacy").await.says("User to be asked");
        let done = officer.send_and_follow(&item, &[("outcome", "right")]).await;
        done.says("Right");
        officer.get("/privacy").await.says("No item fits.");
        officer.get("/privacy?show=all").await.says("Right");
        let late = officer.send(&item, &[("outcome", "wrong"), ("words", "no")]).await;
        late.says("Somebody else was faster");
        let again = [("words", "the ward says otherwise")];
        let open = officer.send_and_follow(&format!("{item}/reopen"), &again).await;
        open.says("Opened again");
        open.says("What becomes of it?");
        let acts = acts(&house, OFFICER).await;
        let outcomes = acts.iter().filter(|act| matches!(act, Act::JudgedPrivacyItem { .. }));
        assert_eq!(outcomes.count(), 2, "{:?}", house.store);
        for act in [
            Act::SawPrivacyList,
            Act::SawPrivacyItem { item: id },
            Act::TookPrivacyItem { item: id, taken: true },
            Act::ReopenedPrivacyItem { item: id },
        ] {
            assert!(acts.contains(&act), "{:?}: {act:?} is no line", house.store);
        }
    }
}

#[tokio::test]
async fn an_item_is_marked_after_seven_days_and_escalates_after_fourteen() {
    for house in houses().await {
        neighbour(&house).await;
        let list = async || house.sign_in(OFFICER).await.get("/privacy").await;
        list().await.never_says("Overdue");
        house.wait(SignedDuration::from_hours(8 * 24));
        list().await.says("Overdue: 8 days");
        house.wait(SignedDuration::from_hours(7 * 24));
        list().await.says("Escalated: 15 days");
    }
}

#[tokio::test]
async fn the_list_is_filtered_by_reason_and_time_and_says_what_it_shows() {
    for house in houses().await {
        neighbour(&house).await;
        let mut officer = house.sign_in(OFFICER).await;
        let found = officer.get("/privacy?why=neighbour&since=7").await;
        found.says("Shown: Waiting · Lives at the same postcode · In the last 7 days");
        found.says("FAIRBROTHER");
        officer.get("/privacy?why=override").await.says("No item fits.");
        officer.get("/privacy?show=mine").await.says("No item fits.");
        officer.get("/privacy?page=1").await.says("No item fits.");
        officer.get("/privacy?why=nonsense&show=%27&since=x").await.says("FAIRBROTHER");
    }
}

#[tokio::test]
async fn the_council_reads_who_looked_at_its_person_and_the_hospital_decides() {
    for house in houses().await {
        let (patient, item) = neighbour(&house).await;
        let mut council = house.sign_in(COUNCIL_OFFICER).await;
        council.get("/privacy").await.says("Another organisation decides");
        let page = council.get(&item).await;
        page.says("The privacy officer of the user's own organisation decides. Ring them.");
        page.says("Jo Elsewhere");
        let form = [("outcome", "right"), ("words", "fine")];
        assert_eq!(council.send(&item, &form).await.status, 403, "{:?}", house.store);
        assert_eq!(council.send(&format!("{item}/owner"), &[("owner", "me")]).await.status, 403);
        let filter = AuditFilter::Patient(patient);
        let lines = house.store.audit_lines(&filter, 5).await.unwrap();
        let acts: Vec<&Act> = lines.iter().take(3).map(|line| &line.act).collect();
        let [Act::WasRefused { .. }, Act::WasRefused { .. }, Act::SawPrivacyItem { .. }] = acts[..]
        else {
            panic!("{:?}: looking and trying are lines about the patient: {acts:?}", house.store);
        };
    }
}

#[tokio::test]
async fn what_else_a_user_did_is_shown_as_far_as_it_is_ones_own() {
    for house in houses().await {
        // She looks at a stranger to the council too.
        let stranger = care::people::PersonName::usual("Unbekannt", "Una");
        let other = house.tell(&Coming::stranger(stranger)).await;
        house.sign_in(NEXT_DOOR).await.get(&format!("/patients/{other}")).await;
        let (_, item) = neighbour(&house).await;
        house.sign_in(OFFICER).await.get(&item).await.says("UNBEKANNT, Una");
        house.sign_in(COUNCIL_OFFICER).await.get(&item).await.never_says("UNBEKANNT");
    }
}

#[tokio::test]
async fn another_trusts_officer_finds_nothing_and_other_roles_no_door() {
    for house in houses().await {
        let (patient, item) = neighbour(&house).await;
        let mut elsewhere = house.sign_in(OFFICER_ELSEWHERE).await;
        elsewhere.get("/privacy").await.says("No item fits.");
        let nowhere = elsewhere.get("/privacy/items/999").await;
        let there = elsewhere.get(&item).await;
        assert_eq!((there.status, &there.body), (404, &nowhere.body), "{:?}", house.store);
        for end in ["report", "copy"] {
            let page = elsewhere.get(&format!("/privacy/people/{patient}/{end}")).await;
            assert_eq!((page.status, &page.body), (404, &nowhere.body), "{end}");
        }
        let all = staff();
        // Who works in two roles is asked first in which.
        let once = |id: &StaffId| all.iter().filter(|other| other.id == *id).count() == 1;
        for one in all.iter().filter(|one| once(&one.id)) {
            let is_officer = one.role == care::access::Role::PrivacyOfficer;
            let is_lead = one.role == care::access::Role::SafeguardingLead;
            let mut browser = house.sign_in(one.id.as_str()).await;
            for (path, may) in [
                ("/privacy", is_officer),
                ("/privacy/watched", is_officer),
                ("/privacy/people", is_officer || is_lead),
            ] {
                let expected = if may { 200 } else { 403 };
                let answer = browser.get(path).await;
                assert_eq!(answer.status, expected, "{:?} at {path}", one.role);
            }
            if !is_officer {
                assert_eq!(browser.get(&item).await.status, 403, "{:?}", one.role);
                assert_eq!(watch(&mut browser, "H1").await, 403, "{:?}", one.role);
            }
        }
        assert!(house.store.privacy_steps(items(&house).await[0].id).await.unwrap().is_empty());
    }
}

async fn watch(browser: &mut Browser, number: &str) -> u16 {
    let form = [("number", number), ("kind", "known"), ("reason", "on television")];
    browser.send("/privacy/watched", &form).await.status
}

#[tokio::test]
async fn the_watch_list_asks_for_what_is_missing_and_lets_go() {
    for house in houses().await {
        let mut officer = house.sign_in(OFFICER).await;
        for (form, missing) in [
            (["", "staff", "x"], "Enter an NHS number or a hospital number"),
            (["9997007076", "staff", "x"], "one of its digits must be wrong"),
            (["H1", "", "x"], "Choose why they are on the list"),
            (["H1", "known", " "], "Say who asked for it, or why"),
        ] {
            let [number, kind, reason] = form;
            let fields = [("number", number), ("kind", kind), ("reason", reason)];
            officer.send("/privacy/watched", &fields).await.says(missing);
        }
        assert_eq!(watch(&mut officer, "H4300006").await, 303, "{:?}", house.store);
        let twice = [("number", "h4300006"), ("kind", "staff"), ("reason", "again")];
        officer.send("/privacy/watched", &twice).await.says("on the list already");
        let list = officer.get("/privacy/watched").await;
        list.says("Number ending 0006, Widely known person");
        list.never_says("H4300006");
        let mut elsewhere = house.sign_in(OFFICER_ELSEWHERE).await;
        elsewhere.get("/privacy/watched").await.says("Nobody is on the list.");
        let actions = html::attributes(&list.body, "action").into_iter();
        let remove = actions.into_iter().find(|to| to.ends_with("/remove")).unwrap();
        assert_eq!(elsewhere.send(&remove, &[]).await.status, 404, "{:?}", house.store);
        officer.send_and_follow(&remove, &[]).await.says("Nobody is on the list.");
    }
}
