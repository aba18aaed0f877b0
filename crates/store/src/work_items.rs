//! What must a person look at?

use care::people::TrustCode;
use jiff::Timestamp;

use crate::engine::value::{Row, values};
use crate::engine::work::Work;
use crate::messages::MessageId;
use crate::{Store, StoreError};

/// Something that no rule could decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkItem {
    /// Our number.
    pub id: i64,
    /// At which trust.
    pub trust: TrustCode,
    /// The message that raised it; `None` where a change of a council's people did.
    pub message: Option<MessageId>,
    /// What is to be decided, in words that name nobody.
    pub words: String,
    /// Since when it waits.
    pub noted_at: Timestamp,
}

impl Store {
    /// What waits for a person, newest first.
    pub async fn work_items(&self, limit: i64) -> Result<Vec<WorkItem>, StoreError> {
        const SQL: &str = "SELECT id, trust, message_id, words, noted_at_us
            FROM work_items
            ORDER BY id DESC
            LIMIT $1";
        self.engine.rows(SQL, values![limit]).await?.iter().map(item).collect()
    }
}

/// Asks for a person, in the work that found that no rule decides.
pub(crate) fn raise(
    work: Work,
    trust: &TrustCode,
    message: Option<MessageId>,
    (words, now): (&str, Timestamp),
) -> Work {
    const SQL: &str = "INSERT INTO work_items (trust, message_id, words, noted_at_us)
        VALUES ($1, $2, $3, $4)";
    work.then_one(SQL, values![trust.as_str(), message.map(|id| id.0), words, now])
}

fn item(row: &Row) -> Result<WorkItem, StoreError> {
    Ok(WorkItem {
        id: row.int("id")?,
        trust: row.parse("trust")?,
        message: row.maybe_int("message_id")?.map(MessageId),
        words: row.text("words")?.to_owned(),
        noted_at: row.time("noted_at_us")?,
    })
}
