//! Who came since?

use crate::keys::Key;
use crate::postings::LoosePostings;
use crate::records::Records;
use crate::seed::Seed;
use crate::shift::Shift;
use crate::vocabulary::Vocabulary;

/// People who came after others, and by how much the counts have changed since.
#[derive(Debug)]
pub(crate) struct Fresh {
    pub(crate) records: Records,
    /// The words that nobody before them carries.
    pub(crate) words: Vocabulary,
    pub(crate) postings: LoosePostings,
    pub(crate) shift: Shift,
}

impl Fresh {
    /// Nobody yet. Their words will be numbered from `first_word`.
    pub(crate) fn new(seed: Seed, first_word: u32) -> Self {
        Self {
            records: Records::default(),
            words: Vocabulary::new(seed, first_word),
            postings: LoosePostings::new(),
            shift: Shift::new(),
        }
    }

    /// Adds a record, listed under its keys.
    pub(crate) fn push(&mut self, record: &[u8], keys: &[Key]) {
        let place = self.records.push(record);
        for (_, key) in keys {
            self.postings.add(*key, place);
        }
    }

    /// Takes somebody off the lists of their keys.
    pub(crate) fn unlist(&mut self, place: u32, keys: &[Key]) {
        for (_, key) in keys {
            self.postings.remove(*key, place);
        }
    }

    /// Bytes held.
    pub(crate) fn size(&self) -> usize {
        self.records.size() + self.words.size() + self.postings.size() + self.shift.size()
    }
}
