//! How does somebody choose among answers?

use super::field::Field;
use super::markup::Markup;

/// A question with answers to choose from: one of them (`radios.html`) or any number of them
/// (`checkboxes.html`).
pub struct Choices {
    /// Name, question, help and fault. The first choice has the field's id.
    pub field: Field,
    /// The answers, in order.
    pub items: Vec<Choice>,
    /// How they lie.
    pub lie: Lie,
    /// How large their boxes are.
    pub boxes: Boxes,
}

/// One answer to choose, or the word between two of them.
pub enum Choice {
    /// An answer.
    Answer(Answer),
    /// A word between answers, such as "or".
    Divider(String),
}

/// An answer to choose.
#[derive(Default)]
pub struct Answer {
    /// What is sent when it is chosen.
    pub value: String,
    /// What is read.
    pub text: Markup,
    /// Help with this answer; empty for none.
    pub hint: Markup,
    /// More fields, shown while it is chosen, and always where no script runs; empty for none.
    pub reveals: Markup,
    /// Whether it is chosen already.
    pub pick: Pick,
}

/// Whether an answer is chosen when the page opens.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub enum Pick {
    /// Not yet.
    #[default]
    Open,
    /// It is.
    Chosen,
    /// It cannot be.
    Disabled,
}

/// How answers lie.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lie {
    /// Below each other.
    Stacked,
    /// In one row, where the screen is wide enough.
    Inline,
}

/// How large the boxes of answers are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Boxes {
    /// The library's own.
    Full,
    /// For dense staff screens; still 44 px to touch.
    Small,
}

impl Choices {
    /// The classes of the list of answers, `base` being the library's name for it.
    pub fn classes(&self, base: &str) -> String {
        let mut classes = vec![base.to_owned()];
        if self.boxes == Boxes::Small {
            classes.push(format!("{base}--small"));
        }
        if self.lie == Lie::Inline {
            classes.push(format!("{base}--inline"));
        }
        classes.join(" ")
    }

    /// The id of the answer at `place`, counted from 0.
    pub fn id(&self, place: usize) -> String {
        match place {
            0 => self.field.id.clone(),
            _ => format!("{}-{}", self.field.id, place + 1),
        }
    }
}

impl Choice {
    /// An answer without help or further fields.
    pub fn answer(value: impl Into<String>, text: impl Into<Markup>) -> Choice {
        Choice::Answer(Answer { value: value.into(), text: text.into(), ..Answer::default() })
    }
}

impl Answer {
    /// Whether it is chosen when the page opens.
    pub fn is_chosen(&self) -> bool {
        self.pick == Pick::Chosen
    }

    /// Whether it cannot be chosen.
    pub fn is_disabled(&self) -> bool {
        self.pick == Pick::Disabled
    }
}
