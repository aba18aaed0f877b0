//! When may the next request leave?

use std::time::Duration;

use tokio::time::Instant;

/// The longest that the service can make us wait, whatever it says.
const LONGEST_HOLD: Duration = Duration::from_hours(1);

/// Requests leave one after another, so far apart. Whoever asks gets the next place.
#[derive(Debug)]
pub(super) struct Pace {
    every: Duration,
    next: Option<Instant>,
}

impl Pace {
    pub(super) fn new(every: Duration) -> Self {
        Self { every, next: None }
    }

    /// Takes the next place, and says how long it is until then; `None`, and no place is taken,
    /// where that is longer than `most`.
    pub(super) fn take(&mut self, now: Instant, most: Duration) -> Option<Duration> {
        let place = self.next.map_or(now, |next| next.max(now));
        let wait = place.duration_since(now);
        if wait > most {
            return None;
        }
        self.next = Some(place + self.every);
        Some(wait)
    }

    /// Nothing leaves before so long, an hour at most: the service said so.
    pub(super) fn hold(&mut self, now: Instant, wait: Duration) {
        let until = now + wait.min(LONGEST_HOLD);
        self.next = Some(self.next.map_or(until, |next| next.max(until)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn five_a_second_leave_a_fifth_of_a_second_apart() {
        let (mut pace, now) = (Pace::new(SECOND / 5), Instant::now());
        let waits: Vec<_> = (0..4).filter_map(|_| pace.take(now, SECOND)).collect();
        assert_eq!(waits, [0, 200, 400, 600].map(Duration::from_millis));
        assert_eq!(pace.take(now + SECOND, SECOND), Some(Duration::ZERO), "and none is saved up");
        assert_eq!(pace.take(now + SECOND, SECOND), Some(SECOND / 5));
    }

    #[test]
    fn nothing_leaves_before_the_service_lets_it() {
        let (mut pace, now) = (Pace::new(SECOND / 5), Instant::now());
        pace.hold(now, SECOND * 90);
        assert_eq!(pace.take(now, SECOND * 30), None);
        assert_eq!(pace.take(now + SECOND * 60, SECOND * 30), Some(SECOND * 30));
    }
}
