//! Does an ID token answer our question, and of whom does it speak?
//!
//! The steps are those of OpenID Connect Core §3.1.3.7, in the order in which each may trust the
//! one before.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};

use crate::http::Address;
use crate::jwt::{Algorithm, BadToken, Claims, LEEWAY, Rules, Unverified, Verified};
use crate::keys::{Keys, Sent};
use crate::trouble::Trouble;

/// An ID token is issued while we wait for it: one that is older was meant for another time.
const OLDEST: SignedDuration = SignedDuration::from_mins(10);

/// A proof is good for so long: longer no session lasts either (NIST 800-63B §2.2.3).
pub(crate) const OLDEST_PROOF: SignedDuration = SignedDuration::from_hours(12);

/// With what an ID token is checked.
#[derive(Debug, Clone, Copy)]
pub struct Checks<'c> {
    /// The keys of the provider.
    pub keys: &'c Keys,
    /// Where it publishes them.
    pub keys_at: &'c Address,
    /// By which algorithms it may sign.
    pub algorithms: &'c [Algorithm],
    /// Who must have issued it.
    pub issuer: Issuer<'c>,
    /// Who we are.
    pub client: &'c str,
    /// The time.
    pub now: Timestamp,
}

/// Who must have issued a token.
#[derive(Debug, Clone, Copy)]
pub enum Issuer<'i> {
    /// This one.
    One(&'i str),
    /// One of the tenants of a provider that has an issuer for each: `{tenantid}` in the text
    /// stands for the tenant (`tid`).
    OfTenant(&'i str, &'i [String]),
}

/// What our question said, which the answer must repeat.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The nonce.
    pub nonce: &'a str,
    /// The access token that came beside the ID token.
    pub access_token: &'a str,
    /// Where a fresh proof was asked for: since when it must be.
    pub fresh_since: Option<Timestamp>,
}

impl Checks<'_> {
    /// The claims of an ID token that answers our question.
    pub async fn id_token(&self, token: &str, asked: Asked<'_>) -> Result<Claims, Trouble> {
        let rules = Rules { algorithms: self.algorithms, types: &["", "jwt"] };
        let verified = self.verify(token, rules, Sent::ByIssuer).await?;
        let claims = &verified.claims;
        self.are_ours(claims)?;
        claims.are_good_at(self.now)?;
        claims.are_as_young_as(OLDEST, self.now)?;
        claims.text("sub")?;
        if !is_same(claims.text("nonce")?, asked.nonce) {
            return Err(Trouble::Foreign("nonce"));
        }
        if let Some(half) = claims.maybe_text("at_hash")? {
            let own = verified.algorithm.half_hash(asked.access_token);
            if BASE64_URL_SAFE_NO_PAD.encode(own) != half {
                return Err(Trouble::Foreign("at_hash"));
            }
        }
        is_fresh(claims, asked.fresh_since, self.now)?;
        Ok(verified.claims)
    }

    /// Checks signature, issuer and audience of a token of the provider, whatever it is for. Its
    /// times are still to be judged.
    pub(crate) async fn token(&self, token: &str, types: &[&str]) -> Result<Claims, Trouble> {
        let rules = Rules { algorithms: self.algorithms, types };
        let verified = self.verify(token, rules, Sent::ByAnybody).await?;
        self.are_ours(&verified.claims)?;
        Ok(verified.claims)
    }

    async fn verify(&self, token: &str, rules: Rules<'_>, sent: Sent) -> Result<Verified, Trouble> {
        let token = Unverified::read(token)?;
        let verified = self.keys.verify(self.keys_at, token, rules, (sent, self.now)).await?;
        self.issuer.may_use_key(&verified)?;
        Ok(verified)
    }

    fn are_ours(&self, claims: &Claims) -> Result<(), Trouble> {
        let issuer = self.issuer.of(claims)?;
        claims.are_between(&issuer, self.client)?;
        // Meant for several: it must say that we are the one it was issued to. Where it says so
        // at all, it must be us.
        let party = claims.maybe_text("azp")?;
        let several = claims.texts("aud")?.len() > 1;
        match party {
            None if several => Err(BadToken::Audience.into()),
            Some(party) if party != self.client => Err(BadToken::Audience.into()),
            _ => Ok(()),
        }
    }
}

impl Issuer<'_> {
    /// The issuer that this token must have.
    fn of(self, claims: &Claims) -> Result<String, Trouble> {
        match self {
            Self::One(issuer) => Ok(issuer.to_owned()),
            Self::OfTenant(pattern, tenants) => {
                let tenant = claims.text("tid")?;
                if !tenants.iter().any(|each| each == tenant) {
                    return Err(Trouble::NotTaken("tenant"));
                }
                Ok(pattern.replace("{tenantid}", tenant))
            }
        }
    }

    /// A set of keys may say whose each key is: none signs for another tenant.
    fn may_use_key(self, verified: &Verified) -> Result<(), Trouble> {
        let issuer = self.of_key(verified)?;
        if issuer.is_empty() || verified.claims.text("iss")? == issuer {
            Ok(())
        } else {
            Err(BadToken::UnknownKey.into())
        }
    }

    fn of_key(self, verified: &Verified) -> Result<String, Trouble> {
        match self {
            Self::One(_) => Ok(String::new()),
            Self::OfTenant(..) => {
                let tenant = verified.claims.text("tid")?;
                Ok(verified.key_issuer.replace("{tenantid}", tenant))
            }
        }
    }
}

/// Where a fresh proof was asked for, the token must say when it was given, and that must be since.
/// In any case no proof counts that is older than a session may be, where the token says when it was.
fn is_fresh(claims: &Claims, since: Option<Timestamp>, now: Timestamp) -> Result<(), Trouble> {
    let (proved, since) = match since {
        Some(since) => (Some(claims.time("auth_time")?), since),
        None => (claims.maybe_time("auth_time")?, now - OLDEST_PROOF),
    };
    match proved {
        Some(proved) if since.duration_since(proved) > LEEWAY => {
            Err(Trouble::NotTaken("not_fresh"))
        }
        _ => Ok(()),
    }
}

fn is_same(one: &str, other: &str) -> bool {
    verify_slices_are_equal(one.as_bytes(), other.as_bytes()).is_ok()
}
