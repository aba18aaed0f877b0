//! The week of care as it is drawn: every visit, and how its package stands.

use care::record::{Fact, Package, PackageNow, PackageState, Record, Visit, Week, week};
use jiff::civil::{Date, Weekday, date, time};

use crate::sample::{self, TODAY, held, on, package, part, visit, words};

fn drawn(packages: Vec<Package>, visits: Vec<Visit>) -> Fact<Week> {
    let record = Record { packages: part(packages), visits: part(visits), ..sample::record() };
    week(&record, TODAY)
}

#[test]
fn visits_stand_on_their_day_in_order_of_time() {
    let visits = vec![
        visit("p1", Weekday::Sunday, 18),
        visit("p1", Weekday::Monday, 12),
        visit("p1", Weekday::Monday, 8),
    ];
    let week = drawn(vec![package("p1")], visits);
    let week = week.known().unwrap();
    let starts: Vec<_> = week.days[0].iter().map(|visit| visit.starts).collect();
    assert_eq!(starts, [time(8, 0, 0, 0), time(12, 0, 0, 0)]);
    assert_eq!(week.days[6].len(), 1);
    assert_eq!(week.days.iter().map(Vec::len).sum::<usize>(), 3);
    let first = &week.days[0][0];
    assert_eq!(first.minutes, 30);
    assert_eq!(first.package, words("Home care"));
    assert_eq!(first.purpose, words("personal care"));
    assert!(first.carers == Fact::Known(2));
    assert_eq!(first.now, Fact::Known(PackageNow::Running { until: Fact::NoneRecorded }));
}

#[test]
fn h05_a_visit_of_an_ended_package_is_not_drawn() {
    let ended =
        Package { state: Fact::Known(PackageState::Ended), ends: on(2026, 8, 11), ..package("p1") };
    assert_eq!(drawn(vec![ended], vec![visit("p1", Weekday::Monday, 8)]), Fact::NoneRecorded);
}

#[test]
fn h05_a_visit_of_a_package_on_hold_says_so() {
    let until: Date = date(2026, 8, 25);
    let on_hold = Package {
        state: Fact::Known(PackageState::OnHold),
        hold: held(date(2026, 8, 11), until),
        ..package("p1")
    };
    let week = drawn(vec![on_hold], vec![visit("p1", Weekday::Monday, 8)]);
    let now = week.known().unwrap().days[0][0].now;
    assert!(matches!(now, Fact::Known(PackageNow::OnHold { .. })));
}

#[test]
fn h20_a_visit_without_its_package_or_its_time_is_not_lost() {
    let orphan = visit("p9", Weekday::Monday, 8);
    let untimed = Visit { time: Fact::Unrecognised, ..visit("p1", Weekday::Monday, 8) };
    let week = drawn(vec![package("p1")], vec![orphan, untimed]);
    let week = week.known().unwrap();
    assert_eq!(week.days[0][0].now, Fact::NotRecorded);
    assert_eq!(week.days[0][0].package, Fact::NotRecorded);
    assert_eq!(week.untimed, 1);
}

#[test]
fn h20_visits_are_drawn_though_their_packages_could_not_be_checked() {
    let mut record = sample::record();
    record.packages.fact = Fact::CouldNotCheck;
    let drawn = week(&record, TODAY);
    assert_eq!(drawn.known().unwrap().days[0][0].now, Fact::CouldNotCheck);
    record.visits.fact = Fact::CouldNotCheck;
    assert_eq!(week(&record, TODAY), Fact::CouldNotCheck);
}

#[test]
fn an_empty_week_is_none_recorded() {
    assert_eq!(drawn(vec![package("p1")], vec![]), Fact::NoneRecorded);
}
