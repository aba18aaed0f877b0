//! H06, H24, H29: nobody's danger is missed, and nothing unknown reads as "no".

use care::record::judge::{OpenEnquiry, StaffRisk, safeguarding_now, staff_risk_now};
use care::record::{Alert, AlertAudience, Fact};
use care::when::When;
use jiff::civil::date;

use crate::sample::{TODAY, alert, concern, on, phone};

#[track_caller]
fn check_open(closed: Fact<When>, open: bool) {
    let concerns = Fact::Known(vec![concern(on(2026, 8, 2), closed)]);
    let now = safeguarding_now(&concerns, TODAY);
    assert_eq!(now.known().is_some(), open);
    assert_eq!(now == Fact::NoneRecorded, !open);
}

#[test]
fn h06_an_enquiry_is_open_until_it_is_known_to_be_closed() {
    check_open(Fact::NoneRecorded, true);
    check_open(Fact::NotRecorded, true);
    check_open(Fact::NotSupplied, true);
    check_open(Fact::Unrecognised, true);
    check_open(Fact::CouldNotCheck, true);
    check_open(on(2026, 8, 13), true);
    check_open(on(2026, 8, 12), false);
    check_open(on(2026, 8, 11), false);
}

#[test]
fn h06_one_open_enquiry_among_closed_ones_is_seen() {
    let concerns = Fact::Known(vec![
        concern(on(2024, 1, 1), on(2024, 2, 1)),
        concern(on(2026, 8, 2), Fact::NotRecorded),
        concern(on(2025, 1, 1), on(2025, 2, 1)),
    ]);
    let enquiry = OpenEnquiry { since: on(2026, 8, 2), phone: phone("01632 960556") };
    assert_eq!(safeguarding_now(&concerns, TODAY), Fact::Known(enquiry));
}

#[test]
fn h06_of_several_open_enquiries_the_earliest_day_is_told() {
    for order in [[2, 5, 9], [9, 5, 2], [5, 2, 9]] {
        let mut concerns: Vec<_> =
            order.map(|day| concern(on(2026, 7, day), Fact::NotRecorded)).into();
        concerns.push(concern(Fact::NotRecorded, Fact::NotRecorded));
        let now = safeguarding_now(&Fact::Known(concerns), TODAY);
        assert_eq!(now.known().map(|enquiry| enquiry.since), Some(on(2026, 7, 2)));
    }
}

#[test]
fn h06_every_state_of_the_source_keeps_its_own_word() {
    for state in [
        Fact::NoneRecorded,
        Fact::NotRecorded,
        Fact::NotShared,
        Fact::Restricted,
        Fact::NotSupplied,
        Fact::Unrecognised,
        Fact::CouldNotCheck,
    ] {
        assert_eq!(safeguarding_now(&state, TODAY).words(), state.words());
    }
    assert_eq!(safeguarding_now(&Fact::Known(vec![]), TODAY), Fact::NoneRecorded);
}

#[track_caller]
fn check_risk(alerts: Vec<Alert>, expected: Fact<StaffRisk>) {
    assert_eq!(staff_risk_now(&Fact::Known(alerts), TODAY), expected);
}

fn staff() -> Alert {
    alert(Fact::Known(AlertAudience::VisitingStaff))
}

#[test]
fn h29_a_risk_is_in_force_through_its_last_day_and_out_of_date_after_it() {
    let since = on(2026, 1, 5);
    let in_force = Fact::Known(StaffRisk::InForce { since });
    check_risk(vec![staff()], in_force);
    check_risk(vec![Alert { ends: on(2026, 8, 13), ..staff() }], in_force);
    check_risk(vec![Alert { ends: on(2026, 8, 12), ..staff() }], in_force);
    let until = date(2026, 8, 11);
    check_risk(
        vec![Alert { ends: on(2026, 8, 11), ..staff() }],
        Fact::Known(StaffRisk::OutOfDate { since, until }),
    );
}

#[test]
fn h29_a_risk_in_force_is_told_before_one_out_of_date() {
    let old = Alert { ends: on(2026, 8, 11), ..staff() };
    let since = on(2026, 1, 5);
    check_risk(vec![old, staff()], Fact::Known(StaffRisk::InForce { since }));
}

#[test]
fn h29_a_risk_begins_on_its_day() {
    check_risk(vec![Alert { starts: on(2026, 8, 13), ..staff() }], Fact::NoneRecorded);
    let since = on(2026, 8, 12);
    let risk = Fact::Known(StaffRisk::InForce { since });
    check_risk(vec![Alert { starts: since, ..staff() }], risk);
    let since = Fact::NotRecorded;
    let risk = Fact::Known(StaffRisk::InForce { since });
    check_risk(vec![Alert { starts: since, ..staff() }], risk);
}

#[test]
fn h29_alerts_about_the_person_are_no_risk_to_staff() {
    let others = [AlertAudience::Person, AlertAudience::Everyone];
    check_risk(others.map(|audience| alert(Fact::Known(audience))).into(), Fact::NoneRecorded);
    check_risk(vec![], Fact::NoneRecorded);
}

#[test]
fn h24_an_alert_of_an_unknown_kind_is_never_no_risk() {
    check_risk(vec![alert(Fact::Unrecognised)], Fact::Unrecognised);
    let since = on(2026, 1, 5);
    let risk = Fact::Known(StaffRisk::InForce { since });
    check_risk(vec![alert(Fact::Unrecognised), staff()], risk);
}

#[test]
fn h29_alerts_that_could_not_be_checked_are_not_none() {
    assert_eq!(staff_risk_now(&Fact::CouldNotCheck, TODAY), Fact::CouldNotCheck);
    assert_eq!(staff_risk_now(&Fact::NotShared, TODAY), Fact::NotShared);
}
