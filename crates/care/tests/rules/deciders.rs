//! H28: nobody decides who may not.

use care::record::judge::{LibertyNow, Standing, liberty_now, standing};
use care::record::{Attorney, AttorneyKind, Deprivation, DeprivationStatus, Fact};
use jiff::civil::date;

use crate::sample::{TODAY, attorney, deprivation, on};

#[track_caller]
fn check(kind: AttorneyKind, registered: Fact<bool>, expected: Fact<Standing>) {
    assert_eq!(standing(&attorney(kind, registered)), expected);
}

#[test]
fn h28_only_a_registered_attorney_for_welfare_decides_on_care() {
    for kind in [AttorneyKind::HealthAndWelfare, AttorneyKind::WelfareDeputy] {
        check(kind, Fact::Known(true), Fact::Known(Standing::DecidesOnCare));
        check(kind, Fact::Known(false), Fact::Known(Standing::NoForce));
        check(kind, Fact::NotRecorded, Fact::NotRecorded);
        check(kind, Fact::Unrecognised, Fact::Unrecognised);
    }
}

#[test]
fn h28_an_attorney_for_money_has_no_say_in_care() {
    for kind in [AttorneyKind::PropertyAndFinance, AttorneyKind::PropertyDeputy] {
        check(kind, Fact::Known(true), Fact::Known(Standing::NoSayInCare));
        check(kind, Fact::NotRecorded, Fact::Known(Standing::NoSayInCare));
        check(kind, Fact::Known(false), Fact::Known(Standing::NoForce));
    }
}

#[test]
fn h28_an_advocate_speaks_and_does_not_decide() {
    for registered in [Fact::Known(true), Fact::Known(false), Fact::NotRecorded] {
        check(AttorneyKind::Advocate, registered, Fact::Known(Standing::SpeaksOnly));
    }
}

#[test]
fn h24_an_attorney_of_an_unknown_kind_has_no_standing_that_we_know() {
    let unknown = Attorney {
        kind: Fact::Unrecognised,
        ..attorney(AttorneyKind::HealthAndWelfare, Fact::Known(true))
    };
    assert_eq!(standing(&unknown), Fact::Unrecognised);
}

#[track_caller]
fn check_liberty(deprivations: Vec<Deprivation>, expected: Fact<LibertyNow>) {
    assert_eq!(liberty_now(&Fact::Known(deprivations), TODAY), expected);
}

fn authorised() -> Deprivation {
    deprivation(DeprivationStatus::Authorised)
}

#[test]
fn h28_an_authorisation_holds_from_its_first_day_to_its_last() {
    let until = date(2026, 12, 31);
    let in_force = Fact::Known(LibertyNow::Authorised { until: Fact::Known(until) });
    check_liberty(vec![authorised()], in_force);
    check_liberty(vec![Deprivation { starts: on(2026, 8, 12), ..authorised() }], in_force);
    check_liberty(
        vec![Deprivation { starts: on(2026, 8, 13), ..authorised() }],
        Fact::Known(LibertyNow::AuthorisedFrom(date(2026, 8, 13))),
    );
    check_liberty(
        vec![Deprivation { ends: on(2026, 8, 12), ..authorised() }],
        Fact::Known(LibertyNow::Authorised { until: Fact::Known(TODAY) }),
    );
    check_liberty(vec![Deprivation { ends: on(2026, 8, 11), ..authorised() }], Fact::NoneRecorded);
}

#[test]
fn h28_what_is_asked_for_is_not_granted() {
    let requested = deprivation(DeprivationStatus::Requested);
    check_liberty(vec![requested.clone()], Fact::Known(LibertyNow::Requested));
    let until = Fact::Known(date(2026, 12, 31));
    check_liberty(vec![requested, authorised()], Fact::Known(LibertyNow::Authorised { until }));
}

#[test]
fn h24_an_application_in_an_unknown_state_is_not_none() {
    let unknown = Deprivation { status: Fact::Unrecognised, ..authorised() };
    check_liberty(vec![unknown.clone()], Fact::Unrecognised);
    let over = Deprivation { ends: on(2026, 8, 11), ..authorised() };
    check_liberty(vec![over, unknown], Fact::Unrecognised);
    check_liberty(vec![], Fact::NoneRecorded);
    assert_eq!(liberty_now(&Fact::CouldNotCheck, TODAY), Fact::CouldNotCheck);
}
