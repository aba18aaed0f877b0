//! What must not be kept any longer?

use std::time::Duration;

use care::access::Actor;
use jiff::{SignedDuration, Timestamp};
use store::{Store, StoreError};
use tracing::{error, info};

use super::privacy;
use crate::clock;
use crate::settings::Retention;
use crate::stop::Stop;

/// So often what is too old is dropped.
const EVERY: Duration = Duration::from_mins(1);

/// So often what is older than must be kept is removed.
const DAILY: SignedDuration = SignedDuration::from_hours(24);

/// Drops copies of records that are older than `oldest`, until the end is called.
pub(super) async fn run(
    store: Store,
    (oldest, retention): (SignedDuration, Retention),
    stop: Stop,
) {
    let (mut removed_at, mut told) = (None, privacy::Told::default());
    while !stop.is_called() {
        if retention.automatic {
            removed_at = Some(remove_daily(&store, &retention, removed_at).await);
        }
        match store.drop_copies_before(clock::now() - oldest).await {
            Ok(0) => {}
            Ok(dropped) => info!(dropped, "dropped copies that were too old"),
            Err(fault) => error!(cause = ?fault, "copies that are too old stay: {fault}"),
        }
        told = privacy::tend(&store, told).await;
        tokio::select! {
            () = stop.called() => {}
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

/// Removes what is older than must be kept, once a day. Answers when it last did.
async fn remove_daily(store: &Store, retention: &Retention, last: Option<Timestamp>) -> Timestamp {
    let now = clock::now();
    if let Some(last) = last.filter(|last| now.duration_since(*last) < DAILY) {
        return last;
    }
    match store.keep_no_longer(&retention.rule(now), Some(&Actor::Service), now).await {
        Ok(gone) => {
            if let Some(newest) = gone.newest {
                error!(%newest, "nothing old is removed: the newest line of the audit is far from now");
            }
            if gone.doubtful > 0 {
                let lines = gone.doubtful;
                error!(lines, "old lines of the audit stay that do not fit: verify it");
            }
            let lines: i64 = gone.lines.values().sum();
            let (messages, notices) = (gone.messages, gone.notices);
            info!(lines, messages, notices, "removed what was older than must be kept");
        }
        // Another node removes at the same time.
        Err(StoreError::Conflict) => {}
        Err(fault) => error!(cause = ?fault, "what is older than must be kept stays: {fault}"),
    }
    now
}
