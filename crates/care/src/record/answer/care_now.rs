//! How much care is there now, by whom and where?

use jiff::civil::Date;

use crate::record::{Fact, Package, PackageNow, Record, Setting, Visit, package_now};
use crate::when::When;

/// The packages that are not over, and what they come to together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CareNow {
    /// Packages that are not over: first those that run, then those on hold, then the doubtful,
    /// then those planned. Empty where all are over.
    pub packages: Vec<PackageInBrief>,
    /// Those that run or are on hold, together.
    pub total: Total,
    /// The last day of the package that ended last, where one did.
    pub last_ended: Option<Date>,
}

/// One package in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageInBrief {
    /// What it is called.
    pub name: Fact<String>,
    /// What kind of care.
    pub setting: Fact<Setting>,
    /// How it stands today.
    pub now: Fact<PackageNow>,
    /// How much.
    pub amount: Amount,
    /// From whom.
    pub provider: Fact<String>,
    /// Where.
    pub place: Fact<String>,
    /// Since when.
    pub starts: Fact<When>,
}

/// How much care, in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount {
    /// Visits on an ordinary day.
    pub visits_a_day: Fact<u16>,
    /// Carers at each visit; the most at any one visit.
    pub carers_a_visit: Fact<u8>,
    /// Minutes of care in a week.
    pub minutes_a_week: Fact<u32>,
}

/// What the packages that run or are on hold come to. Where the amount of one of them is not
/// known, neither is the sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    /// All together. `NoneRecorded` where none of them has visits.
    pub amount: Amount,
    /// How many packages run or are on hold.
    pub counted: usize,
    /// How many are doubtful and left out of the sum: contradictory, unknown, or a hold that has
    /// lapsed.
    pub doubtful: usize,
}

pub(super) fn care_now(record: &Record, today: Date) -> Fact<CareNow> {
    current(record, today).map(|current| {
        let visits = record.visits.fact.as_ref();
        let packages: Vec<PackageInBrief> =
            current.into_iter().map(|(package, now)| brief(package, now, visits)).collect();
        let last_ended = record
            .packages
            .fact
            .known()
            .and_then(|all| all.iter().filter_map(|package| ended_on(package, today)).max());
        CareNow { total: total(&packages), packages, last_ended }
    })
}

/// The packages that are not over, and how each stands, those that matter most first.
/// `NoneRecorded` where the council has never provided any.
pub(super) fn current(record: &Record, today: Date) -> Fact<Vec<(&Package, Fact<PackageNow>)>> {
    record.packages.fact.as_ref().and_then(|packages| {
        if packages.is_empty() {
            return Fact::NoneRecorded;
        }
        let mut current: Vec<_> = packages
            .iter()
            .map(|package| (package, package_now(package, today)))
            .filter(|(_, now)| !matches!(now, Fact::Known(PackageNow::Ended { .. })))
            .collect();
        current.sort_by_key(|(_, now)| match now {
            Fact::Known(PackageNow::Running { .. }) => 0,
            Fact::Known(PackageNow::OnHold { .. }) => 1,
            Fact::Known(PackageNow::Planned { .. }) => 3,
            _ => 2,
        });
        Fact::Known(current)
    })
}

pub(super) fn ended_on(package: &Package, today: Date) -> Option<Date> {
    match package_now(package, today) {
        Fact::Known(PackageNow::Ended { on }) => on.known().copied(),
        _ => None,
    }
}

fn brief(package: &Package, now: Fact<PackageNow>, visits: Fact<&Vec<Visit>>) -> PackageInBrief {
    PackageInBrief {
        name: package.name.clone(),
        setting: package.setting,
        now,
        amount: amount(package, visits),
        provider: package.provider.as_ref().and_then(|provider| provider.name.clone()),
        place: package.place.clone(),
        starts: package.starts,
    }
}

/// How much care one package is: as its pattern says, else as its visits add up.
pub fn amount(package: &Package, visits: Fact<&Vec<Visit>>) -> Amount {
    let pattern = package.pattern;
    let counted = visits.map(|visits| {
        let own: Vec<&Visit> = visits.iter().filter(|it| it.package == package.id).collect();
        counted(&own)
    });
    let visits_a_day = pattern.and_then(|it| it.visits_a_day).map(u16::from);
    let carers_a_visit = pattern.and_then(|it| it.carers_a_visit);
    let minutes_a_week = pattern.and_then(|it| it.minutes_a_week);
    Amount {
        visits_a_day: visits_a_day.or(counted.and_then(|it| it.visits_a_day)),
        carers_a_visit: carers_a_visit.or(counted.and_then(|it| it.carers_a_visit)),
        minutes_a_week: minutes_a_week.or(counted.and_then(|it| it.minutes_a_week)),
    }
}

/// What the visits of a week add up to. Days that differ make no "ordinary day".
fn counted(visits: &[&Visit]) -> Amount {
    let mut a_day = [0_u16; 7];
    let mut minutes = 0_u32;
    for time in visits.iter().filter_map(|visit| visit.time.known()) {
        let place = usize::try_from(time.day.to_monday_zero_offset()).unwrap_or_default();
        if let Some(count) = a_day.get_mut(place) {
            *count = count.saturating_add(1);
        }
        minutes = minutes.saturating_add(u32::from(time.minutes));
    }
    let timed = !visits.is_empty() && visits.iter().all(|visit| visit.time.known().is_some());
    let [first, ..] = a_day;
    let same = a_day.iter().all(|count| *count == first);
    let carers: Option<Vec<u8>> =
        visits.iter().map(|visit| visit.carers.known().copied()).collect();
    Amount {
        visits_a_day: Fact::from_option((timed && same).then_some(first)),
        carers_a_visit: Fact::from_option(carers.and_then(|each| each.into_iter().max())),
        minutes_a_week: Fact::from_option(timed.then_some(minutes)),
    }
}

fn total(packages: &[PackageInBrief]) -> Total {
    let is_counted = |package: &&PackageInBrief| {
        matches!(package.now, Fact::Known(PackageNow::Running { .. } | PackageNow::OnHold { .. }))
    };
    let planned =
        |package: &&PackageInBrief| matches!(package.now, Fact::Known(PackageNow::Planned { .. }));
    let counted: Vec<&PackageInBrief> = packages.iter().filter(is_counted).collect();
    let visiting = || counted.iter().filter(|package| has_visits(package)).map(|it| it.amount);
    Total {
        amount: Amount {
            visits_a_day: together(visiting().map(|it| it.visits_a_day), u16::saturating_add),
            carers_a_visit: together(visiting().map(|it| it.carers_a_visit), u8::max),
            minutes_a_week: together(visiting().map(|it| it.minutes_a_week), u32::saturating_add),
        },
        counted: counted.len(),
        doubtful: packages.len() - counted.len() - packages.iter().filter(planned).count(),
    }
}

/// Whether visits are to be expected. A care home, a day centre or a direct payment has none,
/// unless the council counts some.
fn has_visits(package: &PackageInBrief) -> bool {
    let counted = package.amount.visits_a_day.known().is_some_and(|visits| *visits > 0)
        || package.amount.minutes_a_week.known().is_some_and(|minutes| *minutes > 0);
    let comes_home = match package.setting {
        Fact::Known(
            Setting::Residential
            | Setting::Nursing
            | Setting::DayService
            | Setting::CarerSupport
            | Setting::DirectPayment
            | Setting::Telecare,
        ) => false,
        Fact::Known(
            Setting::AtHome | Setting::Reablement | Setting::ShortTerm | Setting::Other,
        ) => true,
        _ => true,
    };
    counted || comes_home
}

/// All known: joined. One not known: its state. None at all: none recorded.
fn together<T>(facts: impl Iterator<Item = Fact<T>>, join: impl Fn(T, T) -> T) -> Fact<T> {
    let joined = facts.fold(None, |joined, fact| match joined {
        None => Some(fact),
        Some(so_far) => Some(so_far.and_then(|one| fact.map(|other| join(one, other)))),
    });
    joined.unwrap_or(Fact::NoneRecorded)
}
