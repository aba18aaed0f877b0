//! On a computer that many use: who can go on where somebody stopped, and for how long?

use care::access::{Act, Actor, Role};
use jiff::SignedDuration;
use store::AuditFilter;

use crate::browser::{Answer, Browser};
use crate::house::{House, NURSE, OTHER_NURSE, houses, scene};
use crate::html;

/// Ward nurse, and discharge coordinator.
const TWO_ROLES: &str = "ward-nurse-rees";

const MINUTE: SignedDuration = SignedDuration::from_mins(1);

#[tokio::test]
async fn h30_a_locked_screen_opens_for_its_own_person_where_they_were() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        let person = format!("/patients/{patient}");
        let mut browser = house.sign_in(NURSE).await;
        assert_eq!(browser.get(&person).await.status, 200);
        house.wait(10 * MINUTE);
        let locked = browser.get(&person).await;
        assert_eq!((locked.status, locked.heading().as_str()), (401, "This screen is locked"));
        locked.says("Hema Mistry");
        locked.never_says("OKORO");
        let old = browser.cookie.clone();
        let answer = browser.post("/sign-in", &[("staff", NURSE)]).await;
        assert_eq!((answer.status, answer.header("location")), (303, person.as_str()));
        assert_ne!(browser.cookie, old, "the token is a new one");
        assert_eq!(browser.get(&person).await.status, 200);
        let mut left = house.stranger();
        left.cookie = old;
        assert_eq!(left.get("/wards").await.heading(), "You were signed out");
        assert_eq!(acts(&house).await[..3], ["opened", "unlocked", "locked"]);
    }
}

#[tokio::test]
async fn h30_nobody_else_opens_a_locked_screen_and_what_was_written_stays_its_writers() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        let feedback = format!("/patients/{patient}/feedback");
        let mut browser = house.sign_in(NURSE).await;
        let token = browser.token().await;
        house.wait(10 * MINUTE);
        let sent = browser.post(&feedback, &[("token", &token), ("answered", "partly")]).await;
        assert_eq!(sent.heading(), "This screen is locked");
        let old = browser.cookie.clone();
        let answer = browser.post("/sign-in", &[("staff", OTHER_NURSE)]).await;
        assert_eq!(answer.header("location"), "/", "nothing of the user before is offered");
        browser.get("/drafts").await.says("Nothing is waiting to be sent");
        let mut before = house.stranger();
        before.cookie = old;
        assert_eq!(before.get("/wards").await.heading(), "You were signed out");
        assert!(acts(&house).await.contains(&"session_ended".to_owned()));
        // The writer finds it wherever they sign in next.
        let mut elsewhere = house.stranger();
        let answer = elsewhere.post("/sign-in", &[("staff", NURSE)]).await;
        assert_eq!(answer.header("location"), "/drafts");
        elsewhere.get("/drafts").await.says("partly");
    }
}

#[tokio::test]
async fn a_form_that_meets_a_locked_screen_is_kept_and_sent_once_its_writer_says_so() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        let feedback = format!("/patients/{patient}/feedback");
        let mut browser = house.sign_in(NURSE).await;
        let token = browser.token().await;
        house.wait(10 * MINUTE);
        let form = [("token", token.as_str()), ("answered", "no"), ("words", "Which <agency>?")];
        assert_eq!(browser.post(&feedback, &form).await.status, 401);
        assert!(answers(&house).await.is_empty(), "it was not taken");
        let answer = browser.post("/sign-in", &[("staff", NURSE)]).await;
        assert_eq!(answer.header("location"), "/drafts");
        let page = browser.get("/drafts").await;
        page.says("What you sent was not taken");
        page.says("Which <agency>?");
        let again = html::hidden(&page.body, "token").unwrap();
        assert_eq!(again, token, "what is on the screen of other tabs can still be sent");
        assert!(page.body.contains(&format!("action=\"{feedback}\"")));
        let sent = browser.post(&feedback, &form).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        assert_eq!(answers(&house).await, [store::Answer::No]);
        browser.get("/drafts").await.says("Nothing is waiting to be sent");
    }
}

#[tokio::test]
async fn what_was_typed_into_a_search_is_kept_nowhere() {
    for house in houses().await {
        let mut browser = house.sign_in(NURSE).await;
        let token = browser.token().await;
        house.wait(10 * MINUTE);
        let form = [("token", token.as_str()), ("number", "999 700 2024")];
        assert_eq!(browser.post("/find", &form).await.status, 401);
        let answer = browser.post("/sign-in", &[("staff", NURSE)]).await;
        assert_eq!(answer.header("location"), "/find", "there it is typed again");
        browser.get("/drafts").await.says("Nothing is waiting to be sent");
    }
}

#[tokio::test]
async fn a_kept_form_can_be_thrown_away_and_one_without_its_token_is_not_kept() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        let feedback = format!("/patients/{patient}/feedback");
        let mut browser = house.sign_in(NURSE).await;
        let token = browser.token().await;
        house.wait(10 * MINUTE);
        let forged = browser.post(&feedback, &[("answered", "no"), ("token", "00")]).await;
        assert_eq!(forged.heading(), "This screen is locked");
        browser.post(&feedback, &[("answered", "no"), ("token", &token)]).await;
        browser.post("/sign-in", &[("staff", NURSE)]).await;
        let page = browser.get("/drafts").await;
        assert_eq!(page.body.matches("action=\"/drafts/drop\"").count(), 1);
        let gone = browser.send_and_follow("/drafts/drop", &[("path", &feedback)]).await;
        gone.says("Nothing is waiting to be sent");
        assert!(answers(&house).await.is_empty());
    }
}

#[tokio::test]
async fn what_is_being_written_comes_back_to_its_writer_until_it_is_sent() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        let feedback = format!("/patients/{patient}/feedback");
        let asked = format!("/drafts/written?path={feedback}");
        let mut browser = house.sign_in(NURSE).await;
        let fields = r#"[["feedback-words","the night num"],["token","x"]]"#;
        let write = [("path", feedback.as_str()), ("fields", fields)];
        assert_eq!(browser.send("/drafts/written", &write).await.status, 204);
        let kept = r#"[["feedback-words","the night num"]]"#;
        assert_eq!(browser.get(&asked).await.body, kept);
        let mut other = house.sign_in(OTHER_NURSE).await;
        assert_eq!(other.get(&asked).await.body, "[]", "nobody else reads it");
        // A lock does not take it away, even where the words arrive after it.
        let token = browser.token().await;
        house.wait(10 * MINUTE);
        let late = [("token", token.as_str()), write[0], write[1]];
        assert_eq!(browser.post("/drafts/written", &late).await.status, 204);
        assert_eq!(browser.get(&asked).await.status, 401, "nothing is shown while it is locked");
        browser.post("/sign-in", &[("staff", NURSE)]).await;
        assert_eq!(browser.get(&asked).await.body, kept);
        browser.send(&feedback, &[("answered", "yes")]).await;
        assert_eq!(browser.get(&asked).await.body, kept, "another form to the same place");
        browser.send(&feedback, &[("answered", "yes"), ("draft", "sent")]).await;
        assert_eq!(browser.get(&asked).await.body, "[]", "what is sent is no draft");
    }
}

#[tokio::test]
async fn only_an_act_keeps_a_screen_open() {
    for house in houses().await {
        let mut browser = house.sign_in(NURSE).await;
        for _ in 0..3 {
            house.wait(5 * MINUTE);
            let open = browser.post("/session", &[]).await;
            assert_eq!(open.status, 400, "it needs the token");
            assert_eq!(browser.send("/session", &[]).await.body, open_for(600));
        }
        house.wait(9 * MINUTE);
        assert_eq!(browser.get("/session").await.body, open_for(60), "to ask is no act");
        let since = "/wards/7B/changes?since=0";
        drop(browser.listen(since).await);
        house.wait(59 * MINUTE / 60);
        assert_eq!(browser.get("/session").await.body, open_for(1));
        house.wait(MINUTE / 60);
        assert_eq!(browser.get("/session").await.body, r#"{"state":"locked"}"#);
        assert_eq!(browser.get(since).await.status, 401);
    }
}

#[tokio::test]
async fn whoever_locks_their_screen_finds_it_locked_at_once() {
    for house in houses().await {
        let mut browser = house.sign_in(NURSE).await;
        let outside = [("place", "//evil.example/")];
        let token = browser.token().await;
        assert_eq!(browser.post("/lock", &outside).await.status, 400, "it needs the token");
        let answer = browser.send("/lock", &[("place", "/wards/7B")]).await;
        assert_eq!((answer.status, answer.header("location")), (303, "/locked"));
        assert_eq!(browser.get("/locked").await.heading(), "This screen is locked");
        assert_eq!(browser.get("/wards").await.heading(), "This screen is locked");
        let answer = browser.post("/sign-in", &[("staff", NURSE)]).await;
        assert_eq!(answer.header("location"), "/wards/7B");
        browser.post("/lock", &[("token", &token), outside[0]]).await;
        let answer = browser.post("/sign-in", &[("staff", NURSE)]).await;
        assert_eq!(answer.header("location"), "/", "never out of the house");
        assert_eq!(browser.get("/locked").await.header("location"), "/", "it is open again");
    }
}

#[tokio::test]
async fn a_locked_screen_can_be_signed_out_and_ends_at_its_time() {
    for house in houses().await {
        let mut browser = house.sign_in(NURSE).await;
        let token = browser.token().await;
        house.wait(10 * MINUTE);
        assert_eq!(browser.get("/wards").await.heading(), "This screen is locked");
        let answer = browser.post("/sign-out", &[("token", &token)]).await;
        assert_eq!((answer.status, answer.header("location")), (303, "/"));
        let mut browser = house.sign_in(NURSE).await;
        house.wait(12 * 60 * MINUTE - MINUTE / 60);
        assert_eq!(browser.get("/wards").await.heading(), "This screen is locked");
        house.wait(MINUTE / 60);
        assert_eq!(browser.get("/wards").await.heading(), "You were signed out");
        assert_eq!(acts(&house).await[0], "session_ended");
    }
}

#[tokio::test]
async fn whoever_is_disabled_is_out_with_the_next_request_and_told_so_at_the_door() {
    let operator = Actor::Operator { name: "Ops".to_owned() };
    for house in houses().await {
        let mut browser = house.sign_in(NURSE).await;
        assert_eq!(browser.get("/wards").await.status, 200);
        let whom = NURSE.parse().unwrap();
        house.store.disable_staff(&whom, &operator, house.now()).await.unwrap();
        assert_eq!(browser.get("/wards").await.heading(), "You were signed out");
        let answer = house.stranger().post("/sign-in", &[("staff", NURSE)]).await;
        assert_eq!(answer.status, 403);
        assert_eq!(answer.heading(), "You cannot use Homeward at present");
        assert!(answer.header("set-cookie").is_empty());
        assert_eq!(acts(&house).await[0], "not_let_in");
        house.store.enable_staff(&whom, &operator, house.now()).await.unwrap();
        assert_eq!(house.sign_in(NURSE).await.get("/wards").await.status, 200);
    }
}

#[tokio::test]
async fn a_token_that_the_browser_had_before_is_never_that_of_a_session() {
    for house in houses().await {
        let fixed = format!("homeward={}", "ab".repeat(32));
        let mut browser = house.stranger();
        browser.cookie.clone_from(&fixed);
        assert_eq!(browser.post("/sign-in", &[("staff", NURSE)]).await.status, 303);
        assert_ne!(browser.cookie, fixed);
        let mut attacker = house.stranger();
        attacker.cookie = fixed;
        assert_eq!(attacker.get("/wards").await.status, 401);
        // The same person once more: one session still, and the old token is dead.
        let old = browser.cookie.clone();
        browser.post("/sign-in", &[("staff", NURSE)]).await;
        attacker.cookie = old;
        assert_eq!(attacker.get("/wards").await.status, 401);
        assert_eq!(browser.get("/wards").await.status, 200);
        let sessions = house.store.sessions_of(&NURSE.parse().unwrap(), house.now()).await.unwrap();
        assert_eq!(sessions.len(), 1);
    }
}

#[tokio::test]
async fn of_several_screens_one_ends_the_others_after_showing_who_they_are() {
    for house in houses().await {
        let (mut here, mut there) = (house.sign_in(NURSE).await, house.sign_in(NURSE).await);
        house.sign_in(OTHER_NURSE).await;
        let page = here.get("/sessions").await;
        page.says("On other screens");
        assert_eq!(page.body.matches("Sign this screen out").count(), 1, "{}", page.text());
        for _ in 0..3 {
            house.wait(6 * MINUTE);
            assert_eq!(here.get("/wards").await.status, 200);
            assert_eq!(there.get("/wards").await.status, 200);
        }
        let page = here.get("/sessions").await;
        page.says("To sign them out, show first that it is you.");
        here.send("/sessions", &[("which", "others")]).await;
        assert_eq!(there.get("/wards").await.status, 200, "18 minutes are too long ago");
        here.send("/lock", &[("place", "/sessions")]).await;
        let answer = here.post("/sign-in", &[("staff", NURSE)]).await;
        assert_eq!(answer.header("location"), "/sessions");
        let page = here.send_and_follow("/sessions", &[("which", "others")]).await;
        page.says("You are signed in nowhere else.");
        assert_eq!(there.get("/wards").await.heading(), "You were signed out");
        assert_eq!(here.get("/wards").await.status, 200);
    }
}

#[tokio::test]
async fn whoever_works_in_two_roles_says_in_which_before_anything_else() {
    for house in houses().await {
        let patient = house.admit(scene(1)).await;
        let person = format!("/patients/{patient}");
        let mut browser = house.stranger();
        let picked = [("staff", TWO_ROLES), ("patient", patient.as_str())];
        assert_eq!(browser.post("/sign-in", &picked).await.header("location"), person);
        let page = browser.get(&person).await;
        assert_eq!((page.status, page.header("location")), (303, "/role"), "nothing is shown yet");
        let page = browser.get("/role").await;
        assert_eq!(page.heading(), "In which role are you working?");
        let token = html::hidden(&page.body, "token").unwrap();
        let old = browser.cookie.clone();
        let role = async |browser: &mut Browser, seat: &str| {
            browser.post("/role", &[("token", &token), ("seat", seat)]).await
        };
        for wrong in ["", "2", "-1", "ward"] {
            let answer = role(&mut browser, wrong).await;
            answer.says("Choose the role in which you are working");
            assert_eq!(answer.status, 200, "{wrong}");
        }
        let answer = role(&mut browser, "1").await;
        assert_eq!((answer.status, answer.header("location")), (303, person.as_str()));
        assert_ne!(browser.cookie, old, "the token is a new one");
        browser.get(&person).await.says("Dylan Rees, Discharge coordinator,");
        assert_eq!(acts(&house).await[..3], ["opened", "took_seat", "signed_in"]);
    }
}

#[tokio::test]
async fn a_change_of_role_ends_what_the_old_one_had_on_the_screen() {
    for house in houses().await {
        let mut browser = house.stranger();
        browser.post("/sign-in", &[("staff", TWO_ROLES)]).await;
        browser.send_role("0").await;
        let of_ward = browser.token().await;
        let (page, old) = (browser.get("/wards").await, browser.cookie.clone());
        page.says("Change role");
        page.says("Dylan Rees, Ward nurse or doctor");
        let answer = browser.send_role("1").await;
        assert_eq!(answer.header("location"), "/");
        browser.get("/wards").await.says("Dylan Rees, Discharge coordinator");
        let mut left = house.stranger();
        left.cookie = old;
        assert_eq!(left.get("/wards").await.status, 401);
        let form = [("token", of_ward.as_str()), ("number", "H1")];
        assert_eq!(browser.post("/find", &form).await.status, 400, "a form of the old role");
        // A lock keeps the role, and the next time it is offered first.
        house.wait(10 * MINUTE);
        assert_eq!(browser.get("/wards").await.status, 401);
        browser.post("/sign-in", &[("staff", TWO_ROLES)]).await;
        browser.get("/wards").await.says("Dylan Rees, Discharge coordinator");
        let mut elsewhere = house.stranger();
        elsewhere.post("/sign-in", &[("staff", TWO_ROLES)]).await;
        let asked = elsewhere.get("/role").await;
        let (first, _) = asked.body.split_once("Ward nurse or doctor").unwrap();
        assert!(first.contains("Discharge coordinator") && first.contains(" checked"));
        let lines = house.store.audit_lines(&AuditFilter::All, 50).await.unwrap();
        let roles: Vec<Role> = lines
            .iter()
            .filter(|line| line.act == Act::TookSeat)
            .filter_map(|line| match &line.actor {
                Actor::Staff { role, .. } => Some(*role),
                _ => None,
            })
            .collect();
        assert_eq!(roles, [Role::DischargeCoordinator, Role::Ward]);
    }
}

async fn acts(house: &House) -> Vec<String> {
    let lines = house.store.audit_lines(&AuditFilter::All, 20).await.unwrap();
    let word = |act: &Act| serde_json::to_value(act).unwrap()["act"].as_str().unwrap().to_owned();
    lines.iter().map(|line| word(&line.act)).collect()
}

async fn answers(house: &House) -> Vec<store::Answer> {
    let since = house.now() - SignedDuration::from_hours(1);
    let lines = house.store.feedback(since, 10).await.unwrap();
    lines.into_iter().map(|line| line.feedback.answer).collect()
}

fn open_for(seconds: i64) -> String {
    format!(r#"{{"state":"open","locks_in":{seconds}}}"#)
}

impl Browser {
    /// Chooses a role by its number.
    async fn send_role(&mut self, seat: &str) -> Answer {
        let page = self.get("/role").await;
        let token = html::hidden(&page.body, "token").unwrap();
        self.post("/role", &[("token", &token), ("seat", seat)]).await
    }
}
