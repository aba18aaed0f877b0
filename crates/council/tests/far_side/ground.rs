//! A council of its own for each test: a folder, and a database of either kind.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use care::people::{CouncilName, PersonKey};
use care::record::PartName;
use council::{BadConfiguration, Councils, Fetched, Surroundings};
use jiff::Timestamp;
use rusqlite::Connection;
use tokio_postgres::{Client, NoTls};

/// A council in a folder of its own, gone when dropped.
pub(crate) struct Ground {
    pub(crate) engine: Engine,
    folder: PathBuf,
    url: String,
    _database: Option<store::testing::Ground>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

pub(crate) const SETTINGS: &str = r#"
display_name = "Westshire Council"
ods = "VZZ"
source = "sqlite:care.db"

[phones]
duty = { number = "01632 960100", hours = "Office hours" }
out_of_hours = { number = "01632 960101", hours = "Nights and weekends" }
safeguarding = { number = "01632 960155", hours = "Office hours" }
childrens = { number = "01632 960160", hours = "24 hours" }

[hours]
monday = ["08:45-17:00"]
friday = ["08:45-16:30"]
"#;

/// A council on each engine.
pub(crate) async fn both() -> Vec<Ground> {
    vec![sqlite(), postgres().await]
}

pub(crate) fn sqlite() -> Ground {
    let folder = folder();
    let url = format!("sqlite:{}", folder.join("care.db").display());
    let ground = Ground { engine: Engine::Sqlite, folder, url, _database: None };
    ground.write("council.toml", SETTINGS);
    Connection::open(ground.file()).unwrap().execute_batch("CREATE TABLE made (at TEXT)").unwrap();
    ground
}

pub(crate) async fn postgres() -> Ground {
    let database = store::testing::postgres().await;
    let url = database.url().to_owned();
    let ground =
        Ground { engine: Engine::Postgres, folder: folder(), url, _database: Some(database) };
    ground.write("council.toml", SETTINGS);
    ground
}

fn folder() -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let folder =
        std::env::temp_dir().join(format!("homeward_council_{}_{number}", std::process::id()));
    fs::create_dir_all(folder.join("councils").join("westshire")).unwrap();
    folder
}

impl Ground {
    /// Writes a file of the council's folder.
    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.councils().join("westshire").join(name), text).unwrap();
    }

    /// Adds to the settings.
    pub(crate) fn set(&self, settings: &str) {
        self.write("council.toml", &format!("{SETTINGS}\n{settings}"));
    }

    /// The folder with the council's folder in it.
    pub(crate) fn councils(&self) -> PathBuf {
        self.folder.join("councils")
    }

    /// The file of the database, for SQLite.
    pub(crate) fn file(&self) -> PathBuf {
        self.folder.join("care.db")
    }

    /// The address of the database.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Opens the council.
    pub(crate) fn open(&self) -> Councils {
        self.try_open().unwrap()
    }

    pub(crate) fn try_open(&self) -> Result<Councils, BadConfiguration> {
        let sources = [(westshire(), self.url.clone())];
        Councils::open(
            &self.councils(),
            &Surroundings { environment: &|_| None, sources: &sources },
        )
    }

    /// Does something as the council's own system.
    pub(crate) async fn execute(&self, sql: &str) {
        match self.engine {
            Engine::Sqlite => Connection::open(self.file()).unwrap().execute_batch(sql).unwrap(),
            Engine::Postgres => self.client().await.batch_execute(sql).await.unwrap(),
        }
    }

    /// A connection of the council's own.
    pub(crate) async fn client(&self) -> Client {
        let (client, connection) = tokio_postgres::connect(&self.url, NoTls).await.unwrap();
        tokio::spawn(connection);
        client
    }

    /// The text for this engine.
    pub(crate) fn say(&self, sqlite: &str, postgres: &str) -> String {
        match self.engine {
            Engine::Sqlite => sqlite.to_owned(),
            Engine::Postgres => postgres.to_owned(),
        }
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(Path::new(&self.folder)));
    }
}

pub(crate) fn westshire() -> CouncilName {
    "westshire".parse().unwrap()
}

pub(crate) fn person(id: &str) -> PersonKey {
    PersonKey { council: westshire(), id: id.parse().unwrap() }
}

pub(crate) fn now() -> Timestamp {
    "2026-08-12T13:05:00Z".parse().unwrap()
}

/// A statement that gives one row for any person, with one column.
pub(crate) fn one_row(part: PartName) -> String {
    let column = council::Statement::Part(part)
        .columns()
        .find(|column| column.kind == council::Kind::Text)
        .map_or("phone", |column| column.name);
    format!("SELECT '01632 960123' AS {column} WHERE $1 <> ''")
}

/// Writes such a statement for every part.
pub(crate) fn every_part(ground: &Ground) {
    for part in PartName::ALL {
        ground.write(&format!("{}.sql", part.file_stem()), &one_row(part));
    }
    ground.write("contacts.sql", "SELECT 'Ada' AS name, 'yes' AS shareable WHERE $1 <> ''");
}

/// Which parts could not be checked.
pub(crate) fn unchecked(fetched: &Fetched) -> Vec<PartName> {
    fetched.faults.keys().copied().collect()
}
