//! What is left of a record for this viewer?
//!
//! **Invariant:** whatever a viewer may not see is taken away here, on the server, once for page,
//! print, message and log; nothing hidden leaves [`cut`]. Into which group a fact falls is said in
//! [`fields`] alone, how far a role may see a group in [`super::table`] alone.

mod fields;

use jiff::civil::Date;

use super::{DataGroup, Ground, Leave, Marks, Permission, PermissionMode, Permit, Role, leave};
use crate::filing::Shield;
use crate::record::{Checked, Fact, Part, Record, Sharing};
use crate::when::local;

/// Through whose eyes a record is seen, and what stands in the way.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// In what role.
    pub role: Role,
    /// On what ground.
    pub ground: &'a Ground,
    /// How the trust handles the question of permission.
    pub mode: PermissionMode,
    /// What the person answered, where they were asked.
    pub permission: Option<&'a Permission>,
    /// What the hospital says must be held back.
    pub shield: Shield,
    /// What the council says must be held back, as the people index knows it. The record's own
    /// mark is heeded besides.
    pub sharing: Sharing,
    /// On which day.
    pub today: Date,
}

impl<'a> View<'a> {
    /// The view that a permit opens.
    pub fn of(permit: &'a Permit, marks: Marks<'_>) -> Self {
        Self {
            role: permit.staff().role,
            ground: permit.ground(),
            mode: marks.mode,
            permission: permit.permission(),
            shield: marks.shield,
            sharing: marks.sharing,
            today: local(permit.at()).date(),
        }
    }
}

/// The record as far as this viewer may see it. What a role may not see becomes
/// [`Fact::NotShared`], what is held back to protect the person [`Fact::Restricted`].
pub fn cut(record: Record, view: &View<'_>) -> Record {
    let sharing = record.person.fact.as_ref().and_then(|person| person.sharing);
    let knife = Knife {
        view,
        everything: view.objection() || objects(sharing),
        places: view.place_protected() || sharing == Fact::Known(Sharing::ProtectedLocation),
    };
    fields::record(&knife, record)
}

/// A mark that nobody can read may be an objection, so it counts as one.
fn objects(sharing: Fact<Sharing>) -> bool {
    matches!(sharing, Fact::Known(Sharing::Objection) | Fact::Unrecognised)
}

impl View<'_> {
    fn objection(&self) -> bool {
        matches!(self.shield, Shield::Objection | Shield::Held)
            || self.sharing == Sharing::Objection
    }

    fn place_protected(&self) -> bool {
        self.shield == Shield::Location || self.sharing == Sharing::ProtectedLocation
    }

    /// How much of a group is left to this view, once all conditions of its leave are tried.
    fn share(&self, group: DataGroup) -> Share {
        let answered = match (self.permission, self.mode) {
            (Some(Permission::Given | Permission::CouldNotAsk(_)), _) => true,
            (Some(Permission::Refused), _) | (None, PermissionMode::Ask) => false,
            (None, PermissionMode::Inform | PermissionMode::Off) => true,
        };
        let stated = matches!(self.ground, Ground::Stated(_));
        match leave(self.role, group) {
            Leave::Full => Share::All,
            Leave::Minimum => Share::Least,
            Leave::AfterPermission if answered => Share::All,
            Leave::MinimumAfterPermission if answered => Share::Least,
            Leave::WithReason if stated => Share::All,
            Leave::AfterPermission | Leave::MinimumAfterPermission | Leave::WithReason => {
                Share::Nothing
            }
            Leave::Report | Leave::None => Share::Nothing,
        }
    }
}

/// How much of a group is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Share {
    All,
    Least,
    Nothing,
}

/// What decides over each fact.
struct Knife<'a> {
    view: &'a View<'a>,
    everything: bool,
    places: bool,
}

impl Knife<'_> {
    /// A fact that belongs to what is least.
    fn least<T>(&self, group: DataGroup, fact: Fact<T>) -> Fact<T> {
        match self.view.share(group) {
            Share::Nothing => Fact::NotShared,
            _ if self.everything => Fact::Restricted,
            Share::All | Share::Least => fact,
        }
    }

    /// A fact that only those see who see all.
    fn all<T>(&self, group: DataGroup, fact: Fact<T>) -> Fact<T> {
        match self.view.share(group) {
            Share::Least => Fact::NotShared,
            _ => self.least(group, fact),
        }
    }

    /// A fact for those who see all, from which one could tell where the person is.
    fn place<T>(&self, group: DataGroup, fact: Fact<T>) -> Fact<T> {
        self.sheltered(self.all(group, fact))
    }

    /// Held back where the location is protected.
    fn sheltered<T>(&self, fact: Fact<T>) -> Fact<T> {
        let told = self.view.share(DataGroup::ProtectedLocation) == Share::All;
        match fact {
            Fact::NotShared => Fact::NotShared,
            _ if self.places && !told => Fact::Restricted,
            fact => fact,
        }
    }

    /// A part of which those who see anything of the group see something. When it was changed
    /// tells of what is hidden in it, so only those who see all of it learn that.
    fn part<T>(&self, group: DataGroup, part: Part<T>, keep: impl FnOnce(T) -> T) -> Part<T> {
        let whole = self.view.share(group) == Share::All && !self.everything;
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
