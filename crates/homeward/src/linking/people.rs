//! Whom does a file describe, row after row?

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use super::lines::{Flaw, Raw};
use super::output::{Output, field};
use super::person::{NAMES, NEEDED, Person, Places, Unread};
use super::table::{Broken, FileFault, Table};

/// The people of one file.
pub(crate) struct People {
    table: Table,
    places: Places,
    /// Of each id a digest of 64 bits, which keeps millions of ids small.
    seen: HashSet<u64>,
    /// What could not be read of the rows so far.
    pub(crate) unread: Unread,
    /// On which lines the rows begin that could not be used.
    pub(crate) broken: HashSet<u64>,
}

impl People {
    pub(crate) fn open(path: &Path) -> Result<Self, FileFault> {
        let table = Table::open(path)?;
        table.header().must_have(path, &NEEDED, &NAMES)?;
        let places = Places::of(table.header());
        let (seen, broken) = (HashSet::new(), HashSet::new());
        Ok(Self { table, places, seen, unread: Unread::default(), broken })
    }

    /// The next person; `None` after the last. Broken rows go to `rejects`.
    pub(crate) fn next(&mut self, rejects: &mut Rejects) -> Result<Option<Person>, FileFault> {
        while let Some(row) = self.table.next()? {
            match row.and_then(|raw| self.read(raw)) {
                Ok(person) => return Ok(Some(person)),
                Err(broken) => {
                    self.broken.insert(broken.raw.line);
                    rejects.take(self.table.path(), &broken)?;
                }
            }
        }
        Ok(None)
    }

    fn read(&mut self, raw: Raw) -> Result<Person, Broken> {
        let read = self.places.read(&raw, &mut self.unread);
        let first = read.and_then(|person| {
            let is_new = self.seen.insert(digest(person.id.as_str()));
            is_new
                .then_some(person)
                .ok_or_else(|| Flaw::new("its id stands on an earlier line, too"))
        });
        first.map_err(|flaw| Broken { raw, flaw })
    }
}

fn digest(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}

/// What becomes of rows that cannot be used.
pub(crate) enum Rejects {
    /// The first one ends the work.
    Refused,
    /// They are left out and written to a file, so many so far.
    Kept(Output, u64),
}

impl Rejects {
    /// Keeps them in a file, which is written even where there are none.
    pub(crate) fn kept_in(path: &Path) -> Result<Self, FileFault> {
        let mut output = Output::create(path)?;
        output.write("file,line,why,row\n")?;
        Ok(Self::Kept(output, 0))
    }

    fn take(&mut self, file: &Path, broken: &Broken) -> Result<(), FileFault> {
        let Broken { raw, flaw } = broken;
        let file = file.display().to_string();
        match self {
            Self::Refused => Err(FileFault::Wrong {
                file,
                line: raw.line,
                what: flaw.to_string(),
                mend: "mend the row, or leave broken rows out with --skip-broken".to_owned(),
            }),
            Self::Kept(output, count) => {
                *count += 1;
                let row = String::from_utf8_lossy(&raw.bytes);
                let (file, why) = (field(&file), field(&flaw.to_string()));
                output.write(&format!("{file},{},{why},{}\n", raw.line, field(&row)))
            }
        }
    }

    /// Gives the file its name, and tells how many rows are in it.
    pub(crate) fn finish(self) -> Result<u64, FileFault> {
        match self {
            Self::Refused => Ok(0),
            Self::Kept(output, count) => output.finish().map(|()| count),
        }
    }
}
