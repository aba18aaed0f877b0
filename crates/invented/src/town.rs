//! The invented town: its people, and which of them the council knows.

mod households;

use std::sync::Arc;

use jiff::civil::Date;

use crate::chance::Chance;
use crate::days;
use crate::numbers::NhsNumbers;
use crate::person::Townsperson;
use crate::scenes;
use crate::streets::HomeKind;

/// How many people come to this hospital for each client of the council, in tenths.
const PEOPLE_FOR_TEN_CLIENTS: usize = 25;

/// A council's area with its people. The same seed, size and day give the same people, letter for
/// letter.
#[derive(Debug, Clone)]
pub struct Town {
    seed: u64,
    today: Date,
    people: Arc<[Townsperson]>,
}

impl Town {
    /// Settles a town in which the council has `clients` clients on `today`. Believable from about
    /// 1,000 clients; the demo has 8,000. Fewer than the people of the walk-through are never made.
    pub fn new(seed: u64, clients: usize, today: Date) -> Self {
        let mut chance = Chance::of(seed, "town", 0);
        let mut people = scenes::people(today);
        let of_others = scenes::NUMBERS_OF_OTHERS.iter().filter_map(|number| number.parse().ok());
        let kept = people.iter().map(|person| person.nhs).chain(of_others).collect();
        let mut settlers = households::Settlers {
            numbers: NhsNumbers::new(&mut chance, kept),
            chance,
            today,
            people: Vec::with_capacity(clients * PEOPLE_FOR_TEN_CLIENTS / 10 + 8),
            households: scenes::COUNT,
        };
        settlers.settle(clients * PEOPLE_FOR_TEN_CLIENTS / 10);
        let known = people.iter().filter(|person| person.client).count();
        people.append(&mut settlers.people);
        number_patients(&mut people);
        choose_clients(seed, &mut people, clients.saturating_sub(known), today);
        Self { seed, today, people: people.into() }
    }

    /// Everybody, the people of the walk-through first.
    pub fn people(&self) -> &[Townsperson] {
        &self.people
    }

    /// Those whom the council knows.
    pub fn clients(&self) -> impl Iterator<Item = &Townsperson> {
        self.people.iter().filter(|person| person.client)
    }

    /// The day on which the council's books are as they are.
    pub fn today(&self) -> Date {
        self.today
    }

    pub(crate) fn seed(&self) -> u64 {
        self.seed
    }

    pub(crate) fn shared_people(&self) -> Arc<[Townsperson]> {
        Arc::clone(&self.people)
    }
}

/// Gives each person who has none a hospital number.
fn number_patients(people: &mut [Townsperson]) {
    for (place, person) in people.iter_mut().enumerate() {
        if person.hospital_number.is_empty() {
            person.hospital_number = format!("H{}", 4_100_000 + place * 37);
        }
    }
}

/// Chooses exactly `wanted` clients, the old and those in care first.
fn choose_clients(seed: u64, people: &mut [Townsperson], wanted: usize, today: Date) {
    let mut order: Vec<(u64, usize)> = people
        .iter()
        .enumerate()
        .skip(scenes::COUNT)
        .filter_map(|(place, person)| {
            let weight = weight(person, today);
            // Counted from the first settler, so that one more scene chooses nobody else.
            let drawn = Chance::of(seed, "client", place - scenes::COUNT).next() >> 16;
            drawn.checked_div(weight).map(|key| (key, place))
        })
        .collect();
    order.sort_unstable();
    for (_, place) in order.into_iter().take(wanted) {
        if let Some(person) = people.get_mut(place) {
            person.client = true;
            let chance = &mut Chance::of(seed, "death", place);
            if person.age_on(today) >= 60 && chance.happens(12) {
                person.died = Some(days::some_time_before(chance, today, 1, 300));
            }
        }
    }
}

/// How likely somebody is to be a client, against others. Nought for never.
fn weight(person: &Townsperson, today: Date) -> u64 {
    match (person.home.kind, person.age_on(today)) {
        (HomeKind::CareHome(_) | HomeKind::SupportedLiving, _) => 4000,
        (_, ..17) => 0,
        (_, 17) => 2,
        (HomeKind::Sheltered, _) => 40,
        (_, 18..65) => 6,
        (_, 65..75) => 8,
        (_, 75..85) => 18,
        (_, 85..) => 40,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use super::*;

    #[test]
    fn a_town_has_as_many_clients_as_it_was_asked_for() {
        let town = Town::new(7, 1000, jiff::civil::date(2026, 8, 12));
        assert_eq!(town.clients().count(), 1000);
        assert!((2400..2700).contains(&town.people().len()));
    }

    #[test]
    fn no_two_people_share_a_number() {
        let town = Town::new(3, 2000, jiff::civil::date(2026, 8, 12));
        let everybody = town.people().len();
        let numbers: HashSet<_> = town.people().iter().map(|person| person.nhs).collect();
        assert_eq!(numbers.len(), everybody);
        let numbers: HashSet<_> =
            town.people().iter().map(|person| person.hospital_number.as_str()).collect();
        assert_eq!(numbers.len(), everybody);
        assert!(town.people().iter().all(|person| person.nhs.is_test()));
    }

    #[test]
    fn there_are_twins_and_namesakes_at_one_address() {
        let town = Town::new(3, 2000, jiff::civil::date(2026, 8, 12));
        let mut households: HashMap<usize, Vec<&Townsperson>> = HashMap::new();
        for person in town.people() {
            households.entry(person.household).or_default().push(person);
        }
        let pairs = || households.values().flat_map(|members| members.windows(2));
        let twins = pairs().filter(|pair| pair[0].born == pair[1].born);
        assert!(twins.count() > 20);
        let namesakes = pairs().filter(|pair| {
            pair[0].name.given == pair[1].name.given && pair[0].name.family == pair[1].name.family
        });
        assert!(namesakes.count() > 60);
    }

    #[test]
    fn clients_are_mostly_old_and_children_are_none() {
        let today = jiff::civil::date(2026, 8, 12);
        let town = Town::new(7, 4000, today);
        let old = town.clients().filter(|person| person.age_on(today) >= 65).count();
        assert!((2400..3600).contains(&old), "{old}");
        let young = town.clients().filter(|person| person.age_on(today) < 18).count();
        assert!((1..40).contains(&young), "{young}");
    }
}
