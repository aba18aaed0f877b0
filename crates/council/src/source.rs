//! How is a council's database asked?
//!
//! **Invariant:** only ever read. An SQLite file is opened read-only, a PostgreSQL session takes
//! read-only transactions, and what is not answered in time is stopped at the source.

mod address;
mod postgres;
mod sqlite;

use std::sync::Arc;

use tokio::sync::mpsc;

use crate::columns::Statement;
use crate::folder::Limits;
use crate::rows::Rows;
pub(crate) use address::{Address, NotASource};
use postgres::Postgres;
use sqlite::Sqlite;

/// Why a source gave no answer. It repeats nothing that the source said of a person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It cannot be reached, or the connection broke.
    #[error("the source cannot be reached ({0})")]
    Unreachable(String),
    /// It refuses the statement: its code for that.
    #[error("the source refuses the statement ({0})")]
    Refused(String),
    /// It did not answer in time.
    #[error("the source did not answer in time")]
    TooSlow,
    /// It answered with more than a person's record can be.
    #[error("the source answered with more than one record can hold")]
    TooMuch,
    /// It answered for another person than the one asked for, or for several.
    #[error("the source answered for another person")]
    AnotherPerson,
    /// It was not asked: it failed several times just now and is being tried in the background.
    #[error("the source is not answering; it is being tried again")]
    Resting,
    /// The folder of the council has no such statement.
    #[error("the folder has no statement for this")]
    NoStatement,
}

/// A statement with its text.
#[derive(Clone)]
pub(crate) struct Question {
    pub(crate) statement: Statement,
    pub(crate) sql: Arc<str>,
}

/// What a statement would answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shape {
    pub(crate) columns: Vec<String>,
    pub(crate) parameters: usize,
}

/// The database of one council. Connections are made when they are needed.
pub(crate) enum Source {
    Sqlite(Sqlite),
    Postgres(Box<Postgres>),
}

/// So many people are handed on at a time.
pub(crate) const BATCH: usize = 500;

/// A reading of many rows that goes on. Dropped, it is stopped.
pub(crate) struct Stream {
    pub(crate) batches: mpsc::Receiver<Result<Rows, Fault>>,
    _task: Stopped,
}

/// A task that ends when this is dropped.
struct Stopped(tokio::task::JoinHandle<()>);

impl Drop for Stopped {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Source {
    pub(crate) fn open(address: Address, limits: Limits) -> Result<Self, Fault> {
        match address {
            Address::Sqlite(path) => Ok(Self::Sqlite(Sqlite::open(path, limits.connections))),
            Address::Postgres(server) => {
                Postgres::open(*server, limits).map(Box::new).map(Self::Postgres)
            }
        }
    }

    /// All rows of the answer. Dropping the future stops the statement at the source.
    pub(crate) async fn rows(
        &self,
        question: &Question,
        parameter: Option<&str>,
    ) -> Result<Rows, Fault> {
        match self {
            Self::Sqlite(source) => source.rows(question, parameter).await,
            Self::Postgres(source) => source.rows(question, parameter).await,
        }
    }

    /// What the statement would answer, or why it cannot be asked, in the source's own words.
    pub(crate) async fn shape(&self, question: &Question) -> Result<Shape, Fault> {
        match self {
            Self::Sqlite(source) => source.shape(question).await,
            Self::Postgres(source) => source.shape(question).await,
        }
    }

    /// Rows by the batch, as fast as they are taken.
    pub(crate) fn stream(
        self: &Arc<Self>,
        question: Question,
        parameter: Option<String>,
    ) -> Stream {
        let (give, batches) = mpsc::channel(2);
        let source = Arc::clone(self);
        let task = tokio::spawn(async move {
            let told = match source.as_ref() {
                Self::Sqlite(source) => source.stream(question, parameter, give.clone()).await,
                Self::Postgres(source) => source.stream(&question, parameter, &give).await,
            };
            if let Err(fault) = told {
                drop(give.send(Err(fault)).await);
            }
        });
        Stream { batches, _task: Stopped(task) }
    }
}
