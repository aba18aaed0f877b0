//! How do base and newcomers become one while look-ups and changes go on?

use std::fmt;
use std::sync::Arc;

use super::{Base, Sealed};
use crate::crew::Crew;
use crate::gone::{Gone, MovedUp};
use crate::records::Records;
use crate::seed::Seed;

/// A new base to be made, aside, on any thread: see [`Index::compaction`](crate::Index::compaction).
pub struct Compaction {
    pub(crate) base: Arc<Base>,
    pub(crate) sealed: Arc<Sealed>,
    pub(crate) seed: Seed,
}

/// A new base, ready to be adopted.
pub struct Prepared {
    pub(crate) compaction: Compaction,
    pub(crate) base: Arc<Base>,
    /// Where those who were sealed begin.
    first_sealed: u32,
    moved: [MovedUp; 2],
}

/// What an index no longer needs. To drop it takes a while: do it where nobody waits.
pub struct Retired {
    _prepared: Prepared,
}

impl Retired {
    pub(crate) fn of(prepared: Prepared) -> Self {
        Self { _prepared: prepared }
    }
}

impl Compaction {
    /// Makes the new base. It takes seconds for a million people, and all processors.
    pub fn prepare(self) -> Prepared {
        let [gone_before, gone_since] = &self.sealed.gone;
        let mut records = Records::default();
        let layers = [(&self.base.records, gone_before), (&self.sealed.fresh.records, gone_since)];
        for (layer, gone) in layers {
            let living = (0..layer.len()).filter(|place| !gone.holds(*place));
            living.filter_map(|place| layer.get(place)).for_each(|record| {
                records.push(record);
            });
        }
        let mut words = self.base.words.clone();
        words.append(&self.sealed.fresh.words);
        words.shrink();
        let base = Base::build(records.shrunk(), words, self.seed, Crew::new());
        Prepared {
            base: Arc::new(base),
            first_sealed: self.base.records.len() - gone_before.count(),
            moved: [gone_before.moved_up(), gone_since.moved_up()],
            compaction: self,
        }
    }
}

impl Prepared {
    /// Who of the new base went while it was made.
    pub(crate) fn gone(&self, now: [&Gone; 2]) -> Gone {
        let mut gone = Gone::of(self.base.records.len());
        let then = &self.compaction.sealed.gone;
        let firsts = [0, self.first_sealed];
        for (((now, then), moved), first) in now.into_iter().zip(then).zip(&self.moved).zip(firsts)
        {
            let since = now.places().filter(|place| !then.holds(*place));
            since.for_each(|place| {
                gone.cross(first + moved.place(place));
            });
        }
        gone
    }
}

impl fmt::Debug for Compaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Compaction(..)")
    }
}

impl fmt::Debug for Prepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Prepared({} people)", self.base.records.len())
    }
}

impl fmt::Debug for Retired {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Retired(..)")
    }
}
