//! What waits too long at the privacy desk, and what has served to see patterns?

use care::access::privacy::{DUE, ESCALATES};
use store::Store;
use tracing::{error, warn};

use crate::clock;

/// So many items that wait too long are counted.
const MOST_OVERDUE: i64 = 1_000;

/// How many items were overdue, and how many of them escalated, when last told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Told {
    overdue: usize,
    escalated: usize,
}

/// Forgets what served to see patterns and no longer does, and says how many items of the privacy
/// list wait too long whenever that has changed. Numbers only: who looked at whom is read at the
/// desk.
pub(super) async fn tend(store: &Store, told: Told) -> Told {
    let now = clock::now();
    if let Err(fault) = store.forget_recent(now).await {
        error!(cause = ?fault, "what staff did lately stays: {fault}");
    }
    match store.privacy_overdue(now - DUE, MOST_OVERDUE).await {
        Ok(items) => {
            let escalated = items.iter().filter(|(_, since)| *since < now - ESCALATES).count();
            let counted = Told { overdue: items.len(), escalated };
            if counted != told && counted.overdue > 0 {
                let Told { overdue, escalated } = counted;
                warn!(overdue, escalated, "items of the privacy list wait too long");
            }
            counted
        }
        Err(fault) => {
            error!(cause = ?fault, "the privacy list cannot be read: {fault}");
            told
        }
    }
}
