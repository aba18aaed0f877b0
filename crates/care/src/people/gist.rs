//! Is this still the identity that somebody looked at?

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::name::fold;
use super::{Identity, PartialDate};

/// What an identity comes to: usual name and date of birth, drawn together into one number.
///
/// Two identities with another gist are read as two people. Addresses, telephones and numbers are
/// left out: they change with the same person, and matching says itself where they contradict.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Gist(u64);

impl Gist {
    /// The gist of an identity. It is the same on every machine and in every version.
    pub fn of(identity: &Identity) -> Self {
        let name = identity.usual_name();
        let family = name.map(|name| fold(&name.family)).unwrap_or_default();
        let given = name.map(|name| fold(&name.given)).unwrap_or_default();
        let born = identity.born.map(|born| match born.on {
            PartialDate::Day(day) => day.to_string(),
            PartialDate::Month(year, month) => format!("{year}-{month}"),
            PartialDate::Year(year) => year.to_string(),
        });
        let text = format!("{family}\u{1f}{given}\u{1f}{}", born.unwrap_or_default());
        Self(fnv(&text))
    }
}

/// FNV-1a over 64 bits: small, and the same for ever.
fn fnv(text: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
    text.bytes().fold(0xCBF2_9CE4_8422_2325, step)
}

/// A name and a birth date can be guessed from their gist, so debug text keeps it to itself.
impl fmt::Debug for Gist {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Gist(..)")
    }
}

/// The two identities that were on the screen when somebody judged them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Compared {
    /// As the hospital said it.
    pub patient: Gist,
    /// As the council said it.
    pub person: Gist,
}

impl Compared {
    /// Of two identities side by side.
    pub fn of(patient: &Identity, person: &Identity) -> Self {
        Self { patient: Gist::of(patient), person: Gist::of(person) }
    }
}

/// As a form carries it.
impl fmt::Display for Compared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}{:016x}", self.patient.0, self.person.0)
    }
}

/// A text that [`Compared`] did not write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not what was compared: expected 32 hexadecimal digits")]
pub struct NotCompared;

impl FromStr for Compared {
    type Err = NotCompared;
    fn from_str(text: &str) -> Result<Self, NotCompared> {
        let (patient, person) = text.split_at_checked(16).ok_or(NotCompared)?;
        let gist = |half: &str| {
            let digits = half.len() == 16 && half.bytes().all(|byte| byte.is_ascii_hexdigit());
            let number = u64::from_str_radix(half, 16).ok().filter(|_| digits);
            number.map(Gist).ok_or(NotCompared)
        };
        Ok(Self { patient: gist(patient)?, person: gist(person)? })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::people::{Born, PersonName};

    fn identity(family: &str, given: &str, day: i8) -> Identity {
        Identity {
            names: vec![PersonName::usual(family, given)],
            born: Some(Born::on(date(1945, 7, day))),
            ..Identity::default()
        }
    }

    #[test]
    fn another_name_or_birth_date_is_another_gist_and_another_spelling_of_accents_is_not() {
        let gist = |family, given, day| Gist::of(&identity(family, given, day));
        let dora = gist("Núñez", "Dora", 14);
        assert_eq!(dora, gist("NUNEZ", "dora", 14));
        assert_ne!(dora, gist("Nunez", "Dara", 14));
        assert_ne!(dora, gist("Nunez", "Dora", 15));
        assert_ne!(gist("Ann", "Lee", 1), gist("Lee", "Ann", 1));
        let moved = Identity { practice: Some("Y99999".into()), ..identity("Nunez", "Dora", 14) };
        assert_eq!(dora, Gist::of(&moved));
    }

    #[test]
    fn what_was_compared_survives_a_form_and_nothing_else_passes_for_it() {
        let compared = Compared::of(&identity("A", "B", 1), &identity("C", "D", 2));
        assert_eq!(compared.to_string().parse(), Ok(compared));
        for text in ["", "12", &"g".repeat(32), &"+".repeat(32), &"é".repeat(16), &"0".repeat(33)]
        {
            assert_eq!(text.parse::<Compared>(), Err(NotCompared), "{text}");
        }
    }
}
