//! Who of the newcomers has this key?

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::bits::{high, narrow};

/// One table would stop everybody while it grows; of so many, only a small one grows at a time.
const PARTS: usize = 64;

/// So many people of a list are gone through to take one off it.
const LONGEST: usize = 1_024;

/// The end of a chain.
const END: u32 = u32::MAX;

/// Lists of people by key to which people are added.
#[derive(Debug)]
pub(crate) struct LoosePostings {
    parts: Vec<Part>,
}

#[derive(Debug, Default)]
struct Part {
    /// Where the chain of a key begins.
    first: HashMap<u64, u32, Even>,
    /// Who, and where the chain goes on.
    links: Vec<(u32, u32)>,
}

impl LoosePostings {
    pub(crate) fn new() -> Self {
        Self { parts: (0..PARTS).map(|_| Part::default()).collect() }
    }

    /// Lists a person under a key.
    pub(crate) fn add(&mut self, key: u64, place: u32) {
        if let Some(part) = self.parts.get_mut(part_of(key)) {
            let link = narrow(part.links.len());
            let next = part.first.insert(key, link).unwrap_or(END);
            part.links.push((place, next));
        }
    }

    /// Takes a person off the list of a key, unless so many came after them that it is no use to
    /// look for them.
    pub(crate) fn remove(&mut self, key: u64, place: u32) {
        let Some(part) = self.parts.get_mut(part_of(key)) else { return };
        let Some(first) = part.first.get_mut(&key) else { return };
        let mut before = None;
        let mut link = *first;
        for _ in 0..LONGEST {
            let Some(&(one, next)) = part.links.get(link as usize) else { return };
            if one == place {
                match before.and_then(|before: u32| part.links.get_mut(before as usize)) {
                    Some((_, its_next)) => *its_next = next,
                    None => *first = next,
                }
                return;
            }
            before = Some(link);
            link = next;
        }
    }

    /// Who has the key, the newest first.
    pub(crate) fn places(&self, key: u64) -> impl Iterator<Item = u32> {
        let part = self.parts.get(part_of(key));
        let mut next = part.and_then(|part| part.first.get(&key)).copied().unwrap_or(END);
        std::iter::from_fn(move || {
            let (place, after) = *part?.links.get(next as usize)?;
            next = after;
            Some(place)
        })
    }

    /// Bytes held.
    pub(crate) fn size(&self) -> usize {
        let first = size_of::<(u64, u32)>() + 1;
        let bytes = |part: &Part| {
            part.first.capacity() * first + part.links.capacity() * size_of::<(u32, u32)>()
        };
        self.parts.iter().map(bytes).sum::<usize>() + PARTS * size_of::<Part>()
    }
}

fn part_of(key: u64) -> usize {
    high(key) as usize % PARTS
}

/// Keys are spread evenly already: they are their own hash.
#[derive(Debug, Default)]
pub(crate) struct Given(u64);

/// For tables by key.
pub(crate) type Even = BuildHasherDefault<Given>;

impl Hasher for Given {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}
