//! A passkey opens for whoever holds it and has shown that it is they, and for nobody else.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod authenticator;

use authenticator::Authenticator;
use serde_json::Value;
use signin::passkeys::{Holder, Made, NotAnOrigin, NotProved, Passkeys};

const ORIGIN: &str = "https://homeward.example";
const ACCOUNT: [u8; 16] = [7; 16];

#[test]
fn who_made_a_passkey_comes_in_with_it() {
    let (passkeys, key, made) = made();
    let asked = passkeys.ask_to_prove().unwrap();
    let answer = passkeys.presented(&key.prove(&asked.options)).unwrap();
    assert_eq!((answer.account, &answer.id), (ACCOUNT, &made.id));
    let proved = passkeys.proved(&asked.state, &answer, &made.key);
    assert_eq!(proved.map(|proved| proved.key), Ok(made.key), "it does not count");
}

#[test]
fn the_authenticator_is_asked_to_keep_the_passkey_and_to_verify_its_owner() {
    let passkeys = passkeys();
    let asked = passkeys.ask_to_make(holder(vec![vec![1, 2, 3]])).unwrap();
    let options: Value = serde_json::from_str(&asked.options).unwrap();
    let selection = &options["authenticatorSelection"];
    assert_eq!(selection["residentKey"], "required");
    assert_eq!(selection["requireResidentKey"], true);
    assert_eq!(selection["userVerification"], "required");
    assert_eq!(options["rp"]["id"], "homeward.example");
    assert_eq!(options["excludeCredentials"][0]["id"], "AQID", "no second one on the same key");
    let asked = passkeys.ask_to_prove().unwrap();
    let options: Value = serde_json::from_str(&asked.options).unwrap();
    assert_eq!(options["userVerification"], "required");
    assert_eq!(options["allowCredentials"], Value::Array(Vec::new()), "it names nobody");
}

#[test]
fn an_answer_to_another_challenge_proves_nothing() {
    let (passkeys, key, made) = made();
    let earlier = passkeys.ask_to_prove().unwrap();
    let now = passkeys.ask_to_prove().unwrap();
    let replayed = passkeys.presented(&key.prove(&earlier.options)).unwrap();
    let proved = passkeys.proved(&now.state, &replayed, &made.key);
    assert_eq!(proved, Err(NotProved::Refused("challenge")));
}

#[test]
fn a_page_of_another_address_gets_no_proof_that_we_take() {
    for origin in
        ["https://homeward.example.evil.example", "http://homeward.example", "https://evil.example"]
    {
        let (passkeys, mut key, made) = made();
        origin.clone_into(&mut key.origin);
        assert_eq!(prove(&passkeys, &key, &made), Err(NotProved::Refused("origin")), "{origin}");
        let asked = passkeys.ask_to_make(holder(Vec::new())).unwrap();
        let made = passkeys.made(&asked.state, &key.make(&asked.options));
        assert_eq!(made, Err(NotProved::Refused("origin")), "{origin}");
    }
}

#[test]
fn a_key_that_answers_for_another_name_is_refused() {
    let (passkeys, mut key, made) = made();
    "evil.example".clone_into(&mut key.relying_party);
    assert_eq!(prove(&passkeys, &key, &made), Err(NotProved::Refused("relying_party")));
}

#[test]
fn a_key_in_the_wrong_hand_is_refused() {
    let (passkeys, mut key, made) = made();
    key.verifies = false;
    assert_eq!(prove(&passkeys, &key, &made), Err(NotProved::Refused("user_not_verified")));
    let asked = passkeys.ask_to_make(holder(Vec::new())).unwrap();
    let made = passkeys.made(&asked.state, &key.make(&asked.options));
    assert_eq!(made, Err(NotProved::Refused("user_not_verified")));
}

#[test]
fn a_signature_of_another_key_is_refused() {
    let (passkeys, key, made) = made();
    let (_, _, another) = self::made();
    assert_eq!(prove(&passkeys, &key, &another), Err(NotProved::Refused("other_key")));
    let asked = passkeys.ask_to_prove().unwrap();
    let mut answer: Value = serde_json::from_str(&key.prove(&asked.options)).unwrap();
    let stranger = Authenticator::new(ORIGIN).prove(&asked.options);
    let stranger: Value = serde_json::from_str(&stranger).unwrap();
    answer["response"]["signature"] = stranger["response"]["signature"].clone();
    let answer = passkeys.presented(&answer.to_string()).unwrap();
    let proved = passkeys.proved(&asked.state, &answer, &made.key);
    assert_eq!(proved, Err(NotProved::Refused("signature")));
}

#[test]
fn a_key_that_counts_backwards_is_a_copy() {
    let (passkeys, mut key, made) = made();
    key.count = 5;
    let counted = Made { key: prove(&passkeys, &key, &made).unwrap(), ..made };
    key.count = 6;
    let further = Made { key: prove(&passkeys, &key, &counted).unwrap(), ..counted };
    for count in [6, 5, 0] {
        key.count = count;
        assert_eq!(prove(&passkeys, &key, &further), Err(NotProved::Copied), "{count}");
    }
    key.count = 7;
    assert!(prove(&passkeys, &key, &further).is_ok());
}

#[test]
fn a_key_that_would_not_find_the_passkey_again_is_refused_at_once() {
    let passkeys = passkeys();
    let asked = passkeys.ask_to_make(holder(Vec::new())).unwrap();
    let mut key = Authenticator::new(ORIGIN);
    key.keeps = false;
    let made = passkeys.made(&asked.state, &key.make(&asked.options));
    assert_eq!(made, Err(NotProved::NotKept));
}

#[test]
fn the_same_passkey_is_not_made_twice() {
    let (passkeys, mut key, made) = made();
    let asked = passkeys.ask_to_make(holder(vec![made.id])).unwrap();
    let again = passkeys.made(&asked.state, &key.make(&asked.options));
    assert!(matches!(again, Err(NotProved::Refused(_))), "{again:?}");
}

#[test]
fn what_no_authenticator_says_is_not_read() {
    let (passkeys, key, made) = made();
    let asked = passkeys.ask_to_prove().unwrap();
    let answer = key.prove(&asked.options);
    for text in ["", "{}", "[]", "null", "\u{0}", &answer[..answer.len() / 2]] {
        assert!(matches!(passkeys.presented(text), Err(NotProved::Unreadable)), "{text}");
        assert_eq!(passkeys.made(&asked.state, text), Err(NotProved::Unreadable));
    }
    let long = format!("{answer}{}", " ".repeat(40_000));
    assert!(matches!(passkeys.presented(&long), Err(NotProved::Unreadable)));
    let answer = passkeys.presented(&answer).unwrap();
    let proved = passkeys.proved("{}", &answer, &made.key);
    assert_eq!(proved, Err(NotProved::Unreadable), "a state that is none");
}

#[test]
fn an_address_without_a_name_or_tls_has_no_passkeys() {
    for origin in ["https://homeward.example", "https://a.b.example:8443/", "http://localhost:8080"]
    {
        assert!(Passkeys::new(&origin.parse().unwrap()).is_ok(), "{origin}");
    }
    for origin in [
        "http://homeward.example",
        "https://192.0.2.7",
        "http://127.0.0.1:8080",
        "https://homeward.example/path",
        "https://homeward.example/?a=b",
        "https://user@homeward.example",
        "ftp://homeward.example",
    ] {
        let made = Passkeys::new(&origin.parse().unwrap());
        assert!(matches!(made, Err(NotAnOrigin)), "{origin}");
    }
}

#[test]
fn nothing_that_names_or_opens_stands_in_debug_text() {
    let (passkeys, key, made) = made();
    let asked = passkeys.ask_to_prove().unwrap();
    let answer = passkeys.presented(&key.prove(&asked.options)).unwrap();
    let proved = passkeys.proved(&asked.state, &answer, &made.key).unwrap();
    let shown =
        format!("{passkeys:?} {asked:?} {answer:?} {proved:?} {made:?} {:?}", holder(vec![]));
    assert_eq!(
        shown,
        "Passkeys(https://homeward.example) Challenge(..) Presented(..) Proved(..) Made(..) \
         Holder(..)"
    );
}

fn passkeys() -> Passkeys {
    Passkeys::new(&ORIGIN.parse().unwrap()).unwrap()
}

fn holder<'a>(has: Vec<Vec<u8>>) -> Holder<'a> {
    Holder { account: ACCOUNT, name: "Ada Invented", has }
}

/// A passkey of an account on a key that does not count.
fn made() -> (Passkeys, Authenticator, Made) {
    let passkeys = passkeys();
    let asked = passkeys.ask_to_make(holder(Vec::new())).unwrap();
    let mut key = Authenticator::new(ORIGIN);
    let made = passkeys.made(&asked.state, &key.make(&asked.options)).unwrap();
    (passkeys, key, made)
}

fn prove(passkeys: &Passkeys, key: &Authenticator, made: &Made) -> Result<String, NotProved> {
    let asked = passkeys.ask_to_prove().unwrap();
    let answer = passkeys.presented(&key.prove(&asked.options)).unwrap();
    passkeys.proved(&asked.state, &answer, &made.key).map(|proved| proved.key)
}
