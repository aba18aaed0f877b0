//! Which letters do these bytes stand for? MSH-18 and what hospitals really send.
//!
//! Values are decoded one by one after the message has been cut: all character sets accepted here
//! agree with ASCII, so no separator can hide in a letter.

use std::borrow::Cow;
use std::fmt;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// How the values of a message are to be decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charset {
    /// MSH-18 is absent or says `ASCII`. The standard means 20–7E; in practice other bytes come,
    /// so each value is UTF-8 if it can be, else Windows-1252.
    Undeclared,
    /// MSH-18 says `UNICODE` or `UNICODE UTF-8`. UTF-16 cannot come over MLLP.
    Utf8,
    /// One of the ISO 8859 family. `8859/1` is read as Windows-1252, which differs only in
    /// 80–9F, where the standard has nothing printable.
    OneByte(&'static Encoding),
}

/// MSH-18 names a character set that is not known here, so nothing may be guessed: AE 103.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("MSH-18 names a character set that is not known")]
pub struct UnknownCharset;

/// A text, and how sure it is.
#[derive(Clone, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text, without NULs and in NFC.
    pub text: Cow<'a, str>,
    /// How the letters were found.
    pub certainty: Certainty,
}

/// How the letters of a text were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// As declared, or plain ASCII.
    Declared,
    /// Nothing was declared and the bytes are valid UTF-8.
    GuessedUtf8,
    /// Nothing was declared and the bytes are not UTF-8: read as Windows-1252.
    GuessedWindows1252,
    /// The bytes are not what was declared; U+FFFD stands for each wrong one. Feeds cut names at
    /// 35 bytes, in the middle of a letter.
    Damaged,
}

impl Charset {
    /// What the first repetition of MSH-18 names (HL7 v2.4 table 0211 and common spellings).
    pub fn named(msh18: &[u8]) -> Result<Self, UnknownCharset> {
        let plain = |b: &&u8| b.is_ascii_alphanumeric();
        let name: Vec<u8> = msh18.iter().filter(plain).map(u8::to_ascii_uppercase).collect();
        match name.as_slice() {
            b"" | b"ASCII" | b"USASCII" => Ok(Self::Undeclared),
            b"UNICODE" | b"UNICODEUTF8" | b"UTF8" => Ok(Self::Utf8),
            b"WINDOWS1252" | b"CP1252" => Ok(Self::OneByte(WINDOWS_1252)),
            name => one_of_the_8859_family(name).map(Self::OneByte).ok_or(UnknownCharset),
        }
    }

    /// Decodes one value whose escapes have been resolved.
    pub fn decode(self, bytes: Cow<'_, [u8]>) -> Decoded<'_> {
        if bytes.is_ascii() {
            return Decoded { text: clean(ascii(bytes)), certainty: Certainty::Declared };
        }
        let (text, certainty) = match self {
            Self::Undeclared => undeclared(&bytes),
            Self::Utf8 => declared(UTF_8, &bytes),
            Self::OneByte(encoding) => declared(encoding, &bytes),
        };
        Decoded { text: clean(Cow::Owned(text)), certainty }
    }
}

/// Text may be a name, so its debug text keeps it to itself.
impl fmt::Debug for Decoded<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Decoded({:?})", self.certainty)
    }
}

/// `8859/15`, `ISO-8859-15` and the like, without their punctuation.
fn one_of_the_8859_family(name: &[u8]) -> Option<&'static Encoding> {
    let part = name.strip_prefix(b"ISO").unwrap_or(name).strip_prefix(b"8859")?;
    Encoding::for_label(&[b"iso-8859-", part].concat())
}

fn undeclared(bytes: &[u8]) -> (String, Certainty) {
    if let Ok(text) = str::from_utf8(bytes) {
        return (text.to_owned(), Certainty::GuessedUtf8);
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    (text.into_owned(), Certainty::GuessedWindows1252)
}

fn declared(encoding: &'static Encoding, bytes: &[u8]) -> (String, Certainty) {
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    (text.into_owned(), if damaged { Certainty::Damaged } else { Certainty::Declared })
}

fn ascii(bytes: Cow<'_, [u8]>) -> Cow<'_, str> {
    match bytes {
        Cow::Borrowed(bytes) => Cow::Borrowed(str::from_utf8(bytes).unwrap_or_default()),
        Cow::Owned(bytes) => Cow::Owned(String::from_utf8(bytes).unwrap_or_default()),
    }
}

/// NULs are no text, and one letter must have one spelling or names do not compare.
fn clean(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains('\0') || !is_nfc(&text) {
        Cow::Owned(text.chars().filter(|letter| *letter != '\0').nfc().collect())
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(msh18: &str, bytes: &[u8], expected: &str, certainty: Certainty) {
        let decoded = Charset::named(msh18.as_bytes()).unwrap().decode(Cow::Borrowed(bytes));
        assert_eq!((decoded.text.as_ref(), decoded.certainty), (expected, certainty));
    }

    #[test]
    fn an_undeclared_message_is_utf8_if_it_can_be_and_windows_1252_if_not() {
        check("", "NÚÑEZ".as_bytes(), "NÚÑEZ", Certainty::GuessedUtf8);
        check("", b"O\x92BRIEN", "O’BRIEN", Certainty::GuessedWindows1252);
        check("ASCII", b"SI\xC2N", "SIÂN", Certainty::GuessedWindows1252);
    }

    #[test]
    fn ascii_is_never_a_guess() {
        for msh18 in ["", "ASCII", "UNICODE", "8859/1", "8859/15"] {
            check(msh18, b"HALLIDAY", "HALLIDAY", Certainty::Declared);
        }
    }

    #[test]
    fn a_declared_set_is_taken_at_its_word() {
        check("UNICODE", "NÚÑEZ".as_bytes(), "NÚÑEZ", Certainty::Declared);
        check("UNICODE UTF-8", "Łucja".as_bytes(), "Łucja", Certainty::Declared);
        check("8859/1", b"SI\xC2N", "SIÂN", Certainty::Declared);
        check("8859/2", b"\xA3ucja", "Łucja", Certainty::Declared);
        check("ISO-8859-15", b"\xA4", "€", Certainty::Declared);
        check("8859/9", b"\xDEahin", "Şahin", Certainty::Declared);
    }

    #[test]
    fn latin_1_control_bytes_are_the_windows_letters_they_were_meant_to_be() {
        check("8859/1", b"O\x92BRIEN", "O’BRIEN", Certainty::Declared);
    }

    #[test]
    fn a_letter_cut_in_half_is_marked_and_not_hidden() {
        check("UNICODE", b"N\xC3", "N\u{FFFD}", Certainty::Damaged);
    }

    #[test]
    fn nuls_are_stripped_and_accents_composed() {
        check("UNICODE", b"A\0B", "AB", Certainty::Declared);
        check("UNICODE", "SIA\u{302}N".as_bytes(), "SIÂN", Certainty::Declared);
    }

    #[test]
    fn an_unknown_set_is_never_guessed() {
        for msh18 in ["JAS2020", "UTF-16", "UNICODE UTF-16", "8859/12", "8859/", "EBCDIC"] {
            assert_eq!(Charset::named(msh18.as_bytes()), Err(UnknownCharset), "{msh18}");
        }
    }
}
