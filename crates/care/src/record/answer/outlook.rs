//! Will the care happen if the person goes home?

use jiff::civil::Date;

use super::care_now;
use crate::record::{Fact, PackageNow, Record};

/// What is to be expected, by the council's record alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outlook {
    /// How the package stands that gives most cause to ring: doubtful before lapsed, lapsed before
    /// on hold, on hold before planned, planned before running. Ended only where all have.
    pub headline: Fact<PackageNow>,
    /// How many of the packages that are not over stand otherwise.
    pub otherwise: usize,
    /// Whether anyone has confirmed that care will come.
    pub confirmed: Confirmation,
}

/// Whether anyone has confirmed that care will come. A record never confirms: only the provider or
/// the council can, and nothing carries their word here yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirmation {
    /// Not yet confirmed. Do not rely on care until it is.
    NotYet,
}

pub(super) fn outlook(record: &Record, today: Date) -> Fact<Outlook> {
    care_now::current(record, today).map(|current| {
        let states: Vec<Fact<PackageNow>> = current.iter().map(|(_, now)| *now).collect();
        let headline = states.iter().copied().min_by_key(cause_to_ring);
        let same = |now: &&Fact<PackageNow>| {
            Some(cause_to_ring(now)) != headline.as_ref().map(cause_to_ring)
        };
        Outlook {
            headline: headline.unwrap_or_else(|| Fact::Known(all_ended(record, today))),
            otherwise: states.iter().filter(same).count(),
            confirmed: Confirmation::NotYet,
        }
    })
}

/// The smaller, the sooner somebody must ring.
fn cause_to_ring(now: &Fact<PackageNow>) -> u8 {
    match now {
        Fact::Known(PackageNow::Contradictory(_)) => 0,
        Fact::Known(PackageNow::HoldLapsed { .. }) => 2,
        Fact::Known(PackageNow::OnHold { .. }) => 3,
        Fact::Known(PackageNow::Planned { .. }) => 4,
        Fact::Known(PackageNow::Running { .. }) => 5,
        Fact::Known(PackageNow::Ended { .. }) => 6,
        _ => 1,
    }
}

fn all_ended(record: &Record, today: Date) -> PackageNow {
    let days = record.packages.fact.known().into_iter().flatten();
    let last = days.filter_map(|package| care_now::ended_on(package, today)).max();
    PackageNow::Ended { on: Fact::from_option(last) }
}
