//! What is known of one word of a name, worked out once?

use std::fmt;

use crate::compare::spelling::are_texts_a_slip_apart;
use crate::names::{families, sound};

/// One word of a name: folded (capitals, no marks, see [`care::people::name::fold`]), with all that
/// comparing needs of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Word {
    text: Box<str>,
    sound: u32,
    given: [u16; MOST],
    family: [u16; MOST],
    shared: bool,
}

/// In how many families of one kind a word may be: "Sandy" is Alexander, Alexandra and Sandra.
const MOST: usize = 4;

impl Word {
    /// Works out all there is to know of a word that was folded.
    pub fn new(folded: &str) -> Self {
        Self {
            text: folded.into(),
            sound: sound::of(folded),
            given: families::of_given(folded),
            family: families::of_family(folded),
            shared: families::is_shared_as_title(folded),
        }
    }

    /// The word itself.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How it sounds: equal for "Stephen" and "Steven", "Chaudhry" and "Chowdhury". Stable: it never
    /// depends on when or where it was worked out.
    pub fn sounds(&self) -> impl Iterator<Item = u64> + use<> {
        std::iter::once(u64::from(self.sound))
    }

    /// Whether the two sound alike.
    pub(crate) fn sounds_like(&self, other: &Self) -> bool {
        self.sound == other.sound
    }

    /// Whether so many share this given name beside another one (Mohammed, Singh, Kaur, Begum,
    /// Bibi) that it says as little of a person as a title does.
    pub fn is_shared_as_title(&self) -> bool {
        self.shared
    }

    /// Whether this is but the first letter of a name.
    pub(crate) fn is_initial(&self) -> bool {
        self.text.chars().nth(1).is_none()
    }

    /// The first letter.
    pub(crate) fn initial(&self) -> Option<char> {
        self.text.chars().next()
    }

    /// The given names of which this is a known form, as numbers.
    pub(crate) fn forms(&self) -> impl Iterator<Item = u16> {
        self.given.into_iter().filter(|form| *form != 0)
    }

    /// Whether both are known forms of one given name: a short form, another spelling, another
    /// language's.
    pub(crate) fn is_given_form_of(&self, other: &Self) -> bool {
        share(self.given, other.given)
    }

    /// Whether the other is a slip of a known form of this given name: "Btety" of Elizabeth.
    pub(crate) fn has_form_like(&self, other: &Self) -> bool {
        families::forms_of(self.given).any(|form| are_texts_a_slip_apart(form, &other.text))
    }

    /// Whether both are known spellings of one family name.
    pub(crate) fn is_family_form_of(&self, other: &Self) -> bool {
        share(self.family, other.family) || families::are_endings_of_one(&self.text, &other.text)
    }
}

fn share(one: [u16; MOST], other: [u16; MOST]) -> bool {
    one.iter().any(|family| *family != 0 && other.contains(family))
}

/// Debug text ends up in logs, so it keeps the word to itself.
impl fmt::Debug for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Word(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_and_spellings_are_forms_of_one_name() {
        let is_form = |one: &str, other: &str| Word::new(one).is_given_form_of(&Word::new(other));
        assert!(is_form("ELIZABETH", "BETTY"));
        assert!(is_form("MOHAMMED", "MUHAMMAD"));
        assert!(is_form("KATARZYNA", "KASIA"));
        assert!(!is_form("ANN", "DAN"));
        assert!(!is_form("ALEXANDER", "ALEXANDRA"));
    }

    #[test]
    fn a_daughters_ending_is_the_same_family_name() {
        assert!(Word::new("KOWALSKI").is_family_form_of(&Word::new("KOWALSKA")));
        assert!(Word::new("CLARK").is_family_form_of(&Word::new("CLARKE")));
        assert!(!Word::new("CLARK").is_family_form_of(&Word::new("CROAK")));
    }

    #[test]
    fn debug_text_keeps_the_word_to_itself() {
        assert_eq!(format!("{:?}", Word::new("HALLIDAY")), "Word(..)");
    }
}
