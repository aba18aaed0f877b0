//! How are days, times, ages and durations written?
//!
//! One way for every page, print and list (user interface standards ISB 1500 to 1508: date, time
//! and age display): the browser's locale has no say.

use jiff::civil::{Date, Weekday};
use jiff::{SignedDuration, Timestamp};

use super::{When, local, united_kingdom};
use crate::people::{Born, PartialDate};

/// For banners, tables and tags: "12-Aug-2026". May is whole in three letters.
pub fn day(day: Date) -> String {
    format!("{:02}-{}-{:04}", day.day(), month_short(day.month()), day.year())
}

/// For sentences and screen readers: "12 August 2026".
pub fn day_in_full(day: Date) -> String {
    format!("{} {} {:04}", day.day(), month(day.month()), day.year())
}

/// Where the day of the week helps: "Mon 17-Aug-2026".
pub fn day_of_week(of: Date) -> String {
    let name = weekday(of.weekday());
    format!("{} {}", name.get(..3).unwrap_or(name), day(of))
}

/// The time on the wall in the United Kingdom, "14:05". In the hour that the clocks repeat in
/// autumn it says which of the two is meant: "01:30 BST", "01:30 GMT".
pub fn time(at: Timestamp) -> String {
    let wall = local(at);
    let text = format!("{:02}:{:02}", wall.hour(), wall.minute());
    if united_kingdom().to_ambiguous_timestamp(wall.datetime()).is_ambiguous() {
        let zone = if wall.offset().seconds() == 0 { "GMT" } else { "BST" };
        format!("{text} {zone}")
    } else {
        text
    }
}

/// "Today 14:05", or with the day where it is another one: "11-Aug-2026 14:05".
pub fn moment(at: Timestamp, now: Timestamp) -> String {
    let on = local(at).date();
    if on == local(now).date() {
        format!("Today {}", time(at))
    } else {
        format!("{} {}", day(on), time(at))
    }
}

/// A day, and the time where one was said.
pub fn when(when: When, now: Timestamp) -> String {
    match when {
        When::On(on) => day(on),
        When::At(at) => moment(at, now),
    }
}

/// In whole units, rounded down: "50 minutes", "26 hours", "3 days". Hours reach to three days, so
/// that "26 hours" is not hidden in "1 day". Less than nothing is "0 minutes".
pub fn duration(length: SignedDuration) -> String {
    let minutes = length.as_mins().max(0);
    match minutes {
        0..60 => counted(minutes, "minute"),
        60..4320 => counted(minutes / 60, "hour"),
        _ => counted(minutes / 1440, "day"),
    }
}

/// "1 day", "3 days".
pub fn counted(number: i64, unit: &str) -> String {
    if number == 1 { format!("1 {unit}") } else { format!("{number} {unit}s") }
}

/// The age on a day, where the birth date is known to the day: "81y" from 18 years, "17y 3m" from
/// 2, "14m 3d" from 1, "7w 3d" from four weeks, else "12d" (ISB 1505, age display).
pub fn age(born: Born, on: Date) -> Option<String> {
    let age = born.age_on(on)?;
    let PartialDate::Day(birth) = born.on else { return None };
    let days = days_between(birth, on);
    Some(match (age.years, days) {
        (18.., _) => format!("{}y", age.years),
        (2.., _) => format!("{}y {}m", age.years, age.months),
        (1, _) => {
            let months = 12 + i32::from(age.months);
            let since = birth.saturating_add(jiff::Span::new().months(months));
            format!("{months}m {}d", days_between(since, on))
        }
        (_, 28..) => format!("{}w {}d", days / 7, days % 7),
        _ => format!("{days}d"),
    })
}

/// The date of birth as far as it is known: "14-Jul-1945", "Jul-1945", "1945", and "about 1945"
/// where it was guessed.
pub fn born(born: Born) -> String {
    let text = match born.on {
        PartialDate::Day(on) => day(on),
        PartialDate::Month(year, number) => format!("{}-{year:04}", month_short(number)),
        PartialDate::Year(year) => format!("{year:04}"),
    };
    if born.estimated { format!("about {text}") } else { text }
}

/// "Monday".
pub fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

fn days_between(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_hours() / 24
}

fn month_short(number: i8) -> &'static str {
    month(number).get(..3).unwrap_or_default()
}

fn month(number: i8) -> &'static str {
    match number {
        1 => "January",
        2 => "February",
        3 => "March",
        4 => "April",
        5 => "May",
        6 => "June",
        7 => "July",
        8 => "August",
        9 => "September",
        10 => "October",
        11 => "November",
        _ => "December",
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn h15_a_day_is_written_one_way() {
        assert_eq!(day(date(2026, 8, 2)), "02-Aug-2026");
        assert_eq!(day(date(2026, 5, 31)), "31-May-2026");
        assert_eq!(day(date(2028, 2, 29)), "29-Feb-2028");
        assert_eq!(day_in_full(date(2026, 8, 2)), "2 August 2026");
        assert_eq!(day_of_week(date(2026, 8, 17)), "Mon 17-Aug-2026");
        let months: Vec<String> =
            (1..=12).map(|month| day(date(2026, month, 1))[3..6].to_owned()).collect();
        assert_eq!(months.join(" "), "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec");
    }

    #[test]
    fn h15_a_time_is_the_one_on_the_wall() {
        assert_eq!(time(at("2026-08-12T13:05:59Z")), "14:05");
        assert_eq!(time(at("2026-01-12T13:05:00Z")), "13:05");
        assert_eq!(time(at("2026-08-11T23:00:00Z")), "00:00");
    }

    #[test]
    fn h15_the_night_the_clocks_go_forward_has_no_hour_from_one_to_two() {
        assert_eq!(time(at("2026-03-29T00:59:00Z")), "00:59");
        assert_eq!(time(at("2026-03-29T01:00:00Z")), "02:00");
    }

    #[test]
    fn h15_the_hour_that_the_clocks_repeat_says_which_one_it_is() {
        assert_eq!(time(at("2026-10-24T23:59:00Z")), "00:59");
        assert_eq!(time(at("2026-10-25T00:30:00Z")), "01:30 BST");
        assert_eq!(time(at("2026-10-25T01:30:00Z")), "01:30 GMT");
        assert_eq!(time(at("2026-10-25T02:00:00Z")), "02:00");
    }

    #[test]
    fn h15_today_ends_at_local_midnight() {
        let now = at("2026-08-12T13:05:00Z");
        assert_eq!(moment(at("2026-08-11T23:00:00Z"), now), "Today 00:00");
        assert_eq!(moment(at("2026-08-11T22:59:00Z"), now), "11-Aug-2026 23:59");
        assert_eq!(moment(at("2026-08-12T22:59:59Z"), now), "Today 23:59");
        assert_eq!(moment(at("2026-08-12T23:00:00Z"), now), "13-Aug-2026 00:00");
    }

    #[test]
    fn h15_a_date_without_a_time_gets_none() {
        let now = at("2026-08-12T13:05:00Z");
        assert_eq!(when(When::On(date(2026, 8, 12)), now), "12-Aug-2026");
        assert_eq!(when(When::At(now), now), "Today 14:05");
    }

    #[test]
    fn a_duration_is_in_whole_units() {
        let check = |minutes, expected: &str| {
            assert_eq!(duration(SignedDuration::from_mins(minutes)), expected);
        };
        check(-5, "0 minutes");
        check(0, "0 minutes");
        check(1, "1 minute");
        check(59, "59 minutes");
        check(60, "1 hour");
        check(26 * 60 + 59, "26 hours");
        check(72 * 60 - 1, "71 hours");
        check(72 * 60, "3 days");
        check(240 * 60, "10 days");
    }

    #[track_caller]
    fn check_age(birth: Date, on: Date, expected: Option<&str>) {
        assert_eq!(age(Born::on(birth), on).as_deref(), expected);
    }

    #[test]
    fn h15_an_age_is_finer_the_younger_the_person() {
        check_age(date(1945, 7, 14), date(2026, 8, 12), Some("81y"));
        check_age(date(2008, 8, 12), date(2026, 8, 12), Some("18y"));
        check_age(date(2008, 8, 13), date(2026, 8, 12), Some("17y 11m"));
        check_age(date(2024, 8, 12), date(2026, 8, 12), Some("2y 0m"));
        check_age(date(2025, 6, 9), date(2026, 8, 12), Some("14m 3d"));
        check_age(date(2026, 6, 21), date(2026, 8, 12), Some("7w 3d"));
        check_age(date(2026, 7, 31), date(2026, 8, 12), Some("12d"));
        check_age(date(2026, 8, 12), date(2026, 8, 12), Some("0d"));
        check_age(date(2026, 8, 13), date(2026, 8, 12), None);
    }

    #[test]
    fn h15_leap_day_children_turn_eighteen_in_march() {
        check_age(date(2008, 2, 29), date(2026, 2, 28), Some("17y 11m"));
        check_age(date(2008, 2, 29), date(2026, 3, 1), Some("18y"));
        check_age(date(2024, 2, 29), date(2025, 3, 30), Some("13m 1d"));
    }

    #[test]
    fn a_birth_date_says_no_more_than_is_known() {
        assert_eq!(born(Born::on(date(1945, 7, 14))), "14-Jul-1945");
        let month = Born { on: PartialDate::Month(1945, 7), estimated: false };
        assert_eq!(born(month), "Jul-1945");
        assert_eq!(age(month, date(2026, 8, 12)), None);
        let guess = Born { on: PartialDate::Year(1945), estimated: true };
        assert_eq!(born(guess), "about 1945");
    }
}
