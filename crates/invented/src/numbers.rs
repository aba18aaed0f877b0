//! Numbers that belong to nobody.
//!
//! **Invariant:** every NHS number lies in the 999 range (never issued), every telephone number in
//! a range that Ofcom keeps for drama, every postcode in the area XX (which does not exist).

use care::people::NhsNumber;

use crate::chance::Chance;

/// How many numbers the 999 range has before the check digit.
const RANGE: u64 = 1_000_000;

/// Gives each person an NHS number that nobody else has.
#[derive(Debug)]
pub(crate) struct NhsNumbers {
    offset: u64,
    step: u64,
    taken: Vec<NhsNumber>,
}

impl NhsNumbers {
    /// Numbers in an order that follows from the chance, never one of `taken`.
    pub(crate) fn new(chance: &mut Chance, taken: Vec<NhsNumber>) -> Self {
        Self { offset: u64::from(chance.below(1_000_000)), step: 0, taken }
    }

    /// The next number. `None` once the range is used up, which is at some 900,000 people.
    pub(crate) fn next(&mut self) -> Option<NhsNumber> {
        while self.step < RANGE {
            // 386,117 shares no factor with the range, so each step meets a new number.
            let middle = (self.offset + self.step * 386_117) % RANGE;
            self.step += 1;
            match with_check_digit(middle) {
                Some(number) if !self.taken.contains(&number) => return Some(number),
                _ => {}
            }
        }
        None
    }
}

/// The NHS number in the 999 range whose middle six digits are given, where there is one.
fn with_check_digit(middle: u64) -> Option<NhsNumber> {
    let nine = 999_000_000 + middle % RANGE;
    let mut rest = nine;
    let mut sum = 0;
    for weight in 2..=10 {
        sum += rest % 10 * weight;
        rest /= 10;
    }
    match 11 - sum % 11 {
        10 => None,
        11 => (nine * 10).to_string().parse().ok(),
        check => (nine * 10 + check).to_string().parse().ok(),
    }
}

/// A landline in the invented town's own drama range. The lowest 200 are kept for the council and
/// for providers.
pub(crate) fn landline(chance: &mut Chance) -> String {
    format!("01632 960{:03}", 200 + chance.below(800))
}

/// A mobile number in the drama range.
pub(crate) fn mobile(chance: &mut Chance) -> String {
    format!("07700 900{:03}", chance.below(1000))
}

/// A landline of family who live elsewhere: the drama ranges of Leeds and London.
pub(crate) fn distant_landline(chance: &mut Chance) -> String {
    if chance.happens(500) {
        format!("0113 496 0{:03}", chance.below(1000))
    } else {
        format!("020 7946 0{:03}", chance.below(1000))
    }
}

/// A postcode of the area XX. `district` is the town, `street` anything that is the same for a
/// whole street.
pub(crate) fn postcode(district: usize, street: usize) -> String {
    const UNIT: [char; 20] = [
        'A', 'B', 'D', 'E', 'F', 'G', 'H', 'J', 'L', 'N', 'P', 'Q', 'R', 'S', 'T', 'U', 'W', 'X',
        'Y', 'Z',
    ];
    let letter = |which: usize| UNIT.get(which % UNIT.len()).copied().unwrap_or('A');
    let mixed = street.wrapping_mul(7).wrapping_add(3);
    format!("XX{} {}{}{}", district + 1, mixed / 400 % 10, letter(mixed / 20), letter(mixed))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_number_is_given_twice_and_each_is_a_test_number() {
        let kept: NhsNumber = "9991234519".parse().unwrap();
        let mut numbers = NhsNumbers::new(&mut Chance::new(3), vec![kept]);
        let mut seen = HashSet::from([kept]);
        for _ in 0..50_000 {
            let number = numbers.next().unwrap();
            assert!(number.is_test());
            assert!(seen.insert(number));
        }
    }

    #[test]
    fn a_street_has_one_postcode_in_an_area_that_does_not_exist() {
        let seen: HashSet<String> = (0..400).map(|street| postcode(2, street)).collect();
        assert_eq!(seen.len(), 400);
        for code in seen {
            assert!(code.starts_with("XX3 "), "{code}");
            assert!(code.parse::<care::people::Postcode>().is_ok(), "{code}");
        }
    }
}
