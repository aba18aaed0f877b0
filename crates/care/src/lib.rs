//! The words and the rules of Homeward; pure.
//!
//! Everything a nurse or a social worker would recognise is named here, and every rule they could
//! argue about is decided here: who a person is said to be ([`people`]), where they lie
//! ([`stays`]), what the council knows of them ([`record`]), who may see it ([`access`]), what the
//! council is told ([`exchange`]) and what one hospital message changes ([`filing`]).
//!
//! **Invariant:** nothing in this crate reads a clock, a disk, a network or a setting. What time
//! it is, and what is known so far, are parameters; what is to be done is a value.

pub mod access;
pub mod exchange;
pub mod filing;
pub mod people;
pub mod record;
pub mod stays;
pub mod when;
