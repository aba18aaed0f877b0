//! Was this token used before?

use std::fmt;

use jiff::Timestamp;

use crate::engine::value::values;
use crate::engine::work::Work;
use crate::keys::sha256;
use crate::{Store, StoreError};

/// A token that may be used once. Its id may say something of somebody: it prints as its kind.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct OnceOnly<'t> {
    /// What it is, such as `logout`: ids are an issuer's own within a kind.
    pub kind: &'t str,
    /// Who issued it.
    pub issuer: &'t str,
    /// What its issuer calls it (`jti`).
    pub id: &'t str,
}

impl fmt::Debug for OnceOnly<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OnceOnly({}, ..)", self.kind)
    }
}

impl Store {
    /// Uses a token: true for the first who does, on whichever node, and false for all others.
    /// `until` is when the token ends anyway, leeway included; its line is kept as long.
    pub async fn use_once(
        &self,
        token: OnceOnly<'_>,
        (now, until): (Timestamp, Timestamp),
    ) -> Result<bool, StoreError> {
        const FORGET: &str = "DELETE FROM used_tokens WHERE until_us < $1";
        let work = use_up(Work::new().then(FORGET, values![now]), token, until);
        match self.engine.commit(work).await {
            Ok(_) => Ok(true),
            Err(StoreError::Conflict) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Whether a token was used.
    pub(crate) async fn is_used(&self, token: OnceOnly<'_>) -> Result<bool, StoreError> {
        const SQL: &str = "SELECT until_us FROM used_tokens WHERE token_hash = $1";
        Ok(!self.engine.rows(SQL, values![token.hash()]).await?.is_empty())
    }
}

/// Uses a token as a part of other work, which is done once with it.
pub(crate) fn use_up(work: Work, token: OnceOnly<'_>, until: Timestamp) -> Work {
    const SQL: &str = "INSERT INTO used_tokens (token_hash, until_us) VALUES ($1, $2)
        ON CONFLICT (token_hash) DO NOTHING";
    work.then_one(SQL, values![token.hash(), until])
}

impl OnceOnly<'_> {
    /// Each part with its length, so that no two tokens share a text.
    fn hash(&self) -> Vec<u8> {
        let parts = [self.kind, self.issuer, self.id].map(|part| (part.len(), part));
        sha256(format!("{parts:?}").as_bytes())
    }
}
