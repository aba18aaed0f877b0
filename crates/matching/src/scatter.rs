//! How are very many keys brought into order without a second copy of them all?

use std::ops::Range;

use crate::bits::high;
use crate::crew::Crew;

/// Keys are put in order in so many parts, each by itself.
pub(crate) const PARTS: usize = 64;
const PART_BITS: u32 = 6;

/// While they are put in order, so many lie about at once, or an eighth of all.
const LYING_ABOUT: usize = 8 << 20;

/// The part of a key, which is spread evenly.
pub(crate) fn part_of(key: u64) -> usize {
    (high(key) >> (u32::BITS - PART_BITS)) as usize
}

/// The bits of a key below those that name its part: they say where in the part it belongs.
pub(crate) fn rest_of(key: u64) -> u32 {
    high(key << PART_BITS)
}

/// Whose keys are to be ordered, and how many to expect of each.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scatter {
    pub(crate) people: u32,
    pub(crate) each: usize,
    pub(crate) crew: Crew,
}

impl Scatter {
    /// All parts, or none where there is nobody, each made by `fill` from lists of what `keep` makes of a key and a place.
    ///
    /// `keys` tells, for a range of people, each place with each of its keys. It is asked several
    /// times, so that only some parts lie about at once.
    pub(crate) fn parts<L: Send, P: Send>(
        self,
        keys: impl Fn(Range<u32>, &mut dyn FnMut(u32, u64)) + Sync,
        keep: impl Fn(u64, u32) -> L + Sync,
        fill: impl Fn(Vec<Vec<L>>) -> P + Sync,
    ) -> Vec<P> {
        if self.people == 0 {
            return Vec::new();
        }
        let turns = (self.people as usize * self.each / LYING_ABOUT).clamp(1, 8);
        let step = PARTS.div_ceil(turns);
        let mut parts = Vec::with_capacity(PARTS);
        for first in (0..PARTS).step_by(step) {
            let count = step.min(PARTS - first);
            let lying = self.crew.over(self.people, |range| {
                let mut lists: Vec<Vec<L>> = (0..count).map(|_| Vec::new()).collect();
                keys(range, &mut |place, key| {
                    let part = part_of(key).checked_sub(first);
                    if let Some(list) = part.and_then(|part| lists.get_mut(part)) {
                        list.push(keep(key, place));
                    }
                });
                lists
            });
            parts.extend(self.crew.each(turned(lying), &fill));
        }
        parts
    }
}

/// Lists of each range, of each part, turned into lists of each part, of each range.
fn turned<L>(lying: Vec<Vec<Vec<L>>>) -> Vec<Vec<Vec<L>>> {
    let mut parts: Vec<Vec<Vec<L>>> = Vec::new();
    for lists in lying {
        parts.resize_with(parts.len().max(lists.len()), Vec::new);
        for (part, list) in parts.iter_mut().zip(lists) {
            part.push(list);
        }
    }
    parts
}
