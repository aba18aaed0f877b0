//! Where does one message end and the next begin? MLLP framing: `0B` payload `1C 0D`.
//!
//! A pure state machine: bytes in, events out, whatever way the network cut them. It looks at
//! each byte once and never holds more than the limit.

use std::fmt;

const START: u8 = 0x0B;
const END: u8 = 0x1C;
const RETURN: u8 = 0x0D;

/// How much of an oversized frame is handed out: enough for MSH, so that it can be refused.
const HEAD: usize = 4096;

/// What a connection allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The longest payload, in bytes.
    pub frame: usize,
    /// The most bytes before a start block; health checks and port scans send such bytes.
    pub junk: usize,
    /// Whether `1C` alone ends a frame, as some peers send it. Otherwise it is part of the
    /// payload, and only `1C 0D` ends it.
    pub bare_end: bool,
}

/// What was found in the stream.
#[derive(Clone, PartialEq, Eq)]
pub enum Event {
    /// A whole payload, without its framing.
    Frame(Vec<u8>),
    /// So many bytes stood before a start block and were passed over. Line ends are not counted.
    Skipped(usize),
    /// A second start block inside a frame: the peer began anew, and so many bytes were dropped.
    /// They were never acknowledged, so the peer sends them again.
    Restarted(usize),
    /// A payload longer than the limit, with its beginning. Nothing more is read: refuse, close.
    TooLong(Vec<u8>),
    /// More bytes without a start block than allowed. Nothing more is read: close.
    NotMllp,
}

/// Finds frames in a stream of bytes.
pub struct Deframer {
    limits: Limits,
    place: Place,
    payload: Vec<u8>,
    skipped: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Before a start block.
    Between,
    /// Inside a payload.
    Inside,
    /// Inside, just after `1C`: the next byte decides whether it ended the frame.
    AfterEnd,
    /// The stream cannot be trusted any more.
    Over,
}

impl Default for Limits {
    /// 1 MiB a message, 64 KiB of junk, both end bytes required.
    fn default() -> Self {
        Self { frame: 1024 * 1024, junk: 64 * 1024, bare_end: false }
    }
}

impl Deframer {
    /// Starts before the first frame.
    pub fn new(limits: Limits) -> Self {
        Self { limits, place: Place::Between, payload: Vec::new(), skipped: 0 }
    }

    /// Takes the next bytes of the stream and adds what they complete to `events`.
    pub fn push(&mut self, bytes: &[u8], events: &mut Vec<Event>) {
        let mut rest = bytes;
        while !rest.is_empty() {
            rest = match self.place {
                Place::Between => self.look_for_start(rest, events),
                Place::Inside => self.look_for_end(rest, events),
                Place::AfterEnd => self.after_end(rest, events),
                Place::Over => return,
            };
        }
    }

    /// How many bytes of an unfinished frame are held. If the stream ends here they are lost,
    /// rightly: they were never acknowledged.
    pub fn unfinished(&self) -> usize {
        self.payload.len() + usize::from(self.place == Place::AfterEnd)
    }

    /// Whether a frame has begun and not ended: the peer owes us bytes.
    pub fn is_inside(&self) -> bool {
        matches!(self.place, Place::Inside | Place::AfterEnd)
    }

    /// Whether nothing more will be read.
    pub fn is_over(&self) -> bool {
        self.place == Place::Over
    }

    fn look_for_start<'b>(&mut self, bytes: &'b [u8], events: &mut Vec<Event>) -> &'b [u8] {
        let start = memchr::memchr(START, bytes);
        let junk = bytes.get(..start.unwrap_or(bytes.len())).unwrap_or_default();
        self.skipped += junk.iter().filter(|b| !matches!(b, b'\r' | b'\n')).count();
        if self.skipped > self.limits.junk {
            self.place = Place::Over;
            events.push(Event::NotMllp);
            return &[];
        }
        let Some(start) = start else {
            return &[];
        };
        if self.skipped > 0 {
            events.push(Event::Skipped(std::mem::take(&mut self.skipped)));
        }
        self.place = Place::Inside;
        bytes.get(start + 1..).unwrap_or_default()
    }

    fn look_for_end<'b>(&mut self, bytes: &'b [u8], events: &mut Vec<Event>) -> &'b [u8] {
        let stop = memchr::memchr2(START, END, bytes);
        let more = bytes.get(..stop.unwrap_or(bytes.len())).unwrap_or_default();
        if !self.keep(more, events) {
            return &[];
        }
        let Some(stop) = stop else {
            return &[];
        };
        match bytes.get(stop) {
            Some(&START) => self.begin_anew(events),
            _ if self.limits.bare_end => self.finish_frame(events),
            _ => self.place = Place::AfterEnd,
        }
        bytes.get(stop + 1..).unwrap_or_default()
    }

    fn after_end<'b>(&mut self, bytes: &'b [u8], events: &mut Vec<Event>) -> &'b [u8] {
        if let [RETURN, rest @ ..] = bytes {
            self.finish_frame(events);
            return rest;
        }
        self.place = Place::Inside;
        if self.keep(&[END], events) { bytes } else { &[] }
    }

    /// Adds to the payload, unless that makes it too long.
    fn keep(&mut self, more: &[u8], events: &mut Vec<Event>) -> bool {
        let room = self.limits.frame.saturating_sub(self.payload.len());
        if more.len() <= room {
            self.payload.extend_from_slice(more);
            return true;
        }
        self.payload.extend_from_slice(more.get(..room).unwrap_or_default());
        let mut head = std::mem::take(&mut self.payload);
        head.truncate(HEAD);
        head.shrink_to_fit();
        self.place = Place::Over;
        events.push(Event::TooLong(head));
        false
    }

    fn begin_anew(&mut self, events: &mut Vec<Event>) {
        events.push(Event::Restarted(self.payload.len()));
        self.payload.clear();
    }

    fn finish_frame(&mut self, events: &mut Vec<Event>) {
        events.push(Event::Frame(std::mem::take(&mut self.payload)));
        self.place = Place::Between;
    }
}

/// Puts a payload into its frame.
pub fn frame(payload: &[u8]) -> Vec<u8> {
    [&[START], payload, &[END, RETURN]].concat()
}

/// Payloads are about people, so debug text only counts.
impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Frame(payload) => write!(f, "Frame({} bytes)", payload.len()),
            Self::Skipped(bytes) => write!(f, "Skipped({bytes})"),
            Self::Restarted(bytes) => write!(f, "Restarted({bytes})"),
            Self::TooLong(head) => write!(f, "TooLong({} bytes of it)", head.len()),
            Self::NotMllp => f.write_str("NotMllp"),
        }
    }
}

/// As [`Event`]: what is held is not shown.
impl fmt::Debug for Deframer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Deframer").field("unfinished", &self.unfinished()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop, proptest};

    use super::*;

    const SMALL: Limits = Limits { frame: 16, junk: 8, bare_end: false };

    fn events(limits: Limits, chunks: &[&[u8]]) -> Vec<Event> {
        let (mut deframer, mut events) = (Deframer::new(limits), Vec::new());
        for chunk in chunks {
            deframer.push(chunk, &mut events);
        }
        events
    }

    fn a_frame(payload: &str) -> Event {
        Event::Frame(payload.as_bytes().to_vec())
    }

    #[test]
    fn two_frames_in_one_write_are_two_messages() {
        let found = events(SMALL, &[b"\x0bA\x1c\r\x0bB\x1c\r"]);
        assert_eq!(found, [a_frame("A"), a_frame("B")]);
    }

    #[test]
    fn one_frame_over_many_writes_is_one_message() {
        let found = events(SMALL, &[b"\x0b", b"A", b"B\x1c", b"\r"]);
        assert_eq!(found, [a_frame("AB")]);
    }

    #[test]
    fn an_end_byte_not_followed_by_a_return_is_data() {
        assert_eq!(events(SMALL, &[b"\x0bA\x1cB\x1c\x1c\r"]), [a_frame("A\x1cB\x1c")]);
    }

    #[test]
    fn a_bare_end_byte_ends_a_frame_only_where_that_is_allowed() {
        let bare = Limits { bare_end: true, ..SMALL };
        assert_eq!(events(bare, &[b"\x0bA\x1c\x0bB\x1c\r"]), [a_frame("A"), a_frame("B")]);
        assert_eq!(events(SMALL, &[b"\x0bA\x1c"]), []);
    }

    #[test]
    fn junk_before_a_frame_is_counted_and_line_ends_are_not() {
        let found = events(SMALL, &[b"ping\x0bA\x1c\r\n\x0bB\x1c\r"]);
        assert_eq!(found, [Event::Skipped(4), a_frame("A"), a_frame("B")]);
    }

    #[test]
    fn a_stream_of_junk_is_given_up() {
        assert_eq!(events(SMALL, &[b"GET / HTTP/1.1", b"\x0bA\x1c\r"]), [Event::NotMllp]);
    }

    #[test]
    fn weeks_of_small_junk_between_frames_are_not_a_stream_of_junk() {
        let chunk: &[u8] = b"xxxxx\x0bA\x1c\r";
        let found = events(SMALL, &[chunk; 50]);
        assert_eq!(found.len(), 100);
    }

    #[test]
    fn a_second_start_drops_what_went_before() {
        assert_eq!(events(SMALL, &[b"\x0bHALF\x0bA\x1c\r"]), [Event::Restarted(4), a_frame("A")]);
        assert_eq!(
            events(SMALL, &[b"\x0bHALF\x1c\x0bA\x1c\r"]),
            [Event::Restarted(5), a_frame("A")]
        );
    }

    #[test]
    fn the_longest_frame_fits_and_one_byte_more_does_not() {
        let longest = "x".repeat(16);
        assert_eq!(events(SMALL, &[&frame(longest.as_bytes())]), [a_frame(&longest)]);
        let found = events(SMALL, &[&frame(b"x".repeat(17).as_slice()), b"\x0bA\x1c\r"]);
        assert_eq!(found, [Event::TooLong(longest.into_bytes())]);
    }

    #[test]
    fn a_peer_that_stops_half_way_leaves_an_unfinished_frame() {
        let (mut deframer, mut found) = (Deframer::new(SMALL), Vec::new());
        deframer.push(b"\x0bHALF\x1c", &mut found);
        assert_eq!((found.len(), deframer.unfinished(), deframer.is_inside()), (0, 5, true));
    }

    proptest! {
        #[test]
        fn frames_do_not_depend_on_where_the_network_cuts(
            stream in prop::collection::vec(prop::sample::select(&b"\x0b\x1c\r\nAB"[..]), 0..200),
            cuts in prop::collection::vec(1usize..20, 1..50),
            bare_end in any::<bool>(),
        ) {
            let limits = Limits { frame: 12, junk: 40, bare_end };
            let (mut deframer, mut cut) = (Deframer::new(limits), Vec::new());
            let mut rest = stream.as_slice();
            for size in cuts.iter().cycle() {
                let (now, later) = rest.split_at((*size).min(rest.len()));
                deframer.push(now, &mut cut);
                rest = later;
                if rest.is_empty() {
                    break;
                }
            }
            assert_eq!(cut, events(limits, &[&stream]));
        }

        #[test]
        fn what_is_framed_comes_out_again(payload in "[^\u{b}\u{1c}]{0,200}") {
            let limits = Limits::default();
            let stream = frame(payload.as_bytes()).repeat(3);
            assert_eq!(events(limits, &[&stream]), vec![a_frame(&payload); 3]);
        }
    }
}
