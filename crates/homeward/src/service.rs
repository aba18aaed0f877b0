//! What runs while the service runs?
//!
//! `homeward serve` and `homeward demo` both run this, and nothing else.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use care::people::CouncilName;
use council::{BadConfiguration, Councils, Surroundings};
use miette::Diagnostic;
use store::{OpenError, Store, StoreError};
use thiserror::Error;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tracing::info;

use crate::filing::Filer;
use crate::intake::{CannotListen, Listener};
use crate::people::{People, keep_matching, read_councils};
use crate::settings::{Mistake, Settings};
use crate::stop::Stop;

/// The service, with everything open that it needs, not yet running.
pub struct Service {
    listeners: Vec<Listener>,
    store: Store,
    councils: Arc<Councils>,
    people: Arc<People>,
    filer: Arc<Filer>,
    arrived: Arc<Notify>,
    /// So often the councils are asked who changed.
    every: Duration,
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
    /// A council's folder cannot be used.
    #[error(transparent)]
    Council(#[from] BadConfiguration),
    /// A feed does not listen.
    #[error(transparent)]
    Feed(#[from] CannotListen),
}

/// Opens the memory that the settings name.
pub async fn open_store(settings: &Settings) -> Result<Store, CannotStart> {
    let database = settings.database_with_password()?;
    Store::open(&database).await.map_err(CannotStart::Database)
}

/// Reads the councils' folders; see [`Service::open`].
pub fn open_councils(
    settings: &Settings,
    sources: &[(CouncilName, String)],
) -> Result<Councils, CannotStart> {
    let environment = |name: &str| std::env::var(name).ok();
    let around = Surroundings { environment: &environment, sources };
    Ok(Councils::open(&settings.councils, &around)?)
}

impl Service {
    /// Opens the database, the councils and every listener.
    ///
    /// `sources` stand in for those in the councils' folders; only a demonstration has any.
    pub async fn open(
        settings: &Settings,
        sources: &[(CouncilName, String)],
    ) -> Result<Self, CannotStart> {
        let councils = Arc::new(open_councils(settings, sources)?);
        let store = open_store(settings).await?;
        let people = Arc::new(People::new());
        people.catch_up(&store).await?;
        let filer = Arc::new(Filer::open(settings, store.clone(), Arc::clone(&people)).await?);
        let arrived = Arc::new(Notify::new());
        let mut listeners = Vec::new();
        for feed in &settings.feeds {
            let listener = Listener::open(feed, store.clone(), Arc::clone(&arrived)).await?;
            listeners.push(listener);
        }
        let every = Duration::from_secs(u64::from(settings.people.every_minutes) * 60);
        Ok(Self { listeners, store, councils, people, filer, arrived, every })
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
        let (store, tell) = (self.store.clone(), Arc::clone(&changed));
        loops.spawn(read_councils(store, self.councils, self.every, tell, stop.clone()));
        loops.spawn(keep_matching(self.people, self.store, self.filer, changed, stop.clone()));
        stop.called().await;
        info!("the service ends");
        while loops.join_next().await.is_some() {}
    }
}
