//! How far has long work come?
//!
//! On a terminal a bar, otherwise a line every few seconds; always on standard error.

use std::io::{IsTerminal, Write};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// So often a line is written where nobody watches a bar.
const EVERY: Duration = Duration::from_secs(5);

/// One piece of long work.
pub struct Progress {
    bar: ProgressBar,
    words: &'static str,
    /// When the next line is due; `None` where a bar is shown.
    line_due: Option<Mutex<Instant>>,
}

impl Progress {
    /// Begins to show work of `total` steps; 0 where nobody can know how many there are.
    pub fn new(words: &'static str, total: u64) -> Self {
        let watched = std::io::stderr().is_terminal();
        let bar = if total == 0 { ProgressBar::no_length() } else { ProgressBar::new(total) };
        let form = if total == 0 {
            "{spinner} {msg} {human_pos} [{elapsed}]"
        } else {
            "{msg} {wide_bar} {human_pos}/{human_len} [{elapsed}, {eta} left]"
        };
        if let Ok(style) = ProgressStyle::with_template(form) {
            bar.set_style(style);
        }
        bar.set_message(words);
        let line_due = (!watched).then(|| Mutex::new(Instant::now() + EVERY));
        Self { bar, words, line_due }
    }

    /// So many steps are done.
    pub fn at(&self, done: u64) {
        self.bar.set_position(done);
        let Some(due) = &self.line_due else { return };
        let mut due = due.lock().unwrap_or_else(PoisonError::into_inner);
        if Instant::now() >= *due {
            *due = Instant::now() + EVERY;
            drop(writeln!(std::io::stderr(), "{}: {done}", self.words));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
