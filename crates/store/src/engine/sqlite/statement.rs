//! How does one statement run on one SQLite connection?

use std::borrow::Cow;
use std::sync::Arc;

use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, Error, ErrorCode, Statement, ffi};

use crate::engine::value::{Row, Value};
use crate::engine::work::Done;
use crate::error::{EngineFault, StoreError};

/// Runs one statement, whatever it is, and takes all its rows.
pub(crate) fn run(
    connection: &Connection,
    sql: &str,
    values: &[Value],
) -> Result<Done, StoreError> {
    let mut statement = connection.prepare_cached(&in_our_words(sql)).map_err(fault)?;
    bind(&mut statement, values)?;
    if statement.column_count() == 0 {
        let touched = statement.raw_execute().map_err(fault)?;
        return Ok(Done { touched: touched as u64, rows: Vec::new() });
    }
    let rows = collect(&mut statement).map_err(fault)?;
    Ok(Done { touched: rows.len() as u64, rows })
}

/// SQLite has one writer, so what it claims nobody else has locked, and it knows no such words.
pub(crate) fn in_our_words(sql: &str) -> Cow<'_, str> {
    const SKIP: &str = "FOR UPDATE SKIP LOCKED";
    if sql.contains(SKIP) { Cow::Owned(sql.replace(SKIP, "")) } else { Cow::Borrowed(sql) }
}

/// Says in our words why SQLite refused.
pub(crate) fn fault(error: Error) -> StoreError {
    let Error::SqliteFailure(failure, message) = error else {
        return StoreError::Broken(EngineFault::new("SQLite could not follow"));
    };
    let rule = message.as_deref().and_then(|text| text.split_once("constraint failed: "));
    let fault = EngineFault::new(format!("SQLite code {}", failure.extended_code))
        .on(rule.map(|(_, rule)| rule));
    match (failure.code, failure.extended_code) {
        (
            _,
            ffi::SQLITE_CONSTRAINT_UNIQUE
            | ffi::SQLITE_CONSTRAINT_PRIMARYKEY
            | ffi::SQLITE_CONSTRAINT_ROWID,
        ) => StoreError::Duplicate(fault),
        (ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch | ErrorCode::TooBig, _) => {
            StoreError::Refused(fault)
        }
        (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => StoreError::Busy(fault),
        (ErrorCode::DiskFull, _) => StoreError::Full(fault),
        (
            ErrorCode::SystemIoFailure
            | ErrorCode::CannotOpen
            | ErrorCode::ReadOnly
            | ErrorCode::PermissionDenied
            | ErrorCode::DatabaseCorrupt
            | ErrorCode::NotADatabase
            | ErrorCode::OutOfMemory,
            _,
        ) => StoreError::Unavailable(fault),
        _ => StoreError::Broken(fault),
    }
}

/// Binds by number. SQLite takes `$2` for a name and numbers names as they appear, so values
/// bound in order would land in the wrong places without a word of warning.
fn bind(statement: &mut Statement<'_>, values: &[Value]) -> Result<(), StoreError> {
    let wrong = || StoreError::Broken(EngineFault::new("values do not fit the statement"));
    if statement.parameter_count() != values.len() {
        return Err(wrong());
    }
    for index in 1..=values.len() {
        let number = statement.parameter_name(index).and_then(|name| name.strip_prefix('$'));
        let number: usize = number.and_then(|digits| digits.parse().ok()).ok_or_else(wrong)?;
        let value = number.checked_sub(1).and_then(|place| values.get(place)).ok_or_else(wrong)?;
        statement.raw_bind_parameter(index, value).map_err(fault)?;
    }
    Ok(())
}

fn collect(statement: &mut Statement<'_>) -> Result<Vec<Row>, Error> {
    let names: Arc<[String]> =
        statement.column_names().map(str::to_owned).collect::<Vec<_>>().into();
    let mut found = Vec::new();
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next()? {
        let values = (0..names.len())
            .map(|column| row.get_ref(column).and_then(value))
            .collect::<Result<_, _>>()?;
        found.push(Row::new(Arc::clone(&names), values));
    }
    Ok(found)
}

fn value(from: ValueRef<'_>) -> Result<Value, Error> {
    Ok(match from {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Int(number),
        // Text that is none is no text of ours: whoever expects some finds it unreadable, and the
        // rows beside it stay readable.
        ValueRef::Text(text) => match str::from_utf8(text) {
            Ok(text) => Value::Text(text.to_owned()),
            Err(_) => Value::Bytes(text.to_vec()),
        },
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
        ValueRef::Real(_) => return Err(Error::InvalidQuery),
    })
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}
