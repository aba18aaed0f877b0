//! What has happened so far: which care, which stays in hospital?

use jiff::civil::Date;

use super::markup::Markup;
use super::table::{Column, Table};
use drawing::Drawing;

pub mod drawing;

/// Packages of care and stays in hospital on one axis of time: drawn, and told in a table below.
pub struct Timeline {
    /// Unique on the page.
    pub id: String,
    /// One message, such as "Care has been on hold since the stay began".
    pub heading: String,
    /// The drawing in a sentence, for those who do not see it.
    pub summary: String,
    /// The local day on which the page is shown.
    pub today: Date,
    /// What happened, in the order in which it is shown.
    pub spans: Vec<Span>,
}

/// A package of care or a stay, from one day to another.
pub struct Span {
    /// What it is.
    pub kind: Kind,
    /// Such as "Home care, Meadow Homecare". Written in full, on several lines if need be.
    pub label: String,
    /// When it began.
    pub begins: Begins,
    /// When it ended.
    pub ends: Ends,
    /// The beginning in words, as the whole service writes dates, or a named state.
    pub from_words: String,
    /// The end in words, such as "Still running".
    pub until_words: String,
}

/// What happened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A package of care.
    Care,
    /// A stay in hospital.
    Stay,
}

/// When something began.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Begins {
    /// On this day.
    On(Date),
    /// The source does not say: drawn from the left edge.
    NotKnown,
}

/// When something ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ends {
    /// On this day, which may lie ahead.
    On(Date),
    /// It goes on.
    Ongoing,
}

impl Kind {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Kind::Care => "Care",
            Kind::Stay => "Hospital stay",
        }
    }

    /// The end of the class name.
    pub fn class(self) -> &'static str {
        match self {
            Kind::Care => "care",
            Kind::Stay => "stay",
        }
    }
}

impl Timeline {
    /// The spans as they are drawn.
    pub fn drawing(&self) -> Drawing {
        Drawing::of(&self.spans, self.today)
    }

    /// The same as the drawing, in words.
    pub fn table(&self) -> Table {
        Table::among(
            "The same history as a table",
            ["What", "Kind", "From", "Until"].map(Column::words).into(),
            self.spans.iter().map(row).collect(),
        )
    }
}

fn row(span: &Span) -> Vec<Markup> {
    [span.label.as_str(), span.kind.words(), &span.from_words, &span.until_words]
        .map(Markup::from)
        .into()
}
