//! What care has been arranged, and who gives it?

use jiff::civil::Date;

use super::Arrangement;
use crate::chance::Chance;
use crate::council::providers;
use crate::days;
use crate::person::Townsperson;
use crate::streets::{self, HomeKind};

/// One service line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Service {
    /// The supplier's code: `HC` home care, `RES` residential and so on.
    pub(crate) code: &'static str,
    pub(crate) provider: Option<i64>,
    /// The council's name of it, where it has one of its own.
    pub(crate) local_name: Option<&'static str>,
    /// `PRO` proposed, `ACT` active, `SUS` suspended, `CLO` closed.
    pub(crate) status: &'static str,
    pub(crate) starts: Date,
    pub(crate) ends: Option<Date>,
    /// Each call of an ordinary day.
    pub(crate) rounds: Vec<Round>,
    pub(crate) carers: i64,
    /// Letters of the days, Sunday first.
    pub(crate) days: &'static str,
    pub(crate) hold: Option<Hold>,
    pub(crate) place: Option<&'static str>,
}

/// One call of an ordinary day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Round {
    /// Minutes after midnight.
    pub(crate) at: i32,
    pub(crate) minutes: i64,
    pub(crate) tasks: &'static str,
}

/// A suspension in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hold {
    pub(crate) since: Date,
    pub(crate) until: Option<Date>,
    pub(crate) notice_hours: Option<i64>,
}

pub(crate) const EVERY_DAY: &str = "SMTWTFS";
const WEEKDAYS: &str = "-MTWTF-";

impl Service {
    /// A service that runs since a day, without calls.
    pub(crate) fn running(code: &'static str, provider: i64, starts: Date) -> Self {
        Self {
            code,
            provider: Some(provider),
            local_name: None,
            status: "ACT",
            starts,
            ends: None,
            rounds: Vec::new(),
            carers: 1,
            days: EVERY_DAY,
            hold: None,
            place: None,
        }
    }

    /// Minutes of care in a week, each call counted once.
    pub(crate) fn minutes_a_week(&self) -> i64 {
        let days = self.days.chars().filter(|day| *day != '-').count();
        let a_day: i64 = self.rounds.iter().map(|round| round.minutes).sum();
        a_day * i64::try_from(days).unwrap_or(0)
    }
}

/// All services of one client, the present one first.
pub(super) fn of(
    chance: &mut Chance,
    care: Arrangement,
    (since, today): (Date, Date),
    person: &Townsperson,
) -> Vec<Service> {
    let begun = days::some_time_before(chance, today, 5, 1200).max(since);
    let mut services = match care {
        Arrangement::HomeCare => vec![home_care(chance, "HC", begun)],
        Arrangement::HomeCareAndDayCentre => {
            vec![home_care(chance, "HC", begun), day_centre(chance, begun)]
        }
        Arrangement::Reablement => vec![reablement(chance, today)],
        Arrangement::DirectPayment => vec![direct_payment(chance, begun)],
        Arrangement::TelecareOnly => Vec::new(),
        Arrangement::DayCentreOnly => vec![day_centre(chance, begun)],
        Arrangement::Respite => vec![respite(chance, today)],
        Arrangement::CareHome => vec![care_home(person, begun)],
        Arrangement::SupportedLiving => vec![supported_living(chance, begun)],
        Arrangement::AllEnded => vec![ended(home_care(chance, "HC", begun), chance, today)],
        Arrangement::OnlyAssessed => return Vec::new(),
    };
    if care != Arrangement::CareHome && (care == Arrangement::TelecareOnly || chance.happens(330)) {
        let starts = days::some_time_before(chance, today, 20, 1500);
        services.push(Service::running("TEC", providers::TELECARE, starts));
    }
    if let Some(first) = services.first_mut().filter(|first| first.status == "ACT") {
        happens_to(first, chance, today);
    }
    if chance.happens(250)
        && let Some(first) = services.first().cloned()
    {
        services.push(before_the_new_year(first, today));
    }
    services
}

/// Home care as it is usually arranged: two calls a day at the median.
fn home_care(chance: &mut Chance, code: &'static str, starts: Date) -> Service {
    let calls = chance.weighted(&[(25, 1), (40, 2), (21, 3), (14, 4)]).unwrap_or(2);
    let provider =
        if code == "RB" { providers::reablement(chance) } else { providers::home_care(chance) };
    let doubled = if calls == 4 { 380 } else { 55 };
    Service {
        rounds: rounds(chance, calls),
        carers: if chance.happens(doubled) { 2 } else { 1 },
        days: if calls == 1 && chance.happens(300) { WEEKDAYS } else { EVERY_DAY },
        ..Service::running(code, provider, starts)
    }
}

/// The calls of a day with so many of them.
pub(super) fn rounds(chance: &mut Chance, calls: usize) -> Vec<Round> {
    const MORNING: (i32, i64, &str) = (8 * 60, 45, "Personal care, breakfast, medication prompt");
    const NOON: (i32, i64, &str) = (12 * 60 + 30, 30, "Lunch, drink, continence");
    const TEA: (i32, i64, &str) = (16 * 60 + 45, 30, "Tea, medication prompt");
    const BED: (i32, i64, &str) = (20 * 60, 30, "Help to bed, medication prompt");
    let day: &[(i32, i64, &str)] = match calls {
        1 => &[MORNING],
        2 => &[MORNING, BED],
        3 => &[MORNING, NOON, BED],
        _ => &[MORNING, NOON, TEA, BED],
    };
    let shift = 15 * chance.between(-2, 3);
    day.iter()
        .map(|(at, minutes, tasks)| Round { at: at + shift, minutes: *minutes, tasks })
        .collect()
}

fn reablement(chance: &mut Chance, today: Date) -> Service {
    let starts = days::some_time_before(chance, today, 1, 35);
    Service { ends: Some(days::after(starts, 42)), ..home_care(chance, "RB", starts) }
}

fn day_centre(chance: &mut Chance, starts: Date) -> Service {
    let days = chance.word(&["-M-W---", "--T-T--", "-MTWTF-", "---W-F-"]);
    Service {
        rounds: vec![Round { at: 10 * 60, minutes: 300, tasks: "Day centre, lunch, transport" }],
        days,
        place: Some("At the day centre"),
        ..Service::running("DAY", providers::day_centre(chance), starts)
    }
}

fn direct_payment(chance: &mut Chance, starts: Date) -> Service {
    let mut service = home_care(chance, "DP", starts);
    service.provider = None;
    service.local_name = Some("Direct payment: personal assistant");
    service
}

fn respite(chance: &mut Chance, today: Date) -> Service {
    let starts = days::after(today, i64::from(chance.between(-10, 20)));
    Service {
        ends: Some(days::after(starts, 14)),
        status: if starts > today { "PRO" } else { "ACT" },
        ..Service::running("RESP", providers::care_home(chance.index(14)), starts)
    }
}

fn care_home(person: &Townsperson, starts: Date) -> Service {
    let which = if let HomeKind::CareHome(which) = person.home.kind { which } else { 0 };
    let code = if streets::nurses(which) { "NUR" } else { "RES" };
    Service::running(code, providers::care_home(which), starts)
}

fn supported_living(chance: &mut Chance, starts: Date) -> Service {
    Service {
        local_name: Some("Supported living, shared hours and sleep-in"),
        rounds: rounds(chance, 3),
        ..Service::running("SL", providers::supported_living(chance), starts)
    }
}

fn ended(service: Service, chance: &mut Chance, today: Date) -> Service {
    let ends = days::some_time_before(chance, today, 1, 500).max(days::after(service.starts, 1));
    Service { status: "CLO", ends: Some(ends.min(days::after(today, -1))), ..service }
}

/// What befalls an active service: put on hold, about to end, not begun, or badly kept.
fn happens_to(service: &mut Service, chance: &mut Chance, today: Date) {
    let at_home = matches!(service.code, "HC" | "RB");
    match chance.below(1000) {
        0..45 if at_home => {
            let since = days::some_time_before(chance, today, 0, 18).max(service.starts);
            service.status = "SUS";
            service.hold = Some(Hold {
                since,
                until: chance.happens(850).then(|| days::after(since, 14)),
                notice_hours: chance.weighted(&[(2, None), (5, Some(24)), (3, Some(48))]).flatten(),
            });
        }
        45..95 if service.ends.is_none() => {
            service.ends = Some(days::after(today, i64::from(chance.between(2, 45))));
        }
        95..120 if at_home => {
            service.status = "PRO";
            service.starts = days::after(today, i64::from(chance.between(1, 14)));
            service.ends = None;
        }
        // Nobody closed the line when the care ended.
        120..130 => service.ends = Some(days::some_time_before(chance, today, 3, 90)),
        // A code that came with an upgrade and that nobody has mapped yet.
        130..133 => service.status = "XFR",
        _ => {}
    }
}

/// The same service as it stood before the finance year began: many councils close and reopen every
/// line on 1 April.
fn before_the_new_year(service: Service, today: Date) -> Service {
    let year = if today.month() >= 4 { today.year() } else { today.year() - 1 };
    let ends = Date::new(year, 3, 31).unwrap_or(today).min(days::after(service.starts, -1));
    Service {
        status: "CLO",
        starts: days::after(ends, -365),
        ends: Some(ends),
        hold: None,
        ..service
    }
}
