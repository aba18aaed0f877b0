//! Does a probability of 0.99 mean 99 in 100?

use std::fmt;

use super::share::{Share, real};

/// Where the probabilities are cut into bins: finest where decisions are made.
const CUTS: [f64; 11] = [0.001, 0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 0.9999, 0.99999];

/// Nothing is taken for more certain than this when surprise is reckoned, so that one wrong pair
/// does not outweigh all others.
const MOST_CERTAIN: f64 = 1.0 - 1e-9;

/// What was foretold, and what was so.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    /// Pairs of one range of probability each, the lowest first. Ranges without a pair are there.
    pub bins: Vec<Bin>,
    squares: f64,
    surprise: f64,
}

/// The pairs whose probability lies in one range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bin {
    /// From this probability on.
    pub from: f64,
    /// Up to this one, which is the next bin's.
    pub to: f64,
    /// How many of them were the same person.
    pub same: Share,
    sum: f64,
}

impl Bin {
    /// The mean of what was foretold.
    pub fn foretold(&self) -> f64 {
        if self.same.whole == 0 { 0.0 } else { self.sum / real(self.same.whole) }
    }

    /// Whether what was foretold lies in the interval of what was so.
    pub fn holds(&self) -> bool {
        let (low, high) = self.same.interval();
        (low..=high).contains(&self.foretold())
    }
}

impl Default for Calibration {
    fn default() -> Self {
        let from = [0.0].into_iter().chain(CUTS);
        let to = CUTS.into_iter().chain([1.0]);
        let bins =
            from.zip(to).map(|(from, to)| Bin { from, to, same: Share::default(), sum: 0.0 });
        Self { bins: bins.collect(), squares: 0.0, surprise: 0.0 }
    }
}

impl Calibration {
    /// Counts a pair: how probable it was called, and whether it was the same person.
    pub fn count(&mut self, probability: f64, is_same: bool) {
        let probability = if probability.is_nan() { 0.0 } else { probability.clamp(0.0, 1.0) };
        let bin = self.bins.iter_mut().rev().find(|bin| probability >= bin.from);
        if let Some(bin) = bin {
            bin.same.count(is_same);
            bin.sum += probability;
        }
        let missed = if is_same { 1.0 - probability } else { probability };
        self.squares += missed * missed;
        self.surprise -= (1.0 - missed.min(MOST_CERTAIN)).ln();
    }

    /// How many pairs were counted.
    pub fn pairs(&self) -> u64 {
        self.bins.iter().map(|bin| bin.same.whole).sum()
    }

    /// The mean square of what the probabilities missed (Brier's score): 0 is perfect, 0.25 is a
    /// coin.
    pub fn brier(&self) -> f64 {
        self.squares / real(self.pairs().max(1))
    }

    /// The mean surprise, in nats (logarithmic loss): 0 is perfect, 0.69 is a coin.
    pub fn log_loss(&self) -> f64 {
        self.surprise / real(self.pairs().max(1))
    }

    /// Bins with a pair in them.
    pub fn filled(&self) -> impl Iterator<Item = &Bin> {
        self.bins.iter().filter(|bin| bin.same.whole > 0)
    }
}

/// The table as text.
impl fmt::Display for Calibration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "called             pairs    same  foretold  observed  95 % interval")?;
        for bin in self.filled() {
            let (low, high) = bin.same.interval();
            let range = format!("{} to {}", bin.from, bin.to);
            let off = if bin.holds() { "" } else { "  off" };
            let (pairs, same) = (bin.same.whole, bin.same.part);
            let (foretold, observed) = (bin.foretold(), bin.same.value());
            writeln!(
                f,
                "{range:<17}{pairs:>7} {same:>7}   {foretold:.5}   {observed:.5}  {low:.5} to {high:.5}{off}"
            )?;
        }
        write!(f, "Brier score {:.6}, log loss {:.6}", self.brier(), self.log_loss())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_counted_in_the_range_of_their_probability() {
        let mut calibration = Calibration::default();
        for (probability, is_same) in [
            (0.0, false),
            (0.5, true),
            (0.6, false),
            (0.9999, true),
            (1.0, true),
            (f64::NAN, false),
        ] {
            calibration.count(probability, is_same);
        }
        let found: Vec<_> =
            calibration.filled().map(|bin| (bin.from, bin.same.part, bin.same.whole)).collect();
        assert_eq!(found, [(0.0, 0, 2), (0.5, 1, 2), (0.9999, 1, 1), (0.99999, 1, 1)]);
        assert_eq!(calibration.pairs(), 6);
    }

    #[test]
    fn the_scores_are_those_of_the_books() {
        let mut calibration = Calibration::default();
        calibration.count(0.8, true);
        calibration.count(0.8, false);
        assert!((calibration.brier() - f64::midpoint(0.04, 0.64)).abs() < 1e-12);
        let expected = f64::midpoint(-(0.8_f64.ln()), -(0.2_f64.ln()));
        assert!((calibration.log_loss() - expected).abs() < 1e-12);
    }

    #[test]
    fn a_wrong_certainty_is_a_great_but_finite_surprise() {
        let mut calibration = Calibration::default();
        calibration.count(1.0, false);
        assert!(calibration.log_loss() > 20.0 && calibration.log_loss().is_finite());
    }

    #[test]
    fn ninety_nine_of_a_hundred_hold_what_was_foretold_and_half_of_them_do_not() {
        let bin = |part| Bin { from: 0.99, to: 0.999, same: Share { part, whole: 100 }, sum: 99.3 };
        assert!(bin(99).holds());
        assert!(!bin(50).holds());
    }
}
