//! What is this person called?

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// One name of a person. A part that is not known is empty.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PersonName {
    /// When this name is used.
    pub usage: NameUse,
    /// Family name as written by the source.
    pub family: String,
    /// First given name as written by the source.
    pub given: String,
    /// Further given names, separated by spaces.
    pub middle: String,
    /// Title: Mrs, Dr.
    pub title: String,
    /// Letters after the name.
    pub suffix: String,
}

/// When a name is used (HL7 v2.4 table 0200, with the words of the Personal Demographics Service).
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
pub enum NameUse {
    /// The usual or legal name.
    #[default]
    Usual,
    /// What the person wants to be called.
    Preferred,
    /// A name used before, by birth or by marriage.
    Former,
    /// Another name the person goes by.
    Alias,
}

impl PersonName {
    /// A usual name of two parts; for all else fill the fields.
    pub fn usual(family: &str, given: &str) -> Self {
        Self { family: family.into(), given: given.into(), ..Self::default() }
    }

    /// The name as the banner shows it: `FAMILY, Given (Title)`, after the national user interface
    /// standard ISB 1506.
    pub fn banner(&self) -> String {
        let mut text = self.family.to_uppercase();
        if !self.given.is_empty() {
            text.push_str(", ");
            text.push_str(&title_case(&self.given));
        }
        if !self.title.is_empty() {
            text.push_str(" (");
            text.push_str(&title_case(&self.title));
            text.push(')');
        }
        text
    }
}

/// Debug text ends up in logs, so it keeps the name to itself.
impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PersonName({:?}, ..)", self.usage)
    }
}

/// "MARY-ANN" and "mary-ann" become "Mary-Ann"; a mixed spelling such as "de Souza" is left alone.
fn title_case(text: &str) -> String {
    let mixed = text.chars().any(char::is_lowercase) && text.chars().any(char::is_uppercase);
    if mixed {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut starts = true;
    for character in text.chars() {
        if starts {
            out.extend(character.to_uppercase());
        } else {
            out.extend(character.to_lowercase());
        }
        starts = !character.is_alphabetic();
    }
    out
}

/// A name's folded form, for comparison only: capitals without diacritics, letters and digits
/// only, so that "Núñez-O'Brien" and "NUNEZ OBRIEN" are one.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.nfkd().filter(|c| !is_combining_mark(*c)) {
        match character {
            'ß' | 'ẞ' => out.push_str("SS"),
            'Æ' | 'æ' => out.push_str("AE"),
            'Œ' | 'œ' => out.push_str("OE"),
            'Ø' | 'ø' => out.push('O'),
            'Ł' | 'ł' => out.push('L'),
            'Đ' | 'đ' | 'Ð' | 'ð' => out.push('D'),
            'Þ' | 'þ' => out.push_str("TH"),
            'ı' => out.push('I'),
            other if other.is_alphanumeric() => out.extend(other.to_uppercase()),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_banner_shows_family_given_title() {
        let name = PersonName { title: "MRS".into(), ..PersonName::usual("Halliday", "DORA") };
        assert_eq!(name.banner(), "HALLIDAY, Dora (Mrs)");
        assert_eq!(
            PersonName::usual("O'Brien-Núñez", "McKenna").banner(),
            "O'BRIEN-NÚÑEZ, McKenna"
        );
    }

    #[test]
    fn folding_takes_marks_and_hyphens_away() {
        assert_eq!(fold("Núñez-O'Brien"), "NUNEZOBRIEN");
        assert_eq!(fold("Łukasz"), "LUKASZ");
        assert_eq!(fold("Siân"), "SIAN");
        assert_eq!(fold("Straße"), "STRASSE");
        assert_eq!(fold(" -' "), "");
    }

    #[test]
    fn debug_text_keeps_the_name_to_itself() {
        assert!(!format!("{:?}", PersonName::usual("Halliday", "Dora")).contains("Halliday"));
    }
}
