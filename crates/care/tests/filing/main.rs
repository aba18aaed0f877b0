//! What many messages come to, one filed after another: stories, what councils are told, and that
//! no order, repetition or delay makes a difference.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its facts fails")]
#![expect(clippy::indexing_slicing, reason = "a test that looks for what is not there fails")]

mod memory;
mod merges;
mod messages;
mod orders;

mod stories;
mod tellings;
mod traces;
