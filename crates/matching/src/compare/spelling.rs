//! Is one word a slip of the other?

use rapidfuzz::distance::osa;

use crate::word::Word;

/// Words shorter than this are never taken for slips of each other: "Ann" and "Dan" are two names.
const SHORTEST: usize = 4;
/// From this length on, two letters may differ.
const LONG: usize = 8;

/// Whether one or, in a long word, two letters differ, are missing or changed places.
pub(crate) fn are_a_slip_apart(one: &Word, other: &Word) -> bool {
    are_texts_a_slip_apart(one.text(), other.text())
}

/// The same of two folded texts.
pub(crate) fn are_texts_a_slip_apart(one: &str, other: &str) -> bool {
    let (shorter, longer) = (one.len().min(other.len()), one.len().max(other.len()));
    if longer - shorter > 2 || longer < SHORTEST {
        return false;
    }
    let most = if shorter >= LONG { 2 } else { 1 };
    let close = osa::Args::default().score_cutoff(most);
    osa::distance_with_args(one.chars(), other.chars(), &close).is_some()
}

/// Whether one is the beginning of the other, three letters at least: "Chris" of "Christabel".
pub(crate) fn begins(one: &Word, other: &Word) -> bool {
    let (one, other) = (one.text(), other.text());
    one.len().min(other.len()) >= 3 && (one.starts_with(other) || other.starts_with(one))
}

/// Whether two words, written as one, are a third.
pub(crate) fn are_joined(first: &Word, second: &Word, joined: &Word) -> bool {
    joined.text().strip_prefix(first.text()) == Some(second.text())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_a_letter_or_two_in_a_long_word() {
        let slip = |one: &str, other: &str| are_a_slip_apart(&Word::new(one), &Word::new(other));
        assert!(slip("DORA", "DROA"));
        assert!(slip("HALLIDAY", "HALIDAY"));
        assert!(slip("HALLIDAY", "HALLEDEY"));
        assert!(!slip("DORA", "NORMA"));
        assert!(!slip("ANN", "DAN"));
        assert!(!slip("ROSE", "ROSEMARY"));
    }
}
