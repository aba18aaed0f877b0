//! When is it read whom the councils know?

use std::sync::Arc;
use std::time::Duration;

use care::people::CouncilName;
use council::Councils;
use store::Store;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};
use tracing::{info, warn};

use super::sync::{Extent, Reader};
use crate::clock;
use crate::stop::Stop;

/// So often a source is read whole, which alone shows who is no longer there.
const WHOLE: Duration = Duration::from_hours(24);

/// Reads the councils' people, at once and then again and again, until the end is called.
pub async fn read_councils(
    store: Store,
    councils: Arc<Councils>,
    every: Duration,
    changed: Arc<Notify>,
    stop: Stop,
) {
    let mut whole_at = Instant::now();
    loop {
        let began = Instant::now();
        let extent = if began >= whole_at { Extent::Whole } else { Extent::Changes };
        for council in councils.names() {
            tokio::select! {
                () = stop.called() => return,
                () = read_one(&store, &councils, council, extent) => changed.notify_one(),
            }
        }
        if extent == Extent::Whole {
            whole_at = began + WHOLE;
        }
        tokio::select! {
            () = stop.called() => return,
            () = sleep_until(began + every) => {}
        }
    }
}

async fn read_one(store: &Store, councils: &Councils, council: &CouncilName, extent: Extent) {
    let reader = Reader { store, councils, council };
    match reader.run(extent, clock::now(), &|_| ()).await {
        Ok(synced) => info!(%council, "read the council's people: {synced}"),
        Err(fault) => warn!(%council, "{fault}"),
    }
}
