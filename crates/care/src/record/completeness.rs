//! Was everything checked, or does part of the page stand on nothing?

use super::{Checked, Fact, PartName, Record};

/// How much of a record was checked: the line above the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completeness {
    /// How many parts this viewer may see and this council sends.
    pub parts: usize,
    /// Which of them could not be checked.
    pub unchecked: Vec<PartName>,
    /// Which of them come from the kept copy.
    pub copied: Vec<PartName>,
    /// The oldest answer; `None` where no part was answered.
    pub oldest: Option<Checked>,
    /// The newest answer; `None` where no part was answered.
    pub newest: Option<Checked>,
}

impl Completeness {
    /// Nothing could be checked, and no copy is kept: the council cannot be reached.
    pub fn is_nothing(&self) -> bool {
        self.parts > 0 && self.unchecked.len() == self.parts
    }
}

/// How much of the whole record was checked.
pub fn completeness(record: &Record) -> Completeness {
    completeness_of(record, &PartName::ALL)
}

/// How much of these parts was checked. Parts that this viewer may not see, or that the council
/// does not send, are none of them.
pub fn completeness_of(record: &Record, names: &[PartName]) -> Completeness {
    let parts: Vec<_> = names
        .iter()
        .map(|name| (*name, record.part(*name)))
        .filter(|(_, part)| {
            !matches!(part.fact, Fact::NotShared | Fact::Restricted | Fact::NotSupplied)
        })
        .collect();
    let (unchecked, answered): (Vec<_>, Vec<_>) =
        parts.iter().partition(|(_, part)| part.fact == Fact::CouldNotCheck);
    let copied = answered.iter().filter(|(_, part)| part.checked.from_copy);
    let times = || answered.iter().map(|(_, part)| part.checked);
    Completeness {
        parts: parts.len(),
        copied: copied.map(|(name, _)| *name).collect(),
        oldest: times().min_by_key(|checked| checked.at),
        newest: times().max_by_key(|checked| checked.at),
        unchecked: unchecked.iter().map(|(name, _)| *name).collect(),
    }
}
