//! What is a match, what is for a person to decide, and what is nobody.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its facts fails")]

use care::people::{
    Address, Born, Death, Gender, Identity, Known, NameUse, NumberStatus, PartialDate, PersonKey,
    PersonName, Reason, TracedNumber, Verdict,
};
use jiff::civil::date;
use matching::{Index, decide};

const DORA: &str = "9991234519";
const ROY: &str = "9991234527";

fn key(id: &str) -> PersonKey {
    PersonKey { council: "westshire".parse().unwrap(), id: id.parse().unwrap() }
}

fn number(digits: &str, status: NumberStatus) -> TracedNumber {
    TracedNumber { number: digits.parse().unwrap(), status }
}

fn lives_at(postcode: &str) -> Address {
    let lines = vec!["12 Mill Lane".into()];
    Address { lines, postcode: Some(postcode.parse().unwrap()) }
}

fn dora() -> Identity {
    Identity {
        nhs: Some(number(DORA, NumberStatus::Verified)),
        names: vec![PersonName::usual("Halliday", "Dora")],
        born: Some(Born::on(date(1938, 2, 14))),
        gender: Gender::Female,
        address: Some(lives_at("XX1 2AB")),
        ..Identity::default()
    }
}

fn named(family: &str, given: &str) -> Vec<PersonName> {
    vec![PersonName::usual(family, given)]
}

/// The verdict, found to be the same through the index and whatever the order of the candidates.
#[track_caller]
fn verdict(patient: &Identity, people: &[Identity]) -> Verdict {
    let keys: Vec<PersonKey> = (0..people.len()).map(|place| key(&place.to_string())).collect();
    let mut candidates: Vec<_> = keys.iter().zip(people).collect();
    let verdict = decide(patient, &candidates);
    candidates.reverse();
    assert_eq!(decide(patient, &candidates), verdict, "backwards");
    let twice = [candidates.clone(), candidates].concat();
    assert_eq!(decide(patient, &twice), verdict, "twice");
    let mut index = Index::new();
    for (key, person) in keys.iter().zip(people) {
        index.put(key.clone(), person.clone());
    }
    assert_eq!(index.look_up(patient), verdict, "through the index");
    verdict
}

#[track_caller]
fn is_match(patient: &Identity, people: &[Identity], expected: &[Reason]) {
    match verdict(patient, people) {
        Verdict::Match(person, reasons) => {
            assert_eq!((person, reasons.as_slice()), (key("0"), expected));
        }
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn is_review(patient: &Identity, people: &[Identity], expected: Reason) {
    match verdict(patient, people) {
        Verdict::Review(_, reasons) => assert!(reasons.contains(&expected), "{reasons:?}"),
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn is_nobody(patient: &Identity, people: &[Identity], expected: Reason) {
    assert_eq!(verdict(patient, people), Verdict::None(vec![expected]));
}

#[test]
fn the_same_number_confirmed_by_birth_date_and_name_is_a_match() {
    let expected = [
        Reason::SameNumber,
        Reason::SameBirthDate,
        Reason::SameName,
        Reason::SamePostcode,
        Reason::NumberVerified,
    ];
    is_match(&dora(), &[dora()], &expected);
}

#[test]
fn a_name_is_the_same_in_capitals_with_marks_and_in_two_fields() {
    let patient = Identity { names: named("O'BRIEN-NUNEZ", "MARY ANN"), ..dora() };
    let two_fields =
        PersonName { middle: "Ann".into(), ..PersonName::usual("O'Brien-Núñez", "Mary") };
    let person = Identity { names: vec![two_fields], ..dora() };
    assert!(verdict(&patient, &[person]).matched().is_some());
}

#[test]
fn a_former_name_counts_where_the_council_records_it() {
    let former = PersonName { usage: NameUse::Former, ..PersonName::usual("Halliday", "") };
    let usual = PersonName::usual("Lang", "Dora");
    let person = Identity { names: vec![usual.clone(), former.clone()], ..dora() };
    assert!(verdict(&dora(), &[person]).matched().is_some());
    let patient = Identity { names: vec![usual, former], ..dora() };
    is_review(&patient, &[dora()], Reason::DifferentFamilyName);
}

#[test]
fn a_preferred_given_name_counts_and_a_short_form_does_not() {
    let preferred = PersonName { usage: NameUse::Preferred, ..PersonName::usual("", "Dolly") };
    let person = Identity { names: named("Halliday", "Dolly"), ..dora() };
    let with_preferred = Identity { names: [dora().names, vec![preferred]].concat(), ..dora() };
    assert!(verdict(&with_preferred, std::slice::from_ref(&person)).matched().is_some());
    is_review(&dora(), &[person], Reason::DifferentGivenName);
    let initial = Identity { names: named("Halliday", "D"), ..dora() };
    is_review(&dora(), &[initial], Reason::DifferentGivenName);
}

#[test]
fn h01_the_number_alone_is_never_a_match() {
    for (person, doubt) in [
        (
            Identity { born: Some(Born::on(date(1938, 2, 15))), ..dora() },
            Reason::DifferentBirthDate,
        ),
        (Identity { born: None, ..dora() }, Reason::BirthDateUncertain),
        (Identity { names: named("Lang", "Dora"), ..dora() }, Reason::DifferentFamilyName),
        (Identity { names: named("Halliday", "Ivy"), ..dora() }, Reason::DifferentGivenName),
        (Identity { names: Vec::new(), ..dora() }, Reason::DifferentFamilyName),
    ] {
        is_review(&dora(), &[person], doubt);
    }
}

#[test]
fn an_estimated_or_partial_birth_date_is_never_a_match() {
    let day = PartialDate::Day(date(1938, 2, 14));
    for unsure in [
        Born { on: day, estimated: true },
        Born { on: PartialDate::Month(1938, 2), estimated: false },
        Born { on: PartialDate::Year(1938), estimated: false },
    ] {
        let patient = Identity { born: Some(unsure), ..dora() };
        is_review(&patient, &[dora()], Reason::BirthDateUncertain);
    }
}

#[test]
fn h03_a_number_that_two_records_hold_is_under_quarantine() {
    let other = Identity { names: named("Lang", "Susan"), born: None, ..dora() };
    is_review(&dora(), &[dora(), other], Reason::NumberShared);
    is_review(&dora(), &[dora(), dora()], Reason::NumberShared);
}

#[test]
fn h03_a_number_in_conflict_never_matches() {
    let patient = Identity { nhs: Some(number(DORA, NumberStatus::InConflict)), ..dora() };
    is_review(&patient, &[dora()], Reason::NumberInConflict);
}

#[test]
fn h03_namesakes_with_different_numbers_are_never_a_match() {
    let person = Identity { nhs: Some(number(ROY, NumberStatus::Verified)), ..dora() };
    is_review(&dora(), &[person], Reason::DifferentNumber);
}

#[test]
fn an_untraced_number_needs_the_usual_name_in_full() {
    let patient = Identity { nhs: Some(number(DORA, NumberStatus::NotTraced)), ..dora() };
    assert!(verdict(&patient, &[dora()]).matched().is_some());
    let alias = PersonName { usage: NameUse::Alias, ..PersonName::usual("Halliday", "Dora") };
    let person =
        Identity { names: vec![PersonName::usual("Halliday", "Theodora"), alias], ..dora() };
    assert!(verdict(&dora(), std::slice::from_ref(&person)).matched().is_some());
    is_review(&patient, &[person], Reason::SameOtherName);
}

#[test]
fn without_a_number_only_exact_particulars_that_nobody_shares_are_a_match() {
    let patient = Identity { nhs: None, ..dora() };
    let reasons = [Reason::SameBirthDate, Reason::SameName, Reason::SamePostcode];
    is_match(&patient, &[dora()], &reasons);
    let elsewhere = Identity { address: Some(lives_at("XX2 7QR")), ..dora() };
    is_review(&patient, std::slice::from_ref(&elsewhere), Reason::SameName);
    let other = Identity { nhs: Some(number(ROY, NumberStatus::Verified)), ..elsewhere };
    is_review(&patient, &[dora(), other], Reason::SeveralFit);
    let man = Identity { gender: Gender::Male, ..dora() };
    is_review(&patient, &[man], Reason::DifferentGender);
}

#[test]
fn a_verified_number_that_the_council_lacks_is_for_a_person_to_decide() {
    is_review(&dora(), &[Identity { nhs: None, ..dora() }], Reason::NumberVerified);
}

#[test]
fn h01_a_name_that_many_bear_as_a_title_needs_the_next_name() {
    let named = |middle: &str| {
        let name = PersonName { middle: middle.into(), ..PersonName::usual("Khan", "Mohammed") };
        Identity { nhs: None, names: vec![name], ..dora() }
    };
    is_review(&named(""), &[named("")], Reason::SameName);
    is_review(&named("Ali"), &[named("Omar")], Reason::DifferentGivenName);
    assert!(verdict(&named("Ali"), &[named("Ali")]).matched().is_some());
    let numbered = |middle| Identity { nhs: dora().nhs, ..named(middle) };
    is_review(&numbered("Ali"), &[numbered("Omar")], Reason::DifferentGivenName);
}

#[test]
fn the_first_of_january_may_stand_for_the_year() {
    let unsure = Identity { nhs: None, born: Some(Born::on(date(1938, 1, 1))), ..dora() };
    is_review(&unsure, std::slice::from_ref(&unsure), Reason::SameName);
}

#[test]
fn h14_a_living_patient_whom_the_council_records_as_dead_is_for_a_person_to_decide() {
    let dead = Identity { death: Death::Died, ..dora() };
    is_review(&dora(), std::slice::from_ref(&dead), Reason::RecordedDead);
    assert!(verdict(&dead, std::slice::from_ref(&dead)).matched().is_some());
}

#[test]
fn nobody_is_compared_who_is_not_known() {
    for known in [Known::Unknown, Known::NotAPerson] {
        let patient = Identity { known, ..dora() };
        is_nobody(&patient, &[dora()], Reason::IdentityUnknown);
        is_nobody(&dora(), std::slice::from_ref(&patient), Reason::NobodyFits);
    }
}

#[test]
fn too_little_is_too_little() {
    is_nobody(&Identity::default(), &[dora()], Reason::TooLittle);
    let nameless = Identity { nhs: None, names: Vec::new(), ..dora() };
    is_nobody(&nameless, &[dora()], Reason::TooLittle);
    let ageless = Identity { nhs: None, born: None, ..dora() };
    is_nobody(&ageless, &[dora()], Reason::TooLittle);
}

#[test]
fn somebody_else_is_nobody() {
    let ivy = Identity {
        nhs: Some(number(ROY, NumberStatus::Verified)),
        names: named("Lang", "Ivy"),
        born: Some(Born::on(date(1955, 6, 30))),
        ..Identity::default()
    };
    is_nobody(&ivy, &[dora()], Reason::NobodyFits);
}

#[test]
fn no_fixed_abode_is_no_address() {
    let patient = Identity { nhs: None, address: Some(lives_at("ZZ99 3VZ")), ..dora() };
    is_review(&patient, std::slice::from_ref(&patient), Reason::SameName);
}

#[test]
fn a_slip_in_the_birth_date_is_for_a_person_to_decide() {
    for slip in [date(1938, 2, 15), date(1938, 2, 24), date(1983, 2, 14), date(1938, 2, 4)] {
        let patient = Identity { nhs: None, born: Some(Born::on(slip)), ..dora() };
        is_review(&patient, &[dora()], Reason::DifferentBirthDate);
    }
    let swapped = Identity { nhs: None, born: Some(Born::on(date(1938, 2, 3))), ..dora() };
    let person = Identity { born: Some(Born::on(date(1938, 3, 2))), ..dora() };
    is_review(&swapped, &[person], Reason::DifferentBirthDate);
    let son = Identity { nhs: None, born: Some(Born::on(date(1961, 7, 30))), ..dora() };
    is_nobody(&son, &[dora()], Reason::NobodyFits);
}
