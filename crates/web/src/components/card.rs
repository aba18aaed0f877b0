//! How is a block of facts set apart?

use super::field::Size;
use super::link::Link;
use super::markup::Markup;

/// The top of a card. What it holds is written between `{% call card::card(c) %}` and
/// `{% endcall %}`.
pub struct Card {
    /// How much it asks to be read.
    pub weight: Weight,
    /// A heading of its own, unique on the page; empty for none.
    pub heading: Markup,
    /// Which heading it is: 2 for a block of the page, 3 for a part of one.
    pub level: u8,
    /// How large the heading is written.
    pub size: Size,
    /// What can be done about the whole; at most three.
    pub links: Vec<Link>,
}

/// How much a card asks to be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Weight {
    /// One block of facts among others.
    Plain,
    /// Something that must be read before going on. Its heading says so in words: "Important: …".
    Warning,
}

impl Card {
    /// A block of the page.
    pub fn new(heading: impl Into<Markup>) -> Card {
        Card {
            weight: Weight::Plain,
            heading: heading.into(),
            level: 2,
            size: Size::M,
            links: Vec::new(),
        }
    }

    /// A block of the page that must be read before going on.
    pub fn warning(heading: impl Into<Markup>) -> Card {
        Card { weight: Weight::Warning, size: Size::Plain, ..Card::new(heading) }
    }

    /// The library's class for its weight, with the space before.
    pub fn class(&self) -> &'static str {
        match self.weight {
            Weight::Plain => "",
            Weight::Warning => " nhsuk-card--warning",
        }
    }
}
