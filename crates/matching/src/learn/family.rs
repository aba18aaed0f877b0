//! What follows for kin and twins from what is known of others?
//!
//! Pairs of kin are chosen by their home, and of twins there are few, so that some of their rates
//! cannot be counted. They follow from others: people who live together are found at the same
//! addresses as one person is, and no two of a household are born a slip apart more often than
//! strangers.

use crate::compare::level::ROWS;
use crate::model::{Row, named_rows};

const TWIN: usize = 1;
const KIN: usize = 2;

/// The share of twins, and of kin as they are counted, who live together.
const TOGETHER: [(usize, f64); 2] = [(TWIN, 0.6), (KIN, 0.85)];
/// Where those are found who do not live together.
const APART: [(&str, f64); 7] = [
    ("door", 0.005),
    ("postcode", 0.02),
    ("former", 0.04),
    ("slip", 0.001),
    ("sector", 0.02),
    ("outcode", 0.12),
    ("differ", 0.794),
];
/// Dates that look like a slip of each other. Twins and records of one person, mistyped, are counted
/// as kin here: kin may have them as strangers do, or twice as often.
const SLIPS: [&str; 4] = ["exchanged", "first_of_january", "slip", "two_parts"];

/// Given names that look like one another.
const ALIKE: [&str; 4] = ["called", "form", "slip", "alike"];

/// Sets the rates that follow from others. `wrong` is how often a household's two people hold one
/// number between them: the number of one stands on the other's record.
pub(super) fn complete(rows: &mut [Row], wrong: f64) {
    debug_assert_eq!(rows.len(), ROWS, "a model is whole");
    for ((field, finding, _), row) in named_rows().into_iter().zip(rows) {
        let [same, _, _, stranger] = row.rates;
        match field {
            "address" => {
                let apart = APART.iter().find(|(name, _)| *name == finding);
                for (column, together) in TOGETHER {
                    if let (Some((_, apart)), Some(rate)) = (apart, row.rates.get_mut(column)) {
                        *rate = together * same + (1.0 - together) * apart;
                    }
                }
            }
            "birth_date" if SLIPS.contains(&finding) => {
                row.rates[TWIN] = same;
                row.rates[KIN] = row.rates[KIN].min(2.0 * stranger);
            }
            // A slip of the pen in the family name falls on a twin as on anybody.
            "family_name" | "family_name_of_women" if finding == "slip" || finding == "form" => {
                row.rates[TWIN] = row.rates[TWIN].max(0.9 * same);
                row.rates[KIN] = row.rates[KIN].max(0.4 * same);
            }
            // Twins' names are alike half as often as those of strangers: parents avoid it.
            "given_name" if ALIKE.contains(&finding) => {
                row.rates[TWIN] = row.rates[TWIN].max(0.5 * stranger);
            }
            "nhs_number" if finding == "same" => {
                // Twins' numbers are mistaken for each other more than others': their rate stays.
                row.rates[KIN] = wrong;
            }
            _ => {}
        }
    }
}
