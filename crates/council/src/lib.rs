//! The far side: the councils, each joined by a folder of configuration.
//!
//! [`Councils`] reads the folders. [`Councils::fetch`] asks a council, live and by its own id of a
//! person, for all parts of that person's record; [`Councils::people`] reads who its people are,
//! by identity only; [`Councils::check`] says what is wrong with a folder.
//!
//! **Invariant:** a council's answer comes in through [`Fetched`] or [`People`] only, in words of
//! ours. What must never come in is dropped before, and counted; what cannot be understood is said
//! to be so; what could not be checked in time is never waited for and never left out in silence.
//!
//! **Invariant:** nothing is ever written to a council's database.

mod check;
mod columns;
mod copies;
mod council;
mod councils;
mod fetch;
mod folder;
mod health;
mod lane;
mod lists;
mod people;
mod profile;
mod reading;
mod rows;
mod source;
mod tally;
mod tried;

pub use check::{Finding, Weight};
pub use columns::{Column, Kind, Statement};
pub use copies::CopyKey;
pub use councils::{Councils, Surroundings};
pub use fetch::Fetched;
pub use folder::{BadConfiguration, distance};
pub use health::SourceHealth;
pub use lists::{List, lists};
pub use people::{IndexedIdentity, People};
pub use profile::{Line, Phones, Profile};
pub use reading::{birth_as_written, day_as_written};
pub use source::Fault;
pub use tally::Tally;
pub use tried::Tried;
