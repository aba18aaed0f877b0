//! What did a provider last publish, and may it still be used?
//!
//! What a provider publishes of itself is taken for current for an hour and serves for a day while
//! the provider does not answer; after a failure it is left in peace for a moment, so that whoever
//! signs in meanwhile gets an answer at once.

use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};

use crate::http::NoAnswer;

const CURRENT: SignedDuration = SignedDuration::from_hours(1);

const USABLE: SignedDuration = SignedDuration::from_hours(24);

/// After a failure.
const REST: SignedDuration = SignedDuration::from_secs(5);

/// The same, from when it was asked, where ten of these seconds were waited in vain.
const LONG_REST: SignedDuration = SignedDuration::from_secs(15);

/// The last that was published, and when it was fetched. One asks at a time; who comes meanwhile
/// takes what is held, or waits for that one answer, and never for a second.
#[derive(Debug)]
pub(crate) struct Kept<T> {
    held: Mutex<Held<T>>,
    turn: tokio::sync::Mutex<()>,
}

#[derive(Debug)]
struct Held<T> {
    fetched: Option<(T, Timestamp)>,
    failed: Option<(NoAnswer, Timestamp)>,
    /// How often it failed, ever.
    failures: u64,
}

/// What is to be done about what is held.
enum Look<T> {
    Current(T),
    Resting,
    /// It must be fetched; so often it had failed by now.
    Due(u64),
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        let held = Held { fetched: None, failed: None, failures: 0 };
        Self { held: Mutex::new(held), turn: tokio::sync::Mutex::default() }
    }
}

impl<T: Clone> Kept<T> {
    /// What to use now; fetched where what is held is no longer current.
    pub(crate) async fn get(
        &self,
        now: Timestamp,
        fetch: impl Future<Output = Result<T, NoAnswer>>,
    ) -> Result<T, NoAnswer> {
        let before = match self.look(now) {
            Look::Current(current) => return Ok(current),
            Look::Resting => return self.usable(now).ok_or(NoAnswer::Resting),
            Look::Due(failures) => failures,
        };
        let _turn = match (self.turn.try_lock(), self.usable(now)) {
            (Ok(turn), _) => turn,
            (Err(_), Some(usable)) => return Ok(usable),
            (Err(_), None) => self.turn.lock().await,
        };
        match self.look(now) {
            Look::Current(current) => Ok(current),
            Look::Due(failures) if failures == before => {
                let fetched = fetch.await;
                self.keep(fetched, now).or_else(|fault| self.usable(now).ok_or(fault))
            }
            // Whoever had the turn asked in vain while we waited.
            Look::Resting | Look::Due(_) => self.usable(now).ok_or(NoAnswer::Resting),
        }
    }

    /// Fetches it now. What was published before and is no more is gone.
    pub(crate) async fn renew(
        &self,
        now: Timestamp,
        fetch: impl Future<Output = Result<T, NoAnswer>>,
    ) -> Result<T, NoAnswer> {
        let _turn = self.turn.lock().await;
        let fetched = fetch.await;
        self.keep(fetched, now)
    }

    /// What is held, while it may be used though it cannot be fetched anew.
    pub(crate) fn usable(&self, now: Timestamp) -> Option<T> {
        let held = self.held();
        let (fetched, at) = held.fetched.as_ref()?;
        (now.duration_since(*at) < USABLE).then(|| fetched.clone())
    }

    fn look(&self, now: Timestamp) -> Look<T> {
        let held = self.held();
        match (&held.fetched, held.failed) {
            (Some((fetched, at)), _) if within(*at, CURRENT, now) => Look::Current(fetched.clone()),
            (_, Some((NoAnswer::TooLate, at))) if within(at, LONG_REST, now) => Look::Resting,
            (_, Some((_, at))) if within(at, REST, now) => Look::Resting,
            _ => Look::Due(held.failures),
        }
    }

    fn keep(&self, fetched: Result<T, NoAnswer>, now: Timestamp) -> Result<T, NoAnswer> {
        let mut held = self.held();
        match &fetched {
            Ok(fetched) => (held.fetched, held.failed) = (Some((fetched.clone(), now)), None),
            Err(fault) => {
                held.failed = Some((*fault, now));
                held.failures += 1;
            }
        }
        drop(held);
        fetched
    }

    fn held(&self) -> MutexGuard<'_, Held<T>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether less than `time` has passed since. What a clock says that was put back meanwhile is over.
pub(crate) fn within(since: Timestamp, time: SignedDuration, now: Timestamp) -> bool {
    let passed = now.duration_since(since);
    !passed.is_negative() && passed < time
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_was_published_serves_for_a_day_while_its_provider_is_down() {
        let kept = Kept::default();
        assert_eq!(kept.get(minute(0), async { Ok(1) }).await, Ok(1));
        assert_eq!(kept.get(minute(59), async { Ok(2) }).await, Ok(1), "still current");
        assert_eq!(kept.get(minute(60), async { Ok(2) }).await, Ok(2));
        let down = || async { Err(NoAnswer::Unreachable) };
        assert_eq!(kept.get(minute(60 + 24 * 60 - 1), down()).await, Ok(2));
        assert_eq!(kept.get(minute(60 + 24 * 60), down()).await, Err(NoAnswer::Unreachable));
    }

    #[tokio::test]
    async fn after_a_failure_nobody_waits_for_the_next_try() {
        let kept: Kept<u8> = Kept::default();
        let at = |second| Timestamp::from_second(second).unwrap();
        let down = kept.get(at(0), async { Err(NoAnswer::Unreachable) }).await;
        assert_eq!(down, Err(NoAnswer::Unreachable));
        let asked_again = async { panic!("it was asked again") };
        assert_eq!(kept.get(at(4), asked_again).await, Err(NoAnswer::Resting));
        assert_eq!(kept.get(at(5), async { Ok(1) }).await, Ok(1));
    }

    #[tokio::test]
    async fn who_waited_with_others_for_a_provider_in_vain_waits_no_second_time() {
        let kept: Kept<u8> = Kept::default();
        let at = |second| Timestamp::from_second(second).unwrap();
        let (answers, answer) = tokio::sync::oneshot::channel::<()>();
        let first = kept.get(at(0), async {
            answer.await.unwrap();
            Err(NoAnswer::TooLate)
        });
        let asked_again = || async { panic!("it was asked again") };
        // It came six seconds later, when a rest that began with the question would be over.
        let second = kept.get(at(6), asked_again());
        let third = async { answers.send(()).unwrap() };
        let (first, second, ()) = tokio::join!(first, second, third);
        assert_eq!((first, second), (Err(NoAnswer::TooLate), Err(NoAnswer::Resting)));
        assert_eq!(kept.get(at(14), asked_again()).await, Err(NoAnswer::Resting));
        assert_eq!(kept.get(at(15), async { Ok(1) }).await, Ok(1));
    }

    #[tokio::test]
    async fn what_is_held_serves_at_once_while_somebody_asks_for_the_next() {
        let kept = Kept::default();
        assert_eq!(kept.get(minute(0), async { Ok(1) }).await, Ok(1));
        let (answers, answer) = tokio::sync::oneshot::channel::<u8>();
        let first = kept.get(minute(61), async { Ok(answer.await.unwrap()) });
        let second = async {
            let held = kept.get(minute(61), async { panic!("it was asked twice") }).await;
            answers.send(2).unwrap();
            held
        };
        assert_eq!(tokio::join!(first, second), (Ok(2), Ok(1)));
    }

    #[tokio::test]
    async fn a_clock_that_was_put_back_makes_nobody_rest_and_nothing_current_for_ever() {
        let kept = Kept::default();
        assert_eq!(kept.get(minute(60), async { Ok(1) }).await, Ok(1));
        assert_eq!(kept.get(minute(0), async { Ok(2) }).await, Ok(2));
        assert!(kept.renew(minute(60), async { Err(NoAnswer::Unreachable) }).await.is_err());
        assert_eq!(kept.get(minute(59), async { Ok(3) }).await, Ok(2), "current by its own time");
        assert_eq!(kept.get(minute(60), async { Ok(3) }).await, Ok(2), "it rests");
    }

    fn minute(minute: i64) -> Timestamp {
        Timestamp::from_second(minute * 60).unwrap()
    }
}
