//! What is read of each sample: a file in, our words out; and never a panic, whatever comes.
#![expect(clippy::unwrap_used, reason = "a test whose sample is gone has failed")]

use care::people::trace::{Answer, NationalRecord};
use care::people::{Death, Gender, NameUse, NhsNumber, PartialDate};
use fhir::{Unreadable, answer};
use jiff::civil::{Date, date};
use proptest::prelude::*;

const TODAY: Date = date(2026, 8, 12);

#[test]
fn a_whole_person_is_read_with_all_that_tells_people_apart() {
    let record = person("whole");
    assert_eq!(record.number, number("9994810103"));
    assert_eq!(record.version.as_deref(), Some("7"));
    assert!(!record.is_restricted);
    let who = record.identity;
    let names: Vec<(NameUse, &str, &str, &str)> = who
        .names
        .iter()
        .map(|name| (name.usage, &*name.family, &*name.given, &*name.middle))
        .collect();
    assert_eq!(
        names,
        [
            (NameUse::Usual, "Tresillian", "Morwenna", "Grace Ann"),
            (NameUse::Former, "Penhallow", "Morwenna", ""),
            (NameUse::Preferred, "Tresillian", "Wenna", ""),
            (NameUse::Former, "Pascoe", "Morwenna", ""),
        ]
    );
    assert_eq!(who.gender, Gender::Female);
    assert_eq!(who.born.unwrap().exact(), Some(date(1939, 1, 9)));
    let home = who.address.unwrap();
    assert_eq!(home.one_line(), "12, Lime Tree Avenue, Netherby, XX1 4AB");
    let earlier: Vec<String> = who.earlier_postcodes.iter().map(ToString::to_string).collect();
    assert_eq!(earlier, ["XX2 9BD", "XX3 1JN"]);
    let phones: Vec<String> = who.phones.iter().map(care::people::Phone::shown).collect();
    assert_eq!(phones.len(), 1, "neither e-mail nor a number that is over");
    assert_eq!(who.practice.as_deref(), Some("Y99012"));
    assert_eq!(who.death, Death::Alive);
}

#[test]
fn h16_a_restricted_person_is_known_as_one_whatever_else_is_written() {
    let record = person("restricted");
    assert!(record.is_restricted);
    assert_eq!((record.identity.address, record.identity.phones.len()), (None, 0));
    let text = sample("restricted");
    for mark in ["V", "N", "REDACTED", ""] {
        let marked = text.replace("\"code\": \"R\"", &format!("\"code\": \"{mark}\""));
        assert!(read(&marked).unwrap().is_restricted, "{mark}");
    }
    assert!(!read(&text.replace("\"code\": \"R\"", "\"code\": \"U\"")).unwrap().is_restricted);
}

#[test]
fn a_date_of_birth_is_known_as_far_as_it_is_written() {
    let who = person("minimal").identity;
    assert_eq!(who.born.unwrap().on, PartialDate::Month(1951, 7));
    assert_eq!(who.gender, Gender::NotKnown);
    assert_eq!(person("died").identity.born.unwrap().on, PartialDate::Year(1930));
}

#[test]
fn h14_a_death_that_was_taken_back_is_none() {
    assert_eq!(person("died").identity.death, Death::DiedOn(date(2026, 3, 4)));
    assert_eq!(person("death_taken_back").identity.death, Death::Alive);
}

#[test]
fn a_number_that_contradicts_itself_or_is_not_verified_is_relied_on_by_nobody() {
    let text = sample("whole");
    let wrong = [
        text.replacen("9994810103", "9994810111", 1),
        text.replace("9994810103", "9994810104"),
        text.replace("\"code\": \"01\"", "\"code\": \"03\""),
    ];
    for text in wrong {
        assert_eq!(read(&text).err(), Some(Unreadable::Number));
    }
    let other = text.replace("\"Patient\"", "\"Person\"");
    assert_eq!(read(&other).err(), Some(Unreadable::Kind));
}

#[test]
fn only_one_person_found_for_certain_is_a_person() {
    assert!(
        matches!(search("found"), Ok(Answer::Person(one)) if one.number == number("9994810103"))
    );
    assert!(matches!(search("found_less_than_surely"), Ok(Answer::Several)));
    assert!(matches!(search("found_two"), Ok(Answer::Several)));
    assert!(matches!(search("too_many"), Ok(Answer::Several)));
    assert!(matches!(search("found_nobody"), Ok(Answer::Nobody)));
    assert!(matches!(search("invalidated"), Err(Unreadable::Kind)));
    let claims_one = sample("found_nobody").replace("\"total\": 0", "\"total\": 1");
    assert!(matches!(answer::of_search(claims_one.as_bytes(), TODAY), Err(Unreadable::Shape)));
}

#[test]
fn the_code_of_an_error_may_stand_in_a_log_and_nothing_else() {
    let code = |text: &str| answer::error_code(text.as_bytes());
    let text = sample("invalidated");
    assert_eq!(code(&text).as_deref(), Some("INVALIDATED_RESOURCE"));
    assert_eq!(code(&text.replace("INVALIDATED_RESOURCE", "Patient Tresillian")), None);
    assert_eq!(code(&text.replace("INVALIDATED", &"A".repeat(50))), None);
    assert_eq!(code("<html>"), None);
}

#[test]
fn long_texts_are_cut_and_long_lists_too() {
    let long = "x".repeat(100_000);
    let name = format!("{{ \"family\": \"{long}\", \"given\": [\"{long}\"] }},");
    let names = format!("\"name\": [{}", name.repeat(100));
    let record = read(&sample("minimal").replace("\"name\": [", &names)).unwrap();
    assert_eq!(record.identity.names.len(), fhir::LONGEST_LIST);
    assert!(record.identity.names.iter().all(|name| name.family.len() <= fhir::LONGEST_TEXT));
}

#[test]
fn debug_text_names_nobody() {
    let shown = format!("{:?}", search("found").unwrap());
    assert!(!shown.contains("Tresillian") && !shown.contains("999"), "{shown}");
}

#[test]
fn an_answer_cut_short_anywhere_is_unreadable() {
    let text = sample("found");
    for end in (0..text.trim_end().len()).filter(|end| text.is_char_boundary(*end)) {
        let cut = text.get(..end).unwrap();
        assert!(answer::of_search(cut.as_bytes(), TODAY).is_err(), "cut at {end}");
    }
}

proptest! {
    #[test]
    fn no_bytes_panic_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = answer::of_search(&bytes, TODAY);
        let _ = answer::of_number(&bytes, TODAY);
        let _ = answer::error_code(&bytes);
    }

    #[test]
    fn no_garbling_of_a_sample_panics_the_reader(at in 0_usize..4000, to in any::<char>()) {
        for name in ["whole", "found", "too_many"] {
            let text: String = sample(name)
                .chars()
                .enumerate()
                .map(|(place, c)| if place == at { to } else { c })
                .collect();
            let _ = answer::of_search(text.as_bytes(), TODAY);
            let _ = answer::of_number(text.as_bytes(), TODAY);
        }
    }

    #[test]
    fn nesting_without_end_is_unreadable(depth in 200_usize..20_000) {
        let text = format!("{{\"resourceType\":\"Patient\",\"extension\":{}", "[{\"extension\":".repeat(depth));
        prop_assert!(answer::of_number(text.as_bytes(), TODAY).is_err());
    }
}

fn sample(name: &str) -> String {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
    std::fs::read_to_string(folder.join(format!("{name}.json"))).unwrap()
}

fn read(text: &str) -> Result<NationalRecord, Unreadable> {
    answer::of_number(text.as_bytes(), TODAY).map(|answer| match answer {
        Answer::Person(record) => *record,
        other => panic!("{other:?}"),
    })
}

fn person(name: &str) -> NationalRecord {
    read(&sample(name)).unwrap()
}

fn search(name: &str) -> Result<Answer, Unreadable> {
    answer::of_search(sample(name).as_bytes(), TODAY)
}

fn number(text: &str) -> NhsNumber {
    text.parse().unwrap()
}
