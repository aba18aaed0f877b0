//! Writing HL7 v2 text: separators, escapes, times. Nothing here is shared with what reads it.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// One segment, its fields by number.
pub(super) struct Segment {
    fields: Vec<String>,
}

impl Segment {
    /// A segment of this name, all fields empty.
    pub(super) fn new(name: &str) -> Self {
        Self { fields: vec![name.to_owned()] }
    }

    /// The same with this field, written as it stands: components and repetitions are the
    /// caller's.
    pub(super) fn with(mut self, number: usize, text: impl Into<String>) -> Self {
        if self.fields.len() <= number {
            self.fields.resize(number + 1, String::new());
        }
        if let Some(field) = self.fields.get_mut(number) {
            *field = text.into();
        }
        self
    }

    /// The segment with its end.
    pub(super) fn end(self) -> String {
        let mut text = self.fields.join("|");
        text.push('\r');
        text
    }
}

/// Components, each escaped, empty ones at the end left out.
pub(super) fn components(parts: &[&str]) -> String {
    let mut parts: Vec<String> = parts.iter().map(|part| escaped(part)).collect();
    while parts.last().is_some_and(String::is_empty) {
        parts.pop();
    }
    parts.join("^")
}

/// A text with the characters that mean something in HL7 written as escapes.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' => safe.push_str("\\E\\"),
            '|' => safe.push_str("\\F\\"),
            '^' => safe.push_str("\\S\\"),
            '&' => safe.push_str("\\T\\"),
            '~' => safe.push_str("\\R\\"),
            other => safe.push(other),
        }
    }
    safe
}

/// The wall clock of the hospital, to the second, with or without its distance from UTC.
pub(super) fn time(at: Timestamp, zone: &TimeZone, with_offset: bool) -> String {
    let local = zone.to_datetime(at);
    let mut text = format!(
        "{:04}{:02}{:02}{:02}{:02}{:02}",
        local.year(),
        local.month(),
        local.day(),
        local.hour(),
        local.minute(),
        local.second()
    );
    if with_offset {
        let minutes = zone.to_offset(at).seconds() / 60;
        let sign = if minutes < 0 { '-' } else { '+' };
        let offset = format!("{sign}{:02}{:02}", minutes.abs() / 60, minutes.abs() % 60);
        text.push_str(&offset);
    }
    text
}

/// A day.
pub(super) fn day(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_stand_where_their_numbers_say() {
        let segment = Segment::new("PV1").with(1, "1").with(4, "21").end();
        assert_eq!(segment, "PV1|1|||21\r");
    }

    #[test]
    fn what_means_something_is_escaped() {
        assert_eq!(components(&["A&E", "x^y", ""]), "A\\T\\E^x\\S\\y");
    }

    #[test]
    fn summer_is_an_hour_from_utc() {
        let zone = care::when::united_kingdom();
        let at = "2026-08-12T01:10:05Z".parse().unwrap();
        assert_eq!(time(at, &zone, true), "20260812021005+0100");
        assert_eq!(time(at, &zone, false), "20260812021005");
    }
}
