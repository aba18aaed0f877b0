//! When was this person born, as far as anyone knows?

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A date known to the day, the month or only the year (HL7 v2.4 TS, precision kept).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PartialDate {
    /// Known to the day.
    Day(Date),
    /// Known to the month: year, and month 1 to 12.
    Month(i16, i8),
    /// Only the year is known.
    Year(i16),
}

/// A date of birth: a date, never an instant, so that no clock change moves it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Born {
    /// The date as far as it is known.
    pub on: PartialDate,
    /// Whether the source says that it was guessed (HL7 PID-32 `ED`, or a council's marker).
    pub estimated: bool,
}

/// Whole years and months of life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Age {
    /// Completed years.
    pub years: i16,
    /// Completed months beyond the years, 0 to 11.
    pub months: i8,
}

impl Born {
    /// Born on a known day, not guessed.
    pub fn on(day: Date) -> Self {
        Self { on: PartialDate::Day(day), estimated: false }
    }

    /// The day, where the whole date is known and was not guessed.
    pub fn exact(&self) -> Option<Date> {
        match self.on {
            PartialDate::Day(day) if !self.estimated => Some(day),
            _ => None,
        }
    }

    /// The age on a day, where the birth date is known to the day. People born on 29 February come
    /// of age on 1 March in other years.
    pub fn age_on(&self, day: Date) -> Option<Age> {
        let PartialDate::Day(born) = self.on else { return None };
        if day < born {
            return None;
        }
        let mut months = (i32::from(day.year()) - i32::from(born.year())) * 12
            + i32::from(day.month())
            - i32::from(born.month());
        if day.day() < born.day() {
            months -= 1;
        }
        Some(Age {
            years: i16::try_from(months / 12).ok()?,
            months: i8::try_from(months % 12).ok()?,
        })
    }
}

impl fmt::Debug for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PartialDate(..)")
    }
}

impl fmt::Debug for Born {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Born(..)")
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[track_caller]
    fn check(born: Date, on: Date, expected: Option<(i16, i8)>) {
        let age = Born::on(born).age_on(on).map(|age| (age.years, age.months));
        assert_eq!(age, expected);
    }

    #[test]
    fn a_year_is_complete_on_the_birthday() {
        check(date(1945, 7, 14), date(2026, 7, 13), Some((80, 11)));
        check(date(1945, 7, 14), date(2026, 7, 14), Some((81, 0)));
    }

    #[test]
    fn leap_day_children_come_of_age_in_march() {
        check(date(2008, 2, 29), date(2026, 2, 28), Some((17, 11)));
        check(date(2008, 2, 29), date(2026, 3, 1), Some((18, 0)));
    }

    #[test]
    fn nobody_has_an_age_before_birth() {
        check(date(2026, 7, 14), date(2026, 7, 13), None);
    }

    #[test]
    fn a_guessed_date_is_never_exact() {
        let day = PartialDate::Day(date(1950, 1, 1));
        assert_eq!(Born { on: day, estimated: true }.exact(), None);
    }
}
