//! What did the hospital send? The grammar of HL7 v2: bytes in, spans out.
//!
//! [`Message::read`] cuts a message into lines once and remembers each well-formed segment as a
//! pair of offsets. Fields, repetitions, components and subcomponents are cut only when somebody
//! asks, and decoded only in the leaf (HL7 v2.4 §2.7: split first, unescape last).

mod part;
mod separators;

use std::fmt;

pub use part::{Component, Field, Presence, Repetition, Segment};
pub use separators::Separators;

use crate::charset::{Charset, UnknownCharset};

/// One HL7 v2 message: its segments in the order they arrived, and what was odd about it.
///
/// Borrows the bytes; beside them it holds eight bytes for each segment or warning.
pub struct Message<'a> {
    bytes: &'a [u8],
    separators: Separators,
    segments: Vec<Span>,
    warnings: Vec<Warning>,
}

/// Where a segment lies in the bytes of its message.
#[derive(Clone, Copy)]
struct Span {
    start: u32,
    end: u32,
}

/// Something odd that did not stop the reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Warning {
    /// What was odd.
    pub oddity: Oddity,
    /// Where, in bytes from the start of what was given to [`Message::read`].
    pub offset: u32,
}

/// The kinds of oddity that are read past, but not in silence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Oddity {
    /// A line that is not blank and does not begin with a segment name; it is passed over.
    NotASegment,
    /// A line feed inside a segment of a message whose segments end in carriage returns; it is
    /// left in the value, because cutting there would lose the rest of the segment.
    LineFeedInside,
    /// Two of the encoding characters in MSH-2 are the same.
    RepeatedSeparator,
}

/// Why bytes are not one HL7 v2 message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAMessage {
    /// Nothing but blank space.
    #[error("the message is empty")]
    Empty,
    /// It does not begin with `MSH`.
    #[error("the message does not begin with an MSH segment")]
    NoHeader,
    /// It begins with a file or batch header (FHS, BHS); the UK profile sends one message a frame.
    #[error("a batch was sent where one message was expected")]
    Batch,
    /// The separators declared in MSH-1 and MSH-2 cannot be used (HL7 v2.4 §2.8).
    #[error("MSH-1 or MSH-2 does not declare usable separators")]
    NoSeparators,
    /// A second MSH: two messages glued together. Reading on could mix two patients.
    #[error("a second MSH segment stands inside the message")]
    SecondHeader,
    /// Longer than 4 GiB.
    #[error("the message is too long")]
    TooLong,
}

impl<'a> Message<'a> {
    /// Reads a message.
    ///
    /// A byte-order mark and blank space before MSH are passed over. Segments end in CR; LF and
    /// CRLF are understood too, as files bring them (HL7 v2.4 §2.8 knows only CR).
    pub fn read(bytes: &'a [u8]) -> Result<Self, NotAMessage> {
        if u32::try_from(bytes.len()).is_err() {
            return Err(NotAMessage::TooLong);
        }
        let start = blank_before(bytes);
        let rest = bytes.get(start..).unwrap_or_default();
        let separators = separators_of(rest)?;
        let mut message = Message { bytes, separators, segments: Vec::new(), warnings: Vec::new() };
        if separators.repeats_itself() {
            message.warn(Oddity::RepeatedSeparator, start + 4);
        }
        message.cut_lines(start);
        let name_is_header = |s: &Span| message.slice(*s).starts_with(b"MSH");
        if message.segments.iter().skip(1).any(name_is_header) {
            return Err(NotAMessage::SecondHeader);
        }
        Ok(message)
    }

    /// The header of what may be no whole message, with its separators.
    ///
    /// For answering: the rest is not looked at.
    pub fn header_alone(bytes: &'a [u8]) -> Result<(Segment<'a>, Separators), NotAMessage> {
        let rest = bytes.get(blank_before(bytes)..).unwrap_or_default();
        let separators = separators_of(rest)?;
        let end = memchr::memchr2(b'\r', b'\n', rest).unwrap_or(rest.len());
        let line = rest.get(..end).unwrap_or_default();
        Ok((Segment::new(line, separators), separators))
    }

    /// The separators that MSH-1 and MSH-2 declare.
    pub fn separators(&self) -> Separators {
        self.separators
    }

    /// The character set that MSH-18 names, or why it cannot be known.
    ///
    /// Only the first repetition counts: the others are for escapes that nobody in England sends.
    pub fn charset(&self) -> Result<Charset, UnknownCharset> {
        Charset::named(self.header().field(18).first().raw())
    }

    /// The header, MSH.
    pub fn header(&self) -> Segment<'a> {
        let line = self.segments.first().map(|span| self.slice(*span)).unwrap_or_default();
        Segment::new(line, self.separators)
    }

    /// All segments, in the order they arrived.
    pub fn segments(&self) -> impl Iterator<Item = Segment<'a>> {
        self.segments.iter().map(|span| Segment::new(self.slice(*span), self.separators))
    }

    /// The first segment of this name.
    pub fn first(&self, name: &str) -> Option<Segment<'a>> {
        self.segments().find(|segment| segment.is(name))
    }

    /// Every segment of this name, in the order they arrived.
    pub fn all(&self, name: &str) -> impl Iterator<Item = Segment<'a>> {
        self.segments().filter(move |segment| segment.is(name))
    }

    /// What was odd about the message, in the order it was met.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    fn cut_lines(&mut self, start: usize) {
        let bytes = self.bytes;
        let mut line = start;
        let mut ends_in_cr = None;
        for at in memchr::memchr2_iter(b'\r', b'\n', bytes.get(start..).unwrap_or_default()) {
            let end = start + at;
            let is_cr = bytes.get(end) == Some(&b'\r');
            let by_cr = *ends_in_cr.get_or_insert(is_cr);
            if is_cr || !by_cr || line == end || self.begins_segment(end + 1) {
                self.keep_line(line, end);
                line = end + 1;
            } else {
                self.warn(Oddity::LineFeedInside, end);
            }
        }
        self.keep_line(line, bytes.len());
    }

    fn begins_segment(&self, at: usize) -> bool {
        let line = self.bytes.get(at..).unwrap_or_default();
        named(line) && line.get(3) == Some(&self.separators.field())
    }

    fn keep_line(&mut self, start: usize, end: usize) {
        let line = self.bytes.get(start..end).unwrap_or_default();
        let indent = line.len() - line.trim_ascii_start().len();
        let (start, line) = (start + indent, line.trim_ascii_start());
        if line.is_empty() {
            return;
        }
        let ended = line.get(3).is_none_or(|next| *next == self.separators.field());
        if named(line) && ended {
            self.segments.push(Span { start: offset(start), end: offset(end) });
        } else {
            self.warn(Oddity::NotASegment, start);
        }
    }

    fn warn(&mut self, oddity: Oddity, at: usize) {
        self.warnings.push(Warning { oddity, offset: offset(at) });
    }

    fn slice(&self, span: Span) -> &'a [u8] {
        self.bytes.get(span.start as usize..span.end as usize).unwrap_or_default()
    }
}

/// A message is about a person, so its debug text only counts.
impl fmt::Debug for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("bytes", &self.bytes.len())
            .field("segments", &self.segments.len())
            .field("warnings", &self.warnings)
            .finish_non_exhaustive()
    }
}

fn blank_before(bytes: &[u8]) -> usize {
    const BYTE_ORDER_MARK: &[u8] = &[0xEF, 0xBB, 0xBF];
    let mut rest = bytes;
    loop {
        let blank = |b: &u8| b.is_ascii_whitespace() || *b == 0;
        let trimmed = rest.iter().position(|b| !blank(b)).and_then(|at| rest.get(at..));
        let trimmed = trimmed.unwrap_or_default();
        match trimmed.strip_prefix(BYTE_ORDER_MARK) {
            Some(after) => rest = after,
            None => return bytes.len() - trimmed.len(),
        }
    }
}

fn separators_of(rest: &[u8]) -> Result<Separators, NotAMessage> {
    if rest.is_empty() {
        return Err(NotAMessage::Empty);
    }
    if rest.starts_with(b"FHS") || rest.starts_with(b"BHS") {
        return Err(NotAMessage::Batch);
    }
    let after = rest.strip_prefix(b"MSH").ok_or(NotAMessage::NoHeader)?;
    Separators::declared_by(after).ok_or(NotAMessage::NoSeparators)
}

/// Whether a line begins like a segment: a capital letter and two capitals or digits
/// (HL7 v2.4 §2.6; Z segments too).
fn named(line: &[u8]) -> bool {
    match line {
        [first, second, third, ..] => {
            let tail = |b: &u8| b.is_ascii_uppercase() || b.is_ascii_digit();
            first.is_ascii_uppercase() && tail(second) && tail(third)
        }
        _ => false,
    }
}

/// Fits, because [`Message::read`] refuses what is longer.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
