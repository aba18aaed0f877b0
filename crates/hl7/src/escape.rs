//! How does a value carry the characters that cut messages? HL7 v2.4 §2.10.

use std::borrow::Cow;

use crate::message::Separators;

/// A value switches its character set half-way (`\Cxxyy\`, `\Mxxyyzz\`), which is not read here:
/// the field is left out and the raw message keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a value switches its character set")]
pub struct CharsetSwitch;

/// Resolves the escape sequences of one value.
///
/// Sequences do not nest. A lone escape character is a character, as in `FLAT 2\3`; an unknown
/// or local sequence (`\Zdd\`) is kept as it came.
pub fn unescape(value: &[u8], separators: Separators) -> Result<Cow<'_, [u8]>, CharsetSwitch> {
    let Some(escape) = separators.escape() else {
        return Ok(Cow::Borrowed(value));
    };
    let mut rest = value;
    let mut plain = Vec::new();
    while let Some(start) = memchr::memchr(escape, rest) {
        let (before, opened) = rest.split_at(start);
        let inside = opened.get(1..).unwrap_or_default();
        let sequence = memchr::memchr(escape, inside).and_then(|end| inside.get(..end));
        plain.extend_from_slice(before);
        match sequence.map(|sequence| (sequence, meaning(sequence, separators))) {
            Some((_, Meaning::Switch)) => return Err(CharsetSwitch),
            Some((sequence, Meaning::Bytes(bytes))) => {
                plain.extend_from_slice(&bytes);
                rest = inside.get(sequence.len() + 1..).unwrap_or_default();
            }
            Some((sequence, Meaning::AsItCame)) => {
                plain.extend_from_slice(opened.get(..sequence.len() + 2).unwrap_or_default());
                rest = inside.get(sequence.len() + 1..).unwrap_or_default();
            }
            Some((_, Meaning::NoSequence)) | None => {
                plain.push(escape);
                rest = inside;
            }
        }
    }
    if rest.len() == value.len() {
        return Ok(Cow::Borrowed(value));
    }
    plain.extend_from_slice(rest);
    Ok(Cow::Owned(plain))
}

/// Writes a text so that nothing in it cuts a message.
///
/// Where the sender declared no escape character, what would cut becomes a space. So do control
/// characters, which no acknowledgement needs.
pub fn escape(text: &str, separators: Separators) -> Vec<u8> {
    let mut written = Vec::with_capacity(text.len());
    for byte in text.bytes() {
        match (letter_for(byte, separators), separators.escape()) {
            (Some(letter), Some(escape)) => written.extend_from_slice(&[escape, letter, escape]),
            (Some(_), None) => written.push(b' '),
            (None, _) if byte.is_ascii_control() => written.push(b' '),
            (None, _) => written.push(byte),
        }
    }
    written
}

enum Meaning {
    Bytes(Vec<u8>),
    AsItCame,
    Switch,
    NoSequence,
}

fn meaning(sequence: &[u8], separators: Separators) -> Meaning {
    let one = |byte: u8| Meaning::Bytes(vec![byte]);
    let known = |byte: Option<u8>| byte.map_or(Meaning::AsItCame, one);
    match sequence {
        b"F" => one(separators.field()),
        b"S" => one(separators.component()),
        b"T" => known(separators.subcomponent()),
        b"R" => known(separators.repetition()),
        b"E" => known(separators.escape()),
        b"P" => known(separators.truncation()),
        b"H" | b"N" => Meaning::Bytes(Vec::new()),
        b".br" => one(b'\n'),
        [b'X', digits @ ..] => hex(digits).map_or(Meaning::NoSequence, Meaning::Bytes),
        [b'C', digits @ ..] if digits.len() == 4 && hex(digits).is_some() => Meaning::Switch,
        [b'M', digits @ ..] if matches!(digits.len(), 4 | 6) && hex(digits).is_some() => {
            Meaning::Switch
        }
        [b'Z' | b'.', ..] => Meaning::AsItCame,
        _ => Meaning::NoSequence,
    }
}

/// `C3A9` as its bytes; nothing when it is not pairs of hexadecimal digits.
fn hex(digits: &[u8]) -> Option<Vec<u8>> {
    if digits.is_empty() || !digits.len().is_multiple_of(2) {
        return None;
    }
    let digit = |b: &u8| char::from(*b).to_digit(16).and_then(|d| u8::try_from(d).ok());
    digits
        .chunks_exact(2)
        .map(|pair| Some(digit(pair.first()?)? * 16 + digit(pair.last()?)?))
        .collect()
}

fn letter_for(byte: u8, separators: Separators) -> Option<u8> {
    let is = |other: Option<u8>| other == Some(byte);
    match () {
        () if byte == separators.field() => Some(b'F'),
        () if byte == separators.component() => Some(b'S'),
        () if is(separators.repetition()) => Some(b'R'),
        () if is(separators.escape()) => Some(b'E'),
        () if is(separators.subcomponent()) => Some(b'T'),
        () if is(separators.truncation()) => Some(b'P'),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};

    use super::*;

    #[track_caller]
    fn check(value: &str, expected: &str) {
        let plain = unescape(value.as_bytes(), Separators::USUAL).unwrap();
        assert_eq!(plain, expected.as_bytes());
    }

    #[test]
    fn each_separator_has_its_letter() {
        check(r"a\F\b\S\c\T\d\R\e\E\f", r"a|b^c&d~e\f");
    }

    #[test]
    fn hexadecimal_is_bytes_of_the_character_set_of_the_message() {
        check(r"caf\XC3A9\", "café");
        check(r"one\X0D0A\two", "one\r\ntwo");
    }

    #[test]
    fn a_line_break_breaks_and_highlighting_is_dropped() {
        check(r"one\.br\two \H\three\N\", "one\ntwo three");
    }

    #[test]
    fn local_and_formatting_sequences_are_kept_as_they_came() {
        check(r"a\Z01\b\.sp2\c", r"a\Z01\b\.sp2\c");
    }

    #[test]
    fn a_lone_backslash_in_an_address_is_a_backslash() {
        check(r"FLAT 2\3", r"FLAT 2\3");
        check(r"FLAT 2\3 A\F\B", r"FLAT 2\3 A|B");
        check(r"ends with \", r"ends with \");
        check(r"\XZZ\ and \X1\", r"\XZZ\ and \X1\");
    }

    #[test]
    fn what_an_escape_yields_is_not_read_again() {
        check(r"\E\F\E\", r"\F\");
    }

    #[test]
    fn a_switch_of_character_set_is_refused() {
        for value in [r"a\C2842\b", r"\M2442\", r"\M242841\"] {
            assert_eq!(unescape(value.as_bytes(), Separators::USUAL), Err(CharsetSwitch));
        }
        check(r"\CARE\ and \MILL LANE\", r"\CARE\ and \MILL LANE\");
    }

    proptest! {
        #[test]
        fn what_is_escaped_comes_back(text in "[ -~é]*") {
            let written = escape(&text, Separators::USUAL);
            assert!(!written.iter().any(|b| b"|^~&".contains(b)));
            let read = unescape(&written, Separators::USUAL).unwrap();
            assert_eq!(read.as_ref(), text.as_bytes());
        }

        #[test]
        fn any_bytes_are_unescaped_without_growing(value in any::<Vec<u8>>()) {
            if let Ok(plain) = unescape(&value, Separators::USUAL) {
                assert!(plain.len() <= value.len());
            }
        }
    }
}
