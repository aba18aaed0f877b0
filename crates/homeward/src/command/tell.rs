//! How is something said to whoever sits at the terminal?
//!
//! A reader that has gone away is no reason to fail, so what cannot be written is dropped.

use std::fmt::Display;
use std::io::Write;

/// A line of the result, on standard output, there at once.
pub(super) fn line(words: impl Display) {
    let mut out = std::io::stdout().lock();
    drop(writeln!(out, "{words}").and_then(|()| out.flush()));
}

/// Something to be known beside the result, on standard error.
pub(super) fn note(words: impl Display) {
    drop(writeln!(std::io::stderr().lock(), "{words}"));
}

/// Why it could not be done, on standard error, with place and mend where they are known.
pub(super) fn trouble(report: &miette::Report) {
    drop(writeln!(std::io::stderr().lock(), "{report:?}"));
}
