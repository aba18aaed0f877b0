//! Where does this person live, and by what telephone?

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An address as its source wrote it.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Address {
    /// Lines that are not blank, in order: house, street, town, county.
    pub lines: Vec<String>,
    /// The postcode, where it has the shape of one.
    pub postcode: Option<Postcode>,
}

impl Address {
    /// One line, commas between the parts, postcode last.
    pub fn one_line(&self) -> String {
        let mut parts: Vec<String> = self.lines.clone();
        parts.extend(self.postcode.as_ref().map(ToString::to_string));
        parts.join(", ")
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Address(..)")
    }
}

/// A UK postcode by shape, kept in capitals without its space.
///
/// It includes the NHS pseudo-postcodes (`ZZ99 3VZ` no fixed abode, `ZZ99 3WZ` not known), which
/// say where nobody lives: see [`Postcode::is_pseudo`].
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Postcode(String);

/// The text does not have the shape of a UK postcode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the shape of a UK postcode")]
pub struct NotAPostcode;

impl Postcode {
    /// Whether this is one of the NHS pseudo-postcodes (NHS Data Dictionary, `ZZ99`).
    pub fn is_pseudo(&self) -> bool {
        self.0.starts_with("ZZ99")
    }

    /// Capitals, no space.
    pub fn compact(&self) -> &str {
        &self.0
    }
}

impl FromStr for Postcode {
    type Err = NotAPostcode;

    fn from_str(text: &str) -> Result<Self, NotAPostcode> {
        let compact: String =
            text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
        let shape: String = compact
            .chars()
            .map(|c| match c {
                'A'..='Z' => 'A',
                '0'..='9' => '9',
                _ => '?',
            })
            .collect();
        match shape.as_str() {
            "A99AA" | "AA99AA" | "A999AA" | "AA999AA" | "A9A9AA" | "AA9A9AA" => Ok(Self(compact)),
            _ => Err(NotAPostcode),
        }
    }
}

impl TryFrom<String> for Postcode {
    type Error = NotAPostcode;
    fn try_from(text: String) -> Result<Self, NotAPostcode> {
        text.parse()
    }
}

impl From<Postcode> for String {
    fn from(postcode: Postcode) -> Self {
        postcode.0
    }
}

/// For people: "XX1 2AB".
impl fmt::Display for Postcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (outward, inward) = self.0.split_at(self.0.len().saturating_sub(3));
        write!(f, "{outward} {inward}")
    }
}

impl fmt::Debug for Postcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Postcode(..)")
    }
}

/// A telephone number as its source wrote it, and as it is shown.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Phone {
    text: String,
}

impl Phone {
    /// Keeps a number; `None` where the text holds fewer than three digits.
    pub fn new(text: &str) -> Option<Self> {
        let digits = text.chars().filter(char::is_ascii_digit).count();
        (digits >= 3).then(|| Self { text: text.trim().to_owned() })
    }

    /// As people read it: no `+44`, no brackets around the area code.
    pub fn shown(&self) -> String {
        let text = self.text.replace("(0)", "").replace(['(', ')'], "");
        let text = text.trim();
        let national = text
            .strip_prefix("+44")
            .or_else(|| text.strip_prefix("0044"))
            .map_or_else(|| text.to_owned(), |rest| format!("0{}", rest.trim_start()));
        spaced(&national)
    }

    /// Digits for a `tel:` link and for comparison, in national form.
    pub fn digits(&self) -> String {
        self.shown()
            .chars()
            .take_while(|c| !matches!(c, 'x' | 'X' | 'e' | 'E'))
            .filter(char::is_ascii_digit)
            .collect()
    }
}

/// Groups eleven unspaced digits the way people say them: "01632 960 121", "07700 900 121".
fn spaced(national: &str) -> String {
    let all_digits = national.len() == 11 && national.bytes().all(|byte| byte.is_ascii_digit());
    match (all_digits, national.get(..5), national.get(5..8), national.get(8..)) {
        (true, Some(area), Some(first), Some(last)) => format!("{area} {first} {last}"),
        _ => national.to_owned(),
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phone(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_postcode_is_shown_with_its_space() {
        assert_eq!("xx12ab".parse::<Postcode>().unwrap().to_string(), "XX1 2AB");
        assert!("XX1 2A".parse::<Postcode>().is_err());
        assert!("".parse::<Postcode>().is_err());
        assert!("ZZ99 3VZ".parse::<Postcode>().unwrap().is_pseudo());
    }

    #[test]
    fn a_number_is_shown_without_the_country_and_brackets() {
        let shown = |text: &str| Phone::new(text).unwrap().shown();
        assert_eq!(shown("+44 (0)1632 960121"), "01632 960121");
        assert_eq!(shown("(01632) 960121"), "01632 960121");
        assert_eq!(shown("01632960121"), "01632 960 121");
        assert_eq!(Phone::new("+441632960121").unwrap().digits(), "01632960121");
    }

    #[test]
    fn an_extension_is_shown_and_not_dialled() {
        let phone = Phone::new("01632 960121 x 44").unwrap();
        assert_eq!(phone.shown(), "01632 960121 x 44");
        assert_eq!(phone.digits(), "01632960121");
    }

    #[test]
    fn words_are_no_number() {
        assert!(Phone::new("none").is_none());
    }
}
