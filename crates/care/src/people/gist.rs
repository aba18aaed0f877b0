//! Is this still the identity that somebody looked at?

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::name::fold;
use super::{Identity, Opinion, PartialDate};

/// What an identity comes to: usual name and date of birth drawn together into one number, and
/// beside it the NHS number, or what stands in its place.
///
/// Two identities of another name or birth date are read as two people. Addresses and telephones are
/// left out: they change with the same person.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "Written")]
pub struct Gist {
    who: u64,
    number: Option<u64>,
}

/// A gist as the store has it written.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    /// Before numbers were part of it. That none is known asks people again once one matters.
    WithoutNumber(u64),
    Whole {
        who: u64,
        number: Option<u64>,
    },
}

impl From<Written> for Gist {
    fn from(written: Written) -> Self {
        match written {
            Written::WithoutNumber(who) => Self { who, number: None },
            Written::Whole { who, number } => Self { who, number },
        }
    }
}

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
        let proved = identity.nhs.map(|nhs| nhs.number.digits());
        let unproved = || identity.unproved_number.as_ref().map(|it| it.compact().to_owned());
        Self { who: fnv(&text), number: proved.or_else(unproved).map(|number| fnv(&number)) }
    }

    /// Whether name and birth date are the same, whatever the numbers.
    pub(super) fn is_named_as(self, other: Self) -> bool {
        self.who == other.who
    }

    /// Whether the number says nothing new of whom somebody judged: it is the same, or there is none
    /// now, or there is one for the first time and nothing on the other side to hold against it.
    fn keeps_number(self, now: Self, other_side: Self) -> bool {
        match (self.number, now.number) {
            (_, None) => true,
            (None, Some(_)) => other_side.number.is_none(),
            (then, now) => then == now,
        }
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

    /// Whether an opinion on the two as they were is about the two as they are now.
    ///
    /// Another name or birth date on either side makes another pair. Numbers speak where they go
    /// against the opinion: *the same* was not said of a side that has since got yet another number,
    /// nor of numbers that differ where one was not known; *different* was not said of two who hold
    /// one number now. A number that both sides hold speaks against no *same*.
    pub(super) fn still_speaks_of(self, now: Self, opinion: Opinion) -> bool {
        let numbers = match opinion {
            Opinion::Different => self.has_one_number() || !now.has_one_number(),
            Opinion::Same | Opinion::NotSure => {
                now.has_one_number()
                    || self.patient.keeps_number(now.patient, now.person)
                        && self.person.keeps_number(now.person, now.patient)
            }
        };
        numbers && self.patient.is_named_as(now.patient) && self.person.is_named_as(now.person)
    }

    /// Whether both sides hold the same number.
    fn has_one_number(self) -> bool {
        self.patient.number.is_some() && self.patient.number == self.person.number
    }
}

/// As a form carries it: no number is sixteen noughts.
impl fmt::Display for Compared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = |gist: Gist| [gist.who, gist.number.unwrap_or_default()];
        let mut parts = of(self.patient).into_iter().chain(of(self.person));
        parts.try_for_each(|part| write!(f, "{part:016x}"))
    }
}

/// A text that [`Compared`] did not write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not what was compared: expected 64 hexadecimal digits")]
pub struct NotCompared;

impl FromStr for Compared {
    type Err = NotCompared;
    fn from_str(text: &str) -> Result<Self, NotCompared> {
        let (patient, person) = text.split_at_checked(32).ok_or(NotCompared)?;
        let gist = |half: &str| {
            let (who, number) = half.split_at_checked(16).ok_or(NotCompared)?;
            let number = Some(part(number)?).filter(|number| *number != 0);
            Ok(Gist { who: part(who)?, number })
        };
        Ok(Self { patient: gist(patient)?, person: gist(person)? })
    }
}

fn part(text: &str) -> Result<u64, NotCompared> {
    let digits = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    u64::from_str_radix(text, 16).ok().filter(|_| digits).ok_or(NotCompared)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::people::{Born, NumberStatus, PersonName, TracedNumber};

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
        let numbered = Compared { patient: numbered("9991234519"), ..compared };
        assert_eq!(numbered.to_string().parse(), Ok(numbered));
        for text in ["", "12", &"g".repeat(64), &"+".repeat(64), &"é".repeat(32), &"0".repeat(65)]
        {
            assert_eq!(text.parse::<Compared>(), Err(NotCompared), "{text}");
        }
    }

    #[test]
    fn what_was_written_before_numbers_counted_is_read() {
        let old: Compared = serde_json::from_str(r#"{"patient":7,"person":8}"#).unwrap();
        let expected = |who| Gist { who, number: None };
        assert_eq!(old, Compared { patient: expected(7), person: expected(8) });
        let now = Compared { patient: numbered(A), person: numbered(NONE) };
        let written = serde_json::to_string(&now).unwrap();
        assert_eq!(serde_json::from_str::<Compared>(&written).unwrap(), now);
    }

    fn numbered(number: &str) -> Gist {
        let nhs = number.parse().ok();
        let nhs = nhs.map(|number| TracedNumber { number, status: NumberStatus::NotTraced });
        let unproved_number = number.parse().ok().filter(|_| nhs.is_none());
        Gist::of(&Identity { nhs, unproved_number, ..identity("A", "B", 1) })
    }

    /// Whether an opinion given on the first two numbers is about the second two.
    fn holds(opinion: Opinion, then: (&str, &str), now: (&str, &str)) -> bool {
        let pair = |(patient, person): (&str, &str)| Compared {
            patient: numbered(patient),
            person: numbered(person),
        };
        pair(then).still_speaks_of(pair(now), opinion)
    }

    const NONE: &str = "";
    const A: &str = "9991234519";
    const B: &str = "9991234527";
    const C: &str = "9991234535";
    const MISTYPED: &str = "9991234536";

    #[test]
    fn h01_same_was_not_said_of_yet_another_number() {
        let same = |then, now| holds(Opinion::Same, then, now);
        for (then, now) in [
            ((A, B), (A, C)),
            ((A, B), (C, B)),
            ((A, NONE), (C, NONE)),
            ((NONE, B), (A, B)),
            ((A, A), (A, B)),
            ((NONE, NONE), (A, B)),
            ((A, MISTYPED), (A, B)),
            ((MISTYPED, B), (C, B)),
        ] {
            assert!(!same(then, now), "{then:?} {now:?}");
        }
        for (then, now) in [
            ((A, B), (A, B)),
            ((A, B), (B, B)),
            ((NONE, B), (B, B)),
            ((NONE, NONE), (A, NONE)),
            ((A, B), (NONE, B)),
            ((A, MISTYPED), (A, A)),
        ] {
            assert!(same(then, now), "{then:?} {now:?}");
        }
    }

    #[test]
    fn different_was_not_said_of_two_who_hold_one_number() {
        let different = |then, now| holds(Opinion::Different, then, now);
        assert!(!different((A, B), (A, A)));
        assert!(!different((NONE, B), (B, B)));
        assert!(different((A, A), (A, A)));
        assert!(different((A, A), (B, B)));
        assert!(different((A, B), (C, B)));
        assert!(different((NONE, NONE), (A, B)));
    }
}
