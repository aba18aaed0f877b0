//! Which messages must be filed one after the other?

use std::collections::BTreeMap;

use care::filing::{MergeKind, News, Told};
use care::people::{HospitalNumber, TrustCode, VisitNumber};

/// What two messages must not both touch at the same time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Touched {
    /// A patient of a trust.
    Patient(TrustCode, HospitalNumber),
    /// A visit of a trust.
    Visit(TrustCode, VisitNumber),
}

/// All patients and visits that a message names.
pub(super) fn touched(trust: &TrustCode, told: &Told) -> Vec<Touched> {
    let patient = |number: &HospitalNumber| Touched::Patient(trust.clone(), number.clone());
    let visit = |number: &VisitNumber| Touched::Visit(trust.clone(), number.clone());
    told.news
        .iter()
        .flat_map(|news| match news {
            News::Identity(identity) => vec![patient(&identity.patient)],
            News::Movement(movement) => vec![patient(&movement.patient), visit(&movement.visit)],
            News::Merge(merge) => match &merge.kind {
                MergeKind::Patients { retired: one, survivor: other }
                | MergeKind::Linked { one, other }
                | MergeKind::Unlinked { one, other } => vec![patient(one), patient(other)],
                MergeKind::Visits { retired, survivor } => vec![visit(retired), visit(survivor)],
            },
            News::NeedsAPerson(_) => Vec::new(),
        })
        .collect()
}

/// Puts together what touches the same, directly or through others. The order within a group is
/// that of the list.
pub(super) fn of_same_patients<T>(
    list: Vec<T>,
    touched: impl Fn(&T) -> Vec<Touched>,
) -> Vec<Vec<T>> {
    // Each message points at an earlier one of its group, the first at itself.
    let mut earlier: Vec<usize> = (0..list.len()).collect();
    let mut seen: BTreeMap<Touched, usize> = BTreeMap::new();
    for (at, message) in list.iter().enumerate() {
        for key in touched(message) {
            if let Some(before) = seen.insert(key, at) {
                let (one, other) = (first(&earlier, before), first(&earlier, at));
                if let Some(later) = earlier.get_mut(one.max(other)) {
                    *later = one.min(other);
                }
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<T>> = BTreeMap::new();
    for (at, message) in list.into_iter().enumerate() {
        groups.entry(first(&earlier, at)).or_default().push(message);
    }
    groups.into_values().collect()
}

/// The first message of the group.
fn first(earlier: &[usize], mut at: usize) -> usize {
    while let Some(before) = earlier.get(at).copied().filter(|before| *before < at) {
        at = before;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(messages: &[&str], expected: &[&[&str]]) {
        let trust: TrustCode = "RZZ".parse().unwrap();
        let patient = |letter: char| {
            let number = HospitalNumber { authority: "RZZ".to_owned(), value: letter.to_string() };
            Touched::Patient(trust.clone(), number)
        };
        let keys = |message: &&str| message.chars().map(patient).collect();
        assert_eq!(of_same_patients(messages.to_vec(), keys), expected);
    }

    #[test]
    fn messages_of_different_patients_stand_apart() {
        check(&["a", "b", "c"], &[&["a"], &["b"], &["c"]]);
    }

    #[test]
    fn messages_of_one_patient_keep_their_order() {
        check(&["a", "b", "a", "b", "a"], &[&["a", "a", "a"], &["b", "b"]]);
    }

    #[test]
    fn a_message_of_two_patients_puts_all_of_theirs_together() {
        check(&["a", "b", "c", "ab", "b"], &[&["a", "b", "ab", "b"], &["c"]]);
        check(&["ab", "cd", "bc", "d", "e"], &[&["ab", "cd", "bc", "d"], &["e"]]);
    }

    #[test]
    fn a_message_that_names_nobody_stands_alone() {
        check(&["", "a", ""], &[&[""], &["a"], &[""]]);
    }
}
