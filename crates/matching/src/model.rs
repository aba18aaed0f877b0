//! How strongly does each finding speak, and where does that come from?
//!
//! A [`Model`] is a text that people can read and compare: for each finding of each field, how often
//! it is found between two records of the same person, of twins, of kin and of strangers. Weights
//! are never changed in place: a new model has a new version, and is compared with the old one on
//! the same look-ups before it is switched on.

mod text;

use std::sync::OnceLock;

use care::people::Explanation;

use crate::compare::level::{ROWS, tables};

pub use text::BadModel;

/// The explanations in the order of a row's numbers.
pub(crate) const EXPLANATIONS: [Explanation; 4] =
    [Explanation::Same, Explanation::Twin, Explanation::Kin, Explanation::Stranger];

/// The weights of every finding, and where they come from.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    version: String,
    learnt_from: String,
    fit: Vec<String>,
    /// What is to be expected before anything is compared.
    pub(crate) prior: Prior,
    rows: Vec<Row>,
    logarithms: Vec<[f64; 4]>,
}

/// What is to be expected of a patient before anything is compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prior {
    /// The share of patients whom the council knows.
    pub known: f64,
    /// How many of the council's people are kin or of one household with a patient.
    pub kin: f64,
    /// How many are a patient's twin.
    pub twins: f64,
    /// How many are strangers of the same name and birth date.
    pub namesakes: f64,
    /// How often parent and child bear the same given name.
    pub namesake_of_parent: f64,
    /// How often others of one family do.
    pub namesake_of_others: f64,
}

/// How often one finding is found under each explanation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Row {
    /// Between 0 and 1, in the order of [`EXPLANATIONS`].
    pub(crate) rates: [f64; 4],
    /// Of how many pairs each was counted; nought where it was set by hand.
    pub(crate) pairs: [u64; 4],
}

impl Model {
    /// The weights to begin with, set by hand: see `model/start.toml`.
    pub fn starting() -> Self {
        static READ: OnceLock<Option<Model>> = OnceLock::new();
        let read = READ.get_or_init(|| Self::parse(include_str!("model/start.toml")).ok());
        read.clone().unwrap_or_else(Self::empty)
    }

    /// Puts a model together. Its version is made of its own numbers, so that two models that
    /// differ never bear the same.
    pub(crate) fn new(learnt_from: String, fit: Vec<String>, prior: Prior, rows: Vec<Row>) -> Self {
        let mut model = Self { learnt_from, fit, prior, rows, ..Self::empty() };
        model.version = format!("learnt-{:08x}", crate::names::families::digest(&model.text()));
        model.with_logarithms()
    }

    /// Reads a model's text.
    pub fn parse(text: &str) -> Result<Self, BadModel> {
        text::read(text).map(Self::with_logarithms)
    }

    /// The model as a text, for people and for [`Model::parse`].
    pub fn text(&self) -> String {
        text::write(self)
    }

    /// The name of these weights, noted with every match.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// What they were learnt from, in words.
    pub fn learnt_from(&self) -> &str {
        &self.learnt_from
    }

    /// How the learning went, line by line.
    pub fn fit(&self) -> &[String] {
        &self.fit
    }

    pub(crate) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Natural logarithms of a row's rates.
    pub(crate) fn logarithms(&self, row: usize) -> [f64; 4] {
        self.logarithms.get(row).copied().unwrap_or_default()
    }

    pub(crate) fn rates(&self, row: usize) -> [f64; 4] {
        self.rows.get(row).map_or([1.0; 4], |row| row.rates)
    }

    /// Whether this finding says nothing: its rates are all one.
    pub(crate) fn is_silent(&self, row: usize) -> bool {
        self.logarithms(row).iter().all(|one| one.abs() < f64::EPSILON)
    }

    fn with_logarithms(mut self) -> Self {
        self.logarithms = self.rows.iter().map(|row| row.rates.map(f64::ln)).collect();
        self
    }

    /// Weights that say nothing, so that nothing is ever certain.
    fn empty() -> Self {
        let prior = Prior {
            known: 0.3,
            kin: 0.5,
            twins: 0.02,
            namesakes: 0.002,
            namesake_of_parent: 0.03,
            namesake_of_others: 0.002,
        };
        Self {
            version: String::new(),
            learnt_from: String::new(),
            fit: Vec::new(),
            prior,
            rows: vec![Row { rates: [1.0; 4], pairs: [0; 4] }; ROWS],
            logarithms: vec![[0.0; 4]; ROWS],
        }
    }
}

/// Each row with the names of its field and its finding.
pub(crate) fn named_rows() -> Vec<(&'static str, &'static str, usize)> {
    let named = |table: crate::compare::level::Table| {
        let first = table.first;
        table
            .findings
            .into_iter()
            .enumerate()
            .map(move |(place, finding)| (table.name, finding, first + place))
    };
    tables().into_iter().flat_map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_starting_model_is_read_and_written_again_unchanged() {
        let start = Model::parse(include_str!("model/start.toml")).unwrap();
        assert_eq!(Model::parse(&start.text()).unwrap(), start);
        assert_eq!(start.version(), "start-1");
        assert_eq!(named_rows().len(), ROWS);
    }

    #[test]
    fn a_model_that_is_not_whole_is_refused_and_says_where() {
        let start = include_str!("model/start.toml");
        let refused = |text: &str| Model::parse(text).unwrap_err().to_string();
        assert!(refused(&start.replace("exchanged =", "changed =")).contains("birth_date"));
        assert!(refused(&start.replace("same = 0.985", "same = 98.5")).contains("nhs_number"));
        assert!(refused(&start.replace("known = 0.3", "known = 0.0")).contains("known"));
        assert!(refused("version = 1").contains("version"));
        assert!(refused("nonsense").contains("line 1"));
    }
}
