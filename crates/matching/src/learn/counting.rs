//! What do pairs that share a valid NHS number, or contradict each other's, show?

use crate::compare::level::{Born, Found, Given, Home, Number, Phone};
use crate::guards::{is_born_near, is_family_near, is_given_near};
use crate::learn::family;
use crate::model::{Model, Prior, Row, named_rows};
use crate::score::Asked;
use crate::subject::Facts;

/// How many pairs the numbers set by hand count for, so that a few odd pairs move nothing far.
const BELIEF: [f64; 4] = [60.0, 60.0, 60.0, 300.0];
/// A given name that so many share says nothing of whether one was named after the other.
const BY_CHANCE: f64 = 0.003;
/// How often one of a household bears the other's number, before anything is counted.
const WRONG_NUMBERS: f64 = 0.0015;
/// No model calls anything rarer than this.
const RAREST: f64 = 1e-7;

/// What was counted, row by row, under each explanation.
#[derive(Default)]
pub(super) struct Counts {
    rows: Vec<[f64; 4]>,
    pairs: [u64; 4],
    pub(super) patients: u64,
    numbered: u64,
    known: u64,
    wrong_numbers: u64,
    candidates: u64,
    numbered_candidates: u64,
    parents: [u64; 2],
    others: [u64; 2],
}

const SAME: usize = 0;
const TWIN: usize = 1;
const KIN: usize = 2;
const STRANGER: usize = 3;

impl Counts {
    pub(super) fn patient(&mut self, asked: &Asked<'_>) {
        self.patients += 1;
        self.numbered += u64::from(asked.subject.facts.number != 0);
    }

    /// `chance` is the share of people with the given name, where both have the same.
    /// Takes a pair in under the explanation that the two numbers give, if they give one.
    pub(super) fn pair(&mut self, found: &Found, person: &Facts, chance: f64) {
        self.candidates += 1;
        self.numbered_candidates += u64::from(person.number != 0);
        if is_same(found) {
            self.known += 1;
            self.add(found, SAME);
        } else if is_wrong_number(found) {
            self.wrong_numbers += 1;
        } else if is_household(found) {
            if found.born == Born::Same {
                if !is_given_near(found.given) && is_family_near(found.family) {
                    self.add(found, TWIN);
                }
            } else if !(is_born_near(found.born) && is_given_near(found.given)) {
                self.kin(found, chance);
            }
        }
    }

    fn kin(&mut self, found: &Found, chance: f64) {
        self.add(found, KIN);
        if is_family_near(found.family) {
            let counts = if found.generation { &mut self.parents } else { &mut self.others };
            counts[0] += u64::from(found.given == Given::Same && chance < BY_CHANCE);
            counts[1] += 1;
        }
    }

    pub(super) fn strangers(&mut self, found: &Found) {
        self.add(found, STRANGER);
    }

    fn add(&mut self, found: &Found, explanation: usize) {
        self.add_part(found, explanation, 1.0);
        if let Some(pairs) = self.pairs.get_mut(explanation) {
            *pairs += 1;
        }
    }

    /// Counts a pair as far as it is likely to be so.
    pub(super) fn add_part(&mut self, found: &Found, explanation: usize, part: f64) {
        self.rows.resize(crate::compare::level::ROWS, [0.0; 4]);
        for finding in found.findings() {
            let count = self.rows.get_mut(finding.row).and_then(|row| row.get_mut(explanation));
            if let Some(count) = count {
                *count += part;
            }
        }
    }

    pub(super) fn totals(&self) -> [u64; 4] {
        self.pairs
    }

    /// What the same person's rows come to if these counts replace what was counted.
    pub(super) fn with_same(&self, other: &Self) -> Self {
        let rows = self.rows.iter().zip(&other.rows).map(|(own, theirs)| {
            let [_, twin, kin, stranger] = *own;
            [theirs[SAME], twin, kin, stranger]
        });
        Self { rows: rows.collect(), ..*self }
    }

    pub(super) fn model(&self, start: &Model, from: String) -> Model {
        let rows = self.blend(start);
        let fit = self.report(start, &rows);
        Model::new(from, fit, self.prior(start), rows)
    }

    /// Counts and the numbers set by hand, blended; what is too rare to be counted stays.
    pub(super) fn blend(&self, start: &Model) -> Vec<Row> {
        let names = named_rows();
        let total_of = |field: &str, column: usize| -> f64 {
            let of_field =
                names.iter().filter(|(name, _, place)| *name == field && !start.is_silent(*place));
            of_field.map(|(_, _, place)| self.count(*place, column)).sum()
        };
        let blended = names.iter().map(|(field, finding, place)| {
            let [begin, mut pairs] = [start.rates(*place), [0.0; 4]];
            let mut rates = begin;
            for column in [SAME, TWIN, KIN, STRANGER] {
                if start.is_silent(*place) || is_set_by_hand(field, finding, column) {
                    continue;
                }
                let (count, total) = (self.count(*place, column), total_of(field, column));
                let (belief, by_hand) = (at(&BELIEF, column), at(&begin, column));
                let rate = (count + belief * by_hand) / (total + belief);
                // Kin and twins who look alike are what harms: data of few of them lower no rate far.
                let least = if column == TWIN || column == KIN { by_hand / 2.0 } else { RAREST };
                put(&mut rates, column, rate.clamp(least, 1.0));
                put(&mut pairs, column, count);
            }
            Row { rates, pairs: pairs.map(whole) }
        });
        let mut rows: Vec<Row> = blended.collect();
        family::complete(&mut rows, self.wrong_numbers());
        rows
    }

    /// How often one of a household bears the other's number, blended with what is set by hand.
    fn wrong_numbers(&self) -> f64 {
        let kin = real(self.wrong_numbers + at_pairs(&self.pairs, KIN));
        let rate = (real(self.wrong_numbers) + 1_000.0 * WRONG_NUMBERS) / (kin + 1_000.0);
        rate.max(WRONG_NUMBERS / 5.0)
    }

    fn count(&self, row: usize, column: usize) -> f64 {
        self.rows.get(row).map_or(0.0, |row| at(row, column))
    }

    fn prior(&self, start: &Model) -> Prior {
        let begin = start.prior;
        let share = |part: u64, whole: u64| if whole == 0 { 0.0 } else { real(part) / real(whole) };
        let numbered = real(self.numbered) * share(self.numbered_candidates, self.candidates);
        if numbered < 300.0 {
            return begin;
        }
        let per_patient = |count: u64| real(count) / numbered;
        let blended =
            |[same, all]: [u64; 2], begin: f64| (real(same) + 100.0 * begin) / (real(all) + 100.0);
        Prior {
            known: per_patient(self.known).clamp(0.02, 0.6),
            kin: per_patient(at_pairs(&self.pairs, KIN)).clamp(begin.kin / 2.0, 5.0),
            twins: per_patient(at_pairs(&self.pairs, TWIN)).clamp(begin.twins / 4.0, 0.2),
            namesakes: begin.namesakes,
            namesake_of_parent: blended(self.parents, begin.namesake_of_parent)
                .max(begin.namesake_of_parent / 2.0),
            namesake_of_others: blended(self.others, begin.namesake_of_others)
                .max(begin.namesake_of_others / 2.0),
        }
    }

    /// How many pairs were counted, and which findings now weigh otherwise than by hand.
    fn report(&self, start: &Model, rows: &[Row]) -> Vec<String> {
        let [same, twins, kin, strangers] = self.pairs;
        let mut lines = vec![format!(
            "counted: {same} pairs of one person, {twins} of twins, {kin} of kin, {strangers} of strangers"
        )];
        for (field, finding, place) in named_rows() {
            let (before, after) =
                (start.rates(place), rows.get(place).map_or([1.0; 4], |row| row.rates));
            let bits = |rates: [f64; 4], column: usize| (rates[SAME] / at(&rates, column)).log2();
            let moved = [TWIN, KIN, STRANGER]
                .map(|column| bits(after, column) - bits(before, column))
                .into_iter()
                .fold(0.0_f64, |most, one| if one.abs() > most.abs() { one } else { most });
            if moved.abs() >= 1.0 {
                lines.push(format!("{field} {finding}: weight moved by {moved:+.1} bits"));
            }
        }
        lines
    }
}

fn at_pairs(pairs: &[u64; 4], place: usize) -> u64 {
    pairs.get(place).copied().unwrap_or_default()
}

fn at(numbers: &[f64; 4], place: usize) -> f64 {
    numbers.get(place).copied().unwrap_or_default()
}

fn put(numbers: &mut [f64; 4], place: usize, number: f64) {
    if let Some(slot) = numbers.get_mut(place) {
        *slot = number;
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of pairs stay far below 2^52")]
fn real(count: u64) -> f64 {
    count as f64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts of pairs are never negative and stay far below 2^52"
)]
fn whole(count: f64) -> u64 {
    count.round() as u64
}

/// One person, by a number that is confirmed by two of birth date, given name and family name.
fn is_same(found: &Found) -> bool {
    let confirming =
        [found.born == Born::Same, is_given_near(found.given), is_family_near(found.family)];
    found.number == Number::Same && confirming.into_iter().filter(|confirms| *confirms).count() >= 2
}

/// One number on the records of two people of one household: neither name nor birth date is the
/// same.
fn is_wrong_number(found: &Found) -> bool {
    found.number == Number::Same
        && (found.home == Home::Door || found.phone == Phone::Same)
        && !is_born_near(found.born)
        && !is_given_near(found.given)
}

/// Two people of one household, by two different numbers.
fn is_household(found: &Found) -> bool {
    found.number == Number::Differ && (found.home == Home::Door || found.phone == Phone::Same)
}

/// Numbers are what pairs were chosen by, and so were the addresses of kin; the rest is too rare to
/// be counted.
fn is_set_by_hand(field: &str, finding: &str, column: usize) -> bool {
    match (field, finding) {
        ("nhs_number" | "death", _) => true,
        ("address", _) => column == TWIN || column == KIN || is_shared_value(finding, column),
        ("phone" | "practice", _) => is_shared_value(finding, column),
        ("birth_date", "same") => column != SAME,
        ("birth_date", _) => column == TWIN,
        ("given_name", "same" | "middle" | "swapped") => column != SAME,
        ("family_name" | "family_name_of_women", "same" | "part" | "former") => column == STRANGER,
        ("middle_name", "same") => column == STRANGER,
        _ => false,
    }
}

/// The chance that strangers share a value is taken from the value itself.
fn is_shared_value(finding: &str, column: usize) -> bool {
    column == STRANGER && matches!(finding, "same" | "door" | "postcode" | "former")
}
