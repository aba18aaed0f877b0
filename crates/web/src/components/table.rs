//! How are many things of one kind compared?

use super::field::Size;
use super::markup::Markup;

/// Rows under headings. On a narrow screen each row becomes a block that names its own cells.
pub struct Table {
    /// What the rows are, and how they are sorted and filtered.
    pub caption: Markup,
    /// How the caption is told.
    pub told: Told,
    /// The headings, one for each column.
    pub columns: Vec<Column>,
    /// The rows, each with a cell for each column.
    pub rows: Vec<Vec<Markup>>,
    /// Which cell names its row, counted from 0.
    pub names: usize,
    /// How far apart the rows are.
    pub spacing: Spacing,
}

/// How a caption is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Told {
    /// Written above the table, so large.
    Shown(Size),
    /// Heard only: the page's heading says the same to the eye.
    Heard,
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
    /// Numbers that are names, and dates: to the left, digit below digit, never broken.
    Digits,
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

    /// A column of numbers that are names, or of dates.
    pub fn digits(heading: impl Into<Markup>) -> Column {
        Column { heading: heading.into(), align: Align::Digits }
    }
}

impl Table {
    /// A list on a page of its own, whose heading says what it is.
    pub fn list(caption: impl Into<Markup>, columns: Vec<Column>, rows: Vec<Vec<Markup>>) -> Table {
        Table {
            caption: caption.into(),
            told: Told::Heard,
            columns,
            rows,
            names: 0,
            spacing: Spacing::Compact,
        }
    }

    /// A table among other things, under a small caption.
    pub fn among(caption: &str, columns: Vec<Column>, rows: Vec<Vec<Markup>>) -> Table {
        Table { told: Told::Shown(Size::S), ..Table::list(caption, columns, rows) }
    }

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
            // Of headings the library's own look is enough.
            Some(Align::Digits) if base.ends_with("__cell") => " hw-number".to_owned(),
            Some(Align::Digits) => String::new(),
            Some(Align::Words) | None => String::new(),
        }
    }

    /// The heading of column `place`, repeated in each cell on a narrow screen.
    pub fn heading(&self, place: usize) -> Markup {
        self.columns.get(place).map(|column| column.heading.clone()).unwrap_or_default()
    }

    /// The class of the caption, with the space before.
    pub fn caption_class(&self) -> String {
        match self.told {
            Told::Shown(size) => size.class("nhsuk-table__caption--"),
            Told::Heard => " nhsuk-u-visually-hidden".to_owned(),
        }
    }

    /// Whether the cell in column `place` names its row.
    pub fn is_name(&self, place: usize) -> bool {
        self.names == place
    }
}
