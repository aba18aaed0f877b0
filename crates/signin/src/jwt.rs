//! Is this token what its issuer signed, and is it meant for us, now?
//!
//! A token is taken apart, its signature checked with a key of its issuer, its claims held against
//! what we expect, in this order; until then nothing it says is believed. Only signatures with a
//! pair of keys exist here: there is no way to say `none`, nor to take a public key for a shared
//! secret (RFC 8725 §3.1, §2.1).

pub(crate) mod algorithm;
mod claims;
mod signer;

use jsonwebtoken::crypto;
use serde::Deserialize;

pub use algorithm::{Algorithm, UnknownAlgorithm};
pub use claims::{Claims, Expected, LEEWAY};
pub use signer::{BadKey, CannotSign, Signer};

use crate::keys::KeySet;
use claims::Unique;

/// The longest token, in bytes. One with two hundred groups takes about twelve thousand.
const LONGEST: usize = 64 * 1024;

/// Why a token is not taken. No word of it holds anything of the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadToken {
    /// It is no compact JWS, too long, or not in JSON.
    #[error("the token cannot be read")]
    Shape,
    /// It asks for something that we must understand and do not (RFC 7515 §4.1.11).
    #[error("the token asks for an extension")]
    Critical,
    /// It is of another type than the one expected (RFC 8725 §3.11).
    #[error("the token is of another type")]
    Type,
    /// It is signed by an algorithm that is not allowed here.
    #[error("the token is signed by an algorithm that is not allowed")]
    Algorithm,
    /// Its issuer has no such key, or more than one without saying which.
    #[error("the token is signed with a key that its issuer does not publish")]
    UnknownKey,
    /// The signature is wrong.
    #[error("the signature of the token is wrong")]
    Signature,
    /// Somebody else issued it.
    #[error("the token has another issuer")]
    Issuer,
    /// It is meant for somebody else.
    #[error("the token is meant for somebody else")]
    Audience,
    /// It is good no longer.
    #[error("the token has expired")]
    Expired,
    /// It is not good yet, or issued in the future.
    #[error("the token is not good yet")]
    Early,
    /// It was issued too long ago, or is good for too long.
    #[error("the token is too old or good for too long")]
    Old,
    /// It lacks a claim, or has it in another form.
    #[error("the claim {0} is missing or wrong")]
    Claim(&'static str),
}

impl BadToken {
    /// In one word, for the log and the audit.
    pub fn code(self) -> &'static str {
        match self {
            Self::Shape => "token_shape",
            Self::Critical => "token_critical",
            Self::Type => "token_type",
            Self::Algorithm => "token_algorithm",
            Self::UnknownKey => "token_unknown_key",
            Self::Signature => "token_signature",
            Self::Issuer => "token_issuer",
            Self::Audience => "token_audience",
            Self::Expired => "token_expired",
            Self::Early => "token_early",
            Self::Old => "token_old",
            Self::Claim(_) => "token_claim",
        }
    }
}

/// What a token must be before its claims are looked at.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'r> {
    /// The algorithms that are allowed.
    pub algorithms: &'r [Algorithm],
    /// The types (`typ`) that are allowed, in small letters, without `application/`; the empty
    /// text allows a token without one.
    pub types: &'r [&'r str],
}

/// A token that was signed by its issuer. What it claims is still to be judged.
#[derive(Debug, Clone)]
pub struct Verified {
    /// What it claims.
    pub claims: Claims,
    /// By which algorithm it was signed.
    pub algorithm: Algorithm,
    /// Whose key it is where the set of keys says so, as that of Microsoft Entra does; else empty.
    pub key_issuer: String,
}

/// A token taken apart and not yet believed.
#[derive(Clone)]
pub struct Unverified<'t> {
    header: Header,
    algorithm: Algorithm,
    claims: Claims,
    signed: &'t str,
    signature: &'t str,
}

#[derive(Clone, Deserialize)]
struct Header {
    alg: String,
    #[serde(default)]
    typ: String,
    kid: Option<String>,
}

impl<'t> Unverified<'t> {
    /// Takes a compact JWS apart.
    pub fn read(token: &'t str) -> Result<Self, BadToken> {
        if token.len() > LONGEST {
            return Err(BadToken::Shape);
        }
        let (signed, signature) = token.rsplit_once('.').ok_or(BadToken::Shape)?;
        let (header, claims) = signed.split_once('.').ok_or(BadToken::Shape)?;
        let header = Unique::decode(header)?;
        // No extension is understood, so none may be critical; `b64` of RFC 7797 is one of them.
        if header.contains("crit") {
            return Err(BadToken::Critical);
        }
        let header: Header = header.read()?;
        let algorithm = header.alg.parse().map_err(|_| BadToken::Algorithm)?;
        let claims = Claims::new(Unique::decode(claims)?);
        Ok(Self { header, algorithm, claims, signed, signature })
    }

    /// Who says to have issued it: good for nothing but choosing the keys by which to check that.
    pub fn claimed_issuer(&self) -> Result<&str, BadToken> {
        self.claims.text("iss")
    }

    /// Checks type, algorithm and signature.
    pub fn verify(self, keys: &KeySet, rules: Rules<'_>) -> Result<Verified, BadToken> {
        self.fits(rules)?;
        let key = keys.find(self.header.kid.as_deref(), self.algorithm)?;
        let is_signed = crypto::verify(
            self.signature,
            self.signed.as_bytes(),
            &key.checks,
            self.algorithm.into(),
        );
        if !is_signed.unwrap_or(false) {
            return Err(BadToken::Signature);
        }
        let key_issuer = key.issuer.clone();
        Ok(Verified { claims: self.claims, algorithm: self.algorithm, key_issuer })
    }

    fn fits(&self, rules: Rules<'_>) -> Result<(), BadToken> {
        if !rules.algorithms.contains(&self.algorithm) {
            return Err(BadToken::Algorithm);
        }
        let typ = self.header.typ.to_ascii_lowercase();
        let typ = typ.strip_prefix("application/").unwrap_or(&typ);
        if rules.types.contains(&typ) { Ok(()) } else { Err(BadToken::Type) }
    }
}

/// Debug text ends up in logs, so it keeps the claims to itself.
impl std::fmt::Debug for Unverified<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Unverified(..)")
    }
}

#[cfg(test)]
mod tests;
