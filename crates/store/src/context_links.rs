//! Which signed context links were handed in and wait to be opened?
//!
//! The secret in the address is never stored, only its SHA-256, and of the patient no more than our
//! own handle.

use care::people::PatientId;
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::engine::value::{Row, json, values};
use crate::engine::work::Work;
use crate::{Store, StoreError};

/// A link that waits to be opened once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContextLink<W> {
    /// Who comes.
    pub who: W,
    /// Whose page they come to, or why nobody's, in words that name nobody.
    pub patient: Result<PatientId, String>,
}

impl Store {
    /// Keeps a link until it is opened or its time is over, and forgets those whose time is.
    pub async fn keep_link<W: Serialize>(
        &self,
        secret: &[u8; 32],
        link: &ContextLink<W>,
        (now, ends_at): (Timestamp, Timestamp),
    ) -> Result<(), StoreError> {
        const FORGET: &str = "DELETE FROM context_links WHERE ends_at_us <= $1";
        const INSERT: &str = "INSERT INTO context_links (secret_hash, who, patient_id, unsure,
                ends_at_us)
            VALUES ($1, $2, $3, $4, $5)";
        let (patient, unsure) = match &link.patient {
            Ok(patient) => (patient.as_str(), ""),
            Err(why) => ("", why.as_str()),
        };
        let values = values![secret.as_slice(), json(&link.who)?, patient, unsure, ends_at];
        let work = Work::new().then(FORGET, values![now]).then_one(INSERT, values);
        self.engine.commit(work).await?;
        Ok(())
    }

    /// Whom a link would bring, which stays; `None` where there is none, or no more.
    pub async fn link<W: DeserializeOwned>(
        &self,
        secret: &[u8; 32],
        now: Timestamp,
    ) -> Result<Option<ContextLink<W>>, StoreError> {
        const SQL: &str = "SELECT who, patient_id, unsure
            FROM context_links
            WHERE secret_hash = $1 AND ends_at_us > $2";
        let rows = self.engine.rows(SQL, values![secret.as_slice(), now]).await?;
        rows.first().map(read).transpose()
    }

    /// Takes a link away and says whom it brings; `None` where there is none, or no more. Of two
    /// that ask at once one gets it.
    pub async fn take_link<W: DeserializeOwned>(
        &self,
        secret: &[u8; 32],
        now: Timestamp,
    ) -> Result<Option<ContextLink<W>>, StoreError> {
        const SQL: &str = "DELETE FROM context_links
            WHERE secret_hash = $1 AND ends_at_us > $2
            RETURNING who, patient_id, unsure";
        let work = Work::new().then(SQL, values![secret.as_slice(), now]);
        let done = self.engine.commit(work).await?;
        done.iter().flat_map(|done| &done.rows).next().map(read).transpose()
    }
}

fn read<W: DeserializeOwned>(row: &Row) -> Result<ContextLink<W>, StoreError> {
    let unsure = row.text("unsure")?.to_owned();
    let patient = if unsure.is_empty() { Ok(row.parse("patient_id")?) } else { Err(unsure) };
    Ok(ContextLink { who: row.json("who")?, patient })
}
