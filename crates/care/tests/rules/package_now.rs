//! H05: an ended or changed package is never shown as live.

use care::record::judge::{Contradiction, last_day};
use care::record::{Fact, HoldTerms, Package, PackageNow, PackageState, package_now};
use care::when::When;
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};

use crate::sample::{self, TODAY, held, on};

const YESTERDAY: Date = date(2026, 8, 11);
const TOMORROW: Date = date(2026, 8, 13);

#[track_caller]
fn check(package: &Package, expected: PackageNow) {
    assert_eq!(package_now(package, TODAY), Fact::Known(expected));
}

fn a_package(state: PackageState) -> Package {
    Package { state: Fact::Known(state), ..sample::package("p1") }
}

fn day(day: Date) -> Fact<When> {
    Fact::Known(When::On(day))
}

#[test]
fn h05_a_package_runs_through_its_last_day_and_no_longer() {
    let ends = |day: Date| Package { ends: Fact::Known(When::On(day)), ..sample::package("p1") };
    check(&ends(TOMORROW), PackageNow::Running { until: Fact::Known(TOMORROW) });
    check(&ends(TODAY), PackageNow::Running { until: Fact::Known(TODAY) });
    check(
        &ends(YESTERDAY),
        PackageNow::Contradictory(Contradiction::EndIsPast {
            says: PackageState::Running,
            on: YESTERDAY,
        }),
    );
}

#[test]
fn h05_an_end_at_midnight_is_the_end_of_the_day_before() {
    let midnight: Timestamp = "2026-08-11T23:00:00Z".parse().unwrap(); // 12 August, 00:00 local
    let minute = SignedDuration::from_mins(1);
    assert_eq!(last_day(When::At(midnight - minute)), YESTERDAY);
    assert_eq!(last_day(When::At(midnight)), YESTERDAY);
    assert_eq!(last_day(When::At(midnight + minute)), TODAY);
    assert_eq!(last_day(When::On(TODAY)), TODAY);
}

#[test]
fn h05_midnight_is_local_on_the_nights_the_clocks_change() {
    let last = |text: &str| last_day(When::At(text.parse().unwrap()));
    // 29 March 2026 begins in winter time and ends in summer time; 25 October the other way round.
    assert_eq!(last("2026-03-29T00:00:00Z"), date(2026, 3, 28));
    assert_eq!(last("2026-03-29T23:00:00Z"), date(2026, 3, 29));
    assert_eq!(last("2026-10-24T23:00:00Z"), date(2026, 10, 24));
    assert_eq!(last("2026-10-25T23:30:00Z"), date(2026, 10, 25));
    assert_eq!(last("2026-10-26T00:00:00Z"), date(2026, 10, 25));
    assert_eq!(last("2028-03-01T00:00:00Z"), date(2028, 2, 29));
}

#[test]
fn h05_a_package_that_ended_is_over_and_one_to_end_is_doubtful() {
    let over = PackageState::Ended;
    let ended = |ends| Package { ends, ..a_package(over) };
    check(&ended(day(YESTERDAY)), PackageNow::Ended { on: Fact::Known(YESTERDAY) });
    check(&ended(day(TODAY)), PackageNow::Ended { on: Fact::Known(TODAY) });
    check(&ended(Fact::NotRecorded), PackageNow::Ended { on: Fact::NotRecorded });
    check(
        &ended(day(TOMORROW)),
        PackageNow::Contradictory(Contradiction::EndIsToCome { on: TOMORROW }),
    );
}

#[test]
fn h05_a_package_on_hold_can_be_restarted_until_the_end_of_a_day() {
    let held_until =
        |until| Package { hold: held(date(2026, 8, 1), until), ..a_package(PackageState::OnHold) };
    for until in [TOMORROW, TODAY] {
        check(
            &held_until(until),
            PackageNow::OnHold {
                since: Fact::Known(date(2026, 8, 1)),
                until: Fact::Known(until),
                notice_hours: Fact::Known(24),
            },
        );
    }
    check(
        &held_until(YESTERDAY),
        PackageNow::HoldLapsed { since: Fact::Known(date(2026, 8, 1)), until: YESTERDAY },
    );
}

#[test]
fn h05_a_hold_begins_on_its_first_day() {
    let package = Package { hold: held(TODAY, TOMORROW), ..a_package(PackageState::OnHold) };
    let now = package_now(&package, TODAY);
    assert!(matches!(now, Fact::Known(PackageNow::OnHold { .. })));
}

#[test]
fn h05_a_hold_without_terms_says_that_they_are_not_known() {
    let package = Package { hold: Fact::CouldNotCheck, ..a_package(PackageState::OnHold) };
    check(
        &package,
        PackageNow::OnHold {
            since: Fact::CouldNotCheck,
            until: Fact::CouldNotCheck,
            notice_hours: Fact::CouldNotCheck,
        },
    );
}

#[test]
fn h05_a_package_that_is_planned_has_not_begun() {
    let from = |starts| Package { starts, ..a_package(PackageState::Planned) };
    check(&from(day(TOMORROW)), PackageNow::Planned { from: Fact::Known(TOMORROW) });
    check(&from(day(TODAY)), PackageNow::Planned { from: Fact::Known(TODAY) });
    check(&from(Fact::NotRecorded), PackageNow::Planned { from: Fact::NotRecorded });
    check(
        &from(day(YESTERDAY)),
        PackageNow::Contradictory(Contradiction::AlreadyBegun { from: YESTERDAY }),
    );
}

#[test]
fn h05_a_word_that_the_dates_contradict_is_not_believed() {
    for says in [PackageState::Running, PackageState::OnHold] {
        check(
            &Package { starts: day(TOMORROW), ..a_package(says) },
            PackageNow::Contradictory(Contradiction::NotBegun { says, from: TOMORROW }),
        );
    }
    for says in [PackageState::Running, PackageState::OnHold, PackageState::Planned] {
        check(
            &Package { ends: day(YESTERDAY), ..a_package(says) },
            PackageNow::Contradictory(Contradiction::EndIsPast { says, on: YESTERDAY }),
        );
    }
    check(
        &Package { hold: held(TOMORROW, date(2026, 9, 1)), ..a_package(PackageState::OnHold) },
        PackageNow::Contradictory(Contradiction::HoldIsToCome { from: TOMORROW }),
    );
    check(
        &Package { hold: held(TODAY, date(2026, 9, 1)), ..a_package(PackageState::Running) },
        PackageNow::Contradictory(Contradiction::HeldWhileRunning { since: TODAY }),
    );
}

#[test]
fn h05_a_hold_that_is_to_come_does_not_stop_today() {
    check(
        &Package { hold: held(TOMORROW, date(2026, 9, 1)), ..a_package(PackageState::Running) },
        PackageNow::Running { until: Fact::NoneRecorded },
    );
}

#[test]
fn h05_where_there_is_no_place_for_a_state_the_dates_speak() {
    let dated = |starts, ends, hold| Package {
        state: Fact::NotSupplied,
        starts,
        ends,
        hold,
        ..sample::package("p1")
    };
    let none = Fact::<HoldTerms>::NoneRecorded;
    let past = on(2025, 1, 1);
    let open = Fact::NoneRecorded;
    check(&dated(past, open, none), PackageNow::Running { until: Fact::NoneRecorded });
    check(&dated(day(TODAY), open, none), PackageNow::Running { until: Fact::NoneRecorded });
    check(&dated(past, day(TODAY), none), PackageNow::Running { until: Fact::Known(TODAY) });
    check(&dated(past, day(YESTERDAY), none), PackageNow::Ended { on: Fact::Known(YESTERDAY) });
    check(&dated(day(TOMORROW), open, none), PackageNow::Planned { from: Fact::Known(TOMORROW) });
    let lapsed = held(date(2026, 7, 1), YESTERDAY);
    check(
        &dated(past, open, lapsed),
        PackageNow::HoldLapsed { since: Fact::Known(date(2026, 7, 1)), until: YESTERDAY },
    );
    let unknown = dated(Fact::NotRecorded, open, none);
    assert_eq!(package_now(&unknown, TODAY), Fact::NotSupplied);
}

#[test]
fn h05_a_package_with_a_date_that_nobody_can_read_is_not_called_running() {
    let dated = |starts, ends, hold| Package {
        state: Fact::NotSupplied,
        starts,
        ends,
        hold,
        ..sample::package("p1")
    };
    let (past, open) = (on(2025, 1, 1), Fact::NoneRecorded);
    let since = |held_since| {
        Fact::Known(HoldTerms {
            held_since,
            restart_until: Fact::NotRecorded,
            notice_hours: Fact::NotRecorded,
        })
    };
    for package in [
        dated(past, Fact::Unrecognised, Fact::NoneRecorded),
        dated(past, open, since(Fact::Unrecognised)),
        dated(Fact::Unrecognised, open, Fact::NoneRecorded),
    ] {
        assert_eq!(package_now(&package, TODAY), Fact::Unrecognised);
    }
}

#[test]
fn h24_a_state_that_nobody_recognises_is_none_of_ours() {
    for state in [
        Fact::Unrecognised,
        Fact::CouldNotCheck,
        Fact::NotRecorded,
        Fact::NoneRecorded,
        Fact::NotShared,
        Fact::Restricted,
    ] {
        let package = Package { state, ..sample::package("p1") };
        assert_eq!(package_now(&package, TODAY), state.and_then(|_| Fact::NotSupplied));
    }
}

#[test]
fn h05_an_unknown_word_with_a_past_end_is_over() {
    let package =
        Package { state: Fact::Unrecognised, ends: day(YESTERDAY), ..sample::package("p1") };
    check(&package, PackageNow::Ended { on: Fact::Known(YESTERDAY) });
}
