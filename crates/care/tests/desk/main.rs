//! What the match desk says, and what it can and cannot bring about.

#![expect(clippy::unwrap_used, reason = "helpers of tests stop at what cannot be")]

mod properties;
mod said;
mod stories;
