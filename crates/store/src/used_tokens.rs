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
        const INSERT: &str = "INSERT INTO used_tokens (token_hash, until_us) VALUES ($1, $2)
            ON CONFLICT (token_hash) DO NOTHING";
        // Each part with its length, so that no two tokens share a text.
        let parts = [token.kind, token.issuer, token.id].map(|part| (part.len(), part));
        let hash = sha256(format!("{parts:?}").as_bytes());
        let work = Work::new().then(FORGET, values![now]).then(INSERT, values![hash, until]);
        let done = self.engine.commit(work).await?;
        Ok(done.last().is_some_and(|done| done.touched == 1))
    }
}
