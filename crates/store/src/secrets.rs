//! Which keys was this database given for good?

use aws_lc_rs::rand::{SecureRandom, SystemRandom};

use crate::engine::value::values;
use crate::engine::work::Work;
use crate::error::EngineFault;
use crate::{Store, StoreError};

impl Store {
    /// The key of this name, made by chance when it is first asked for and the same ever after,
    /// on every node.
    pub async fn settings_secret(&self, name: &str) -> Result<[u8; 32], StoreError> {
        const INSERT: &str = "INSERT INTO secrets (name, secret) VALUES ($1, $2)
            ON CONFLICT (name) DO NOTHING";
        if let Some(secret) = self.secret(name).await? {
            return Ok(secret);
        }
        let mut fresh = [0; 32];
        let no_chance = |_| StoreError::Unavailable(EngineFault::new("no source of randomness"));
        SystemRandom::new().fill(&mut fresh).map_err(no_chance)?;
        self.engine.commit(Work::new().then(INSERT, values![name, fresh.as_slice()])).await?;
        // Another node may have been first.
        self.secret(name).await?.ok_or(StoreError::Conflict)
    }

    async fn secret(&self, name: &str) -> Result<Option<[u8; 32]>, StoreError> {
        const SQL: &str = "SELECT secret FROM secrets WHERE name = $1";
        let rows = self.engine.rows(SQL, values![name]).await?;
        rows.first()
            .map(|row| {
                let unreadable = |_| StoreError::Unreadable { column: "secret" };
                row.bytes("secret")?.try_into().map_err(unreadable)
            })
            .transpose()
    }
}
