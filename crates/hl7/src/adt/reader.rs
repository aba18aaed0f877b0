//! Reads single values, and remembers what was doubtful about them.

use std::cell::RefCell;

use care::stays::Said;
use jiff::Timestamp;

use crate::charset::{Certainty, Charset};
use crate::message::{Component, Field, Presence, Repetition};
use crate::profile::Profile;
use crate::time::{HourDoubt, Written};

/// How the values of one message are read.
pub(super) struct Reader<'p> {
    profile: &'p Profile,
    charset: Charset,
    doubts: RefCell<Vec<&'static str>>,
}

impl<'p> Reader<'p> {
    pub(super) fn new(profile: &'p Profile, charset: Charset) -> Self {
        Self { profile, charset, doubts: RefCell::default() }
    }

    pub(super) fn profile(&self) -> &'p Profile {
        self.profile
    }

    /// Doubts something, in words without personal data. Each doubt counts once.
    pub(super) fn doubt(&self, words: &'static str) {
        let mut doubts = self.doubts.borrow_mut();
        if !doubts.contains(&words) {
            doubts.push(words);
        }
    }

    pub(super) fn doubts(self) -> Vec<&'static str> {
        self.doubts.into_inner()
    }

    /// Whether every part of a value can be read. Half a name or half an identifier is none.
    pub(super) fn is_readable(&self, value: Repetition<'_>) -> bool {
        let readable = value.components().all(|part| part.text(self.charset).is_ok());
        if !readable {
            self.doubt("a value switches its character set and was left out");
        }
        readable
    }

    /// A text on one line, trimmed; empty when nothing or null was sent.
    pub(super) fn text(&self, part: Component<'_>) -> String {
        if part.presence() != Presence::Given {
            return String::new();
        }
        let Ok(decoded) = part.text(self.charset) else {
            self.doubt("a value switches its character set and was left out");
            return String::new();
        };
        match decoded.certainty {
            Certainty::Declared | Certainty::GuessedUtf8 => {}
            Certainty::GuessedWindows1252 => {
                self.doubt("no character set was declared; a value was read as Windows-1252");
            }
            Certainty::Damaged => self.doubt("a value holds bytes that are no letters"),
        }
        one_line(&decoded.text)
    }

    /// The repetitions of a field, as many as a person can have.
    ///
    /// The limit keeps a hostile list from costing more than its length.
    pub(super) fn repetitions<'m>(
        &self,
        field: Field<'m>,
    ) -> impl Iterator<Item = Repetition<'m>> + use<'m> {
        const MOST: usize = 64;
        if field.repetitions().nth(MOST).is_some() {
            self.doubt("a list is longer than any person's; only its beginning was read");
        }
        field.repetitions().take(MOST)
    }

    /// A code of the first component, in capitals.
    pub(super) fn code(&self, field: Field<'_>) -> String {
        self.text(field.component(1)).to_uppercase()
    }

    /// A time stamp with its declared precision (TS.1 and TS.2).
    pub(super) fn written(&self, value: Repetition<'_>) -> Option<Written> {
        let part = value.component(1);
        if part.presence() != Presence::Given {
            return None;
        }
        let written = Written::read(part.raw());
        if written.is_err() {
            self.doubt("a time could not be read");
        }
        Some(written.ok()?.no_finer_than(value.component(2).raw()))
    }

    /// A moment, if a time of day was written.
    pub(super) fn moment(&self, value: Repetition<'_>, not_after: Timestamp) -> Option<Timestamp> {
        let written = self.written(value)?;
        let Some(moment) = written.moment(&self.profile.zone, not_after) else {
            self.doubt("a date was sent where a time is needed");
            return None;
        };
        match moment.doubt {
            None => {}
            Some(HourDoubt::Twice) => self.doubt("a time falls in the hour that happens twice"),
            Some(HourDoubt::Never) => self.doubt("a time falls in the hour that never happens"),
        }
        Some(moment.at)
    }
}

/// What was said of a field whose first repetition `read` understands.
///
/// A value that is not understood says nothing: the old one stands.
pub(super) fn said<T>(field: Field<'_>, read: impl FnOnce(Repetition<'_>) -> Option<T>) -> Said<T> {
    match field.presence() {
        Presence::Absent | Presence::Empty => Said::Nothing,
        Presence::Null => Said::Cleared,
        Presence::Given => Said::from_option(read(field.first())),
    }
}

/// Trimmed, with one space for each run of blank space and control characters.
fn one_line(text: &str) -> String {
    let is_blank = |c: char| c.is_whitespace() || c.is_control();
    let mut line = String::with_capacity(text.len());
    for word in text.split(is_blank).filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}
