//! Under which code is a value counted?

use crate::bits::mix;
use crate::packed::Unpacked;
use crate::subject::{Facts, Part};

/// What is counted of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Value {
    /// A birth date to the day, see [`crate::subject::BornOn::digits`].
    Born(u64),
    /// A postcode, as packed.
    Postcode(u64),
    /// A door, see [`Facts::door`].
    Door(u64),
    /// A telephone number.
    Phone(u64),
    /// A GP practice.
    Practice(u64),
}

impl Value {
    /// The same in every process, see [`crate::tally`].
    pub(crate) fn code(self) -> u64 {
        let (kind, value) = match self {
            Self::Born(day) => (1_u64, day),
            Self::Postcode(code) => (2, code),
            Self::Door(door) => (3, door),
            Self::Phone(number) => (4, number),
            Self::Practice(code) => (5, code),
        };
        mix(mix(value ^ 0x9e37_79b9_7f4a_7c15, 0xd6e8_feb8_6659_fd93) ^ kind, 0xa076_1d64_78bd_642f)
    }
}

/// The codes of all that is known of a person, each once.
pub(crate) fn codes(facts: &Facts, mut each: impl FnMut(u64)) {
    let Facts { postcode, practice, phones, .. } = *facts;
    let (born, door) = (facts.born.digits(), facts.door());
    [
        (born != 0, Value::Born(born.into())),
        (postcode != 0, Value::Postcode(postcode)),
        (door != 0, Value::Door(door)),
        (practice != 0, Value::Practice(practice.into())),
    ]
    .into_iter()
    .filter(|(is_known, _)| *is_known)
    .for_each(|(_, value)| each(value.code()));
    once(&phones.into_iter().filter(|phone| *phone != 0), |phone| each(Value::Phone(phone).code()));
}

/// How a word is carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Carried {
    /// As a given name of any kind.
    Given,
    /// As a family name of any kind.
    Family,
}

impl Carried {
    /// How a word in this part is carried.
    pub(crate) fn of(part: Part) -> Self {
        match part {
            Part::Given | Part::Middle | Part::KnownAs => Self::Given,
            Part::Family | Part::OtherFamily => Self::Family,
        }
    }

    /// The code of a word carried so.
    pub(crate) fn code(self, word: u32) -> u64 {
        let kind = match self {
            Self::Given => 6,
            Self::Family => 7,
        };
        mix(u64::from(word) ^ 0x9e37_79b9_7f4a_7c15, 0xd6e8_feb8_6659_fd93) ^ kind
    }
}

/// The words of a person's names, each once as a given and once as a family name.
pub(crate) fn carried(unpacked: &Unpacked, each: impl FnMut((Carried, u32))) {
    once(&unpacked.words.iter().map(|(part, word)| (Carried::of(*part), *word)), each);
}

/// Each of few, without those that came before.
fn once<T: PartialEq + Copy>(all: &(impl Iterator<Item = T> + Clone), mut each: impl FnMut(T)) {
    for (place, one) in all.clone().enumerate() {
        if !all.clone().take(place).any(|before| before == one) {
            each(one);
        }
    }
}
