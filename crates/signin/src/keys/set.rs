//! Which key checks this token?

use std::sync::Arc;

use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyOperations, PublicKeyUse};
use jsonwebtoken::{AlgorithmFamily, DecodingKey, DecodingKeyKind};
use serde::Deserialize;
use serde_json::Value;

use crate::jwt::algorithm::KeyKind;
use crate::jwt::{Algorithm, BadToken};

/// Public keys by which signatures are checked (RFC 7517). Cheap to clone.
#[derive(Clone, Default)]
pub struct KeySet {
    keys: Arc<Vec<Key>>,
}

/// The text is no set of keys, or no public key in PEM.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a set of keys in JSON, or a public key in PEM (RSA, P-256 or P-384)")]
pub struct BadKeySet;

/// One public key.
#[derive(Clone)]
pub(crate) struct Key {
    pub(crate) checks: DecodingKey,
    /// Whose it is, where the set says so; else empty.
    pub(crate) issuer: String,
    id: Option<String>,
    kind: KeyKind,
    /// The only algorithm that it serves, where it says so.
    only: Option<Algorithm>,
}

#[derive(Deserialize)]
struct Document {
    keys: Vec<Value>,
}

impl KeySet {
    /// Reads a set in JSON. Keys of kinds that are not used here, for encryption or by shared
    /// secret, are passed over.
    pub fn read(json: &[u8]) -> Result<Self, BadKeySet> {
        let document: Document = serde_json::from_slice(json).map_err(|_| BadKeySet)?;
        let keys = document.keys.into_iter().filter_map(Key::of_json).collect();
        Ok(Self { keys: Arc::new(keys) })
    }

    /// The set of some public keys in PEM, each with the id by which tokens name it.
    pub fn of_pem<'k>(
        keys: impl IntoIterator<Item = (&'k str, &'k [u8])>,
    ) -> Result<Self, BadKeySet> {
        let keys: Option<Vec<Key>> =
            keys.into_iter().map(|(id, pem)| Key::of_pem(id, pem)).collect();
        Ok(Self { keys: Arc::new(keys.ok_or(BadKeySet)?) })
    }

    /// How many keys can be used.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether no key can be used.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The key of that id that serves the algorithm; without an id, the only key that does
    /// (OpenID Connect Core §10.1).
    pub(crate) fn find(&self, id: Option<&str>, algorithm: Algorithm) -> Result<&Key, BadToken> {
        let mut fitting = self.keys.iter().filter(|key| {
            key.serves(algorithm) && id.is_none_or(|id| key.id.as_deref() == Some(id))
        });
        match (fitting.next(), fitting.next()) {
            (Some(key), None) => Ok(key),
            _ => Err(BadToken::UnknownKey),
        }
    }
}

impl std::fmt::Debug for KeySet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "KeySet({})", self.keys.len())
    }
}

impl Key {
    fn serves(&self, algorithm: Algorithm) -> bool {
        self.kind == algorithm.key_kind() && self.only.is_none_or(|only| only == algorithm)
    }

    fn of_json(json: Value) -> Option<Self> {
        let issuer = json.get("issuer").and_then(Value::as_str).unwrap_or_default().to_owned();
        let named = json.get("alg").and_then(Value::as_str).map(str::to_owned);
        let jwk: Jwk = serde_json::from_value(json).ok()?;
        let is_for_signing =
            jwk.common.public_key_use.as_ref().is_none_or(|use_| *use_ == PublicKeyUse::Signature)
                && jwk
                    .common
                    .key_operations
                    .as_ref()
                    .is_none_or(|all| all.contains(&KeyOperations::Verify));
        let kind = match &jwk.algorithm {
            AlgorithmParameters::RSA(_) => KeyKind::Rsa,
            AlgorithmParameters::EllipticCurve(key) => match key.curve {
                EllipticCurve::P256 => KeyKind::P256,
                EllipticCurve::P384 => KeyKind::P384,
                _ => return None,
            },
            _ => return None,
        };
        let only = named.map(|name| name.parse()).transpose().ok()?;
        let key = DecodingKey::from_jwk(&jwk).ok().filter(|_| is_for_signing)?;
        Some(Self { checks: key, issuer, id: jwk.common.key_id, kind, only })
    }

    fn of_pem(id: &str, pem: &[u8]) -> Option<Self> {
        let key = DecodingKey::from_rsa_pem(pem).or_else(|_| DecodingKey::from_ec_pem(pem)).ok()?;
        let kind = match (key.family(), key.kind()) {
            (AlgorithmFamily::Rsa, _) => KeyKind::Rsa,
            // An uncompressed point: one byte, and two coordinates of 32 or of 48.
            (AlgorithmFamily::Ec, DecodingKeyKind::SecretOrDer(point)) => match point.len() {
                65 => KeyKind::P256,
                97 => KeyKind::P384,
                _ => return None,
            },
            _ => return None,
        };
        Some(Self { checks: key, issuer: String::new(), id: Some(id.to_owned()), kind, only: None })
    }
}
