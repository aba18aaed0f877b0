//! A signed context link opens one page, once, for a minute.

use care::access::{Act, Actor, Way};
use jiff::SignedDuration;
use serde_json::{Value, json};
use signin::jwt::Signer;
use signin::keys::KeySet;
use signin::link::LinkIssuer;
use web::Launches;

use super::epr::signer;
use super::{at, lines, mapping};
use crate::browser::{Answer, Browser};
use crate::house::{House, Plan, houses_where, scene};
use crate::traveller::Traveller;

const UNSURE: &str = "We could not be sure who this is";
const SITE: &str = "https://epr.rzz.example";

/// Signs for the patient system of RZZ.
struct System(Signer);

impl System {
    fn new() -> Self {
        Self(signer("2026-08"))
    }

    fn launches(&self, address: String, origins: &[&str]) -> Launches {
        let keys = json!({ "keys": [self.0.public().unwrap()] });
        let issuer = LinkIssuer {
            name: "rzz-links".to_owned(),
            issuer: SITE.to_owned(),
            audience: "https://homeward.example/RZZ".to_owned(),
            trust: "RZZ".parse().unwrap(),
            keys: KeySet::read(keys.to_string().as_bytes()).unwrap(),
            mapping: mapping("RZZ"),
            origins: origins.iter().map(|&origin| origin.to_owned()).collect(),
        };
        Launches { address, smart: None, links: vec![issuer] }
    }

    /// Where its server hands tokens in.
    async fn houses(&self) -> Vec<House> {
        self.houses_for(&[]).await
    }

    /// Where browsers bring tokens from pages of these origins.
    async fn houses_for(&self, origins: &[&str]) -> Vec<House> {
        houses_where(|| {
            let launches = self.launches(String::new(), origins);
            let launches = |at| Launches { address: format!("http://{at}"), ..launches };
            Plan { is_demo: false, launches: Box::new(launches), ..Plan::default() }
        })
        .await
    }

    /// A token for the patient of a scene.
    fn token(&self, house: &House, id: &str, change: impl Fn(&mut Value)) -> String {
        let (now, who) = (house.now().as_second(), scene(1));
        let mut claims = json!({
            "iss": SITE,
            "aud": "https://homeward.example/RZZ",
            "iat": now,
            "exp": now + 60,
            "jti": format!("0123456789abcdef-{id}"),
            "sub": "u1",
            "name": "Ama Mensah",
            "role": "nurse",
            "organisation": "RZZ",
            "nhs_number": who.nhs_number,
            "birth_date": who.born.to_string(),
            "family_name": who.family,
        });
        change(&mut claims);
        self.0.sign("JWT", &claims).unwrap()
    }
}

/// Hands a token in, as the patient system's server does it.
async fn hand_in(house: &House, token: &str) -> Answer {
    let headers = [("Content-Type", "application/jwt")];
    house.stranger().ask("POST", "/launch/links", &headers, token).await
}

fn url(answer: &Answer) -> String {
    assert_eq!(answer.status, 201, "{}", answer.body);
    let answer: Value = serde_json::from_str(&answer.body).unwrap();
    answer["url"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_link_leads_to_the_patient_and_says_nothing_of_them() {
    let system = System::new();
    for house in system.houses().await {
        let patient = house.admit(scene(1)).await;
        let answer = hand_in(&house, &system.token(&house, "1", |_| ())).await;
        for personal in ["Okoro", "9997002024", "1941", "Ama", patient.as_str()] {
            answer.never_says(personal);
        }
        let arrived = Traveller::default().go(&url(&answer)).await;
        assert_eq!(arrived.address, at(&house, &format!("/patients/{patient}")));
        assert_eq!(arrived.answer.heading(), "Care at home");
        let lines = lines(&house).await;
        let line = lines.iter().find(|line| line.act == Act::SignedIn).unwrap();
        let Actor::Staff { origin, .. } = &line.actor else { panic!("{:?}", line.actor) };
        assert_eq!((origin.way, origin.provider.as_str()), (Way::Link, "rzz-links"));
    }
}

#[tokio::test]
async fn an_address_opens_once_and_for_a_minute() {
    let system = System::new();
    for house in system.houses().await {
        house.admit(scene(1)).await;
        let first = url(&hand_in(&house, &system.token(&house, "1", |_| ())).await);
        assert_eq!(Traveller::default().go(&first).await.answer.heading(), "Care at home");
        let again = Traveller::default().go(&first).await.answer;
        assert_eq!((again.status, again.heading().as_str()), (403, UNSURE));
        let second = url(&hand_in(&house, &system.token(&house, "2", |_| ())).await);
        house.wait(SignedDuration::from_secs(60));
        let late = Traveller::default().go(&second).await.answer;
        assert_eq!((late.status, late.body.replace("14:06", "14:05")), (403, again.body));
    }
}

#[tokio::test]
async fn every_token_that_is_not_taken_is_answered_alike() {
    let system = System::new();
    let stranger = System::new();
    for house in system.houses().await {
        house.admit(scene(1)).await;
        let used = system.token(&house, "1", |_| ());
        assert_eq!(hand_in(&house, &used).await.status, 201);
        let old = |claims: &mut Value| {
            claims["iat"] = json!(claims["iat"].as_i64().unwrap() - 300);
            claims["exp"] = json!(claims["exp"].as_i64().unwrap() - 300);
        };
        let tokens = [
            used,
            system.token(&house, "2", old),
            system.token(&house, "3", |claims| claims["organisation"] = json!("RYY")),
            system.token(&house, "4", |claims| claims["aud"] = json!("https://other.example")),
            system.token(&house, "5", |claims| claims["nhs_number"] = json!("9994810104")),
            stranger.token(&house, "6", |_| ()),
            "no token at all".to_owned(),
        ];
        let mut answers = Vec::new();
        for token in &tokens {
            let answer = hand_in(&house, token).await;
            answers.push((answer.status, answer.body));
        }
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
        assert_eq!(answers[0].0, 403);
    }
}

/// What is wrong in a token that is signed.
type Wrong = fn(&mut Value);

#[tokio::test]
async fn h01_a_link_to_somebody_who_is_not_ours_is_taken_alike_and_shows_nobody() {
    let system = System::new();
    for house in system.houses().await {
        house.admit(scene(1)).await;
        let mut pages = Vec::new();
        let cases: [(&str, Wrong); 4] = [
            ("1", |claims| claims["birth_date"] = json!("1941-03-08")),
            ("2", |claims| claims["family_name"] = json!("Okonkwo")),
            ("3", |claims| claims["nhs_number"] = json!("9994810103")),
            ("4", |claims| claims["stay"] = json!("V9")),
        ];
        for (id, wrong) in cases {
            let address = url(&hand_in(&house, &system.token(&house, id, wrong)).await);
            let answer = Traveller::default().go(&address).await.answer;
            assert_eq!((answer.status, answer.heading().as_str()), (403, UNSURE));
            pages.push(answer.body);
        }
        assert!(pages.windows(2).all(|two| two[0] == two[1]), "nobody learns who exists");
    }
}

#[tokio::test]
async fn a_browser_may_bring_a_token_from_a_page_of_its_own_system_only() {
    let system = System::new();
    for house in system.houses_for(&[SITE]).await {
        house.admit(scene(1)).await;
        let bring_in = async |browser: &mut Browser, id: &str, headers: &[(&str, &str)]| {
            let token = system.token(&house, id, |_| ());
            browser.post_with("/launch/links", headers, &[("token", &token)]).await
        };
        let bring = async |id: &str, headers: &[(&str, &str)]| {
            bring_in(&mut house.stranger(), id, headers).await
        };
        let cross = ("Sec-Fetch-Site", "cross-site");
        let mut browser = house.stranger();
        let answer = bring_in(&mut browser, "1", &[("Origin", SITE), cross]).await;
        assert_eq!(answer.status, 303);
        assert_eq!(browser.get("/wards").await.status, 401, "bringing a token begins no session");
        let address = answer.header("location");
        let elsewhere = house.stranger().get(address).await;
        assert_eq!((elsewhere.status, elsewhere.heading().as_str()), (403, UNSURE), "elsewhere");
        let opened = browser.get(address).await;
        assert_eq!(opened.status, 303, "{}", opened.text());
        assert_eq!(browser.get(opened.header("location")).await.heading(), "Care at home");
        // Whoever reads a token out of the page and hands it in themselves gets no address to give
        // to a colleague.
        let by_hand = hand_in(&house, &system.token(&house, "3", |_| ())).await;
        assert_eq!(by_hand.status, 403);
        for elsewhere in ["https://evil.example", "null", "https://epr.rzz.example.evil.example"] {
            let answer = bring("2", &[("Origin", elsewhere), cross]).await;
            assert_eq!((answer.status, answer.heading().as_str()), (403, UNSURE), "{elsewhere}");
        }
        assert_eq!(bring("2", &[]).await.status, 403, "a browser says where a form comes from");
    }
}

/// A forger makes a colleague's browser open a link that brings the forger in: the colleague would go
/// on under the forger's name.
#[tokio::test]
async fn whoever_is_signed_in_is_asked_before_a_link_puts_somebody_else_in_their_place() {
    let system = System::new();
    for house in system.houses().await {
        house.admit(scene(1)).await;
        let link = async |id: &str, sub: &str, name: &str| {
            let change = |claims: &mut Value| {
                claims["sub"] = json!(sub);
                claims["name"] = json!(name);
            };
            let address = url(&hand_in(&house, &system.token(&house, id, change)).await);
            address.split_once(&house.at.to_string()).unwrap().1.to_owned()
        };
        let mut browser = house.stranger();
        browser.get(&link("1", "u1", "Ama Mensah").await).await;
        browser.get("/wards").await.says("Ama Mensah");
        let forged = link("2", "u2", "Bo Forger").await;
        let asked = browser.get(&forged).await;
        assert_eq!(asked.heading(), "Ama Mensah is signed in on this computer");
        asked.says("Go on as Bo Forger");
        browser.get("/wards").await.says("Ama Mensah");
        let go_on = format!("{forged}/go-on");
        assert_eq!(browser.post(&go_on, &[]).await.status, 400, "from no page of ours");
        browser.get("/wards").await.says("Ama Mensah");
        let gone_on = browser.send(&go_on, &[]).await;
        assert_eq!(gone_on.status, 303, "{}", gone_on.text());
        browser.get("/wards").await.says("Bo Forger");
        assert_eq!(browser.get(&forged).await.status, 403, "a link opens once");
        let own = browser.get(&link("3", "u2", "Bo Forger").await).await;
        assert_eq!(own.status, 303, "nobody is asked about themselves");
    }
}
