//! On which day, or at what time, in the United Kingdom?

pub mod words;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};

/// A day, and the time where one was said. A date alone is no midnight, and no clock change moves
/// it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum When {
    /// On this day.
    On(Date),
    /// At this time.
    At(Timestamp),
}

impl When {
    /// The day, on the calendar of the United Kingdom.
    pub fn day(self) -> Date {
        match self {
            Self::On(day) => day,
            Self::At(at) => local(at).date(),
        }
    }
}

/// The clock on the wall in the United Kingdom.
pub fn local(at: Timestamp) -> Zoned {
    at.to_zoned(united_kingdom())
}

/// The instant of a wall-clock time. An hour that the clocks repeat is read as its first
/// occurrence, one that they skip as one hour later.
pub fn instant(wall: DateTime) -> Timestamp {
    united_kingdom().to_ambiguous_timestamp(wall).compatible().unwrap_or_default()
}

/// Europe/London. The rules are bundled with the program, so it is always found; UTC would stand
/// in for it.
pub fn united_kingdom() -> TimeZone {
    TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn summer_time_is_known() {
        let at: Timestamp = "2026-07-01T12:00:00Z".parse().unwrap();
        assert_eq!(local(at).hour(), 13);
        let at: Timestamp = "2026-12-01T12:00:00Z".parse().unwrap();
        assert_eq!(local(at).hour(), 12);
    }

    #[test]
    fn a_day_is_local() {
        let at: Timestamp = "2026-06-30T23:30:00Z".parse().unwrap();
        assert_eq!(When::At(at).day(), date(2026, 7, 1));
    }
}
