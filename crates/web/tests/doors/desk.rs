//! The match desk: two people join, one parts, and whatever waits shows nothing to the ward.

use care::people::{PatientId, PersonName};
use jiff::SignedDuration;

use crate::browser::{Answer, Browser};
use crate::hospital::Coming;
use crate::house::{House, NURSE, SOCIAL_WORKER, houses, scene};
use crate::html;

/// Who works at the desk besides the social worker, on either side.
pub(crate) const COUNCIL_LEAD: &str = "safeguarding-council-gill";
pub(crate) const HOSPITAL_LEAD: &str = "safeguarding-hospital-reid";
pub(crate) const HOSPITAL_OFFICER: &str = "privacy-hospital-shah";

/// Says something of the only candidate, as somebody does who has the pair before them.
pub(crate) async fn say(browser: &mut Browser, patient: &PatientId, opinion: &str) -> Answer {
    let pair = format!("/match-desk/{patient}");
    let page = browser.get(&pair).await;
    send(browser, &page, patient, &[("opinion", opinion), ("words", "rang the daughter")]).await
}

/// Sends the form of the first candidate on a page.
async fn send(
    browser: &mut Browser,
    page: &Answer,
    patient: &PatientId,
    fields: &[(&str, &str)],
) -> Answer {
    let candidate = html::hidden(&page.body, "candidate").unwrap_or_default();
    let shown = html::hidden(&page.body, "seen").unwrap_or_default();
    let seen = [("candidate", candidate.as_str()), ("seen", shown.as_str())];
    let form: Vec<_> = seen.into_iter().chain(fields.iter().copied()).collect();
    browser.send(&format!("/match-desk/{patient}"), &form).await
}

/// Two people say "same", the second of them twice.
pub(crate) async fn join(house: &House, patient: &PatientId, who: [&str; 2]) -> Answer {
    let [first, second] = who;
    say(&mut house.sign_in(first).await, patient, "same").await;
    let mut browser = house.sign_in(second).await;
    let asked = say(&mut browser, patient, "same").await;
    assert_eq!(asked.heading(), "Match desk You are the second person to say so");
    let fields = [("opinion", "same"), ("confirmed", "yes")];
    let done = send(&mut browser, &asked, patient, &fields).await;
    assert_eq!(done.status, 303, "{}", done.text());
    browser.get(done.header("location")).await
}

async fn is_shut(house: &House, patient: &PatientId) {
    let page = house.page(NURSE, patient).await;
    assert_eq!(page.heading(), "We may have a record but cannot be sure", "{}", page.text());
    page.never_says("visits a day");
}

#[tokio::test]
async fn h01_a_doubtful_pair_opens_when_two_people_agree_and_shuts_when_one_takes_it_back() {
    for house in houses().await {
        let patient = house.admit(scene(17)).await;
        let mut first = house.sign_in(SOCIAL_WORKER).await;
        let done = say(&mut first, &patient, "same").await;
        assert_eq!(done.header("location"), format!("/match-desk/{patient}?done=half"));
        is_shut(&house, &patient).await;
        let page = first.get(&format!("/match-desk/{patient}")).await;
        page.says("You have said that they are the same person. Somebody else must agree");
        assert!(!page.body.contains("value=\"same\""), "nobody is their own second person");
        let again = send(&mut first, &page, &patient, &[("opinion", "same")]).await;
        assert_eq!(again.status, 400, "not even by a form of one's own making");
        is_shut(&house, &patient).await;

        let mut second = house.sign_in(HOSPITAL_LEAD).await;
        let asked = say(&mut second, &patient, "same").await;
        asked.says("Hannah Frost said that hospital and council mean the same person.");
        is_shut(&house, &patient).await;
        let fields = [("opinion", "same"), ("confirmed", "yes")];
        let done = send(&mut second, &asked, &patient, &fields).await;
        assert_eq!(done.header("location"), format!("/match-desk/{patient}?done=joined"));
        let open = house.page(NURSE, &patient).await;
        assert_eq!(open.heading(), "Care at home", "{}", open.text());
        open.says("2 visits a day");

        let page = first.get(&format!("/match-desk/{patient}")).await;
        page.says("Hannah Frost");
        page.says("The record shuts on the ward at once");
        let judgement = html::hidden(&page.body, "judgement").unwrap();
        let back = format!("/match-desk/{patient}/take-back");
        first.send_and_follow(&back, &[("judgement", &judgement)]).await.says("Taken back.");
        is_shut(&house, &patient).await;
    }
}

#[tokio::test]
async fn h02_a_joined_person_who_becomes_somebody_else_shuts_before_matching_hears_of_it() {
    for house in houses().await {
        let patient = house.admit(scene(17)).await;
        join(&house, &patient, [SOCIAL_WORKER, HOSPITAL_LEAD]).await;
        assert_eq!(house.page(NURSE, &patient).await.heading(), "Care at home");
        let link = house.store.patient(&patient).await.unwrap().unwrap().link.unwrap();
        let key = link.verdict.matched().unwrap().clone();
        let (identity, sharing) = house.store.person_identity(&key).await.unwrap().unwrap();
        let names = vec![PersonName::usual("Okonkwo", "Blessing")];
        let other = store::IndexedPerson {
            key: key.clone(),
            identity: care::people::Identity { names, ..identity },
            sharing,
            marker: None,
            digest: [9; 32],
        };
        house.store.put_people(&key.council, &[other]).await.unwrap();
        is_shut(&house, &patient).await;
    }
}

#[tokio::test]
async fn one_person_parts_a_pair_and_it_comes_back_only_when_that_is_taken_back() {
    for house in houses().await {
        let patient = house.admit(scene(17)).await;
        let mut browser = house.sign_in(COUNCIL_LEAD).await;
        browser
            .get("/match-desk")
            .await
            .says("1 pair waits: 0 with you, 1 with nobody, 0 overdue.");
        say(&mut browser, &patient, "different").await;
        let queue = browser.get("/match-desk").await;
        queue.says("Nobody waits.");
        queue.says("Different people");
        house.wait(SignedDuration::from_secs(1));
        house.admit(scene(17)).await;
        let page = browser.get(&format!("/match-desk/{patient}")).await;
        page.says("Parted");
        page.says("Nothing is to be decided now.");
        assert_eq!(
            house.page(NURSE, &patient).await.heading(),
            "No adult social care record found"
        );
        let judgement = html::hidden(&page.body, "judgement").unwrap();
        let back = format!("/match-desk/{patient}/take-back");
        browser.send_and_follow(&back, &[("judgement", &judgement)]).await.says("Not decided");
        browser.get("/match-desk").await.says("1 pair waits");
        is_shut(&house, &patient).await;
    }
}

#[tokio::test]
async fn h03_a_match_reported_as_wrong_comes_back_by_both_sides_only() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        let mut nurse = house.sign_in(NURSE).await;
        nurse.send(&format!("/patients/{patient}/wrong"), &[]).await;
        house.wait(SignedDuration::from_secs(1));
        let mut worker = house.sign_in(SOCIAL_WORKER).await;
        worker.get("/match-desk").await.says("Reported as wrong");
        worker.get(&format!("/match-desk/{patient}")).await.says("Somebody reported this match");
        let page = join(&house, &patient, [SOCIAL_WORKER, COUNCIL_LEAD]).await;
        page.says("A second person must agree");
        is_shut(&house, &patient).await;
        let mut hospital = house.sign_in(HOSPITAL_OFFICER).await;
        let asked = say(&mut hospital, &patient, "same").await;
        asked.says("one of the two works for the hospital and the other for the council");
        let fields = [("opinion", "same"), ("confirmed", "yes")];
        send(&mut hospital, &asked, &patient, &fields).await;
        assert_eq!(house.page(NURSE, &patient).await.heading(), "Care at home");
    }
}

#[tokio::test]
async fn h02_an_opinion_on_somebody_who_changed_meanwhile_is_refused_and_its_words_are_kept() {
    for house in houses().await {
        let patient = house.admit(scene(18)).await;
        let mut browser = house.sign_in(SOCIAL_WORKER).await;
        let page = browser.get(&format!("/match-desk/{patient}")).await;
        house.wait(SignedDuration::from_mins(1));
        let name = PersonName::usual("Entwistle", "Harry");
        let ago = SignedDuration::ZERO;
        let event = care::stays::Event::Updated;
        house.tell(&Coming { name, event, ago, ..Coming::scene(scene(18)) }).await;
        let fields = [("opinion", "same"), ("words", "same house, same voice")];
        let answer = send(&mut browser, &page, &patient, &fields).await;
        assert_eq!(answer.status, 409);
        answer.says("The pair has changed while you were deciding");
        answer.says("same house, same voice");
        answer.says("Harry");
        assert!(house.store.judgements_of(&patient).await.unwrap().is_empty(), "{:?}", house.store);
    }
}

#[tokio::test]
async fn h02_an_opinion_is_refused_when_anything_on_the_screen_has_changed_even_an_address() {
    for house in houses().await {
        let patient = house.admit(scene(17)).await;
        let mut browser = house.sign_in(SOCIAL_WORKER).await;
        let page = browser.get(&format!("/match-desk/{patient}")).await;
        house.wait(SignedDuration::from_mins(1));
        let (ago, event) = (SignedDuration::ZERO, care::stays::Event::Updated);
        let address = "1 Elsewhere Road";
        house.tell(&Coming { address, event, ago, ..Coming::scene(scene(17)) }).await;
        let answer = send(&mut browser, &page, &patient, &[("opinion", "different")]).await;
        assert_eq!(answer.status, 409);
        assert!(house.store.judgements_of(&patient).await.unwrap().is_empty(), "{:?}", house.store);
    }
}

#[tokio::test]
async fn an_answer_that_is_missing_is_asked_for_and_words_are_kept() {
    for house in houses().await {
        let patient = house.admit(scene(17)).await;
        let mut browser = house.sign_in(SOCIAL_WORKER).await;
        let page = browser.get(&format!("/match-desk/{patient}")).await;
        let answer = send(&mut browser, &page, &patient, &[("words", "not sure at all")]).await;
        answer.says("Choose one of the answers");
        answer.says("not sure at all");
        assert!(house.store.judgements_of(&patient).await.unwrap().is_empty());
        let fields = [("opinion", "unsure"), ("words", &"x".repeat(300))];
        let done = send(&mut browser, &page, &patient, &fields).await;
        assert!(done.header("location").ends_with("?done=unsure"));
        let said = house.store.judgements_of(&patient).await.unwrap();
        assert_eq!(said[0].words.len(), 200);
        browser.get("/match-desk").await.says("1 pair waits");
    }
}

#[tokio::test]
async fn a_pair_is_taken_by_one_and_marked_when_it_waits_too_long() {
    for house in houses().await {
        let patient = house.admit(scene(17)).await;
        house.wait(SignedDuration::from_mins(31));
        house.admit(scene(18)).await;
        let mut worker = house.sign_in(SOCIAL_WORKER).await;
        worker.get("/match-desk").await.says("Nobody for 31 minutes");
        let owner = format!("/match-desk/{patient}/owner");
        let taken = worker.send_and_follow(&owner, &[("owner", "me")]).await;
        taken.says("You have taken it.");
        let queue = worker.get("/match-desk").await;
        queue.says("2 pairs wait: 1 with you, 1 with nobody, 0 overdue.");
        let mut lead = house.sign_in(COUNCIL_LEAD).await;
        let late = lead.send_and_follow(&owner, &[("owner", "me")]).await;
        late.says("Somebody else has taken this pair meanwhile.");
        late.says("Hannah Frost has taken it.");
        // A session ends after ten minutes at rest, so somebody comes in anew.
        house.wait(SignedDuration::from_hours(4));
        let queue = house.sign_in(SOCIAL_WORKER).await.get("/match-desk").await;
        queue.says("Overdue: 4 hours");
        let first =
            queue.text().find("ROWBOTHAM").unwrap() < queue.text().find("ENTWISTLE").unwrap();
        assert!(first, "one's own come first");
        let mut lead = house.sign_in(COUNCIL_LEAD).await;
        lead.send_and_follow(&owner, &[("owner", "nobody")]).await.says("Nobody has taken it yet.");
        assert_eq!(lead.send(&owner, &[("owner", "else")]).await.status, 400);
    }
}

#[tokio::test]
async fn an_empty_desk_says_so() {
    for house in houses().await {
        house.admit(scene(1)).await;
        let queue = house.sign_in(SOCIAL_WORKER).await.get("/match-desk").await;
        queue.says("Nobody waits.");
        queue.never_says("OKORO");
        queue.never_says("withdrawn");
    }
}

#[tokio::test]
async fn h03_two_people_under_one_number_stand_beside_each_other() {
    for house in houses().await {
        let patient = house.admit(scene(18)).await;
        let page = house.sign_in(SOCIAL_WORKER).await.get(&format!("/match-desk/{patient}")).await;
        page.says("Westshire Council, entry A");
        page.says("Westshire Council, entry B");
        page.says("Edna");
        page.never_says("more than once");
    }
}

#[tokio::test]
async fn h23_a_person_whom_the_council_holds_twice_is_named_as_such() {
    for house in houses().await {
        let patient = house.admit(scene(11)).await;
        let page = house.sign_in(SOCIAL_WORKER).await.get(&format!("/match-desk/{patient}")).await;
        page.says("Westshire Council may hold this person more than once");
        page.says("Ask Westshire Council to merge the entries in its own system instead.");
        page.says("Enough to be certain");
    }
}

#[tokio::test]
async fn the_ward_reads_who_has_the_doubtful_match_and_no_candidate() {
    for house in houses().await {
        let patient = house.admit(scene(17)).await;
        let page = house.page(NURSE, &patient).await;
        page.says("The records teams of hospital and council have had it since today 14:05.");
        page.says("Nobody has taken it yet.");
        page.never_says("999 701 7099");
        let owner = format!("/match-desk/{patient}/owner");
        house.sign_in(SOCIAL_WORKER).await.send(&owner, &[("owner", "me")]).await;
        house.page(NURSE, &patient).await.says("Somebody took it today 14:05.");
    }
}
