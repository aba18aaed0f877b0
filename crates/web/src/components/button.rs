//! Which buttons does a page offer?

/// A button, or a link that looks like one.
pub struct Button {
    /// What it does, as a verb: "Ask the council".
    pub text: String,
    /// What pressing it leads to.
    pub press: Press,
    /// How it looks.
    pub look: Look,
    /// How tall it is.
    pub height: Height,
}

/// What pressing a button leads to.
pub enum Press {
    /// Sends the form around it.
    Submit,
    /// Sends the form around it once, however often it is pressed.
    SubmitOnce,
    /// Sends the form around it, with this name and value.
    SubmitAs {
        /// The field's name.
        name: String,
        /// Its value.
        value: String,
    },
    /// Opens another page.
    Open(String),
}

/// How a button looks.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub enum Look {
    /// The main action; one a page.
    #[default]
    Primary,
    /// Any other action.
    Secondary,
    /// An action that is hard to undo.
    Warning,
    /// On a dark background.
    Reverse,
}

/// How tall a button is.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub enum Height {
    /// The library's own.
    #[default]
    Full,
    /// For dense staff screens; still at least 44 px to touch.
    Small,
}

impl Look {
    /// The library's class for it, with the space before.
    pub fn class(self) -> &'static str {
        match self {
            Look::Primary => "",
            Look::Secondary => " nhsuk-button--secondary",
            Look::Warning => " nhsuk-button--warning",
            Look::Reverse => " nhsuk-button--reverse",
        }
    }
}

impl Height {
    /// The library's class for it, with the space before.
    pub fn class(self) -> &'static str {
        match self {
            Height::Full => "",
            Height::Small => " nhsuk-button--small",
        }
    }
}
