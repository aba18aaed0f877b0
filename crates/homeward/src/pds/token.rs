//! With which token do we ask?

use std::time::Duration;

use reqwest::{StatusCode, Url};
use serde::{Deserialize, Deserializer};
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::assertion::Ourselves;
use super::client::{body, code_of};
use super::{Fault, Timing};
use crate::clock;

/// A token is renewed so long before it ends, or at half its life where that is later.
const EARLY: Duration = Duration::from_mins(1);

/// No token is taken for good longer than this, whatever the service says.
const LONGEST: Duration = Duration::from_hours(1);

/// How long a token is good where the service does not say.
const USUAL: u64 = 300;

/// What the assertion is (RFC 7523).
const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// The token that we have, and how to get the next.
pub(super) struct Tokens {
    ourselves: Ourselves,
    address: Url,
    held: Mutex<Option<Token>>,
}

/// A token. It is a secret: it prints as nothing.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Token {
    text: String,
    renew_at: Instant,
}

#[derive(Deserialize)]
struct Answer {
    access_token: String,
    #[serde(default = "usual", deserialize_with = "seconds")]
    expires_in: u64,
}

impl Token {
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }
}

impl Tokens {
    pub(super) fn new(ourselves: Ourselves, address: Url) -> Self {
        Self { ourselves, address, held: Mutex::new(None) }
    }

    /// The token that is good now. Whoever comes while one is fetched waits for that one.
    pub(super) async fn get(
        &self,
        http: &reqwest::Client,
        timing: &Timing,
    ) -> Result<Token, Fault> {
        let mut held = self.held.lock().await;
        if let Some(token) = held.as_ref().filter(|token| (timing.now)() < token.renew_at) {
            return Ok(token.clone());
        }
        let token = self.fetch(http, timing).await?;
        *held = Some(token.clone());
        Ok(token)
    }

    /// The service refuses this token: the next question fetches another.
    pub(super) async fn forget(&self, token: &Token) {
        let mut held = self.held.lock().await;
        held.take_if(|held| held == token);
    }

    async fn fetch(&self, http: &reqwest::Client, timing: &Timing) -> Result<Token, Fault> {
        let now = (timing.now)();
        let assertion = self.ourselves.assert(self.address.as_str(), clock::now());
        let form = [
            ("grant_type", "client_credentials"),
            ("client_assertion_type", JWT_BEARER),
            ("client_assertion", &assertion.ok_or(Fault::NoSignature)?),
        ];
        let sent = http.post(self.address.clone()).form(&form).send().await;
        let answer = sent.map_err(|error| Fault::of(&error))?;
        let status = answer.status();
        let text = body(answer).await?;
        if status != StatusCode::OK {
            return Err(match status.as_u16() {
                408 | 429 | 500.. => Fault::Ill(status.as_u16()),
                _ => Fault::ShutOut(format!("no token: {}", code_of(status, &text))),
            });
        }
        let answer: Answer = serde_json::from_slice(&text)
            .map_err(|_| Fault::Unreadable(fhir::Unreadable::Shape))?;
        let life = Duration::from_secs(answer.expires_in).min(LONGEST);
        let renew_at = now + life.saturating_sub(EARLY).max(life / 2);
        Ok(Token { text: answer.access_token, renew_at })
    }
}

fn usual() -> u64 {
    USUAL
}

/// The service writes the seconds as a text; the standard has a number.
fn seconds<'de, D: Deserializer<'de>>(source: D) -> Result<u64, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Seconds {
        Number(u64),
        Text(String),
    }
    match Seconds::deserialize(source)? {
        Seconds::Number(number) => Ok(number),
        Seconds::Text(text) => text.parse().map_err(serde::de::Error::custom),
    }
}
