//! Which columns may the statements of a council's folder give, and what do they mean?
//!
//! This is the one table of them: the readers read by it, the check compares with it, and
//! `COLUMNS.md` is printed from it.

mod table;

use care::record::PartName;

/// One column of the answer to a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// How its values are read.
    pub kind: Kind,
    /// What it means.
    pub meaning: &'static str,
}

/// How the values of a column are read. A value that cannot be read so is "unrecognised".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words, at most 64 kB. Those of `[values.text]` stand for "none" and "not recorded".
    Text,
    /// A code of the list of this name, see [`crate::lists()`].
    Code(&'static str),
    /// A day.
    Day,
    /// A day, and the time where there is one. Midnight to the second is a day alone.
    When,
    /// A time of the day.
    Time,
    /// Days of the week: a name, a number from Monday 1 to Sunday 7, several of them with commas,
    /// `daily`, `weekdays` or `weekends`.
    Weekdays,
    /// A whole number from 0.
    Number,
    /// A telephone number, as people write it.
    Phone,
    /// Several texts with semicolons between them.
    List,
    /// An id of the source, never shown.
    Id,
    /// A date of birth: a day, a month (`1938-02`) or a year.
    Birth,
    /// An NHS number with its check digit.
    NhsNumber,
}

/// What a statement is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Statement {
    /// One part of one person's record; `$1` is the council's id of the person.
    Part(PartName),
    /// The people of the council, identity only; no parameter.
    People,
    /// Those of them changed at or after the marker `$1`.
    PeopleSince,
}

impl Statement {
    /// Every statement that a folder may hold.
    pub fn all() -> impl Iterator<Item = Self> {
        PartName::ALL.into_iter().map(Self::Part).chain([Self::People, Self::PeopleSince])
    }

    /// The name of its file.
    pub fn file(self) -> String {
        match self {
            Self::Part(part) => format!("{}.sql", part.file_stem()),
            Self::People => "people.sql".to_owned(),
            Self::PeopleSince => "people_since.sql".to_owned(),
        }
    }

    /// How many parameters it has.
    pub(crate) fn parameters(self) -> usize {
        match self {
            Self::Part(_) | Self::PeopleSince => 1,
            Self::People => 0,
        }
    }

    /// The columns that it may give, in the order in which they are described.
    pub fn columns(self) -> impl Iterator<Item = &'static Column> {
        let groups = match self {
            Self::Part(part) => table::of(part),
            Self::People | Self::PeopleSince => table::PEOPLE,
        };
        groups.iter().flat_map(|group| group.iter())
    }
}
