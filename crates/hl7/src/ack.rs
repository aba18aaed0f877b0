//! What is the sender answered? The one map from an outcome to an acknowledgement.
//!
//! HL7 v2.4 §2.9 (processing), §2.13 (MSA, ERR) and table 0357. An accepting answer means "safe
//! with us", so it is built after the message is durable and says nothing of its filing.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::escape::escape;
use crate::message::{Message, NotAMessage, Presence, Segment, Separators};
use crate::time;
use crate::unreadable::Unreadable;

/// Who answers, and how.
#[derive(Clone, Debug)]
pub struct Ourselves {
    /// MSH-3 of the answer when the sender named no receiver, or `ROUTE`.
    pub application: String,
    /// MSH-4 of the answer in the same case. Empty: the sender's own facility.
    pub facility: String,
    /// The local time in which MSH-7 is written.
    pub zone: TimeZone,
    /// Which answers are sent.
    pub mode: Mode,
}

/// Which answers a feed is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Mode {
    /// What MSH-15 and MSH-16 ask for: both empty is original mode, as ITK has it.
    #[default]
    AsAsked,
    /// AA, AE or AR whatever they ask for; some engines fill them in and wait for AA.
    Original,
}

/// What makes one answer different from the next.
#[derive(Clone, Copy, Debug)]
pub struct Stamp<'a> {
    /// MSH-10 of the answer; the caller keeps it unique.
    pub control_id: &'a str,
    /// MSH-7 of the answer.
    pub at: Timestamp,
}

/// Answers one message, as bytes without a frame.
///
/// `None` when nothing may be sent: the sender asked for silence, or what it sent was itself an
/// acknowledgement. A message too broken to read is answered with the usual separators.
pub fn answer(
    message: &[u8],
    outcome: Result<(), Unreadable>,
    ourselves: &Ourselves,
    stamp: Stamp<'_>,
) -> Option<Vec<u8>> {
    let asked = Asked::by(message);
    let fault = outcome.err().map(|unreadable| (unreadable, Fault::of(unreadable)));
    let code =
        asked.code(fault.map_or(Weight::Accept, |(_, fault)| fault.weight), ourselves.mode)?;
    let mut lines = asked.header(ourselves, stamp);
    let separators = asked.separators;
    let bar = separators.field();
    lines.extend_from_slice(&joined(bar, &[b"\rMSA", code.as_bytes(), &asked.echo(10)]));
    if let Some((unreadable, fault)) = fault {
        let text = escape(&unreadable.to_string(), separators);
        let coded = fault.coded(separators.component());
        lines.extend_from_slice(&joined(bar, &[b"", &text, b"", b"", &coded]));
        lines.extend_from_slice(&joined(bar, &[b"\rERR", &fault.located(&asked)]));
    }
    lines.push(b'\r');
    Some(lines)
}

/// How bad it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Weight {
    /// AA: stored.
    Accept,
    /// AE: sending the same bytes again will not help; a person must look.
    Error,
    /// AR: the wrong kind of message for this feed.
    Reject,
}

/// What is wrong and where, in the words of table 0357.
#[derive(Clone, Copy)]
struct Fault {
    weight: Weight,
    number: &'static str,
    name: &'static str,
    segment: &'static str,
    field: &'static str,
}

impl Fault {
    fn of(unreadable: Unreadable) -> Self {
        use Weight::{Error, Reject};
        let (weight, number, segment, field) = match unreadable {
            Unreadable::NotAMessage(NotAMessage::NoSeparators) => (Error, "101", "MSH", "2"),
            Unreadable::NotAMessage(NotAMessage::TooLong) => (Reject, "207", "MSH", ""),
            Unreadable::NotAMessage(_) => (Error, "100", "MSH", ""),
            Unreadable::UnknownCharset(_) => (Error, "103", "MSH", "18"),
            Unreadable::NoControlId => (Error, "101", "MSH", "10"),
            Unreadable::NullIdentifier("MSH-10") => (Error, "102", "MSH", "10"),
            Unreadable::NullIdentifier(_) => (Error, "102", "PID", "3"),
            Unreadable::NotAdt => (Reject, "200", "MSH", "9"),
            Unreadable::NotVersion2 => (Reject, "203", "MSH", "12"),
            Unreadable::WrongProcessing => (Reject, "202", "MSH", "11"),
            Unreadable::NoPatient | Unreadable::NotTwoPatients => (Error, "100", "PID", ""),
            Unreadable::NoIdentifier => (Error, "101", "PID", "3"),
            Unreadable::NoVisit => (Error, "100", "PV1", ""),
            Unreadable::NoPriorIdentifier => (Error, "100", "MRG", ""),
        };
        let name = match number {
            "100" => "Segment sequence error",
            "101" => "Required field missing",
            "102" => "Data type error",
            "103" => "Table value not found",
            "200" => "Unsupported message type",
            "202" => "Unsupported processing id",
            "203" => "Unsupported version id",
            _ => "Application internal error",
        };
        Self { weight, number, name, segment, field }
    }

    /// The coded error of MSA-6 and ERR-3.
    fn coded(self, between: u8) -> Vec<u8> {
        joined(between, &[self.number.as_bytes(), self.name.as_bytes(), b"HL70357"])
    }

    /// ERR, without its name: `PID^1^3^101&…` until 2.4, then location, code and severity apart.
    fn located(self, asked: &Asked<'_>) -> Vec<u8> {
        let caret = asked.separators.component();
        let field: &[&[u8]] = match self.field {
            "" => &[b"1"],
            field => &[b"1", field.as_bytes()],
        };
        let place = joined(caret, &[&[self.segment.as_bytes()], field].concat());
        if asked.is_at_least(2, 5) {
            return joined(asked.separators.field(), &[b"", &place, &self.coded(caret), b"E"]);
        }
        let coded = match asked.separators.subcomponent() {
            Some(ampersand) => self.coded(ampersand),
            None => self.number.as_bytes().to_vec(),
        };
        let gap: &[u8] = if self.field.is_empty() { &[caret] } else { b"" };
        joined(caret, &[&[place.as_slice(), gap].concat(), &coded])
    }
}

/// What the sender said about itself, as far as its header can be read.
struct Asked<'a> {
    header: Option<Segment<'a>>,
    separators: Separators,
}

impl<'a> Asked<'a> {
    fn by(message: &'a [u8]) -> Self {
        match Message::header_alone(message) {
            Ok((header, separators)) => Self { header: Some(header), separators },
            Err(_) => Self { header: None, separators: Separators::USUAL },
        }
    }

    /// A header field as it was sent, but for control characters: they could end our own frame.
    fn echo(&self, number: usize) -> Vec<u8> {
        let raw = self.header.map(|header| header.field(number).raw()).unwrap_or_default();
        raw.iter().copied().filter(|byte| !byte.is_ascii_control()).collect()
    }

    fn echo_or(&self, number: usize, default: &[u8]) -> Vec<u8> {
        let echo = self.echo(number);
        if echo.is_empty() { default.to_vec() } else { echo }
    }

    fn word(&self, field: usize, component: usize) -> &'a [u8] {
        let raw = |header: Segment<'a>| header.field(field).component(component).raw();
        self.header.map(raw).unwrap_or_default().trim_ascii()
    }

    /// The code of MSA-1, or nothing when no answer is wanted.
    fn code(&self, weight: Weight, mode: Mode) -> Option<&'static str> {
        if matches!(self.word(9, 1), b"ACK" | b"MCF") {
            return None;
        }
        let (accept, application) = (self.condition(15), self.condition(16));
        let original = mode == Mode::Original || (accept.is_none() && application.is_none());
        let wants = |condition: Option<&[u8]>| match condition {
            None | Some(b"NE") => false,
            Some(b"ER") => weight != Weight::Accept,
            Some(b"SU") => weight == Weight::Accept,
            Some(_) => true,
        };
        let codes = match accept {
            _ if original => Some(["AA", "AE", "AR"]),
            Some(condition) if condition != b"NE" => {
                wants(Some(condition)).then_some(["CA", "CE", "CR"])
            }
            _ => wants(application).then_some(["AA", "AE", "AR"]),
        };
        codes.map(|[accept, error, reject]| match weight {
            Weight::Accept => accept,
            Weight::Error => error,
            Weight::Reject => reject,
        })
    }

    /// AL, NE, ER or SU (HL7 v2.4 table 0155), if anything was said.
    fn condition(&self, number: usize) -> Option<&'a [u8]> {
        let given = self.header?.field(number);
        (given.presence() == Presence::Given).then(|| given.raw().trim_ascii())
    }

    fn is_at_least(&self, major: u32, minor: u32) -> bool {
        let version = str::from_utf8(self.word(12, 1)).unwrap_or_default();
        let mut numbers = version.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
        (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0)) >= (major, minor)
    }

    /// `ACK^A01^ACK` from 2.4 on; before, and when the event is unknown, `ACK` says enough.
    fn kind(&self) -> Vec<u8> {
        let event: Vec<u8> =
            self.word(9, 2).iter().copied().filter(u8::is_ascii_alphanumeric).collect();
        if event.is_empty() || !self.is_at_least(2, 4) {
            return b"ACK".to_vec();
        }
        joined(self.separators.component(), &[b"ACK", &event, b"ACK"])
    }

    /// MSH of the answer: sender and receiver swapped, everything else as the sender has it.
    fn header(&self, ourselves: &Ourselves, stamp: Stamp<'_>) -> Vec<u8> {
        let ours = |number: usize, own: &str, otherwise: Vec<u8>| match self.echo(number) {
            named if !matches!(named.as_slice(), b"" | b"ROUTE" | b"\"\"") => named,
            _ if own.is_empty() => otherwise,
            _ => escape(own, self.separators),
        };
        let mut fields = vec![
            [b"MSH".as_slice(), &[self.separators.field()], &self.separators.encoding()].concat(),
            ours(5, &ourselves.application, Vec::new()),
            ours(6, &ourselves.facility, self.echo(4)),
            self.echo(3),
            self.echo(4),
            time::write(stamp.at, &ourselves.zone).into_bytes(),
            Vec::new(),
            self.kind(),
            escape(stamp.control_id, self.separators),
            self.echo_or(11, b"P"),
            self.echo_or(12, b"2.4"),
        ];
        fields.extend([Vec::new(), Vec::new(), Vec::new(), Vec::new()]);
        fields.extend((17..=21).map(|number| self.echo(number)));
        while fields.last().is_some_and(Vec::is_empty) {
            fields.pop();
        }
        fields.join(&self.separators.field())
    }
}

fn joined(between: u8, parts: &[&[u8]]) -> Vec<u8> {
    parts.join(&between)
}

#[cfg(test)]
mod tests;
