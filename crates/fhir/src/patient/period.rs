//! Is this over, and how much of a date is known?

use care::people::PartialDate;
use jiff::civil::Date;
use serde::Deserialize;

/// From when to when something holds.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Period {
    start: Option<String>,
    end: Option<String>,
}

impl Period {
    /// Whether it ended before `today`. An end that cannot be read is none.
    pub(super) fn is_over(&self, today: Date) -> bool {
        let end = self.end.as_deref().and_then(partial_date);
        end.and_then(last_day).is_some_and(|end| end < today)
    }

    /// Whether it holds on `today`, its first and its last day included. What gives somebody a right
    /// holds only as far as it can be read.
    pub(crate) fn holds(&self, today: Date) -> bool {
        let day =
            |text: &str, edge: fn(PartialDate) -> Option<Date>| partial_date(text).and_then(edge);
        let has_begun = |start: &String| day(start, first_day).is_some_and(|day| day <= today);
        let is_left = |end: &String| day(end, last_day).is_some_and(|day| day >= today);
        self.start.as_ref().is_none_or(has_begun) && self.end.as_ref().is_none_or(is_left)
    }
}

/// A FHIR date or dateTime, known to the day, the month or the year. The time of day is left out:
/// it is the writer's, and births and deaths are days.
pub(super) fn partial_date(text: &str) -> Option<PartialDate> {
    let text = text.split('T').next()?;
    let mut parts = text.split('-');
    let year = number(parts.next()?, 4)?;
    let Some(month) = parts.next() else { return Some(PartialDate::Year(year)) };
    let month = i8::try_from(number(month, 2)?).ok().filter(|month| (1..=12).contains(month))?;
    let Some(day) = parts.next() else { return Some(PartialDate::Month(year, month)) };
    let day = i8::try_from(number(day, 2)?).ok()?;
    let date = Date::new(year, month, day).ok()?;
    parts.next().is_none().then_some(PartialDate::Day(date))
}

/// The day, where the whole of it is known.
pub(super) fn whole_day(text: &str) -> Option<Date> {
    match partial_date(text)? {
        PartialDate::Day(day) => Some(day),
        PartialDate::Month(..) | PartialDate::Year(_) => None,
    }
}

fn first_day(date: PartialDate) -> Option<Date> {
    match date {
        PartialDate::Day(day) => Some(day),
        PartialDate::Month(year, month) => Date::new(year, month, 1).ok(),
        PartialDate::Year(year) => Date::new(year, 1, 1).ok(),
    }
}

fn last_day(date: PartialDate) -> Option<Date> {
    match date {
        PartialDate::Day(day) => Some(day),
        PartialDate::Month(year, month) => Date::new(year, month, 1).ok().map(Date::last_of_month),
        PartialDate::Year(year) => Date::new(year, 12, 31).ok(),
    }
}

fn number(text: &str, digits: usize) -> Option<i16> {
    let is_plain = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_plain)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn dates_are_known_as_far_as_they_are_written() {
        assert_eq!(partial_date("1939"), Some(PartialDate::Year(1939)));
        assert_eq!(partial_date("1939-01"), Some(PartialDate::Month(1939, 1)));
        assert_eq!(partial_date("1939-01-09"), Some(PartialDate::Day(date(1939, 1, 9))));
        assert_eq!(whole_day("2010-10-22T23:59:00+00:00"), Some(date(2010, 10, 22)));
        for text in ["", "39", "1939-13", "1939-02-30", "1939-1-9", "-939", "+939", "1939-01-09-1"]
        {
            assert_eq!(partial_date(text), None, "{text}");
        }
    }

    #[test]
    fn what_ends_this_year_is_not_over() {
        let over = |end: &str| {
            Period { end: Some(end.to_owned()), ..Period::default() }.is_over(date(2026, 8, 12))
        };
        assert!(over("2026-08-11") && over("2026-07") && over("2025"));
        assert!(!over("2026-08-12") && !over("2026-08") && !over("2026") && !over("soon"));
        assert!(!Period::default().is_over(date(2026, 8, 12)));
    }

    #[test]
    fn what_has_not_begun_is_over_or_cannot_be_read_does_not_hold() {
        let holds = |start: Option<&str>, end: Option<&str>| {
            let text = |text: Option<&str>| text.map(str::to_owned);
            Period { start: text(start), end: text(end) }.holds(date(2026, 8, 12))
        };
        assert!(holds(None, None) && holds(Some("2026-08-12"), Some("2026-08-12T09:00:00Z")));
        assert!(holds(Some("2026-08"), None) && holds(Some("2019"), Some("2026")));
        assert!(!holds(Some("2026-08-13"), None) && !holds(None, Some("2026-08-11")));
        assert!(!holds(Some("soon"), None) && !holds(None, Some("soon")));
    }
}
