//! Nobody changes the audit unseen, whatever they may write to the database.
#![expect(clippy::unwrap_used, reason = "a test whose ground gives way has failed")]

#[path = "harness/admission.rs"]
mod admission;
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
#[path = "audit/person.rs"]
mod person;
#[path = "harness/process.rs"]
mod process;
#[path = "audit/published.rs"]
mod published;
#[path = "audit/retention.rs"]
mod retention;
#[path = "audit/running.rs"]
mod running;
#[path = "harness/sender.rs"]
mod sender;
