//! How does a nurse see at a glance in which state a thing is?

use super::tag::Colour;

/// A word for a state, with a shape and a colour that say the same.
#[derive(Clone)]
pub struct State {
    /// An adjective or a few words in sentence case, such as "Running" or "Could not check".
    pub words: String,
    /// What kind of state it is.
    pub tone: Tone,
}

/// The kinds of state. Each has its own shape, so that it is told apart without colour: in
/// print, in forced colours and by people who do not see red and green apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tone {
    /// As it should be: running, confirmed, checked. A tick.
    Good,
    /// Somebody has to act or answer: on hold, requested, not yet confirmed. A half circle.
    Waiting,
    /// Worth reading before relying on it: stale, ends soon, unrecognised. A triangle.
    Careful,
    /// Neither good nor bad: ended, not recorded, not shared. A line.
    Quiet,
    /// Could not check, overdue, urgent; nothing else. A filled octagon.
    Alarm,
}

impl State {
    /// A state of kind `tone`, said in `words`.
    pub fn new(tone: Tone, words: impl Into<String>) -> State {
        State { words: words.into(), tone }
    }
}

impl Tone {
    /// The colour of the tag.
    pub fn colour(self) -> Colour {
        match self {
            Tone::Good => Colour::Green,
            Tone::Waiting => Colour::Blue,
            Tone::Careful => Colour::Yellow,
            Tone::Quiet => Colour::Grey,
            Tone::Alarm => Colour::Red,
        }
    }

    /// The outline of the shape in a square of 16 units.
    pub fn shape(self) -> &'static str {
        match self {
            Tone::Good => "M2 8.5 6 12.5 14 4",
            Tone::Waiting => "M8 2a6 6 0 1 0 0 12zM8 2a6 6 0 1 1 0 12",
            Tone::Careful => "M8 2 15 14H1zM8 6v4m0 1.5v1",
            Tone::Quiet => "M3 8h10",
            Tone::Alarm => "M5 1h6l4 4v6l-4 4H5l-4-4V5zM8 4v5m0 2v1.5",
        }
    }

    /// The end of the class name.
    pub fn class(self) -> &'static str {
        match self {
            Tone::Good => "good",
            Tone::Waiting => "waiting",
            Tone::Careful => "careful",
            Tone::Quiet => "quiet",
            Tone::Alarm => "alarm",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TONES: [Tone; 5] = [Tone::Good, Tone::Waiting, Tone::Careful, Tone::Quiet, Tone::Alarm];

    #[test]
    fn no_two_kinds_of_state_share_a_shape_or_a_colour() {
        for (place, tone) in TONES.iter().enumerate() {
            for other in &TONES[place + 1..] {
                assert_ne!(tone.shape(), other.shape());
                assert_ne!(tone.colour(), other.colour());
            }
        }
    }

    #[test]
    fn only_an_alarm_is_red() {
        for tone in TONES {
            assert_eq!(tone.colour() == Colour::Red, tone == Tone::Alarm);
        }
    }
}
