//! Rows on their way into a database file or into a script.

use std::collections::BTreeMap;
use std::io;

use jiff::civil::Date;
use rusqlite::types::{ToSql, ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, Statement, params_from_iter};

use crate::days;

/// The invented council's database could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The file that stands in its place could not be removed.
    #[error("could not replace the invented council's database")]
    Replace(#[source] io::Error),
    /// SQLite refused.
    #[error("could not write the invented council's database")]
    Engine(#[from] rusqlite::Error),
}

/// One value of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cell {
    Null,
    Number(i64),
    /// A number with two decimal places, in hundredths.
    Hundredths(i64),
    Text(String),
    Word(&'static str),
}

/// Where the rows go.
pub(super) struct Book<'a> {
    to: To<'a>,
    counts: BTreeMap<&'static str, i64>,
}

enum To<'a> {
    Database(&'a Connection, BTreeMap<&'static str, Statement<'a>>),
    Script(&'a mut String),
}

impl<'a> Book<'a> {
    pub(super) fn database(database: &'a Connection) -> Self {
        Self { to: To::Database(database, BTreeMap::new()), counts: BTreeMap::new() }
    }

    pub(super) fn script(script: &'a mut String) -> Self {
        Self { to: To::Script(script), counts: BTreeMap::new() }
    }

    /// Adds a row, all columns in their order.
    pub(super) fn add(&mut self, table: &'static str, cells: &[Cell]) -> Result<(), WriteError> {
        match &mut self.to {
            To::Script(script) => {
                write_row(script, table, cells);
                Ok(())
            }
            To::Database(database, statements) => {
                if !statements.contains_key(table) {
                    let marks = vec!["?"; cells.len()].join(", ");
                    let insert = format!("INSERT INTO {table} VALUES ({marks})");
                    statements.insert(table, database.prepare(&insert)?);
                }
                if let Some(statement) = statements.get_mut(table) {
                    statement.execute(params_from_iter(cells))?;
                }
                Ok(())
            }
        }
    }

    /// Adds a row whose first column counts the rows of its table.
    pub(super) fn count_and_add(
        &mut self,
        table: &'static str,
        cells: &[Cell],
    ) -> Result<(), WriteError> {
        let count = self.counts.entry(table).or_default();
        *count += 1;
        let mut row = Vec::with_capacity(cells.len() + 1);
        row.push(Cell::Number(*count));
        row.extend_from_slice(cells);
        self.add(table, &row)
    }
}

fn write_row(script: &mut String, table: &str, cells: &[Cell]) {
    let cells: Vec<String> = cells
        .iter()
        .map(|cell| match cell {
            Cell::Null => "NULL".to_owned(),
            Cell::Number(number) => number.to_string(),
            Cell::Hundredths(number) => format!("{}.{:02}", number / 100, number % 100),
            Cell::Text(text) => format!("'{}'", text.replace('\'', "''")),
            Cell::Word(text) => format!("'{}'", text.replace('\'', "''")),
        })
        .collect();
    script.extend(["INSERT INTO ", table, " VALUES (", &cells.join(", "), ");\n"]);
}

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::Owned(Value::Null),
            Self::Number(number) => ToSqlOutput::Owned(Value::Integer(*number)),
            Self::Hundredths(number) => {
                ToSqlOutput::Owned(Value::Text(format!("{}.{:02}", number / 100, number % 100)))
            }
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Word(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
        })
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<&'static str> for Cell {
    fn from(text: &'static str) -> Self {
        Self::Word(text)
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

/// Year first: `2026-08-12`.
impl From<Date> for Cell {
    fn from(day: Date) -> Self {
        Self::Text(days::year_first(day))
    }
}

impl<T> From<Option<T>> for Cell
where
    Self: From<T>,
{
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::from)
    }
}

/// `Y` or `N`.
pub(super) fn flag(yes: bool) -> Cell {
    Cell::Word(if yes { "Y" } else { "N" })
}
