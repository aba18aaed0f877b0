//! With which keys does an issuer sign, and are they still its keys?
//!
//! The keys are fetched when they are first needed, kept for an hour, and fetched again when a
//! token names a key that is not among them, but for that reason at most every five minutes: so
//! issuers may change keys at any time, and nobody can make us ask them in a loop.

mod set;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::Mutex;

pub use set::{BadKeySet, KeySet};

use crate::http::{Address, Http, JSON, NoAnswer};
use crate::jwt::{BadToken, Rules, Unverified, Verified};
use crate::kept::{Kept, within};

/// A key that is not among them is looked for at most so often.
const LOOK: SignedDuration = SignedDuration::from_mins(5);

/// The keys of one issuer, fetched from where it publishes them.
#[derive(Debug)]
pub struct Keys {
    http: Http,
    set: Kept<KeySet>,
    looked: Mutex<Looked>,
}

/// Who sends the token that is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// The issuer itself, in answer to our question.
    ByIssuer,
    /// Anybody, as far as we know.
    ByAnybody,
}

/// Why a token could not be checked, or is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotVerified {
    /// The issuer gives us no keys.
    #[error("the keys of the issuer cannot be had: {0}")]
    NoKeys(NoAnswer),
    /// The token is not good.
    #[error(transparent)]
    Token(#[from] BadToken),
}

/// When a key was last looked for that was not among them: one look for each sender, so that nobody
/// uses up the one that signing in needs.
#[derive(Debug, Default)]
struct Looked {
    for_issuer: Option<Timestamp>,
    for_anybody: Option<Timestamp>,
}

impl Keys {
    /// Makes ready to fetch keys. Nothing is fetched yet.
    pub fn new(http: Http) -> Self {
        Self { http, set: Kept::default(), looked: Mutex::default() }
    }

    /// Checks type, algorithm and signature of a token with the keys published at `address`.
    pub async fn verify(
        &self,
        address: &Address,
        token: Unverified<'_>,
        rules: Rules<'_>,
        (by, now): (Sent, Timestamp),
    ) -> Result<Verified, NotVerified> {
        let set = self.set.get(now, self.fetch(address)).await.map_err(NotVerified::NoKeys)?;
        let verified = token.clone().verify(&set, rules);
        if verified.as_ref().err() != Some(&BadToken::UnknownKey) {
            return Ok(verified?);
        }
        let mut looked = self.looked.lock().await;
        // Somebody may have found it while we waited for the turn.
        let set = self.set.usable(now).unwrap_or(set);
        match token.clone().verify(&set, rules) {
            Err(BadToken::UnknownKey) if looked.may_look(by, now) => {
                // If the issuer does not answer now, the key stays unknown.
                let set = self.set.renew(now, self.fetch(address)).await;
                Ok(token.verify(&set.map_err(|_| BadToken::UnknownKey)?, rules)?)
            }
            verified => Ok(verified?),
        }
    }

    /// Fetches the keys now, whatever is held, and says how many can be used.
    pub async fn knock(&self, address: &Address, now: Timestamp) -> Result<usize, NoAnswer> {
        self.set.renew(now, self.fetch(address)).await.map(|set| set.len())
    }

    async fn fetch(&self, address: &Address) -> Result<KeySet, NoAnswer> {
        let answer = self.http.get(address, JSON, None).await?.well()?;
        KeySet::read(&answer.body).map_err(|BadKeySet| NoAnswer::Unreadable)
    }
}

impl Looked {
    /// Whether a look is due, which is then made.
    fn may_look(&mut self, by: Sent, now: Timestamp) -> bool {
        let last = match by {
            Sent::ByIssuer => &mut self.for_issuer,
            Sent::ByAnybody => &mut self.for_anybody,
        };
        let is_due = last.is_none_or(|at| !within(at, LOOK, now));
        if is_due {
            *last = Some(now);
        }
        is_due
    }
}
