//! How sure must matching be before a record opens?

use std::ops::Range;

use matching::Policy;
use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// What is asked of a match. The defaults are the safe ones: see `docs/matching.md`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Matching {
    /// A match must be at least so likely, by the model: from 0.99 to below 1.
    #[serde(deserialize_with = "nearly_certain")]
    pub match_at: f64,
    /// Whoever is at least so likely goes to the match desk: above 0, at most a half.
    #[serde(deserialize_with = "worth_a_look")]
    pub review_at: f64,
    /// A match must be so much likelier than anybody else, in bits: 10 is a thousand times.
    #[serde(deserialize_with = "bits")]
    pub apart_bits: f64,
    /// Whether a patient of whom one council keeps two records is matched with the likelier one. By
    /// default both go to the match desk: the care may stand in the other.
    pub doubled: bool,
    /// Whether a patient whose birth date is a slip away from the council's is matched, where number
    /// and names agree. By default a person looks.
    pub near_birth_dates: bool,
}

impl Matching {
    /// The same, for the engine.
    pub fn policy(&self) -> Policy {
        Policy {
            match_at: self.match_at,
            review_at: self.review_at,
            apart: self.apart_bits,
            doubled_match: self.doubled,
            near_birth_dates: self.near_birth_dates,
            ..Policy::default()
        }
    }
}

impl Default for Matching {
    fn default() -> Self {
        let Policy { match_at, review_at, apart, .. } = Policy::default();
        Self { match_at, review_at, apart_bits: apart, doubled: false, near_birth_dates: false }
    }
}

fn nearly_certain<'de, D: Deserializer<'de>>(source: D) -> Result<f64, D::Error> {
    within(source, 0.99..1.0, "expected a probability from 0.99 to below 1")
}

fn worth_a_look<'de, D: Deserializer<'de>>(source: D) -> Result<f64, D::Error> {
    within(source, f64::MIN_POSITIVE..0.500_001, "expected a probability above 0 of at most 0.5")
}

fn bits<'de, D: Deserializer<'de>>(source: D) -> Result<f64, D::Error> {
    within(source, 1.0..100.0, "expected at least 1 bit")
}

fn within<'de, D: Deserializer<'de>>(
    source: D,
    range: Range<f64>,
    expected: &str,
) -> Result<f64, D::Error> {
    let value = f64::deserialize(source)?;
    if range.contains(&value) { Ok(value) } else { Err(D::Error::custom(expected)) }
}
