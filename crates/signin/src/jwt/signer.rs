//! With what do we sign who we are?

use std::fmt;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::jwk::{Jwk, PublicKeyUse};
use jsonwebtoken::{EncodingKey, crypto};
use serde::Serialize;
use serde_json::Value;

use super::Algorithm;
use super::algorithm::KeyKind;
use crate::chance;

/// So long an assertion is good. Providers take five minutes at most; clocks differ.
const GOOD_FOR: SignedDuration = SignedDuration::from_mins(4);

/// Our private key, and how it is used.
#[derive(Clone)]
pub struct Signer {
    key: EncodingKey,
    algorithm: Algorithm,
    key_id: String,
}

/// Why a key cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadKey {
    /// It is no private key in PEM, or of another kind than the algorithm needs.
    #[error(
        "expected a private key in PEM (PKCS #8, \"BEGIN PRIVATE KEY\") that fits the algorithm"
    )]
    Pem,
    /// It is in PEM and cannot sign: damaged, too short (RSA under 2048 bits), or on another curve.
    #[error(
        "the key cannot sign by this algorithm: RS and PS need RSA of 2048 bits or more, ES256 \
         P-256, ES384 P-384"
    )]
    Unfit,
}

/// The library of cryptography, or of chance, fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("nothing can be signed")]
pub struct CannotSign;

#[derive(Serialize)]
struct Header<'h> {
    alg: &'h str,
    typ: &'h str,
    kid: &'h str,
}

/// What a client says of itself (RFC 7523 §3).
#[derive(Serialize)]
struct Assertion<'a> {
    iss: &'a str,
    sub: &'a str,
    aud: &'a str,
    jti: String,
    iat: i64,
    exp: i64,
}

impl Signer {
    /// Reads a private key in PEM, and tries it.
    pub fn read(pem: &[u8], algorithm: Algorithm, key_id: &str) -> Result<Self, BadKey> {
        let key = match algorithm.key_kind() {
            KeyKind::Rsa => EncodingKey::from_rsa_pem(pem),
            KeyKind::P256 | KeyKind::P384 => EncodingKey::from_ec_pem(pem),
        };
        let signer =
            Self { key: key.map_err(|_| BadKey::Pem)?, algorithm, key_id: key_id.to_owned() };
        signer.sign("JWT", &()).map_err(|_| BadKey::Unfit)?;
        Ok(signer)
    }

    /// A compact JWS of a type that claims `claims`.
    pub fn sign<T: Serialize>(&self, typ: &str, claims: &T) -> Result<String, CannotSign> {
        let header = Header { alg: self.algorithm.name(), typ, kid: &self.key_id };
        let text = format!("{}.{}", part(&header)?, part(claims)?);
        let signature = crypto::sign(text.as_bytes(), &self.key, self.algorithm.into());
        Ok(format!("{text}.{}", signature.map_err(|_| CannotSign)?))
    }

    /// An assertion that we are `client`, good at `audience`, once, for four minutes (RFC 7523).
    pub fn assertion(
        &self,
        client: &str,
        audience: &str,
        now: Timestamp,
    ) -> Result<String, CannotSign> {
        let jti = chance::word().map_err(|_| CannotSign)?;
        let (iat, exp) = (now.as_second(), (now + GOOD_FOR).as_second());
        self.sign("JWT", &Assertion { iss: client, sub: client, aud: audience, jti, iat, exp })
    }

    /// The public half, as it stands in a set of keys (RFC 7517). It is no secret.
    pub fn public(&self) -> Result<Value, CannotSign> {
        let mut key =
            Jwk::from_encoding_key(&self.key, self.algorithm.into()).map_err(|_| CannotSign)?;
        key.common.key_id = Some(self.key_id.clone());
        key.common.public_key_use = Some(PublicKeyUse::Signature);
        serde_json::to_value(key).map_err(|_| CannotSign)
    }
}

/// Debug text ends up in logs, so it keeps the key to itself.
impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signer({}, ..)", self.algorithm.name())
    }
}

fn part<T: Serialize>(value: &T) -> Result<String, CannotSign> {
    let text = serde_json::to_vec(value).map_err(|_| CannotSign)?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(text))
}
