//! Chance that falls the same way each time.
//!
//! A generator of our own rather than a library's: the same seed must give the same town for as
//! long as the demo and its tests exist, whatever a library changes.

/// A stream of numbers that look random and follow from a seed alone (`SplitMix64`, Steele, Lea and
/// Flood 2014: 64 bits of state, each output a mixed step).
#[derive(Debug, Clone)]
pub(crate) struct Chance(u64);

impl Chance {
    /// The stream of a seed.
    #[cfg(test)]
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A stream of its own for one purpose and one thing, so that what is drawn for one person
    /// never shifts what is drawn for the next.
    pub(crate) fn of(seed: u64, purpose: &str, which: usize) -> Self {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64 ^ seed;
        for byte in purpose.bytes().chain(which.to_le_bytes()) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        let mut stream = Self(hash);
        stream.next();
        stream
    }

    /// The next 64 bits.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`, or 0 where there is none below it.
    pub(crate) fn below(&mut self, limit: u32) -> u32 {
        let scaled = (u128::from(self.next()) * u128::from(limit)) >> 64;
        u32::try_from(scaled).unwrap_or_default()
    }

    /// An index below `limit`, or 0 where there is none below it.
    pub(crate) fn index(&mut self, limit: usize) -> usize {
        let limit = u32::try_from(limit).unwrap_or(u32::MAX);
        usize::try_from(self.below(limit)).unwrap_or_default()
    }

    /// A number from `lowest` to `highest`, both included.
    pub(crate) fn between(&mut self, lowest: i32, highest: i32) -> i32 {
        let width = u32::try_from(highest.saturating_sub(lowest).saturating_add(1)).unwrap_or(1);
        lowest.saturating_add(i32::try_from(self.below(width)).unwrap_or_default())
    }

    /// Whether a thing that happens `permille` times in a thousand happens now.
    pub(crate) fn happens(&mut self, permille: u32) -> bool {
        self.below(1000) < permille
    }

    /// One of several, each as likely as the next.
    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let index = self.index(from.len());
        from.get(index)
    }

    /// One of several words, each as likely as the next.
    pub(crate) fn word(&mut self, from: &[&'static str]) -> &'static str {
        self.pick(from).copied().unwrap_or_default()
    }

    /// One of several words, the first ones far commoner than the last ones.
    pub(crate) fn common_word(&mut self, from: &[&'static str]) -> &'static str {
        let first = self.index(from.len());
        let second = self.index(from.len());
        from.get(first.min(second)).copied().unwrap_or_default()
    }

    /// One of several, each as likely as its weight says.
    pub(crate) fn weighted<T: Copy>(&mut self, from: &[(u32, T)]) -> Option<T> {
        let total = from.iter().map(|(weight, _)| weight).sum();
        let mut drawn = self.below(total);
        for (weight, choice) in from {
            if drawn < *weight {
                return Some(*choice);
            }
            drawn -= weight;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_numbers_for_ever() {
        let mut chance = Chance::new(7);
        let first: Vec<u64> = (0..3).map(|_| chance.next()).collect();
        let known =
            [7_191_089_600_892_374_487, 309_689_372_594_955_804, 16_616_101_746_815_609_346];
        assert_eq!(first, known);
    }

    #[test]
    fn each_purpose_and_each_thing_has_a_stream_of_its_own() {
        let first = Chance::of(7, "names", 1).next();
        assert_eq!(first, Chance::of(7, "names", 1).next());
        assert_ne!(first, Chance::of(7, "names", 2).next());
        assert_ne!(first, Chance::of(7, "homes", 1).next());
    }

    #[test]
    fn numbers_stay_between_their_limits() {
        let mut chance = Chance::new(1);
        for _ in 0..2000 {
            assert!((3..=9).contains(&chance.between(3, 9)));
            assert!(chance.below(5) < 5);
        }
        assert_eq!(chance.below(0), 0);
        assert_eq!(chance.pick::<u8>(&[]), None);
    }

    #[test]
    fn weights_are_kept() {
        let mut chance = Chance::new(1);
        let drawn = (0..10_000).filter(|_| chance.weighted(&[(1, 'a'), (3, 'b')]) == Some('b'));
        assert!((7200..7800).contains(&drawn.count()));
    }
}
