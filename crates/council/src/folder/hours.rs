//! When is a council open?

use care::exchange::hours::OpeningHours;
use jiff::civil::{Date, Time};
use toml::Spanned;

use super::refusal::{BadConfiguration, Text};
use super::settings::HourSettings;

/// Reads the spans of each day, Monday first, and the further days that are closed.
pub(super) fn read(text: Text<'_>, hours: &HourSettings) -> Result<OpeningHours, BadConfiguration> {
    let day = |spans: &Vec<Spanned<String>>| day(text, spans);
    Ok(OpeningHours {
        weekly: [
            day(&hours.monday)?,
            day(&hours.tuesday)?,
            day(&hours.wednesday)?,
            day(&hours.thursday)?,
            day(&hours.friday)?,
            day(&hours.saturday)?,
            day(&hours.sunday)?,
        ],
        closed: hours.closed.iter().map(|day| date(text, day)).collect::<Result<_, _>>()?,
    })
}

fn day(text: Text<'_>, spans: &[Spanned<String>]) -> Result<Vec<(Time, Time)>, BadConfiguration> {
    let mut read: Vec<(Time, Time)> = Vec::with_capacity(spans.len());
    for span in spans {
        let refuse = |what: &str| {
            let what = format!("`{}` {what}", span.get_ref());
            text.refuse(Some(span.span()), what, "opening hours such as `08:45-17:00`")
        };
        let (from, to) = span
            .get_ref()
            .split_once('-')
            .and_then(|(from, to)| Some((time(from)?, time(to)?)))
            .ok_or_else(|| refuse("is no span of time"))?;
        if from >= to {
            return Err(refuse("ends before it begins"));
        }
        if read.last().is_some_and(|(_, before)| *before > from) {
            return Err(refuse("begins before the span before it ends"));
        }
        read.push((from, to));
    }
    Ok(read)
}

fn time(text: &str) -> Option<Time> {
    let (hour, minute) = text.trim().split_once(':')?;
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

fn date(text: Text<'_>, day: &Spanned<String>) -> Result<Date, BadConfiguration> {
    day.get_ref().trim().parse().map_err(|_| {
        let what = format!("`{}` is not a day", day.get_ref());
        text.refuse(Some(day.span()), what, "a day such as `2026-12-24`")
    })
}
