//! What runs while the service runs?
//!
//! `homeward serve` and `homeward demo` both run this, and nothing else.

use std::net::SocketAddr;
use std::sync::Arc;

use miette::Diagnostic;
use store::{OpenError, Store, StoreError};
use thiserror::Error;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tracing::info;

use crate::filing::Filer;
use crate::intake::{CannotListen, Listener};
use crate::people::{People, keep_matching};
use crate::settings::{Mistake, Settings};
use crate::stop::Stop;

/// The service, with everything open that it needs, not yet running.
pub struct Service {
    listeners: Vec<Listener>,
    store: Store,
    people: Arc<People>,
    filer: Arc<Filer>,
    arrived: Arc<Notify>,
}

/// Why the service does not start.
#[derive(Debug, Error, Diagnostic)]
pub enum CannotStart {
    /// A secret that the settings name cannot be read.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Settings(#[from] Mistake),
    /// The memory does not open.
    #[error("the database does not open")]
    Database(#[source] OpenError),
    /// The memory opens and does not answer.
    #[error("the database does not answer")]
    Store(#[from] StoreError),
    /// A feed does not listen.
    #[error(transparent)]
    Feed(#[from] CannotListen),
}

impl Service {
    /// Opens the database and every listener.
    pub async fn open(settings: &Settings) -> Result<Self, CannotStart> {
        let database = settings.database_with_password()?;
        let store = Store::open(&database).await.map_err(CannotStart::Database)?;
        let people = Arc::new(People::new());
        people.catch_up(&store).await?;
        let filer = Arc::new(Filer::open(settings, store.clone(), Arc::clone(&people)).await?);
        let arrived = Arc::new(Notify::new());
        let mut listeners = Vec::new();
        for feed in &settings.feeds {
            let listener = Listener::open(feed, store.clone(), Arc::clone(&arrived)).await?;
            listeners.push(listener);
        }
        Ok(Self { listeners, store, people, filer, arrived })
    }

    /// Where each feed listens.
    pub fn feeds(&self) -> impl Iterator<Item = (&str, SocketAddr)> {
        self.listeners.iter().map(|listener| (listener.name(), listener.address()))
    }

    /// Runs until the end is called, finishes what has begun, and ends.
    pub async fn run(self, stop: Stop) {
        let mut loops = JoinSet::new();
        for listener in self.listeners {
            loops.spawn(listener.run(stop.clone()));
        }
        let filer = Arc::clone(&self.filer);
        loops.spawn(filer.run(self.arrived, stop.clone()));
        let changed = Arc::new(Notify::new());
        loops.spawn(keep_matching(self.people, self.store, self.filer, changed, stop.clone()));
        stop.called().await;
        info!("the service ends");
        while loops.join_next().await.is_some() {}
    }
}
