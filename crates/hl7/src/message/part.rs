//! The parts of a segment, cut when asked for: fields, repetitions, components, subcomponents.

use std::fmt;

use super::Separators;
use crate::charset::{Charset, Decoded};
use crate::escape::{self, CharsetSwitch};

/// What a sender says about one part.
///
/// The difference between the first two and `Null` decides whether an address is kept or
/// deleted (HL7 UK A.3, null values).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// The segment ends before it: nothing is said.
    Absent,
    /// Its place is there and empty: nothing is said.
    Empty,
    /// `""`: delete what you hold.
    Null,
    /// A value.
    Given,
}

/// One segment: a name of three characters and its fields.
#[derive(Clone, Copy)]
pub struct Segment<'a> {
    line: &'a [u8],
    separators: Separators,
}

/// One field of a segment.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a>(Part<'a>);

/// One repetition of a field.
#[derive(Clone, Copy, Debug)]
pub struct Repetition<'a>(Part<'a>);

/// One component of a repetition, or one subcomponent of a component: where text is read.
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct Component<'a>(Part<'a>);

/// What the three have in common: bytes, if they have a place at all, and what cuts them.
#[derive(Clone, Copy)]
struct Part<'a> {
    raw: Option<&'a [u8]>,
    separators: Separators,
}

impl<'a> Segment<'a> {
    pub(super) fn new(line: &'a [u8], separators: Separators) -> Self {
        Self { line, separators }
    }

    /// Whether this is its name.
    pub fn is(&self, name: &str) -> bool {
        self.line.get(..3) == Some(name.as_bytes())
    }

    /// Its name: three ASCII characters.
    pub fn name(&self) -> &'a str {
        self.line.get(..3).and_then(|name| str::from_utf8(name).ok()).unwrap_or_default()
    }

    /// The whole line as it was sent, without its end.
    pub fn raw(&self) -> &'a [u8] {
        self.line
    }

    /// The field of this number, counted from 1 as the standard does.
    ///
    /// In MSH the separator itself is field 1 and the encoding characters are field 2.
    pub fn field(&self, number: usize) -> Field<'a> {
        let cut = Some(self.separators.field());
        let raw = match (self.is("MSH"), number) {
            (_, 0) => None,
            (true, 1) => self.line.get(3..4),
            (true, _) => nth(self.line, cut, number - 1),
            (false, _) => nth(self.line, cut, number),
        };
        Field(Part { raw, separators: self.separators })
    }

    /// How many fields the segment has, empty ones included.
    pub fn len(&self) -> usize {
        let cuts = memchr::memchr_iter(self.separators.field(), self.line).count();
        if self.is("MSH") { cuts + 1 } else { cuts }
    }

    /// Whether it is a bare name.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<'a> Field<'a> {
    /// A field of a segment that was not sent.
    pub(crate) fn absent() -> Self {
        Self(Part { raw: None, separators: Separators::USUAL })
    }

    /// What the sender says about the field as a whole.
    pub fn presence(&self) -> Presence {
        self.0.presence()
    }

    /// The bytes as they were sent; none when the field is absent.
    pub fn raw(&self) -> &'a [u8] {
        self.0.bytes()
    }

    /// Its repetitions. An absent field has none; an empty one has one empty repetition.
    pub fn repetitions(&self) -> impl Iterator<Item = Repetition<'a>> + use<'a> {
        self.0.pieces(self.0.separators.repetition()).map(Repetition)
    }

    /// Its first repetition, and for most fields the only one.
    pub fn first(&self) -> Repetition<'a> {
        Repetition(self.0.piece(self.0.separators.repetition(), 1))
    }

    /// A component of the first repetition, counted from 1.
    pub fn component(&self, number: usize) -> Component<'a> {
        self.first().component(number)
    }
}

impl<'a> Repetition<'a> {
    /// What the sender says about this repetition.
    pub fn presence(&self) -> Presence {
        self.0.presence()
    }

    /// The bytes as they were sent.
    pub fn raw(&self) -> &'a [u8] {
        self.0.bytes()
    }

    /// The component of this number, counted from 1.
    pub fn component(&self, number: usize) -> Component<'a> {
        Component(self.0.piece(Some(self.0.separators.component()), number))
    }

    /// All its components.
    pub fn components(&self) -> impl Iterator<Item = Component<'a>> + use<'a> {
        self.0.pieces(Some(self.0.separators.component())).map(Component)
    }
}

impl<'a> Component<'a> {
    /// What the sender says about this component.
    pub fn presence(&self) -> Presence {
        self.0.presence()
    }

    /// The bytes as they were sent.
    pub fn raw(&self) -> &'a [u8] {
        self.0.bytes()
    }

    /// The subcomponent of this number, counted from 1.
    pub fn subcomponent(&self, number: usize) -> Component<'a> {
        Component(self.0.piece(self.0.separators.subcomponent(), number))
    }

    /// All its subcomponents.
    pub fn subcomponents(&self) -> impl Iterator<Item = Component<'a>> + use<'a> {
        self.0.pieces(self.0.separators.subcomponent()).map(Component)
    }

    /// The text: unescaped, decoded, without NULs, in NFC.
    ///
    /// Subcomponents are left joined, so that a ward sent as `A&E` stays one; ask for a
    /// [`Component::subcomponent`] where the type has them. `""` reads as two quotation marks:
    /// look at [`Component::presence`] first.
    pub fn text(&self, charset: Charset) -> Result<Decoded<'a>, CharsetSwitch> {
        let plain = escape::unescape(self.raw(), self.0.separators)?;
        Ok(charset.decode(plain))
    }
}

impl<'a> Part<'a> {
    fn bytes(&self) -> &'a [u8] {
        self.raw.unwrap_or_default()
    }

    fn presence(&self) -> Presence {
        match self.raw {
            None => Presence::Absent,
            Some(b"") => Presence::Empty,
            Some(b"\"\"") => Presence::Null,
            Some(_) => Presence::Given,
        }
    }

    /// The piece of this number, counted from 1; pieces past the last are absent.
    fn piece(self, cut: Option<u8>, number: usize) -> Self {
        let raw = number.checked_sub(1).and_then(|before| nth(self.raw?, cut, before));
        Self { raw, ..self }
    }

    fn pieces(self, cut: Option<u8>) -> impl Iterator<Item = Self> + use<'a> {
        let mut rest = self.raw;
        std::iter::from_fn(move || {
            let bytes = rest?;
            let end = cut.and_then(|cut| memchr::memchr(cut, bytes));
            rest = end.and_then(|end| bytes.get(end + 1..));
            Some(Self { raw: bytes.get(..end.unwrap_or(bytes.len())), ..self })
        })
    }
}

/// The piece with `before` cuts before it.
fn nth(bytes: &[u8], cut: Option<u8>, before: usize) -> Option<&[u8]> {
    let Some(cut) = cut else {
        return (before == 0).then_some(bytes);
    };
    let mut cuts = memchr::memchr_iter(cut, bytes);
    let start = match before.checked_sub(1) {
        None => 0,
        Some(skipped) => cuts.nth(skipped)? + 1,
    };
    bytes.get(start..cuts.next().unwrap_or(bytes.len()))
}

/// A segment is known by its name; what it says stays out of logs.
impl fmt::Debug for Segment<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Segment({}, {} bytes)", self.name(), self.line.len())
    }
}

/// Debug text ends up in logs, so it keeps the value to itself.
impl fmt::Debug for Part<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.presence().fmt(f)
    }
}
