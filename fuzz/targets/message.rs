//! Any bytes are read, walked, translated and answered: no panic, an answer that is itself a
//! message, and never more news than there are lines.
#![no_main]

use hl7::ack::{Mode, Ourselves, Stamp, answer};
use hl7::adt;
use hl7::charset::Charset;
use hl7::message::{Message, Segment};
use hl7::profile::{PlaceLayout, Profile, VisitKey};
use hl7::time::Written;
use hl7::unreadable::Unreadable;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut lines = 0;
    if let Ok(message) = Message::read(bytes) {
        walk(&message);
        lines = message.segments().count();
    }
    let mut outcome = Ok(());
    for profile in profiles() {
        match adt::read(bytes, &profile, Timestamp::UNIX_EPOCH) {
            Ok(told) => assert!(told.news.len() <= 64 * lines),
            Err(unreadable) => outcome = Err(unreadable),
        }
    }
    let ourselves = Ourselves {
        application: "HOMEWARD".into(),
        facility: "RZZ".into(),
        zone: TimeZone::UTC,
        mode: Mode::AsAsked,
    };
    let stamp = Stamp { control_id: "1", at: Timestamp::UNIX_EPOCH };
    for outcome in [outcome, Err(Unreadable::NoIdentifier)] {
        if let Some(reply) = answer(bytes, outcome, &ourselves, stamp) {
            assert!(!reply.iter().any(|byte| matches!(byte, 0x0B | 0x1C)));
            let lines = Message::read(&reply).expect("an answer is a message").segments().count();
            assert_eq!(lines, if outcome.is_ok() { 2 } else { 3 });
        }
    }
});

fn profiles() -> [Profile; 3] {
    let itk = Profile::itk("RZZ".parse().expect("a trust code"));
    let layout = PlaceLayout::PLAIN;
    let account = Profile { visit_key: VisitKey::Account, place: layout, ..itk.clone() };
    let keyless = Profile { visit_key: VisitKey::AdmissionTime, whole_lists: false, ..itk.clone() };
    [itk, account, keyless]
}

fn walk(message: &Message<'_>) {
    let charset = message.charset().unwrap_or(Charset::Undeclared);
    for segment in message.segments() {
        assert_eq!(print(segment, message), segment.raw());
        for number in 1..=segment.len().min(60) {
            for repetition in segment.field(number).repetitions() {
                for component in repetition.components() {
                    let _ = component.text(charset);
                    let _ = Written::read(component.raw())
                        .ok()
                        .and_then(|written| written.moment(&TimeZone::UTC, Timestamp::MAX));
                }
            }
        }
    }
}

/// A segment put together again from its fields.
fn print(segment: Segment<'_>, message: &Message<'_>) -> Vec<u8> {
    let from = if segment.is("MSH") { 2 } else { 1 };
    let mut printed = segment.raw().get(..3).unwrap_or_default().to_vec();
    let mut rest = segment.raw().get(3..).unwrap_or_default();
    for number in from..=segment.len().min(60) {
        let field = segment.field(number).raw();
        printed.push(message.separators().field());
        printed.extend_from_slice(field);
        rest = rest.get(1 + field.len()..).unwrap_or_default();
    }
    printed.extend_from_slice(rest);
    printed
}
