//! What runs while the service runs?
//!
//! `homeward serve` and `homeward demo` both run this, and nothing else.

mod pages;
mod privacy;
mod tidying;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use care::people::CouncilName;
use council::{BadConfiguration, Councils, Surroundings};
use matching::Model;
use miette::Diagnostic;
use store::{OpenError, Store, StoreError};
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tracing::{error, info};
use web::{Door, Providers};

use crate::audit::changed;
use crate::audit::heads::Publisher;
use crate::audit::key::BadKey;
use crate::audit::stream::{CannotSend, Sender};
use crate::clock;
use crate::filing::Filer;
use crate::intake::{CannotListen, Listener};
use crate::launches::CannotLaunch;
use crate::models::ModelFault;
use crate::pds::{CannotAsk, Client, Timing, Tracer, trace_patients};
use crate::people::{Extent, People, Reader, SyncFault, keep_matching, read_councils};
use crate::providers::{self, CannotOffer};
use crate::settings::{Accounts, Mistake, Settings};
use crate::stop::Stop;

/// So long the service waits for what is under way when it ends.
const GRACE: Duration = Duration::from_secs(10);

/// So long pages that were asked for before the end may take. A look takes two seconds at most.
const LAST_PAGES: Duration = Duration::from_secs(3);

/// The service, with everything open that it needs, not yet running.
pub struct Service {
    settings: Settings,
    store: Store,
    councils: Arc<Councils>,
    people: Arc<People>,
    filer: Arc<Filer>,
    national: Option<Arc<Client>>,
    providers: Providers,
    heads: Publisher,
    stream: Option<Sender>,
    listeners: Vec<Listener>,
    arrived: Arc<Notify>,
    pages: TcpListener,
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
    /// The model in use cannot be read, and patients must not be matched by another unasked.
    #[error("the model in use cannot be read")]
    #[diagnostic(help(
        "put one into use that can be read, as the one built in: \
         `homeward match model use {built_in} --yes --by NAME`"
    ))]
    Model {
        /// What is wrong with it.
        #[source]
        source: ModelFault,
        /// The version of the one built in.
        built_in: String,
    },
    /// A council's folder cannot be used.
    #[error(transparent)]
    Council(#[from] BadConfiguration),
    /// A trust names a council that has no folder.
    #[error("trust {trust} names the council {council}, which has no folder")]
    NoSuchCouncil {
        /// The trust's code.
        trust: String,
        /// The council named.
        council: CouncilName,
    },
    /// The national service cannot be asked, whether it answers or not.
    #[error(transparent)]
    National(#[from] CannotAsk),
    /// A provider cannot be offered, whether it answers or not.
    #[error(transparent)]
    Provider(#[from] CannotOffer),
    /// A patient system cannot launch us, whether it answers or not.
    #[error(transparent)]
    Launch(#[from] CannotLaunch),
    /// A provider gives seats in a council that has no folder.
    #[error("provider {provider} gives seats in the council {council}, which has no folder")]
    NoSuchCouncilOfProvider {
        /// The provider's name.
        provider: String,
        /// The council named.
        council: CouncilName,
    },
    /// The key of the audit cannot be used.
    #[error(transparent)]
    Audit(#[from] BadKey),
    /// Nothing can be sent to the trust's monitoring.
    #[error(transparent)]
    Stream(#[from] CannotSend),
    /// A feed does not listen.
    #[error(transparent)]
    Feed(#[from] CannotListen),
    /// The pages do not listen.
    #[error("the pages cannot be served on {address}")]
    #[diagnostic(help(
        "choose another address: `listen` in [web], or `--port` of a demonstration"
    ))]
    Pages {
        /// The address in the settings.
        address: SocketAddr,
        /// What the operating system said.
        #[source]
        source: io::Error,
    },
    /// The library of cryptography refuses the key of the copies.
    #[error("no key for sealed copies can be made")]
    CopyKey,
}

/// Why the service ended without being asked to.
#[derive(Debug, Error, Diagnostic)]
pub enum BrokenOff {
    /// It never quite began.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Unready(#[from] CannotStart),
    /// One of its loops ended.
    #[error("a part of the service ended by itself: its last lines in the log say why")]
    LoopEnded,
}

/// Opens the memory that the settings name.
pub async fn open_store(settings: &Settings) -> Result<Store, CannotStart> {
    let database = settings.database_with_password()?;
    Store::open(&database).await.map_err(CannotStart::Database)
}

/// Reads the councils' folders.
pub fn open_councils(settings: &Settings) -> Result<Councils, CannotStart> {
    let environment = |name: &str| std::env::var(name).ok();
    let around = Surroundings { environment: &environment, sources: &[] };
    Ok(Councils::open(&settings.councils, &around)?)
}

/// The client of the national service, where the settings name one. Nothing is asked yet.
pub fn open_national(settings: &Settings) -> Result<Option<Arc<Client>>, CannotAsk> {
    let open = |pds| Client::open(pds, Timing::of_this_machine()).map(Arc::new);
    settings.pds.as_ref().map(open).transpose()
}

impl CannotStart {
    fn model(fault: ModelFault) -> Self {
        match fault {
            ModelFault::Store(fault) => Self::Store(fault),
            source @ ModelFault::Unreadable { .. } => {
                Self::Model { source, built_in: Model::starting().version().to_owned() }
            }
        }
    }
}

impl Service {
    /// Opens the database, the councils and every listener.
    pub async fn open(settings: Settings) -> Result<Self, CannotStart> {
        let councils = Arc::new(open_councils(&settings)?);
        pages::must_have_councils(&settings, &councils)?;
        let store = open_store(&settings).await?;
        let people = Arc::new(People::new(settings.matching.policy()));
        people.take_model(&store).await.map_err(CannotStart::model)?;
        people.catch_up(&store).await?;
        let filer = Arc::new(Filer::open(&settings, store.clone(), Arc::clone(&people)).await?);
        let national = open_national(&settings)?;
        let providers = providers::open(&settings)?;
        let heads = Publisher::open(&settings.audit, store.clone())?;
        let stream = settings.audit.stream.as_ref();
        let stream = stream.map(|stream| Sender::open(stream, store.clone())).transpose()?;
        let arrived = Arc::new(Notify::new());
        let mut listeners = Vec::new();
        for feed in &settings.feeds {
            let listener = Listener::open(feed, store.clone(), Arc::clone(&arrived)).await?;
            listeners.push(listener);
        }
        let address = settings.web.listen;
        let refused = |source| CannotStart::Pages { address, source };
        let pages = TcpListener::bind(address).await.map_err(refused)?;
        Ok(Self {
            settings,
            store,
            councils,
            people,
            filer,
            national,
            providers,
            heads,
            stream,
            listeners,
            arrived,
            pages,
        })
    }

    /// Where each feed listens.
    pub fn feeds(&self) -> impl Iterator<Item = (&str, SocketAddr)> {
        self.listeners.iter().map(|listener| (listener.name(), listener.address()))
    }

    /// Where the pages are, the port known even where the settings say 0.
    pub fn pages(&self) -> io::Result<SocketAddr> {
        self.pages.local_addr()
    }

    /// Keeps accounts at an address that was known only once the pages listened.
    pub fn keep_accounts(&mut self, accounts: Option<Accounts>) {
        self.settings.accounts = accounts;
    }

    /// The memory.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Who files, and knows our handles.
    pub fn filer(&self) -> &Filer {
        &self.filer
    }

    /// Reads every council's people before anything runs. `progress` hears how many were read.
    pub async fn read_people(&self, progress: &(dyn Fn(u64) + Sync)) -> Result<(), SyncFault> {
        for council in self.councils.names() {
            let reader = Reader { store: &self.store, councils: &self.councils, council };
            reader.run(Extent::Whole, clock::now(), progress).await?;
        }
        self.people.catch_up(&self.store).await?;
        Ok(())
    }

    /// Runs until the end is called, finishes what has begun, and ends. Staff come in by `door`.
    pub async fn run(self, door: Door, stop: Stop) -> Result<(), BrokenOff> {
        let app = pages::app(&self, door).await?;
        let noted = changed::note(&self.store, &self.settings, clock::now()).await;
        noted.map_err(CannotStart::Store)?;
        let mut loops = JoinSet::new();
        for listener in self.listeners {
            loops.spawn(listener.run(stop.clone()));
        }
        let filer = Arc::clone(&self.filer);
        loops.spawn(filer.run(self.arrived, stop.clone()));
        let every = self.settings.people.every();
        let changed = Arc::new(Notify::new());
        let (store, tell) = (self.store.clone(), Arc::clone(&changed));
        loops.spawn(read_councils(store, self.councils, every, tell, stop.clone()));
        if let (Some(client), Some(pds)) = (self.national, &self.settings.pds) {
            let (store, filer) = (self.store.clone(), Arc::clone(&self.filer));
            let tracer = Tracer::new(client, store, filer, pds.again());
            loops.spawn(trace_patients(tracer, stop.clone()));
        }
        let store = self.store.clone();
        loops.spawn(keep_matching(self.people, store, self.filer, changed, stop.clone()));
        let old = (self.settings.copies.oldest(), self.settings.retention.clone());
        loops.spawn(tidying::run(self.store.clone(), old, stop.clone()));
        loops.spawn(serve_pages(self.pages, app, stop.clone()));
        if let Some(stream) = self.stream {
            loops.spawn(stream.run(stop.clone()));
        }
        let heads = Arc::new(self.heads);
        loops.spawn(Arc::clone(&heads).run(stop.clone()));
        let ended = end_of(loops, stop).await;
        // What was done to the last is under a head that was published.
        heads.publish(clock::now()).await;
        ended
    }
}

/// Waits for the end, and until all loops have finished what they had begun.
///
/// No loop ends by itself. If one does, all end: a service that files nothing must not go on
/// taking messages, and whoever watches over the program starts it again.
async fn end_of(mut loops: JoinSet<()>, stop: Stop) -> Result<(), BrokenOff> {
    tokio::select! {
        () = stop.called() => {}
        _ = loops.join_next() => {}
    }
    // A loop may hear the call before we do; only without a call has it ended by itself.
    if !stop.is_called() {
        error!("a part of the service ended by itself, so all of it ends");
        return Err(BrokenOff::LoopEnded);
    }
    info!("the service ends");
    let ending = async { while loops.join_next().await.is_some() {} };
    if tokio::time::timeout(GRACE, ending).await.is_err() {
        error!("what was under way did not end in time and is broken off");
    }
    Ok(())
}

async fn serve_pages(listener: TcpListener, app: web::App, stop: Stop) {
    let until = stop.clone();
    let serving = web::serve(listener, app, async move { until.called().await });
    // A ward list that is open in a browser listens for changes and would never end by itself.
    let closing = async {
        stop.called().await;
        tokio::time::sleep(LAST_PAGES).await;
    };
    tokio::select! {
        served = serving => {
            if let Err(fault) = served {
                error!(cause = %fault, "the pages are served no longer");
            }
        }
        () = closing => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stop;

    #[tokio::test]
    async fn a_loop_that_fails_ends_the_service() {
        let (_stopper, stop) = stop::pair();
        let mut loops = JoinSet::new();
        loops.spawn(std::future::pending());
        loops.spawn(async { panic!("a defect") });
        assert!(matches!(end_of(loops, stop).await, Err(BrokenOff::LoopEnded)));
    }

    #[tokio::test]
    async fn a_service_that_is_told_to_end_waits_for_what_is_under_way() {
        let (stopper, stop) = stop::pair();
        let (finish, finished) = tokio::sync::oneshot::channel();
        let mut loops = JoinSet::new();
        let heard = stop.clone();
        loops.spawn(async move {
            heard.called().await;
            finish.send("finished").unwrap();
        });
        stopper.stop();
        assert!(end_of(loops, stop).await.is_ok());
        assert_eq!(finished.await, Ok("finished"));
    }
}
