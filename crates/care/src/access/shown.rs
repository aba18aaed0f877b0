//! How far is each group of facts shown in one look?

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{DataGroup, Leave, Role, leave};

/// How far a group is shown, or what the group stands for may be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Extent {
    /// All of it.
    Full,
    /// Only yes or no, or the minimum; of what is done, only to report.
    Minimum,
    /// Nothing yet: all of it once a reason is stated.
    WithReason,
    /// Nothing.
    Nothing,
}

/// How far each group is shown in one look. Whatever it does not name is not shown.
///
/// [`super::permit`] decides it once; the cut, the page, the sheet and the line of the audit all go
/// by that one value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Shown(BTreeMap<DataGroup, Extent>);

/// What goes on paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sheet {
    /// What does no harm when it is found.
    Usual,
    /// Safeguarding, risk to staff and legal details too: somebody ticked so.
    WithSensitive,
}

impl Shown {
    /// What the table grants a role in a look for which everything is settled that had to be asked:
    /// the person's permission, and a reason where there is no other ground. `stated` says whether
    /// the viewer has stated a reason.
    pub(super) fn by_table(role: Role, stated: bool) -> Self {
        let each = DataGroup::ALL.into_iter().map(|group| (group, extent(role, group, stated)));
        Self(each.filter(|(_, extent)| *extent != Extent::Nothing).collect())
    }

    /// How far a group is shown.
    pub fn of(&self, group: DataGroup) -> Extent {
        self.0.get(&group).copied().unwrap_or(Extent::Nothing)
    }

    /// The groups of which something of the person's record is shown, in the order of the table:
    /// what the line of the audit names as the parts seen.
    pub fn parts(&self) -> impl Iterator<Item = (DataGroup, Extent)> + '_ {
        let seen = |extent: &Extent| matches!(extent, Extent::Full | Extent::Minimum);
        self.0.iter().map(|(group, extent)| (*group, *extent)).filter(move |(_, it)| seen(it))
    }

    /// The parts of the record alone, without what may be done: for the line of the audit.
    pub(super) fn seen(&self) -> Self {
        Self(self.parts().filter(|(group, _)| group.is_of_the_record()).collect())
    }

    /// What of it goes on paper. A sheet lies about: what changes fast or harms when it is found
    /// stays off unless it is asked for.
    pub(super) fn on(mut self, sheet: Sheet) -> Self {
        if sheet == Sheet::Usual {
            self.0.remove(&DataGroup::SafeguardingFlag);
            self.0.remove(&DataGroup::StaffRisk);
            if let Some(extent) = self.0.get_mut(&DataGroup::Decisions) {
                *extent = Extent::Minimum;
            }
        }
        self
    }
}

fn extent(role: Role, group: DataGroup, stated: bool) -> Extent {
    match leave(role, group) {
        Leave::Full | Leave::AfterPermission => Extent::Full,
        Leave::Minimum | Leave::MinimumAfterPermission | Leave::Report => Extent::Minimum,
        Leave::WithReason if stated => Extent::Full,
        Leave::WithReason => Extent::WithReason,
        Leave::None => Extent::Nothing,
    }
}
