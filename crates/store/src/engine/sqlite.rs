//! How does one file on this machine keep what we tell it?
//!
//! One thread owns the only connection that writes. It takes the works that wait, runs them
//! in one transaction, each in a savepoint of its own, commits once and only then answers.
//! So a caller who is answered is on the disk, many callers share one wait for the disk, and
//! no one is undone by a neighbour.

pub(crate) mod functions;
pub(crate) mod statement;
mod writer;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use tokio::sync::Semaphore;

use crate::engine::value::{Row, Value};
use crate::engine::work::{Done, Work};
use crate::error::{EngineFault, OpenError, StoreError};
use crate::migrations;
use writer::Writer;

/// Reads that run side by side; more would only wait for the same disk.
const READERS: usize = 4;

/// Statements kept ready per connection: more than the store has.
const STATEMENTS: usize = 512;

/// How long a caller waits for another program that writes to the file.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long a start waits for another program that migrates the file.
const PATIENCE_TO_OPEN: Duration = Duration::from_mins(1);

/// A SQLite file with its writer and its readers.
#[derive(Clone)]
pub(crate) struct Sqlite {
    writer: Writer,
    readers: Arc<Readers>,
}

struct Readers {
    free: Mutex<Vec<Connection>>,
    turn: Semaphore,
}

impl Sqlite {
    /// Opens the file, creates it where it is missing, and brings its tables up to date.
    pub(crate) fn open(path: &Path) -> Result<Self, OpenError> {
        create_for_owner_only(path)?;
        let mut writer = connect(path, PATIENCE_TO_OPEN)?;
        keep_a_write_ahead_log(&writer)?;
        migrations::sqlite::migrate(&mut writer)?;
        writer.busy_timeout(PATIENCE).map_err(statement::fault)?;
        let readers = (0..READERS)
            .map(|_| connect(path, PATIENCE).and_then(only_reads))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self {
            writer: Writer::start(writer)?,
            readers: Arc::new(Readers { free: Mutex::new(readers), turn: Semaphore::new(READERS) }),
        })
    }

    pub(crate) async fn rows(
        &self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<Vec<Row>, StoreError> {
        let readers = Arc::clone(&self.readers);
        let gone = || StoreError::Unavailable(EngineFault::new("the reader has stopped"));
        let _turn = self.readers.turn.acquire().await.map_err(|_| gone())?;
        tokio::task::spawn_blocking(move || readers.rows(sql, &values).ok_or_else(gone)?)
            .await
            .map_err(|_| gone())?
    }

    pub(crate) async fn commit(&self, work: Work) -> Result<Vec<Done>, StoreError> {
        self.writer.commit(work).await
    }
}

impl Readers {
    /// `None` where no connection is free, which the turns rule out.
    fn rows(&self, sql: &str, values: &[Value]) -> Option<Result<Vec<Row>, StoreError>> {
        let connection = self.free.lock().unwrap_or_else(PoisonError::into_inner).pop()?;
        let answer = statement::run(&connection, sql, values).map(|done| done.rows);
        self.free.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        Some(answer)
    }
}

/// The file holds who is in hospital: its owner alone may read it, and SQLite gives the files
/// beside it the same rights.
fn create_for_owner_only(path: &Path) -> Result<(), OpenError> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(path)
        .map(drop)
        .map_err(|source| OpenError::File { path: path.display().to_string(), source })
}

fn connect(path: &Path, patience: Duration) -> Result<Connection, OpenError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(statement::fault)?;
    connection.busy_timeout(patience).map_err(statement::fault)?;
    connection
        .execute_batch(
            "PRAGMA synchronous = FULL;
             PRAGMA foreign_keys = ON;
             PRAGMA trusted_schema = OFF;
             PRAGMA cache_size = -32000;
             PRAGMA journal_size_limit = 67108864;",
        )
        .map_err(statement::fault)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    functions::add(&connection).map_err(statement::fault)?;
    Ok(connection)
}

fn only_reads(connection: Connection) -> Result<Connection, OpenError> {
    connection.execute_batch("PRAGMA query_only = ON;").map_err(statement::fault)?;
    Ok(connection)
}

fn keep_a_write_ahead_log(connection: &Connection) -> Result<(), OpenError> {
    let mode: String = connection
        .query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))
        .map_err(statement::fault)?;
    if mode == "wal" { Ok(()) } else { Err(OpenError::NoWriteAheadLog) }
}
