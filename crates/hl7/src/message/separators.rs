//! Which characters cut this message? MSH-1 and MSH-2 (HL7 v2.4 §2.8).

/// The separators of one message, as its sender declares them.
///
/// A sender may declare fewer than the usual four; what is not declared does not cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Separators {
    field: u8,
    component: u8,
    repetition: Option<u8>,
    escape: Option<u8>,
    subcomponent: Option<u8>,
    truncation: Option<u8>,
}

impl Separators {
    /// The recommended ones, `|^~\&`, used by nearly everybody.
    pub const USUAL: Self = Self {
        field: b'|',
        component: b'^',
        repetition: Some(b'~'),
        escape: Some(b'\\'),
        subcomponent: Some(b'&'),
        truncation: None,
    };

    /// Reads them from what follows the letters `MSH`.
    ///
    /// Only punctuation of ASCII can separate: a letter or a digit would cut names and times
    /// apart. One to five encoding characters may stand in MSH-2 (v2.7 added the fifth).
    pub(super) fn declared_by(after: &[u8]) -> Option<Self> {
        let (field, rest) = after.split_first()?;
        let ends = |b: &u8| b == field || *b == b'\r' || *b == b'\n';
        let end = rest.iter().take(6).position(ends).unwrap_or(rest.len());
        let encoding = rest.get(..end)?;
        let usable = field.is_ascii_punctuation() && encoding.iter().all(u8::is_ascii_punctuation);
        if !usable || encoding.len() > 5 {
            return None;
        }
        Some(Self {
            field: *field,
            component: *encoding.first()?,
            repetition: encoding.get(1).copied(),
            escape: encoding.get(2).copied(),
            subcomponent: encoding.get(3).copied(),
            truncation: encoding.get(4).copied(),
        })
    }

    /// Whether one character stands for two things. Such a message is still cut, field first.
    pub(super) fn repeats_itself(&self) -> bool {
        let all = self.encoding();
        all.iter().enumerate().any(|(at, one)| all.iter().skip(at + 1).any(|other| one == other))
    }

    /// What cuts a segment into fields, MSH-1.
    pub fn field(self) -> u8 {
        self.field
    }

    /// What cuts a repetition into components.
    pub fn component(self) -> u8 {
        self.component
    }

    /// What cuts a field into repetitions.
    pub fn repetition(self) -> Option<u8> {
        self.repetition
    }

    /// What opens and closes an escape sequence.
    pub fn escape(self) -> Option<u8> {
        self.escape
    }

    /// What cuts a component into subcomponents.
    pub fn subcomponent(self) -> Option<u8> {
        self.subcomponent
    }

    /// What marks a value that was cut short (HL7 v2.7 §2.5.5.2).
    pub fn truncation(self) -> Option<u8> {
        self.truncation
    }

    /// MSH-2 as it was sent.
    pub fn encoding(self) -> Vec<u8> {
        let rest = [self.repetition, self.escape, self.subcomponent, self.truncation];
        std::iter::once(self.component).chain(rest.into_iter().flatten()).collect()
    }
}
