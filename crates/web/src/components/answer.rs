//! Will somebody come if this person goes home, and whom does one ring?

use super::markup::Markup;
use super::phone::Phone;
use super::state::State;

/// How much of the page could be checked, said before anything else.
pub struct Completeness {
    /// Such as "All 4 parts checked at 14:05".
    pub words: String,
    /// Whether anything is missing.
    pub whole: Whole,
}

/// Whether every part of the page could be checked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Whole {
    /// Every part.
    All,
    /// Some part could not be checked.
    Partly,
    /// Nothing could be checked.
    Nothing,
}

/// The box with the seven lines, under the page's heading.
pub struct Answer {
    /// The page's heading, "Care at home".
    pub heading: String,
    /// The lines: always all seven, always in the same order.
    pub lines: Vec<Line>,
}

/// One line of the answer.
pub struct Line {
    /// The question, such as "Care now".
    pub label: String,
    /// The state in a word with its shape; none where the words say it all.
    pub mark: Mark,
    /// The answer: finished words, the first being the one to read in two seconds.
    pub words: Vec<Markup>,
    /// Whom to ring about it, in the order in which to try.
    pub phones: Vec<Phone>,
    /// Who says so and how old it is: "Westshire Council, checked 14:05".
    pub source: String,
}

/// Whether a line begins with a state.
pub enum Mark {
    /// It does not.
    None,
    /// It does.
    State(State),
}

impl Completeness {
    /// The end of the class name.
    pub fn class(&self) -> &'static str {
        match self.whole {
            Whole::All => "all",
            Whole::Partly => "partly",
            Whole::Nothing => "nothing",
        }
    }

    /// The tag before the words; none while everything could be checked.
    pub fn mark(&self) -> Mark {
        match self.whole {
            Whole::All => Mark::None,
            Whole::Partly | Whole::Nothing => {
                Mark::State(State::new(super::state::Tone::Alarm, "Could not check"))
            }
        }
    }
}
