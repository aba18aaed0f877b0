//! What has to be put right before a form can be sent?

use super::markup::Markup;

/// The list at the top of a page whose form could not be taken.
pub struct ErrorSummary {
    /// Such as "There is a problem".
    pub heading: Markup,
    /// What to do about it, in a sentence; empty where the list says enough.
    pub description: Markup,
    /// The faults, in the order of the fields.
    pub faults: Vec<Fault>,
}

/// One thing to put right.
pub struct Fault {
    /// The same words as beside the field.
    pub text: Markup,
    /// The id of the field; empty where no field can be named.
    pub field: String,
}
