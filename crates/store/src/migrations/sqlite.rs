//! How is a SQLite file brought up to date?

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::{APPLIED, CREATE, Dialect, INSERT, MIGRATIONS, pending};
use crate::engine::sqlite::statement;
use crate::engine::value::values;
use crate::error::{OpenError, StoreError};

pub(crate) const DIALECT: Dialect = Dialect {
    bigint: "INTEGER",
    bytes: "BLOB",
    id: "INTEGER PRIMARY KEY AUTOINCREMENT",
    strict: " STRICT",
    now: "CAST(strftime('%s', 'now') AS INTEGER) * 1000000",
    link: "",
};

/// Applies what is missing, in one transaction that keeps other writers out.
pub(crate) fn migrate(connection: &mut Connection) -> Result<(), OpenError> {
    let tx = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(statement::fault)?;
    begin(&tx)?;
    for (number, migration) in pending(MIGRATIONS, &applied(&tx)?)? {
        tx.execute_batch(&DIALECT.text(migration.text)).map_err(statement::fault)?;
        let values = values![number, migration.name, migration.checksum()];
        statement::run(&tx, INSERT, &values)?;
    }
    tx.commit().map_err(statement::fault)?;
    Ok(())
}

fn begin(tx: &Transaction<'_>) -> Result<(), OpenError> {
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    let found = statement::run(tx, tables, &[])?.rows;
    if found.is_empty() {
        tx.execute_batch(&DIALECT.text(CREATE)).map_err(statement::fault)?;
        return Ok(());
    }
    let ours = found.iter().any(|row| row.text("name") == Ok("homeward_migrations"));
    if ours { Ok(()) } else { Err(OpenError::NotOurs) }
}

fn applied(tx: &Transaction<'_>) -> Result<Vec<(i64, Vec<u8>)>, StoreError> {
    let rows = statement::run(tx, APPLIED, &[])?.rows;
    rows.iter().map(|row| Ok((row.int("number")?, row.bytes("checksum")?.to_vec()))).collect()
}
