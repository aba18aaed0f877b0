//! How far had each chain come, and what was said of it outside?
//!
//! Whoever can write to the database can take lines off the end of a chain and put its head back.
//! So heads are published while they are true: signed, kept here, and told where the database's
//! owner does not reach.

use care::access::Chain;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::engine::value::{Row, values};
use crate::engine::work::Work;
use crate::{Store, StoreError};

/// How far a chain has come, as it stands there: whoever can write to the database may have put
/// anything in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The chain, as it is written.
    pub chain: String,
    /// How many lines it has.
    pub sequence: i64,
    /// The hash of the last of them, in hexadecimal digits.
    pub hash: String,
}

/// A head that was published, as it stands in the database, true or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadRow(Row);

/// A head as it was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedHead {
    /// The chain.
    pub chain: Chain,
    /// How many lines it had.
    pub sequence: i64,
    /// The hash of the last of them, in hexadecimal digits.
    pub hash: String,
    /// When.
    pub at: Timestamp,
    /// A name of the key that signed it; empty where nobody did.
    pub key: String,
    /// The Ed25519 signature over [`PublishedHead::signed_text`] in hexadecimal digits; empty where
    /// nobody signed.
    pub signature: String,
}

impl PublishedHead {
    /// What is signed. Each part stands in a line of its own, and none can hold a line feed.
    pub fn signed_text(&self) -> String {
        let at = self.at.as_microsecond();
        format!("homeward audit head 1\n{}\n{}\n{}\n{at}", self.chain, self.sequence, self.hash)
    }
}

impl Head {
    /// The chain; `None` where the service has none of this name.
    pub fn known(&self) -> Option<Chain> {
        self.chain.parse().ok()
    }
}

impl HeadRow {
    /// The chain, as it is written.
    pub fn chain(&self) -> &str {
        self.0.text("chain").unwrap_or_default()
    }

    /// How many lines it says the chain had.
    pub fn sequence(&self) -> i64 {
        self.0.int("sequence").unwrap_or_default()
    }

    /// The head; `None` where it cannot be read.
    pub fn read(&self) -> Option<PublishedHead> {
        published(&self.0).ok()
    }
}

impl Store {
    /// How far each chain has come.
    pub async fn audit_heads(&self) -> Result<Vec<Head>, StoreError> {
        const SQL: &str = "SELECT chain, sequence, hash
            FROM audit_chains
            ORDER BY chain
            LIMIT 10000";
        self.engine.rows(SQL, values![]).await?.iter().map(head).collect()
    }

    /// Keeps a head as it was published. `false` where one of that place was published before, by
    /// this node or another.
    pub async fn publish_head(&self, head: &PublishedHead) -> Result<bool, StoreError> {
        const SQL: &str =
            "INSERT INTO audit_heads (chain, sequence, hash, at_us, key_id, signature)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (chain, sequence) DO NOTHING";
        let values = values![
            head.chain.to_string(),
            head.sequence,
            head.hash.as_str(),
            head.at,
            head.key.as_str(),
            head.signature.as_str(),
        ];
        let done = self.engine.commit(Work::new().then(SQL, values)).await?;
        Ok(done.first().is_some_and(|done| done.touched == 1))
    }

    /// The head of each chain that was published last, of the chains that there are. One that cannot be read is left out here,
    /// and named by whoever verifies.
    pub async fn published_heads(&self) -> Result<Vec<PublishedHead>, StoreError> {
        // Chains are few and heads are many: one step in the index for each chain.
        const SQL: &str = "SELECT h.chain, h.sequence, h.hash, h.at_us, h.key_id, h.signature
            FROM audit_chains c
            JOIN audit_heads h ON h.chain = c.chain
                AND h.sequence = (SELECT MAX(l.sequence) FROM audit_heads l WHERE l.chain = c.chain)
            ORDER BY h.chain
            LIMIT 10000";
        let rows = self.engine.rows(SQL, values![]).await?;
        Ok(rows.iter().filter_map(|row| published(row).ok()).collect())
    }

    /// All heads that were published, chain by chain in the order of their places: those after
    /// this chain and place. The first are after `("", 0)`.
    pub async fn head_rows(
        &self,
        (chain, sequence): (&str, i64),
        limit: i64,
    ) -> Result<Vec<HeadRow>, StoreError> {
        const SQL: &str = "SELECT chain, sequence, hash, at_us, key_id, signature
            FROM audit_heads
            WHERE chain > $1 OR (chain = $1 AND sequence > $2)
            ORDER BY chain, sequence
            LIMIT $3";
        let rows = self.engine.rows(SQL, values![chain, sequence, limit]).await?;
        Ok(rows.into_iter().map(HeadRow).collect())
    }
}

fn head(row: &Row) -> Result<Head, StoreError> {
    Ok(Head {
        chain: row.text("chain").unwrap_or_default().to_owned(),
        sequence: row.int("sequence")?,
        hash: row.text("hash").unwrap_or_default().to_owned(),
    })
}

fn published(row: &Row) -> Result<PublishedHead, StoreError> {
    Ok(PublishedHead {
        chain: row.parse("chain")?,
        sequence: row.int("sequence")?,
        hash: row.text("hash")?.to_owned(),
        at: row.time("at_us")?,
        key: row.text("key_id")?.to_owned(),
        signature: row.text("signature")?.to_owned(),
    })
}
