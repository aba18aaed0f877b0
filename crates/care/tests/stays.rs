//! Every cell of the state table of a stay, and what a stay keeps of what it was told.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its facts fails")]

use care::filing::FilingPolicy;
use care::people::{HospitalNumber, VisitNumber};
use care::stays::{
    Class, Details, Event, Moment, Movement, Origin, Place, Said, Stay, StayState, stay_of,
};
use care::when::When;
use jiff::Timestamp;
use jiff::civil::date;

fn time(minute: i64) -> Timestamp {
    Timestamp::from_second(1_774_800_000 + 60 * minute).unwrap()
}

fn at(minute: i64) -> Moment {
    let time = time(minute);
    Moment { occurred: time, recorded: time, sent: time, digest: minute.unsigned_abs() }
}

fn patient(value: &str) -> HospitalNumber {
    HospitalNumber { authority: "RZZ".into(), value: value.into() }
}

fn visit() -> VisitNumber {
    VisitNumber { authority: "RZZ_VISIT".into(), value: "IP2600412".into() }
}

fn movement(minute: i64, event: Event) -> Movement {
    let details = Details::default();
    Movement { visit: visit(), patient: patient("H4471902"), event, at: at(minute), details }
}

fn with(minute: i64, event: Event, details: Details) -> Movement {
    Movement { details, ..movement(minute, event) }
}

fn ward(code: &str) -> Said<Place> {
    Said::Value(Place { ward: code.into(), ..Place::default() })
}

/// The stay, found to be the same for the movements backwards and told twice.
#[track_caller]
fn stay(movements: &[Movement]) -> Option<Stay> {
    let policy = FilingPolicy::default();
    let in_order = stay_of(&visit(), movements, &policy);
    let shuffled = movements.iter().rev().chain(movements);
    assert_eq!(stay_of(&visit(), shuffled, &policy), in_order, "told backwards and twice");
    in_order
}

fn word(stay: Option<&Stay>) -> &'static str {
    match stay.map(|stay| &stay.state) {
        None => "none",
        Some(StayState::Planned) => "planned",
        Some(StayState::Open) => "open",
        Some(StayState::OnLeave) => "leave",
        Some(StayState::Closed(_)) => "closed",
        Some(StayState::Void) => "void",
    }
}

fn brought_to(state: &str) -> Vec<Movement> {
    let events: &[Event] = match state {
        "none" => &[],
        "planned" => &[Event::Planned],
        "open" => &[Event::Admitted],
        "leave" => &[Event::Admitted, Event::LeaveStarted],
        "closed" => &[Event::Admitted, Event::Discharged],
        "void" => &[Event::Admitted, Event::AdmissionCancelled],
        other => panic!("no state is called {other}"),
    };
    (0..).zip(events).map(|(minute, event)| movement(minute, *event)).collect()
}

#[test]
fn h12_every_event_meets_every_state_as_the_table_says() {
    let states = ["none", "planned", "open", "leave", "closed", "void"];
    #[rustfmt::skip]
    let table = [
        (Event::Planned,                ["planned", "planned", "open", "leave", "closed", "void"]),
        (Event::Admitted,               ["open",    "open",    "open", "leave", "closed", "open"]),
        (Event::Registered,             ["open",    "open",    "open", "leave", "closed", "open"]),
        (Event::Moved,                  ["open",    "open",    "open", "leave", "closed", "void"]),
        (Event::LeaveStarted,           ["leave",   "leave",   "leave", "leave", "closed", "void"]),
        (Event::LeaveEnded,             ["open",    "open",    "open", "open",  "closed", "void"]),
        (Event::Updated,                ["none",    "planned", "open", "leave", "closed", "void"]),
        (Event::DischargePlanned,       ["none",    "planned", "open", "leave", "closed", "void"]),
        (Event::DischargePlanCancelled, ["none",    "planned", "open", "leave", "closed", "void"]),
        (Event::Discharged,             ["closed",  "closed",  "closed", "closed", "closed", "void"]),
        (Event::MoveCancelled,          ["open",    "open",    "open", "leave", "closed", "void"]),
        (Event::LeaveStartCancelled,    ["open",    "open",    "open", "open",  "closed", "void"]),
        (Event::LeaveEndCancelled,      ["leave",   "leave",   "leave", "leave", "closed", "void"]),
        (Event::DischargeCancelled,     ["open",    "planned", "open", "leave", "open",   "void"]),
        (Event::PlanCancelled,          ["void",    "void",    "open", "leave", "closed", "void"]),
        (Event::AdmissionCancelled,     ["void",    "void",    "void", "void",  "void",   "void"]),
        (Event::Reassigned,             ["none",    "planned", "open", "leave", "closed", "void"]),
    ];
    for (event, expected) in table {
        for (state, expected) in states.into_iter().zip(expected) {
            let mut movements = brought_to(state);
            movements.push(movement(10, event));
            assert_eq!(word(stay(&movements).as_ref()), expected, "{event:?} on {state}");
        }
    }
}

#[test]
fn a_stay_whose_admission_was_not_told_is_inferred() {
    for event in [Event::Moved, Event::Discharged, Event::DischargeCancelled, Event::LeaveStarted] {
        assert_eq!(stay(&[movement(1, event)]).unwrap().origin, Origin::Inferred, "{event:?}");
    }
    let found = stay(&[movement(2, Event::Moved), movement(1, Event::Admitted)]).unwrap();
    assert_eq!(found.origin, Origin::Told);
}

#[test]
fn an_update_opens_a_stay_only_for_somebody_admitted_who_has_not_left() {
    let admitted = Details { admitted_at: Said::Value(time(0)), ..Details::default() };
    let opened = stay(&[with(5, Event::Updated, admitted.clone())]).unwrap();
    assert_eq!((word(Some(&opened)), opened.origin), ("open", Origin::Inferred));
    assert_eq!(opened.admitted_at, Some(time(0)));

    let left = Details { discharged_at: Said::Value(time(4)), ..admitted.clone() };
    assert_eq!(stay(&[with(5, Event::Updated, left)]), None);
    let not_left = Details { discharged_at: Said::Cleared, ..admitted.clone() };
    assert_eq!(word(stay(&[with(5, Event::Updated, not_left)]).as_ref()), "open");

    let policy = FilingPolicy { update_may_open: false, ..FilingPolicy::default() };
    assert_eq!(stay_of(&visit(), &[with(5, Event::Updated, admitted)], &policy), None);
}

#[test]
fn h12_a_cancellation_beats_an_admission_that_happened_before_it() {
    let cancelled = movement(5, Event::AdmissionCancelled);
    let before = movement(4, Event::Admitted);
    assert_eq!(word(stay(&[cancelled.clone(), before]).as_ref()), "void");
    let same_time = Moment { sent: time(9), recorded: time(9), ..at(5) };
    let same_time = Movement { at: same_time, ..movement(5, Event::Admitted) };
    assert_eq!(word(stay(&[cancelled.clone(), same_time]).as_ref()), "void");
    let after = movement(6, Event::Admitted);
    assert_eq!(word(stay(&[cancelled, after]).as_ref()), "open");
}

#[test]
fn a_stay_that_begins_anew_keeps_nothing_of_the_one_taken_back() {
    let first = Details {
        place: ward("EAU"),
        expected_discharge: Said::Value(When::On(date(2026, 4, 2))),
        ..Details::default()
    };
    let found = stay(&[
        with(1, Event::Admitted, first),
        movement(2, Event::AdmissionCancelled),
        movement(3, Event::Admitted),
    ]);
    let found = found.unwrap();
    assert_eq!((found.place, found.expected_discharge), (Place::default(), None));
    assert_eq!(found.admitted_at, Some(time(3)));
}

#[test]
fn h12_a_late_move_neither_reopens_nor_moves_anybody_back() {
    let to = |code| Details { place: ward(code), ..Details::default() };
    let found = stay(&[
        with(1, Event::Admitted, to("EAU")),
        with(3, Event::Moved, to("7B")),
        with(2, Event::Updated, to("EAU")),
        movement(4, Event::Discharged),
        with(5, Event::Moved, to("ITU")),
    ]);
    let found = found.unwrap();
    assert_eq!((word(Some(&found)), found.place.ward.as_str()), ("closed", "7B"));
}

#[test]
fn h12_a_cancelled_move_undoes_exactly_one() {
    let to = |code| Details { place: ward(code), ..Details::default() };
    let moved = [
        with(1, Event::Admitted, to("EAU")),
        with(2, Event::Moved, to("7A")),
        with(3, Event::Moved, to("7B")),
    ];
    let cancelled = |details| {
        let mut movements = moved.to_vec();
        movements.push(with(4, Event::MoveCancelled, details));
        stay(&movements).unwrap().place.ward
    };
    assert_eq!(cancelled(to("7C")), "7C", "the place that the message names");
    assert_eq!(cancelled(Details::default()), "7A", "the place before, where it names none");
}

#[test]
fn h13_a_cancelled_discharge_opens_the_same_stay_and_forgets_the_departure() {
    let home = Details {
        discharged_at: Said::Value(time(3)),
        discharge_destination: Said::Value("19".into()),
        ..Details::default()
    };
    let closed = [movement(1, Event::Admitted), with(3, Event::Discharged, home)];
    let StayState::Closed(departure) = stay(&closed).unwrap().state else { panic!("not closed") };
    assert_eq!((departure.at, departure.destination.as_deref()), (time(3), Some("19")));

    let mut movements = closed.to_vec();
    movements.push(movement(4, Event::DischargeCancelled));
    assert_eq!(word(stay(&movements).as_ref()), "open");
    movements.push(movement(5, Event::Discharged));
    let StayState::Closed(departure) = stay(&movements).unwrap().state else { panic!("open") };
    assert_eq!((departure.at, departure.destination), (time(5), None));
}

#[test]
fn a_second_discharge_or_update_corrects_the_first() {
    let said = |minute, code: &str| Details {
        discharged_at: Said::Value(time(minute)),
        discharge_destination: Said::Value(code.into()),
        ..Details::default()
    };
    let movements = [
        movement(1, Event::Admitted),
        with(3, Event::Discharged, said(3, "19")),
        movement(4, Event::Discharged),
        with(5, Event::Updated, said(2, "56")),
    ];
    let StayState::Closed(departure) = stay(&movements).unwrap().state else { panic!("open") };
    assert_eq!((departure.at, departure.destination.as_deref()), (time(2), Some("56")));
}

#[test]
fn a_closed_stay_is_reopened_by_an_admission_with_a_deleted_discharge_time() {
    let deleted = Details { discharged_at: Said::Cleared, ..Details::default() };
    let mut movements = brought_to("closed");
    movements.push(with(5, Event::Admitted, deleted));
    assert_eq!(word(stay(&movements).as_ref()), "open");
}

#[test]
fn h14_only_the_destination_says_that_a_patient_died() {
    let ended = |destination: &str, method: &str| {
        let details = Details {
            discharge_destination: Said::Value(destination.into()),
            discharge_method: Said::Value(method.into()),
            ..Details::default()
        };
        let StayState::Closed(end) = stay(&[with(1, Event::Discharged, details)]).unwrap().state
        else {
            panic!("not closed")
        };
        end.is_death()
    };
    assert!(ended("79", "1"));
    assert!(!ended("19", "4"), "4 is died in one list and a clinic in the other");
    assert!(!ended("19", "10"));
}

#[test]
fn an_expected_discharge_is_set_cleared_and_taken_back() {
    let expected = |when| Details { expected_discharge: when, ..Details::default() };
    let day = Said::Value(When::On(date(2026, 4, 2)));
    let set = [movement(1, Event::Admitted), with(2, Event::DischargePlanned, expected(day))];
    assert_eq!(stay(&set).unwrap().expected_discharge, Some(When::On(date(2026, 4, 2))));
    for last in [
        with(3, Event::Updated, expected(Said::Cleared)),
        with(3, Event::DischargePlanCancelled, expected(day)),
    ] {
        let movements = [&set[..], &[last]].concat();
        assert_eq!(stay(&movements).unwrap().expected_discharge, None);
    }
    let movements = [&set[..], &[movement(3, Event::Updated)]].concat();
    assert!(stay(&movements).unwrap().expected_discharge.is_some(), "silence keeps it");
}

#[test]
fn a_reassigned_visit_is_the_other_patients_whatever_was_told_late() {
    let movements = [
        movement(1, Event::Admitted),
        Movement { patient: patient("H4480031"), ..movement(5, Event::Reassigned) },
        movement(3, Event::Updated),
    ];
    let found = stay(&movements).unwrap();
    assert_eq!((word(Some(&found)), found.patient), ("open", patient("H4480031")));
}

#[test]
fn an_attendance_that_becomes_an_admission_is_one_stay() {
    let of = |class| Details { class: Said::Value(class), ..Details::default() };
    let found = stay(&[
        with(1, Event::Registered, of(Class::Emergency)),
        with(2, Event::Admitted, of(Class::Inpatient)),
    ]);
    let found = found.unwrap();
    assert_eq!((found.class, found.admitted_at), (Class::Inpatient, Some(time(1))));
}
