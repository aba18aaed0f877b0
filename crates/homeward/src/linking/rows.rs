//! What stands in the named columns of a file, row by row?

use std::path::Path;

use super::lines::Raw;
use super::table::{FileFault, Table, fields};

/// Which row is being read, so that it can be refused by its line.
pub struct TableRow<'a> {
    file: &'a Path,
    line: u64,
}

impl TableRow<'_> {
    /// That the row is wrong, in words without a value.
    pub fn refuse(&self, what: impl Into<String>) -> FileFault {
        FileFault::Wrong {
            file: self.file.display().to_string(),
            line: self.line,
            what: what.into(),
            mend: "mend the row and begin again".to_owned(),
        }
    }
}

/// Reads a file with a header, which must have these columns, and gives out what stands in them.
pub fn for_each_row<const N: usize>(
    path: &Path,
    columns: [&str; N],
    mut each: impl FnMut([&str; N], &TableRow<'_>) -> Result<(), FileFault>,
) -> Result<(), FileFault> {
    let mut table = Table::open(path)?;
    table.header().must_have(path, &columns, &columns)?;
    let places = columns.map(|column| table.header().place(column));
    let width = table.header().len();
    while let Some(row) = table.next()? {
        let refuse = |raw: &Raw, what: String| TableRow { file: path, line: raw.line }.refuse(what);
        let raw = row.map_err(|broken| refuse(&broken.raw, broken.flaw.to_string()))?;
        let row = fields(&raw, width).map_err(|flaw| refuse(&raw, flaw.to_string()))?;
        each(places.map(|place| row.at(place)), &TableRow { file: path, line: raw.line })?;
    }
    Ok(())
}
