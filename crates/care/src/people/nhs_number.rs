//! Is this text an NHS number?

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An NHS number whose check digit agrees.
///
/// To hold one is to know that it was checked; nobody downstream checks it again. The rule is the
/// NHS Data Dictionary's: nine digits weighted 10 down to 2, summed modulo 11, subtracted from 11;
/// 11 is written 0 and 10 is never issued.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct NhsNumber([u8; 10]);

/// Why a text is not an NHS number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAnNhsNumber {
    /// Spaces and hyphens aside, it is not exactly ten digits.
    #[error("an NHS number is ten digits")]
    NotTenDigits,
    /// The tenth digit does not follow from the nine before it.
    #[error("the check digit does not agree")]
    WrongCheckDigit,
    /// `1111111111` and its like satisfy the check digit and belong to nobody.
    #[error("ten equal digits belong to nobody")]
    Placeholder,
}

impl NhsNumber {
    /// The ten digits without spaces, for systems.
    pub fn digits(self) -> String {
        self.0.iter().map(|digit| char::from(b'0' + digit)).collect()
    }

    /// Whether it lies in the 999 range, which is kept for tests and issued to nobody.
    pub fn is_test(self) -> bool {
        self.0.starts_with(&[9, 9, 9])
    }
}

impl FromStr for NhsNumber {
    type Err = NotAnNhsNumber;

    fn from_str(text: &str) -> Result<Self, NotAnNhsNumber> {
        let mut digits = [0; 10];
        let mut count = 0;
        for character in text.chars().filter(|c| !c.is_whitespace() && *c != '-') {
            let digit = character
                .to_digit(10)
                .and_then(|digit| u8::try_from(digit).ok())
                .ok_or(NotAnNhsNumber::NotTenDigits)?;
            *digits.get_mut(count).ok_or(NotAnNhsNumber::NotTenDigits)? = digit;
            count += 1;
        }
        if count != digits.len() {
            return Err(NotAnNhsNumber::NotTenDigits);
        }
        if digits.windows(2).all(|pair| pair.first() == pair.last()) {
            return Err(NotAnNhsNumber::Placeholder);
        }
        if !check_digit_agrees(&digits) {
            return Err(NotAnNhsNumber::WrongCheckDigit);
        }
        Ok(Self(digits))
    }
}

fn check_digit_agrees(digits: &[u8; 10]) -> bool {
    let [first_nine @ .., check] = digits;
    let sum: u32 = first_nine
        .iter()
        .zip((2..=10).rev())
        .map(|(digit, weight)| u32::from(*digit) * weight)
        .sum();
    let expected = match 11 - sum % 11 {
        11 => 0,
        other => other,
    };
    u32::from(*check) == expected
}

impl TryFrom<String> for NhsNumber {
    type Error = NotAnNhsNumber;
    fn try_from(text: String) -> Result<Self, NotAnNhsNumber> {
        text.parse()
    }
}

impl From<NhsNumber> for String {
    fn from(number: NhsNumber) -> Self {
        number.digits()
    }
}

/// For people: "999 123 4519".
impl fmt::Display for NhsNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, digit) in self.0.iter().enumerate() {
            if place == 3 || place == 6 {
                f.write_str(" ")?;
            }
            write!(f, "{digit}")?;
        }
        Ok(())
    }
}

/// Debug text ends up in logs, so it keeps the number to itself.
impl fmt::Debug for NhsNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NhsNumber(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<&str, NotAnNhsNumber>) {
        let parsed = text.parse::<NhsNumber>().map(|number| number.to_string());
        assert_eq!(parsed, expected.map(str::to_owned));
    }

    #[test]
    fn a_number_is_read_with_spaces_and_hyphens() {
        check("9991234519", Ok("999 123 4519"));
        check(" 999 123 4519 ", Ok("999 123 4519"));
        check("999-123-4519", Ok("999 123 4519"));
    }

    #[test]
    fn eleven_is_written_nought() {
        check("9991234500", Ok("999 123 4500"));
    }

    #[test]
    fn ten_is_never_issued() {
        for last in 0..=9 {
            check(&format!("999200102{last}"), Err(NotAnNhsNumber::WrongCheckDigit));
        }
    }

    #[test]
    fn ten_equal_digits_are_nobody() {
        for digit in 0..=9 {
            check(&digit.to_string().repeat(10), Err(NotAnNhsNumber::Placeholder));
        }
    }

    #[test]
    fn other_texts_are_refused() {
        check("", Err(NotAnNhsNumber::NotTenDigits));
        check("999123451", Err(NotAnNhsNumber::NotTenDigits));
        check("99912345190", Err(NotAnNhsNumber::NotTenDigits));
        check("999123451X", Err(NotAnNhsNumber::NotTenDigits));
        check("9991234518", Err(NotAnNhsNumber::WrongCheckDigit));
    }

    #[test]
    fn debug_text_keeps_the_number_to_itself() {
        let number: NhsNumber = "9991234519".parse().unwrap();
        assert_eq!(format!("{number:?}"), "NhsNumber(..)");
    }
}
