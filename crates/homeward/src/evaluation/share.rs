//! How large is a share, and how sure is that?

use std::fmt;

/// So many of so many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// Those counted.
    pub part: u64,
    /// All.
    pub whole: u64,
}

/// The normal deviate of 95 %.
const Z: f64 = 1.959_963_985;

impl Share {
    /// Counts one, and whether it is of the part.
    pub fn count(&mut self, is_part: bool) {
        self.whole += 1;
        self.part += u64::from(is_part);
    }

    /// From 0 to 1; 0 where there is nothing.
    pub fn value(self) -> f64 {
        if self.whole == 0 { 0.0 } else { real(self.part) / real(self.whole) }
    }

    /// Between which shares the true one lies, 95 times of 100 (Wilson's score interval).
    pub fn interval(self) -> (f64, f64) {
        if self.whole == 0 {
            return (0.0, 1.0);
        }
        let (n, p) = (real(self.whole), self.value());
        let spread = Z * Z / n;
        let centre = (p + spread / 2.0) / (1.0 + spread);
        let half = (p * (1.0 - p) / n + spread / (4.0 * n)).sqrt() * Z / (1.0 + spread);
        let low = if self.part == 0 { 0.0 } else { centre - half };
        let high = if self.part == self.whole { 1.0 } else { centre + half };
        (low, high)
    }
}

/// A count as a number to reckon with: exact below 2^53.
#[expect(clippy::cast_precision_loss, reason = "no file has 2^53 rows")]
pub(super) fn real(count: u64) -> f64 {
    count as f64
}

/// "0.9712 (97,120 of 100,000)", with as many decimals as asked for, four where nothing is said.
impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = f.precision().unwrap_or(4);
        write!(f, "{:.decimals$} ({} of {})", self.value(), self.part, self.whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(part: u64, whole: u64, low: f64, high: f64) {
        let (found_low, found_high) = Share { part, whole }.interval();
        assert!((found_low - low).abs() < 5e-5, "{found_low}");
        assert!((found_high - high).abs() < 5e-5, "{found_high}");
    }

    #[test]
    fn the_interval_is_wilsons() {
        check(5, 10, 0.23659, 0.76341);
        check(0, 10, 0.0, 0.27753);
        check(10, 10, 0.72247, 1.0);
        check(99, 100, 0.94551, 0.99823);
    }

    #[test]
    fn of_nothing_nothing_is_known() {
        assert_eq!(Share::default().interval(), (0.0, 1.0));
    }
}
