//! Who is at the door, by the word of somebody whom we trust?
//!
//! The protocols of proving who one is: OpenID Connect, SMART App Launch, signed context links,
//! passkeys. Each ends in an [`Identified`], or in a refusal that says whose fault it is. What
//! follows from being somebody (sessions, roles, leave to look) is not decided here.
//!
//! **Invariant:** nothing here reads the clock; `now` is a parameter.
//!
//! **Invariant:** no token, code, key or claim is written to a log, and debug text of types that
//! hold one says `Name(..)`.

pub mod authorise;
pub mod chance;
pub mod claims;
pub mod client;
pub mod http;
mod identified;
pub mod jwt;
mod kept;
pub mod keys;
pub mod link;
pub mod logout;
pub mod mapping;
pub mod passkeys;
pub mod person;
pub mod provider;
pub mod question;
pub mod smart;
#[cfg(test)]
mod testing;
mod trouble;

pub use identified::{Identified, ProviderName};
pub use trouble::Trouble;
