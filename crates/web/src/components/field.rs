//! What surrounds every field of a form?

use super::markup::Markup;

/// What any field has: a name, a question, perhaps help, perhaps something to put right.
#[derive(Default)]
pub struct Field {
    /// Unique on the page; the error summary links to it.
    pub id: String,
    /// The name under which it is sent.
    pub name: String,
    /// The question.
    pub label: Label,
    /// Help with the answer; empty for none.
    pub hint: Markup,
    /// What is wrong with the answer and how to put it right; empty while nothing is.
    pub fault: Markup,
}

/// The words that name a field.
#[derive(Default)]
pub struct Label {
    /// The question.
    pub text: Markup,
    /// How large it is written.
    pub size: Size,
    /// Whether it is the page's heading too.
    pub place: Place,
}

/// How large a label or heading is written.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub enum Size {
    /// As the text around it.
    #[default]
    Plain,
    /// Small.
    S,
    /// Medium.
    M,
    /// Large.
    L,
    /// Extra large.
    Xl,
}

/// Whether a label is a heading.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub enum Place {
    /// One question among others.
    #[default]
    Among,
    /// The only question of the page: its label is the first heading.
    Heading,
}

impl Label {
    /// A label that is one among others.
    pub fn new(text: impl Into<Markup>) -> Label {
        Label { text: text.into(), ..Label::default() }
    }

    /// Whether the label is the page's first heading.
    pub fn is_heading(&self) -> bool {
        self.place == Place::Heading
    }
}

impl Size {
    /// The end of a class name, such as `--m`; nothing for the plain size.
    pub fn suffix(self) -> &'static str {
        match self {
            Size::Plain => "",
            Size::S => "s",
            Size::M => "m",
            Size::L => "l",
            Size::Xl => "xl",
        }
    }

    /// `before` and the end of the class name, with a space before; nothing for the plain size.
    pub fn class(self, before: &str) -> String {
        match self {
            Size::Plain => String::new(),
            sized => format!(" {before}{}", sized.suffix()),
        }
    }
}

impl Field {
    /// The ids of what describes the field, for `aria-describedby`; empty for none.
    pub fn described_by(&self) -> String {
        let mut ids = Vec::new();
        if !self.hint.is_empty() {
            ids.push(format!("{}-hint", self.id));
        }
        if !self.fault.is_empty() {
            ids.push(format!("{}-error", self.id));
        }
        ids.join(" ")
    }

    /// The class that marks a group whose answer has to be put right, with the space before.
    pub fn group_class(&self) -> &'static str {
        if self.fault.is_empty() { "" } else { " nhsuk-form-group--error" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_screen_reader_hears_the_hint_before_the_fault() {
        let field = Field {
            id: "born".to_owned(),
            hint: Markup::from("For example, 14 7 1945"),
            fault: Markup::from("Enter a date in the past"),
            ..Field::default()
        };
        assert_eq!(field.described_by(), "born-hint born-error");
        assert_eq!(Field::default().described_by(), "");
    }
}
