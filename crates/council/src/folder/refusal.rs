//! What is wrong with a council's folder, where, and what would be right?

use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A folder of configuration that cannot be used. Nothing is started with it.
///
/// It never repeats a value that could be a secret, so it may be printed and logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadConfiguration {
    /// Which file.
    pub file: PathBuf,
    /// In which line, counted from 1; `None` where the whole file is meant.
    pub line: Option<usize>,
    /// Which bytes of the file, to be pointed at; `None` where the whole file is meant.
    pub span: Option<Range<usize>>,
    /// What is wrong.
    pub what: Box<str>,
    /// What would be right.
    pub expected: Box<str>,
    /// The right name that is nearest to the wrong one, where one is near.
    pub nearest: Option<Box<str>>,
}

impl std::error::Error for BadConfiguration {}

/// "councils/westshire/council.toml, line 7: `phonez` is not known; expected one of …; did you
/// mean `phones`?"
impl fmt::Display for BadConfiguration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        write!(f, ": {}; expected {}", self.what, self.expected)?;
        match &self.nearest {
            Some(name) => write!(f, "; did you mean `{name}`?"),
            None => Ok(()),
        }
    }
}

/// A file that is being read, to say where in it something is wrong.
#[derive(Clone, Copy)]
pub(crate) struct Text<'a> {
    pub(crate) file: &'a Path,
    pub(crate) text: &'a str,
}

impl Text<'_> {
    /// Something wrong at `span`.
    pub(crate) fn refuse(
        self,
        span: Option<Range<usize>>,
        what: impl Into<Box<str>>,
        expected: impl Into<Box<str>>,
    ) -> BadConfiguration {
        let before = span.as_ref().and_then(|span| self.text.get(..span.start));
        BadConfiguration {
            file: self.file.to_owned(),
            line: before.map(|before| before.matches('\n').count() + 1),
            span,
            what: what.into(),
            expected: expected.into(),
            nearest: None,
        }
    }

    /// A name at `span` that is none of `names`.
    pub(crate) fn refuse_name(
        self,
        span: Option<Range<usize>>,
        wrong: &str,
        names: &[&str],
    ) -> BadConfiguration {
        let listed: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        BadConfiguration {
            nearest: nearest(wrong, names.iter().copied()).map(Into::into),
            ..self.refuse(
                span,
                format!("`{wrong}` is not known here"),
                format!("one of {}", listed.join(", ")),
            )
        }
    }

    /// What the reader of TOML found wrong, with the nearest name where it lists the right ones.
    pub(crate) fn refuse_toml(self, error: &toml::de::Error) -> BadConfiguration {
        let message = error.message();
        let names: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
        match (message.split_once(", expected "), names.split_first()) {
            (Some((what, _)), Some((wrong, names))) if what.starts_with("unknown ") => {
                self.refuse_name(error.span(), wrong, names)
            }
            (Some((what, expected)), _) => self.refuse(error.span(), what, expected),
            (None, _) => self.refuse(error.span(), message, "what the guide to this file says"),
        }
    }
}

/// The name nearest to a wrong one: at most a third of its letters differ.
pub(crate) fn nearest<'a>(wrong: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let most = wrong.chars().count() / 3 + 1;
    let scored = names.map(|name| (distance(wrong, name), name));
    scored.filter(|(distance, _)| *distance <= most).min().map(|(_, name)| name)
}

/// How many letters must be put in, taken out or changed to make one of the other (Levenshtein).
pub fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.chars().count()).collect();
    for (above, letter) in one.chars().enumerate() {
        let mut diagonal = above;
        let mut left = above + 1;
        for (cell, against) in
            row.iter_mut().zip(std::iter::once(None).chain(other.chars().map(Some)))
        {
            let change = diagonal + usize::from(against != Some(letter));
            diagonal = *cell;
            *cell = match against {
                None => left,
                Some(_) => change.min(diagonal + 1).min(left + 1),
            };
            left = *cell;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_put_in_taken_out_and_changed_are_counted() {
        for (one, other, expected) in [
            ("", "", 0),
            ("phones", "phones", 0),
            ("phonez", "phones", 1),
            ("phone", "phones", 1),
            ("hpones", "phones", 2),
            ("kitten", "sitting", 3),
            ("", "abc", 3),
            ("abc", "", 3),
        ] {
            assert_eq!(distance(one, other), expected, "{one} {other}");
        }
    }

    #[test]
    fn a_name_is_suggested_only_when_it_is_near() {
        let names = ["phones", "hours", "limits"];
        assert_eq!(nearest("phonez", names.into_iter()), Some("phones"));
        assert_eq!(nearest("horus", names.into_iter()), Some("hours"));
        assert_eq!(nearest("database", names.into_iter()), None);
    }

    #[test]
    fn the_line_is_counted_from_one() {
        let text = Text { file: Path::new("council.toml"), text: "a = 1\nb = 2\nc = 3\n" };
        let bad = text.refuse(Some(6..7), "`b` is wrong", "nothing");
        assert_eq!(bad.to_string(), "council.toml, line 2: `b` is wrong; expected nothing");
    }
}
