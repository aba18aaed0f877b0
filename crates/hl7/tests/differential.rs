//! The grammar against two published parsers: where all three can read, all three must agree.
//!
//! Where we differ on purpose, the difference is a test of its own with its reason.
#![expect(clippy::unwrap_used, reason = "helpers outside #[test] may fail a test by unwrapping")]

use std::collections::BTreeMap;

use hl7::charset::Charset;
use hl7::message::{Message, NotAMessage};
use proptest::prelude::{Strategy, prop, proptest};

/// Segment number, field, repetition, component, subcomponent: all counted from 1.
type Place = [usize; 5];
/// Every value that is not empty, by its place. Parsers disagree on how many empty ones there are.
type Leaves = BTreeMap<Place, String>;

fn ours(text: &str, as_text: bool) -> Leaves {
    let message = Message::read(text.as_bytes()).unwrap();
    let mut leaves = Leaves::new();
    for (s, segment) in (1..).zip(message.segments()) {
        let from = if segment.is("MSH") { 3 } else { 1 };
        for f in from..=segment.len() {
            for (r, repetition) in (1..).zip(segment.field(f).repetitions()) {
                for (c, component) in (1..).zip(repetition.components()) {
                    for (u, leaf) in (1..).zip(component.subcomponents()) {
                        let decoded = || leaf.text(Charset::Utf8).unwrap().text.into_owned();
                        let raw = || String::from_utf8(leaf.raw().to_vec()).unwrap();
                        let value = if as_text { decoded() } else { raw() };
                        leaves.insert([s, f, r, c, u], value);
                    }
                }
            }
        }
    }
    without_empty(leaves)
}

fn hl7_2(text: &str, as_text: bool) -> Leaves {
    let message = hl7_2::parse(text).unwrap();
    let separators = message.separators();
    let mut leaves = Leaves::new();
    for (s, segment) in (1..).zip(message.segments()) {
        for (f, field) in (1..).zip(&segment.fields) {
            for (r, repetition) in (1..).zip(&field.repetitions) {
                for (c, component) in (1..).zip(&repetition.components) {
                    for (u, leaf) in (1..).zip(&component.subcomponents) {
                        let decoded = || leaf.value(separators).into_owned();
                        let value = if as_text { decoded() } else { leaf.raw.clone() };
                        leaves.insert([s, f, r, c, u], value);
                    }
                }
            }
        }
    }
    without_separators(without_empty(leaves))
}

fn hl7kit(text: &str, as_text: bool) -> Leaves {
    let message = hl7kit::Message::parse(text).unwrap();
    let mut leaves = Leaves::new();
    for (s, segment) in (1..).zip(message.segments()) {
        for field in segment.fields() {
            for (r, repetition) in (1..).zip(field.repetitions()) {
                for (c, component) in (1..).zip(repetition.components()) {
                    for (u, leaf) in (1..).zip(component.subcomponents()) {
                        let decoded = || leaf.decoded().into_owned();
                        let value = if as_text { decoded() } else { leaf.value().to_owned() };
                        leaves.insert([s, field.number(), r, c, u], value);
                    }
                }
            }
        }
    }
    without_separators(without_empty(leaves))
}

fn without_empty(mut leaves: Leaves) -> Leaves {
    leaves.retain(|_, value| !value.is_empty());
    leaves
}

/// MSH-1 and MSH-2 are no values; each parser shows them in its own way.
fn without_separators(mut leaves: Leaves) -> Leaves {
    leaves.retain(|[segment, field, ..], _| *segment > 1 || *field > 2);
    leaves
}

#[track_caller]
fn all_agree(text: &str, as_text: bool) {
    let expected = ours(text, as_text);
    assert_eq!(hl7_2(text, as_text), expected, "hl7-2 reads {text:?} differently");
    assert_eq!(hl7kit(text, as_text), expected, "hl7kit reads {text:?} differently");
}

fn with_pid(pid: &str) -> String {
    format!("MSH|^~\\&|PAS|RZZ|||2026||ADT^A01|1|P|2.4\rPID|{pid}\rPV1|1|I")
}

#[test]
fn ordinary_and_odd_messages_read_alike() {
    for text in [
        with_pid("1||A~B^^^RZZ||HALLIDAY^DORA^^^\"\"|\"\"|"),
        with_pid("1|||||&&x&y^^|~~a~|"),
        with_pid("1|é|Łódź|日本"),
        with_pid("1").replace('\r', "\n"),
        with_pid("1").replace('\r', "\r\n"),
        with_pid("1").replace('\r', "\r\r"),
        format!("\u{feff}{}", with_pid("1")),
        "MSH#*@!%#PAS#RZZ\rPID#1##A@B*C%D!S!##".to_owned(),
        "MSH|^~\\&#|PAS|RZZ\rPID|1|A^B".to_owned(),
    ] {
        all_agree(&text, false);
    }
}

#[test]
fn escapes_that_stand_for_characters_read_alike() {
    for value in [r"a\F\b\S\c\T\d\R\e\E\f", r"\XC3A9\", r"\X0D0A\", r"FLAT 2\3", r"a\Z01\b"] {
        all_agree(&with_pid(value), true);
    }
}

#[test]
fn on_purpose_a_line_break_is_a_line_break() {
    let text = with_pid(r"one\.br\two");
    assert_eq!(ours(&text, true), hl7kit(&text, true));
    // Somebody reads this text; hl7-2 leaves display sequences to its caller.
    assert_ne!(ours(&text, true), hl7_2(&text, true));
}

#[test]
fn on_purpose_highlighting_is_dropped() {
    let place = [2, 1, 1, 1, 1];
    let text = with_pid(r"\H\DORA\N\");
    // Both keep it for a screen that could show it; a name must not carry it.
    assert_eq!(ours(&text, true).get(&place).unwrap(), "DORA");
    assert_eq!(hl7_2(&text, true).get(&place).unwrap(), r"\H\DORA\N\");
    assert_eq!(hl7kit(&text, true).get(&place).unwrap(), r"\H\DORA\N\");
}

#[test]
fn on_purpose_a_lone_backslash_does_not_swallow_the_escape_after_it() {
    let place = [2, 1, 1, 1, 1];
    let text = with_pid(r"FLAT 2\3 A\F\B");
    assert_eq!(ours(&text, true).get(&place).unwrap(), r"FLAT 2\3 A|B");
    // It pairs the first two backslashes, and the escape that follows is lost.
    assert_eq!(hl7kit(&text, true).get(&place).unwrap(), r"FLAT 2\3 A\F\B");
}

#[test]
fn on_purpose_a_line_feed_inside_a_value_stays_in_it() {
    let text = with_pid("1|12 MILL LANE\nNETHERBY|F");
    assert_eq!(ours(&text, false).get(&[2, 3, 1, 1, 1]).unwrap(), "F");
    // It cuts at every line feed, and the sex of the patient becomes a field of nothing.
    assert_eq!(hl7_2(&text, false).get(&[2, 3, 1, 1, 1]), None);
}

#[test]
fn on_purpose_a_junk_line_costs_only_itself() {
    let text = with_pid("1").replace("\rPID", "\rxx\rPID");
    assert_eq!(ours(&text, false), ours(&with_pid("1"), false));
    assert!(hl7kit::Message::parse(text.as_str()).is_err());
}

#[test]
fn on_purpose_two_messages_in_one_frame_are_refused() {
    let text = format!("{0}\r{0}", with_pid("1"));
    assert_eq!(Message::read(text.as_bytes()).map(|_| ()), Err(NotAMessage::SecondHeader));
    // It reads on, and the second patient's PID stands beside the first.
    assert_eq!(hl7_2::parse(&text).unwrap().raw().segments.len(), 6);
}

/// Messages as an honest sender writes them: three-letter names, the usual separators.
fn messages() -> impl Strategy<Value = String> {
    let leaf = "[A-Za-z0-9 é'-]{0,6}";
    let between = prop::sample::select(&["|", "|", "^", "~", "&"][..]);
    let body = prop::collection::vec((leaf, between), 0..30)
        .prop_map(|parts| parts.iter().flat_map(|(l, b)| [l.trim(), b]).collect::<String>());
    let name = prop::sample::select(&["PID", "PV1", "ZU1", "NK1", "OBX"][..]);
    prop::collection::vec((name, body), 1..8).prop_map(|segments| {
        let lines: Vec<_> = segments.iter().map(|(name, body)| format!("{name}|{body}")).collect();
        format!("MSH|^~\\&|PAS|RZZ|||2026||ADT^A01|1|P|2.4\r{}", lines.join("\r"))
    })
}

proptest! {
    #[test]
    fn whatever_an_honest_sender_writes_reads_alike(text in messages()) {
        all_agree(&text, false);
        all_agree(&text, true);
    }
}
