//! H01: a record that turns out to be another person's is not shown.

use care::people::{Born, Identity, NumberStatus, PartialDate, Reason, TracedNumber};
use care::record::{Fact, Person};
use jiff::civil::date;

use crate::sample;

fn patient() -> Identity {
    let number = "9991234519".parse().unwrap();
    Identity {
        nhs: Some(TracedNumber { number, status: NumberStatus::Verified }),
        born: Some(Born::on(date(1945, 7, 14))),
        ..Identity::default()
    }
}

#[test]
fn h01_the_same_number_and_birth_date_contradict_nothing() {
    assert!(!sample::person().contradicts(&patient()));
}

#[test]
fn h01_another_number_or_another_birth_date_is_another_person() {
    let number = Fact::Known("9990000018".parse().unwrap());
    let other = Person { nhs_number: number, ..sample::person() };
    assert!(other.contradicts(&patient()));
    let other = Person { born: Fact::Known(Born::on(date(1945, 7, 15))), ..sample::person() };
    assert!(other.contradicts(&patient()));
    let no_number = Identity { nhs: None, ..patient() };
    assert!(other.contradicts(&no_number));
}

#[test]
fn what_one_side_does_not_know_contradicts_nothing() {
    let unknown =
        Person { nhs_number: Fact::NotRecorded, born: Fact::CouldNotCheck, ..sample::person() };
    assert!(!unknown.contradicts(&patient()));
    assert!(!sample::person().contradicts(&Identity::default()));
    let guess = Born { on: PartialDate::Day(date(1950, 1, 1)), estimated: true };
    let guessed = Identity { born: Some(guess), ..patient() };
    assert!(!sample::person().contradicts(&guessed));
}

#[test]
fn h01_what_two_people_decided_in_the_face_of_is_no_contradiction_while_the_record_says_the_same() {
    let other_day = Identity { born: Some(Born::on(date(1945, 7, 15))), ..patient() };
    let record = sample::person();
    assert!(record.contradicts(&other_day));
    assert!(record.contradictions_beyond(&patient(), &other_day).is_empty(), "as it was seen");
    let changed = Person { born: Fact::Known(Born::on(date(1945, 7, 16))), ..sample::person() };
    let found = changed.contradictions_beyond(&patient(), &other_day);
    assert_eq!(found, [Reason::DifferentBirthDate], "it is not what they had before them");

    let both =
        Person { nhs_number: Fact::Known("9990000018".parse().unwrap()), ..sample::person() };
    let unnumbered = Identity { nhs: None, ..patient() };
    let found = both.contradictions_beyond(&unnumbered, &other_day);
    assert_eq!(found, [Reason::DifferentNumber], "no number was before them");
}
