//! How is a PostgreSQL database brought up to date?

use deadpool_postgres::Client;

use super::{APPLIED, CREATE, Dialect, INSERT, MIGRATIONS, pending};
use crate::engine::postgres::statement;
use crate::engine::value::values;
use crate::error::{OpenError, StoreError};

pub(crate) const DIALECT: Dialect = Dialect {
    bigint: "BIGINT",
    bytes: "BYTEA",
    id: "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
    strict: "",
    now: "CAST(EXTRACT(EPOCH FROM now()) * 1000000 AS BIGINT)",
    link: "CREATE FUNCTION homeward_link(previous TEXT, sequence BIGINT, line TEXT) RETURNS TEXT
        LANGUAGE sql STABLE PARALLEL SAFE
        AS $$
            SELECT encode(sha256(convert_to(
                'homeward audit line 1' || chr(10) || previous || chr(10)
                    || CAST(sequence AS TEXT) || chr(10) || line,
                'UTF8'
            )), 'hex')
        $$;",
};

/// A program that starts while another migrates waits for it, and a migration takes its time.
const BEGIN: &str = "BEGIN; SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0";

/// "homeward" in ASCII: the lock that all programs which migrate this database ask for.
const LOCK: &str = "SELECT pg_advisory_xact_lock(7525353784921387620)";

/// Applies what is missing, in one transaction under a lock.
pub(crate) async fn migrate(client: &Client) -> Result<(), OpenError> {
    // On any error the connection is thrown away by the caller, and the transaction with it.
    run(client, BEGIN).await?;
    run(client, LOCK).await?;
    begin(client).await?;
    for (number, migration) in pending(MIGRATIONS, &applied(client).await?)? {
        run(client, &DIALECT.text(migration.text)).await?;
        let values = values![number, migration.name, migration.checksum()];
        statement::run(client, INSERT, &values).await?;
    }
    run(client, "COMMIT").await?;
    Ok(())
}

async fn begin(client: &Client) -> Result<(), OpenError> {
    let found = statement::run(client, TABLES, &[]).await?.rows;
    if found.is_empty() {
        run(client, &DIALECT.text(CREATE)).await?;
        return Ok(());
    }
    let ours = found.iter().any(|row| row.text("name") == Ok("homeward_migrations"));
    if ours { Ok(()) } else { Err(OpenError::NotOurs) }
}

const TABLES: &str = "SELECT CAST(table_name AS TEXT) AS name
    FROM information_schema.tables
    WHERE table_schema = current_schema()";

async fn applied(client: &Client) -> Result<Vec<(i64, Vec<u8>)>, StoreError> {
    let rows = statement::run(client, APPLIED, &[]).await?.rows;
    rows.iter().map(|row| Ok((row.int("number")?, row.bytes("checksum")?.to_vec()))).collect()
}

async fn run(client: &Client, text: &str) -> Result<(), StoreError> {
    client.batch_execute(text).await.map_err(|error| statement::fault(&error))
}
