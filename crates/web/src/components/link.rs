//! Where does a link in a card or a row lead?

/// A link beside the thing it acts on.
pub struct Link {
    /// The visible words, such as "Change".
    pub text: String,
    /// Where it leads. Never holds anything about a person but an opaque id.
    pub href: String,
    /// Said by screen readers after the text, where the text alone does not tell what is meant:
    /// "Change *date of birth*". Empty where it does.
    pub hidden: String,
}
