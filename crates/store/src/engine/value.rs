//! What crosses between our words and the engines?

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::{EngineFault, StoreError};

/// One value on its way in or out: both engines know these four and nothing else is used.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Null,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
}

/// Values identify people, so debug text keeps them to itself.
impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "Null",
            Self::Int(_) => "Int(..)",
            Self::Text(_) => "Text(..)",
            Self::Bytes(_) => "Bytes(..)",
        })
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.to_vec())
    }
}

impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

/// Times are kept in microseconds since 1970, UTC.
impl From<Timestamp> for Value {
    fn from(time: Timestamp) -> Self {
        Self::Int(time.as_microsecond())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// The values of one statement, in the order of `$1`, `$2`, …
macro_rules! values {
    ($($value:expr),* $(,)?) => { vec![$($crate::engine::value::Value::from($value)),*] };
}
pub(crate) use values;

/// Writes a word of ours as text that no statement looks into.
///
/// NUL is escaped in JSON, so what a feed may have smuggled into a name is no harm here.
pub(crate) fn json<T: Serialize>(value: &T) -> Result<String, StoreError> {
    let unwritten = |_| StoreError::Broken(EngineFault::new("a value that JSON cannot hold"));
    serde_json::to_string(value).map_err(unwritten)
}

/// One of our words without facts, as the text of a column.
pub(crate) fn word<T: Serialize>(value: &T) -> Result<String, StoreError> {
    let unwritten = || StoreError::Broken(EngineFault::new("a value that is no single word"));
    let value = serde_json::to_value(value).map_err(|_| unwritten())?;
    value.as_str().map(str::to_owned).ok_or_else(unwritten)
}

/// One row of an answer; columns are read by name.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Row {
    names: Arc<[String]>,
    values: Vec<Value>,
}

impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.names.iter().zip(&self.values)).finish()
    }
}

impl Row {
    pub(crate) fn new(names: Arc<[String]>, values: Vec<Value>) -> Self {
        Self { names, values }
    }

    pub(crate) fn int(&self, column: &'static str) -> Result<i64, StoreError> {
        self.maybe_int(column)?.ok_or(StoreError::Unreadable { column })
    }

    pub(crate) fn maybe_int(&self, column: &'static str) -> Result<Option<i64>, StoreError> {
        match self.get(column) {
            Some(Value::Null) => Ok(None),
            Some(Value::Int(number)) => Ok(Some(*number)),
            _ => Err(StoreError::Unreadable { column }),
        }
    }

    pub(crate) fn text(&self, column: &'static str) -> Result<&str, StoreError> {
        self.maybe_text(column)?.ok_or(StoreError::Unreadable { column })
    }

    pub(crate) fn maybe_text(&self, column: &'static str) -> Result<Option<&str>, StoreError> {
        match self.get(column) {
            Some(Value::Null) => Ok(None),
            Some(Value::Text(text)) => Ok(Some(text)),
            _ => Err(StoreError::Unreadable { column }),
        }
    }

    pub(crate) fn bytes(&self, column: &'static str) -> Result<&[u8], StoreError> {
        self.maybe_bytes(column)?.ok_or(StoreError::Unreadable { column })
    }

    pub(crate) fn maybe_bytes(&self, column: &'static str) -> Result<Option<&[u8]>, StoreError> {
        match self.get(column) {
            Some(Value::Null) => Ok(None),
            Some(Value::Bytes(bytes)) => Ok(Some(bytes)),
            _ => Err(StoreError::Unreadable { column }),
        }
    }

    pub(crate) fn time(&self, column: &'static str) -> Result<Timestamp, StoreError> {
        self.maybe_time(column)?.ok_or(StoreError::Unreadable { column })
    }

    pub(crate) fn maybe_time(&self, column: &'static str) -> Result<Option<Timestamp>, StoreError> {
        self.maybe_int(column)?
            .map(Timestamp::from_microsecond)
            .transpose()
            .map_err(|_| StoreError::Unreadable { column })
    }

    /// Reads a word of ours from its text.
    pub(crate) fn parse<T: FromStr>(&self, column: &'static str) -> Result<T, StoreError> {
        self.text(column)?.parse().map_err(|_| StoreError::Unreadable { column })
    }

    pub(crate) fn maybe_parse<T: FromStr>(
        &self,
        column: &'static str,
    ) -> Result<Option<T>, StoreError> {
        let text = self.maybe_text(column)?;
        text.map(str::parse).transpose().map_err(|_| StoreError::Unreadable { column })
    }

    /// Reads what [`json`] wrote.
    pub(crate) fn json<T: DeserializeOwned>(&self, column: &'static str) -> Result<T, StoreError> {
        serde_json::from_str(self.text(column)?).map_err(|_| StoreError::Unreadable { column })
    }

    /// Reads what [`word`] wrote.
    pub(crate) fn word<T: DeserializeOwned>(&self, column: &'static str) -> Result<T, StoreError> {
        let text = serde_json::Value::from(self.text(column)?);
        serde_json::from_value(text).map_err(|_| StoreError::Unreadable { column })
    }

    pub(crate) fn maybe_json<T: DeserializeOwned>(
        &self,
        column: &'static str,
    ) -> Result<Option<T>, StoreError> {
        let text = self.maybe_text(column)?;
        let value = text.map(serde_json::from_str).transpose();
        value.map_err(|_| StoreError::Unreadable { column })
    }

    fn get(&self, column: &str) -> Option<&Value> {
        let index = self.names.iter().position(|name| name == column)?;
        self.values.get(index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_that_is_missing_or_of_another_kind_is_unreadable_and_keeps_its_value_to_itself() {
        let row = Row::new(["name".to_owned()].into(), values!["Someone"]);
        let unreadable = |column| Err(StoreError::Unreadable { column });
        assert_eq!(row.int("name"), unreadable("name"));
        assert_eq!(row.maybe_text("age"), unreadable("age").map(|_: i64| None));
        assert_eq!(format!("{row:?}"), r#"{"name": Text(..)}"#);
    }

    #[test]
    fn nothing_is_not_an_empty_text() {
        let row = Row::new(["a".to_owned(), "b".to_owned()].into(), values![None::<String>, ""]);
        assert_eq!(row.maybe_text("a"), Ok(None));
        assert_eq!(row.maybe_text("b"), Ok(Some("")));
        assert_eq!(row.text("a"), Err(StoreError::Unreadable { column: "a" }));
    }

    #[test]
    fn a_time_survives_to_the_microsecond() {
        let time: Timestamp = "2026-03-29T13:46:11.123456Z".parse().unwrap();
        let row = Row::new(["at_us".to_owned()].into(), values![time]);
        assert_eq!(row.time("at_us"), Ok(time));
    }
}
