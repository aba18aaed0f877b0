//! Who comes, how often, and when.

use care::record::{Fact, HoldTerms, Package, Provider, Visit, VisitPattern, VisitTime};
use jiff::civil::Weekday;

use super::row::{Row, group};

pub(super) fn package(row: Row<'_>) -> Package {
    Package {
        // Without an id no visit can be joined to it; no other package has this one.
        id: row.peek("package_id").unwrap_or_else(|| format!("row {}", row.number)),
        name: row.text("name"),
        setting: row.coded("setting"),
        starts: row.when("starts"),
        ends: row.when("ends"),
        state: row.coded("state"),
        authority: row.text("authority"),
        funding: row.text("funding"),
        provider: provider(row),
        pattern: pattern(row),
        hold: hold(row),
        place: row.text("place"),
        recorded: row.when("recorded"),
    }
}

fn provider(row: Row<'_>) -> Fact<Provider> {
    let provider = Provider {
        name: row.text("provider_name"),
        code: row.text("provider_code"),
        day_phone: row.phone("provider_day_phone"),
        night_phone: row.phone("provider_night_phone"),
        hours: row.text("provider_hours"),
    };
    let states = [
        provider.name.state(),
        provider.code.state(),
        provider.day_phone.state(),
        provider.night_phone.state(),
        provider.hours.state(),
    ];
    group(&states, provider)
}

fn pattern(row: Row<'_>) -> Fact<VisitPattern> {
    let pattern = VisitPattern {
        visits_a_day: row.number("visits_a_day"),
        carers_a_visit: row.number("carers_a_visit"),
        minutes_a_week: row.number("minutes_a_week"),
    };
    let states = [
        pattern.visits_a_day.state(),
        pattern.carers_a_visit.state(),
        pattern.minutes_a_week.state(),
    ];
    group(&states, pattern)
}

fn hold(row: Row<'_>) -> Fact<HoldTerms> {
    let hold = HoldTerms {
        held_since: row.day("held_since"),
        restart_until: row.day("restart_until"),
        notice_hours: row.number("notice_hours"),
    };
    let states = [hold.held_since.state(), hold.restart_until.state(), hold.notice_hours.state()];
    group(&states, hold)
}

/// The visits of one row: one for each of its days.
pub(super) fn visits(row: Row<'_>) -> Vec<Visit> {
    let package = row.peek("package_id").unwrap_or_default();
    let (carers, purpose) = (row.number("carers"), row.text("purpose"));
    let visit = |time| Visit { package: package.clone(), time, carers, purpose: purpose.clone() };
    let times = days(row).and_then(|days| {
        row.clock("starts").and_then(|starts| {
            row.number("minutes").map(|minutes| {
                let time = |day| VisitTime { day, starts, minutes };
                days.into_iter().map(time).collect::<Vec<_>>()
            })
        })
    });
    match times {
        Fact::Known(times) => times.into_iter().map(|time| visit(Fact::Known(time))).collect(),
        // The visit is there and its time is not: it is shown as that.
        state => vec![visit(state.and_then(|_| Fact::NotRecorded))],
    }
}

fn days(row: Row<'_>) -> Fact<Vec<Weekday>> {
    row.written("day")
        .and_then(|text| weekdays(&text).map_or_else(|| row.unrecognised("day"), Fact::Known))
}

/// `Monday`, `mon`, `1`, `Mon, Wed`, `daily`, `weekdays`, `weekends`.
fn weekdays(text: &str) -> Option<Vec<Weekday>> {
    let text = text.to_lowercase();
    let offsets: Vec<i8> = match text.as_str() {
        "daily" | "every day" | "all" => (1..=7).collect(),
        "weekdays" => (1..=5).collect(),
        "weekends" => vec![6, 7],
        listed => listed
            .split([',', ' ', ';'])
            .filter(|day| !day.is_empty())
            .map(offset)
            .collect::<Option<_>>()?,
    };
    offsets.into_iter().map(|offset| Weekday::from_monday_one_offset(offset).ok()).collect()
}

fn offset(day: &str) -> Option<i8> {
    const NAMES: [&str; 7] =
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    if let Ok(number) = day.parse() {
        return Some(number);
    }
    let named = |name: &&str| day.len() >= 2 && name.starts_with(day);
    NAMES.iter().position(named).and_then(|place| i8::try_from(place + 1).ok())
}
