//! What did a provider last publish, and may it still be used?
//!
//! What a provider publishes of itself is taken for current for an hour and serves for a day while
//! the provider does not answer; after a failure it is left in peace for a moment, so that whoever
//! signs in meanwhile gets an answer at once.

use jiff::{SignedDuration, Timestamp};

use crate::http::NoAnswer;

const CURRENT: SignedDuration = SignedDuration::from_hours(1);

const USABLE: SignedDuration = SignedDuration::from_hours(24);

const REST: SignedDuration = SignedDuration::from_secs(5);

/// The last that was published, and when it was fetched.
#[derive(Debug)]
pub(crate) struct Kept<T> {
    held: Option<(T, Timestamp)>,
    failed_at: Option<Timestamp>,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self { held: None, failed_at: None }
    }
}

impl<T: Clone> Kept<T> {
    /// What to use now; fetched where what is held is no longer current.
    pub(crate) async fn get(
        &mut self,
        now: Timestamp,
        fetch: impl Future<Output = Result<T, NoAnswer>>,
    ) -> Result<T, NoAnswer> {
        if let Some(current) = self.younger_than(CURRENT, now) {
            return Ok(current);
        }
        let renewed = match self.failed_at {
            Some(at) if within(at, REST, now) => Err(NoAnswer::Resting),
            _ => self.renew(now, fetch).await,
        };
        renewed.or_else(|fault| self.usable(now).ok_or(fault))
    }

    /// Fetches it now. What was published before and is no more is gone.
    pub(crate) async fn renew(
        &mut self,
        now: Timestamp,
        fetch: impl Future<Output = Result<T, NoAnswer>>,
    ) -> Result<T, NoAnswer> {
        let fetched = fetch.await;
        match &fetched {
            Ok(fetched) => *self = Self { held: Some((fetched.clone(), now)), failed_at: None },
            Err(_) => self.failed_at = Some(now),
        }
        fetched
    }

    fn usable(&self, now: Timestamp) -> Option<T> {
        self.younger_than(USABLE, now)
    }

    fn younger_than(&self, age: SignedDuration, now: Timestamp) -> Option<T> {
        let (held, at) = self.held.as_ref()?;
        within(*at, age, now).then(|| held.clone())
    }
}

/// Whether less than `time` has passed since. A clock that was put back counts as no time.
pub(crate) fn within(since: Timestamp, time: SignedDuration, now: Timestamp) -> bool {
    now.duration_since(since) < time
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_was_published_serves_for_a_day_while_its_provider_is_down() {
        let mut kept = Kept::default();
        assert_eq!(kept.get(minute(0), async { Ok(1) }).await, Ok(1));
        assert_eq!(kept.get(minute(59), async { Ok(2) }).await, Ok(1), "still current");
        assert_eq!(kept.get(minute(60), async { Ok(2) }).await, Ok(2));
        let down = || async { Err(NoAnswer::Unreachable) };
        assert_eq!(kept.get(minute(60 + 24 * 60 - 1), down()).await, Ok(2));
        assert_eq!(kept.get(minute(60 + 24 * 60), down()).await, Err(NoAnswer::Unreachable));
    }

    #[tokio::test]
    async fn after_a_failure_nobody_waits_for_the_next_try() {
        let mut kept: Kept<u8> = Kept::default();
        let at = |second| Timestamp::from_second(second).unwrap();
        let down = kept.get(at(0), async { Err(NoAnswer::TooLate) }).await;
        assert_eq!(down, Err(NoAnswer::TooLate));
        let asked_again = async { panic!("it was asked again") };
        assert_eq!(kept.get(at(4), asked_again).await, Err(NoAnswer::Resting));
        assert_eq!(kept.get(at(5), async { Ok(1) }).await, Ok(1));
    }

    fn minute(minute: i64) -> Timestamp {
        Timestamp::from_second(minute * 60).unwrap()
    }
}
