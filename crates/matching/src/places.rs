//! Where does a person live, in numbers that compare fast?

use care::people::Postcode;
use care::people::name::fold;

use crate::names::families::digest;

/// Digits and letters in a packed postcode.
const BASE: u64 = 37;
/// The last three characters of a postcode: sector digit and unit.
const INWARD: u64 = BASE * BASE * BASE;
/// The unit, the last two.
const UNIT: u64 = BASE * BASE;

/// A postcode as one number, last character least; nought for a pseudo-postcode, where nobody lives.
pub fn packed(postcode: &Postcode) -> u64 {
    if postcode.is_pseudo() {
        return 0;
    }
    postcode.compact().bytes().take(8).fold(0, |sum, byte| sum * BASE + character(byte))
}

fn character(byte: u8) -> u64 {
    match byte {
        b'0'..=b'9' => u64::from(byte - b'0') + 1,
        b'A'..=b'Z' => u64::from(byte - b'A') + 11,
        _ => 0,
    }
}

/// The first half of a packed postcode: the district.
pub fn outcode(packed: u64) -> u64 {
    packed / INWARD
}

/// A packed postcode without its unit.
pub fn sector(packed: u64) -> u64 {
    packed / UNIT
}

/// Whether two packed postcodes differ by one character or by two neighbours that changed places.
pub(crate) fn are_a_slip_apart(one: u64, other: u64) -> bool {
    one != 0 && other != 0 && are_digits_a_slip_apart(one, other, BASE)
}

/// Whether two numbers of as many digits differ in one digit, or in two neighbours that changed
/// places.
pub(crate) fn are_numbers_a_slip_apart(one: u64, other: u64) -> bool {
    one != 0 && other != 0 && are_digits_a_slip_apart(one, other, 10)
}

fn are_digits_a_slip_apart(mut one: u64, mut other: u64, base: u64) -> bool {
    let mut differing = 0;
    let mut last: Option<(u32, u64, u64)> = None;
    let mut is_exchange = false;
    let mut place = 0;
    while one != 0 || other != 0 {
        let (a, b) = (one % base, other % base);
        if a != b {
            differing += 1;
            is_exchange = last == Some((place, b, a));
            last = Some((place + 1, a, b));
        }
        place += 1;
        one /= base;
        other /= base;
    }
    differing == 1 || differing == 2 && is_exchange
}

/// A house and its street, each as a number; nought where nothing says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct House {
    pub(crate) number: u32,
    pub(crate) street: u32,
}

/// Words of an address that tell no house from another.
const NOISE: [&str; 16] = [
    "FLAT",
    "APT",
    "APARTMENT",
    "UNIT",
    "ROOM",
    "NO",
    "NUMBER",
    "THE",
    "NFA",
    "FIXED",
    "ABODE",
    "UNKNOWN",
    "ADDRESS",
    "HOMELESS",
    "NONE",
    "OF",
];

/// Lines of an address beyond these name towns and counties.
const MOST_LINES: usize = 2;
/// Words of one line beyond these are let go.
const MOST_WORDS: usize = 12;

/// Reads the house and the street out of an address: its numbers in any order, or the first word
/// where it has none; and the first word after the last number.
pub(crate) fn house(lines: &[String]) -> House {
    let first = words(lines.get(..1).unwrap_or_default());
    let is_numbered = first.iter().any(|word| is_number(word));
    let words = if is_numbered { first } else { words(lines.get(..MOST_LINES).unwrap_or(lines)) };
    let mut numbers: Vec<&str> =
        words.iter().filter(|word| is_number(word)).map(String::as_str).take(3).collect();
    numbers.sort_unstable();
    let after = words.iter().rposition(|word| is_number(word)).map_or(0, |place| place + 1);
    let street = words.get(after).or_else(|| words.first()).filter(|word| !is_number(word));
    let name = words.iter().find(|word| !is_number(word)).filter(|_| numbers.is_empty());
    let number = name.cloned().or_else(|| (!numbers.is_empty()).then(|| numbers.join("/")));
    House {
        number: number.map_or(0, |text| digest(&text) | 1),
        street: street.map_or(0, |word| digest(word) | 1),
    }
}

fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

fn words(lines: &[String]) -> Vec<String> {
    let cut = |line: &String| line.chars().take(120).collect::<String>();
    let lines: Vec<String> = lines.iter().map(cut).collect();
    let words =
        lines.iter().flat_map(|line| line.split(|c: char| !c.is_alphanumeric()).take(MOST_WORDS));
    words.map(fold).filter(|word| !word.is_empty() && !NOISE.contains(&word.as_str())).collect()
}

/// The last line of an address that has several: the town, or a postcode of another country.
pub(crate) fn locality(lines: &[String]) -> u32 {
    let last = lines.last().filter(|_| lines.len() > 1);
    last.map_or(0, |line| digest(&fold(&line.chars().take(120).collect::<String>())) | 1)
}

/// A telephone number as a number; nought where it is too short or one digit repeated.
pub(crate) fn phone(digits: &str) -> u64 {
    let digits = digits.trim_start_matches('0');
    let is_one_digit = digits.bytes().all(|digit| digits.bytes().next() == Some(digit));
    if digits.len() < 6 || is_one_digit {
        0
    } else {
        digits.chars().take(15).collect::<String>().parse().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> u64 {
        packed(&text.parse().unwrap())
    }

    #[test]
    fn a_postcode_keeps_its_parts() {
        assert_eq!(outcode(code("XX1 2AB")), outcode(code("XX1 9ZZ")));
        assert_ne!(outcode(code("XX1 2AB")), outcode(code("XX11 2AB")));
        assert_eq!(sector(code("XX1 2AB")), sector(code("XX1 2ZZ")));
        assert_eq!(code("ZZ99 3VZ"), 0);
    }

    #[test]
    fn a_slip_is_one_character_or_two_neighbours_exchanged() {
        assert!(are_a_slip_apart(code("XX1 2AB"), code("XX1 2AC")));
        assert!(are_a_slip_apart(code("XX1 2AB"), code("XX1 2BA")));
        assert!(!are_a_slip_apart(code("XX1 2AB"), code("XX1 3AC")));
        assert!(!are_a_slip_apart(code("XX1 2AB"), code("XX1 2AB")));
        assert!(are_numbers_a_slip_apart(9_991_234_519, 9_991_234_591));
    }

    #[test]
    fn a_house_is_found_by_its_numbers_or_its_name() {
        let read = |line: &str| house(&[line.to_owned()]);
        assert_eq!(read("12 High Street"), read("12, HIGH ST"));
        assert_ne!(read("12 High Street").number, read("14 High Street").number);
        assert_eq!(read("Flat 3, 12 High Street"), read("Apt 3, 12 High Street"));
        assert_ne!(read("Rose Cottage, High Street").number, 0);
        assert_eq!(read("No Fixed Abode"), House::default());
        assert_eq!(house(&[]), House::default());
    }

    #[test]
    fn a_number_of_one_digit_repeated_is_nobodys() {
        assert_eq!(phone("00000000000"), 0);
        assert_eq!(phone("07700900123"), 7_700_900_123);
        assert_eq!(phone("123"), 0);
    }
}
