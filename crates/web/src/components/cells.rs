//! What stands in the cells of a list besides words?

use askama::Template;

use super::markup::Markup;
use super::state::State;

/// A link to the thing that a row is about. `href` never holds anything about a person but an
/// opaque id.
pub fn link(href: &str, text: &str) -> Result<Markup, askama::Error> {
    #[derive(Template)]
    #[template(source = "<a href=\"{{ href }}\">{{ text }}</a>", ext = "html")]
    struct To<'a> {
        href: &'a str,
        text: &'a str,
    }
    Markup::of(&To { href, text })
}

/// A state with its shape.
pub fn state(state: &State) -> Result<Markup, askama::Error> {
    #[derive(Template)]
    #[template(
        source = "{% import \"components/state.html\" as states %}{{ states::state(state) }}",
        ext = "html"
    )]
    struct Tag<'a> {
        state: &'a State,
    }
    Markup::of(&Tag { state })
}

/// The heading of a column of NHS numbers.
pub fn nhs_number() -> Result<Markup, askama::Error> {
    #[derive(Template)]
    #[template(
        source = "<abbr title=\"National Health Service number\">NHS No.</abbr>",
        ext = "html"
    )]
    struct Heading;
    Markup::of(&Heading)
}
