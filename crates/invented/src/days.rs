//! Days before and after a day.

use jiff::SignedDuration;
use jiff::civil::Date;

use crate::chance::Chance;

/// The day `days` after `day`; before it, where `days` is negative.
pub(crate) fn after(day: Date, days: impl Into<i64>) -> Date {
    day.checked_add(SignedDuration::from_hours(days.into() * 24)).unwrap_or(day)
}

/// A day between so many days before `day`.
pub(crate) fn some_time_before(
    chance: &mut Chance,
    day: Date,
    nearest: i32,
    farthest: i32,
) -> Date {
    after(day, -i64::from(chance.between(nearest, farthest)))
}

/// As most tables of the reporting copy write a day: `2026-08-12`.
pub(crate) fn year_first(day: Date) -> String {
    day.to_string()
}

/// As the tables of services write it: `12/08/2026`.
pub(crate) fn day_first(day: Date) -> String {
    format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year())
}
