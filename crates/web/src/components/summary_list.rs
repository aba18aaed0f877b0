//! How are several facts about one thing shown?

use super::link::Link;
use super::markup::Markup;

/// Facts below each other, each with its name.
#[derive(Default)]
pub struct SummaryList {
    /// The facts, in order.
    pub rows: Vec<Row>,
    /// Where lines are drawn.
    pub border: Border,
}

/// One fact.
#[derive(Default)]
pub struct Row {
    /// What it is called.
    pub key: Markup,
    /// What it is: a value or a named state, never nothing.
    pub value: Markup,
    /// What can be done about it; mostly nothing.
    pub links: Vec<Link>,
}

/// Where lines are drawn between facts.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub enum Border {
    /// Below each.
    #[default]
    Each,
    /// Below each but the last, as in a card.
    Between,
    /// Nowhere.
    Nowhere,
}

impl Row {
    /// A fact about which nothing can be done here.
    pub fn new(key: impl Into<Markup>, value: impl Into<Markup>) -> Row {
        Row { key: key.into(), value: value.into(), links: Vec::new() }
    }
}

impl SummaryList {
    /// The class for where lines are drawn, with the space before.
    pub fn border_class(&self) -> &'static str {
        match self.border {
            Border::Each => "",
            Border::Between => " nhsuk-summary-list--no-last-row-border",
            Border::Nowhere => " nhsuk-summary-list--no-border",
        }
    }

    /// The class of `row`, with the space before: it keeps the column of links free in a list
    /// where others have some.
    pub fn row_class(&self, row: &Row) -> &'static str {
        let others_have = self.rows.iter().any(|other| !other.links.is_empty());
        if others_have && row.links.is_empty() {
            " nhsuk-summary-list__row--no-actions"
        } else {
            ""
        }
    }
}
