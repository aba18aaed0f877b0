//! What in this message must a person look at?

use super::replay::{HeldVisit, Replayed};
use super::{MergeKind, links};
use crate::stays::{Event, Movement};

impl Replayed {
    /// What this message brings that a person must look at.
    pub(super) fn name_doubts(&mut self) {
        let doubts = [
            (self.has_refused_merge(), "a merge would close a circle and was refused"),
            (self.has_mixed_up_numbers(), "a merge names an NHS number as retired"),
            (self.has_several_open(), "a merged patient has more than one open stay"),
            (self.has_changed_hands(), "a visit is told of another patient than before"),
        ];
        self.needs_a_person.extend(doubts.into_iter().filter(|(is, _)| *is).map(|(_, why)| why));
    }

    fn has_refused_merge(&self) -> bool {
        self.new_merges.iter().any(|merge| match &merge.kind {
            MergeKind::Patients { retired, .. } => self.people.has_refused(merge.at, retired),
            MergeKind::Visits { retired, .. } => self.joined.has_refused(merge.at, retired),
            _ => false,
        })
    }

    fn has_mixed_up_numbers(&self) -> bool {
        self.new_merges.iter().any(|merge| match &merge.kind {
            MergeKind::Patients { retired, .. } => links::is_nhs_number(retired),
            _ => false,
        })
    }

    fn has_several_open(&self) -> bool {
        let stays = self.stays();
        self.new_merges.iter().any(|merge| match &merge.kind {
            MergeKind::Patients { survivor, .. } => {
                let survivor = self.people.of(survivor);
                let open = stays.values().filter(|stay| {
                    stay.state.is_live() && self.people.of(&stay.patient) == survivor
                });
                open.count() > 1
            }
            _ => false,
        })
    }

    /// A visit that is another patient's all at once, without having been reassigned or taken back
    /// in between: the number may have been used twice.
    fn has_changed_hands(&self) -> bool {
        let changed_hands = |held: &HeldVisit| {
            let mut movements: Vec<_> = held.movements().collect();
            movements.sort();
            let new = |movement: &&Movement| held.added.contains(movement);
            movements.windows(2).any(|pair| match pair {
                [before, after] => {
                    self.people.of(&before.patient) != self.people.of(&after.patient)
                        && before.event != Event::AdmissionCancelled
                        && after.event != Event::Reassigned
                        && (new(before) || new(after))
                }
                _ => false,
            })
        };
        self.visits.values().any(changed_hands)
    }
}
