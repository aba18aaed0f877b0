//! What do the data say where hardly anybody has a number?
//!
//! Expectation and maximisation: with the weights at hand each pair is likely to be one person to
//! some degree; counted to that degree, the pairs give new weights; and so on until nothing moves.

use crate::compare::level::Found;
use crate::learn::counting::Counts;
use crate::model::{Model, Prior};
use crate::score::{Asked, Parts, parts, sum_of_logarithms, total};
use crate::subject::Subject;

/// When the expected number of known patients moves by less than this share, it has settled.
const SETTLED: f64 = 0.000_1;
/// It settles in about ten.
const MOST_TURNS: u32 = 50;

/// One patient and one person, as compared.
pub(super) struct Pair {
    found: Found,
    parts: Parts,
    /// Whether it is the first of its patient's.
    pub(super) opens: bool,
}

impl Pair {
    pub(super) fn of(
        asked: &Asked<'_>,
        person: &Subject<'_>,
        found: &Found,
        _start: &Model,
    ) -> Self {
        Self { found: *found, parts: parts(asked, person, found), opens: false }
    }
}

/// Learns how one person's records differ, from all pairs; what is said of kin and strangers stays.
pub(super) fn model(pairs: &[Pair], counts: &Counts, start: &Model, from: String) -> (Model, u32) {
    let mut model = start.clone();
    let mut known = 0.0;
    let mut turns = 0;
    while turns < MOST_TURNS {
        turns += 1;
        let mut expected = Counts::default();
        let mut sum = 0.0;
        for lookup in pairs.chunk_by(|_, next| !next.opens) {
            sum += expect(lookup, &model, &mut expected);
        }
        model = counts.with_same(&expected).model(start, from.clone());
        model.prior = Prior { known: prior_known(sum, counts.patients), ..start.prior };
        let moved = (sum - known).abs() / sum.max(1.0);
        known = sum;
        if moved < SETTLED {
            break;
        }
    }
    let fit = vec![
        format!(
            "numbers are few: learnt by expectation and maximisation, settled in {turns} turns"
        ),
        format!("{known:.0} of {} patients are expected to be known", counts.patients),
    ];
    let rows = model.rows().to_vec();
    (Model::new(from, fit, model.prior, rows), turns)
}

#[expect(clippy::cast_precision_loss, reason = "counts of patients stay far below 2^52")]
fn prior_known(expected: f64, patients: u64) -> f64 {
    (expected / (patients as f64).max(1.0)).clamp(0.02, 0.6)
}

/// Counts one patient's pairs as far as they are likely to be one person; says how likely any is.
fn expect(lookup: &[Pair], model: &Model, expected: &mut Counts) -> f64 {
    let weights: Vec<f64> =
        lookup.iter().map(|pair| total(&pair.found, &pair.parts, model).weight).collect();
    let none = (1.0 - model.prior.known).ln();
    let all = sum_of_logarithms(&weights.iter().copied().chain([none]).collect::<Vec<_>>());
    let mut sum = 0.0;
    for (pair, weight) in lookup.iter().zip(weights) {
        let likely = (weight - all).exp();
        expected.add_part(&pair.found, 0, likely);
        sum += likely;
    }
    sum
}
