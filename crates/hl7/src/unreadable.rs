//! Why can a message not be used? Each reason is a sentence for the person who has to look.

use crate::charset::UnknownCharset;
use crate::message::NotAMessage;

/// Why a message was kept but cannot be filed, or was refused.
///
/// It names places, never values: the text goes to the sender, to a page and to logs. What the
/// sender is answered stands in [`crate::ack`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is not one HL7 v2 message.
    #[error(transparent)]
    NotAMessage(#[from] NotAMessage),
    /// MSH-18 names a character set nobody knows; guessing could change a name.
    #[error(transparent)]
    UnknownCharset(#[from] UnknownCharset),
    /// MSH-10 is empty, so that nothing can be acknowledged by name.
    #[error("MSH-10 has no control id")]
    NoControlId,
    /// MSH-10 or PID-3 says "delete this": nobody can delete what identifies.
    #[error("{0} is an explicit null")]
    NullIdentifier(&'static str),
    /// MSH-9 names another type than ADT.
    #[error("MSH-9 is not an ADT message")]
    NotAdt,
    /// MSH-12 names another version than 2.x.
    #[error("MSH-12 is not a version 2 message")]
    NotVersion2,
    /// MSH-11 is not of the kind this feed carries: test on live, or live on test.
    #[error("MSH-11 is not the processing id of this feed")]
    WrongProcessing,
    /// It names nobody.
    #[error("there is no PID segment")]
    NoPatient,
    /// A PID-3 without a usable identifier, in an event that needs one.
    #[error("PID-3 has no identifier")]
    NoIdentifier,
    /// An event about a stay without the segment that tells of the stay.
    #[error("there is no PV1 segment")]
    NoVisit,
    /// A merge that does not say who was merged.
    #[error("there is no MRG segment with a prior identifier")]
    NoPriorIdentifier,
    /// A swap of beds that does not name two patients.
    #[error("a swap of beds needs two patients")]
    NotTwoPatients,
}
