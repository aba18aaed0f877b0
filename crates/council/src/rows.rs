//! What did the source answer?

use std::fmt;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};

/// One answer: the names of its columns, and its rows. It is the source's own text and may hold
/// anything; nothing of it leaves this crate unread.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Rows {
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Vec<Cell>>,
}

impl fmt::Debug for Rows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rows({} of {} columns)", self.rows.len(), self.columns.len())
    }
}

/// One value, as the source's own type of it.
#[derive(Clone, PartialEq)]
pub(crate) enum Cell {
    Null,
    Integer(i64),
    Real(f64),
    Text(String),
    Flag(bool),
    Day(Date),
    Clock(Time),
    /// Date and time on the wall clock of the United Kingdom.
    Wall(DateTime),
    At(Timestamp),
    /// Bytes, a text in no known encoding, a text beyond [`LONGEST_TEXT`], a type that no column
    /// of ours has.
    Unreadable,
}

/// The longest text that is read, in bytes. Longer ones are unrecognised: half a text could say
/// the opposite of the whole.
pub(crate) const LONGEST_TEXT: usize = 64 * 1024;

/// The most rows that one part of one person's record can have.
pub(crate) const MOST_ROWS: usize = 2_000;

impl Cell {
    pub(crate) fn text(text: &str) -> Self {
        if text.len() > LONGEST_TEXT { Self::Unreadable } else { Self::Text(text.to_owned()) }
    }
}

impl fmt::Debug for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cell(..)")
    }
}
