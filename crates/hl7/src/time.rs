//! When was it? The time stamp of HL7 v2 (TS, v2.4 §2.9.47) and the clock of England.

use jiff::civil::{self, DateTime};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

/// How far the clocks of two computers may differ before a time counts as impossible.
const SKEW: SignedDuration = SignedDuration::from_mins(5);

/// A time stamp as it was written, with the precision it was written in.
///
/// A date is a date and never midnight: it is not converted to UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// `YYYY`.
    Year(i16),
    /// `YYYYMM`.
    Month(i16, i8),
    /// `YYYYMMDD`.
    Day(civil::Date),
    /// A date and a time of day, with the offset from UTC if it was written.
    Time(DateTime, Option<Offset>),
}

/// A moment, found from what was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// When.
    pub at: Timestamp,
    /// Set when the clocks changed and the hour had to be chosen.
    pub doubt: Option<HourDoubt>,
}

/// Why the hour of a local time is not certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HourDoubt {
    /// The hour happened twice (October) and both readings fit: the later was chosen.
    Twice,
    /// The hour did not happen (March): moved forward by one hour.
    Never,
}

/// A text is not a time stamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a time stamp of the form YYYYMMDDHHMMSS")]
pub struct NotATime;

impl Written {
    /// Reads `YYYY[MM[DD[HH[MM[SS[.S…]]]]]][±ZZZZ]`.
    pub fn read(text: &[u8]) -> Result<Self, NotATime> {
        let text = text.trim_ascii();
        let sign = text.iter().position(|b| matches!(b, b'+' | b'-')).unwrap_or(text.len());
        let (local, zone) = text.split_at(sign);
        let dot = memchr::memchr(b'.', local).unwrap_or(local.len());
        let (whole, fraction) = local.split_at(dot);
        if whole.len() % 2 != 0 || !(4..=14).contains(&whole.len()) {
            return Err(NotATime);
        }
        if !fraction.is_empty() && whole.len() != 14 {
            return Err(NotATime);
        }
        let offset = if zone.is_empty() { None } else { Some(offset(zone)?) };
        written(whole, nanoseconds(fraction)?, offset).ok_or(NotATime)
    }

    /// Cuts the precision down to what the second component of TS declares: Y, L (month), D.
    ///
    /// H, M and S change nothing: a time stays a time.
    #[must_use]
    pub fn no_finer_than(self, precision: &[u8]) -> Self {
        let Some(day) = self.day() else {
            return self;
        };
        match precision {
            b"Y" => Self::Year(day.year()),
            b"L" => Self::Month(day.year(), day.month()),
            b"D" => Self::Day(day),
            _ => self,
        }
    }

    /// The day, when at least the day was written. `19420301000000` is the first of March 1942.
    pub fn day(self) -> Option<civil::Date> {
        match self {
            Self::Year(_) | Self::Month(..) => None,
            Self::Day(day) => Some(day),
            Self::Time(time, _) => Some(time.date()),
        }
    }

    /// The moment, when a time of day was written.
    ///
    /// Without an offset it is local time in `zone`. In the hour that happens twice, the reading
    /// is chosen that is not after `not_after`: what was known when the text was written cannot
    /// have happened later. If both fit, it is the later one, and doubtful.
    pub fn moment(self, zone: &TimeZone, not_after: Timestamp) -> Option<Moment> {
        let Self::Time(local, written) = self else {
            return None;
        };
        let at = |offset: Offset| offset.to_timestamp(local).ok();
        if let Some(offset) = written {
            return Some(Moment { at: at(offset)?, doubt: None });
        }
        Some(match zone.to_ambiguous_timestamp(local).offset() {
            AmbiguousOffset::Unambiguous { offset } => Moment { at: at(offset)?, doubt: None },
            AmbiguousOffset::Gap { before, .. } => {
                Moment { at: at(before)?, doubt: Some(HourDoubt::Never) }
            }
            AmbiguousOffset::Fold { before, after } => twice(at(before)?, at(after)?, not_after),
        })
    }
}

/// Writes a moment as senders do: local time to the second, with the offset.
pub fn write(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%Y%m%d%H%M%S%z").to_string()
}

/// Whether an event claims to be later than its own arrival, beyond what clocks differ by.
pub fn is_ahead_of(event: Timestamp, arrival: Timestamp) -> bool {
    event.duration_since(arrival) > SKEW
}

fn twice(earlier: Timestamp, later: Timestamp, not_after: Timestamp) -> Moment {
    if is_ahead_of(later, not_after) {
        Moment { at: earlier, doubt: None }
    } else {
        Moment { at: later, doubt: Some(HourDoubt::Twice) }
    }
}

fn written(whole: &[u8], nanoseconds: i32, offset: Option<Offset>) -> Option<Written> {
    let pair = |at: usize| number(whole.get(at..at + 2)?).and_then(|n| i8::try_from(n).ok());
    let year = i16::try_from(number(whole.get(..4)?)?).ok()?;
    if year == 0 {
        return None;
    }
    if whole.len() == 4 {
        return Some(Written::Year(year));
    }
    let month = pair(4)?;
    if whole.len() == 6 {
        return (1..=12).contains(&month).then_some(Written::Month(year, month));
    }
    let day = civil::Date::new(year, month, pair(6)?).ok()?;
    if whole.len() == 8 {
        return Some(Written::Day(day));
    }
    let or_zero = |at: usize| if whole.len() > at { pair(at) } else { Some(0) };
    // A leap second is told as the last second before it.
    let second = or_zero(12)?;
    let second = if second == 60 { 59 } else { second };
    let time = civil::Time::new(pair(8)?, or_zero(10)?, second, nanoseconds).ok()?;
    Some(Written::Time(day.to_datetime(time), offset))
}

fn offset(zone: &[u8]) -> Result<Offset, NotATime> {
    let [sign, h1, h2, m1, m2] = zone else {
        return Err(NotATime);
    };
    let hours = number(&[*h1, *h2]).ok_or(NotATime)?;
    let minutes = number(&[*m1, *m2]).filter(|m| *m < 60).ok_or(NotATime)?;
    let seconds = (hours * 60 + minutes) * 60;
    Offset::from_seconds(if *sign == b'-' { -seconds } else { seconds }).map_err(|_| NotATime)
}

/// `.5` as nanoseconds; digits past the ninth are dropped.
fn nanoseconds(fraction: &[u8]) -> Result<i32, NotATime> {
    let digits = fraction.get(1..).unwrap_or_default();
    if !digits.iter().all(u8::is_ascii_digit) {
        return Err(NotATime);
    }
    let padded = digits.iter().copied().chain(std::iter::repeat(b'0')).take(9);
    number(&padded.collect::<Vec<u8>>()).ok_or(NotATime)
}

fn number(digits: &[u8]) -> Option<i32> {
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    str::from_utf8(digits).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, datetime};

    use super::*;

    fn london() -> TimeZone {
        TimeZone::get("Europe/London").unwrap()
    }

    fn utc(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[track_caller]
    fn check(text: &str, expected: Written) {
        assert_eq!(Written::read(text.as_bytes()), Ok(expected));
    }

    #[track_caller]
    fn moment(text: &str, not_after: &str) -> (String, Option<HourDoubt>) {
        let written = Written::read(text.as_bytes()).unwrap();
        let moment = written.moment(&london(), utc(not_after)).unwrap();
        (moment.at.to_string(), moment.doubt)
    }

    #[test]
    fn the_precision_written_is_the_precision_kept() {
        check("1949", Written::Year(1949));
        check("194911", Written::Month(1949, 11));
        check("19491117", Written::Day(date(1949, 11, 17)));
        check(" 19491117 ", Written::Day(date(1949, 11, 17)));
        check("2026032914", Written::Time(datetime(2026, 3, 29, 14, 0, 0, 0), None));
        check("202603291442", Written::Time(datetime(2026, 3, 29, 14, 42, 0, 0), None));
        check("20260329144200", Written::Time(datetime(2026, 3, 29, 14, 42, 0, 0), None));
    }

    #[test]
    fn seconds_may_have_a_fraction_and_a_time_an_offset() {
        let half = datetime(2026, 3, 29, 14, 42, 10, 500_000_000);
        check("20260329144210.5", Written::Time(half, None));
        check("20260329144210.5000000009", Written::Time(half, None));
        let hour = Offset::constant(1);
        check("20260329144210.5+0100", Written::Time(half, Some(hour)));
    }

    #[test]
    fn a_declared_precision_takes_the_rest_away() {
        let midnight = Written::read(b"19420301000000").unwrap();
        assert_eq!(midnight.no_finer_than(b"D"), Written::Day(date(1942, 3, 1)));
        assert_eq!(midnight.no_finer_than(b"L"), Written::Month(1942, 3));
        assert_eq!(midnight.no_finer_than(b"Y"), Written::Year(1942));
        assert_eq!(midnight.no_finer_than(b"S"), midnight);
        assert_eq!(Written::Year(1942).no_finer_than(b"D"), Written::Year(1942));
    }

    #[test]
    fn a_birth_date_at_midnight_is_a_date() {
        assert_eq!(Written::read(b"19420301000000").unwrap().day(), Some(date(1942, 3, 1)));
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "194",
            "19491",
            "19491301",
            "19490230",
            "00000000",
            "0000",
            "2026032925",
            "202603291460",
            "2026-03-29",
            "29/03/2026",
            "20260329T1442",
            "20260329144210.x",
            "202603291442.5",
            "202603291442+01",
            "202603291442+0160",
            "202603291442+01:00",
            "\"\"",
            "+0100",
            "202603291442101",
        ] {
            assert_eq!(Written::read(text.as_bytes()), Err(NotATime), "{text}");
        }
    }

    #[test]
    fn summer_and_winter_are_told_apart() {
        let late = "2027-01-01T00:00:00Z";
        assert_eq!(moment("202607011200", late).0, "2026-07-01T11:00:00Z");
        assert_eq!(moment("202601011200", late).0, "2026-01-01T12:00:00Z");
        assert_eq!(moment("202601011200+0100", late).0, "2026-01-01T11:00:00Z");
    }

    #[test]
    fn the_hour_that_happens_twice_cannot_lie_after_its_message() {
        let early = moment("20261025012800", "2026-10-25T00:31:00Z");
        assert_eq!(early, ("2026-10-25T00:28:00Z".into(), None));
        let late = moment("20261025012800", "2026-10-25T01:31:00Z");
        assert_eq!(late, ("2026-10-25T01:28:00Z".into(), Some(HourDoubt::Twice)));
    }

    #[test]
    fn a_clock_a_few_seconds_ahead_does_not_cost_an_hour() {
        let skewed = moment("20261025013000", "2026-10-25T01:29:58Z");
        assert_eq!(skewed.0, "2026-10-25T01:30:00Z");
    }

    #[test]
    fn the_hour_that_never_happens_moves_forward() {
        let moved = moment("20260329013000", "2026-03-29T09:00:00Z");
        assert_eq!(moved, ("2026-03-29T01:30:00Z".into(), Some(HourDoubt::Never)));
    }

    #[test]
    fn a_date_is_no_moment() {
        let date = Written::read(b"20260402").unwrap();
        assert_eq!(date.moment(&london(), utc("2027-01-01T00:00:00Z")), None);
    }

    #[test]
    fn a_moment_is_written_with_its_offset() {
        assert_eq!(write(utc("2026-03-29T13:46:11Z"), &london()), "20260329144611+0100");
        assert_eq!(write(utc("2026-01-01T00:00:00Z"), &london()), "20260101000000+0000");
    }
}
