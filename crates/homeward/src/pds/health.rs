//! How is the connection to the national service?

use jiff::Timestamp;

/// What the status page says of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Health {
    /// When it last answered.
    pub last_answer: Option<Timestamp>,
    /// When it last did not, and why.
    pub last_failure: Option<(Timestamp, String)>,
    /// How many patients were due to be asked about, when last looked.
    pub waiting: usize,
    /// Whether it is left alone after failures.
    pub rests: bool,
}
