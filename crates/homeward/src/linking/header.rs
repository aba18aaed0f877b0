//! Which column of a file holds what?

use super::table::FileFault;
use std::path::Path;

/// The first row of a file: the names of its columns, in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Header {
    names: Vec<String>,
}

impl Header {
    pub(super) fn new(names: Vec<String>) -> Self {
        let names = names.into_iter().map(|name| name.trim().to_lowercase()).collect();
        Self { names }
    }

    /// How many columns there are.
    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }

    /// In which place a column stands, however its name is capitalised.
    pub(crate) fn place(&self, column: &str) -> Option<usize> {
        self.names.iter().position(|name| name == column)
    }

    /// Refuses a file without the columns that it needs, or with one of the `known` twice.
    pub(crate) fn must_have(
        &self,
        file: &Path,
        needed: &[&str],
        known: &[&str],
    ) -> Result<(), FileFault> {
        let missing: Vec<&str> =
            needed.iter().copied().filter(|name| self.place(name).is_none()).collect();
        if !missing.is_empty() {
            let missing = missing.join(", ");
            return Err(self.refuse(file, format!("it has no column {missing}")));
        }
        let twice = |known: &&&str| self.names.iter().filter(|name| name == *known).count() > 1;
        match known.iter().find(twice) {
            Some(column) => Err(self.refuse(file, format!("it has two columns {column}"))),
            None => Ok(()),
        }
    }

    fn refuse(&self, file: &Path, what: String) -> FileFault {
        let other = [(';', "semicolons"), ('\t', "tabs"), ('|', "bars")];
        let separated = other.iter().find(|(mark, _)| {
            self.names.len() == 1 && self.names.iter().any(|name| name.contains(*mark))
        });
        let mend = match separated {
            Some((_, marks)) => {
                format!("its columns are separated by {marks}: save it with commas")
            }
            None => format!("it has: {}", self.names.join(", ")),
        };
        FileFault::Wrong { file: file.display().to_string(), line: 1, what, mend }
    }
}
