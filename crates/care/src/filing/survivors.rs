//! Who is who, after all merges?

use std::collections::{BTreeMap, BTreeSet};

use crate::stays::Moment;

/// The numbers that were merged away, and into which.
///
/// It is made from the set of all merges, so that neither their order of arrival nor a repetition
/// makes a difference. They take effect in the order in which they happened; one that would close
/// a circle is refused (HL7 v2.4 §3.6.2: a retired number may not survive).
#[derive(Debug)]
pub(crate) struct Survivors<K> {
    into: BTreeMap<K, K>,
    refused: BTreeSet<(Moment, K)>,
}

impl<K: Ord + Clone> Survivors<K> {
    /// Follows merges given as (when, retired, survivor).
    pub(crate) fn after<'a>(merges: impl IntoIterator<Item = (Moment, &'a K, &'a K)>) -> Self
    where
        K: 'a,
    {
        let ordered: BTreeSet<(Moment, &K, &K)> = merges.into_iter().collect();
        let mut survivors = Self { into: BTreeMap::new(), refused: BTreeSet::new() };
        for (at, retired, survivor) in ordered {
            if survivors.chain(survivor).any(|number| number == retired) {
                survivors.refused.insert((at, retired.clone()));
            } else {
                survivors.into.insert(retired.clone(), survivor.clone());
            }
        }
        survivors
    }

    /// The number that stands for `number` now: itself, or the end of its chain.
    pub(crate) fn of<'a>(&'a self, number: &'a K) -> &'a K {
        self.chain(number).last().unwrap_or(number)
    }

    /// The number, what it was merged into, what that was merged into, to the end.
    fn chain<'a>(&'a self, number: &'a K) -> impl Iterator<Item = &'a K> {
        std::iter::successors(Some(number), |number| self.into.get(number))
    }

    /// Whether the number was merged away.
    pub(crate) fn is_retired(&self, number: &K) -> bool {
        self.into.contains_key(number)
    }

    /// Whether the merge of that moment was refused.
    pub(crate) fn has_refused(&self, at: Moment, retired: &K) -> bool {
        self.refused.contains(&(at, retired.clone()))
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    fn at(second: i64) -> Moment {
        let time = Timestamp::from_second(second).unwrap();
        Moment { occurred: time, recorded: time, sent: time, digest: 0 }
    }

    #[track_caller]
    fn check(merges: &[(i64, &'static str, &'static str)], expected: &[(&str, &str)]) {
        let given: Vec<_> = merges.iter().map(|(when, from, to)| (at(*when), from, to)).collect();
        let backwards = given.iter().rev().chain(&given).copied();
        for survivors in [Survivors::after(given.clone()), Survivors::after(backwards)] {
            for (number, survivor) in expected {
                assert_eq!(survivors.of(number), survivor, "{number}");
            }
        }
    }

    #[test]
    fn a_chain_is_followed_to_its_end() {
        check(&[(1, "a", "b"), (2, "b", "c")], &[("a", "c"), ("b", "c"), ("c", "c"), ("d", "d")]);
        check(&[(2, "a", "b"), (1, "b", "c")], &[("a", "c"), ("b", "c")]);
    }

    #[test]
    fn h03_a_circle_is_refused_where_it_would_close() {
        check(&[(1, "a", "b"), (2, "b", "c"), (3, "c", "a")], &[("a", "c"), ("c", "c")]);
        check(&[(3, "a", "b"), (2, "b", "c"), (1, "c", "a")], &[("b", "a"), ("a", "a")]);
        check(&[(1, "a", "a")], &[("a", "a")]);
        check(&[(1, "a", "b"), (2, "c", "a"), (3, "a", "c")], &[("a", "b"), ("c", "b")]);
        let survivors = Survivors::after([(at(1), &"a", &"b"), (at(2), &"b", &"a")]);
        assert!(survivors.has_refused(at(2), &"b"));
        assert!(!survivors.has_refused(at(1), &"a"));
    }

    #[test]
    fn a_number_merged_twice_follows_the_later_merge() {
        check(&[(1, "a", "b"), (2, "a", "c")], &[("a", "c"), ("b", "b")]);
    }
}
