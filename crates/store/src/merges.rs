//! Which numbers are one?

use care::filing::{Merge, MergeKind};
use care::people::TrustCode;

use crate::engine::value::{json, values};
use crate::engine::work::Work;
use crate::{Store, StoreError, keys};

/// A merge or link, and the keys of the two numbers it speaks of.
pub(crate) struct Joined {
    pub(crate) id: i64,
    pub(crate) merge: Merge,
    pub(crate) keys: [String; 2],
}

impl Store {
    /// All merges and links that speak of a number.
    pub(crate) async fn merges_of(
        &self,
        trust: &TrustCode,
        key: &str,
    ) -> Result<Vec<Joined>, StoreError> {
        const SQL: &str = "SELECT id, merge, one_key, other_key
            FROM merges
            WHERE trust = $1 AND (one_key = $2 OR other_key = $2)
            ORDER BY id";
        let rows = self.engine.rows(SQL, values![trust.as_str(), key]).await?;
        rows.iter()
            .map(|row| {
                let keys = [row.text("one_key")?.to_owned(), row.text("other_key")?.to_owned()];
                Ok(Joined { id: row.int("id")?, merge: row.json("merge")?, keys })
            })
            .collect()
    }
}

/// Keeps a merge, once.
pub(crate) fn keep(work: Work, trust: &TrustCode, merge: &Merge) -> Result<Work, StoreError> {
    const SQL: &str = "INSERT INTO merges (trust, one_key, other_key, digest, merge)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (trust, digest) DO NOTHING";
    let [one, other] = ends(&merge.kind);
    let text = json(merge)?;
    let digest = keys::sha256(text.as_bytes());
    Ok(work.then(SQL, values![trust.as_str(), one, other, digest, text]))
}

/// The keys of the two numbers that a merge speaks of.
pub(crate) fn ends(kind: &MergeKind) -> [String; 2] {
    match kind {
        MergeKind::Patients { retired, survivor } => {
            [keys::patient(retired), keys::patient(survivor)]
        }
        MergeKind::Visits { retired, survivor } => [keys::visit(retired), keys::visit(survivor)],
        MergeKind::Linked { one, other } | MergeKind::Unlinked { one, other } => {
            [keys::patient(one), keys::patient(other)]
        }
    }
}
