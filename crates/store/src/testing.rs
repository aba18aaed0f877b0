//! Where does a test find a fresh database of each kind?
//!
//! Behind the feature `testing`, for the tests of every crate. SQLite needs nothing.
//! PostgreSQL is the server in `HOMEWARD_TEST_POSTGRES` (the address of a database on a
//! server where we may create more), else a throw-away cluster of this process made from
//! the binaries on this machine. A machine without PostgreSQL fails the test: a story told
//! on one engine only is not told.

mod cluster;

use std::fmt;
use std::fs;
use std::ops::Deref;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::engine::sqlite::functions;
use crate::engine::work::Work;
use crate::engine::{Engine, postgres as engine};
#[cfg(test)]
use crate::migrations;
use crate::{Database, Store};
pub use cluster::Cluster;

/// A fresh, empty database, gone when dropped.
pub struct Ground {
    url: String,
    remains: Remains,
}

/// An open store on a [`Ground`] of its own.
pub struct Fresh {
    store: Store,
    ground: Ground,
}

/// What is to be removed afterwards.
enum Remains {
    Folder(PathBuf),
    Database { name: String },
}

/// A fresh store on each engine.
pub async fn stores() -> Vec<Fresh> {
    let mut stores = Vec::new();
    for ground in grounds().await {
        let store = ground.open().await;
        stores.push(Fresh { store, ground });
    }
    stores
}

/// A fresh database on each engine, not yet opened.
pub async fn grounds() -> Vec<Ground> {
    vec![sqlite(), postgres().await]
}

/// A fresh SQLite file in a folder of its own.
///
/// # Panics
///
/// If the folder cannot be made: the test has failed.
pub fn sqlite() -> Ground {
    let folder = std::env::temp_dir().join(name());
    fs::create_dir(&folder).unwrap_or_else(|error| panic!("no folder for a test: {error}"));
    let url = format!("sqlite:{}", folder.join("homeward.db").display());
    Ground { url, remains: Remains::Folder(folder) }
}

/// A fresh PostgreSQL database on the server of the tests.
pub async fn postgres() -> Ground {
    postgres_with("LOCALE 'C'").await
}

/// A fresh PostgreSQL database with a locale of its own.
pub(crate) async fn postgres_with(locale: &str) -> Ground {
    let name = name();
    order(&format!("CREATE DATABASE {name} ENCODING 'UTF8' {locale} TEMPLATE template0")).await;
    Ground { url: address(&name), remains: Remains::Database { name } }
}

impl Ground {
    /// The address, as it would stand in the settings.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Opens it. What is opened twice is opened as by two programs.
    ///
    /// # Panics
    ///
    /// If it cannot be opened: the test has failed.
    pub async fn open(&self) -> Store {
        let database = self.url.parse().unwrap_or_else(|error| panic!("{error}"));
        Store::open(&database).await.unwrap_or_else(|error| panic!("{self:?}: {error:?}"))
    }

    /// Does to it what somebody could who has the password of the database, and no part of the
    /// program.
    ///
    /// # Panics
    ///
    /// If the database refuses: the test has failed.
    pub async fn tamper(&self, sql: &str) {
        let database: Database = self.url.parse().unwrap_or_else(|error| panic!("{error}"));
        match database {
            Database::Sqlite(path) => {
                let done = rusqlite::Connection::open(path).and_then(|connection| {
                    functions::add(&connection)?;
                    connection.execute_batch(sql)
                });
                done.unwrap_or_else(|error| panic!("{sql}: {error:?}"));
            }
            Database::Postgres(server) => {
                let pool = engine::pool(&server).unwrap_or_else(|error| panic!("{error:?}"));
                let client = pool.get().await.unwrap_or_else(|error| panic!("{error:?}"));
                let done = client.batch_execute(sql).await;
                done.unwrap_or_else(|error| panic!("{sql}: {error:?}"));
            }
        }
    }

    /// Does again what a migration does, in the words of its engine.
    #[cfg(test)]
    pub(crate) async fn migrate(&self, template: &str) {
        let is_file = self.url.starts_with("sqlite:");
        let dialect =
            if is_file { &migrations::sqlite::DIALECT } else { &migrations::postgres::DIALECT };
        let text = dialect.text(template).replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION");
        self.tamper(&text).await;
    }

    /// Takes the database away from under whoever uses it, as an outage would.
    pub async fn take_away(&self) {
        match &self.remains {
            Remains::Folder(folder) => drop(fs::remove_dir_all(folder)),
            Remains::Database { name } => {
                order(&format!("DROP DATABASE {name} WITH (FORCE)")).await;
            }
        }
    }
}

impl fmt::Debug for Ground {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.remains {
            Remains::Folder(_) => "SQLite",
            Remains::Database { .. } => "PostgreSQL",
        })
    }
}

impl Fresh {
    /// Leaves no room for another line of the audit, as a full disk would.
    ///
    /// # Panics
    ///
    /// If the database refuses: the test has failed.
    pub async fn fill_up(&self) {
        const FILE: &str = "PRAGMA max_page_count = 1";
        const SERVER: &str = "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = 'disk_full'; END
            $$;
            CREATE TRIGGER full_disk BEFORE INSERT ON audit EXECUTE FUNCTION full_disk()";
        match &self.store.engine {
            Engine::Sqlite(_) => {
                let full = self.store.engine.commit(Work::new().then(FILE, Vec::new())).await;
                full.unwrap_or_else(|error| panic!("{error:?}"));
            }
            Engine::Postgres(_) => self.ground.tamper(SERVER).await,
        }
    }

    /// The database beneath.
    pub fn ground(&self) -> &Ground {
        &self.ground
    }
}

impl Deref for Fresh {
    type Target = Store;

    fn deref(&self) -> &Store {
        &self.store
    }
}

/// Names the engine, for the text of a failed assertion.
impl fmt::Debug for Fresh {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.ground.fmt(f)
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        match &self.remains {
            Remains::Folder(folder) => drop(fs::remove_dir_all(folder)),
            // Our own cluster is thrown away whole; only a lent server is to be left clean.
            Remains::Database { name } if lent().is_some() => {
                let drop = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
                in_a_runtime_of_its_own(async move { order(&drop).await });
            }
            Remains::Database { .. } => {}
        }
    }
}

/// Tests drop their store inside a runtime, which must not be blocked by another.
fn in_a_runtime_of_its_own(work: impl Future<Output = ()> + Send + 'static) {
    let thread = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.unwrap_or_else(|error| panic!("{error}")).block_on(work);
    });
    drop(thread.join());
}

/// Has the server do what concerns whole databases.
async fn order(sql: &str) {
    let database = address("postgres").parse().unwrap_or_else(|error| panic!("{error}"));
    let Database::Postgres(server) = database else {
        panic!("HOMEWARD_TEST_POSTGRES is not the address of a PostgreSQL server");
    };
    let pool = engine::pool(&server).unwrap_or_else(|error| panic!("{error:?}"));
    let client = pool.get().await.unwrap_or_else(|error| panic!("{error:?}"));
    // Making or dropping a whole database waits for a checkpoint, which a busy disk makes long.
    let patient = client.batch_execute("SET statement_timeout = 0").await;
    patient.unwrap_or_else(|error| panic!("{error:?}"));
    client.batch_execute(sql).await.unwrap_or_else(|error| panic!("{sql}: {error:?}"));
}

/// The address of a database with this name on the server of the tests.
fn address(name: &str) -> String {
    let url = lent().unwrap_or_else(|| own().url());
    let (address, query) = url.split_once('?').unwrap_or((&url, ""));
    let (server, _) = address.rsplit_once('/').unwrap_or((address, ""));
    format!("{server}/{name}?{query}")
}

fn lent() -> Option<String> {
    std::env::var("HOMEWARD_TEST_POSTGRES").ok().filter(|url| !url.is_empty())
}

fn own() -> &'static Cluster {
    static OWN: OnceLock<Cluster> = OnceLock::new();
    OWN.get_or_init(Cluster::start)
}

/// Unlike any other test's of any process.
fn name() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    format!("homeward_test_{}_{number}", std::process::id())
}
