//! What is a match, what is for a person to decide, and what is nobody.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its facts fails")]

use care::people::{
    Address, Assessment, Born, Death, Gender, Identity, Known, NameUse, NumberStatus, PartialDate,
    PersonKey, PersonName, Reason, TracedNumber, Verdict,
};
use jiff::civil::date;
use matching::Index;

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

/// The assessment, found to be the same whatever the order in which people were put in.
#[track_caller]
fn assessment(patient: &Identity, people: &[Identity]) -> Assessment {
    let keys: Vec<PersonKey> = (0..people.len()).map(|place| key(&place.to_string())).collect();
    let mut index = Index::new();
    keys.iter().zip(people).for_each(|(key, person)| index.put(key, person));
    let assessment = index.look_up(patient);
    let mut backwards = Index::new();
    keys.iter().zip(people).rev().for_each(|(key, person)| backwards.put(key, person));
    assert_eq!(backwards.look_up(patient), assessment, "backwards");
    assessment
}

#[track_caller]
fn verdict(patient: &Identity, people: &[Identity]) -> Verdict {
    assessment(patient, people).verdict
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
        Reason::SameAddress,
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
fn a_former_name_counts_on_either_side() {
    let former = PersonName { usage: NameUse::Former, ..PersonName::usual("Halliday", "") };
    let usual = PersonName::usual("Lang", "Dora");
    let married = Identity { names: vec![usual, former], ..dora() };
    assert!(verdict(&dora(), std::slice::from_ref(&married)).matched().is_some());
    assert!(verdict(&married, &[dora()]).matched().is_some());
}

#[test]
fn a_short_form_counts_and_so_does_what_somebody_is_called() {
    let dot = Identity { names: named("Halliday", "Dot"), ..dora() };
    assert!(verdict(&dora(), &[dot]).matched().is_some());
    let preferred = PersonName { usage: NameUse::Preferred, ..PersonName::usual("", "Blossom") };
    let called = Identity { names: [dora().names, vec![preferred]].concat(), ..dora() };
    let blossom = Identity { names: named("Halliday", "Blossom"), ..dora() };
    assert!(verdict(&called, std::slice::from_ref(&blossom)).matched().is_some());
    is_review(&dora(), &[blossom], Reason::DifferentGivenName);
}

#[test]
fn an_initial_is_a_match_with_the_number_and_not_without() {
    let initial = Identity { names: named("Halliday", "D"), ..dora() };
    assert!(verdict(&dora(), std::slice::from_ref(&initial)).matched().is_some());
    let patient = Identity { nhs: None, ..dora() };
    assert_eq!(verdict(&patient, &[initial]).matched(), None);
}

#[test]
fn h01_the_number_alone_is_never_a_match() {
    let later = Some(Born::on(date(1951, 6, 30)));
    for (person, doubt) in [
        (Identity { born: later, ..dora() }, Reason::DifferentBirthDate),
        (Identity { names: named("Lang", "Ivy"), ..dora() }, Reason::DifferentFamilyName),
        (Identity { names: named("Halliday", "Ivy"), ..dora() }, Reason::DifferentGivenName),
        (Identity { names: named("Halliday", "Ivy"), ..dora() }, Reason::PossibleTwin),
        (Identity { names: Vec::new(), ..dora() }, Reason::DifferentFamilyName),
    ] {
        is_review(&dora(), &[person], doubt);
    }
}

#[test]
fn a_slip_in_the_birth_date_does_not_undo_the_number() {
    for slip in [date(1938, 2, 15), date(1983, 2, 14), date(1938, 1, 1)] {
        let person = Identity { born: Some(Born::on(slip)), ..dora() };
        let years = i32::from(slip.year() != 1938);
        assert_eq!(verdict(&dora(), &[person]).matched().is_none(), years == 1, "{slip}");
    }
}

#[test]
fn a_birth_date_that_is_not_known_to_the_day_needs_the_number() {
    let day = PartialDate::Day(date(1938, 2, 14));
    for unsure in [
        Born { on: day, estimated: true },
        Born { on: PartialDate::Month(1938, 2), estimated: false },
        Born { on: PartialDate::Year(1938), estimated: false },
    ] {
        let patient = Identity { born: Some(unsure), ..dora() };
        assert!(verdict(&patient, &[dora()]).matched().is_some());
        let patient = Identity { nhs: None, ..patient };
        is_review(&patient, &[dora()], Reason::BirthDateUncertain);
    }
}

#[test]
fn h03_a_number_that_two_people_hold_is_under_quarantine() {
    let other = Identity { names: named("Lang", "Susan"), born: None, ..dora() };
    is_review(&dora(), &[dora(), other], Reason::NumberShared);
    let twin = Identity { names: named("Halliday", "Ivy"), ..dora() };
    is_review(&dora(), &[dora(), twin], Reason::NumberShared);
}

#[test]
fn h03_a_person_whom_two_councils_know_is_for_a_person_to_decide() {
    let elsewhere = PersonKey { council: "eastshire".parse().unwrap(), id: "0".parse().unwrap() };
    let mut index = Index::new();
    index.put(&key("0"), &dora());
    assert!(index.look_up(&dora()).verdict.matched().is_some());
    index.put(&elsewhere, &dora());
    let verdict = index.look_up(&dora()).verdict;
    assert!(verdict.matched().is_none());
    assert!(verdict.reasons().contains(&Reason::NumberShared));
}

#[test]
fn a_person_of_whom_one_council_keeps_two_records_is_a_match_with_the_fuller_one() {
    let poorer = Identity { address: None, ..dora() };
    let verdict = verdict(&dora(), &[dora(), poorer]);
    assert_eq!(verdict.matched(), Some(&key("0")));
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
fn without_a_number_particulars_that_nobody_shares_are_a_match() {
    let patient = Identity { nhs: None, ..dora() };
    let reasons = [Reason::SameBirthDate, Reason::SameName, Reason::SameAddress];
    is_match(&patient, &[dora()], &reasons);
    let elsewhere = Identity { address: Some(lives_at("XX2 7QR")), ..dora() };
    is_review(&patient, std::slice::from_ref(&elsewhere), Reason::NotSureEnough);
    let other = Identity { nhs: Some(number(ROY, NumberStatus::Verified)), ..dora() };
    is_review(&patient, &[dora(), other], Reason::SeveralFit);
    let man = Identity { gender: Gender::Male, ..dora() };
    is_review(&patient, &[man], Reason::DifferentGender);
}

#[test]
fn a_number_that_the_council_lacks_is_no_obstacle() {
    let person = Identity { nhs: None, ..dora() };
    assert!(verdict(&dora(), &[person]).matched().is_some());
}

#[test]
fn h01_a_name_that_many_bear_as_a_title_needs_the_next_name() {
    let named = |middle: &str| {
        let name = PersonName { middle: middle.into(), ..PersonName::usual("Khan", "Mohammed") };
        Identity { nhs: None, names: vec![name], ..dora() }
    };
    is_review(&named(""), &[named("")], Reason::NotSureEnough);
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
    is_review(&ageless, &[dora()], Reason::BirthDateUncertain);
    let only_named = Identity { address: None, ..ageless };
    is_nobody(&only_named, &[dora()], Reason::TooLittle);
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
fn without_number_and_place_a_slip_in_the_birth_date_is_for_a_person_to_decide() {
    let elsewhere = Some(lives_at("XX2 7QR"));
    for slip in [date(1938, 2, 15), date(1938, 2, 24), date(1938, 2, 4)] {
        let born = Some(Born::on(slip));
        let patient = Identity { nhs: None, born, address: elsewhere.clone(), ..dora() };
        is_review(&patient, &[dora()], Reason::NearBirthDate);
    }
    let son = Identity { nhs: None, born: Some(Born::on(date(1961, 7, 30))), ..dora() };
    assert_eq!(verdict(&son, &[dora()]).matched(), None);
}

#[test]
fn what_is_said_of_a_pair_adds_up_and_names_no_value() {
    let person = Identity { names: named("Haliday", "Dora"), ..dora() };
    let assessment = assessment(&dora(), &[person]);
    let candidate = &assessment.candidates[0];
    let bits: f64 = candidate.evidence.iter().map(|one| one.bits).sum();
    let weight = (candidate.start + bits) * std::f64::consts::LN_2;
    assert!((weight - candidate.score).abs() < 1.5, "{weight} {}", candidate.score);
    let words: Vec<&str> = candidate.evidence.iter().map(|one| one.words.as_str()).collect();
    assert!(words.contains(&"same NHS number"));
    assert!(words.contains(&"family name differs by a slip"));
    assert!(!words.concat().contains("Haliday"));
}
