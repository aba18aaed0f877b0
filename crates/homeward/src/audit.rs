//! How is it proved who did what?
//!
//! `store` writes and chains the lines. Here their heads are signed and published ([`heads`]), so
//! that whoever can write to the database cannot change what was written unseen, and the whole is
//! verified ([`verify`]).

pub mod changed;
pub mod heads;
pub mod key;
pub mod stream;
pub mod verify;
