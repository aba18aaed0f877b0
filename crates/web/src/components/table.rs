//! How are many things of one kind compared?

use super::field::Size;
use super::markup::Markup;

/// Rows under headings. On a narrow screen each row becomes a block that names its own cells.
pub struct Table {
    /// What the rows are, and how they are sorted and filtered.
    pub caption: Markup,
    /// How large the caption is written.
    pub size: Size,
    /// The headings, one for each column.
    pub columns: Vec<Column>,
    /// The rows, each with a cell for each column; the first cell names the row.
    pub rows: Vec<Vec<Markup>>,
    /// How far apart the rows are.
    pub spacing: Spacing,
}

/// A column of a table.
pub struct Column {
    /// What stands in it.
    pub heading: Markup,
    /// To which side its cells lie.
    pub align: Align,
}

/// To which side the cells of a column lie.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Align {
    /// Words: to the left.
    Words,
    /// Numbers: to the right.
    Numbers,
}

/// How far apart the rows of a table are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Spacing {
    /// The library's own.
    Full,
    /// For dense staff screens.
    Compact,
}

impl Column {
    /// A column of words.
    pub fn words(heading: impl Into<Markup>) -> Column {
        Column { heading: heading.into(), align: Align::Words }
    }

    /// A column of numbers.
    pub fn numbers(heading: impl Into<Markup>) -> Column {
        Column { heading: heading.into(), align: Align::Numbers }
    }
}

impl Table {
    /// The classes of the table, with the space before.
    pub fn class(&self) -> &'static str {
        match self.spacing {
            Spacing::Full => "",
            Spacing::Compact => " nhsuk-table--compact",
        }
    }

    /// The class of a cell in column `place`, with the space before; `base` is the library's
    /// name for the kind of cell.
    pub fn cell_class(&self, place: usize, base: &str) -> String {
        match self.columns.get(place).map(|column| column.align) {
            Some(Align::Numbers) => format!(" {base}--numeric"),
            Some(Align::Words) | None => String::new(),
        }
    }

    /// The heading of column `place`, repeated in each cell on a narrow screen.
    pub fn heading(&self, place: usize) -> Markup {
        self.columns.get(place).map(|column| column.heading.clone()).unwrap_or_default()
    }
}
