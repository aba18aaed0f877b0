//! What is a patient's NHS number, by the word of the national service?
//!
//! The Personal Demographics Service is asked about patients in hospital whose number the hospital
//! has not verified: once, and again only when the hospital says something else or long after.
//! [`Client`] asks, over HTTP; [`trace_patients`] goes from one patient to the next.
//!
//! **Invariant:** nothing waits for it. Messages are filed and pages shown whether it answers or
//! not; what it says is taken in later, as a message would be.
//!
//! **Invariant:** what is asked and answered is in no log line and in no error: addresses of
//! requests hold names, dates of birth and numbers.

mod assertion;
mod breaker;
mod client;
mod fault;
mod key;
mod pace;
mod timing;
mod token;
mod trace;
mod uuid;

pub use client::{CannotAsk, Client};
pub use fault::Fault;
pub use key::{BadKey, SigningKey};
pub use timing::{Rest, Timing};
pub use trace::{Tracer, trace_patients};
