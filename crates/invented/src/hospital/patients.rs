//! Who falls ill?

use jiff::civil::Date;

use crate::chance::Chance;
use crate::scenes;
use crate::town::Town;

/// Those of the town who may come to hospital, by age and by whether the council knows them.
pub(super) struct Patients {
    bands: [Band; 4],
    /// Who is there already, by place in the town.
    here: Vec<bool>,
    today: Date,
}

#[derive(Default)]
struct Band {
    clients: Vec<usize>,
    others: Vec<usize>,
}

/// How old somebody is, as far as it decides how often and how long they are in hospital.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Age {
    Child,
    Adult,
    From65,
    From75,
}

const AGES: [Age; 4] = [Age::Child, Age::Adult, Age::From65, Age::From75];

impl Patients {
    pub(super) fn of(town: &Town) -> Self {
        let mut patients = Self {
            bands: Default::default(),
            here: vec![false; town.people().len()],
            today: town.today(),
        };
        for (place, person) in town.people().iter().enumerate().skip(scenes::COUNT) {
            if person.died.is_some() {
                continue;
            }
            let age = age(person.age_on(patients.today));
            if let Some(band) = AGES.iter().position(|each| *each == age)
                && let Some(band) = patients.bands.get_mut(band)
            {
                let list = if person.client { &mut band.clients } else { &mut band.others };
                list.push(place);
            }
        }
        patients
    }

    /// Somebody who comes to the emergency department.
    pub(super) fn falls_ill(&mut self, chance: &mut Chance) -> Option<(usize, Age)> {
        let shares = [(11, Age::Child), (43, Age::Adult), (16, Age::From65), (30, Age::From75)];
        let age = chance.weighted(&shares)?;
        self.comes(chance, age)
    }

    /// Somebody who needs a bed.
    pub(super) fn needs_a_bed(&mut self, chance: &mut Chance) -> Option<(usize, Age)> {
        let shares = [(18, Age::Adult), (20, Age::From65), (62, Age::From75)];
        let age = chance.weighted(&shares)?;
        self.comes(chance, age)
    }

    /// Somebody of this age who is not there yet: of those from 75 on, two in five are clients.
    fn comes(&mut self, chance: &mut Chance, age: Age) -> Option<(usize, Age)> {
        let client = chance.happens(match age {
            Age::Child => 0,
            Age::Adult => 35,
            Age::From65 => 110,
            Age::From75 => 400,
        });
        let band = self.bands.get(AGES.iter().position(|each| *each == age)?)?;
        let list = if client { &band.clients } else { &band.others };
        for _ in 0..20 {
            let place = *chance.pick(list)?;
            if let Some(here) = self.here.get_mut(place).filter(|here| !**here) {
                *here = true;
                return Some((place, age));
            }
        }
        None
    }

    /// The patient has gone and may come again.
    pub(super) fn goes(&mut self, place: usize) {
        if let Some(here) = self.here.get_mut(place) {
            *here = false;
        }
    }
}

fn age(years: i16) -> Age {
    match years {
        ..18 => Age::Child,
        18..65 => Age::Adult,
        65..75 => Age::From65,
        _ => Age::From75,
    }
}
