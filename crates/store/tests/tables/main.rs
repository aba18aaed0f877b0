//! The stories of the tables, told on both engines.
#![expect(clippy::unwrap_used, reason = "a story whose step fails has failed")]

mod messages;
