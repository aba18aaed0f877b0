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
    held: Mutex<Held>,
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

#[derive(Debug, Default)]
struct Held {
    set: Kept<KeySet>,
    /// When a key was last looked for that was not among them.
    looked_at: Option<Timestamp>,
}

impl Keys {
    /// Makes ready to fetch keys. Nothing is fetched yet.
    pub fn new(http: Http) -> Self {
        Self { http, held: Mutex::default() }
    }

    /// Checks type, algorithm and signature of a token with the keys published at `address`.
    pub async fn verify(
        &self,
        address: &Address,
        token: Unverified<'_>,
        rules: Rules<'_>,
        now: Timestamp,
    ) -> Result<Verified, NotVerified> {
        let mut held = self.held.lock().await;
        let set = held.set.get(now, self.fetch(address)).await.map_err(NotVerified::NoKeys)?;
        match token.clone().verify(&set, rules) {
            Err(BadToken::UnknownKey) if held.may_look(now) => {
                held.looked_at = Some(now);
                // If the issuer does not answer now, the key stays unknown.
                let set = held.set.renew(now, self.fetch(address)).await;
                Ok(token.verify(&set.map_err(|_| BadToken::UnknownKey)?, rules)?)
            }
            verified => Ok(verified?),
        }
    }

    /// Fetches the keys now, whatever is held, and says how many can be used.
    pub async fn knock(&self, address: &Address, now: Timestamp) -> Result<usize, NoAnswer> {
        let mut held = self.held.lock().await;
        held.set.renew(now, self.fetch(address)).await.map(|set| set.len())
    }

    async fn fetch(&self, address: &Address) -> Result<KeySet, NoAnswer> {
        let answer = self.http.get(address, JSON, None).await?.well()?;
        KeySet::read(&answer.body).map_err(|BadKeySet| NoAnswer::Unreadable)
    }
}

impl Held {
    fn may_look(&self, now: Timestamp) -> bool {
        self.looked_at.is_none_or(|at| !within(at, LOOK, now))
    }
}
