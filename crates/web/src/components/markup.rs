//! Which text is already HTML?

use std::fmt;

use askama::Template;
use askama::filters::{Escaper, Html, HtmlSafe};

/// Text that is already HTML: escaped words, or something that a template rendered.
///
/// Templates print it as it is. The only ways in are words, which are escaped, and templates,
/// which escape for themselves; so what a council wrote can never become a tag. Empty means that
/// there is nothing to show, such as no hint beside a field.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Markup(String);

impl Markup {
    /// What `template` renders to.
    pub fn of(template: &impl Template) -> Result<Markup, askama::Error> {
        template.render().map(Markup)
    }

    /// `parts` one after the other, each on a line of its own.
    pub fn lines(parts: impl IntoIterator<Item = Markup>) -> Markup {
        let parts: Vec<String> = parts.into_iter().map(|part| part.0).collect();
        Markup(parts.join("<br>"))
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<&str> for Markup {
    fn from(words: &str) -> Markup {
        let mut escaped = String::with_capacity(words.len());
        // Writing into a `String` cannot fail; were it to, less is shown, never something raw.
        let _written: fmt::Result = Html.write_escaped_str(&mut escaped, words);
        Markup(escaped)
    }
}

impl From<String> for Markup {
    fn from(words: String) -> Markup {
        Markup::from(words.as_str())
    }
}

impl fmt::Display for Markup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Most of what is shown is about a person, so none of it is for logs.
impl fmt::Debug for Markup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Markup(..)")
    }
}

impl HtmlSafe for Markup {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_council_wrote_never_becomes_a_tag() {
        let name = Markup::from("<script>alert(1)</script> & \"Sons\"");
        assert_eq!(
            name.to_string(),
            "&#60;script&#62;alert(1)&#60;/script&#62; &#38; &#34;Sons&#34;"
        );
    }

    #[test]
    fn words_are_escaped_once_in_a_template() {
        #[derive(Template)]
        #[template(source = "<p>{{ words }}</p>", ext = "html")]
        struct Page {
            words: Markup,
        }
        let page = Page { words: Markup::from("Marks & Co") };
        let whole = Markup::of(&page).unwrap();
        assert_eq!(whole.to_string(), "<p>Marks &#38; Co</p>");
    }

    #[test]
    fn debug_text_keeps_the_words_to_itself() {
        assert_eq!(format!("{:?}", Markup::from("Mrs Okoro")), "Markup(..)");
    }

    #[test]
    fn lines_stand_below_each_other() {
        let address = Markup::lines([Markup::from("1 High Street"), Markup::from("XX1 2AB")]);
        assert_eq!(address.to_string(), "1 High Street<br>XX1 2AB");
    }
}
