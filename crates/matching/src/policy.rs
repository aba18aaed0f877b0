//! How sure must one be?

/// What is asked of a match before it opens a record. The defaults are the safe ones; a clinical
/// safety officer may ask for more with figures of their own at hand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Policy {
    /// A match must be at least so likely: 0.9999 lets the model be wrong once in 10,000.
    pub match_at: f64,
    /// Whoever is at least so likely goes to the match desk.
    pub review_at: f64,
    /// A match must be at least so much likelier than any other person, in bits: 10 is a thousand
    /// times.
    pub apart: f64,
    /// Whether somebody of whom one council keeps two records may be matched with the likelier one.
    /// Two records of one number that are not beyond doubt of one person never match.
    pub doubled_match: bool,
    /// Whether somebody whose birth date is a slip away may be matched, where all else says so.
    pub near_birth_dates: bool,
    /// The most people that the match desk is offered for one patient.
    pub most_offered: usize,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            match_at: 0.9999,
            review_at: 0.02,
            apart: 10.0,
            doubled_match: true,
            near_birth_dates: true,
            most_offered: 10,
        }
    }
}
