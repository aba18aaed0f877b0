//! With which keys does an issuer sign, and are they still its keys?
//!
//! The keys are fetched when they are first needed, kept for an hour, and fetched again at once,
//! but at most every five minutes, when a token names a key that is not among them: so issuers may
//! change keys at any time, and nobody can make us ask them in a loop. While the issuer does not
//! answer the last keys serve for a day.

mod set;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::Mutex;

pub use set::{BadKeySet, KeySet};

use crate::http::{Address, Http, NoAnswer};
use crate::jwt::{BadToken, Rules, Unverified, Verified};

/// So long a set of keys is taken for current.
const CURRENT: SignedDuration = SignedDuration::from_hours(1);

/// So long it serves while the issuer does not answer.
const USABLE: SignedDuration = SignedDuration::from_hours(24);

/// A key that is not among them is looked for at most so often.
const LOOK: SignedDuration = SignedDuration::from_mins(5);

/// After a failure the issuer is left in peace for so long.
const REST: SignedDuration = SignedDuration::from_secs(5);

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

/// What we have of the keys.
#[derive(Debug, Default)]
struct Held {
    set: Option<(KeySet, Timestamp)>,
    looked_at: Option<Timestamp>,
    failed: Option<(NoAnswer, Timestamp)>,
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
        let set = held.current(&self.http, address, now).await.map_err(NotVerified::NoKeys)?;
        match token.clone().verify(&set, rules) {
            Err(BadToken::UnknownKey) if held.may_look(now) => {
                held.looked_at = Some(now);
                // If the issuer does not answer now, the key stays unknown.
                let _asked = held.fetch(&self.http, address, now).await;
                let set = held.usable(now).ok_or(BadToken::UnknownKey)?;
                Ok(token.verify(&set, rules)?)
            }
            verified => Ok(verified?),
        }
    }

    /// Fetches the keys now, whatever is held, and says how many can be used.
    pub async fn knock(&self, address: &Address, now: Timestamp) -> Result<usize, NoAnswer> {
        let mut held = self.held.lock().await;
        held.fetch(&self.http, address, now).await?;
        Ok(held.usable(now).map_or(0, |set| set.len()))
    }
}

impl Held {
    /// The keys to use now, fetched where what is held is too old.
    async fn current(
        &mut self,
        http: &Http,
        address: &Address,
        now: Timestamp,
    ) -> Result<KeySet, NoAnswer> {
        if let Some(set) = self.younger_than(CURRENT, now) {
            return Ok(set);
        }
        let fetched = match self.failed {
            Some((_, at)) if within(at, REST, now) => Err(NoAnswer::Resting),
            _ => self.fetch(http, address, now).await,
        };
        match (fetched, self.usable(now)) {
            (_, Some(set)) => Ok(set),
            (Err(fault), None) => Err(fault),
            (Ok(()), None) => Err(NoAnswer::Unreadable),
        }
    }

    /// Takes what the issuer publishes now in place of what is held: a key that it has withdrawn
    /// is gone with it.
    async fn fetch(
        &mut self,
        http: &Http,
        address: &Address,
        now: Timestamp,
    ) -> Result<(), NoAnswer> {
        let fetched = fetch(http, address).await;
        match fetched {
            Ok(set) => {
                self.set = Some((set, now));
                self.failed = None;
                Ok(())
            }
            Err(fault) => {
                self.failed = Some((fault, now));
                Err(fault)
            }
        }
    }

    fn usable(&self, now: Timestamp) -> Option<KeySet> {
        self.younger_than(USABLE, now)
    }

    fn younger_than(&self, age: SignedDuration, now: Timestamp) -> Option<KeySet> {
        let (set, at) = self.set.as_ref()?;
        within(*at, age, now).then(|| set.clone())
    }

    fn may_look(&self, now: Timestamp) -> bool {
        self.looked_at.is_none_or(|at| !within(at, LOOK, now))
    }
}

async fn fetch(http: &Http, address: &Address) -> Result<KeySet, NoAnswer> {
    let answer = http.get(address, crate::http::JSON, None).await?.well()?;
    KeySet::read(&answer.body).map_err(|BadKeySet| NoAnswer::Unreadable)
}

fn within(at: Timestamp, time: SignedDuration, now: Timestamp) -> bool {
    now.duration_since(at) < time
}
