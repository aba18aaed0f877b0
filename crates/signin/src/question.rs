//! How do we know that an answer is the one to our question, in the browser that asked?
//!
//! Each question to a provider carries a `state` that is used once, a `nonce` that the ID token
//! must repeat (OpenID Connect Core §3.1.2.1), and the challenge of a verifier without which the
//! code is worth nothing (PKCE, RFC 7636). Nonce and verifier are made of the state and of a secret
//! that only this browser holds, in a cookie: the memory keeps neither, so that a copy of the
//! database completes no sign-in, and a state that was carried into another browser is worth
//! nothing there.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::hmac;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use url::Url;

use crate::chance::{self, NoChance};
use crate::http::Address;
use crate::trouble::{Trouble, error_code};

/// The secret that a browser holds while it signs in. It prints as nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct BrowserSecret(String);

/// What one question carries. It prints as nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Question {
    state: String,
    nonce: String,
    verifier: String,
}

/// Where a question is put: what differs from one provider to another.
#[derive(Clone, Copy)]
pub(crate) struct Whither<'a> {
    /// The authorisation endpoint.
    pub(crate) endpoint: &'a Address,
    /// As whom we ask.
    pub(crate) client: &'a str,
    /// Where the browser comes back to.
    pub(crate) redirect: &'a str,
    /// What is asked for, the words apart by spaces.
    pub(crate) scope: &'a str,
}

/// What a browser brought back, as it stands in the address (RFC 6749 §4.1.2). It prints as nothing.
#[derive(Clone, Default)]
pub struct Returned {
    /// The code; empty where there is none.
    pub code: String,
    /// The error; empty where there is none.
    pub error: String,
    /// The issuer, as the answer names it (RFC 9207); empty where it names none.
    pub iss: String,
}

impl BrowserSecret {
    /// A new one.
    pub fn new() -> Result<Self, NoChance> {
        chance::word().map(Self)
    }

    /// The one that a browser sent; `None` where it has not our shape.
    pub fn sent(text: &str) -> Option<Self> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
        (bytes.len() == 32).then(|| Self(text.to_owned()))
    }

    /// The text for the cookie.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What may be stored of it: SHA-256.
    pub fn hash(&self) -> [u8; 32] {
        hash(&format!("browser {}", self.0))
    }
}

impl Question {
    /// A new question of a browser.
    pub fn new(browser: &BrowserSecret) -> Result<Self, NoChance> {
        Ok(Self::again(browser, &chance::word()?))
    }

    /// The question whose answer a browser brought, with the `state` that it brought.
    pub fn again(browser: &BrowserSecret, state: &str) -> Self {
        let part = |name| derived(browser, name, state);
        Self { state: state.to_owned(), nonce: part("nonce"), verifier: part("verifier") }
    }

    /// Its `state`: 256 bits.
    pub fn state(&self) -> &str {
        &self.state
    }

    /// Where the browser is sent with it (RFC 6749 §4.1.1, RFC 7636 §4.3, OpenID Connect Core
    /// §3.1.2.1). What only one protocol asks for is added to the address.
    pub(crate) fn put_to(&self, to: Whither<'_>) -> Url {
        let mut address = to.endpoint.url().clone();
        address
            .query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", to.client)
            .append_pair("redirect_uri", to.redirect)
            .append_pair("scope", to.scope)
            .append_pair("state", &self.state)
            .append_pair("nonce", &self.nonce)
            .append_pair("code_challenge", &self.challenge())
            .append_pair("code_challenge_method", "S256");
        address
    }

    /// What may be stored of its state: SHA-256.
    pub fn state_hash(&self) -> [u8; 32] {
        hash(&format!("state {}", self.state))
    }

    /// Its `nonce`.
    pub fn nonce(&self) -> &str {
        &self.nonce
    }

    /// Its `code_verifier`, for the token endpoint only.
    pub fn verifier(&self) -> &str {
        &self.verifier
    }

    /// Its `code_challenge`, by `S256`.
    pub fn challenge(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(digest(&SHA256, self.verifier.as_bytes()))
    }
}

impl Returned {
    /// The code, where the answer is that issuer's and no error. An answer that names another
    /// issuer was mixed up, by whomever; one whose issuer `names_itself` in each (RFC 9207 §2.4) and
    /// that does not may have been.
    pub(crate) fn code_from(&self, issuer: &str, names_itself: bool) -> Result<&str, Trouble> {
        if self.iss != issuer && (names_itself || !self.iss.is_empty()) {
            return Err(Trouble::Foreign("iss"));
        }
        match (self.error.as_str(), self.code.as_str()) {
            ("", "") => Err(Trouble::Foreign("no_code")),
            ("", code) => Ok(code),
            // Whatever error it is: anybody may have written it, so it does not make the provider ill.
            (error, _) => Err(Trouble::TurnedBack(error_code(error))),
        }
    }
}

impl std::fmt::Debug for BrowserSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BrowserSecret(..)")
    }
}

impl std::fmt::Debug for Question {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Question(..)")
    }
}

impl std::fmt::Debug for Returned {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Returned(..)")
    }
}

fn derived(browser: &BrowserSecret, name: &str, state: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, browser.0.as_bytes());
    BASE64_URL_SAFE_NO_PAD.encode(hmac::sign(&key, format!("{name} {state}").as_bytes()))
}

fn hash(text: &str) -> [u8; 32] {
    let mut out = [0; 32];
    let hash = digest(&SHA256, text.as_bytes());
    out.iter_mut().zip(hash.as_ref()).for_each(|(to, from)| *to = *from);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_in_another_browser_fits_no_question() {
        let (one, other) = (BrowserSecret::new().unwrap(), BrowserSecret::new().unwrap());
        let question = Question::new(&one).unwrap();
        assert_eq!(Question::again(&one, question.state()), question);
        let elsewhere = Question::again(&other, question.state());
        assert_ne!(elsewhere.nonce(), question.nonce());
        assert_ne!(elsewhere.verifier(), question.verifier());
        assert_ne!(one.hash(), other.hash());
    }

    #[test]
    fn no_two_questions_share_anything_and_none_gives_its_verifier_away() {
        let browser = BrowserSecret::new().unwrap();
        let (one, other) = (Question::new(&browser).unwrap(), Question::new(&browser).unwrap());
        assert_ne!(one.state(), other.state());
        assert_ne!(one.nonce(), other.nonce());
        assert_ne!(one.verifier(), other.verifier());
        assert_ne!(one.nonce(), one.verifier());
        assert_eq!((one.state().len(), one.verifier().len(), one.challenge().len()), (43, 43, 43));
    }

    #[test]
    fn the_challenge_is_that_of_rfc_7636() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".to_owned();
        let question = Question { state: String::new(), nonce: String::new(), verifier };
        assert_eq!(question.challenge(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn an_answer_counts_only_if_it_is_that_issuers_and_brings_a_code() {
        let check = |(code, error, iss): (&str, &str, &str), names_itself, expected| {
            let returned = Returned { code: code.into(), error: error.into(), iss: iss.into() };
            assert_eq!(returned.code_from("https://a.example", names_itself), expected, "{iss}");
        };
        let ours = "https://a.example";
        check(("c", "", ours), true, Ok("c"));
        check(("c", "", ours), false, Ok("c"));
        check(("c", "", ""), false, Ok("c"));
        check(("c", "", ""), true, Err(Trouble::Foreign("iss")));
        check(("c", "", "https://b.example"), false, Err(Trouble::Foreign("iss")));
        check(("", "", ours), true, Err(Trouble::Foreign("no_code")));
        check(("c", "access_denied", ours), true, Err(Trouble::TurnedBack("access_denied")));
        check(("", "access_denied", ""), true, Err(Trouble::Foreign("iss")));
        check(("", "server_error", ""), false, Err(Trouble::TurnedBack("server_error")));
    }

    #[test]
    fn a_cookie_of_another_shape_is_no_secret() {
        for text in ["", "short", &"x".repeat(44), "=", "\u{e9}"] {
            assert!(BrowserSecret::sent(text).is_none(), "{text}");
        }
    }
}
