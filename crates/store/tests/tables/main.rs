//! The stories of the tables, told on both engines.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a story whose step fails has failed"
)]

mod accounts;
mod audit;
mod desk;
mod exchange;
mod filings;
mod hospital;
mod launches;
mod messages;
mod models;
mod pairs;
mod people;
mod permissions;
mod privacy;
mod protection;
mod records;
mod retention;
mod session_ends;
mod sessions;
mod signing_in;
mod staff;
mod traces;
mod wards;
