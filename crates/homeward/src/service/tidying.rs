//! What must not be kept any longer?

use std::time::Duration;

use jiff::SignedDuration;
use store::Store;
use tracing::{error, info};

use crate::clock;
use crate::stop::Stop;

/// So often what is too old is dropped.
const EVERY: Duration = Duration::from_mins(1);

/// Drops copies of records that are older than `oldest`, until the end is called.
pub(super) async fn run(store: Store, oldest: SignedDuration, stop: Stop) {
    while !stop.is_called() {
        match store.drop_copies_before(clock::now() - oldest).await {
            Ok(0) => {}
            Ok(dropped) => info!(dropped, "dropped copies that were too old"),
            Err(fault) => error!(cause = ?fault, "copies that are too old stay: {fault}"),
        }
        tokio::select! {
            () = stop.called() => {}
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}
