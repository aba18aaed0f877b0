//! A launch that is not what it says shows nothing, and always the same nothing.

use care::access::{Act, Actor};
use care::people::{Born, NumberStatus, TracedNumber};
use jiff::SignedDuration;
use jiff::civil::date;
use serde_json::{Value, json};
use signin::smart::Launcher;
use web::Launches;

use super::epr::{Epr, patient, signer};
use super::{at, houses, lines, nurse};
use crate::browser::Answer;
use crate::hospital::Coming;
use crate::house::{House, Plan, houses_where, scene};
use crate::traveller::Traveller;

const UNSURE: &str = "We could not be sure who this is";

/// Launches in a fresh browser; nobody is signed in by it.
async fn refused(house: &House, epr: &Epr, case: &str) -> Answer {
    let mut browser = Traveller::default();
    let answer = browser.go(&at(house, &epr.launch(nurse(1)))).await.answer;
    assert_eq!(answer.heading(), UNSURE, "{case}: {}", answer.text());
    assert_eq!(answer.status, 403, "{case}");
    answer.never_says("Okoro");
    answer.never_says("Meadow Homecare");
    assert_eq!(browser.get(&at(house, "/wards")).await.status, 401, "{case}");
    answer
}

#[tokio::test]
async fn h01_whoever_differs_from_our_own_record_in_anything_is_not_shown() {
    let epr = Epr::start().await;
    let differs = |change: &dyn Fn(&mut Value)| {
        let mut resource = patient("p1", scene(1));
        change(&mut resource);
        resource
    };
    let cases: [(&str, Value); 7] = [
        ("born", differs(&|told| told["birthDate"] = json!("1941-03-08"))),
        ("named", differs(&|told| told["name"][0]["family"] = json!("Okonkwo"))),
        (
            "unverified",
            differs(&|told| {
                told["identifier"][0]["extension"][0]["valueCodeableConcept"]["coding"][0]["code"] =
                    json!("trace-required");
            }),
        ),
        ("no number", differs(&|told| told["identifier"] = json!([]))),
        ("nobody's", differs(&|told| told["identifier"][0]["value"] = json!("9994810103"))),
        ("replaced", differs(&|told| told["active"] = json!(false))),
        ("another's record", differs(&|told| told["id"] = json!("p2"))),
    ];
    for house in houses(&epr).await {
        epr.knows(scene(1));
        house.admit(scene(1)).await;
        let mut pages = Vec::new();
        for (case, resource) in &cases {
            epr.record("Patient", "p1", resource.clone());
            pages.push(refused(&house, &epr, case).await.body);
        }
        assert!(pages.windows(2).all(|two| two[0] == two[1]), "nobody learns who exists");
    }
}

#[tokio::test]
async fn h01_another_trusts_patient_and_another_stay_are_not_shown() {
    let epr = Epr::start().await;
    epr.knows(scene(1));
    for house in houses(&epr).await {
        house.tell(&Coming { trust: "RYY", site: "RYY01", ..Coming::scene(scene(1)) }).await;
        let elsewhere = refused(&house, &epr, "another trust's").await;
        let ago = SignedDuration::from_hours(1);
        house.tell(&Coming { visit: "V9".to_owned(), ago, ..Coming::scene(scene(1)) }).await;
        let other_stay = refused(&house, &epr, "another stay").await;
        assert_eq!(elsewhere.body, other_stay.body);
        let mut why: Vec<String> = lines(&house)
            .await
            .into_iter()
            .filter_map(|line| match line.act {
                Act::WasRefused { why } => Some(why),
                _ => None,
            })
            .collect();
        why.sort();
        assert_eq!(why, ["launch: nobody with that NHS number", "launch: the stay"]);
    }
}

#[tokio::test]
async fn h03_a_number_that_our_hospital_doubts_opens_nobody() {
    let epr = Epr::start().await;
    epr.knows(scene(1));
    for house in houses(&epr).await {
        let number = scene(1).nhs_number.parse().unwrap();
        let nhs = Some(TracedNumber { number, status: NumberStatus::InConflict });
        house.tell(&Coming { nhs, ..Coming::scene(scene(1)) }).await;
        refused(&house, &epr, "in conflict").await;
    }
    for house in houses(&epr).await {
        let born = Born { estimated: true, ..Born::on(date(1941, 3, 9)) };
        house.tell(&Coming { born, ..Coming::scene(scene(1)) }).await;
        refused(&house, &epr, "guessed").await;
    }
}

#[tokio::test]
async fn a_system_that_is_not_in_the_settings_is_asked_nothing() {
    let (ours, theirs) = (Epr::start().await, Epr::start().await);
    for house in houses(&ours).await {
        let mut browser = Traveller::default();
        for iss in [
            theirs.base(),
            format!("{}.evil.example", ours.base()),
            format!("{}/../x", ours.base()),
            ours.base().replace("/fhir", "/fhir/evil"),
            String::new(),
        ] {
            let answer = browser.get(&at(&house, &format!("/launch?iss={iss}&launch=x"))).await;
            assert_eq!((answer.status, answer.heading().as_str()), (403, UNSURE), "{iss}");
            assert_eq!(answer.header("set-cookie"), "", "{iss}");
        }
        assert_eq!((ours.asked(), theirs.asked()), (0, 0));
    }
}

#[tokio::test]
async fn a_word_about_the_user_that_is_not_for_us_now_lets_nobody_in() {
    type Wrong = fn(&mut Value);
    let cases: [(&str, Wrong); 7] = [
        ("audience", |claims| claims["aud"] = json!("another-app")),
        ("several audiences", |claims| claims["aud"] = json!(["homeward", "another-app"])),
        ("issuer", |claims| claims["iss"] = json!("https://epr.evil.example")),
        ("nonce", |claims| claims["nonce"] = json!("of another launch")),
        ("expired", |claims| claims["exp"] = json!(claims["iat"].as_i64().unwrap() - 61)),
        ("of tomorrow", |claims| claims["iat"] = json!(claims["iat"].as_i64().unwrap() + 86_400)),
        ("nobody", |claims| claims["sub"] = json!("")),
    ];
    let epr = Epr::start().await;
    epr.knows(scene(1));
    for house in houses(&epr).await {
        house.admit(scene(1)).await;
        for (case, wrong) in cases {
            epr.says_of_users(wrong);
            refused(&house, &epr, case).await;
        }
        epr.says_of_users(|_| ());
        let failed = lines(&house).await;
        let failed = failed.iter().filter(|line| matches!(line.act, Act::NotSignedIn { .. }));
        assert_eq!(failed.count(), cases.len(), "each is in the audit");
    }
    epr.signs_with(signer("k1"));
    for house in houses(&epr).await {
        house.admit(scene(1)).await;
        refused(&house, &epr, "another key").await;
    }
}

#[tokio::test]
async fn a_grant_that_lacks_what_is_needed_or_holds_what_is_no_id_shows_nobody() {
    type Wrong = fn(&mut Value);
    let cases: [(&str, Wrong); 5] = [
        ("scope", |grant| grant["scope"] = json!("openid launch/patient")),
        ("no patient", |grant| grant["patient"] = json!("")),
        ("a path", |grant| grant["patient"] = json!("../Patient/p1")),
        ("another's stay", |grant| grant["encounter"] = json!("e2")),
        ("no word of the user", |grant| grant["id_token"] = json!("")),
    ];
    let epr = Epr::start().await;
    epr.knows(scene(1));
    epr.knows(scene(2));
    for house in houses(&epr).await {
        house.admit(scene(1)).await;
        for (case, wrong) in cases {
            epr.grants(wrong);
            refused(&house, &epr, case).await;
        }
        epr.grants(|_| ());
    }
}

#[tokio::test]
async fn an_answer_counts_once_and_only_in_the_browser_that_asked() {
    let epr = Epr::start().await;
    epr.knows(scene(1));
    for house in houses(&epr).await {
        house.admit(scene(1)).await;
        let mut asked = Traveller::default();
        let back = asked.go_until(&at(&house, &epr.launch(nurse(1))), "/launch/back/").await;
        let mut thief = Traveller::default();
        let stolen = thief.get(&back).await;
        assert_eq!((stolen.status, stolen.heading().as_str()), (403, UNSURE));
        let arrived = asked.go(&back).await;
        assert_eq!(arrived.answer.heading(), "Care at home");
        let again = asked.get(&back).await;
        assert_eq!((again.status, again.heading().as_str()), (403, UNSURE));
        let mut slow = Traveller::default();
        let late = slow.go_until(&at(&house, &epr.launch(nurse(1))), "/launch/back/").await;
        house.wait(SignedDuration::from_mins(11));
        assert_eq!(slow.get(&late).await.status, 403);
    }
}

#[tokio::test]
async fn the_answer_of_one_system_is_never_taken_for_that_of_another() {
    let (one, other) = (Epr::start().await, Epr::start().await);
    one.knows(scene(1));
    let plan = || {
        let systems = vec![one.system("one", "RZZ"), other.system("other", "RYY")];
        let smart = Some(Launcher::new(systems).unwrap());
        let launches = |at| Launches { address: format!("http://{at}"), smart, links: Vec::new() };
        Plan { is_demo: false, launches: Box::new(launches), ..Plan::default() }
    };
    for house in houses_where(plan).await {
        house.admit(scene(1)).await;
        let mut browser = Traveller::default();
        let back = browser.go_until(&at(&house, &one.launch(nurse(1))), "/launch/back/").await;
        let mixed = browser.get(&back.replace("/back/one", "/back/other")).await;
        assert_eq!(mixed.status, 403);
        let foreign = browser.get(&format!("{back}&iss=http://{}", other.at)).await;
        assert_eq!(foreign.status, 403);
        assert_eq!(other.asked(), 0, "the code went to nobody else");
    }
}

#[tokio::test]
async fn an_answer_without_a_code_or_without_the_issuer_that_it_promised_lets_nobody_in() {
    let epr = Epr::start().await;
    epr.knows(scene(1));
    for house in houses(&epr).await {
        house.admit(scene(1)).await;
        epr.answers("?");
        refused(&house, &epr, "no code").await;
        assert_eq!(why(&house).await, "no_code");
        epr.answers("&iss=https://epr.evil.example");
        refused(&house, &epr, "another issuer").await;
        assert_eq!(why(&house).await, "iss");
        epr.answers("");
    }
    let promise = "authorization_response_iss_parameter_supported";
    epr.says_of_itself(move |said| said[promise] = json!(true));
    for house in houses(&epr).await {
        house.admit(scene(1)).await;
        refused(&house, &epr, "the issuer is left out").await;
        assert_eq!(why(&house).await, "iss");
        epr.answers(&format!("&iss=http://{}", epr.at));
        let arrived = Traveller::default().go(&at(&house, &epr.launch(nurse(1)))).await;
        assert_eq!(arrived.answer.heading(), "Care at home");
        epr.answers("");
    }
}

/// A patient system says that another issuer is its own, and signs with its own keys: nobody comes
/// in as one of that issuer's people.
#[tokio::test]
async fn a_system_cannot_speak_for_an_issuer_elsewhere() {
    let (honest, evil) = (Epr::start().await, Epr::start().await);
    let issuer = format!("http://{}", honest.at);
    for epr in [&honest, &evil] {
        epr.knows(scene(1));
    }
    let named = issuer.clone();
    evil.says_of_itself(move |said| said["issuer"] = json!(named));
    evil.says_of_users(move |claims| claims["iss"] = json!(issuer));
    for house in houses(&evil).await {
        house.admit(scene(1)).await;
        let mut browser = Traveller::default();
        let answer = browser.go(&at(&house, &evil.launch(nurse(1)))).await.answer;
        assert_eq!(answer.status, 503, "{}", answer.text());
        assert_eq!(browser.get(&at(&house, "/wards")).await.status, 401);
        let all = lines(&house).await;
        assert!(all.iter().all(|line| line.act != Act::SignedIn), "nobody came in");
    }
}

#[tokio::test]
async fn a_proof_of_tomorrow_is_one_of_now() {
    let epr = Epr::start().await;
    epr.knows(scene(1));
    epr.says_of_users(|claims| {
        claims["auth_time"] = json!(claims["iat"].as_i64().unwrap() + 86_400);
    });
    for house in houses(&epr).await {
        house.admit(scene(1)).await;
        Traveller::default().go(&at(&house, &epr.launch(nurse(1)))).await;
        let lines = lines(&house).await;
        let line = lines.iter().find(|line| line.act == Act::SignedIn).unwrap();
        let Actor::Staff { origin, .. } = &line.actor else { panic!("{:?}", line.actor) };
        assert_eq!(origin.proved_at, Some(line.at));
    }
}

#[tokio::test]
async fn a_name_of_a_patient_system_is_shown_as_any_other() {
    let epr = Epr::start().await;
    epr.knows(scene(1));
    epr.says_of_users(|claims| claims["name"] = json!(" Ama\u{202e}\n Mensah "));
    for house in houses(&epr).await {
        house.admit(scene(1)).await;
        let arrived = Traveller::default().go(&at(&house, &epr.launch(nurse(1)))).await;
        arrived.answer.says("Ama Mensah, Ward nurse or doctor");
    }
}

/// Why the last launch came to nothing, as the audit has it.
async fn why(house: &House) -> String {
    match lines(house).await.into_iter().next().map(|line| line.act) {
        Some(Act::NotSignedIn { why, .. }) => why,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_system_that_is_down_or_offers_no_safe_launch_says_so_and_shows_nobody() {
    let epr = Epr::start().await;
    epr.says_of_itself(|said| said["code_challenge_methods_supported"] = json!(["plain"]));
    for house in houses(&epr).await {
        let answer = Traveller::default().get(&at(&house, &epr.launch(nurse(1)))).await;
        assert_eq!(answer.status, 503);
        assert_eq!(answer.heading(), "Your patient system does not answer us");
    }
    epr.says_of_itself(|said| said["token_endpoint"] = json!("http://epr.rzz.example/token"));
    for house in houses(&epr).await {
        let answer = Traveller::default().get(&at(&house, &epr.launch(nurse(1)))).await;
        assert_eq!(answer.status, 503, "a token is asked for over TLS only");
    }
}
