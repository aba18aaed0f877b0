//! What has somebody written and not sent yet?
//!
//! A draft belongs to the person who wrote it and to the form that it is for. Nobody else is ever
//! shown it, and it goes when the form is sent, or after thirty days.

use std::fmt;

use care::people::StaffId;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::engine::value::{Row, json, values, word};
use crate::engine::work::Work;
use crate::{Store, StoreError};

/// A draft is kept so long (`user-experience` §8, retention).
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Why a form is here and not where it should go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DraftKind {
    /// It is still being written.
    Written,
    /// It was sent when the screen was locked already, and so was not taken.
    Sent,
}

/// A form that was written and not taken.
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    /// Where the form is sent.
    pub path: String,
    /// The fields and what stands in them.
    pub fields: Vec<(String, String)>,
    /// When it was kept.
    pub saved_at: Timestamp,
}

/// What somebody wrote is nobody's business, and may name a patient.
impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Draft(..)")
    }
}

impl Store {
    /// Keeps a draft in the place of an earlier one for the same form. Somebody who keeps more than
    /// fifty loses the oldest.
    pub async fn keep_draft(
        &self,
        staff: &StaffId,
        kind: DraftKind,
        draft: &Draft,
    ) -> Result<(), StoreError> {
        const KEEP: &str = "INSERT INTO drafts (staff_id, path, kind, fields, saved_at_us)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (staff_id, path, kind) DO UPDATE
            SET fields = excluded.fields, saved_at_us = excluded.saved_at_us";
        const OLD: &str = "DELETE FROM drafts WHERE saved_at_us <= $1";
        const TOO_MANY: &str = "DELETE FROM drafts
            WHERE staff_id = $1 AND (path, kind) NOT IN (
                SELECT path, kind
                FROM drafts
                WHERE staff_id = $1
                ORDER BY saved_at_us DESC, path, kind
                LIMIT 50
            )";
        let Draft { path, fields, saved_at } = draft;
        let values = values![staff.as_str(), path.as_str(), word(&kind)?, json(fields)?, *saved_at];
        let work = Work::new()
            .then_one(KEEP, values)
            .then(OLD, values![*saved_at - KEPT])
            .then(TOO_MANY, values![staff.as_str()]);
        self.engine.commit(work).await?;
        Ok(())
    }

    /// The draft for this form, where there is one.
    pub async fn draft(
        &self,
        staff: &StaffId,
        kind: DraftKind,
        path: &str,
    ) -> Result<Option<Draft>, StoreError> {
        const SQL: &str = "SELECT path, fields, saved_at_us
            FROM drafts
            WHERE staff_id = $1 AND kind = $2 AND path = $3";
        let rows = self.engine.rows(SQL, values![staff.as_str(), word(&kind)?, path]).await?;
        rows.first().map(read).transpose()
    }

    /// The drafts of somebody, the newest first.
    pub async fn drafts(&self, staff: &StaffId, kind: DraftKind) -> Result<Vec<Draft>, StoreError> {
        const SQL: &str = "SELECT path, fields, saved_at_us
            FROM drafts
            WHERE staff_id = $1 AND kind = $2
            ORDER BY saved_at_us DESC, path
            LIMIT 50";
        let rows = self.engine.rows(SQL, values![staff.as_str(), word(&kind)?]).await?;
        rows.iter().map(read).collect()
    }

    /// Forgets the draft for a form, which was sent or is not wanted any more.
    pub async fn drop_draft(
        &self,
        staff: &StaffId,
        kind: DraftKind,
        path: &str,
    ) -> Result<(), StoreError> {
        const SQL: &str = "DELETE FROM drafts WHERE staff_id = $1 AND kind = $2 AND path = $3";
        // Most forms have none: nothing is written for those.
        if self.draft(staff, kind, path).await?.is_some() {
            let whose = values![staff.as_str(), word(&kind)?, path];
            self.engine.commit(Work::new().then(SQL, whose)).await?;
        }
        Ok(())
    }
}

fn read(row: &Row) -> Result<Draft, StoreError> {
    Ok(Draft {
        path: row.text("path")?.to_owned(),
        fields: row.json("fields")?,
        saved_at: row.time("saved_at_us")?,
    })
}
