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
    /// For whom it was asked last in vain: with this person it is tried again.
    asked: String,
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
        if self.rests_for(person) {
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
        let begins_rest = self.learn(&answer, person);
        Asked { answer, begins_rest }
    }

    /// Tries once whether the part answers again.
    pub(crate) async fn try_again(&self, source: &Source, limit: Duration) -> bool {
        let person = self.state().asked.clone();
        let asked = timeout(limit, source.rows(&self.question, Some(&person))).await;
        let answer = asked.unwrap_or(Err(Fault::TooSlow));
        self.learn(&answer, &person);
        !self.is_resting()
    }

    /// Whether it rests. If so the next try is for this person: the one for whom it failed may be
    /// the only one for whom it does.
    fn rests_for(&self, person: &str) -> bool {
        let mut state = self.state();
        if state.resting {
            person.clone_into(&mut state.asked);
        }
        state.resting
    }

    /// Takes note of an answer; true where the lane begins to rest by it. A source that refuses a
    /// question lives, and costs no page its time.
    fn learn(&self, answer: &Result<Rows, Fault>, person: &str) -> bool {
        let mut state = self.state();
        if !matches!(answer, Err(Fault::TooSlow | Fault::Unreachable(_))) {
            *state = State::default();
            return false;
        }
        state.failures += 1;
        let begins = state.failures >= PATIENCE && !state.resting;
        if begins {
            state.resting = true;
            person.clone_into(&mut state.asked);
        }
        begins
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
