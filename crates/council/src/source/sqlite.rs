//! How is a council's SQLite file asked?
//!
//! SQLite answers on a thread of its own and cannot be waited for with a time limit, so each
//! question takes one of a few places, and whoever stops waiting interrupts it. A thread that
//! does not even heed that (a network disk that is gone) gives up its place after a moment, and
//! another connection takes it.

mod place;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::types::ValueRef;
use rusqlite::{CachedStatement, Connection, ErrorCode, OpenFlags};
use tokio::sync::mpsc;

use super::{BATCH, Fault, Question, Shape};
use crate::rows::{Cell, MOST_ROWS, Rows};
use place::{FileId, Place, Places};

/// An SQLite file, opened by a few connections at once.
pub(crate) struct Sqlite {
    inner: Arc<Inner>,
    places: Places,
}

struct Inner {
    path: PathBuf,
    /// Connections that nobody uses just now, with the file that each was opened on.
    idle: Mutex<Vec<(Connection, FileId)>>,
}

/// While another program commits, a reader waits so long, in milliseconds.
const BUSY_MS: u64 = 250;

type Batches = mpsc::Sender<Result<Rows, Fault>>;

impl Sqlite {
    pub(super) fn open(path: PathBuf, connections: usize) -> Self {
        let inner = Inner { path, idle: Mutex::new(Vec::with_capacity(connections)) };
        Self { inner: Arc::new(inner), places: Places::new(connections) }
    }

    pub(super) async fn rows(
        &self,
        question: &Question,
        parameter: Option<&str>,
    ) -> Result<Rows, Fault> {
        let question = question.clone();
        let parameter = parameter.map(str::to_owned);
        self.run(move |connection| {
            let mut statement = prepare(connection, &question)?;
            let mut batches = Vec::new();
            read(&mut statement, parameter.as_deref(), MOST_ROWS, |batch| {
                batches.push(batch);
                batches.len() <= 1
            })?;
            let more = batches.len() > 1;
            if more { Err(Fault::TooMuch) } else { Ok(batches.pop().unwrap_or_default()) }
        })
        .await
    }

    pub(super) async fn shape(&self, question: &Question) -> Result<Shape, Fault> {
        let question = question.clone();
        self.run(move |connection| {
            // No person is named here, so what SQLite says may be repeated.
            let statement = connection
                .prepare_cached(&question.sql)
                .map_err(|error| Fault::Refused(error.to_string()))?;
            only_reads(&statement)?;
            let columns = statement.column_names().map(str::to_owned).collect();
            Ok(Shape { columns, parameters: statement.parameter_count() })
        })
        .await
    }

    pub(super) async fn stream(
        &self,
        question: Question,
        parameter: Option<String>,
        give: Batches,
    ) -> Result<(), Fault> {
        self.run(move |connection| {
            let mut statement = prepare(connection, &question)?;
            read(&mut statement, parameter.as_deref(), BATCH, |batch| {
                give.blocking_send(Ok(batch)).is_ok()
            })
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let (place, brake) = self.places.take().await;
        let inner = Arc::clone(&self.inner);
        let task = tokio::task::spawn_blocking(move || inner.work(&place, work));
        let answer = task.await;
        brake.release();
        answer.unwrap_or_else(|_| Err(Fault::Unreachable("the reading broke off".to_owned())))
    }
}

impl Inner {
    fn work<T>(
        &self,
        place: &Place,
        work: impl FnOnce(&Connection) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let (connection, file) = self.connection()?;
        if !place.begin(connection.get_interrupt_handle()) {
            return Err(Fault::TooSlow);
        }
        let answer = work(&connection);
        place.end();
        if answer.is_ok() {
            self.idle().push((connection, file));
        }
        answer
    }

    /// A connection to the file that has the name now: a council may put a new file in its place.
    fn connection(&self) -> Result<(Connection, FileId), Fault> {
        let unreachable = |what: String| Fault::Unreachable(what);
        let file = FileId::of(&self.path).map_err(|error| unreachable(error.kind().to_string()))?;
        {
            let mut idle = self.idle();
            idle.retain(|(_, each)| *each == file);
            if let Some(found) = idle.pop() {
                return Ok(found);
            }
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let open = || {
            let connection = Connection::open_with_flags(&self.path, flags)?;
            connection.busy_timeout(std::time::Duration::from_millis(BUSY_MS))?;
            connection.execute_batch("PRAGMA query_only = ON; PRAGMA trusted_schema = OFF")?;
            connection.set_prepared_statement_cache_capacity(32);
            Ok(connection)
        };
        let connection = open().map_err(|error: rusqlite::Error| fault(&error))?;
        Ok((connection, file))
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<(Connection, FileId)>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn prepare<'a>(
    connection: &'a Connection,
    question: &Question,
) -> Result<CachedStatement<'a>, Fault> {
    let statement = connection.prepare_cached(&question.sql).map_err(|error| fault(&error))?;
    only_reads(&statement)?;
    if statement.parameter_count() > question.statement.parameters() {
        return Err(Fault::Refused("it has too many parameters".to_owned()));
    }
    Ok(statement)
}

fn only_reads(statement: &CachedStatement<'_>) -> Result<(), Fault> {
    if statement.readonly() { Ok(()) } else { Err(Fault::Refused("it would write".to_owned())) }
}

/// Reads the answer in batches of `size`, until `take` wants no more. There is always a batch, so
/// that the columns of an empty answer are known.
fn read(
    statement: &mut CachedStatement<'_>,
    parameter: Option<&str>,
    size: usize,
    mut take: impl FnMut(Rows) -> bool,
) -> Result<(), Fault> {
    let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
    if statement.parameter_count() > 0 {
        statement.raw_bind_parameter(1, parameter).map_err(|error| fault(&error))?;
    }
    let mut batch = Rows { columns: columns.clone(), rows: Vec::new() };
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next().map_err(|error| fault(&error))? {
        if batch.rows.len() == size {
            let full =
                std::mem::replace(&mut batch, Rows { columns: columns.clone(), rows: vec![] });
            if !take(full) {
                return Ok(());
            }
        }
        let cells =
            (0..columns.len()).map(|place| row.get_ref(place).map_or(Cell::Unreadable, cell));
        batch.rows.push(cells.collect());
    }
    take(batch);
    Ok(())
}

fn cell(value: ValueRef<'_>) -> Cell {
    match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(number) => Cell::Integer(number),
        ValueRef::Real(number) => Cell::Real(number),
        ValueRef::Text(bytes) => std::str::from_utf8(bytes).map_or(Cell::Unreadable, Cell::text),
        ValueRef::Blob(_) => Cell::Unreadable,
    }
}

/// What went wrong, by SQLite's code for it: its words could repeat a value.
fn fault(error: &rusqlite::Error) -> Fault {
    match error.sqlite_error_code() {
        Some(ErrorCode::OperationInterrupted) => Fault::TooSlow,
        Some(
            code @ (ErrorCode::CannotOpen
            | ErrorCode::SystemIoFailure
            | ErrorCode::NotADatabase
            | ErrorCode::DatabaseCorrupt
            | ErrorCode::DatabaseBusy
            | ErrorCode::DatabaseLocked
            | ErrorCode::PermissionDenied),
        ) => Fault::Unreachable(format!("{code:?}")),
        Some(code) => Fault::Refused(format!("{code:?}")),
        None => Fault::Refused("the driver refuses it".to_owned()),
    }
}
