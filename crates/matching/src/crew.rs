//! Who shares a long work?

use std::num::NonZero;
use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError};
use std::thread::{available_parallelism, scope};

/// As many threads as the machine has processors.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Crew {
    hands: usize,
}

impl Crew {
    pub(crate) fn new() -> Self {
        Self { hands: available_parallelism().map_or(1, NonZero::get) }
    }

    /// One alone, for what is no work.
    pub(crate) fn of_one() -> Self {
        Self { hands: 1 }
    }

    /// Each job's result, in the order of the jobs.
    pub(crate) fn each<J: Send, T: Send>(
        self,
        jobs: impl IntoIterator<Item = J, IntoIter: Send>,
        work: impl Fn(J) -> T + Sync,
    ) -> Vec<T> {
        let queue = Mutex::new(jobs.into_iter().enumerate());
        let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
        let hand = || {
            let mut done = Vec::new();
            while let Some((place, job)) = next() {
                done.push((place, work(job)));
            }
            done
        };
        let mut done: Vec<(usize, T)> = scope(|scope| {
            let hands: Vec<_> = (1..self.hands).map(|_| scope.spawn(hand)).collect();
            let mut all = hand();
            for one in hands {
                all.extend(one.join().unwrap_or_else(|cause| resume_unwind(cause)));
            }
            all
        });
        done.sort_unstable_by_key(|(place, _)| *place);
        done.into_iter().map(|(_, result)| result).collect()
    }

    /// The results for `0..count`, cut into as many ranges as there are hands, in order.
    pub(crate) fn over<T: Send>(self, count: u32, work: impl Fn(Range<u32>) -> T + Sync) -> Vec<T> {
        let hands = u32::try_from(self.hands).unwrap_or(u32::MAX).max(1);
        let step = count.div_ceil(hands).max(1);
        let ranges = (0..hands).map(|hand| {
            let begin = hand.saturating_mul(step).min(count);
            begin..begin.saturating_add(step).min(count)
        });
        self.each(ranges, work)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_jobs() {
        let crew = Crew { hands: 3 };
        assert_eq!(crew.each(0..100, |job| job * 2), (0..100).map(|n| n * 2).collect::<Vec<_>>());
    }

    #[test]
    fn ranges_cover_everything_once() {
        for count in [0, 1, 2, 3, 100] {
            let parts = Crew { hands: 3 }.over(count, Iterator::collect::<Vec<_>>);
            assert_eq!(parts.concat(), (0..count).collect::<Vec<_>>());
        }
    }
}
