//! Is the service so ill that it is better left alone?

use std::time::Duration;

use tokio::time::Instant;

/// So many failures in a row, and it is left alone.
const MOST_FAILURES: u32 = 5;

/// So long at first. Each failure after a rest doubles it.
const FIRST_REST: Duration = Duration::from_secs(30);

/// So long at most.
const LONGEST_REST: Duration = Duration::from_mins(10);

/// Counts failures in a row, and rests after too many. After the rest one request is let through:
/// if it fails, the next rest is longer.
#[derive(Debug, Default)]
pub(super) struct Breaker {
    failures: u32,
    rests_until: Option<Instant>,
}

impl Breaker {
    /// Whether a request may be tried now.
    pub(super) fn lets_through(&self, now: Instant) -> bool {
        self.rests_until.is_none_or(|until| until <= now)
    }

    pub(super) fn succeeded(&mut self) {
        *self = Self::default();
    }

    pub(super) fn failed(&mut self, now: Instant) {
        self.failures = self.failures.saturating_add(1);
        if let Some(beyond) = self.failures.checked_sub(MOST_FAILURES) {
            let rest = FIRST_REST.saturating_mul(2_u32.saturating_pow(beyond));
            self.rests_until = Some(now + rest.min(LONGEST_REST));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_rests_after_five_failures_and_longer_each_time() {
        let (mut breaker, mut now) = (Breaker::default(), Instant::now());
        for _ in 0..4 {
            breaker.failed(now);
            assert!(breaker.lets_through(now));
        }
        for seconds in [30, 60, 120, 240, 480, 600, 600] {
            breaker.failed(now);
            let rest = Duration::from_secs(seconds);
            assert!(!breaker.lets_through(now + rest - Duration::from_millis(1)), "{seconds}");
            assert!(breaker.lets_through(now + rest), "{seconds}");
            now += rest;
        }
        breaker.succeeded();
        breaker.failed(now);
        assert!(breaker.lets_through(now), "one answer, and all is forgotten");
    }
}
