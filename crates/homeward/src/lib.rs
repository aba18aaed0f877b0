//! The service itself: settings, clock, loops and the command line.
//!
//! What comes in over MLLP is kept and acknowledged by [`intake`], read and filed by [`filing`];
//! [`people`] keeps the index of the councils' people; pages are served by `web`.
//!
//! **Invariant:** the clock is read in [`clock`] and nowhere else.
//!
//! **Invariant:** a message is durable before it is acknowledged, and acknowledged only then.
//!
//! **Invariant:** log lines hold ids, counts and fixed words; never anything of a person.

pub mod audit;
pub mod clock;
pub mod command;
pub mod demo;
pub mod evaluation;
pub mod filing;
pub mod intake;
pub mod launches;
pub mod linking;
pub mod logging;
pub mod models;
pub mod pds;
mod pem;
pub mod people;
pub mod progress;
pub mod providers;
pub mod sender;
pub mod service;
pub mod settings;
pub mod stop;
