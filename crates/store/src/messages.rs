//! What did the hospitals send, and how far has it come?
//!
//! A message is kept before it is acknowledged. It waits as `unfiled` until a filing is
//! committed or a reason is found why it never can be.

use std::fmt;

use care::people::TrustCode;
use jiff::Timestamp;

use crate::engine::value::{Row, values};
use crate::engine::work::Work;
use crate::{Store, StoreError};

/// Our number of a kept message. It says nothing of what is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MessageId(pub i64);

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A message as it came in, not yet acknowledged.
pub struct Arrived<'a> {
    /// By which feed of the settings.
    pub feed: &'a str,
    /// Whose feed that is.
    pub trust: &'a TrustCode,
    /// When its last byte came.
    pub received_at: Timestamp,
    /// MSH-10 as sent, blank where it is missing.
    pub control_id: &'a str,
    /// The trigger event as sent, blank where it cannot be read.
    pub trigger: &'a str,
    /// SHA-256 of the body.
    pub digest: [u8; 32],
    /// The message, byte for byte.
    pub body: &'a [u8],
    /// Why it can never be filed, in words that name nobody; `None` where it can.
    pub unreadable: Option<&'a str>,
}

/// What became of an arrived message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It is kept now.
    New(MessageId),
    /// The same message of the same feed was kept before; it acts once.
    Again(MessageId),
}

/// A kept message that waits to be filed.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredMessage {
    /// Our number.
    pub id: MessageId,
    /// By which feed it came.
    pub feed: String,
    /// Whose feed that is.
    pub trust: TrustCode,
    /// When it came.
    pub received_at: Timestamp,
    /// The message, byte for byte.
    pub body: Vec<u8>,
}

/// A message identifies a patient, so debug text shows its number only.
impl fmt::Debug for StoredMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StoredMessage({})", self.id)
    }
}

/// A message that could not be filed, as a page may list it: without its contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadableMessage {
    /// Our number.
    pub id: MessageId,
    /// By which feed it came.
    pub feed: String,
    /// When it came.
    pub received_at: Timestamp,
    /// The trigger event as sent, blank where it could not be read.
    pub trigger: String,
    /// Why, in words that name nobody.
    pub reason: String,
}

/// How a feed is doing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedNow {
    /// Which feed.
    pub feed: String,
    /// When its last new message came; repetitions do not count.
    pub last_received_at: Timestamp,
    /// Messages that wait to be filed.
    pub unfiled: i64,
    /// When the oldest of those came.
    pub oldest_unfiled_at: Option<Timestamp>,
    /// Messages that could not be filed.
    pub unreadable: i64,
    /// All messages kept, each once.
    pub kept: i64,
    /// How often a kept message came again.
    pub repeated: i64,
}

impl Store {
    /// Keeps a message. When this returns it may be acknowledged: it survives a power cut.
    pub async fn keep_message(&self, arrived: Arrived<'_>) -> Result<Kept, StoreError> {
        const SQL: &str = "INSERT INTO messages (feed, trust, received_at_us, control_id,
                trigger_event, digest, body, state, reason, settled_at_us, repeats)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0)
            ON CONFLICT (feed, digest) DO UPDATE SET repeats = messages.repeats + 1
            RETURNING id, repeats";
        let unreadable = arrived.unreadable;
        let work = Work::new().then_one(
            SQL,
            values![
                arrived.feed,
                arrived.trust.as_str(),
                arrived.received_at,
                printable(arrived.control_id),
                printable(arrived.trigger),
                arrived.digest.as_slice(),
                arrived.body,
                unreadable.map_or("unfiled", |_| "unreadable"),
                unreadable,
                unreadable.map(|_| arrived.received_at),
            ],
        );
        let row = self.commit_for_row(work).await?;
        let id = MessageId(row.int("id")?);
        Ok(if row.int("repeats")? == 0 { Kept::New(id) } else { Kept::Again(id) })
    }

    /// The messages that wait to be filed, oldest first.
    pub async fn unfiled_messages(&self, limit: i64) -> Result<Vec<StoredMessage>, StoreError> {
        const SQL: &str = "SELECT id, feed, trust, received_at_us, body
            FROM messages
            WHERE state = 'unfiled'
            ORDER BY id
            LIMIT $1";
        let rows = self.engine.rows(SQL, values![limit]).await?;
        rows.iter().map(stored).collect()
    }

    /// Gives a message up: it can never be filed, and a page lists it with the reason.
    ///
    /// A message that was settled meanwhile is left as it is.
    pub async fn mark_unreadable(
        &self,
        id: MessageId,
        reason: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE messages
            SET state = 'unreadable', reason = $2, settled_at_us = $3
            WHERE id = $1 AND state = 'unfiled'";
        self.engine.commit(Work::new().then(SQL, values![id.0, reason, now])).await?;
        Ok(())
    }

    /// Whether a message still waits to be filed.
    pub(crate) async fn is_unfiled(&self, id: MessageId) -> Result<bool, StoreError> {
        const SQL: &str = "SELECT id FROM messages WHERE id = $1 AND state = 'unfiled'";
        Ok(!self.engine.rows(SQL, values![id.0]).await?.is_empty())
    }

    /// The messages that could not be filed, newest first.
    pub async fn unreadable_messages(
        &self,
        limit: i64,
    ) -> Result<Vec<UnreadableMessage>, StoreError> {
        const SQL: &str = "SELECT id, feed, received_at_us, trigger_event, reason
            FROM messages
            WHERE state = 'unreadable'
            ORDER BY id DESC
            LIMIT $1";
        let rows = self.engine.rows(SQL, values![limit]).await?;
        rows.iter().map(unreadable).collect()
    }

    /// How each feed that ever sent a message is doing, by name.
    pub async fn feeds(&self) -> Result<Vec<FeedNow>, StoreError> {
        const KEPT: &str = "SELECT feed, COUNT(*) AS kept, MAX(received_at_us) AS last_at_us
            FROM messages
            GROUP BY feed
            ORDER BY feed";
        const UNFILED: &str =
            "SELECT feed, COUNT(*) AS unfiled, MIN(received_at_us) AS oldest_at_us
            FROM messages
            WHERE state = 'unfiled'
            GROUP BY feed
            ORDER BY feed";
        const UNREADABLE: &str = "SELECT feed, COUNT(*) AS unreadable
            FROM messages
            WHERE state = 'unreadable'
            GROUP BY feed
            ORDER BY feed";
        const REPEATED: &str = "SELECT feed, CAST(SUM(repeats) AS BIGINT) AS repeated
            FROM messages
            WHERE repeats > 0
            GROUP BY feed
            ORDER BY feed";
        let kept = self.engine.rows(KEPT, values![]).await?;
        let unfiled = self.engine.rows(UNFILED, values![]).await?;
        let unreadable = self.engine.rows(UNREADABLE, values![]).await?;
        let repeated = self.engine.rows(REPEATED, values![]).await?;
        kept.iter()
            .map(|row| {
                let feed = row.text("feed")?;
                let waiting = of_feed(&unfiled, feed);
                let number =
                    |rows, column| of_feed(rows, feed).map_or(Ok(0), |row: &Row| row.int(column));
                Ok(FeedNow {
                    feed: feed.to_owned(),
                    last_received_at: row.time("last_at_us")?,
                    unfiled: number(&unfiled, "unfiled")?,
                    oldest_unfiled_at: waiting.map(|row| row.time("oldest_at_us")).transpose()?,
                    unreadable: number(&unreadable, "unreadable")?,
                    kept: row.int("kept")?,
                    repeated: number(&repeated, "repeated")?,
                })
            })
            .collect()
    }

    /// The control ids of all messages that one feed sent, in the order in which they were kept:
    /// to prove that what was acknowledged is there, once.
    pub async fn control_ids(&self, feed: &str, limit: i64) -> Result<Vec<String>, StoreError> {
        const SQL: &str = "SELECT control_id
            FROM messages
            WHERE feed = $1
            ORDER BY id
            LIMIT $2";
        let rows = self.engine.rows(SQL, values![feed, limit]).await?;
        rows.iter().map(|row| Ok(row.text("control_id")?.to_owned())).collect()
    }
}

/// Settles a message as filed, in the work that files it. Expects that it still waits.
pub(crate) fn settle(work: Work, id: MessageId, now: Timestamp) -> Work {
    const SQL: &str = "UPDATE messages
        SET state = 'filed', settled_at_us = $2
        WHERE id = $1 AND state = 'unfiled'";
    work.then_one(SQL, values![id.0, now])
}

/// A sender may put anything into these fields, and a column of text can hold no NUL.
fn printable(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

fn of_feed<'a>(rows: &'a [Row], feed: &str) -> Option<&'a Row> {
    rows.iter().find(|row| row.text("feed") == Ok(feed))
}

fn stored(row: &Row) -> Result<StoredMessage, StoreError> {
    Ok(StoredMessage {
        id: MessageId(row.int("id")?),
        feed: row.text("feed")?.to_owned(),
        trust: row.parse("trust")?,
        received_at: row.time("received_at_us")?,
        body: row.bytes("body")?.to_vec(),
    })
}

fn unreadable(row: &Row) -> Result<UnreadableMessage, StoreError> {
    Ok(UnreadableMessage {
        id: MessageId(row.int("id")?),
        feed: row.text("feed")?.to_owned(),
        received_at: row.time("received_at_us")?,
        trigger: row.text("trigger_event")?.to_owned(),
        reason: row.text("reason")?.to_owned(),
    })
}
