//! Which names are forms of one another: short forms, spellings, other scripts and languages?

use std::collections::HashMap;
use std::sync::OnceLock;

/// Given names, one family a line.
const GIVEN: &str = include_str!("given.txt");
/// Family names, one family a line.
const FAMILY: &str = include_str!("family.txt");
/// Given names that so many share beside another one that they say as little as a title.
const SHARED: &str = include_str!("shared.txt");

type Families = HashMap<&'static str, [u16; 4]>;

/// The families of a given name; nought where there is no more.
pub(crate) fn of_given(word: &str) -> [u16; 4] {
    static READ: OnceLock<Families> = OnceLock::new();
    READ.get_or_init(|| read(GIVEN)).get(word).copied().unwrap_or_default()
}

/// The families of a family name; nought where there is no more.
pub(crate) fn of_family(word: &str) -> [u16; 4] {
    static READ: OnceLock<Families> = OnceLock::new();
    READ.get_or_init(|| read(FAMILY)).get(word).copied().unwrap_or_default()
}

/// The other names of a given name's families.
pub(crate) fn forms_of(families: [u16; 4]) -> impl Iterator<Item = &'static str> {
    static READ: OnceLock<Vec<Vec<&'static str>>> = OnceLock::new();
    let all =
        READ.get_or_init(|| lines(GIVEN).map(|line| line.split_whitespace().collect()).collect());
    let of = |family: u16| usize::from(family).checked_sub(1).and_then(|line| all.get(line));
    families.into_iter().filter_map(of).flatten().copied()
}

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

/// Whether a given name says as little of a person as a title does.
pub(crate) fn is_shared_as_title(word: &str) -> bool {
    SHARED.lines().filter(|line| !line.starts_with('#')).any(|line| line == word)
}

/// Whether two family names are a man's and a woman's form of one (Kowalski and Kowalska, Petrov
/// and Petrova).
pub(crate) fn are_endings_of_one(one: &str, other: &str) -> bool {
    const PAIRS: [(&str, &str); 6] = [
        ("SKI", "SKA"),
        ("CKI", "CKA"),
        ("DZKI", "DZKA"),
        ("OV", "OVA"),
        ("EV", "EVA"),
        ("SKY", "SKAYA"),
    ];
    let is_pair = |man: &str, woman: &str| {
        PAIRS.iter().any(|(his, hers)| {
            let stem = man.strip_suffix(his);
            stem.is_some_and(|stem| stem.len() > 1) && stem == woman.strip_suffix(hers)
        })
    };
    is_pair(one, other) || is_pair(other, one)
}

/// A number that is the same for the same text everywhere and always (FNV-1a).
pub(crate) fn digest(text: &str) -> u32 {
    text.bytes().fold(0x811C_9DC5, |sum, byte| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

fn read(text: &'static str) -> Families {
    let mut families = Families::new();
    for (line, number) in lines(text).zip(1..) {
        for word in line.split_whitespace() {
            let places = families.entry(word).or_default();
            if let Some(free) = places.iter_mut().find(|place| **place == 0) {
                *free = number;
            }
        }
    }
    families
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use care::people::name::fold;

    use super::*;

    #[test]
    fn the_lists_are_folded_and_no_line_repeats_a_word() {
        for line in [GIVEN, FAMILY, SHARED].into_iter().flat_map(str::lines) {
            if line.starts_with('#') {
                continue;
            }
            let words: Vec<&str> = line.split_whitespace().collect();
            assert_eq!(words.iter().copied().collect::<BTreeSet<_>>().len(), words.len(), "{line}");
            for word in words {
                assert_eq!(fold(word), word, "{line}");
            }
        }
    }

    #[test]
    fn no_word_has_more_families_than_are_kept() {
        for text in [GIVEN, FAMILY] {
            let mut count: HashMap<&str, usize> = HashMap::new();
            let lines = text.lines().filter(|line| !line.starts_with('#'));
            lines
                .flat_map(str::split_whitespace)
                .for_each(|word| *count.entry(word).or_default() += 1);
            assert!(count.iter().all(|(_, count)| *count <= 4), "{count:?}");
        }
    }
}
