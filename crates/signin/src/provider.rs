//! Who vouches for staff, and how is it reached?
//!
//! A provider says of itself where it lets people sign in, where codes are redeemed and where its
//! keys are (OpenID Connect Discovery). It is asked when that is first needed; what it said serves
//! while it does not answer. A provider that is down keeps nobody from another way in.

mod metadata;

use std::fmt;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

use crate::claims::{Checks, Issuer};
use crate::client::{Client, Credential};
use crate::http::{Address, Http, NoAnswer};
use crate::identified::ProviderName;
use crate::jwt::Algorithm;
use crate::kept::Kept;
use crate::keys::Keys;
use crate::mapping::Mapping;
use crate::person::{Entra, Kind};
use crate::trouble::Trouble;
pub(crate) use metadata::Metadata;

/// What is configured of a provider.
#[derive(Debug, Clone)]
pub struct Profile {
    /// Its name in addresses and in the audit: small letters, digits and hyphens.
    pub name: ProviderName,
    /// Its name for people, such as "NHS CIS2".
    pub words: String,
    /// What it is.
    pub kind: Kind,
    /// Its issuer, letter by letter.
    pub issuer: String,
    /// Ourselves, as it knows us.
    pub client: Client,
    /// Where it sends the browser back: an address of ours, of this provider alone.
    pub redirect: String,
    /// What is asked for beside `openid`.
    pub scopes: Vec<String>,
    /// How sure it is asked to be, by its own words; empty: as it thinks fit.
    pub acr_values: Vec<String>,
    /// By which algorithms it may sign.
    pub algorithms: Vec<Algorithm>,
    /// Whether claims are asked for at its userinfo endpoint too.
    pub asks_userinfo: bool,
    /// The least that it must be sure who it is: NIST 800-63B authenticator assurance level.
    pub least_assurance: u8,
    /// Whether it is told to ask anew each time, though it may know the user still: for computers
    /// that many use, and on which its own session does not end with ours.
    pub always_asks: bool,
    /// Which claims give which seats.
    pub mapping: Mapping,
}

/// A provider: what is configured of it, and what it last said.
pub struct Provider {
    pub(crate) profile: Profile,
    pub(crate) http: Http,
    keys: Keys,
    metadata: Kept<Metadata>,
    health: Mutex<Health>,
}

/// How the connection to a provider is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Health {
    /// When it last answered.
    pub last_answer: Option<Timestamp>,
    /// When it last did not, and why.
    pub last_failure: Option<(Timestamp, Trouble)>,
}

impl Provider {
    /// Makes ready to ask. Nothing is asked yet.
    pub fn new(profile: Profile, http: Http) -> Self {
        let keys = Keys::new(http.clone());
        Self { profile, http, keys, metadata: Kept::default(), health: Mutex::default() }
    }

    /// Its name in addresses and in the audit.
    pub fn name(&self) -> &str {
        &self.profile.name
    }

    /// Its name for people.
    pub fn words(&self) -> &str {
        &self.profile.words
    }

    /// Its issuer; for a provider of many tenants, where they are all described.
    pub fn issuer(&self) -> &str {
        &self.profile.issuer
    }

    /// Where it sends browsers back.
    pub fn redirect(&self) -> &str {
        &self.profile.redirect
    }

    /// The public half of the key by which we sign who we are to it, where we do: an entry of a set
    /// of keys (RFC 7517).
    pub fn our_public_key(&self) -> Option<serde_json::Value> {
        match &self.profile.client.credential {
            Credential::Key(signer) => signer.public().ok(),
            Credential::Posted(_) | Credential::Basic(_) => None,
        }
    }

    /// The least that it must be sure who it is: see [`Profile::least_assurance`].
    pub fn least_assurance(&self) -> u8 {
        self.profile.least_assurance
    }

    /// Whether it is told to ask anew each time.
    pub fn always_asks(&self) -> bool {
        self.profile.always_asks
    }

    /// How the connection is, as far as it was used.
    pub fn health(&self) -> Health {
        *self.health.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks it what it says of itself and for its keys, and tells how many keys it has for us.
    pub async fn knock(&self, now: Timestamp) -> Result<usize, Trouble> {
        let metadata = self.metadata(now).await?;
        Ok(self.keys.knock(&metadata.jwks_uri, now).await?)
    }

    /// What it says of itself.
    pub(crate) async fn metadata(&self, now: Timestamp) -> Result<Metadata, Trouble> {
        let asking = metadata::ask(&self.http, &self.profile.issuer);
        let metadata = self.metadata.get(now, asking).await?;
        if metadata.issuer == self.expected_issuer() {
            Ok(metadata)
        } else {
            Err(Trouble::Metadata("issuer"))
        }
    }

    /// The issuer that its own description must name.
    fn expected_issuer(&self) -> String {
        match &self.profile.kind {
            Kind::Entra(_) => Entra::issuer_pattern(&self.profile.issuer),
            Kind::Cis2(_) | Kind::Other(_) => self.profile.issuer.clone(),
        }
    }

    /// With what its tokens are checked.
    pub(crate) fn checks<'c>(&'c self, metadata: &'c Metadata, now: Timestamp) -> Checks<'c> {
        let issuer = match &self.profile.kind {
            Kind::Entra(entra) => Issuer::OfTenant(&metadata.issuer, &entra.tenants),
            Kind::Cis2(_) | Kind::Other(_) => Issuer::One(&metadata.issuer),
        };
        Checks {
            keys: &self.keys,
            keys_at: &metadata.jwks_uri,
            algorithms: &self.profile.algorithms,
            issuer,
            client: &self.profile.client.id,
            now,
        }
    }

    /// Notes whether it answered. What somebody did wrong is no failure of the provider.
    pub(crate) fn note<T>(&self, result: &Result<T, Trouble>, now: Timestamp) {
        let mut health = self.health.lock().unwrap_or_else(PoisonError::into_inner);
        match result {
            Err(Trouble::Down(NoAnswer::Resting)) => {}
            Err(trouble) if trouble.is_of_the_provider() => {
                health.last_failure = Some((now, *trouble));
            }
            _ => health.last_answer = Some(now),
        }
    }

    /// Where it ends its own session, where it says so. What it said of itself before is good enough:
    /// nobody waits to be signed out.
    pub(crate) async fn end_session(&self, now: Timestamp) -> Option<Address> {
        let metadata = match self.metadata.usable(now) {
            Some(held) => held,
            None => self.metadata(now).await.ok()?,
        };
        metadata.end_session_endpoint
    }
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Provider({})", self.profile.name)
    }
}
