//! What is wrong with the settings, where, and what would be right?

use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use care::people::TrustCode;
use council::distance;
use miette::{Diagnostic, NamedSource, SourceSpan};
use thiserror::Error;

/// Settings that the service does not start with.
#[derive(Debug, Error, Diagnostic)]
pub enum Mistake {
    /// The file is not there, or may not be read.
    #[error("{path} cannot be read: {cause}")]
    Unread {
        /// As it was named.
        path: String,
        /// What the operating system said.
        cause: String,
    },
    /// The file says something that cannot be.
    #[error("{file}, line {line}: {what}")]
    Wrong {
        /// The name of the file.
        file: String,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong and what was expected.
        what: String,
        /// The file's text, for showing the place.
        #[source_code]
        text: Arc<NamedSource<String>>,
        /// The place.
        #[label("here")]
        place: SourceSpan,
        /// The nearest right name, or how to mend it.
        #[help]
        mend: Option<String>,
    },
}

/// A mistake and its place, before the file is known.
pub(super) struct Fault {
    what: String,
    place: Range<usize>,
    mend: Option<String>,
}

impl Mistake {
    pub(super) fn unread(path: &Path, error: &io::Error) -> Self {
        Self::Unread { path: path.display().to_string(), cause: error.to_string() }
    }

    pub(super) fn at_reading(file: &str, text: &str, error: &toml::de::Error) -> Self {
        let mend = nearest_of(error.message());
        let place = error.span().unwrap_or_default();
        Fault { what: error.message().to_owned(), place, mend }.in_file(file, text)
    }
}

impl Fault {
    pub(super) fn value(expected: &str, place: Range<usize>) -> Self {
        Self { what: expected.to_owned(), place, mend: None }
    }

    pub(super) fn twice(kind: &str, place: Range<usize>) -> Self {
        Self { what: format!("this {kind} stands here a second time"), place, mend: None }
    }

    pub(super) fn unknown_trust(named: &TrustCode, known: &[String], place: Range<usize>) -> Self {
        let mend = match nearest(named.as_str(), known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "add a [[trust]] with this code".to_owned(),
        };
        let what = "expected the code of a [[trust]] of this file".to_owned();
        Self { what, place, mend: Some(mend) }
    }

    pub(super) fn in_file(self, file: &str, text: &str) -> Mistake {
        let before = text.get(..self.place.start).unwrap_or(text);
        Mistake::Wrong {
            file: file.to_owned(),
            line: before.matches('\n').count() + 1,
            what: self.what,
            text: Arc::new(NamedSource::new(file, text.to_owned()).with_language("TOML")),
            place: self.place.into(),
            mend: self.mend,
        }
    }
}

/// The right name nearest to the wrong one, where the reader says: unknown field `x`, expected
/// one of `a`, `b`.
fn nearest_of(message: &str) -> Option<String> {
    if !message.starts_with("unknown ") {
        return None;
    }
    let mut quoted = message.split('`').skip(1).step_by(2).map(str::to_owned);
    let wrong = quoted.next()?;
    let right: Vec<String> = quoted.collect();
    nearest(&wrong, &right).map(|near| format!("did you mean `{near}`?"))
}

/// The nearest of `right`, unless they all differ in more than half of the letters.
fn nearest<'r>(wrong: &str, right: &'r [String]) -> Option<&'r String> {
    let near = right.iter().min_by_key(|candidate| distance(wrong, candidate))?;
    (distance(wrong, near) <= wrong.chars().count().div_ceil(2)).then_some(near)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_left_out_put_in_and_changed_are_counted() {
        assert_eq!(distance("lisen", "listen"), 1);
        assert_eq!(distance("", "feed"), 4);
        assert_eq!(distance("trust", "crust"), 1);
        assert_eq!(distance("trust", "trust"), 0);
    }

    #[test]
    fn a_name_far_from_all_others_gets_no_advice() {
        let right = ["listen".to_owned(), "trust".to_owned()];
        assert_eq!(nearest("lissten", &right).map(String::as_str), Some("listen"));
        assert_eq!(nearest("colour", &right), None);
    }
}
