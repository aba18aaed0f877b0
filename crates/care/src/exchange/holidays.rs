//! On which days does England and Wales not work?

use jiff::Span;
use jiff::civil::{Date, Weekday};

/// The bank holidays of England and Wales in a year, in order (Banking and Financial Dealings Act
/// 1971, schedule 1, with the days proclaimed each year since 1974 and 1978: New Year and early
/// May). One that falls on a weekend is kept on the next working day. What is proclaimed once,
/// such as for a coronation, is not known here: a council adds it to the days on which it is closed.
pub fn bank_holidays(year: i16) -> Vec<Date> {
    let day = |month, day| Date::new(year, month, day).ok();
    let christmas = day(12, 25).map(weekday_or_next);
    let boxing = day(12, 26).map(|day| match christmas {
        Some(taken) if weekday_or_next(day) <= taken => after(taken, 1),
        _ => weekday_or_next(day),
    });
    let easter = easter(year);
    let mut days: Vec<Date> = [
        day(1, 1).map(weekday_or_next),
        easter.map(|sunday| after(sunday, -2)),
        easter.map(|sunday| after(sunday, 1)),
        nth_monday(year, 5, 1),
        nth_monday(year, 5, -1),
        nth_monday(year, 8, -1),
        christmas,
        boxing,
    ]
    .into_iter()
    .flatten()
    .collect();
    days.sort_unstable();
    days
}

fn weekday_or_next(day: Date) -> Date {
    match day.weekday() {
        Weekday::Saturday => after(day, 2),
        Weekday::Sunday => after(day, 1),
        _ => day,
    }
}

fn after(day: Date, days: i32) -> Date {
    day.saturating_add(Span::new().days(days))
}

fn nth_monday(year: i16, month: i8, nth: i8) -> Option<Date> {
    Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, Weekday::Monday).ok()
}

/// Easter Sunday of the Gregorian calendar (the anonymous computus of 1876).
fn easter(year: i16) -> Option<Date> {
    let year_number = i32::from(year);
    let golden = year_number % 19;
    let (century, of_century) = (year_number / 100, year_number % 100);
    let correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - correction + 15) % 30;
    let to_sunday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
    let late = (golden + 11 * epact + 22 * to_sunday) / 451;
    let days = epact + to_sunday - 7 * late + 114;
    Date::new(year, i8::try_from(days / 31).ok()?, i8::try_from(days % 31 + 1).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    /// As published for England and Wales.
    #[test]
    fn h10_bank_holidays_are_those_published() {
        #[track_caller]
        fn check(year: i16, expected: [(i8, i8); 8]) {
            let expected: Vec<Date> =
                expected.iter().map(|(month, day)| date(year, *month, *day)).collect();
            assert_eq!(bank_holidays(year), expected);
        }
        check(2018, [(1, 1), (3, 30), (4, 2), (5, 7), (5, 28), (8, 27), (12, 25), (12, 26)]);
        check(2021, [(1, 1), (4, 2), (4, 5), (5, 3), (5, 31), (8, 30), (12, 27), (12, 28)]);
        check(2024, [(1, 1), (3, 29), (4, 1), (5, 6), (5, 27), (8, 26), (12, 25), (12, 26)]);
        check(2025, [(1, 1), (4, 18), (4, 21), (5, 5), (5, 26), (8, 25), (12, 25), (12, 26)]);
        check(2026, [(1, 1), (4, 3), (4, 6), (5, 4), (5, 25), (8, 31), (12, 25), (12, 28)]);
        check(2027, [(1, 1), (3, 26), (3, 29), (5, 3), (5, 31), (8, 30), (12, 27), (12, 28)]);
        check(2028, [(1, 3), (4, 14), (4, 17), (5, 1), (5, 29), (8, 28), (12, 25), (12, 26)]);
    }

    #[test]
    fn easter_is_found_at_its_earliest_and_latest() {
        assert_eq!(easter(1818), Some(date(1818, 3, 22)));
        assert_eq!(easter(2038), Some(date(2038, 4, 25)));
        assert_eq!(easter(2049), Some(date(2049, 4, 18)));
        assert_eq!(easter(2000), Some(date(2000, 4, 23)));
    }
}
