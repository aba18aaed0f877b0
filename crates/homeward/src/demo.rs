//! Everything on one machine, with nobody real.
//!
//! The service runs exactly as `homeward serve` runs it. Around it stand an invented hospital,
//! which is a task of its own and speaks real MLLP to it, an invented council, whose database is a
//! file of its own that the service reads as it reads any council's, an invented national
//! service, which it asks over HTTP, and an invented patient system, which launches it.
//!
//! **Invariant:** only here does the pages' door stand open to whoever picks a name, and only here
//! does the clock run otherwise than on the wall.

mod accounts;
mod epr;
mod folder;
mod hospital;
mod national;
mod neighbour;
mod scenes;
mod stage;
mod world;

use std::io;
use std::path::PathBuf;

use care::when;
use invented::{Hospital, Town};
use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp};
use signin::chance::NoChance;
use store::StoreError;
use thiserror::Error;

use crate::clock;
use crate::people::SyncFault;
use crate::progress::Progress;
use crate::service::{BrokenOff, CannotStart, Service};
use crate::settings::Mistake;
use crate::stop::Stop;
use hospital::Feed;
use world::World;

/// What is to be shown.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where everything is written. What an earlier demonstration left there is replaced.
    pub data: PathBuf,
    /// The port of the pages; 0 for any.
    pub port: u16,
    /// The port of the hospital's feed; 0 for any.
    pub mllp_port: u16,
    /// So many days of the hospital are replayed first.
    pub days: u16,
    /// So many times faster than on the wall the clock runs.
    pub speed: f64,
    /// The same seed gives the same people.
    pub seed: u64,
    /// How many people the council cares for.
    pub clients: usize,
    /// The memory, as the settings name it; a file in the folder of the data where none is named.
    pub database: Option<String>,
    /// Where the clock starts, on the wall of the United Kingdom; now where nothing is said.
    pub at: Option<DateTime>,
}

/// Why there is nothing to be seen.
#[derive(Debug, Error, miette::Diagnostic)]
pub enum Cancelled {
    /// The folder of the data cannot be written.
    #[error("{folder} cannot be written")]
    Data {
        /// The folder.
        folder: PathBuf,
        /// What the operating system said.
        #[source]
        source: io::Error,
    },
    /// The invented national service cannot listen.
    #[error("the invented national service cannot listen")]
    National(#[source] io::Error),
    /// The invented patient system cannot listen.
    #[error("the invented patient system cannot listen")]
    PatientSystem(#[source] io::Error),
    /// The council's database cannot be written.
    #[error("the invented council's database cannot be written")]
    Council(#[from] invented::WriteError),
    /// A defect: our own settings are wrong.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Settings(#[from] Mistake),
    /// The service does not start.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Service(#[from] CannotStart),
    /// The service ended by itself.
    #[error(transparent)]
    #[diagnostic(transparent)]
    BrokenOff(#[from] BrokenOff),
    /// The store cannot take the report of a wrong match.
    #[error("the store does not answer")]
    Store(#[from] StoreError),
    /// The system gives no random bytes.
    #[error(transparent)]
    NoChance(#[from] NoChance),
    /// The council's people cannot be read.
    #[error(transparent)]
    People(#[from] SyncFault),
    /// The hospital cannot send.
    #[error("the invented hospital cannot send")]
    Hospital(#[from] hospital::Unheard),
}

/// Shows it until the end is called. `say` hears the few lines that are for whoever watches.
pub async fn run(
    options: Options,
    stop: Stop,
    say: impl Fn(String) + Send + Sync + 'static,
) -> Result<(), Cancelled> {
    let opens = options.at.map_or_else(clock::now, when::instant);
    let begins = opens - SignedDuration::from_hours(24 * i64::from(options.days));
    clock::run_from(begins, 1.0);
    let town = Town::new(options.seed, options.clients, when::local(opens).date());
    let national = national::Listening::open(&town).await.map_err(Cancelled::National)?;
    let epr = epr::Listening::open().await.map_err(Cancelled::PatientSystem)?;
    let mut world = World::build(&options, &town, (national.address, &epr))?;
    world.make_key().await?;
    let mut service = Service::open(world.settings.clone()).await?;
    let progress = Progress::new("people of the council read", 0);
    service.read_people(&|read| progress.at(read)).await?;
    drop(progress);
    let door = scenes::door(service.filer(), epr.address);
    let (store, reported) = (service.store().clone(), scenes::reported(service.filer()));
    let neighbours = neighbour::both(service.filer());
    let pages = service.pages().map_err(|source| world.fault(source))?;
    world.keep_accounts(pages.port())?;
    service.keep_accounts(world.settings.accounts.clone());
    let mut feed = Feed::connect(&service).await?;
    let running = tokio::spawn(service.run(door, stop.clone()));
    let answering = tokio::spawn(national.answer());
    let launching = tokio::spawn(epr.answer(pages));
    let hospital = Hospital::replaying(&town, options.seed, begins, opens);
    let mut hospital = hospital.peekable();
    tokio::select! {
        () = stop.called() => {}
        caught_up = feed.catch_up(&mut hospital, begins, opens) => {
            caught_up?;
            scenes::report(&store, reported).await?;
            neighbour::look(&store, neighbours, clock::now()).await?;
            clock::run_from(opens, options.speed);
            say(format!("the hospital sends to {}", feed.address()));
            let invitation = accounts::invite(&store, &world.settings, clock::now()).await?;
            invitation.into_iter().for_each(&say);
            say(format!("open http://{pages}/"));
            let stage = stage::Stage::new(world.council_database.clone(), say);
            tokio::select! {
                () = stop.called() => {}
                heard = feed.go_on(hospital, stage.moved()) => heard?,
                never = stage.follow_directions() => match never {},
            }
        }
    }
    let ended = running.await;
    answering.abort();
    launching.abort();
    match ended {
        Ok(ended) => Ok(ended?),
        Err(_) => Ok(()),
    }
}

/// How far a replay has come, in hours of the hospital.
fn hours_between(begins: Timestamp, at: Timestamp) -> u64 {
    u64::try_from(at.duration_since(begins).as_hours()).unwrap_or_default()
}
