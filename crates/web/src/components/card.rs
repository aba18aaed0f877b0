//! How is a block of facts set apart?

use super::field::Size;
use super::link::Link;
use super::markup::Markup;

/// The top of a card. What it holds is written between `{% call card::card(c) %}` and
/// `{% endcall %}`.
pub struct Card {
    /// A heading of its own, unique on the page; empty for none.
    pub heading: Markup,
    /// Which heading it is: 2 for a block of the page, 3 for a part of one.
    pub level: u8,
    /// How large the heading is written.
    pub size: Size,
    /// What can be done about the whole; at most three.
    pub links: Vec<Link>,
}

impl Card {
    /// A block of the page.
    pub fn new(heading: impl Into<Markup>) -> Card {
        Card { heading: heading.into(), level: 2, size: Size::M, links: Vec::new() }
    }
}
