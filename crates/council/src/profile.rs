//! What is a council called, when is it open, and whom does one ring?

use care::exchange::hours::OpeningHours;
use care::people::{CouncilName, Phone};

/// A council, as its own folder describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Its short name: the name of its folder.
    pub name: CouncilName,
    /// Its name in full: "Westshire Council".
    pub display_name: String,
    /// Its ODS code.
    pub ods: String,
    /// Whom to ring.
    pub phones: Phones,
    /// When it reads what is sent to it. Bank holidays are closed without being named.
    pub hours: OpeningHours,
    /// Within so many of its opening hours it answers a question.
    pub answer_within_hours: u16,
}

/// The telephones of a council.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phones {
    /// The duty desk, in opening hours.
    pub duty: Line,
    /// The out-of-hours team.
    pub out_of_hours: Line,
    /// The safeguarding team.
    pub safeguarding: Line,
    /// Children's services, for people under 18.
    pub childrens: Line,
}

/// One telephone and when somebody answers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The number.
    pub number: Phone,
    /// When somebody answers, in words: "24 hours".
    pub hours: String,
}
