//! How does one statement run on one PostgreSQL connection?

use std::error::Error;
use std::pin::pin;
use std::sync::Arc;

use deadpool_postgres::Client;
use futures_util::TryStreamExt;
use tokio_postgres::Statement;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

use crate::engine::value::{Row, Value};
use crate::engine::work::Done;
use crate::error::{EngineFault, StoreError};

/// Prepares and runs one statement, and takes all its rows.
pub(crate) async fn run(client: &Client, sql: &str, values: &[Value]) -> Result<Done, StoreError> {
    let statement = client.prepare_cached(sql).await.map_err(|error| fault(&error))?;
    execute(client, &statement, values).await
}

/// Sends a prepared statement on its first poll, then waits for its rows.
pub(crate) async fn execute(
    client: &Client,
    statement: &Statement,
    values: &[Value],
) -> Result<Done, StoreError> {
    if statement.params().len() != values.len() {
        return Err(misfit());
    }
    let stream = client.query_raw(statement, values).await.map_err(|error| fault(&error))?;
    let mut stream = pin!(stream);
    let names: Arc<[String]> =
        statement.columns().iter().map(|column| column.name().to_owned()).collect();
    let mut rows = Vec::new();
    while let Some(row) = stream.try_next().await.map_err(|error| fault(&error))? {
        let values = (0..row.len())
            .map(|column| row.try_get(column))
            .collect::<Result<_, _>>()
            .map_err(|error| fault(&error))?;
        rows.push(Row::new(Arc::clone(&names), values));
    }
    let touched = stream.rows_affected().unwrap_or_default();
    Ok(Done { touched, rows })
}

/// Says in our words why PostgreSQL refused (classes of SQLSTATE: PostgreSQL manual, appendix A).
pub(crate) fn fault(error: &tokio_postgres::Error) -> StoreError {
    let Some(said) = error.as_db_error() else {
        return without_code(error);
    };
    let code = said.code().code();
    let fault = EngineFault::new(format!("SQLSTATE {code}{}", plainly(code))).on(said.constraint());
    match said.code() {
        &SqlState::UNIQUE_VIOLATION => StoreError::Duplicate(fault),
        &SqlState::LOCK_NOT_AVAILABLE | &SqlState::QUERY_CANCELED => StoreError::Busy(fault),
        &SqlState::DISK_FULL => StoreError::Full(fault),
        &SqlState::READ_ONLY_SQL_TRANSACTION => StoreError::Unavailable(fault),
        _ => match code.get(..2) {
            Some("22" | "23") => StoreError::Refused(fault),
            Some("40" | "53") => StoreError::Busy(fault),
            Some("08" | "25" | "28" | "3D" | "57" | "58") => StoreError::Unavailable(fault),
            _ => StoreError::Broken(fault),
        },
    }
}

/// Whether two transactions got in each other's way and this one was undone for it: a deadlock
/// or a clash of serialisable reads (SQLSTATE class 40).
pub(crate) fn was_in_the_way(error: &StoreError) -> bool {
    matches!(error, StoreError::Busy(fault) if fault.to_string().starts_with("SQLSTATE 40"))
}

/// What those who run the service meet first, in plain words.
fn plainly(code: &str) -> &'static str {
    match code {
        "28P01" | "28000" => ": the server refuses this user or password",
        "3D000" => ": there is no database of this name",
        "42501" => ": this user may not do that",
        "53300" => ": the server has no connection left",
        _ => "",
    }
}

/// The driver's own errors: either the values do not fit, or the connection is gone. Why it is
/// gone ("connection refused", "unknown issuer") says nothing of what was stored.
fn without_code(error: &tokio_postgres::Error) -> StoreError {
    if matches!(error.source(), Some(source) if source.is::<WrongKind>()) {
        return misfit();
    }
    let why = error.source().map(|source| format!(": {source}")).unwrap_or_default();
    StoreError::Unavailable(EngineFault::new(format!("{error}{why}")))
}

fn misfit() -> StoreError {
    StoreError::Broken(EngineFault::new("values do not fit the statement"))
}

/// A value of one kind met a column of another.
#[derive(Debug, thiserror::Error)]
#[error("a value of one kind met a column of another")]
struct WrongKind;

impl ToSql for Value {
    fn to_sql(
        &self,
        to: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match (self, to) {
            (Self::Null, _) => Ok(IsNull::Yes),
            (Self::Int(number), &Type::INT8) => number.to_sql(to, out),
            (Self::Text(text), &Type::TEXT) => text.to_sql(to, out),
            (Self::Bytes(bytes), &Type::BYTEA) => bytes.to_sql(to, out),
            _ => Err(Box::new(WrongKind)),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Value {
    fn from_sql(from: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        match *from {
            Type::INT8 => i64::from_sql(from, raw).map(Self::Int),
            Type::INT4 => i32::from_sql(from, raw).map(|number| Self::Int(number.into())),
            Type::TEXT => String::from_sql(from, raw).map(Self::Text),
            Type::BYTEA => Vec::from_sql(from, raw).map(Self::Bytes),
            _ => Err(Box::new(WrongKind)),
        }
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self::Null)
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}
