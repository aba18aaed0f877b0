//! What do the source's states and dates come to on this day?
//!
//! A source's word and its dates may contradict each other: neither is believed then, and both are
//! told. A day ends at midnight on the wall clock of the United Kingdom; the last day counts.

pub mod deciders;
pub mod package;
pub mod safety;

use jiff::SignedDuration;
use jiff::civil::Date;

pub use deciders::{LibertyNow, Standing, liberty_now, standing};
pub use package::{Contradiction, PackageNow, package_now};
pub use safety::{OpenEnquiry, StaffRisk, safeguarding_now, staff_risk_now};

use crate::when::When;

/// The last day of a stretch that ends then. An end at midnight is the end of the day before.
pub fn last_day(ends: When) -> Date {
    match ends {
        When::On(day) => day,
        When::At(at) => {
            let just_before = at.saturating_sub(SignedDuration::from_nanos(1)).unwrap_or(at);
            When::At(just_before).day()
        }
    }
}
