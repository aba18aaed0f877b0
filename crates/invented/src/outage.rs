//! How is the council's database taken away, and given back?

use std::path::Path;

use rusqlite::Connection;
use thiserror::Error;

/// The council's database cannot be read while this lives: another program holds it for itself,
/// as a nightly load does.
pub struct Outage(Connection);

/// Why the database could not be taken away.
#[derive(Debug, Error)]
#[error("the council's database cannot be locked")]
pub struct StillThere(#[from] rusqlite::Error);

impl Outage {
    /// Takes away the database in this file until the outage is dropped.
    pub fn begin(database: &Path) -> Result<Self, StillThere> {
        let connection = Connection::open(database)?;
        connection.execute_batch("PRAGMA busy_timeout = 10000; BEGIN EXCLUSIVE;")?;
        Ok(Self(connection))
    }
}

/// Nothing was changed, so nothing is kept.
impl Drop for Outage {
    fn drop(&mut self) {
        drop(self.0.execute_batch("ROLLBACK"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_reads_during_the_outage_and_everybody_after_it() {
        let file = std::env::temp_dir().join(format!("homeward_outage_{}", std::process::id()));
        let reader = Connection::open(&file).unwrap();
        reader.execute_batch("CREATE TABLE book (page); PRAGMA busy_timeout = 0").unwrap();
        let read = || reader.query_row("SELECT COUNT(*) FROM book", [], |row| row.get::<_, i64>(0));
        assert_eq!(read(), Ok(0));
        let outage = Outage::begin(&file).unwrap();
        assert!(read().is_err());
        drop(outage);
        assert_eq!(read(), Ok(0));
        std::fs::remove_file(&file).unwrap();
    }
}
