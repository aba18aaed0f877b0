//! What is usual, and what is bad?

use std::time::Duration;

/// In milliseconds: the time within which half were done, the time within which 99 of 100 were,
/// and the worst.
pub(crate) fn quantiles(mut times: Vec<Duration>) -> [f64; 3] {
    times.sort();
    let at = |hundredths: usize| {
        let place = (times.len() * hundredths).div_ceil(100).saturating_sub(1);
        times.get(place).copied().unwrap_or_default().as_secs_f64() * 1000.0
    };
    [at(50), at(99), at(100)]
}
