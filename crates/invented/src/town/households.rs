//! Who lives with whom?

use jiff::civil::Date;

use crate::chance::Chance;
use crate::names::{self, Origin};
use crate::numbers::NhsNumbers;
use crate::person::{self, Name, Sex, Townsperson};
use crate::streets::{CARE_HOMES, Home, HomeKind};

/// Fills a town household by household.
pub(super) struct Settlers {
    pub(super) numbers: NhsNumbers,
    pub(super) chance: Chance,
    pub(super) today: Date,
    pub(super) people: Vec<Townsperson>,
    pub(super) households: usize,
}

/// A family that moves in: its name, where its names come from, where it lives.
struct Family {
    name: String,
    origin: Origin,
    home: Home,
}

/// Somebody about to move in.
#[derive(Clone, Copy)]
struct Member {
    age: i16,
    sex: Sex,
    married: bool,
}

/// How a household of one kind moves in.
type MovesIn = fn(&mut Settlers);

/// The kinds of household, and how many in a thousand are of each.
const KINDS: [(u32, MovesIn); 9] = [
    (300, Settlers::old_person_alone),
    (270, Settlers::old_couple),
    (60, Settlers::parent_and_namesake),
    (110, Settlers::family_with_children),
    (120, Settlers::person_alone),
    (75, Settlers::couple),
    (15, Settlers::twins),
    (15, Settlers::supported_house),
    (35, Settlers::care_home_wing),
];

impl Settlers {
    /// Lets households move in until `wanted` people live here.
    pub(super) fn settle(&mut self, wanted: usize) {
        while self.people.len() < wanted {
            let before = self.people.len();
            if let Some(kind) = self.chance.weighted(&KINDS) {
                kind(self);
            }
            self.households += 1;
            if self.people.len() == before {
                return;
            }
        }
    }

    fn old_person_alone(&mut self) {
        let age = self.old_age();
        let sex = if self.chance.happens(680) { Sex::Female } else { Sex::Male };
        let married = self.chance.happens(800);
        let sheltered = self.chance.happens(160);
        let mut family = self.family(age);
        if sheltered {
            family.home = Home::block(&mut self.chance, HomeKind::Sheltered);
        }
        self.moves_in(&family, Member { age, sex, married });
    }

    fn old_couple(&mut self) {
        let age = self.old_age();
        let younger = i16::try_from(self.chance.between(0, 6)).unwrap_or(0);
        let family = self.family(age);
        self.moves_in(&family, Member { age, sex: Sex::Male, married: true });
        self.moves_in(&family, Member { age: age - younger, sex: Sex::Female, married: true });
    }

    /// A father and a son, or a mother and a daughter, who bear one name in one house: a trap for
    /// every matcher that trusts name and address.
    fn parent_and_namesake(&mut self) {
        let sex = if self.chance.happens(750) { Sex::Male } else { Sex::Female };
        let age = self.old_age();
        let family = self.family(age);
        self.moves_in(&family, Member { age, sex, married: true });
        let generation = i16::try_from(self.chance.between(22, 34)).unwrap_or(25);
        self.moves_in(&family, Member { age: age - generation, sex, married: false });
        let parent = self.people.iter().rev().nth(1).map(|parent| parent.name.clone());
        if let (Some(parent), Some(child)) = (parent, self.people.last_mut()) {
            child.name.given.clone_from(&parent.given);
            child.name.preferred = None;
        }
    }

    fn family_with_children(&mut self) {
        let age = self.age_between(27, 52);
        let family = self.family(age);
        self.moves_in(&family, Member { age, sex: Sex::Male, married: true });
        self.moves_in(&family, Member { age: age - 2, sex: Sex::Female, married: true });
        for _ in 0..=self.chance.below(2) {
            let age = self.age_between(1, 22).min(age - 18);
            let sex = self.either();
            self.moves_in(&family, Member { age, sex, married: false });
        }
    }

    fn person_alone(&mut self) {
        let age = self.age_between(19, 72);
        let sex = self.either();
        let married = self.chance.happens(300);
        let family = self.family(age);
        self.moves_in(&family, Member { age, sex, married });
    }

    fn couple(&mut self) {
        let age = self.age_between(24, 72);
        let family = self.family(age);
        self.moves_in(&family, Member { age, sex: Sex::Male, married: true });
        self.moves_in(&family, Member { age, sex: Sex::Female, married: true });
    }

    /// Twins of one birth date, half of them with names that look alike.
    fn twins(&mut self) {
        const ALIKE: [(&str, &str, Sex); 8] = [
            ("Jean", "Joan", Sex::Female),
            ("Ronald", "Donald", Sex::Male),
            ("Marion", "Marian", Sex::Female),
            ("Alan", "Allan", Sex::Male),
            ("Eileen", "Aileen", Sex::Female),
            ("Harpreet", "Harjeet", Sex::Female),
            ("Hasan", "Husain", Sex::Male),
            ("Lynne", "Lynda", Sex::Female),
        ];
        let age = self.age_between(30, 90);
        let family = self.family(age);
        let identical = self.chance.happens(500);
        let alike = self.chance.pick(&ALIKE).copied().filter(|_| identical);
        let (one, other) = alike.map_or((Sex::Female, Sex::Male), |(_, _, sex)| (sex, sex));
        self.moves_in(&family, Member { age, sex: one, married: false });
        self.moves_in(&family, Member { age, sex: other, married: false });
        let mut pair = self.people.iter_mut().rev().take(2);
        let (Some(second), Some(first)) = (pair.next(), pair.next()) else { return };
        second.born = first.born;
        if let Some((one, other, _)) = alike {
            one.clone_into(&mut first.name.given);
            other.clone_into(&mut second.name.given);
            first.name.preferred = None;
            second.name.preferred = None;
        }
    }

    /// Three or four people who share a house with support.
    fn supported_house(&mut self) {
        let home = Home::supported(&mut self.chance);
        for _ in 0..3 {
            let age = self.age_between(19, 74);
            let sex = self.either();
            let family = Family { home: home.clone(), ..self.family(age) };
            self.moves_in(&family, Member { age, sex, married: false });
        }
    }

    /// Some residents of one of the care homes.
    fn care_home_wing(&mut self) {
        let which = self.chance.index(CARE_HOMES.len());
        for _ in 0..3 {
            let age = self.old_age().max(74);
            let sex = if self.chance.happens(700) { Sex::Female } else { Sex::Male };
            let family = Family { home: Home::care_home(which), ..self.family(age) };
            self.moves_in(&family, Member { age, sex, married: true });
            if let Some(person) = self.people.last_mut() {
                person.landline = None;
                person.mobile = None;
                person.earlier_home = Some(Home::ordinary(&mut self.chance));
            }
        }
    }

    fn family(&mut self, age: i16) -> Family {
        let origin = names::origin(&mut self.chance, self.today.year() - age);
        Family {
            name: names::family(&mut self.chance, origin),
            origin,
            home: Home::ordinary(&mut self.chance),
        }
    }

    fn moves_in(&mut self, family: &Family, member: Member) {
        let Some(nhs) = self.numbers.next() else { return };
        let chance = &mut self.chance;
        let born = person::birth_date(chance, member.age.max(0), self.today);
        let named = (family.name.as_str(), family.origin);
        let (landline, mobile) = person::phones(chance, member.age);
        self.people.push(Townsperson {
            nhs,
            hospital_number: String::new(),
            name: Name::new(chance, named, member.sex, born.year(), member.married),
            born,
            died: None,
            sex: member.sex,
            origin: family.origin,
            home: family.home.clone(),
            earlier_home: chance.happens(180).then(|| Home::ordinary(chance)),
            landline,
            mobile,
            household: self.households,
            client: false,
        });
    }

    fn old_age(&mut self) -> i16 {
        let age = 65 + self.chance.between(0, 34).min(self.chance.between(4, 40));
        i16::try_from(age).unwrap_or(80)
    }

    fn age_between(&mut self, lowest: i32, highest: i32) -> i16 {
        i16::try_from(self.chance.between(lowest, highest)).unwrap_or(40)
    }

    fn either(&mut self) -> Sex {
        if self.chance.happens(500) { Sex::Female } else { Sex::Male }
    }
}
