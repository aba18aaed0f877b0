//! Whatever is sent, and in whatever order: a look-up ends, and its verdict is the same.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its facts fails")]

use care::people::{
    Address, Born, Gender, Identity, NameUse, NumberStatus, PersonKey, PersonName, Phone,
    TracedNumber,
};
use jiff::civil::date;
use matching::{Index, Model, learn};
use proptest::prelude::*;

fn key(id: usize) -> PersonKey {
    PersonKey { council: "westshire".parse().unwrap(), id: id.to_string().parse().unwrap() }
}

/// Texts of all scripts, control characters and directions, some of them very long.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,12}",
        any::<String>(),
        Just("\u{202e}\u{0}\u{200d}\u{1f469}\u{200d}\u{1f467}".to_owned()),
        Just("van der ".repeat(2_000)),
        Just("O'".repeat(5_000)),
        "(?i)(dora|ann-marie|mc donald|mohammed|o'brien|kowalska)",
    ]
}

fn name() -> impl Strategy<Value = PersonName> {
    let usage = prop_oneof![Just(NameUse::Usual), Just(NameUse::Preferred), Just(NameUse::Former)];
    (usage, text(), text(), text()).prop_map(|(usage, family, given, middle)| PersonName {
        usage,
        family,
        given,
        middle,
        ..PersonName::default()
    })
}

prop_compose! {
    fn identity()(
        names in prop::collection::vec(name(), 0..4),
        day in prop::option::of((1900_i16..2030, 1_i8..=12, 1_i8..=28)),
        number in prop::option::of(prop_oneof![Just("9991234519"), Just("9991234527")]),
        lines in prop::collection::vec(text(), 0..3),
        postcode in prop_oneof![Just("XX1 2AB"), Just("XX1 2AC"), Just("ZZ99 3VZ"), Just("?")],
        phone in text(),
        practice in prop::option::of(text()),
        woman in any::<bool>(),
    ) -> Identity {
        Identity {
            nhs: number.map(|number| TracedNumber {
                number: number.parse().unwrap(),
                status: NumberStatus::NotTraced,
            }),
            names,
            born: day.map(|(year, month, day)| Born::on(date(year, month, day))),
            gender: if woman { Gender::Female } else { Gender::Male },
            address: Some(Address { lines, postcode: postcode.parse().ok() }),
            phones: Phone::new(&phone).into_iter().collect(),
            practice,
            ..Identity::default()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn whatever_is_sent_a_look_up_ends_the_same_in_any_order(
        people in prop::collection::vec(identity(), 0..8),
        patient in identity(),
    ) {
        let mut index = Index::new();
        let mut backwards = Index::new();
        for (id, person) in people.iter().enumerate() {
            index.put(&key(id), person);
        }
        for (id, person) in people.iter().enumerate().rev() {
            backwards.put(&key(id), person);
        }
        let found = index.look_up(&patient);
        prop_assert_eq!(&found, &backwards.look_up(&patient));
        prop_assert_eq!(&found, &index.look_up(&patient));
        for candidate in &found.candidates {
            prop_assert!((0.0..=1.0).contains(&candidate.probability));
            prop_assert!(candidate.score.is_finite());
            prop_assert!(candidate.evidence.iter().all(|one| one.bits.is_finite()));
        }
        let sum: f64 = found.candidates.iter().map(|candidate| candidate.probability).sum();
        prop_assert!(sum <= 2.0, "only records of one person share their probability: {}", sum);
    }

    #[test]
    fn a_model_is_learnt_of_whatever_is_sent_and_read_again(
        people in prop::collection::vec(identity(), 0..8),
    ) {
        let mut index = Index::new();
        for (id, person) in people.iter().enumerate() {
            index.put(&key(id), person);
        }
        let model = learn(&index, people.iter().cloned()).model;
        prop_assert_eq!(Model::parse(&model.text()).unwrap(), model);
    }
}
