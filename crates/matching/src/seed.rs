//! How is a text or a number made into a key that nobody outside can foresee?

use std::hash::{BuildHasher, RandomState};

use crate::bits::mix;

/// Numbers drawn at the start of the process.
///
/// Whoever writes names and numbers into a feed cannot know them, and so cannot choose names whose
/// keys fall together. No answer depends on them, only the places where things lie.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seed([u64; 4]);

impl Seed {
    pub(crate) fn new() -> Self {
        let chance = RandomState::new();
        Self([0_u8, 1, 2, 3].map(|number| chance.hash_one(number) | 1))
    }

    /// The key of three numbers.
    pub(crate) fn key(self, one: u64, two: u64, three: u64) -> u64 {
        let Self([a, b, c, d]) = self;
        mix(mix(one ^ a, two ^ b) ^ c, three ^ d)
    }

    /// The key of a text.
    pub(crate) fn text(self, text: &str) -> u64 {
        self.bytes(text.as_bytes())
    }

    /// The key of some bytes.
    pub(crate) fn bytes(self, all: &[u8]) -> u64 {
        let Self([a, b, ..]) = self;
        let mut key = a ^ all.len() as u64;
        for piece in all.chunks(8) {
            let mut bytes = [0; 8];
            bytes.iter_mut().zip(piece).for_each(|(to, from)| *to = *from);
            key = mix(key ^ u64::from_le_bytes(bytes), b);
        }
        mix(key ^ b, a)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn different_things_have_different_keys() {
        let seed = Seed::new();
        let keys: BTreeSet<u64> = (0..20_u64)
            .flat_map(|a| (0..20).map(move |b| (a, b)))
            .map(|(a, b)| seed.key(a, b, a ^ b))
            .collect();
        assert_eq!(keys.len(), 400);
        assert_ne!(seed.key(1, 2, 3), seed.key(2, 1, 3));
        let texts = ["", "A", "B", "AB", "BA", "ABCDEFGH", "ABCDEFGHI", "ABCDEFGH\0"];
        let keys: BTreeSet<u64> = texts.iter().map(|text| seed.text(text)).collect();
        assert_eq!(keys.len(), texts.len());
    }

    #[test]
    fn nobody_can_foresee_a_key() {
        assert_ne!(Seed::new().text("HALLIDAY"), Seed::new().text("HALLIDAY"));
    }
}
