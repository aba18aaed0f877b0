//! May this part be asked now, or does it only cost every page its time limit?
//!
//! Each part of a council's record has a lane of its own. A lane lets few questions through at
//! once, so that a part that hangs cannot take all connections from the others. After some
//! failures in a row it rests: pages are answered at once that the part could not be checked, and
//! one question at a time tries in the background whether it answers again.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout, timeout_at};

use crate::rows::Rows;
use crate::source::{Fault, Question, Source};

/// After so many failures in a row a part is not asked for a page any more.
const PATIENCE: u32 = 3;

/// One part of one council's record, asked under its limits.
pub(crate) struct Lane {
    pub(crate) question: Question,
    room: Semaphore,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    failures: u32,
    resting: bool,
}

/// What came of a question.
pub(crate) struct Asked {
    pub(crate) answer: Result<Rows, Fault>,
    /// This failure was one too many: somebody has to try in the background from now on.
    pub(crate) begins_rest: bool,
}

impl Lane {
    pub(crate) fn new(question: Question, connections: usize) -> Self {
        let room = Semaphore::new((connections / 2).max(1));
        Self { question, room, state: Mutex::default() }
    }

    /// Whether the part is being tried in the background only.
    pub(crate) fn is_resting(&self) -> bool {
        self.state().resting
    }

    /// Asks for one person, unless the lane rests. Nobody waits beyond `until`, and the source
    /// has `limit` from when it is asked.
    pub(crate) async fn ask(
        &self,
        source: &Source,
        person: &str,
        (limit, until): (Duration, Instant),
    ) -> Asked {
        if self.is_resting() {
            return Asked { answer: Err(Fault::Resting), begins_rest: false };
        }
        let asked = timeout_at(until, async {
            let _room = self.room.acquire().await;
            timeout(limit, source.rows(&self.question, Some(person))).await
        });
        let answer = match asked.await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) | Err(_) => Err(Fault::TooSlow),
        };
        let begins_rest = self.learn(answer.is_ok());
        Asked { answer, begins_rest }
    }

    /// Tries once whether the part answers again.
    pub(crate) async fn try_again(&self, source: &Source, person: &str, limit: Duration) -> bool {
        let answer = timeout(limit, source.rows(&self.question, Some(person))).await;
        let answers = matches!(answer, Ok(Ok(_)));
        if answers {
            self.learn(true);
        }
        answers
    }

    /// Takes note of a success or a failure; true where the lane begins to rest by it.
    fn learn(&self, succeeded: bool) -> bool {
        let mut state = self.state();
        if succeeded {
            *state = State::default();
            return false;
        }
        state.failures += 1;
        let begins = state.failures >= PATIENCE && !state.resting;
        state.resting |= begins;
        begins
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
