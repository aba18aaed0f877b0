//! How the client proves who it is, and how seldom.

use std::time::Duration;

use care::people::trace::Ask;
use homeward::pds::{BadKey, Fault, SigningKey};

use crate::asked::{request, tresillian};
use crate::national::{National, Trouble, key};

#[tokio::test]
async fn one_token_serves_many_questions_and_is_renewed_before_it_ends() {
    let (national, question) = (National::listen().await, tresillian());
    let asker = national.asker();
    for _ in 0..3 {
        asker.client.ask(&request(&question, Ask::Anywhere)).await.unwrap();
    }
    assert_eq!(national.state().tokens, 1);
    asker.pass(Duration::from_secs(599 - 61));
    asker.client.ask(&request(&question, Ask::Anywhere)).await.unwrap();
    assert_eq!(national.state().tokens, 1, "still good for more than a minute");
    asker.pass(Duration::from_secs(2));
    asker.client.ask(&request(&question, Ask::Anywhere)).await.unwrap();
    assert_eq!(national.state().tokens, 2);
    assert_eq!(national.state().used.len(), 2, "each assertion is used once");
    assert_eq!(national.state().refused, [""; 0]);
}

#[tokio::test]
async fn a_token_that_is_said_to_be_good_for_ever_is_good_for_an_hour() {
    let national = National::listen().await;
    national.state().life = u64::MAX;
    let asker = national.asker();
    assert_eq!(asker.client.knock().await, Ok(()));
    asker.pass(Duration::from_secs(3600 - 61));
    assert_eq!(asker.client.knock().await, Ok(()));
    assert_eq!(national.state().tokens, 1);
    asker.pass(Duration::from_secs(2));
    assert_eq!(asker.client.knock().await, Ok(()));
    assert_eq!(national.state().tokens, 2);
}

#[tokio::test]
async fn many_who_ask_at_once_share_one_token() {
    let (national, question) = (National::listen().await, tresillian());
    let asker = national.asker();
    let request = request(&question, Ask::Anywhere);
    let questions = [(); 8].map(|()| asker.client.ask(&request));
    for answer in futures_util::future::join_all(questions).await {
        answer.unwrap();
    }
    assert_eq!(national.state().tokens, 1);
}

#[tokio::test]
async fn a_token_that_is_refused_is_renewed_once() {
    let (national, question) = (National::listen().await, tresillian());
    let asker = national.asker();
    asker.client.ask(&request(&question, Ask::Anywhere)).await.unwrap();
    national.state().is_good.clear();
    asker.client.ask(&request(&question, Ask::Anywhere)).await.unwrap();
    assert_eq!(national.state().tokens, 2);
    national.fail([1, 2].map(|_| Trouble::Status(401, "ACCESS_DENIED", None)));
    let before = national.asked().len();
    let answer = asker.client.ask(&request(&question, Ask::Anywhere)).await;
    assert!(matches!(answer, Err(Fault::ShutOut(why)) if why == "ACCESS_DENIED"));
    assert_eq!(national.asked().len() - before, 2, "no third time");
}

#[tokio::test]
async fn who_is_not_let_in_says_so_and_does_not_insist() {
    let national = National::listen().await;
    let asker = national.asker();
    national.state().token_troubles.push_back(Trouble::Status(400, "X", None));
    assert_eq!(
        asker.client.knock().await,
        Err(Fault::ShutOut("no token: X".to_owned())),
        "a wrong key id or application"
    );
    assert_eq!(asker.client.knock().await, Ok(()));
    national.state().token_troubles.push_back(Trouble::Garbled);
    national.state().life = 0;
    let other = national.asker();
    assert!(matches!(other.client.knock().await, Err(Fault::Unreadable(_))));
}

#[tokio::test]
async fn each_request_has_an_id_of_its_own_and_names_the_organisation() {
    let (national, question) = (National::listen().await, tresillian());
    let asker = national.asker();
    for _ in 0..4 {
        asker.client.ask(&request(&question, Ask::Anywhere)).await.unwrap();
    }
    assert_eq!(national.state().requests.len(), 4, "it refuses without, and those seen before");
}

#[test]
fn only_an_rsa_key_of_4096_bits_or_more_is_taken() {
    assert!(SigningKey::read(&key()).is_ok());
    let other = |name: &str| SigningKey::read(&key().with_file_name(name)).unwrap_err();
    assert!(matches!(other("missing.key"), BadKey::File { .. }));
    assert!(matches!(other("hospital.pem"), BadKey::File { .. }));
    let unfit = other("hospital.key");
    assert!(matches!(unfit, BadKey::NotRsa { .. } | BadKey::Short { .. }), "{unfit}");
    assert!(!format!("{:?}", SigningKey::read(&key()).unwrap()).contains("BEGIN"));
}
