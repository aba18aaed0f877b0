//! How far may the matching be trusted, by what is known of the truth?

pub mod calibration;
mod drawing;
pub mod page;
mod share;
pub mod truth;

pub use calibration::{Bin, Calibration};
pub use share::Share;
