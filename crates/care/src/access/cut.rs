//! What is left of a record for this viewer?
//!
//! **Invariant:** whatever a viewer may not see is taken away here, on the server, once for page,
//! print, message and log; nothing hidden leaves [`cut`]. Into which group a fact falls is said in
//! [`fields`] alone, how far a role may see a group in [`super::table`] alone.

mod fields;

use jiff::Timestamp;
use jiff::civil::Date;

use super::{DataGroup, Extent, Shown};
use crate::record::{Checked, Fact, Part, Record, Sharing};
use crate::when::local;

/// What one viewer sees in one look: all that a [`super::Permit`] leaves behind when it is used up.
/// Only a permit gives it.
#[derive(Debug, Clone)]
pub struct Sight {
    shown: Shown,
    protected: bool,
    paper: bool,
    at: Timestamp,
}

impl Sight {
    pub(super) fn new(shown: Shown, (protected, paper): (bool, bool), at: Timestamp) -> Self {
        Self { shown, protected, paper, at }
    }

    /// Whether what is seen may be printed.
    pub fn may_print(&self) -> bool {
        self.paper
    }

    /// When leave was given.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    fn today(&self) -> Date {
        local(self.at).date()
    }

    /// How far each group is shown.
    pub fn shown(&self) -> &Shown {
        &self.shown
    }
}

/// The record as far as this viewer may see it. What a role may not see becomes
/// [`Fact::NotShared`], what is held back to protect the person [`Fact::Restricted`].
///
/// The record's own marks are heeded besides those that were known when the permit was given: the
/// index of people may be a day behind them.
pub fn cut(record: Record, sight: &Sight) -> Record {
    let sharing = record.person.fact.as_ref().and_then(|person| person.sharing);
    let knife = Knife {
        sight,
        everything: objects(sharing),
        places: sight.protected || sharing == Fact::Known(Sharing::ProtectedLocation),
    };
    fields::record(&knife, record)
}

/// A mark that nobody can read may be an objection, so it counts as one.
fn objects(sharing: Fact<Sharing>) -> bool {
    matches!(sharing, Fact::Known(Sharing::Objection) | Fact::Unrecognised)
}

/// What decides over each fact.
struct Knife<'a> {
    sight: &'a Sight,
    everything: bool,
    places: bool,
}

impl Knife<'_> {
    fn extent(&self, group: DataGroup) -> Extent {
        self.sight.shown.of(group)
    }

    /// A fact that belongs to what is least.
    fn least<T>(&self, group: DataGroup, fact: Fact<T>) -> Fact<T> {
        match self.extent(group) {
            Extent::Nothing | Extent::WithReason => Fact::NotShared,
            _ if self.everything => Fact::Restricted,
            Extent::Full | Extent::Minimum => fact,
        }
    }

    /// A fact that only those see who see all.
    fn all<T>(&self, group: DataGroup, fact: Fact<T>) -> Fact<T> {
        match self.extent(group) {
            Extent::Minimum => Fact::NotShared,
            _ => self.least(group, fact),
        }
    }

    /// A fact for those who see all, from which one could tell where the person is.
    fn place<T>(&self, group: DataGroup, fact: Fact<T>) -> Fact<T> {
        self.sheltered(self.all(group, fact))
    }

    /// Held back where the location is protected.
    fn sheltered<T>(&self, fact: Fact<T>) -> Fact<T> {
        let told = self.extent(DataGroup::ProtectedLocation) == Extent::Full;
        match fact {
            Fact::NotShared => Fact::NotShared,
            _ if self.places && !told => Fact::Restricted,
            fact => fact,
        }
    }

    /// A part of which those who see anything of the group see something. When it was changed
    /// tells of what is hidden in it, so only those who see all of it learn that.
    fn part<T>(&self, group: DataGroup, part: Part<T>, keep: impl FnOnce(T) -> T) -> Part<T> {
        let whole = self.extent(group) == Extent::Full && !self.everything;
        Part {
            fact: self.least(group, part.fact).map(keep),
            checked: Checked { changed: part.checked.changed.filter(|_| whole), ..part.checked },
        }
    }

    /// A part with many entries, each cut by itself.
    fn list<T>(
        &self,
        group: DataGroup,
        part: Part<Vec<T>>,
        each: impl Fn(&Self, T) -> T,
    ) -> Part<Vec<T>> {
        self.part(group, part, |entries| {
            entries.into_iter().map(|entry| each(self, entry)).collect()
        })
    }

    /// A part with many entries of which nothing belongs to the minimum.
    fn whole_list<T>(
        &self,
        group: DataGroup,
        part: Part<Vec<T>>,
        each: impl Fn(&Self, T) -> T,
    ) -> Part<Vec<T>> {
        let part = self.list(group, part, each);
        Part { fact: self.all(group, part.fact), ..part }
    }
}
