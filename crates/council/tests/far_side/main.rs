//! The councils, asked as in life: real SQLite files, a real PostgreSQL server.
#![expect(clippy::unwrap_used, reason = "a test that cannot lay its ground has failed")]

mod answers;
mod checked;
mod failing;
mod ground;
mod kept;
mod listed;
mod never;
mod refused;
mod secret;
mod whole_town;
mod written_down;
