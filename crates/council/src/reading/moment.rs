//! On which day, or at what time, however the source writes it?
//!
//! Read are `2026-08-12`, with a time after a space or a `T`, with or without an offset;
//! `12/08/2026`, `12.08.2026`, `12-08-2026`, with a time or not; `12-Aug-2026`, `12 August 2026`;
//! `20260812`, with `hhmm` or `hhmmss` after it. Day before month always: a date that only makes
//! sense the other way round is not guessed at.

use care::people::{Born, PartialDate};
use care::record::Fact;
use care::when::{When, instant};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time, date};

use crate::rows::Cell;

/// What a cell says of a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    On(Date),
    At(Timestamp),
    /// The year 9999: positively without an end.
    Open,
    /// Nothing, or a date that systems put where they know none.
    Nothing,
    Unreadable,
}

/// The dates that systems write for "not known": the first of 1900, and the beginnings of time of
/// SQL Server, of Excel and of programs.
const PLACEHOLDERS: [Date; 4] =
    [date(1900, 1, 1), date(1753, 1, 1), date(1899, 12, 30), date(1, 1, 1)];

/// From this year on an end date means that there is none.
const WITHOUT_END: i16 = 9000;

/// Nobody who lives was born before this year.
const EARLIEST_BIRTH: i16 = 1880;

/// What a cell says of a day or a time.
pub(super) fn told(cell: &Cell) -> Told {
    match cell {
        Cell::Null => Told::Nothing,
        Cell::Day(day) => on(*day),
        Cell::Wall(wall) => at(*wall),
        Cell::At(at) => exactly(*at),
        Cell::Integer(number) => written(&number.to_string()),
        Cell::Text(text) => written(text.trim()),
        Cell::Real(_) | Cell::Flag(_) | Cell::Clock(_) | Cell::Unreadable => Told::Unreadable,
    }
}

fn on(day: Date) -> Told {
    if day.year() >= WITHOUT_END {
        Told::Open
    } else if PLACEHOLDERS.contains(&day) {
        Told::Nothing
    } else {
        Told::On(day)
    }
}

/// A time with its offset: what stands for "not known" and for "without an end" may carry one.
fn exactly(at: Timestamp) -> Told {
    match on(When::At(at).day()) {
        Told::On(_) => Told::At(at),
        day => day,
    }
}

/// Midnight to the second is how a column of times writes a day.
fn at(wall: DateTime) -> Told {
    match on(wall.date()) {
        Told::On(_) if wall.time() != Time::midnight() => Told::At(instant(wall)),
        day => day,
    }
}

fn written(text: &str) -> Told {
    if text.is_empty() {
        return Told::Nothing;
    }
    if let Ok(at) = text.parse::<Timestamp>() {
        return exactly(at);
    }
    let (day, time) = split(text);
    match (written_day(day).map(|day| (day, on(day))), time) {
        (Some((_, day @ (Told::Open | Told::Nothing))), _) | (Some((_, day)), None) => day,
        (Some((day, _)), Some(time)) => offset_time(day, time)
            .or_else(|| clock(time).map(|time| at(DateTime::from_parts(day, time))))
            .unwrap_or(Told::Unreadable),
        (None, _) => Told::Unreadable,
    }
}

/// The day and the time after it, which a `T` or the last space before a colon divides.
fn split(text: &str) -> (&str, Option<&str>) {
    let compact = text.bytes().all(|byte| byte.is_ascii_digit());
    if compact && matches!(text.len(), 12 | 14) {
        let (day, time) = text.split_at(8);
        return (day, Some(time));
    }
    let colon = text.find(':').unwrap_or(0);
    let before = text.get(..colon).unwrap_or_default();
    match before.rfind([' ', 'T', 't']) {
        Some(gap) => {
            (text.get(..gap).unwrap_or_default().trim_end(), text.get(gap + 1..).map(str::trim))
        }
        None => (text, None),
    }
}

/// A time with an offset: `10:15:00+01:00`, `10:15:00Z`, as PostgreSQL and ISO 8601 write it.
fn offset_time(day: Date, time: &str) -> Option<Told> {
    let sign = time.find(['+', '-', 'Z', 'z'])?;
    let (time, offset) = time.split_at(sign);
    let seconds = clock(time.trim())?;
    let hours = offset.trim_start_matches(['+', '-', 'Z', 'z']);
    let hours = if hours.is_empty() { "00" } else { hours };
    let sign = if offset.starts_with('-') { '-' } else { '+' };
    let text = format!("{day}T{seconds}{sign}{hours}");
    text.parse().ok().map(Told::At)
}

/// A time of the day: `8:45`, `08:45:00`, `0845`.
pub(super) fn clock(text: &str) -> Option<Time> {
    let text = text.trim();
    if !text.contains(':') {
        let digits = text.len() == 4 || text.len() == 6;
        let number = |range| text.get(range).and_then(|part: &str| part.parse().ok());
        let second = if text.len() == 6 { number(4..6)? } else { 0 };
        return digits
            .then_some(())
            .and_then(|()| Time::new(number(0..2)?, number(2..4)?, second, 0).ok());
    }
    let whole = text.split('.').next().unwrap_or_default();
    let mut parts = whole.split(':').map(|part| part.parse::<i8>().ok());
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().unwrap_or(Some(0))?;
    if parts.next().is_some() { None } else { Time::new(hour, minute, second, 0).ok() }
}

fn written_day(text: &str) -> Option<Date> {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if digits(text) && text.len() == 8 {
        let number = |range| text.get(range).and_then(|part: &str| part.parse().ok());
        return Date::new(text.get(..4)?.parse().ok()?, number(4..6)?, number(6..8)?).ok();
    }
    let parts: Vec<&str> =
        text.split(['-', '/', '.', ' ']).filter(|part| !part.is_empty()).collect();
    let [first, month, last] = parts.as_slice() else { return None };
    let (year, day) = match (first.len(), last.len()) {
        (4, 1 | 2) => (first, last),
        (1 | 2, 4) => (last, first),
        _ => return None,
    };
    Date::new(year.parse().ok()?, named_month(month)?, day.parse().ok()?).ok()
}

fn named_month(text: &str) -> Option<i8> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok().filter(|_| text.len() <= 2);
    }
    let text = text.to_lowercase();
    let named = |name: &&str| *name == text || name.get(..3) == Some(text.as_str());
    NAMES.iter().position(named).and_then(|place| i8::try_from(place + 1).ok())
}

/// A date of birth, which may be known to the month or the year only. A placeholder is nothing.
pub(super) fn birth(cell: &Cell, estimated: bool) -> Fact<Born> {
    let born = |on| Fact::Known(Born { on, estimated });
    match told(cell) {
        Told::On(day) if day.year() < EARLIEST_BIRTH => Fact::NotRecorded,
        Told::On(day) => born(PartialDate::Day(day)),
        Told::At(at) => born(PartialDate::Day(When::At(at).day())),
        Told::Open | Told::Nothing => Fact::NotRecorded,
        Told::Unreadable => match partial(cell) {
            None => Fact::Unrecognised,
            Some((year, _)) if year < EARLIEST_BIRTH => Fact::NotRecorded,
            Some((year, None)) => born(PartialDate::Year(year)),
            Some((year, Some(month))) => born(PartialDate::Month(year, month)),
        },
    }
}

/// A date of birth as a text: see the head of this file. A placeholder is not recorded.
pub fn birth_as_written(text: &str) -> Fact<Born> {
    birth(&Cell::Text(text.to_owned()), false)
}

/// A day as a text. A placeholder is not recorded.
pub fn day_as_written(text: &str) -> Fact<Date> {
    match written(text.trim()) {
        Told::On(day) => Fact::Known(day),
        Told::At(at) => Fact::Known(When::At(at).day()),
        Told::Open | Told::Nothing => Fact::NotRecorded,
        Told::Unreadable => Fact::Unrecognised,
    }
}

/// `1938`, `1938-02`, `02/1938`.
fn partial(cell: &Cell) -> Option<(i16, Option<i8>)> {
    let text = match cell {
        Cell::Text(text) => text.trim().to_owned(),
        Cell::Integer(number) => number.to_string(),
        _ => return None,
    };
    let parts: Vec<&str> = text.split(['-', '/']).collect();
    let year = |text: &str| text.parse::<i16>().ok().filter(|_| text.len() == 4);
    let month = |text: &str| text.parse::<i8>().ok().filter(|month| (1..=12).contains(month));
    match parts.as_slice() {
        [only] => Some((year(only)?, None)),
        [first, second] if first.len() == 4 => Some((year(first)?, Some(month(second)?))),
        [first, second] => Some((year(second)?, Some(month(first)?))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }

    #[test]
    fn a_day_is_read_however_it_is_written() {
        let expected = Told::On(date(2026, 8, 12));
        for written in [
            "2026-08-12",
            " 2026-08-12 ",
            "12/08/2026",
            "12.08.2026",
            "12-08-2026",
            "12-Aug-2026",
            "12 August 2026",
            "12 AUG 2026",
            "20260812",
            "2026-08-12 00:00:00",
            "2026-08-12T00:00:00.000",
            "12/08/2026 00:00",
            "20260812000000",
        ] {
            assert_eq!(told(&text(written)), expected, "{written}");
        }
        assert_eq!(told(&Cell::Integer(20_260_812)), expected);
        assert_eq!(told(&Cell::Wall(date(2026, 8, 12).at(0, 0, 0, 0))), expected);
    }

    #[test]
    fn h15_a_time_is_read_on_the_clock_of_the_united_kingdom_unless_it_has_an_offset() {
        let expected = Told::At("2026-08-12T09:15:00Z".parse().unwrap());
        for written in [
            "2026-08-12 10:15:00",
            "2026-08-12T10:15",
            "12/08/2026 10:15",
            "12-Aug-2026 10:15:00.000",
            "202608121015",
            "2026-08-12T09:15:00Z",
            "2026-08-12 09:15:00+00",
            "2026-08-12 11:15:00+02:00",
        ] {
            assert_eq!(told(&text(written)), expected, "{written}");
        }
    }

    #[test]
    fn h24_what_is_no_date_is_unreadable_and_never_guessed() {
        for written in [
            "31/02/2026",
            "08/13/2026",
            "12/08/26",
            "soon",
            "2026",
            "2026-13-01",
            "12 Agust 2026",
            "1e9",
        ] {
            assert_eq!(told(&text(written)), Told::Unreadable, "{written}");
        }
    }

    #[test]
    fn a_placeholder_is_nothing_and_the_last_year_has_no_end() {
        for written in ["", "  ", "1900-01-01", "01/01/1753 00:00:00", "0001-01-01"] {
            assert_eq!(told(&text(written)), Told::Nothing, "{written}");
        }
        assert_eq!(told(&text("31/12/9999")), Told::Open);
        assert_eq!(told(&text("9999-12-31 23:59:59")), Told::Open);
    }

    #[test]
    fn a_placeholder_with_an_offset_is_no_more_than_one_without() {
        let unknown = "1900-01-01T00:00:00Z";
        assert_eq!(told(&Cell::At(unknown.parse().unwrap())), Told::Nothing);
        assert_eq!(told(&text(unknown)), Told::Nothing);
        assert_eq!(told(&text("1900-01-01 00:00:00+00")), Told::Nothing);
        assert_eq!(told(&Cell::At("9999-12-30T00:00:00Z".parse().unwrap())), Told::Open);
        assert_eq!(told(&text("9999-12-31 00:00:00+00")), Told::Open);
        assert_eq!(told(&text("9999-12-31T23:59:59Z")), Told::Open);
    }

    #[test]
    fn a_birth_may_be_known_to_the_month_or_the_year() {
        let on = |written: &str| birth(&text(written), false).map(|born| born.on);
        assert_eq!(on("14/02/1938"), Fact::Known(PartialDate::Day(date(1938, 2, 14))));
        assert_eq!(on("1938-02"), Fact::Known(PartialDate::Month(1938, 2)));
        assert_eq!(on("02/1938"), Fact::Known(PartialDate::Month(1938, 2)));
        assert_eq!(on("1938"), Fact::Known(PartialDate::Year(1938)));
        assert_eq!(on("01/01/1900"), Fact::NotRecorded);
        assert_eq!(on(""), Fact::NotRecorded);
        assert_eq!(on("31/02/1938"), Fact::Unrecognised);
        assert_eq!(on("13/1938"), Fact::Unrecognised);
    }
}
