//! Who is this? Which of the councils' people is a patient, and why.
//!
//! [`Index`] finds the few people worth comparing without looking at all of them; [`decide`] judges
//! them. The rule is a safe one: a certain match needs the same NHS number confirmed by birth date
//! and name, or, where the hospital has no number to rely on, exact particulars that nobody else
//! shares. Whatever is doubtful is for a person to decide, and shows nothing to anyone else.
//!
//! **Invariant:** a verdict depends on who the candidates are, never on the order in which they
//! were found, and a candidate left out for want of room never makes a match more certain.

mod bits;
mod bytes;
mod compare;
mod crew;
mod decide;
mod finder;
mod gone;
mod index;
mod keys;
mod layers;
mod names;
mod packed;
pub mod places;
mod postings;
mod records;
mod scatter;
mod seed;
mod shift;
pub mod subject;
mod tally;
mod value;
mod vocabulary;
pub mod word;

pub use decide::decide;
pub use index::Index;
