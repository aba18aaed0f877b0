//! The grammar met with every shape of message that hospitals send.

use proptest::prelude::{Just, Strategy, any, prop, prop_oneof, proptest};

use super::*;

const ADT: &str = "MSH|^~\\&|PAS|RZZ|||20260329144610||ADT^A01|1|P|2.4\r\
    PID|1||A~B^^^RZZ||HALLIDAY^DORA|\"\"|\r\
    PV1|1|I|RZZ^EAU^B2-4^RZZ01&x\r";

#[track_caller]
fn read(bytes: &[u8]) -> Message<'_> {
    Message::read(bytes).unwrap()
}

#[track_caller]
fn text(message: &Message<'_>, segment: &str, field: usize, component: usize) -> String {
    let part = message.first(segment).unwrap().field(field).component(component);
    part.text(message.charset().unwrap()).unwrap().text.into_owned()
}

fn oddities(message: &Message<'_>) -> Vec<(Oddity, u32)> {
    message.warnings().iter().map(|warning| (warning.oddity, warning.offset)).collect()
}

#[track_caller]
fn reads_like_the_plain_one(odd: &[u8]) {
    let (odd, plain) = (read(odd), read(ADT.as_bytes()));
    let lines = |m: &Message<'_>| m.segments().map(|s| s.raw().to_vec()).collect::<Vec<_>>();
    assert_eq!(lines(&odd), lines(&plain));
}

#[test]
fn parts_are_counted_from_one_as_the_standard_counts() {
    let message = read(ADT.as_bytes());
    assert_eq!(text(&message, "PID", 5, 2), "DORA");
    assert_eq!(text(&message, "PV1", 3, 4), "RZZ01&x");
    let site = message.first("PV1").unwrap().field(3).component(4);
    assert_eq!(site.subcomponent(2).raw(), b"x");
    assert_eq!(site.subcomponents().count(), 2);
    let numbers = message.first("PID").unwrap().field(3);
    let firsts: Vec<_> = numbers.repetitions().map(|r| r.component(1).raw()).collect();
    assert_eq!(firsts, [b"A", b"B"]);
    assert_eq!(numbers.first().components().count(), 1);
}

#[test]
fn the_separators_are_the_first_two_fields_of_the_header() {
    let message = read(ADT.as_bytes());
    assert_eq!(message.header().field(1).raw(), b"|");
    assert_eq!(message.header().field(2).raw(), b"^~\\&");
    assert_eq!(text(&message, "MSH", 3, 1), "PAS");
    assert_eq!(text(&message, "MSH", 9, 2), "A01");
    assert_eq!(message.header().len(), 12);
}

#[test]
fn nothing_counts_as_part_nought() {
    let message = read(ADT.as_bytes());
    for segment in message.segments() {
        assert_eq!(segment.field(0).presence(), Presence::Absent);
        assert_eq!(segment.field(1).component(0).presence(), Presence::Absent);
        assert_eq!(segment.field(1).component(1).subcomponent(0).presence(), Presence::Absent);
    }
}

#[test]
fn absent_empty_null_and_given_are_four_different_things() {
    let message = read(ADT.as_bytes());
    let pid = message.first("PID").unwrap();
    let found = [99, 2, 6, 5].map(|number| pid.field(number).presence());
    assert_eq!(found, [Presence::Absent, Presence::Empty, Presence::Null, Presence::Given]);
    assert_eq!(pid.field(7).presence(), Presence::Empty);
    assert_eq!(pid.field(8).presence(), Presence::Absent);
    assert_eq!(pid.field(2).repetitions().count(), 1);
    assert_eq!(pid.field(8).repetitions().count(), 0);
    assert_eq!(pid.field(5).component(3).presence(), Presence::Absent);
}

#[test]
fn line_ends_of_files_are_understood() {
    reads_like_the_plain_one(ADT.replace('\r', "\n").as_bytes());
    reads_like_the_plain_one(ADT.replace('\r', "\r\n").as_bytes());
    reads_like_the_plain_one(ADT.trim_end().as_bytes());
}

#[test]
fn blank_lines_and_what_precedes_the_header_are_passed_over() {
    reads_like_the_plain_one(ADT.replace('\r', "\r\r  \r").as_bytes());
    reads_like_the_plain_one(format!("\u{feff}{ADT}").as_bytes());
    reads_like_the_plain_one(format!("\0\r\n \t{ADT}").as_bytes());
}

#[test]
fn a_line_that_is_no_segment_is_warned_of_and_costs_nothing_else() {
    for junk in ["xx", "pid|1", "P", "PIDX|1", "***", "1AB|x"] {
        let odd = ADT.replacen('\r', &format!("\r{junk}\r"), 1);
        let at = u32::try_from(ADT.find('\r').unwrap() + 1).unwrap();
        reads_like_the_plain_one(odd.as_bytes());
        assert_eq!(oddities(&read(odd.as_bytes())), [(Oddity::NotASegment, at)], "{junk}");
    }
}

#[test]
fn a_bare_segment_name_is_a_segment_without_fields() {
    let message = read(b"MSH|^~\\&\rZPD\r");
    let bare = message.first("ZPD").unwrap();
    assert!(bare.is_empty());
    assert_eq!((bare.len(), bare.field(1).presence()), (0, Presence::Absent));
    assert_eq!(message.warnings(), []);
}

#[test]
fn a_line_feed_inside_an_address_does_not_cut_the_patient_in_two() {
    let message = read(b"MSH|^~\\&|A\rPID|1||||12 MILL LANE\nNETHERBY|F\rPV1|1\r");
    assert_eq!(text(&message, "PID", 5, 1), "12 MILL LANE\nNETHERBY");
    assert_eq!(text(&message, "PID", 6, 1), "F");
    assert_eq!(oddities(&message), [(Oddity::LineFeedInside, 32)]);
}

#[test]
fn a_segment_after_a_line_feed_is_found_even_among_carriage_returns() {
    let message = read(b"MSH|^~\\&|A\rPID|1\nZPD|2\rPV1|1\r");
    let names: Vec<_> = message.segments().map(|segment| segment.name()).collect();
    assert_eq!(names, ["MSH", "PID", "ZPD", "PV1"]);
}

#[test]
fn separators_are_the_senders_to_choose() {
    let message = read(b"MSH#*@!%#PAS\rPID#1##A@B*C%D!S!##\r");
    let second = message.first("PID").unwrap().field(3).repetitions().nth(1).unwrap();
    assert_eq!(second.component(2).subcomponent(1).raw(), b"C");
    let escaped = second.component(2).subcomponent(2).text(Charset::Undeclared).unwrap();
    assert_eq!(escaped.text, "D*");
}

#[test]
fn one_to_five_encoding_characters_may_be_declared() {
    for (encoding, expected) in [("^", 1), ("^~", 2), ("^~\\", 3), ("^~\\&", 4), ("^~\\&#", 5)] {
        let text = format!("MSH|{encoding}|PAS\rPID|1|A~B&C\r");
        let message = read(text.as_bytes());
        assert_eq!(message.separators().encoding().len(), expected);
        let field = message.first("PID").unwrap().field(2);
        assert_eq!(field.repetitions().count(), if expected > 1 { 2 } else { 1 });
        let parts = field.repetitions().last().unwrap().component(1).subcomponents().count();
        assert_eq!(parts, if expected > 3 { 2 } else { 1 });
    }
    assert_eq!(read(b"MSH|^~\\&").header().len(), 2);
}

#[test]
fn a_separator_declared_twice_is_warned_of() {
    assert_eq!(oddities(&read(b"MSH|^~^&|PAS\r")), [(Oddity::RepeatedSeparator, 4)]);
}

#[track_caller]
fn refuses(bytes: &[u8], expected: NotAMessage) {
    assert_eq!(Message::read(bytes).map(|_| ()), Err(expected));
}

#[test]
fn what_is_no_message_is_refused_by_name() {
    refuses(b"", NotAMessage::Empty);
    refuses(b" \r\n\0", NotAMessage::Empty);
    refuses(b"PID|1\r", NotAMessage::NoHeader);
    refuses(b"msh|^~\\&\r", NotAMessage::NoHeader);
    refuses(b"GET / HTTP/1.1\r\n", NotAMessage::NoHeader);
    refuses(b"FHS|^~\\&\rBHS|^~\\&\rMSH|^~\\&\r", NotAMessage::Batch);
    refuses(b"MSH", NotAMessage::NoSeparators);
    refuses(b"MSH|", NotAMessage::NoSeparators);
    refuses(b"MSH||PAS\r", NotAMessage::NoSeparators);
    refuses(b"MSH|^~\\&#+|PAS\r", NotAMessage::NoSeparators);
    refuses(b"MSHA^~\\&A\r", NotAMessage::NoSeparators);
    refuses(b"MSH|AB|PAS\r", NotAMessage::NoSeparators);
    refuses(b"MSH \x0b~\\&\r", NotAMessage::NoSeparators);
}

#[test]
fn two_messages_glued_together_are_never_read_as_one_patient() {
    refuses(format!("{ADT}{ADT}").as_bytes(), NotAMessage::SecondHeader);
    refuses(format!("{ADT}\n{ADT}").as_bytes(), NotAMessage::SecondHeader);
}

#[test]
fn debug_text_keeps_every_value_to_itself() {
    let message = read(ADT.as_bytes());
    let pid = message.first("PID").unwrap();
    let name = pid.field(5);
    let decoded = name.component(1).text(Charset::Undeclared).unwrap();
    let shown = format!("{message:?}{pid:?}{name:?}{:?}{decoded:?}", name.component(1));
    assert!(!shown.contains("HALLIDAY"), "{shown}");
}

/// Everything a reader can ask for, asked.
fn walk(message: &Message<'_>) -> usize {
    let mut seen = message.warnings().len();
    let charset = message.charset().unwrap_or(Charset::Undeclared);
    for segment in message.segments() {
        for field in (0..=segment.len() + 1).map(|number| segment.field(number)) {
            for component in field.repetitions().flat_map(|r| r.components().collect::<Vec<_>>()) {
                let leaves = component.subcomponents().chain([component]);
                seen += leaves.filter(|leaf| leaf.text(charset).is_ok()).count();
            }
        }
    }
    seen
}

/// Any bytes, but often such as messages are made of.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let pieces = prop_oneof![
        Just(b"MSH|^~\\&|".to_vec()),
        Just(b"\rPID|".to_vec()),
        Just(b"\n".to_vec()),
        Just(b"\"\"".to_vec()),
        Just(b"\\X41\\".to_vec()),
        prop::collection::vec(any::<u8>(), 0..6),
        prop::sample::select(&b"|^~\\&\r\n\0"[..]).prop_map(|byte| vec![byte]),
    ];
    prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat())
}

/// A well-formed message, as the lines it is made of.
fn well_formed() -> impl Strategy<Value = Vec<String>> {
    let line = "[A-Z][A-Z0-9]{2}(\\|[ -~éŁ]{0,12}){0,9}";
    let other_than_header = |line: &String| !line.starts_with("MSH");
    prop::collection::vec(line.prop_filter("one header", other_than_header), 0..12)
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in bytes()) {
        if let Ok(message) = Message::read(&bytes) {
            let spans = message.segments.len() + message.warnings.len();
            assert!(spans <= bytes.len() / 2 + 1);
            walk(&message);
        }
    }

    #[test]
    fn what_is_cut_can_be_joined_again(lines in well_formed()) {
        let mut sent = vec!["MSH|^~\\&|PAS|RZZ".to_owned()];
        sent.extend(lines);
        let text = sent.join("\r");
        let message = read(text.as_bytes());
        assert_eq!(message.warnings(), []);
        let printed: Vec<_> = message.segments().map(print).collect();
        assert_eq!(printed.join(&b'\r'), text.as_bytes());
    }
}

/// Puts a segment together again from its smallest parts.
fn print(segment: Segment<'_>) -> Vec<u8> {
    let from = if segment.is("MSH") { 2 } else { 1 };
    let mut printed = segment.name().as_bytes().to_vec();
    for number in from..=segment.len() {
        let field = segment.field(number);
        let joined: Vec<Vec<u8>> = field.repetitions().map(print_repetition).collect();
        printed.push(b'|');
        printed.extend(joined.join(&b'~'));
    }
    printed
}

fn print_repetition(repetition: Repetition<'_>) -> Vec<u8> {
    repetition.components().map(print_component).collect::<Vec<_>>().join(&b'^')
}

fn print_component(component: Component<'_>) -> Vec<u8> {
    component.subcomponents().map(|leaf| leaf.raw()).collect::<Vec<_>>().join(&b'&')
}
