//! By which weights is matched?

use care::access::{Act, Actor, AuditLine};
use jiff::Timestamp;

use crate::engine::value::{Row, json, values};
use crate::engine::work::Work;
use crate::{Store, StoreError, audit};

/// A model of matching, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredModel {
    /// What it is called.
    pub version: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// The model, as it is read and written.
    pub text: String,
    /// How well it fits, in words.
    pub report: String,
    /// Whether it is used.
    pub state: ModelState,
    /// Who put it into or out of use last and when, where anybody did.
    pub switched: Option<(Actor, Timestamp)>,
}

/// Whether a model is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ModelState {
    /// It was made and is not used yet.
    Proposed,
    /// It is what patients are matched by.
    InUse,
    /// It was used before.
    Retired,
}

impl Store {
    /// Keeps a new model, which is not used until somebody switches to it.
    ///
    /// [`StoreError::Duplicate`] where there is one of that version.
    pub async fn propose_model(
        &self,
        version: &str,
        (text, report): (&str, &str),
        now: Timestamp,
    ) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO models (version, made_at_us, model, report, state)
            VALUES ($1, $2, $3, $4, 'proposed')";
        let values = values![version, now, text, report];
        self.engine.commit(Work::new().then_one(SQL, values)).await?;
        Ok(())
    }

    /// All models, newest first.
    pub async fn models(&self) -> Result<Vec<StoredModel>, StoreError> {
        const SQL: &str = "SELECT version, made_at_us, model, report, state, switched_by,
                switched_at_us
            FROM models
            ORDER BY made_at_us DESC, version
            LIMIT 100";
        self.engine.rows(SQL, values![]).await?.iter().map(model).collect()
    }

    /// The model that is used; `None` as long as that is the one built in.
    pub async fn model_in_use(&self) -> Result<Option<StoredModel>, StoreError> {
        const SQL: &str = "SELECT version, made_at_us, model, report, state, switched_by,
                switched_at_us
            FROM models
            WHERE state = 'in_use'";
        self.engine.rows(SQL, values![]).await?.first().map(model).transpose()
    }

    /// Puts a model into use in place of another, with its line in the audit. Every node follows.
    ///
    /// [`StoreError::Conflict`] where there is none of that version, or it is used already.
    pub async fn switch_model(
        &self,
        version: &str,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        const RETIRE: &str = "UPDATE models
            SET state = 'retired', switched_by = $1, switched_at_us = $2
            WHERE state = 'in_use'";
        const USE: &str = "UPDATE models
            SET state = 'in_use', switched_by = $2, switched_at_us = $3
            WHERE version = $1 AND (switched_at_us IS NULL OR switched_at_us <> $3)";
        let who = json(by)?;
        let work = Work::new()
            .then(RETIRE, values![who.as_str(), now])
            .then_one(USE, values![version, who, now]);
        let act = Act::SwitchedModel { version: version.to_owned() };
        let line = AuditLine::new(now, by.clone(), act);
        self.engine.commit(audit::write(work, &line)?).await?;
        Ok(())
    }
}

fn model(row: &Row) -> Result<StoredModel, StoreError> {
    let state = match row.text("state")? {
        "proposed" => ModelState::Proposed,
        "in_use" => ModelState::InUse,
        "retired" => ModelState::Retired,
        _ => return Err(StoreError::Unreadable { column: "state" }),
    };
    Ok(StoredModel {
        version: row.text("version")?.to_owned(),
        made_at: row.time("made_at_us")?,
        text: row.text("model")?.to_owned(),
        report: row.text("report")?.to_owned(),
        state,
        switched: row.maybe_json("switched_by")?.zip(row.maybe_time("switched_at_us")?),
    })
}
