//! Which of the council's people is a patient who may have several numbers?

use crate::people::{HospitalNumber, PersonKey, Reason, Verdict};

/// Whether a number of a merge is no local number at all but an NHS number: then it says that two
/// people's NHS numbers were mixed up, and no rule can tell whose is whose.
pub(super) fn is_nhs_number(number: &HospitalNumber) -> bool {
    number.authority == "NHS"
}

/// The verdict on a patient who is held back: letter for letter the one on somebody whom no council
/// knows, so that nobody can tell the two apart.
pub(super) fn nobody() -> Verdict {
    Verdict::None(vec![Reason::NobodyFits])
}

/// What forbids a match, whatever matching found.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Doubts {
    /// The NHS numbers sent contradict each other, or were mixed up with another patient's.
    pub(super) number_in_conflict: bool,
    /// A number merged into this one is held back in a way that this one is not.
    pub(super) held_back_elsewhere: bool,
}

/// The verdict on a patient, from those on each of its numbers. `own` is that on the number that
/// survived; it alone can be a match, and only where no other number matches anybody else.
pub(super) fn combine(own: Verdict, others: &[Verdict], doubts: Doubts) -> Verdict {
    let elsewhere: Vec<&PersonKey> = others
        .iter()
        .filter_map(Verdict::matched)
        .filter(|person| own.matched() != Some(person))
        .collect();
    let mut reasons = own.reasons().to_vec();
    let mut add = |doubted: bool, reason: Reason| {
        if doubted && !reasons.contains(&reason) {
            reasons.push(reason);
        }
        doubted
    };
    let in_conflict = add(doubts.number_in_conflict, Reason::NumberInConflict);
    let merged = doubts.held_back_elsewhere || !elsewhere.is_empty();
    let merged = add(merged, Reason::MergedInDoubt);
    let mut people = match own {
        Verdict::Match(person, reasons) if !in_conflict && !merged => {
            return Verdict::Match(person, reasons);
        }
        Verdict::Match(person, _) => vec![person],
        Verdict::Review(people, _) => people,
        Verdict::None(_) => Vec::new(),
    };
    people.extend(elsewhere.into_iter().cloned());
    people.sort();
    people.dedup();
    if people.is_empty() { Verdict::None(reasons) } else { Verdict::Review(people, reasons) }
}
