//! A week of care and the history of care and stays, for those who look before they read.

use care::record::history::{History, history};
use care::record::week::{Week as WeekOfCare, week};
use care::record::{Fact, Record};
use care::stays::Stay;
use care::when::words;
use jiff::civil::{Date, Time};

use super::stand::{self, Stand};
use crate::components::timeline::{Begins, Ends, Kind, Span, Timeline};
use crate::components::week::{Day, Visit, Week};

/// The two drawings.
pub(crate) struct Drawings {
    /// A usual week.
    pub(crate) week: Drawn<Week>,
    /// Care and stays over time.
    pub(crate) timeline: Drawn<Timeline>,
}

/// A drawing, or the words that stand in its place.
pub(crate) enum Drawn<T> {
    /// Drawn.
    Drawing(T),
    /// There is nothing to draw, and why.
    Words(String),
}

impl Drawings {
    /// Both, of a record that is already cut.
    pub(crate) fn of(record: &Record, stays: &[Stay], today: Date) -> Self {
        let of_week = match week(record, today) {
            Fact::Known(week) => Drawn::Drawing(draw_week(&week)),
            Fact::NoneRecorded => Drawn::Words("No visits are recorded.".to_owned()),
            state => Drawn::Words(format!("Visits: {}.", state.words().unwrap_or_default())),
        };
        Self { week: of_week, timeline: draw_history(&history(record, stays, today), today) }
    }
}

fn draw_week(week: &WeekOfCare) -> Week {
    const DAYS: [Day; 7] = [Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri, Day::Sat, Day::Sun];
    let visits: Vec<Visit> = DAYS
        .into_iter()
        .zip(&week.days)
        .flat_map(|(day, visits)| {
            visits.iter().map(move |visit| Visit {
                day,
                from: minute(visit.starts),
                minutes: visit.minutes,
                carers: visit.carers.known().copied().unwrap_or(1),
                what: visit_words(visit),
            })
        })
        .collect();
    let count = words::counted(i64::try_from(visits.len()).unwrap_or(i64::MAX), "visit");
    let untimed = match week.untimed {
        0 => String::new(),
        more => format!(" {more} more have no day or time recorded."),
    };
    Week {
        id: "week".to_owned(),
        heading: format!("A usual week: {count}"),
        summary: format!("{count} in a usual week. It is a pattern, not a promise.{untimed}"),
        visits,
    }
}

fn visit_words(visit: &care::record::week::WeekVisit) -> String {
    let purpose = visit.purpose.known().or(visit.package.known()).cloned().unwrap_or_default();
    match &visit.now {
        Fact::Known(care::record::PackageNow::Running { .. }) => purpose,
        now => format!("{purpose} ({})", super::answer::lower(&Stand::of(now).words)),
    }
}

fn minute(time: Time) -> u16 {
    u16::try_from(i32::from(time.hour()) * 60 + i32::from(time.minute())).unwrap_or_default()
}

fn draw_history(history: &History, today: Date) -> Drawn<Timeline> {
    let mut spans: Vec<Span> = match &history.packages {
        Fact::Known(packages) => packages.iter().map(package_span).collect(),
        _ => Vec::new(),
    };
    spans.extend(history.stays.iter().map(|stay| Span {
        kind: Kind::Stay,
        label: "In hospital".to_owned(),
        begins: Begins::On(stay.from),
        ends: stay.until.map_or(Ends::Ongoing, Ends::On),
        from_words: words::day(stay.from),
        until_words: stay.until.map_or_else(|| "Still in hospital".to_owned(), words::day),
    }));
    if spans.is_empty() {
        let state = history.packages.words().unwrap_or("None recorded");
        return Drawn::Words(format!("Care so far: {}.", super::answer::lower(state)));
    }
    Drawn::Drawing(Timeline {
        id: "history".to_owned(),
        heading: "Care and hospital stays so far".to_owned(),
        summary: summary(history),
        today,
        spans,
    })
}

fn package_span(span: &care::record::history::PackageSpan) -> Span {
    let name = span.name.known().cloned();
    let kind = span.setting.known().map(|setting| stand::setting(*setting).to_owned());
    Span {
        kind: Kind::Care,
        label: name.or(kind).unwrap_or_else(|| "Care".to_owned()),
        begins: Begins::On(span.from),
        ends: span.until.map_or(Ends::Ongoing, Ends::On),
        from_words: words::day(span.from),
        until_words: span.until.map_or_else(|| Stand::of(&span.now).words, words::day),
    }
}

fn summary(history: &History) -> String {
    let count =
        |number: usize, unit| words::counted(i64::try_from(number).unwrap_or(i64::MAX), unit);
    let packages = history.packages.known().map_or(0, Vec::len);
    let undated = match history.undated {
        0 => String::new(),
        more => format!(" {more} more have no first day recorded."),
    };
    format!(
        "{} of care and {} in hospital.{undated}",
        count(packages, "package"),
        count(history.stays.len(), "stay")
    )
}
