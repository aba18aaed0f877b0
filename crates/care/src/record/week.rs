//! Who comes when, in an ordinary week?

use jiff::civil::{Date, Time};

use super::{Fact, Package, PackageNow, Record, Visit, package_now};

/// The visits of an ordinary week. It is a pattern, not a promise: whether the packages run is
/// said beside each visit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Week {
    /// Visits by day, Monday first, each day by time.
    pub days: [Vec<WeekVisit>; 7],
    /// How many more visits there are whose day and time are not known.
    pub untimed: usize,
}

/// One visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekVisit {
    /// Beginning, wall clock.
    pub starts: Time,
    /// Length in minutes. It may reach over midnight.
    pub minutes: u16,
    /// How many carers come.
    pub carers: Fact<u8>,
    /// What for.
    pub purpose: Fact<String>,
    /// To which package it belongs.
    pub package: Fact<String>,
    /// How that package stands today.
    pub now: Fact<PackageNow>,
}

/// The visits of all packages that are not over.
pub fn week(record: &Record, today: Date) -> Fact<Week> {
    record.visits.fact.as_ref().and_then(|visits| {
        let mut week = Week::default();
        for visit in visits {
            let package = package_of(record, visit);
            let now = package.and_then(|package| package_now(package, today));
            if !matches!(now, Fact::Known(PackageNow::Ended { .. })) {
                let name = package.and_then(|package| package.name.clone());
                week.enter(visit, name, now);
            }
        }
        if week == Week::default() { Fact::NoneRecorded } else { Fact::Known(week) }
    })
}

/// "Not recorded" where the visit names a package that is not there.
fn package_of<'a>(record: &'a Record, visit: &Visit) -> Fact<&'a Package> {
    record.packages.fact.as_ref().and_then(|packages| {
        Fact::from_option(packages.iter().find(|package| package.id == visit.package))
    })
}

impl Week {
    fn enter(&mut self, visit: &Visit, package: Fact<String>, now: Fact<PackageNow>) {
        let day = visit.time.known().and_then(|time| {
            let place = usize::try_from(time.day.to_monday_zero_offset()).ok()?;
            Some((self.days.get_mut(place)?, time))
        });
        let Some((day, time)) = day else {
            self.untimed += 1;
            return;
        };
        day.push(WeekVisit {
            starts: time.starts,
            minutes: time.minutes,
            carers: visit.carers,
            purpose: visit.purpose.clone(),
            package,
            now,
        });
        day.sort_by_key(|visit| visit.starts);
    }
}
