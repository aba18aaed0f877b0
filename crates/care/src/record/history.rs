//! When was there care, and when was the person in hospital?

use jiff::civil::Date;

use super::judge::last_day;
use super::{Fact, Package, PackageNow, Record, Setting, package_now};
use crate::stays::{Class, Stay, StayState};
use crate::when::local;

/// Packages and stays as stretches of days, for one drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// Packages by their first day.
    pub packages: Fact<Vec<PackageSpan>>,
    /// How many more packages there are whose first day is not known.
    pub undated: usize,
    /// Stays by their first day.
    pub stays: Vec<StaySpan>,
}

/// The days of one package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageSpan {
    /// What it is called.
    pub name: Fact<String>,
    /// What kind of care.
    pub setting: Fact<Setting>,
    /// The first day.
    pub from: Date,
    /// The last day; `None` where none is known.
    pub until: Option<Date>,
    /// The first day of the present hold, where it is on hold.
    pub held_since: Option<Date>,
    /// How it stands today.
    pub now: Fact<PackageNow>,
}

/// The days of one stay in hospital.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaySpan {
    /// The day of admission.
    pub from: Date,
    /// The day of leaving; `None` while the patient is in hospital.
    pub until: Option<Date>,
    /// What kind of stay.
    pub class: Class,
}

/// Packages and stays together. Stays that were only planned, or taken back, are left out.
pub fn history(record: &Record, stays: &[Stay], today: Date) -> History {
    let all = record.packages.fact.as_ref();
    let undated = all.known().map_or(0, |packages| {
        packages.iter().filter(|package| package.starts.known().is_none()).count()
    });
    let packages = all.map(|packages| {
        let mut spans: Vec<PackageSpan> =
            packages.iter().filter_map(|package| package_span(package, today)).collect();
        spans.sort_by_key(|span| span.from);
        spans
    });
    let mut stays: Vec<StaySpan> = stays.iter().filter_map(stay_span).collect();
    stays.sort_by_key(|span| span.from);
    History { packages, undated, stays }
}

fn package_span(package: &Package, today: Date) -> Option<PackageSpan> {
    let now = package_now(package, today);
    let held_since = match now {
        Fact::Known(PackageNow::OnHold { since, .. } | PackageNow::HoldLapsed { since, .. }) => {
            since.known().copied()
        }
        _ => None,
    };
    Some(PackageSpan {
        name: package.name.clone(),
        setting: package.setting,
        from: package.starts.known()?.day(),
        until: package.ends.known().copied().map(last_day),
        held_since,
        now,
    })
}

fn stay_span(stay: &Stay) -> Option<StaySpan> {
    let day = |at| local(at).date();
    let until = match &stay.state {
        StayState::Open | StayState::OnLeave => None,
        StayState::Closed(departure) => Some(day(departure.at)),
        StayState::Planned | StayState::Void => return None,
    };
    let from = stay.admitted_at.map(day).or(until)?;
    Some(StaySpan { from, until, class: stay.class })
}
