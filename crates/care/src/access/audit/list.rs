//! Which lists name people whom another organisation looks after, or whose match is in doubt?

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

/// A list that names people one below the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NameList {
    /// The match desk's queue, with what was said there lately.
    MatchDesk,
    /// The matches that were withdrawn.
    Withdrawn,
    /// The council's people in hospital.
    Council,
}

impl NameList {
    /// Whoever loads a list again so soon, in the same session and seat, is still at the same look.
    pub const SAME_LOOK: SignedDuration = SignedDuration::from_mins(5);

    /// That it was read, in words that begin a line.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::MatchDesk => "Read the list of the match desk",
            Self::Withdrawn => "Read the list of withdrawn matches",
            Self::Council => "Read the list of the council's people in hospital",
        }
    }
}
