//! What the council's record says, and who may see it: told as a nurse, a social worker or a
//! privacy officer would.
#![expect(clippy::unwrap_used, reason = "helpers of tests stop at what cannot be")]

mod agreed;
mod answer;
mod canary;
mod care_now;
mod completeness;
mod cut;
mod deciders;
mod history;
mod identity;
mod look;
mod matrix;
mod package_now;
mod permission;
mod permit;
mod privacy;
mod safety;
mod sample;
mod session;
mod table;
mod week;
