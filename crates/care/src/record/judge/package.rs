//! Does this package run today, or is it on hold, over, or doubtful?

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::last_day;
use crate::record::{Fact, HoldTerms, Package, PackageState};
use crate::when::When;

/// How a package stands on a day.
///
/// None of these says that somebody will come: that is for the provider to confirm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PackageNow {
    /// Source and dates doubt each other.
    Contradictory(Contradiction),
    /// The provider kept the place until the end of a day that is over.
    HoldLapsed {
        /// On hold since.
        since: Fact<Date>,
        /// The last day on which it could be restarted.
        until: Date,
    },
    /// On hold; it can be restarted.
    OnHold {
        /// Since.
        since: Fact<Date>,
        /// The last day on which it can be restarted.
        until: Fact<Date>,
        /// Hours of notice that the provider needs.
        notice_hours: Fact<u16>,
    },
    /// Agreed, not begun.
    Planned {
        /// The first day.
        from: Fact<Date>,
    },
    /// Running.
    Running {
        /// The last day, where one is planned.
        until: Fact<Date>,
    },
    /// Over.
    Ended {
        /// The last day.
        on: Fact<Date>,
    },
}

/// Why a package's state cannot be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Contradiction {
    /// The source does not call it ended, and its last day is over.
    EndIsPast {
        /// What the source says.
        says: PackageState,
        /// The last day.
        on: Date,
    },
    /// The source calls it ended, and its last day is to come.
    EndIsToCome {
        /// The last day.
        on: Date,
    },
    /// The source calls it running or on hold, and its first day is to come.
    NotBegun {
        /// What the source says.
        says: PackageState,
        /// The first day.
        from: Date,
    },
    /// The source calls it planned, and its first day is over.
    AlreadyBegun {
        /// The first day.
        from: Date,
    },
    /// The source calls it on hold, from a day to come.
    HoldIsToCome {
        /// The first day of the hold.
        from: Date,
    },
    /// The source calls it running, and on hold since a day.
    HeldWhileRunning {
        /// The first day of the hold.
        since: Date,
    },
}

/// How a package stands today. Where the source has no place for a state, its dates are its word.
pub fn package_now(package: &Package, today: Date) -> Fact<PackageNow> {
    let starts = package.starts.map(When::day);
    let ends = package.ends.map(last_day);
    let terms = package.hold;
    match (&package.state, ends) {
        (Fact::Known(PackageState::Ended), _) => Fact::Known(ended(ends, today)),
        (Fact::Known(says), Fact::Known(on)) if on < today => {
            Fact::Known(PackageNow::Contradictory(Contradiction::EndIsPast { says: *says, on }))
        }
        (Fact::Known(PackageState::Planned), _) => Fact::Known(planned(starts, today)),
        (Fact::Known(PackageState::Running), _) => Fact::Known(running(starts, ends, terms, today)),
        (Fact::Known(PackageState::OnHold), _) => Fact::Known(on_hold(starts, terms, today)),
        (_, Fact::Known(on)) if on < today => {
            Fact::Known(PackageNow::Ended { on: Fact::Known(on) })
        }
        (Fact::NotSupplied, _) => by_dates(starts, ends, terms, today),
        (state, _) => state.state().and_then(|()| Fact::NotRecorded),
    }
}

fn ended(ends: Fact<Date>, today: Date) -> PackageNow {
    match ends {
        Fact::Known(on) if on > today => {
            PackageNow::Contradictory(Contradiction::EndIsToCome { on })
        }
        on => PackageNow::Ended { on },
    }
}

fn planned(starts: Fact<Date>, today: Date) -> PackageNow {
    match starts {
        Fact::Known(from) if from < today => {
            PackageNow::Contradictory(Contradiction::AlreadyBegun { from })
        }
        from => PackageNow::Planned { from },
    }
}

fn running(
    starts: Fact<Date>,
    until: Fact<Date>,
    terms: Fact<HoldTerms>,
    today: Date,
) -> PackageNow {
    let held = terms.and_then(|terms| terms.held_since);
    match (starts, held) {
        (Fact::Known(from), _) if from > today => {
            let says = PackageState::Running;
            PackageNow::Contradictory(Contradiction::NotBegun { says, from })
        }
        (_, Fact::Known(since)) if since <= today => {
            PackageNow::Contradictory(Contradiction::HeldWhileRunning { since })
        }
        _ => PackageNow::Running { until },
    }
}

fn on_hold(starts: Fact<Date>, terms: Fact<HoldTerms>, today: Date) -> PackageNow {
    let since = terms.and_then(|terms| terms.held_since);
    let until = terms.and_then(|terms| terms.restart_until);
    let notice_hours = terms.and_then(|terms| terms.notice_hours);
    match (starts, since, until) {
        (Fact::Known(from), _, _) if from > today => {
            let says = PackageState::OnHold;
            PackageNow::Contradictory(Contradiction::NotBegun { says, from })
        }
        (_, Fact::Known(from), _) if from > today => {
            PackageNow::Contradictory(Contradiction::HoldIsToCome { from })
        }
        (_, _, Fact::Known(until)) if until < today => PackageNow::HoldLapsed { since, until },
        _ => PackageNow::OnHold { since, until, notice_hours },
    }
}

fn by_dates(
    starts: Fact<Date>,
    ends: Fact<Date>,
    terms: Fact<HoldTerms>,
    today: Date,
) -> Fact<PackageNow> {
    let held = terms.and_then(|terms| terms.held_since);
    match (starts, held) {
        (Fact::Known(from), _) if from > today => Fact::Known(planned(starts, today)),
        (_, Fact::Known(since)) if since <= today => Fact::Known(on_hold(starts, terms, today)),
        // The date that cannot be read may be the one that ended it.
        _ if [starts, ends, held].contains(&Fact::Unrecognised) => Fact::Unrecognised,
        (Fact::Known(_), _) => Fact::Known(running(starts, ends, terms, today)),
        _ => Fact::NotSupplied,
    }
}
