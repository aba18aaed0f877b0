//! Which sessions does a provider end, and how do we end its own?

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use url::Url;

use crate::jwt::{BadToken, Claims, LEEWAY};
use crate::provider::Provider;
use crate::trouble::Trouble;

/// A logout token is sent at once: it may be no older than this.
const OLDEST: SignedDuration = SignedDuration::from_mins(5);

/// What makes a token a logout token (OpenID Connect Back-Channel Logout 1.0 §2.4).
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// The sessions that a provider ends.
#[derive(Clone, PartialEq, Eq)]
pub struct Ended {
    /// The issuer that ends them.
    pub issuer: String,
    /// Which.
    pub whose: Whose,
    /// What the issuer calls this order (`jti`): it counts once.
    pub id: String,
    /// Until when a copy of the order would count.
    pub until: Timestamp,
}

/// Which sessions.
#[derive(Clone, PartialEq, Eq)]
pub enum Whose {
    /// The one that began with this session at the provider, and those of the same person of which
    /// it never told us a name.
    Session {
        /// The provider's name for it (`sid`).
        name: String,
        /// Whose it is (`sub`); empty where the order does not say.
        subject: String,
    },
    /// All of this person (`sub`).
    Subject(String),
}

impl std::fmt::Debug for Ended {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ended(..)")
    }
}

impl Provider {
    /// Reads a logout token (OpenID Connect Back-Channel Logout 1.0 §2.6). That it counts once is
    /// for the caller to see to.
    pub async fn ended(&self, token: &str, now: Timestamp) -> Result<Ended, Trouble> {
        let metadata = self.metadata(now).await?;
        let types = ["logout+jwt", "jwt", ""];
        let claims = self.checks(&metadata, now).token(token, &types).await?;
        is_logout(&claims, now)?;
        let whose = match (claims.maybe_text("sid")?, claims.maybe_text("sub")?) {
            (Some(sid), sub) => {
                let subject = sub.unwrap_or_default().to_owned();
                Whose::Session { name: sid.to_owned(), subject }
            }
            (None, Some(sub)) => Whose::Subject(sub.to_owned()),
            (None, None) => return Err(BadToken::Claim("sid").into()),
        };
        let (issuer, id) = (claims.text("iss")?.to_owned(), claims.text("jti")?.to_owned());
        Ok(Ended { issuer, whose, id, until: claims.time("iat")? + OLDEST + LEEWAY + LEEWAY })
    }

    /// Where a browser goes to end its session at the provider too (OpenID Connect RP-Initiated
    /// Logout 1.0 §2), and from there to `back`; `None` where the provider has no such place or
    /// does not answer. No ID token is sent along, as none is kept: the provider asks the user.
    pub async fn sign_out_at(&self, back: &str, now: Timestamp) -> Option<Url> {
        let mut address = self.end_session(now).await?.url().clone();
        address
            .query_pairs_mut()
            .append_pair("client_id", &self.profile.client.id)
            .append_pair("post_logout_redirect_uri", back);
        Some(address)
    }
}

/// Whether the token orders a logout, now. One with a nonce may be an ID token and is none.
fn is_logout(claims: &Claims, now: Timestamp) -> Result<(), Trouble> {
    let event = claims.value("events").and_then(|events| events.get(EVENT));
    if !event.is_some_and(Value::is_object) {
        return Err(BadToken::Claim("events").into());
    }
    if claims.has("nonce") {
        return Err(BadToken::Claim("nonce").into());
    }
    // Older providers send no `exp`; when it was issued counts in any case.
    if claims.has("exp") {
        claims.are_good_at(now)?;
    }
    claims.are_not_early(now)?;
    Ok(claims.are_as_young_as(OLDEST, now)?)
}
