//! How far was each chain sent to the trust's own monitoring?
//!
//! A chain is read by its places, which have no gaps, and not by the numbers of rows: on PostgreSQL
//! a row with a lower number may become visible after one with a higher.

use care::access::Chain;
use jiff::Timestamp;

use super::{Chained, chained};
use crate::engine::value::{Row, values};
use crate::engine::work::Work;
use crate::{Store, StoreError};

/// A chain of which something was not sent yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsent {
    /// The chain.
    pub chain: Chain,
    /// Up to which place it was sent; 0 where nothing was.
    pub sent: i64,
    /// How many lines wait.
    pub waiting: i64,
}

impl Store {
    /// Begins to send: of what was written before this was first called, nothing is.
    pub async fn begin_sending(&self, now: Timestamp) -> Result<(), StoreError> {
        const WRITTEN: &str = "INSERT INTO audit_sent (chain, sequence, sent_at_us, held_until_us)
            SELECT c.chain, c.sequence, $1, 0
            FROM audit_chains c
            WHERE NOT EXISTS (SELECT s.chain FROM audit_sent s)
            ON CONFLICT (chain) DO NOTHING";
        // Where nothing was written yet, this alone says that sending has begun.
        const BEGUN: &str = "INSERT INTO audit_sent (chain, sequence, sent_at_us, held_until_us)
            VALUES ('service', 0, $1, 0)
            ON CONFLICT (chain) DO NOTHING";
        let work = Work::new().then(WRITTEN, values![now]).then(BEGUN, values![now]);
        self.engine.commit(work).await?;
        Ok(())
    }

    /// The chains of which lines wait to be sent. One that is none of ours is left out here, and
    /// named by whoever verifies.
    pub async fn unsent(&self) -> Result<Vec<Unsent>, StoreError> {
        const SQL: &str = "SELECT c.chain, COALESCE(s.sequence, 0) AS sent,
                c.sequence - COALESCE(s.sequence, 0) AS waiting
            FROM audit_chains c
            LEFT JOIN audit_sent s ON s.chain = c.chain
            WHERE c.sequence > COALESCE(s.sequence, 0)
            ORDER BY c.chain
            LIMIT 10000";
        let rows = self.engine.rows(SQL, values![]).await?;
        Ok(rows.iter().filter_map(|row| unsent(row).ok()).collect())
    }

    /// When something was last sent; `None` where nothing ever was.
    pub async fn last_sent(&self) -> Result<Option<Timestamp>, StoreError> {
        const SQL: &str = "SELECT MAX(sent_at_us) AS sent_at_us FROM audit_sent";
        let rows = self.engine.rows(SQL, values![]).await?;
        rows.first().map_or(Ok(None), |row| row.maybe_time("sent_at_us"))
    }

    /// Takes a chain to send what comes next of it, until a time. `false` where another node has
    /// it, or has sent more of it meanwhile.
    pub async fn take_to_send(
        &self,
        unsent: &Unsent,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<bool, StoreError> {
        const SQL: &str = "INSERT INTO audit_sent (chain, sequence, sent_at_us, held_until_us)
            VALUES ($1, $2, $3, $4)
            ON CONFLICT (chain) DO UPDATE
            SET held_until_us = excluded.held_until_us
            WHERE audit_sent.sequence = $2 AND audit_sent.held_until_us <= $3";
        let values = values![unsent.chain.to_string(), unsent.sent, now, until];
        let done = self.engine.commit(Work::new().then(SQL, values)).await?;
        Ok(done.first().is_some_and(|done| done.touched == 1))
    }

    /// The lines that come next. Of those that were removed nothing is sent.
    pub async fn lines_to_send(
        &self,
        unsent: &Unsent,
        limit: i64,
    ) -> Result<Vec<Chained>, StoreError> {
        const SQL: &str = "SELECT id, chain, sequence, act, line
            FROM audit
            WHERE chain = $1 AND sequence > $2 AND line <> ''
            ORDER BY sequence
            LIMIT $3";
        let values = values![unsent.chain.to_string(), unsent.sent, limit];
        Ok(self.engine.rows(SQL, values).await?.iter().map(chained).collect())
    }

    /// Lets go of a chain of which nothing could be sent, so that this node or another tries again.
    pub async fn let_go(&self, unsent: &Unsent) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE audit_sent
            SET held_until_us = 0
            WHERE chain = $1 AND sequence = $2";
        let values = values![unsent.chain.to_string(), unsent.sent];
        self.engine.commit(Work::new().then(SQL, values)).await?;
        Ok(())
    }

    /// Notes up to which place a chain was sent, and lets go of it.
    pub async fn was_sent(
        &self,
        chain: &Chain,
        up_to: i64,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE audit_sent
            SET sequence = $2, sent_at_us = $3, held_until_us = 0
            WHERE chain = $1 AND sequence <= $2";
        let work = Work::new().then(SQL, values![chain.to_string(), up_to, now]);
        self.engine.commit(work).await?;
        Ok(())
    }
}

fn unsent(row: &Row) -> Result<Unsent, StoreError> {
    Ok(Unsent { chain: row.parse("chain")?, sent: row.int("sent")?, waiting: row.int("waiting")? })
}
