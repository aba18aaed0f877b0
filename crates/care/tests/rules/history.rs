//! The timeline: care and stays as stretches of days.

use care::people::{HospitalNumber, VisitNumber};
use care::record::{Fact, History, Package, PackageState, Record, history};
use care::stays::{Class, Departure, Origin, Place, Stay, StayState};
use jiff::civil::date;

use crate::sample::{self, TODAY, at, held, on, package, part};

fn stay(state: StayState, admitted: Option<&str>) -> Stay {
    Stay {
        visit: VisitNumber { authority: "RZZ".into(), value: "V1".into() },
        patient: HospitalNumber { authority: "RZZ".into(), value: "H1".into() },
        state,
        origin: Origin::Told,
        class: Class::Inpatient,
        place: Place::default(),
        admitted_at: admitted.map(at),
        expected_admission: None,
        expected_discharge: None,
        admission_method: None,
        admission_source: None,
        specialty: None,
        fit_since: None,
    }
}

fn left(text: &str) -> StayState {
    StayState::Closed(Departure { at: at(text), destination: None, method: None })
}

fn drawn(packages: Vec<Package>, stays: &[Stay]) -> History {
    let record = Record { packages: part(packages), ..sample::record() };
    history(&record, stays, TODAY)
}

#[test]
fn packages_stand_by_their_first_day() {
    let later = Package { starts: on(2026, 2, 1), ends: on(2026, 3, 1), ..package("b") };
    let spans = drawn(vec![later, package("a")], &[]).packages;
    let days: Vec<_> = spans.known().unwrap().iter().map(|span| (span.from, span.until)).collect();
    let expected = [(date(2025, 3, 3), None), (date(2026, 2, 1), Some(date(2026, 3, 1)))];
    assert_eq!(days, expected);
}

#[test]
fn h20_a_package_without_a_first_day_is_counted() {
    let undated = Package { starts: Fact::NotRecorded, ..package("b") };
    let drawn = drawn(vec![package("a"), undated], &[]);
    assert_eq!(drawn.undated, 1);
    assert_eq!(drawn.packages.known().unwrap().len(), 1);
}

#[test]
fn a_hold_is_drawn_from_its_first_day() {
    let on_hold = Package {
        state: Fact::Known(PackageState::OnHold),
        hold: held(date(2026, 8, 11), date(2026, 8, 25)),
        ..package("a")
    };
    let lapsed = Package { hold: held(date(2026, 7, 1), date(2026, 8, 1)), ..on_hold.clone() };
    let spans = drawn(vec![on_hold, lapsed, package("b")], &[]).packages;
    let held: Vec<_> = spans.known().unwrap().iter().map(|span| span.held_since).collect();
    assert_eq!(held, [Some(date(2026, 8, 11)), Some(date(2026, 7, 1)), None]);
}

#[test]
fn h15_a_stay_is_drawn_on_local_days() {
    let over = stay(left("2026-07-09T23:30:00Z"), Some("2026-07-01T23:30:00Z"));
    let open = stay(StayState::Open, Some("2026-08-10T09:00:00Z"));
    let away = stay(StayState::OnLeave, Some("2026-08-01T09:00:00Z"));
    let spans = drawn(vec![], &[open, over, away]).stays;
    let days: Vec<_> = spans.iter().map(|span| (span.from, span.until)).collect();
    let expected = [
        (date(2026, 7, 2), Some(date(2026, 7, 10))),
        (date(2026, 8, 1), None),
        (date(2026, 8, 10), None),
    ];
    assert_eq!(days, expected);
}

#[test]
fn a_stay_that_never_was_is_not_drawn() {
    let admitted = Some("2026-08-10T09:00:00Z");
    let planned = stay(StayState::Planned, admitted);
    let void = stay(StayState::Void, admitted);
    let begun_unknown = stay(StayState::Open, None);
    assert!(drawn(vec![], &[planned, void, begun_unknown]).stays.is_empty());
}

#[test]
fn a_stay_of_which_only_the_end_is_known_is_drawn_as_that_day() {
    let spans = drawn(vec![], &[stay(left("2026-08-10T09:00:00Z"), None)]).stays;
    assert_eq!(spans[0].from, date(2026, 8, 10));
    assert_eq!(spans[0].until, Some(date(2026, 8, 10)));
}

#[test]
fn h20_packages_that_could_not_be_checked_leave_the_stays() {
    let mut record = sample::record();
    record.packages.fact = Fact::CouldNotCheck;
    let stays = [stay(StayState::Open, Some("2026-08-10T09:00:00Z"))];
    let drawn = history(&record, &stays, TODAY);
    assert_eq!(drawn.packages, Fact::CouldNotCheck);
    assert_eq!((drawn.undated, drawn.stays.len()), (0, 1));
}
