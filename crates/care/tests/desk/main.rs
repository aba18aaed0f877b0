//! What the match desk says, and what it can and cannot bring about.

mod properties;
mod said;
mod stories;
