//! Who is this? Which of the councils' people is a patient, and why.
//!
//! [`Index`] finds the few people worth comparing without looking at all of them; [`assess`] judges
//! them. Four explanations compete for each: the same person, a twin, other kin, a stranger. What
//! each finding says under each explanation is the [`Model`], which is learnt from the data at
//! hand; how sure one must be is the [`Policy`]; and guards send what looks alike to a person
//! whatever its weight. Whatever is doubtful shows nothing to anyone else.
//!
//! **Invariant:** a verdict depends on who the candidates are, never on the order in which they
//! were found, and a candidate left out for want of room never makes a match more certain.

mod bits;
mod bytes;
pub mod compare;
mod crew;
mod decide;
mod explain;
mod finder;
mod gone;
mod guards;
mod index;
mod keys;
mod layers;
pub mod learn;
pub mod model;
mod names;
mod packed;
pub mod places;
pub mod policy;
mod postings;
mod reasons;
mod records;
mod scatter;
pub mod score;
mod seed;
mod shift;
pub mod subject;
mod tally;
mod value;
mod vocabulary;
pub mod word;

pub use decide::assess;
pub use index::Index;
pub use layers::{Compaction, Prepared, Retired, Size};
pub use learn::{Learnt, learn};
pub use model::Model;
pub use policy::Policy;
