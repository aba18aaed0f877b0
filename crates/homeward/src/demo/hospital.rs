//! How does the invented hospital's feed reach us?

use std::io;
use std::iter::Peekable;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use invented::{Hospital, Planned};
use jiff::Timestamp;
use store::{Store, StoreError};
use thiserror::Error;
use tokio::sync::Notify;
use tokio::time::sleep;
use tracing::warn;

use super::hours_between;
use crate::clock;
use crate::progress::Progress;
use crate::sender::Sender;
use crate::service::Service;

/// So many messages are sent before an answer is waited for, while the past is replayed.
const TOGETHER: usize = 64;

/// So many may wait to be filed. Filing must not fall far behind the clock, or it would take what
/// happens for long past.
const MOST_WAITING: i64 = 256;

/// A connection of the hospital's engine to the feed of the demonstration.
pub(super) struct Feed {
    address: SocketAddr,
    sender: Sender,
    store: Store,
}

/// Why the hospital was not heard.
#[derive(Debug, Error)]
pub enum Unheard {
    /// The feed is gone.
    #[error("the feed does not answer")]
    Gone(#[from] io::Error),
    /// The store cannot say how far filing has come.
    #[error("the store does not answer")]
    Store(#[from] StoreError),
    /// A defect: the demonstration has no feed.
    #[error("there is no feed")]
    NoFeed,
}

impl Feed {
    /// Connects to the only feed of the service.
    pub(super) async fn connect(service: &Service) -> Result<Self, Unheard> {
        let (_, address) = service.feeds().next().ok_or(Unheard::NoFeed)?;
        let sender = Sender::connect(address).await?;
        Ok(Self { address, sender, store: service.store().clone() })
    }

    /// Where it sends to.
    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Sends all that happened until the demonstration opens, as fast as it can be filed.
    pub(super) async fn catch_up(
        &mut self,
        hospital: &mut Peekable<Hospital>,
        begins: Timestamp,
        opens: Timestamp,
    ) -> Result<(), Unheard> {
        let progress =
            Progress::new("hours of the hospital replayed", hours_between(begins, opens));
        loop {
            let mut messages = Vec::with_capacity(TOGETHER);
            let mut at = begins;
            while messages.len() < TOGETHER
                && let Some(planned) = hospital.next_if(|planned| planned.at <= opens)
            {
                at = planned.at.max(begins);
                messages.push(planned.message);
            }
            if messages.is_empty() {
                return self.wait_for_filing(1).await;
            }
            clock::run_from(at, 1.0);
            self.sender.send_all(&messages).await?;
            self.wait_for_filing(MOST_WAITING).await?;
            progress.at(hours_between(begins, at));
        }
    }

    /// Waits until fewer than so many messages wait.
    async fn wait_for_filing(&self, fewer_than: i64) -> Result<(), Unheard> {
        let few = usize::try_from(fewer_than).unwrap_or(usize::MAX);
        while self.store.unfiled_messages(fewer_than).await?.len() >= few {
            sleep(Duration::from_millis(2)).await;
        }
        Ok(())
    }

    /// Sends what happens, when it happens. `moved` tells that the clock was put forward.
    pub(super) async fn go_on(
        &mut self,
        hospital: Peekable<Hospital>,
        moved: Arc<Notify>,
    ) -> Result<(), Unheard> {
        for planned in hospital {
            loop {
                let wait = clock::wait_until(planned.at);
                if wait.is_zero() {
                    break;
                }
                tokio::select! {
                    () = sleep(wait) => {}
                    () = moved.notified() => {}
                }
            }
            self.send(&planned).await?;
        }
        Ok(())
    }

    /// Sends a message, over a new connection where the old one is gone.
    async fn send(&mut self, planned: &Planned) -> Result<(), Unheard> {
        if let Err(fault) = self.sender.send(&planned.message).await {
            warn!(cause = %fault, "the hospital connects again");
            self.sender = Sender::connect(self.address).await?;
            self.sender.send(&planned.message).await?;
        }
        Ok(())
    }
}
