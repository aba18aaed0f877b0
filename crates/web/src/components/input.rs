//! How does somebody type an answer?

use super::field::Field;
use super::markup::Markup;

/// A line to type into.
#[derive(Default)]
pub struct Input {
    /// Its name, question, help and fault.
    pub field: Field,
    /// What was typed before; empty at first.
    pub value: String,
    /// What is typed.
    pub kind: Kind,
    /// How many characters are expected; 0 for the full width. The library knows 2, 3, 4, 5, 10,
    /// 20 and 30.
    pub width: u8,
    /// What the browser may fill in, by the HTML `autocomplete` names; empty for nothing.
    pub autocomplete: String,
    /// Shown before the line, such as "£"; empty for nothing.
    pub prefix: Markup,
    /// Shown after the line, such as "hours"; empty for nothing.
    pub suffix: Markup,
    /// A button beside the line; empty for none.
    pub button: Markup,
}

/// What is typed into a line.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Any words.
    #[default]
    Words,
    /// Words without spelling marks, such as a name or an e-mail address.
    Unspelled,
    /// A number that is a name, such as an NHS number: digits far apart, a keyboard of digits.
    Code,
    /// A telephone number.
    Phone,
    /// A day.
    Day,
    /// A time of day.
    Time,
}

/// Several lines to type into.
#[derive(Default)]
pub struct Textarea {
    /// Its name, question, help and fault.
    pub field: Field,
    /// What was typed before; empty at first.
    pub value: String,
    /// How many lines are shown; 0 for the library's five.
    pub rows: u8,
    /// How many characters may be sent; 0 for any number. The count is shown while typing.
    pub most: u16,
}

impl Kind {
    /// The HTML `type`.
    pub fn html(self) -> &'static str {
        match self {
            Kind::Words | Kind::Unspelled | Kind::Code => "text",
            Kind::Phone => "tel",
            Kind::Day => "date",
            Kind::Time => "time",
        }
    }

    /// Whether it is a number that is a name.
    pub fn is_code(self) -> bool {
        self == Kind::Code
    }

    /// Whether the browser marks what it thinks is misspelt.
    pub fn is_spelled(self) -> bool {
        !matches!(self, Kind::Unspelled | Kind::Code)
    }
}

impl Input {
    /// The classes of the line itself.
    pub fn classes(&self) -> String {
        let mut classes = vec!["nhsuk-input".to_owned()];
        if self.kind.is_code() {
            classes.push("nhsuk-input--code".to_owned());
        }
        if !self.field.fault.is_empty() {
            classes.push("nhsuk-input--error".to_owned());
        }
        if self.width > 0 {
            classes.push(format!("nhsuk-input--width-{}", self.width));
        }
        classes.join(" ")
    }

    /// Whether something stands beside the line.
    pub fn is_wrapped(&self) -> bool {
        !(self.prefix.is_empty() && self.suffix.is_empty() && self.button.is_empty())
    }
}

impl Textarea {
    /// How many lines are shown.
    pub fn rows(&self) -> u8 {
        if self.rows == 0 { 5 } else { self.rows }
    }

    /// The ids of what describes it, the character count last; empty for none.
    pub fn described_by(&self) -> String {
        let notes = self.field.described_by();
        match (self.most, notes.is_empty()) {
            (0, _) => notes,
            (_, true) => format!("{}-info", self.field.id),
            (_, false) => format!("{}-info {notes}", self.field.id),
        }
    }
}
