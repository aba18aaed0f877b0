//! In what do a patient and a council's person agree?

mod born;
mod dwelling;
mod family;
mod given;
pub mod level;
mod number;
pub(crate) mod spelling;

use care::people::Gender;

use crate::subject::{Facts, Subject};
use level::{Dead, Family, Found, Given, Sex};

/// Compares two people. The first is the patient where it matters, which is in deaths alone. A word
/// that `established` people bear is a name in its own right and no slip of another.
pub fn compare(patient: &Subject<'_>, person: &Subject<'_>, established: u32) -> Found {
    let (one, other) = (&patient.facts, &person.facts);
    let (given, middle) = given::compare(patient, person, established);
    Found {
        number: number::compare(one, other),
        family: match given {
            Given::Swapped => Family::Swapped,
            _ => family::compare(patient, person, established),
        },
        given,
        middle,
        born: born::compare(one.born, other.born),
        sex: sexes(one, other),
        home: dwelling::compare(one, other),
        phone: dwelling::phones(one, other),
        practice: dwelling::practices(one, other),
        dead: deaths(one, other),
        women: are_women(one, other),
        generation: born::are_a_generation_apart(one.born, other.born),
        guessed: one.born.is_first_of_january() && other.born.is_first_of_january(),
    }
}

fn sexes(one: &Facts, other: &Facts) -> Sex {
    match (one.gender, other.gender) {
        (Gender::Male, Gender::Male) | (Gender::Female, Gender::Female) => Sex::Same,
        (Gender::Male, Gender::Female) | (Gender::Female, Gender::Male) => Sex::Differ,
        _ => Sex::Unknown,
    }
}

fn are_women(one: &Facts, other: &Facts) -> bool {
    let genders = [one.gender, other.gender];
    genders.contains(&Gender::Female) && !genders.contains(&Gender::Male)
}

fn deaths(patient: &Facts, person: &Facts) -> Dead {
    match (patient.dead, person.dead) {
        (false, true) => Dead::Recorded,
        (true, false) => Dead::Unrecorded,
        _ => Dead::Agree,
    }
}
