//! The council's reporting database: the same town, in the words and habits of a case system.

mod around;
mod book;
mod care;
mod persons;
pub(crate) mod providers;
mod recorded;
mod reference;
mod work;

use std::fs;
use std::io;
use std::path::Path;

use rusqlite::Connection;

use crate::case::Case;
use crate::town::Town;
use book::Book;
pub use book::WriteError;

/// Tables of the reporting database, one text for both engines.
const SCHEMA: &str = include_str!("council/schema.sql");
const INDEXES: &str = include_str!("council/indexes.sql");

impl Town {
    /// Writes the council's reporting database as a new SQLite file, in place of any that is
    /// there.
    pub fn write_council(&self, path: &Path) -> Result<(), WriteError> {
        match fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(WriteError::Replace(error));
            }
            _ => {}
        }
        let mut database = Connection::open(path)?;
        // A half-written file is thrown away, so nothing has to survive a power cut.
        database.pragma_update(None, "synchronous", "OFF")?;
        database.pragma_update(None, "journal_mode", "MEMORY")?;
        let transaction = database.transaction()?;
        transaction.execute_batch(SCHEMA)?;
        self.write_rows(&mut Book::database(&transaction))?;
        transaction.execute_batch(INDEXES)?;
        transaction.commit()?;
        Ok(())
    }

    /// The same database as statements that PostgreSQL understands, for tests; one statement a
    /// row, so meant for small towns.
    pub fn council_sql(&self) -> Result<String, WriteError> {
        let mut script = String::from(SCHEMA);
        self.write_rows(&mut Book::script(&mut script))?;
        script.push_str(INDEXES);
        Ok(script)
    }

    fn write_rows(&self, book: &mut Book<'_>) -> Result<(), WriteError> {
        reference::write(book)?;
        providers::write(book)?;
        reference::write_workers(book, self)?;
        for (place, person) in self.people().iter().enumerate() {
            if person.client {
                let case = Case::of(self, place, person);
                persons::write(book, self, &case)?;
                care::write(book, self, &case)?;
                around::write(book, self, &case)?;
                work::write(book, self, &case)?;
            }
        }
        Ok(())
    }
}
