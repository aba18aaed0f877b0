//! Nobody changes the audit unseen, whatever they may write to the database.
#![expect(clippy::unwrap_used, reason = "a test whose ground gives way has failed")]

#[path = "audit/attacks.rs"]
mod attacks;
#[path = "audit/book.rs"]
mod book;
#[path = "audit/command.rs"]
mod command;
#[path = "audit/forged_removals.rs"]
mod forged_removals;
#[path = "audit/monitoring.rs"]
mod monitoring;
#[path = "audit/published.rs"]
mod published;
#[path = "audit/retention.rs"]
mod retention;
