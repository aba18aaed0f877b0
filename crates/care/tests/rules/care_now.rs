//! The second line: how much care there is, and never a sum that leaves something out.

use care::record::answer::{Amount, Beside, CareNow, amount, answer};
use care::record::{
    Fact, Package, PackageNow, PackageState, Part, Record, Setting, Visit, VisitPattern,
};
use jiff::civil::{Weekday, date};

use crate::sample::{self, TODAY, desks, held, on, package, part, visit, words};

fn care_now(packages: Vec<Package>) -> CareNow {
    let record = Record { packages: part(packages), ..sample::record() };
    let beside = Beside { desks: &desks(), notices: &[] };
    answer(&record, &beside, TODAY).care_now.says.known().unwrap().clone()
}

fn pattern(visits: u8, carers: u8, minutes: u32) -> Fact<VisitPattern> {
    Fact::Known(VisitPattern {
        visits_a_day: Fact::Known(visits),
        carers_a_visit: Fact::Known(carers),
        minutes_a_week: Fact::Known(minutes),
    })
}

fn in_setting(setting: Setting) -> Package {
    Package { setting: Fact::Known(setting), pattern: Fact::NoneRecorded, ..package("other") }
}

#[track_caller]
fn check_total(packages: Vec<Package>, visits: Fact<u16>, carers: Fact<u8>, minutes: Fact<u32>) {
    let total = care_now(packages).total.amount;
    assert!(total.visits_a_day == visits, "visits");
    assert!(total.carers_a_visit == carers, "carers");
    assert!(total.minutes_a_week == minutes, "minutes");
}

#[test]
fn one_package_is_its_own_sum() {
    check_total(vec![package("a")], Fact::Known(4), Fact::Known(2), Fact::Known(840));
    let care = care_now(vec![package("a")]);
    assert_eq!(care.packages[0].provider, words("Meadow Homecare"));
    assert_eq!(care.packages[0].place, words("at home"));
    assert_eq!(care.packages[0].starts, on(2025, 3, 3));
    assert_eq!((care.total.counted, care.total.doubtful), (1, 0));
}

#[test]
fn several_packages_add_up_and_the_most_carers_count() {
    let meals = Package { pattern: pattern(1, 1, 105), ..package("b") };
    check_total(vec![package("a"), meals], Fact::Known(5), Fact::Known(2), Fact::Known(945));
}

#[test]
fn h20_a_sum_with_an_unknown_in_it_is_unknown() {
    let unknown = Package { pattern: Fact::NotRecorded, ..package("b") };
    let state = Fact::<u16>::NotRecorded;
    check_total(vec![package("a"), unknown], state, Fact::NotRecorded, Fact::NotRecorded);
    let odd = Package { pattern: Fact::Unrecognised, setting: Fact::Unrecognised, ..package("c") };
    let state = Fact::Unrecognised;
    check_total(vec![package("a"), odd], state, Fact::Unrecognised, Fact::Unrecognised);
}

#[test]
fn a_place_in_a_home_or_a_day_centre_has_no_visits_to_miss() {
    for setting in [
        Setting::Residential,
        Setting::Nursing,
        Setting::DayService,
        Setting::CarerSupport,
        Setting::DirectPayment,
        Setting::Telecare,
    ] {
        let both = vec![package("a"), in_setting(setting)];
        check_total(both, Fact::Known(4), Fact::Known(2), Fact::Known(840));
        let only = vec![in_setting(setting)];
        check_total(only, Fact::NoneRecorded, Fact::NoneRecorded, Fact::NoneRecorded);
    }
    for setting in [Setting::AtHome, Setting::Reablement, Setting::ShortTerm, Setting::Other] {
        let only = vec![in_setting(setting)];
        check_total(only, Fact::NoneRecorded, Fact::NoneRecorded, Fact::NoneRecorded);
        let unknown = Package { pattern: Fact::NotRecorded, ..in_setting(setting) };
        check_total(vec![unknown], Fact::NotRecorded, Fact::NotRecorded, Fact::NotRecorded);
    }
    let paid = Package { pattern: pattern(2, 1, 420), ..in_setting(Setting::DirectPayment) };
    check_total(vec![package("a"), paid], Fact::Known(6), Fact::Known(2), Fact::Known(1260));
}

#[test]
fn h05_only_packages_that_run_or_are_on_hold_are_summed() {
    let state = |state| Package { state: Fact::Known(state), ..package("b") };
    let until = |day| Package {
        hold: held(date(2026, 8, 1), date(2026, 8, day)),
        ..state(PackageState::OnHold)
    };
    let planned = Package { starts: on(2026, 8, 20), ..state(PackageState::Planned) };
    let ended = Package { ends: on(2026, 8, 1), ..state(PackageState::Ended) };
    let contradictory = Package { ends: on(2026, 8, 1), ..state(PackageState::Running) };
    let unknown = Package { state: Fact::Unrecognised, ..package("b") };
    let rows = [
        (until(12), 2, 0, 8),
        (until(11), 1, 1, 4),
        (planned, 1, 0, 4),
        (ended, 1, 0, 4),
        (contradictory, 1, 1, 4),
        (unknown, 1, 1, 4),
    ];
    for (other, counted, doubtful, visits) in rows {
        let care = care_now(vec![package("a"), other]);
        assert_eq!((care.total.counted, care.total.doubtful), (counted, doubtful));
        assert_eq!(care.total.amount.visits_a_day.known(), Some(&visits));
    }
}

#[test]
fn what_matters_most_is_listed_first_and_what_is_over_not_at_all() {
    let state = |state| Package { state: Fact::Known(state), ..package("b") };
    let planned = Package { starts: on(2026, 8, 20), ..state(PackageState::Planned) };
    let ended = Package { ends: on(2026, 8, 1), ..state(PackageState::Ended) };
    let hold =
        Package { hold: held(date(2026, 8, 1), date(2026, 8, 30)), ..state(PackageState::OnHold) };
    let unknown = Package { state: Fact::Unrecognised, ..package("b") };
    let care = care_now(vec![planned, ended, unknown, hold, package("a")]);
    let order: Vec<u8> = care
        .packages
        .iter()
        .map(|package| match package.now {
            Fact::Known(PackageNow::Running { .. }) => 1,
            Fact::Known(PackageNow::OnHold { .. }) => 2,
            Fact::Unrecognised => 3,
            Fact::Known(PackageNow::Planned { .. }) => 4,
            _ => 9,
        })
        .collect();
    assert_eq!(order, [1, 2, 3, 4]);
    assert_eq!(care.last_ended, Some(date(2026, 8, 1)));
}

fn every_day(hours: &[i8]) -> Vec<Visit> {
    Weekday::Monday
        .cycle_forward()
        .take(7)
        .flat_map(|day| hours.iter().map(move |hour| visit("a", day, *hour)))
        .collect()
}

fn without_pattern() -> Package {
    Package { pattern: Fact::NotSupplied, ..package("a") }
}

#[track_caller]
fn check_amount(visits: &[Visit], expected: (Fact<u16>, Fact<u8>, Fact<u32>)) {
    let counted = amount(&without_pattern(), Fact::Known(&visits.to_vec()));
    let (visits_a_day, carers_a_visit, minutes_a_week) = expected;
    assert!(counted == Amount { visits_a_day, carers_a_visit, minutes_a_week });
}

#[test]
fn without_a_pattern_the_visits_are_counted() {
    let expected = (Fact::Known(3), Fact::Known(2), Fact::Known(630));
    check_amount(&every_day(&[8, 12, 18]), expected);
    let mut other = every_day(&[8, 12, 18]);
    other.push(visit("another package", Weekday::Monday, 9));
    check_amount(&other, expected);
}

#[test]
fn the_most_carers_at_any_visit_are_the_carers() {
    let mut visits = every_day(&[8]);
    visits[2].carers = Fact::Known(3);
    check_amount(&visits, (Fact::Known(1), Fact::Known(3), Fact::Known(210)));
}

#[test]
fn days_that_differ_make_no_ordinary_day() {
    let mut visits = every_day(&[8]);
    visits.push(visit("a", Weekday::Sunday, 18));
    check_amount(&visits, (Fact::NotSupplied, Fact::Known(2), Fact::Known(240)));
}

#[test]
fn h20_a_visit_without_a_time_spoils_the_count() {
    let mut visits = every_day(&[8]);
    visits.push(Visit { time: Fact::Unrecognised, ..visit("a", Weekday::Sunday, 18) });
    check_amount(&visits, (Fact::NotSupplied, Fact::Known(2), Fact::NotSupplied));
    let mut visits = every_day(&[8]);
    visits[3].carers = Fact::NotRecorded;
    check_amount(&visits, (Fact::Known(1), Fact::NotSupplied, Fact::Known(210)));
    check_amount(&[], (Fact::NotSupplied, Fact::NotSupplied, Fact::NotSupplied));
}

#[test]
fn h20_visits_that_could_not_be_checked_leave_the_amount_unchecked() {
    let unchecked = amount(&without_pattern(), Fact::CouldNotCheck);
    assert_eq!(unchecked.visits_a_day, Fact::CouldNotCheck);
    let known = amount(&package("a"), Fact::CouldNotCheck);
    assert!(known.visits_a_day == Fact::Known(4));
}

#[test]
fn no_packages_at_all_is_none_recorded() {
    let beside = Beside { desks: &desks(), notices: &[] };
    for fact in [Fact::Known(vec![]), Fact::NoneRecorded] {
        let packages = Part { fact, checked: sample::checked() };
        let said = answer(&Record { packages, ..sample::record() }, &beside, TODAY);
        assert_eq!(said.care_now.says, Fact::NoneRecorded);
    }
}
