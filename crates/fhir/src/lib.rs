//! The FHIR tongue: JSON ⇄ our words.
//!
//! Spoken so far: FHIR R4 as the Personal Demographics Service speaks it, and as much of UK Core as
//! a patient system says when it launches us. [`request`] puts a question into the words of a
//! search, [`answer`] reads what comes back, [`patient`] a person, [`launch`] who is open on
//! another system's screen.
//!
//! **Invariant:** pure. No HTTP, no clock: what is read against a day is told the day.
//!
//! **Invariant:** no text panics the reader, none is kept longer than [`LONGEST_TEXT`], and no list
//! longer than [`LONGEST_LIST`].
//!
//! **Invariant:** no error and no debug text holds anything of a person.

pub mod answer;
pub mod audit_event;
pub mod launch;
pub mod patient;
pub mod request;

/// The longest text that is kept of one element, in characters. Longer ones are cut: no name and
/// no line of an address comes near it.
pub const LONGEST_TEXT: usize = 200;

/// The most names, addresses or telephones that are kept of one person.
pub const LONGEST_LIST: usize = 50;

/// Why an answer could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is no JSON of the expected shape.
    #[error("it is not the JSON that was expected")]
    Shape,
    /// It is another kind of resource.
    #[error("it is another resource than was asked for")]
    Kind,
    /// The person's number is missing, is not proved, or differs from the record's id.
    #[error("the record has no NHS number that can be relied on")]
    Number,
    /// It is a record that another has taken the place of, or one that is in use no longer.
    #[error("the record is in use no longer")]
    Replaced,
}
