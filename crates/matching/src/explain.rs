//! What does each field say, in words and in bits?

use std::f64::consts::LN_2;

use care::people::Evidence;

use crate::model::Model;
use crate::score::{Weighed, against_rival};

/// Where the weight starts, and what each field adds to it, in bits against the explanation that
/// competes most. An equal address shows as weak evidence where a relative would have it too.
pub(crate) fn evidence(weighed: &Weighed, model: &Model) -> (f64, Vec<Evidence>) {
    let (start, parts) = against_rival(weighed, model);
    let evidence = parts.map(|(finding, weight)| Evidence {
        field: finding.field,
        words: finding.words.to_owned(),
        bits: weight / LN_2,
    });
    (start / LN_2, evidence.into())
}
