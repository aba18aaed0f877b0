//! What time is it?
//!
//! The only place of the program that asks the machine. Everything below takes `now` as a
//! parameter; the loops and the doors ask here, once for each thing they do.
//!
//! The service runs by the wall clock. A demonstration may start on another day, run faster and
//! be put forward; nothing else can change the clock, and nothing can put it back.

use std::sync::{PoisonError, RwLock};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};

/// The clock of this process: the machine's until a demonstration sets its own.
static PACE: RwLock<Pace> = RwLock::new(Pace::Wall);

/// How the time of this process runs.
#[derive(Debug, Clone, Copy)]
enum Pace {
    /// As on the wall.
    Wall,
    /// From a start, so many times faster.
    Own { start: Timestamp, since: Instant, speed: f64 },
}

impl Pace {
    fn read(self) -> Timestamp {
        match self {
            Self::Wall => wall(),
            Self::Own { start, since, speed } => later(start, since.elapsed().mul_f64(speed)),
        }
    }
}

/// The time now.
pub fn now() -> Timestamp {
    pace().read()
}

/// Lets the clock run from `start`, `speed` times as fast as the wall's. For demonstrations.
///
/// A speed that is no positive number, or beyond a million, counts as 1.
pub fn run_from(start: Timestamp, speed: f64) {
    let speed = if speed > 0.0 && speed <= 1e6 { speed } else { 1.0 };
    let mut pace = PACE.write().unwrap_or_else(PoisonError::into_inner);
    *pace = Pace::Own { start, since: Instant::now(), speed };
}

/// Puts the clock of a demonstration forward. The wall's clock stays as it is.
pub fn advance(by: Duration) {
    let mut pace = PACE.write().unwrap_or_else(PoisonError::into_inner);
    if let Pace::Own { start, .. } = &mut *pace {
        *start = later(*start, by);
    }
}

/// How much wall-clock time passes until `later`, as the clock runs now.
pub fn wait_until(later: Timestamp) -> Duration {
    let pace = pace();
    let ahead = later.duration_since(pace.read()).max(SignedDuration::ZERO).unsigned_abs();
    match pace {
        Pace::Wall => ahead,
        Pace::Own { speed, .. } => ahead.div_f64(speed),
    }
}

fn pace() -> Pace {
    *PACE.read().unwrap_or_else(PoisonError::into_inner)
}

fn later(start: Timestamp, by: Duration) -> Timestamp {
    SignedDuration::try_from(by).ok().and_then(|by| start.checked_add(by).ok()).unwrap_or(start)
}

#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
fn wall() -> Timestamp {
    Timestamp::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_of_its_own_starts_where_it_was_told_and_runs_at_its_pace() {
        let start: Timestamp = "2026-08-12T02:10:00Z".parse().unwrap();
        let since = Instant::now().checked_sub(Duration::from_mins(1)).unwrap();
        let read = Pace::Own { start, since, speed: 60.0 }.read();
        let hour = SignedDuration::from_hours(1);
        assert!((hour..hour + SignedDuration::from_mins(5)).contains(&read.duration_since(start)));
    }

    #[test]
    fn time_that_cannot_be_added_stands_still() {
        assert_eq!(later(Timestamp::MAX, Duration::from_secs(1)), Timestamp::MAX);
    }
}
