//! Did this page answer the question?

use super::markup::Markup;

/// One press, no page change; without a script the form is sent and the page comes again.
pub struct Feedback {
    /// Where the answer is sent, by `POST`, as `answered=yes`, `partly` or `no`.
    pub action: String,
    /// Further fields to send, as names and values, such as the window's token.
    pub hidden: Vec<(String, String)>,
    /// Whether it has been answered.
    pub given: Given,
    /// What may be added once it is answered, such as a form for a few words; empty for nothing.
    pub after: Markup,
}

/// Whether the question has been answered in this view.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Given {
    /// Not yet.
    NotYet,
    /// It has; it is not asked again.
    Already,
}

impl Feedback {
    /// Whether the question is still to be asked.
    pub fn is_open(&self) -> bool {
        self.given == Given::NotYet
    }
}
