//! The hospital's tongue: HL7 v2 ADT messages, in and out.
//!
//! Bytes go in, words of `care` come out, and an acknowledgement goes back. Nothing here opens a
//! socket, reads a clock or remembers anything between two messages.
//!
//! A stream is cut into frames ([`mllp`]), a frame into segments and fields ([`message`]), a value
//! into text and times ([`escape`], [`charset`], [`time`]); [`adt`] says what it all means for one
//! feed ([`profile`]), or why it means nothing ([`unreadable`]), and [`ack`] answers.
//!
//! **Invariant: any bytes may come.** No input makes this crate panic, and time and memory stay
//! proportional to the input. Property tests and the fuzz targets in `fuzz/` hold it to that.
//!
//! **Invariant: nothing vanishes silently.** What cannot be understood is either a named error or
//! a warning with its offset; the raw message itself is kept by the caller.
//!
//! **Invariant: no value of a message appears in `Debug` or error text.** Both end up in logs.

pub mod ack;
pub mod adt;
pub mod charset;
pub mod escape;
pub mod message;
pub mod mllp;
pub mod profile;
pub mod time;
pub mod unreadable;
