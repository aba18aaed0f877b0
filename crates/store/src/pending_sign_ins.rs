//! Who was sent to a provider, and is expected back?
//!
//! Any node may send somebody and any other may take them back, once.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::engine::value::{json, values};
use crate::engine::work::Work;
use crate::{Store, StoreError};

/// By what somebody is known who comes back from a provider: hashes of what only their own browser
/// brings.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Expected<'e> {
    /// The provider, by its name in the settings, or the patient system that launches.
    pub provider: &'e str,
    /// SHA-256 of the state.
    pub state: &'e [u8; 32],
    /// SHA-256 of the secret that the browser holds.
    pub browser: &'e [u8; 32],
}

impl fmt::Debug for Expected<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Expected({}, ..)", self.provider)
    }
}

impl Store {
    /// Expects somebody back until `until` at the latest, and forgets those who never came. `aim`
    /// says what it is for; it is the caller's own.
    pub async fn expect_back<T: Serialize>(
        &self,
        who: Expected<'_>,
        aim: &T,
        (now, until): (Timestamp, Timestamp),
    ) -> Result<(), StoreError> {
        const FORGET: &str = "DELETE FROM pending_sign_ins WHERE ends_at_us <= $1";
        const INSERT: &str =
            "INSERT INTO pending_sign_ins (state_hash, browser_hash, provider, aim,
                started_at_us, ends_at_us)
            VALUES ($1, $2, $3, $4, $5, $6)";
        let (state, browser) = (who.state.as_slice(), who.browser.as_slice());
        let row = values![state, browser, who.provider, json(aim)?, now, until];
        let work = Work::new().then(FORGET, values![now]).then_one(INSERT, row);
        self.engine.commit(work).await?;
        Ok(())
    }

    /// Takes somebody back, once: what they were sent for, or `None` where nobody is expected so.
    /// Whoever brings the state in another browser takes nothing away from the one it belongs to.
    pub async fn take_back_from<T: DeserializeOwned>(
        &self,
        who: Expected<'_>,
        now: Timestamp,
    ) -> Result<Option<T>, StoreError> {
        const SQL: &str = "DELETE FROM pending_sign_ins
            WHERE state_hash = $1 AND browser_hash = $2 AND provider = $3 AND ends_at_us > $4
            RETURNING aim";
        let (state, browser) = (who.state.as_slice(), who.browser.as_slice());
        let work = Work::new().then(SQL, values![state, browser, who.provider, now]);
        let done = self.engine.commit(work).await?;
        let row = done.iter().flat_map(|done| &done.rows).next();
        row.map(|row| row.json("aim")).transpose()
    }
}
