//! By how much have counts changed since they were made?

use std::collections::HashMap;

use crate::bits::high;
use crate::postings::Even;

/// One table would stop everybody while it grows; of so many, only a small one grows at a time.
const PARTS: usize = 64;

/// What is to be added to the count of each value.
#[derive(Debug)]
pub(crate) struct Shift {
    parts: Vec<HashMap<u64, i32, Even>>,
}

impl Shift {
    pub(crate) fn new() -> Self {
        Self { parts: (0..PARTS).map(|_| HashMap::default()).collect() }
    }

    /// One more, or one less, has the value.
    pub(crate) fn add(&mut self, code: u64, change: i32) {
        if let Some(part) = self.parts.get_mut(part_of(code)) {
            *part.entry(code).or_default() += change;
        }
    }

    /// The change of a value's count.
    pub(crate) fn of(&self, code: u64) -> i32 {
        self.parts.get(part_of(code)).and_then(|part| part.get(&code)).copied().unwrap_or(0)
    }

    /// Bytes held.
    pub(crate) fn size(&self) -> usize {
        let each = size_of::<(u64, i32)>() + 1;
        self.parts.iter().map(|part| part.capacity() * each).sum::<usize>()
            + PARTS * size_of::<HashMap<u64, i32, Even>>()
    }
}

fn part_of(code: u64) -> usize {
    high(code) as usize % PARTS
}
