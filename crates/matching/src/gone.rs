//! Who of a list is no longer there?

use crate::bits::narrow;

/// Places that were crossed out.
#[derive(Debug, Clone, Default)]
pub(crate) struct Gone {
    words: Vec<u64>,
    count: u32,
}

impl Gone {
    /// Nobody of so many.
    pub(crate) fn of(places: u32) -> Self {
        Self { words: vec![0; places.div_ceil(u64::BITS) as usize], count: 0 }
    }

    /// Crosses a place out; whether it was there until now.
    pub(crate) fn cross(&mut self, place: u32) -> bool {
        let word = (place / u64::BITS) as usize;
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        let bit = 1 << (place % u64::BITS);
        match self.words.get_mut(word) {
            Some(word) if *word & bit == 0 => {
                *word |= bit;
                self.count += 1;
                true
            }
            _ => false,
        }
    }

    pub(crate) fn holds(&self, place: u32) -> bool {
        let word = self.words.get((place / u64::BITS) as usize);
        word.is_some_and(|word| word & (1 << (place % u64::BITS)) != 0)
    }

    /// How many were crossed out.
    pub(crate) fn count(&self) -> u32 {
        self.count
    }

    /// All places crossed out, in order.
    pub(crate) fn places(&self) -> impl Iterator<Item = u32> {
        let words = self.words.iter().enumerate().filter(|(_, word)| **word != 0);
        words.flat_map(|(at, word)| {
            let bits = (0..u64::BITS).filter(move |bit| word & (1 << bit) != 0);
            bits.map(move |bit| narrow(at) * u64::BITS + bit)
        })
    }

    /// How the places move up when those crossed out are left away.
    pub(crate) fn moved_up(&self) -> MovedUp {
        let mut before = 0;
        let befores = self.words.iter().map(|word| {
            let here = before;
            before += word.count_ones();
            here
        });
        MovedUp { befores: befores.collect(), gone: self.clone() }
    }

    /// Bytes held.
    pub(crate) fn size(&self) -> usize {
        self.words.capacity() * size_of::<u64>()
    }
}

/// New places for old ones.
#[derive(Debug)]
pub(crate) struct MovedUp {
    befores: Vec<u32>,
    gone: Gone,
}

impl MovedUp {
    /// The new place of one that was not crossed out.
    pub(crate) fn place(&self, old: u32) -> u32 {
        let at = (old / u64::BITS) as usize;
        let word = self.gone.words.get(at).copied().unwrap_or(0);
        let before = self.befores.get(at).copied().unwrap_or(self.gone.count);
        let beside = word & ((1 << (old % u64::BITS)) - 1);
        old - before - beside.count_ones()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_crossed_out_once() {
        let mut gone = Gone::of(10);
        assert!(gone.cross(3) && gone.cross(200) && !gone.cross(3));
        assert!(gone.holds(3) && gone.holds(200) && !gone.holds(4) && !gone.holds(9_999));
        assert_eq!((gone.count(), gone.places().collect::<Vec<_>>()), (2, vec![3, 200]));
    }

    #[test]
    fn those_left_move_up() {
        let mut gone = Gone::of(300);
        (0..300).filter(|place| place % 3 == 0).for_each(|place| assert!(gone.cross(place)));
        let moved = gone.moved_up();
        let left = (0..300).filter(|place| place % 3 != 0);
        assert!(left.zip(0..).all(|(old, new)| moved.place(old) == new));
        assert_eq!(moved.place(1_000), 900);
    }
}
