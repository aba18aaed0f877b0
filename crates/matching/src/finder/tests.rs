//! Is everybody found who should be, whatever came and went before?

use std::collections::{BTreeMap, BTreeSet};
use std::sync::RwLock;
use std::thread;

use care::people::{Address, Born, Identity, PersonKey, PersonName, Phone};
use jiff::civil::date;
use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

const GIVEN: [&str; 6] = ["Dora", "Betty", "Elizabeth", "Mohammed", "Siân", "Jean-Luc"];
const FAMILY: [&str; 5] = ["Halliday", "O'Brien", "Szczepański", "Khan", "Smith-Jones"];

fn key(number: u32) -> PersonKey {
    let council = if number.is_multiple_of(5) { "eastshire" } else { "westshire" };
    PersonKey { council: council.parse().unwrap(), id: format!("P{number}").parse().unwrap() }
}

/// Somebody; the same for the same seed.
fn somebody(seed: u32) -> Identity {
    let pick = |list: &[&str], at: u32| list[at as usize % list.len()].to_owned();
    let postcode = |at: u32| format!("XX{} {}AB", at % 4 + 1, at % 7).parse();
    let day = i8::try_from(seed % 28 + 1).unwrap();
    Identity {
        names: vec![PersonName::usual(&pick(&FAMILY, seed / 6), &pick(&GIVEN, seed))],
        born: (!seed.is_multiple_of(11))
            .then(|| Born::on(date(1940 + i16::try_from(seed % 50).unwrap(), 5, day))),
        address: Some(Address {
            lines: vec![format!("{} Mill Road", seed % 9)],
            postcode: postcode(seed).ok().filter(|_| !seed.is_multiple_of(13)),
        }),
        earlier_postcodes: postcode(seed / 3)
            .into_iter()
            .filter(|_| seed.is_multiple_of(3))
            .collect(),
        phones: Phone::new(&format!("07700 900{:03}", seed % 300)).into_iter().collect(),
        practice: Some(format!("Y{:05}", seed % 3)),
        ..Identity::default()
    }
}

/// Everybody who is worth comparing with a patient.
fn found(finder: &Finder, patient: &Identity) -> BTreeSet<PersonKey> {
    finder.look(patient, |found| {
        found.places.iter().map(|place| finder.person(*place).unwrap()).collect()
    })
}

fn gathered(people: &BTreeMap<u32, u32>) -> Finder {
    let people: Vec<_> =
        people.iter().map(|(number, seed)| (key(*number), somebody(*seed))).collect();
    Finder::gather(people.into_iter())
}

/// Both find the same people for anybody, and count the same of each.
#[track_caller]
fn assert_alike(one: &Finder, other: &Finder, people: &BTreeMap<u32, u32>) {
    assert_eq!((one.len(), other.len()), (people.len(), people.len()));
    for (number, seed) in people {
        let patient = somebody(*seed);
        let expected = found(one, &patient);
        assert!(expected.contains(&key(*number)));
        assert_eq!(found(other, &patient), expected);
        assert_eq!(counts(one, &patient), counts(other, &patient));
    }
}

/// How common is each thing of somebody?
fn counts(finder: &Finder, patient: &Identity) -> Vec<u32> {
    finder.look(patient, |found| {
        let facts = found.patient.facts;
        let values = [
            Value::Born(facts.born.digits().into()),
            Value::Postcode(facts.postcode),
            Value::Door(facts.door()),
            Value::Phone(facts.phones[0]),
            Value::Practice(facts.practice.into()),
        ];
        let names = found.patient.names.iter().flat_map(|named| [named.given, named.family]);
        values.iter().map(|value| found.counts.of(*value)).chain(names).collect()
    })
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Put(u32, u32),
    Remove(u32),
    Seal,
    Adopt,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => (0..60_u32, 0..900_u32).prop_map(|(number, seed)| Step::Put(number, seed)),
        3 => (0..60_u32).prop_map(Step::Remove),
        1 => Just(Step::Seal),
        1 => Just(Step::Adopt),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_came_and_went_the_index_is_as_if_newly_built(
        first in vec(0..900_u32, 0..40),
        steps in vec(step(), 0..120),
    ) {
        let mut people: BTreeMap<u32, u32> = (0..).zip(first).collect();
        let mut finder = gathered(&people);
        let mut waiting = None;
        for step in steps {
            match step {
                Step::Put(number, seed) => {
                    finder.put(&key(number), &somebody(seed));
                    people.insert(number, seed);
                }
                Step::Remove(number) => {
                    finder.remove(&key(number));
                    people.remove(&number);
                }
                Step::Seal if waiting.is_none() => waiting = Some(finder.layers.seal()),
                Step::Adopt => {
                    if let Some(compaction) = waiting.take() {
                        finder.adopt(compaction.prepare());
                    }
                }
                Step::Seal => {}
            }
        }
        assert_alike(&finder, &gathered(&people), &people);
    }
}

#[test]
fn look_ups_go_on_while_people_come_and_go_and_all_is_built_anew() {
    let staying: BTreeMap<u32, u32> = (0..200).map(|number| (number, number * 7)).collect();
    let finder = RwLock::new(gathered(&staying));
    thread::scope(|scope| {
        let change = || {
            for round in 0..20 {
                for number in 1_000..1_100 {
                    finder.write().unwrap().put(&key(number), &somebody(number * 3 + round));
                }
                let compaction = finder.write().unwrap().layers.seal();
                for number in 1_050..1_100 {
                    finder.write().unwrap().remove(&key(number));
                }
                let prepared = compaction.prepare();
                drop(finder.write().unwrap().adopt(prepared));
            }
        };
        let changing = scope.spawn(change);
        while !changing.is_finished() {
            for (number, seed) in &staying {
                let all = found(&finder.read().unwrap(), &somebody(*seed));
                assert!(all.contains(&key(*number)));
            }
        }
    });
    assert_eq!(finder.read().unwrap().len(), 250);
}

#[test]
fn a_base_made_of_other_layers_is_not_adopted() {
    let mut finder = gathered(&BTreeMap::from([(1, 1)]));
    let late = finder.layers.seal();
    let early =
        Compaction { base: late.base.clone(), sealed: late.sealed.clone(), seed: late.seed };
    finder.adopt(early.prepare());
    finder.put(&key(2), &somebody(2));
    finder.adopt(late.prepare());
    assert_alike(
        &finder,
        &gathered(&BTreeMap::from([(1, 1), (2, 2)])),
        &BTreeMap::from([(1, 1), (2, 2)]),
    );
}

#[test]
fn whoever_comes_twice_is_as_they_came_last() {
    let twice = [(key(1), somebody(1)), (key(2), somebody(2)), (key(1), somebody(40))];
    let finder = Finder::gather(twice.into_iter());
    let people = BTreeMap::from([(1, 40), (2, 2)]);
    assert_alike(&finder, &gathered(&people), &people);
}

#[test]
fn the_same_again_changes_nothing() {
    let mut finder = gathered(&BTreeMap::from([(1, 1)]));
    let before = finder.size();
    (0..100).for_each(|_| finder.put(&key(1), &somebody(1)));
    assert_eq!(finder.size(), before);
}

#[test]
fn a_crowd_is_not_compared_but_known_to_be_one() {
    let namesakes = |count: u32| {
        let one = Identity { phones: Vec::new(), ..somebody(3) };
        Finder::gather((0..count).map(move |number| (key(number), one.clone())))
    };
    let few = namesakes(300);
    assert!(few.look(&somebody(3), |found| found.people.len() == 300 && !found.is_crowded));
    let many = namesakes(3_000);
    assert!(
        many.look(&somebody(3), |found| found.people.len() <= search::MOST + 512
            && found.is_crowded)
    );
    let other = Identity { born: None, ..somebody(3) };
    assert!(many.look(&other, |found| !found.is_crowded && found.people.is_empty()));
}

#[test]
fn a_crowd_among_newcomers_is_known_too() {
    let mut finder = Finder::new();
    (0..700).for_each(|number| finder.put(&key(number), &somebody(3)));
    assert!(finder.look(&somebody(3), |found| found.is_crowded));
    (100..700).for_each(|number| finder.remove(&key(number)));
    assert!(finder.look(&somebody(3), |found| !found.is_crowded && found.people.len() == 100));
}

#[test]
fn endless_names_and_very_many_are_cut() {
    let endless = PersonName::usual(&"Ab\u{202e}\u{0}é☃-".repeat(2_000), &"x y z ".repeat(2_000));
    let names: Vec<PersonName> = (0..1_000)
        .map(|number| PersonName::usual(&format!("Name{number}"), &format!("Given{number}")))
        .chain([endless])
        .collect();
    let hostile = Identity { names, ..somebody(1) };
    let mut finder = Finder::new();
    finder.put(&key(1), &hostile);
    assert_eq!(found(&finder, &hostile), BTreeSet::from([key(1)]));
    let record = finder.layers.get(finder.place(&key(1)).unwrap()).unwrap().bytes().len();
    assert!(record < 300, "{record}");
}

#[test]
fn a_slip_a_move_and_a_marriage_hide_nobody() {
    let finder = gathered(&(0..300).map(|number| (number, number)).collect());
    let patient = somebody(20);
    let born = patient.born.unwrap().exact().unwrap();
    let moved = Identity {
        address: None,
        phones: Vec::new(),
        earlier_postcodes: Vec::new(),
        ..patient.clone()
    };
    let named = |family: &str, given: &str| vec![PersonName::usual(family, given)];
    let with_names = |names| Identity { names, ..moved.clone() };
    let with_born = |born| Identity { born: Some(Born::on(born)), ..moved.clone() };
    let (family, given) = (FAMILY[20 / 6], GIVEN[20 % 6]);
    for (what, patient) in [
        ("moved", moved.clone()),
        ("other family name", with_names(named("Wilkinson", given))),
        ("other given name", with_names(named(family, "Wilfred"))),
        ("names exchanged", with_names(named(given, family))),
        ("both names misspelt", with_names(named("Haliday", &given.replace('e', "")))),
        ("day and month exchanged", with_born(date(born.year(), born.day() % 12 + 1, 5))),
        ("another year", with_born(date(born.year() - 9, born.month(), born.day()))),
        ("no birth date", Identity { born: None, ..moved.clone() }),
        (
            "nothing but the phone",
            Identity { phones: patient.phones.clone(), ..Identity::default() },
        ),
    ] {
        assert!(found(&finder, &patient).contains(&key(20)), "{what}");
    }
}

#[test]
fn what_it_holds_is_told_by_part() {
    let finder = gathered(&(0..2_000).map(|number| (number, number)).collect());
    let size = finder.size();
    let parts = [size.records, size.words, size.postings, size.counts, size.newcomers];
    assert_eq!((size.people, size.total()), (2_000, parts.iter().sum()));
    assert!(parts.iter().all(|part| *part > 0));
    assert!(size.records + size.postings < 2_000 * 160, "{size:?}");
}
