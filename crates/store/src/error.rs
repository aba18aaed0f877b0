//! What can go wrong between a caller and the memory?

use thiserror::Error;

/// Why the store did not do what was asked.
///
/// In every case nothing of the work was kept, with one exception: after
/// [`StoreError::Unavailable`] a write may have been kept or not, because the
/// answer was lost on its way back. No text here ever holds a stored value.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StoreError {
    /// Somebody else changed the rows since they were loaded: load and decide again.
    #[error("somebody else changed it first")]
    Conflict,
    /// A row with this key is there already.
    #[error("it is there already")]
    Duplicate(#[source] EngineFault),
    /// A rule of the table forbids the value: a defect of the caller, not of the user.
    #[error("the table refuses the value")]
    Refused(#[source] EngineFault),
    /// Others were in the way, more than once: later it may go through.
    #[error("the database is busy")]
    Busy(#[source] EngineFault),
    /// The database cannot be reached, or went away half-way.
    #[error("the database cannot be reached")]
    Unavailable(#[source] EngineFault),
    /// The disk of the database is full.
    #[error("the database has no room left")]
    Full(#[source] EngineFault),
    /// The database did not understand: a defect of the store.
    #[error("the database could not follow")]
    Broken(#[source] EngineFault),
    /// A column holds what this program cannot read: a newer program's word, or a damaged row.
    #[error("column {column} holds something unreadable")]
    Unreadable {
        /// The name of the column, never what it holds.
        column: &'static str,
    },
}

/// What the engine itself said: its code and the rule it named, never a value.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{code}{}", .rule.as_ref().map(|rule| format!(" on {rule}")).unwrap_or_default())]
pub struct EngineFault {
    code: String,
    rule: Option<String>,
}

impl EngineFault {
    pub(crate) fn new(code: impl Into<String>) -> Self {
        Self { code: code.into(), rule: None }
    }

    pub(crate) fn on(mut self, rule: Option<&str>) -> Self {
        self.rule = rule.map(str::to_owned);
        self
    }
}

/// Why a database could not be opened, in words for whoever runs the service.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The engine did not answer, or refused.
    #[error("the database could not be opened")]
    Engine(#[from] StoreError),
    /// The file, or the folder it should stand in, cannot be used.
    #[error("the database file {path} cannot be opened or created")]
    File {
        /// The path as it stands in the settings.
        path: String,
        /// What the operating system said.
        #[source]
        source: std::io::Error,
    },
    /// The file lies where the write-ahead log of SQLite does not work, as on most network shares.
    #[error("the database file cannot keep a write-ahead log: put it on a local disk")]
    NoWriteAheadLog,
    /// A newer program has worked on this database.
    #[error(
        "a newer homeward has written this database (its schema is {found}, this program knows \
         {known}): start the newer program, or restore the backup taken before it"
    )]
    Newer {
        /// The last migration the database has seen.
        found: i64,
        /// The last migration this program knows.
        known: i64,
    },
    /// A migration reads differently from the day it was applied.
    #[error("migration {number} was changed after this database had applied it")]
    Changed {
        /// The number of the migration.
        number: i64,
    },
    /// There are tables, and they are not ours.
    #[error("the database is not empty and does not belong to homeward: give it one of its own")]
    NotOurs,
    /// The database orders text as a dictionary does, or is not in UTF-8.
    #[error(
        "the database must keep UTF-8 and order it by code point: create it with \
         CREATE DATABASE homeward ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0"
    )]
    WrongOrder,
    /// The certificates to trust could not be read.
    #[error("no certificate authority could be read from {path}")]
    Certificates {
        /// The file that was tried.
        path: String,
    },
}
