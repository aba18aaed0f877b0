//! How do several threads work on one file and still write in its order?

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Takes pieces of work from one place and puts the results into another in the order in which the
/// pieces were taken. Whoever is early waits, so that never more is held than one piece a thread.
pub(super) struct Turns<S, T> {
    source: Mutex<(u64, S)>,
    written: Mutex<Target<T>>,
    turn: Condvar,
}

struct Target<T> {
    next: u64,
    is_broken_off: bool,
    put: T,
}

impl<S, T> Turns<S, T> {
    pub(super) fn new(source: S, target: T) -> Self {
        let written = Target { next: 0, is_broken_off: false, put: target };
        Self { source: Mutex::new((0, source)), written: Mutex::new(written), turn: Condvar::new() }
    }

    /// Takes, works and puts until `take` has no more, or any thread fails. Every thread calls it.
    pub(super) fn work<P, R, E>(
        &self,
        take: impl Fn(&mut S) -> Result<Option<P>, E>,
        work: impl Fn(P) -> Result<R, E>,
        put: impl Fn(&mut T, R) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut ending = Ending { turns: self, is_well: false };
        let done = self.try_work(take, work, put);
        ending.is_well = done.is_ok();
        done
    }

    fn try_work<P, R, E>(
        &self,
        take: impl Fn(&mut S) -> Result<Option<P>, E>,
        work: impl Fn(P) -> Result<R, E>,
        put: impl Fn(&mut T, R) -> Result<(), E>,
    ) -> Result<(), E> {
        loop {
            let (number, piece) = {
                let mut source = self.source.lock().unwrap_or_else(PoisonError::into_inner);
                let Some(piece) = take(&mut source.1)? else { return Ok(()) };
                source.0 += 1;
                (source.0 - 1, piece)
            };
            let result = work(piece)?;
            let waits = |target: &mut Target<T>| target.next != number && !target.is_broken_off;
            let mut target =
                self.turn.wait_while(self.target(), waits).unwrap_or_else(PoisonError::into_inner);
            if target.is_broken_off {
                return Ok(());
            }
            put(&mut target.put, result)?;
            target.next += 1;
            drop(target);
            self.turn.notify_all();
        }
    }

    /// What was put together.
    pub(super) fn into_target(self) -> T {
        self.written.into_inner().unwrap_or_else(PoisonError::into_inner).put
    }

    fn target(&self) -> MutexGuard<'_, Target<T>> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One thread's end. Unless it ended well, by an error or by a defect, the others end too: nobody
/// waits for a turn that never comes.
struct Ending<'a, S, T> {
    turns: &'a Turns<S, T>,
    is_well: bool,
}

impl<S, T> Drop for Ending<'_, S, T> {
    fn drop(&mut self) {
        if !self.is_well {
            self.turns.target().is_broken_off = true;
        }
        self.turns.turn.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(threads: usize, fails_at: Option<u32>) -> (Vec<u32>, bool) {
        let turns = Turns::new(0..1000_u32, Vec::new());
        let failed = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..threads)
                .map(|_| {
                    scope.spawn(|| {
                        turns.work(
                            |source| Ok(source.next()),
                            |piece| if Some(piece) == fails_at { Err(()) } else { Ok(piece * 2) },
                            |target, result| {
                                target.push(result);
                                Ok(())
                            },
                        )
                    })
                })
                .collect();
            let done: Vec<_> = workers.into_iter().map(|worker| worker.join().unwrap()).collect();
            done.iter().any(Result::is_err)
        });
        (turns.into_target(), failed)
    }

    #[test]
    fn results_stand_in_the_order_of_the_work_however_many_work() {
        let expected: Vec<u32> = (0..1000).map(|piece| piece * 2).collect();
        for threads in [1, 2, 7] {
            assert_eq!(run(threads, None), (expected.clone(), false));
        }
    }

    #[test]
    fn one_that_fails_lets_nobody_wait_for_ever_and_nothing_be_put_after_it() {
        for threads in [1, 2, 7] {
            let (found, failed) = run(threads, Some(500));
            assert!(failed);
            assert!(found.len() <= 500);
            assert!(found.iter().zip(0..).all(|(found, piece)| *found == piece * 2));
        }
    }

    #[test]
    fn a_defect_in_one_lets_nobody_wait_for_ever() {
        for threads in [1, 2, 7] {
            let turns = Turns::new(0..1000_u32, Vec::new());
            let ended = std::thread::scope(|scope| {
                let work = || {
                    turns.work(
                        |source| Ok::<_, ()>(source.next()),
                        |piece| if piece == 500 { panic!("a defect") } else { Ok(piece) },
                        |target, result| {
                            target.push(result);
                            Ok(())
                        },
                    )
                };
                let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
                workers
                    .into_iter()
                    .map(std::thread::ScopedJoinHandle::join)
                    .filter(Result::is_err)
                    .count()
            });
            assert_eq!(ended, 1, "the others end of themselves");
            assert!(turns.into_target().len() <= 500);
        }
    }
}
