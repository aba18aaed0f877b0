//! How is a date shown?

/// A date as people read it and as a screen reader says it.
pub struct When {
    /// `DD-MMM-YYYY`, such as "14-Jul-1945".
    pub shown: String,
    /// The long form, such as "14 July 1945".
    pub spoken: String,
}
