//! How do two engines look like one?
//!
//! Everything in which SQLite and PostgreSQL differ is in this folder and in `migrations`.
//! The tables above it know one text per statement, four kinds of value, [`Engine::rows`]
//! to read and [`Engine::commit`] to write.

pub(crate) mod postgres;
pub(crate) mod sqlite;
pub(crate) mod value;
pub(crate) mod work;

use crate::database::Database;
use crate::error::{EngineFault, OpenError, StoreError};
use postgres::Postgres;
use sqlite::Sqlite;
use value::{Row, Value};
use work::{Done, Work, refuse_nul};

/// The engine that was chosen.
#[derive(Clone)]
pub(crate) enum Engine {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

impl Engine {
    pub(crate) async fn open(database: &Database) -> Result<Self, OpenError> {
        match database {
            Database::Sqlite(path) => {
                let path = path.clone();
                let opening = tokio::task::spawn_blocking(move || Sqlite::open(&path));
                let stopped = EngineFault::new("the opening was stopped");
                opening.await.map_err(|_| StoreError::Unavailable(stopped))?.map(Self::Sqlite)
            }
            Database::Postgres(server) => Postgres::open(server).await.map(Self::Postgres),
        }
    }

    /// Reads with one statement, which must not write.
    pub(crate) async fn rows(
        &self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<Vec<Row>, StoreError> {
        refuse_nul(&values)?;
        match self {
            Self::Sqlite(sqlite) => sqlite.rows(sql, values).await,
            Self::Postgres(postgres) => postgres.rows(sql, values).await,
        }
    }

    /// Does all of the work or nothing, and answers once it would survive a power cut.
    ///
    /// A caller who stops waiting does not stop the work. Of the lines of the audit nothing is
    /// answered.
    pub(crate) async fn commit(&self, work: Work) -> Result<Vec<Done>, StoreError> {
        let own = work.statements.len();
        let work = work.sealed();
        for statement in &work.statements {
            refuse_nul(&statement.values)?;
        }
        let mut done = match self {
            _ if work.statements.is_empty() => Vec::new(),
            Self::Sqlite(sqlite) => sqlite.commit(work).await?,
            Self::Postgres(postgres) => postgres.commit(work).await?,
        };
        done.truncate(own);
        Ok(done)
    }
}

#[cfg(test)]
mod tests;
