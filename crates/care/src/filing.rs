//! What does one hospital message change?
//!
//! One message is read into [`Told`]; what is known so far is loaded as [`KnownSoFar`]; pure
//! functions answer with all that changes as one value, [`Filing`], and the store commits that
//! value in one transaction.

pub mod change;
mod decide;
mod doubts;
pub mod handles;
mod links;
mod opinions;
pub mod replay;
mod survivors;
pub mod told;
mod traced;
mod withdrawals;

pub use change::{
    Filing, FilingPolicy, KnownPatient, KnownSoFar, KnownVisit, PatientChange, StayChange, Version,
};
pub use handles::Handles;
pub use replay::{Replayed, rematch, replay};
pub use told::{IdentityNews, Merge, MergeKind, News, Shield, Told};
pub use traced::{release_hold, retrace};
