//! What follows from each answer of the national service?

use jiff::civil::date;

use super::*;
use crate::people::{Address, Born, NameUse, PartialDate, TracedNumber};

fn number(text: &str) -> NhsNumber {
    text.parse().unwrap()
}

fn patient() -> Identity {
    Identity {
        names: vec![PersonName::usual("Tresillian", "Morwenna")],
        born: Some(Born::on(date(1939, 1, 9))),
        gender: Gender::Female,
        address: Some(Address { lines: Vec::new(), postcode: "XX1 4AB".parse().ok() }),
        ..Identity::default()
    }
}

fn with_number(status: NumberStatus) -> Identity {
    let nhs = Some(TracedNumber { number: number("9994810103"), status });
    Identity { nhs, ..patient() }
}

fn question() -> Question {
    Question::about(&patient()).unwrap()
}

fn about_a_number() -> Question {
    Question::about(&with_number(NumberStatus::NotTraced)).unwrap()
}

/// The patient's own record, changed.
fn record(change: impl FnOnce(&mut NationalRecord)) -> Answer {
    let mut record = NationalRecord {
        number: number("9994810103"),
        identity: patient(),
        is_restricted: false,
        version: None,
    };
    change(&mut record);
    Answer::Person(Box::new(record))
}

#[track_caller]
fn searched(change: impl FnOnce(&mut NationalRecord), expected: Outcome) {
    let next = question().hear(Ask::Anywhere, record(change));
    assert_eq!(next, Next::Settled(expected));
}

#[track_caller]
fn held(change: impl FnOnce(&mut NationalRecord), expected: Outcome) {
    let asked = Ask::Number(number("9994810103"));
    let next = about_a_number().hear(asked, record(change));
    assert_eq!(next, Next::Settled(expected));
}

fn found() -> Outcome {
    Outcome::Found { number: number("9994810103"), former: None }
}

#[test]
fn a_verified_number_is_not_asked_about_and_neither_is_a_conflict() {
    assert_eq!(Question::about(&with_number(NumberStatus::Verified)), None);
    assert_eq!(Question::about(&with_number(NumberStatus::InConflict)), None);
    assert_eq!(about_a_number().first(), Ask::Number(number("9994810103")));
    assert_eq!(question().first(), Ask::Anywhere);
}

#[test]
fn nobody_is_asked_about_of_whom_too_little_is_known() {
    let estimated = Born { on: PartialDate::Day(date(1939, 1, 1)), estimated: true };
    let unasked = [
        Identity { known: Known::Unknown, ..patient() },
        Identity { known: Known::NotAPerson, ..patient() },
        Identity { death: Death::Died, ..patient() },
        Identity { born: None, ..patient() },
        Identity { born: Some(estimated), ..patient() },
        Identity { names: Vec::new(), ..patient() },
        Identity { names: vec![PersonName::usual("Tresillian", "M.")], ..patient() },
        Identity { names: vec![PersonName::usual("-", "Morwenna")], ..patient() },
    ];
    for identity in unasked {
        assert_eq!(Question::about(&identity), None);
    }
}

#[test]
fn a_place_that_says_where_nobody_lives_is_not_asked_about() {
    let nowhere = Address { lines: Vec::new(), postcode: "ZZ99 3VZ".parse().ok() };
    let question = Question::about(&Identity { address: Some(nowhere), ..patient() }).unwrap();
    assert_eq!(question.postcode, None);
}

#[test]
fn the_only_one_found_counts_when_name_and_birth_date_agree_once_more() {
    searched(|_| {}, found());
    searched(|them| them.identity.names[0].family = "TRESILLIAN".into(), found());
    searched(|them| them.identity.names[0].usage = NameUse::Former, found());
    searched(|them| them.identity.names[0].given = "Morgan".into(), Outcome::Unlike);
    searched(|them| them.identity.names[0].family = "Pascoe".into(), Outcome::Unlike);
    searched(|them| them.identity.born = Some(Born::on(date(1939, 9, 1))), Outcome::Unlike);
    searched(|them| them.identity.born = None, Outcome::Unlike);
    searched(|them| them.identity.gender = Gender::Male, Outcome::Unlike);
    searched(|them| them.identity.death = Death::Died, Outcome::Unlike);
}

#[test]
fn h01_a_twin_with_a_like_name_is_not_taken_for_the_patient() {
    searched(|twin| twin.identity.names[0].given = "Morwen".into(), Outcome::Unlike);
    held(|twin| twin.identity.names[0].given = "Demelza".into(), Outcome::Unlike);
}

#[test]
fn a_second_given_name_may_stand_in_the_first() {
    searched(|them| them.identity.names[0].middle = "Grace".into(), found());
    let joined = PersonName::usual("Tresillian", "Morwenna Grace");
    let question = Question { name: joined, ..question() };
    let answer = record(|them| them.identity.names[0].middle = "Grace".into());
    assert_eq!(question.hear(Ask::Anywhere, answer), Next::Settled(found()));
}

#[test]
fn a_number_of_the_hospital_is_confirmed_replaced_or_refused() {
    held(|_| {}, found());
    let (number, former) = (number("9994810111"), Some(number("9994810103")));
    held(|them| them.number = "9994810111".parse().unwrap(), Outcome::Found { number, former });
    held(|them| them.identity.names[0].family = "Pascoe".into(), found());
    held(|them| them.identity.born = Some(Born::on(date(1939, 9, 1))), Outcome::Unlike);
    held(|them| them.identity.born = Some(Born::on(date(1971, 5, 1))), Outcome::Conflict);
    held(|them| them.identity.names = vec![PersonName::usual("Vane", "Odile")], Outcome::Conflict);
    held(|them| them.identity.death = Death::Died, Outcome::Unlike);
}

#[test]
fn h16_whoever_may_be_a_restricted_person_is_held_back() {
    searched(|them| them.is_restricted = true, Outcome::Restricted);
    held(|them| them.is_restricted = true, Outcome::Restricted);
    let unsure = |them: &mut NationalRecord| {
        them.is_restricted = true;
        them.identity.names[0].given = "Morgan".into();
    };
    searched(unsure, Outcome::Restricted);
    held(unsure, Outcome::Restricted);
    let somebody_else = |them: &mut NationalRecord| {
        them.is_restricted = true;
        them.identity.born = Some(Born::on(date(1971, 5, 1)));
    };
    held(somebody_else, Outcome::Restricted);
    let new_name = |them: &mut NationalRecord| {
        them.is_restricted = true;
        them.identity.names = vec![PersonName::usual("Vane", "Odile")];
    };
    held(new_name, Outcome::Restricted);
    searched(new_name, Outcome::Restricted);
    let nearby = question().hear(Ask::Nearby, record(new_name));
    assert_eq!(nearby, Next::Settled(Outcome::Restricted));
    assert!(Outcome::Restricted.holds_back() && Outcome::Invalidated.holds_back());
}

#[test]
fn a_number_that_nobody_has_is_followed_by_a_search() {
    let number = Ask::Number(number("9994810103"));
    let next = about_a_number().hear(number, Answer::Nobody);
    assert_eq!(next, Next::Ask(Ask::Anywhere));
    let next = about_a_number().hear(number, Answer::Invalidated);
    assert_eq!(next, Next::Settled(Outcome::Invalidated));
}

#[test]
fn too_many_are_narrowed_by_the_postcode_which_must_then_agree_as_a_whole() {
    let question = question();
    assert_eq!(question.hear(Ask::Anywhere, Answer::Several), Next::Ask(Ask::Nearby));
    assert_eq!(question.hear(Ask::Nearby, record(|_| {})), Next::Settled(found()));
    let moved = record(|them| {
        let now = them.identity.address.take().and_then(|address| address.postcode);
        them.identity.earlier_postcodes.extend(now);
    });
    assert_eq!(question.hear(Ask::Nearby, moved), Next::Settled(found()));
    let next_door = record(|them| {
        them.identity.address.as_mut().unwrap().postcode = "XX1 4AD".parse().ok();
    });
    assert_eq!(question.hear(Ask::Nearby, next_door), Next::Settled(Outcome::Unlike));
    // A restricted person is never found by postcode: nobody nearby proves nothing.
    assert_eq!(question.hear(Ask::Nearby, Answer::Nobody), Next::Settled(Outcome::Several));
    let nowhere = Question { postcode: None, ..question };
    assert_eq!(nowhere.hear(Ask::Anywhere, Answer::Several), Next::Settled(Outcome::Several));
}

#[test]
fn a_patient_is_asked_about_again_when_something_changed_or_long_after() {
    let now: Timestamp = "2026-08-12T01:10:00Z".parse().unwrap();
    let week = SignedDuration::from_hours(7 * 24);
    let last = |asked_the_same, minutes: i64, failures| LastTrace {
        asked_the_same,
        at: now - SignedDuration::from_mins(minutes),
        failures,
    };
    assert!(!last(true, 60, 0).is_due(week, now));
    assert!(last(false, 0, 0).is_due(week, now));
    assert!(last(true, 7 * 24 * 60, 0).is_due(week, now));
    // After failures the waits grow: a minute, two, four, at most an hour.
    assert!(!last(true, 0, 1).is_due(week, now) && last(true, 1, 1).is_due(week, now));
    assert!(!last(false, 1, 2).is_due(week, now) && last(true, 2, 2).is_due(week, now));
    assert!(!last(true, 59, 9).is_due(week, now) && last(true, 60, u32::MAX).is_due(week, now));
}

#[test]
fn debug_text_names_nobody() {
    let shown = format!("{:?} {:?}", question(), record(|_| {}));
    assert!(!shown.contains("Tresillian") && !shown.contains("1939"), "{shown}");
    let shown = format!("{:?} {:?}", Ask::Number(number("9994810103")), found());
    assert!(!shown.contains("9994810103"), "{shown}");
}
