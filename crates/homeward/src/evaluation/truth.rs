//! How many links are right, wrong or missing, where the truth is known?
//!
//! One hospital record is one lookup. The council may hold a person twice: then either record is
//! right. A lookup is *false* where a certain link leads to a wrong record, *found* where a right
//! one is matched or is among those to review.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use super::Calibration;
use super::share::{Share, real};
use crate::linking::{FileFault, TableRow, for_each_row};

/// What the links are worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Worth {
    /// Lookups with a certain link to a wrong record, of all lookups.
    pub false_automatic: Share,
    /// Lookups of people whom the council knows that were matched rightly, of all such.
    pub recall: Share,
    /// Lookups of people whom the council knows that were matched rightly or are in review with a
    /// right record, of all such.
    pub found: Share,
    /// Lookups that a person must look at, of all.
    pub review: Share,
    /// The best F1 of the best-scored record of each lookup, over all thresholds of the score.
    pub best_f1: f64,
    /// The score from which on that is reached.
    pub best_threshold: f64,
    /// Of the people whom the council knows, those whose best-scored record is right and scored
    /// higher than every wrong one.
    pub recall_at_zero_false: Share,
    /// Links to a hospital record that the truth does not name.
    pub unknown: u64,
    /// What the scores foretold of each pair, and what was so.
    pub calibration: Calibration,
}

/// What is known of one lookup.
#[derive(Default)]
struct Lookup {
    /// The right records; none where the council does not know the person.
    right: Vec<String>,
    outcome: Outcome,
    /// Whether a right record is among those matched or to review.
    found: bool,
    /// The best score, and whether it is of a right record.
    best: Option<(f64, bool)>,
}

/// What the rows of one lookup come to: the worst of them counts.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    #[default]
    Nobody,
    Review,
    Right,
    Wrong,
}

/// Compares links with the truth, two files each with a header. The links' may hold any columns
/// beside `hospital_id`, `council_id`, `decision` and `score`; the truth's beside `hospital_id` and
/// `council_id`.
pub fn compare(links: &Path, truth: &Path) -> Result<Worth, FileFault> {
    let mut lookups: BTreeMap<String, Lookup> = BTreeMap::new();
    for_each_row(truth, ["hospital_id", "council_id"], |[hospital, council], _| {
        let lookup = lookups.entry(hospital.to_owned()).or_default();
        lookup.right.extend((!council.is_empty()).then(|| council.to_owned()));
        Ok(())
    })?;
    let (mut unknown, mut calibration) = (0, Calibration::default());
    let columns = ["hospital_id", "council_id", "decision", "score"];
    for_each_row(links, columns, |[hospital, council, decision, score], row| {
        match lookups.get_mut(hospital) {
            None => unknown += 1,
            Some(lookup) => lookup.hear((council, decision, score), &mut calibration, row)?,
        }
        Ok(())
    })?;
    Ok(worth(lookups.values(), unknown, calibration))
}

impl Lookup {
    fn hear(
        &mut self,
        (council, decision, score): (&str, &str, &str),
        calibration: &mut Calibration,
        row: &TableRow<'_>,
    ) -> Result<(), FileFault> {
        let is_right = self.right.iter().any(|right| right == council);
        let outcome = match decision {
            "match" if is_right => Outcome::Right,
            "match" => Outcome::Wrong,
            "review" => Outcome::Review,
            "none" => Outcome::Nobody,
            _ => return Err(row.refuse("its decision is not match, review or none")),
        };
        self.outcome = self.outcome.max(outcome);
        self.found |= is_right && decision != "none";
        if council.is_empty() || score.is_empty() {
            return Ok(());
        }
        let score: f64 = score
            .parse()
            .ok()
            .filter(|score: &f64| !score.is_nan())
            .ok_or_else(|| row.refuse("its score is no number"))?;
        calibration.count(1.0 / (1.0 + (-score).exp()), is_right);
        if self.best.is_none_or(|(best, _)| score > best) {
            self.best = Some((score, is_right));
        }
        Ok(())
    }
}

fn worth<'a>(
    lookups: impl Iterator<Item = &'a Lookup>,
    unknown: u64,
    calibration: Calibration,
) -> Worth {
    let [mut false_automatic, mut recall, mut found, mut review] = [Share::default(); 4];
    let mut best: Vec<(f64, bool)> = Vec::new();
    for lookup in lookups {
        false_automatic.count(lookup.outcome == Outcome::Wrong);
        review.count(lookup.outcome == Outcome::Review);
        best.extend(lookup.best);
        if !lookup.right.is_empty() {
            recall.count(lookup.outcome == Outcome::Right);
            found.count(lookup.found);
        }
    }
    best.sort_by(|one, other| other.0.total_cmp(&one.0));
    let (best_f1, best_threshold) = best_f1(&best, recall.whole);
    let recall_at_zero_false = Share { part: before_the_first_wrong(&best), whole: recall.whole };
    Worth {
        false_automatic,
        recall,
        found,
        review,
        best_f1,
        best_threshold,
        recall_at_zero_false,
        unknown,
        calibration,
    }
}

/// `best`: falling. Equal scores are taken together, for no threshold parts them.
fn best_f1(best: &[(f64, bool)], known: u64) -> (f64, f64) {
    let mut found = (0.0, f64::INFINITY);
    let (mut right, mut wrong) = (0_u64, 0_u64);
    for equal in best.chunk_by(|one, other| one.0.total_cmp(&other.0).is_eq()) {
        for (_, is_right) in equal {
            right += u64::from(*is_right);
            wrong += u64::from(!is_right);
        }
        let f1 = 2.0 * real(right) / real(right + wrong + known).max(1.0);
        if let Some((score, _)) = equal.first()
            && f1 > found.0
        {
            found = (f1, *score);
        }
    }
    found
}

fn before_the_first_wrong(best: &[(f64, bool)]) -> u64 {
    let clean = best.chunk_by(|one, other| one.0.total_cmp(&other.0).is_eq());
    let clean = clean.take_while(|equal| equal.iter().all(|(_, is_right)| *is_right));
    clean.map(|equal| u64::try_from(equal.len()).unwrap_or(u64::MAX)).sum()
}

impl fmt::Display for Worth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (_, most_false) = self.false_automatic.interval();
        writeln!(
            f,
            "false automatic matches  {} of {}",
            self.false_automatic.part, self.false_automatic.whole
        )?;
        writeln!(f, "  true share at most     {most_false:.6} (95 %)")?;
        writeln!(f, "automatic recall         {:.5}", self.recall)?;
        writeln!(f, "found                    {:.5}", self.found)?;
        writeln!(f, "to review                {:.5}", self.review)?;
        writeln!(
            f,
            "best F1                  {:.5} from score {:.4} on",
            self.best_f1, self.best_threshold
        )?;
        writeln!(f, "recall at zero false     {:.5}", self.recall_at_zero_false)?;
        if self.unknown > 0 {
            writeln!(f, "links of records that the truth does not name: {}", self.unknown)?;
        }
        Ok(())
    }
}
