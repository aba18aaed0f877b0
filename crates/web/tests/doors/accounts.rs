//! Who is invited makes a passkey and comes in with it, and nobody else does.

mod administrators;

use care::access::accounts::AccountAct;
use care::access::{Act, Actor, Organisation, Role, Seat};
use care::people::StaffId;
use jiff::SignedDuration;
use serde_json::Value;
use store::{AuditFilter, NewAccount};

use crate::authenticator::Authenticator;
use crate::browser::{Answer, Browser};
use crate::house::{House, NURSE, houses, origin};

const SUPPORT: &str = "support-tucker";

/// Somebody with a browser and a key of their own.
struct Person {
    browser: Browser,
    key: Authenticator,
}

impl Person {
    fn new(house: &House) -> Self {
        Self { browser: house.stranger(), key: Authenticator::new(&origin(house.at)) }
    }

    /// Opens a link, and makes a passkey by it.
    async fn accept(&mut self, link: &str) -> Answer {
        let secret = secret(link);
        let page = self.browser.post("/invitation/link", &[("secret", secret)]).await;
        if page.status != 200 {
            return page;
        }
        let (options, state) = self.asked("/invitation/challenge", &[("secret", secret)]).await;
        let answer = self.key.make(&options);
        let form = [("secret", secret), ("state", state.as_str()), ("answer", &answer)];
        self.browser.post("/invitation/passkey", &form).await
    }

    /// Answers a challenge to sign in.
    async fn sign_in(&mut self) -> Answer {
        let (options, state) = self.asked("/sign-in/passkey/challenge", &[("to", "start")]).await;
        let answer = self.key.prove(&options);
        self.answer(&state, &answer).await
    }

    async fn answer(&mut self, state: &str, answer: &str) -> Answer {
        let form = [("to", "start"), ("state", state), ("answer", answer)];
        self.browser.post("/sign-in/passkey", &form).await
    }

    /// What the authenticator is asked, and by what the answer is known.
    async fn asked(&mut self, path: &str, form: &[(&str, &str)]) -> (String, String) {
        let asked = self.browser.post(path, form).await;
        assert_eq!(asked.status, 200, "{path}: {}", asked.text());
        let asked: Value = serde_json::from_str(&asked.body).unwrap();
        (asked["options"].to_string(), asked["state"].as_str().unwrap().to_owned())
    }
}

#[tokio::test]
async fn who_was_invited_makes_a_passkey_and_comes_in_with_it_and_nothing_else() {
    for house in houses().await {
        let (id, link) = invited(&house, "Robin Marsh", Role::Ward).await;
        let mut robin = Person::new(&house);
        let page = robin.browser.post("/invitation/link", &[("secret", secret(&link))]).await;
        page.says("Robin Marsh Make your passkey");
        let inside = robin.accept(&link).await;
        assert_eq!((inside.status, inside.header("location")), (303, "/"), "{}", inside.text());
        robin.browser.get("/wards").await.says("Robin Marsh, Ward nurse or doctor");
        robin.browser.send("/sign-out", &[]).await;
        assert_eq!(robin.browser.get("/wards").await.status, 401);
        assert_eq!(robin.sign_in().await.status, 303);
        assert_eq!(robin.browser.get("/wards").await.status, 200);

        let lines = house.store.audit_lines(&AuditFilter::Staff(id.clone()), 10).await.unwrap();
        let acts: Vec<&Act> = lines.iter().rev().map(|line| &line.act).collect();
        let made = Act::Account { what: AccountAct::PasskeyMade, whom: id };
        assert_eq!(acts, [&made, &Act::SignedIn, &Act::SignedOut, &Act::SignedIn]);
        for line in &lines {
            let Actor::Staff { origin, .. } = &line.actor else { panic!("{line:?}") };
            assert_eq!((origin.provider.as_str(), origin.assurance), ("accounts", 2));
            assert!(origin.address.is_some(), "from where");
        }
    }
}

#[tokio::test]
async fn a_link_is_worth_nothing_when_it_is_used_late_replaced_or_cut_short() {
    for house in houses().await {
        let (_, link) = invited(&house, "Robin Marsh", Role::Ward).await;
        let over = async |link: &str| {
            let answer = Person::new(&house).accept(link).await;
            assert_eq!(
                (answer.status, answer.heading().as_str()),
                (410, "This link does not work")
            );
            answer.never_says("Robin");
            answer.body
        };
        let cut = over(&link[..link.len() - 1]).await;
        let invented = over("https://homeward.example/invitation#").await;
        assert_eq!(cut, invented, "nobody learns which links there were");
        assert_eq!(Person::new(&house).accept(&link).await.status, 303);
        assert_eq!(over(&link).await, cut, "used");
        let lines = house.store.audit_lines(&AuditFilter::All, 20).await.unwrap();
        let failed = lines.iter().filter(|line| matches!(line.act, Act::NotSignedIn { .. }));
        assert_eq!(failed.count(), 3, "{:?}: each stands in the audit", house.store);

        let (id, first) = invited(&house, "Twice Marsh", Role::Ward).await;
        let mut support = house.sign_in(SUPPORT).await;
        let page = format!("/accounts/{id}");
        let given = crate::html::hidden(&support.get(&page).await.body, "links").unwrap();
        let shown = support.send(&page, &[("what", "invite"), ("links", &given)]).await;
        assert_eq!(shown.status, 200, "{}", shown.text());
        assert_eq!(over(&first).await, cut, "replaced");
        let (_, late) = invited(&house, "Late Marsh", Role::Ward).await;
        house.wait(SignedDuration::from_hours(24));
        assert_eq!(over(&late).await, cut, "late");
    }
}

#[tokio::test]
async fn a_link_is_never_in_an_address_and_its_page_names_nobody() {
    for house in houses().await {
        let (_, link) = invited(&house, "Robin Marsh", Role::Ward).await;
        let (address, secret) = link.split_once('#').unwrap();
        assert_eq!(address, format!("{}/invitation", origin(house.at)));
        assert_eq!(secret.len(), 43, "256 bits");
        let page = house.stranger().get("/invitation").await;
        assert_eq!(page.status, 200);
        page.never_says("Robin");
        page.never_says(secret);
    }
}

#[tokio::test]
async fn a_challenge_is_answered_once_in_time_and_in_the_browser_that_asked() {
    for house in houses().await {
        let mut robin = member(&house, "Robin Marsh", Role::Ward).await;
        let (options, state) = robin.asked("/sign-in/passkey/challenge", &[("to", "start")]).await;
        let answer = robin.key.prove(&options);
        let elsewhere = Person::new(&house).answer(&state, &answer).await;
        refused(&elsewhere);
        assert_eq!(robin.answer(&state, &answer).await.status, 303);
        refused(&robin.answer(&state, &answer).await);
        let (options, state) = robin.asked("/sign-in/passkey/challenge", &[("to", "start")]).await;
        let answer = robin.key.prove(&options);
        house.wait(SignedDuration::from_mins(11));
        refused(&robin.answer(&state, &answer).await);
        assert_eq!(robin.sign_in().await.status, 303, "with a new one");
    }
}

#[tokio::test]
async fn whatever_is_wrong_with_an_answer_the_page_is_the_same() {
    for house in houses().await {
        let mut robin = member(&house, "Robin Marsh", Role::Ward).await;
        let mut pages = Vec::new();
        robin.key.origin = "https://evil.example".to_owned();
        pages.push(robin.sign_in().await);
        robin.key.origin = origin(house.at);
        robin.key.verifies = false;
        pages.push(robin.sign_in().await);
        robin.key.verifies = true;
        pages.push(robin.answer("no such state", "{}").await);
        // A key of another house: nobody here has an account of that number.
        let other = houses().await.remove(0);
        let mut stranger = member(&other, "Sam Stranger", Role::Ward).await;
        stranger.browser = house.stranger();
        stranger.key.origin = origin(house.at);
        pages.push(stranger.sign_in().await);
        for page in &pages {
            refused(page);
            assert_eq!(page.body, pages[0].body);
        }
        let lines = house.store.audit_lines(&AuditFilter::All, 20).await.unwrap();
        let failed = lines.iter().filter(|line| matches!(line.act, Act::NotSignedIn { .. }));
        assert_eq!(failed.count(), pages.len(), "{:?}", house.store);
    }
}

#[tokio::test]
async fn a_copied_key_is_shut_its_sessions_end_and_administrators_see_it() {
    for house in houses().await {
        let mut robin = member(&house, "Robin Marsh", Role::Ward).await;
        robin.key.count = 8;
        assert_eq!(robin.sign_in().await.status, 303);
        let mut owner = Person { browser: robin.browser, key: robin.key };
        assert_eq!(owner.browser.get("/wards").await.status, 200);
        // The copy has counted no further than the owner had when it was made.
        let mut copy = Person { browser: house.stranger(), key: owner.key };
        copy.key.count = 7;
        refused(&copy.sign_in().await);
        assert_eq!(owner.browser.get("/wards").await.status, 401, "one of them was the thief");
        copy.key.count = 9;
        refused(&copy.sign_in().await);
        let mut support = house.sign_in(SUPPORT).await;
        support.get("/accounts").await.says("Cannot come in: invite again");
    }
}

#[tokio::test]
async fn who_finds_an_open_screen_makes_no_key_of_their_own_for_it() {
    for house in houses().await {
        let mut robin = member(&house, "Robin Marsh", Role::Ward).await;
        let page = robin.browser.get("/passkeys").await;
        page.says("This is your last passkey");
        let handle = handle_on(&page);
        for _ in 0..2 {
            house.wait(SignedDuration::from_mins(8));
            robin.browser.get("/passkeys").await.says("Your passkeys");
        }
        robin.browser.get("/passkeys").await.says("show again that it is you");
        let asked = robin.browser.send("/passkeys/challenge", &[]).await;
        assert_eq!(asked.status, 403);
        let added = robin.browser.send("/passkeys", &[("state", "x"), ("answer", "{}")]).await;
        assert_eq!(added.status, 409);
        added.says("Show again that it is you first");

        assert_eq!(robin.sign_in().await.status, 303);
        let token = robin.browser.token().await;
        let (options, state) = robin.asked("/passkeys/challenge", &[("token", &token)]).await;
        let mut second = Authenticator::new(&origin(house.at));
        let made = second.make(&options);
        let form = [("state", state.as_str()), ("answer", made.as_str())];
        assert_eq!(robin.browser.send("/passkeys", &form).await.status, 303);
        let again = robin.browser.send("/passkeys", &form).await;
        assert_eq!(again.status, 409, "a challenge is answered once");
        robin.key = second;
        assert_eq!(robin.sign_in().await.status, 303, "with the other key");

        let name = format!("/passkeys/{handle}/name");
        let named = robin.browser.send_and_follow(&name, &[("name", "Old phone")]).await;
        named.says("Old phone");
        named.says("see where you are signed in");
        let remove = format!("/passkeys/{handle}/remove");
        robin.browser.send_and_follow(&remove, &[]).await.never_says("Old phone");
        let last = handle_on(&robin.browser.get("/passkeys").await);
        let kept = robin.browser.send(&format!("/passkeys/{last}/remove"), &[]).await;
        assert_eq!(kept.status, 409, "the last one stays");
    }
}

#[tokio::test]
async fn somebody_elses_passkey_is_not_there() {
    for house in houses().await {
        let mut robin = member(&house, "Robin Marsh", Role::Ward).await;
        let theirs = handle_on(&robin.browser.get("/passkeys").await);
        let mut other = member(&house, "Sam Other", Role::Ward).await;
        for act in ["name", "remove"] {
            let path = format!("/passkeys/{theirs}/{act}");
            assert_eq!(other.browser.send(&path, &[("name", "mine")]).await.status, 404, "{act}");
        }
        robin.browser.get("/passkeys").await.says("First passkey");
        let mut picked = house.sign_in(NURSE).await;
        assert_eq!(picked.get("/passkeys").await.status, 403, "came in by another way");
    }
}

#[tokio::test]
async fn without_script_the_page_says_why_it_does_not_go_on() {
    for house in houses().await {
        let page = house.stranger().post("/sign-in/passkey", &[("to", "start")]).await;
        assert_eq!(page.status, 400);
        assert_eq!(page.heading(), "Signing in with a passkey needs script");
    }
}

/// Somebody with an account, who has come in.
async fn member(house: &House, name: &str, role: Role) -> Person {
    let (_, link) = invited(house, name, role).await;
    let mut person = Person::new(house);
    let answer = person.accept(&link).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    person
}

async fn invited(house: &House, name: &str, role: Role) -> (StaffId, String) {
    let (trust, site) = ("RZZ".parse().unwrap(), "RZZ01".parse().unwrap());
    invited_to(house, name, Seat { role, organisation: Organisation::Hospital { trust, site } })
        .await
}

/// Somebody is invited at the command line.
async fn invited_to(house: &House, name: &str, seat: Seat) -> (StaffId, String) {
    let now = house.now();
    let (link, kept) = web::invitation_link(&origin(house.at), now).unwrap();
    let id = web::account_id().unwrap();
    let account = NewAccount { id: &id, name, seat: &seat };
    let by = Actor::Operator { name: "Ada Admin".to_owned() };
    house.store.make_account(&account, &kept, &by, now).await.unwrap();
    (id, link)
}

fn secret(link: &str) -> &str {
    link.split_once('#').map_or("", |(_, secret)| secret)
}

#[track_caller]
fn refused(answer: &Answer) {
    assert_eq!(
        (answer.status, answer.heading().as_str()),
        (403, "We could not sign you in"),
        "{}",
        answer.text()
    );
}

/// The handle of the first passkey on a page.
#[track_caller]
fn handle_on(page: &Answer) -> String {
    let (_, rest) = page.body.split_once("action=\"/passkeys/").unwrap();
    rest.split_once('/').unwrap().0.to_owned()
}
