//! Which people does a council know, by identity only?

use care::people::{Identity, PersonId};
use care::record::Sharing;
use tokio::time::{Duration, timeout};

use crate::columns::Statement;
use crate::lists::Values;
use crate::reading::{Reader, identity};
use crate::rows::Rows;
use crate::source::{Fault, Stream};
use crate::tally::Tally;

/// A person of a council, as the index of people keeps them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexedIdentity {
    /// The council's own id.
    pub id: PersonId,
    /// Who they are said to be.
    pub identity: Identity,
    /// What must be held back. A mark that is not understood holds back too.
    pub sharing: Sharing,
    /// When the entry changed, in the source's own words; only its order means anything.
    pub marker: Option<String>,
}

/// The people of a council, as they come. Dropped, the reading stops at the source.
pub struct People<'a> {
    stream: Stream,
    statement: Statement,
    values: &'a Values,
    tally: Tally,
    marker: Option<String>,
    failed: bool,
}

/// After so long without a batch the source counts as gone.
const PATIENCE: Duration = Duration::from_mins(2);

/// Without these columns a person cannot be told from another, or could be shown against their
/// will: such a source is not read.
pub(crate) const NEEDED: [&str; 6] =
    ["person_id", "nhs_number", "family", "given", "born", "sharing"];

impl<'a> People<'a> {
    pub(crate) fn new(stream: Stream, statement: Statement, values: &'a Values) -> Self {
        Self { stream, statement, values, tally: Tally::default(), marker: None, failed: false }
    }

    /// The next people, at most 500; `None` after the last. After an error nothing more comes,
    /// and what was read so far is not the whole.
    pub async fn next(&mut self) -> Option<Result<Vec<IndexedIdentity>, Fault>> {
        if self.failed {
            return None;
        }
        let batch = match timeout(PATIENCE, self.stream.batches.recv()).await {
            Err(_) => Some(Err(Fault::TooSlow)),
            Ok(batch) => batch,
        }?;
        let read = batch.and_then(|rows| self.read(&rows));
        self.failed = read.is_err();
        Some(read)
    }

    fn read(&mut self, rows: &Rows) -> Result<Vec<IndexedIdentity>, Fault> {
        let has = |name: &&str| rows.columns.iter().any(|each| each.eq_ignore_ascii_case(name));
        if let Some(missing) = NEEDED.iter().find(|name| !has(name)) {
            return Err(Fault::Refused(format!("it has no column `{missing}`")));
        }
        let reader = Reader::new(self.statement, rows, self.values);
        let people: Vec<IndexedIdentity> = reader.rows().filter_map(identity).collect();
        for person in &people {
            if let Some(marker) = &person.marker
                && self.marker.as_ref().is_none_or(|latest| is_later(marker, latest))
            {
                self.marker = Some(marker.clone());
            }
        }
        self.tally.add(&reader.into_tally());
        Ok(people)
    }

    /// The latest marker so far, for `people_since`. It may be kept once all people are read.
    pub fn marker(&self) -> Option<&str> {
        self.marker.as_deref()
    }

    /// What was left out and what was not understood so far.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }
}

/// Markers are numbers, or times in a form that sorts as text.
fn is_later(marker: &str, latest: &str) -> bool {
    match (marker.parse::<i64>(), latest.parse::<i64>()) {
        (Ok(marker), Ok(latest)) => marker > latest,
        _ => marker > latest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_that_are_numbers_are_compared_as_numbers() {
        assert!(is_later("10", "9"));
        assert!(!is_later("9", "10"));
        assert!(is_later("2026-08-12 09:00:00", "2026-08-12 08:59:59"));
    }
}
