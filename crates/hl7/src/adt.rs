//! What does an ADT message say, in the words of `care`?
//!
//! One message in, one [`Told`] out. A message fails only when it cannot be used at all; whatever
//! is merely odd is read as well as it can be and doubted in words.

mod address;
mod codes;
mod event;
mod group;
mod identity;
mod merge;
mod name;
mod number;
mod reader;
mod stamp;
mod visit;

use care::filing::{News, Told};
use care::stays::Event;
use jiff::Timestamp;

use self::event::Meaning;
use self::group::Group;
use self::reader::Reader;
use self::stamp::Stamp;
use self::visit::Visits;
use crate::message::{Message, Oddity, Presence};
use crate::profile::Profile;
use crate::unreadable::Unreadable;

/// Reads a whole ADT message that arrived at `arrival`.
///
/// An event that means nothing here gives a [`Told`] without news: refusing it would make the
/// sender hold back everything behind it.
pub fn read(message: &[u8], profile: &Profile, arrival: Timestamp) -> Result<Told, Unreadable> {
    let parsed = Message::read(message)?;
    check_header(&parsed, profile)?;
    let reader = Reader::new(profile, parsed.charset()?);
    if parsed.header().field(11).presence() != Presence::Given {
        reader.doubt("MSH-11 does not say whether the message is live or a test");
    }
    let trigger = trigger(&parsed);
    let meaning = event::meaning(&trigger);
    let mut news = Vec::new();
    if meaning != Meaning::Nothing {
        let stamp = Stamp::of(&parsed, message, &reader, arrival);
        news = tell(meaning, &group::of(&parsed), &reader, &stamp)?;
    }
    for warning in parsed.warnings() {
        reader.doubt(match warning.oddity {
            Oddity::NotASegment => "a line that is no segment was passed over",
            Oddity::LineFeedInside => "a value holds a line feed",
            Oddity::RepeatedSeparator => "two of the separators are the same",
        });
    }
    Ok(Told { trigger, news, doubts: reader.doubts() })
}

fn tell(
    meaning: Meaning,
    groups: &[Group<'_>],
    reader: &Reader<'_>,
    stamp: &Stamp,
) -> Result<Vec<News>, Unreadable> {
    if groups.is_empty() {
        return Err(Unreadable::NoPatient);
    }
    if meaning == Meaning::Swapped && groups.len() < 2 {
        return Err(Unreadable::NotTwoPatients);
    }
    match meaning {
        Meaning::Nothing => Ok(Vec::new()),
        Meaning::NeedsAPerson(words) => Ok(vec![News::NeedsAPerson(words)]),
        Meaning::Linked | Meaning::Unlinked => {
            merge::link(groups, meaning == Meaning::Linked, reader, stamp).map(|news| vec![news])
        }
        _ => {
            let mut news = Vec::new();
            for group in groups {
                news.extend(tell_one(meaning, group, reader, stamp)?);
            }
            Ok(news)
        }
    }
}

/// What the message says of one patient.
fn tell_one(
    meaning: Meaning,
    group: &Group<'_>,
    reader: &Reader<'_>,
    stamp: &Stamp,
) -> Result<Vec<News>, Unreadable> {
    if let Meaning::Merged(merging) = meaning {
        return merge::read(merging, group, reader, stamp);
    }
    let numbers = number::read(group, reader)?;
    let moment = stamp.moment(visit::time_of(meaning, group, reader, stamp));
    let identity = identity::read(group, &numbers, reader, moment);
    let mut news = vec![News::Identity(Box::new(identity))];
    let visits = Visits { group, patient: &numbers.patient, reader, stamp };
    match meaning {
        Meaning::Visit(event) => news.extend(visits.must_be(event)?),
        Meaning::Swapped => news.extend(visits.must_be(Event::Moved)?),
        Meaning::Updated => news.extend(visits.may_be()),
        Meaning::Located => news.extend(visits.place_only()),
        Meaning::Reassigned => news.extend(merge::reassign(&visits)?),
        _ => {}
    }
    Ok(news)
}

/// The gate of every message: of the right kind, for this feed, and with a name to answer by.
fn check_header(message: &Message<'_>, profile: &Profile) -> Result<(), Unreadable> {
    let header = message.header();
    let word = |number: usize| header.field(number).component(1).raw().trim_ascii();
    let processing = word(11);
    let accepts = |id: &String| processing.eq_ignore_ascii_case(id.as_bytes());
    if !processing.is_empty() && !profile.processing_ids.iter().any(accepts) {
        return Err(Unreadable::WrongProcessing);
    }
    if !word(9).eq_ignore_ascii_case(b"ADT") {
        return Err(Unreadable::NotAdt);
    }
    let version = word(12);
    if !version.is_empty() && version != b"2" && !version.starts_with(b"2.") {
        return Err(Unreadable::NotVersion2);
    }
    match header.field(10).presence() {
        Presence::Null => Err(Unreadable::NullIdentifier("MSH-10")),
        Presence::Given if !word(10).is_empty() => Ok(()),
        _ => Err(Unreadable::NoControlId),
    }
}

/// MSH-9.2, else EVN-1. Letters and digits only: it is shown on the status page.
fn trigger(message: &Message<'_>) -> String {
    let plain = |raw: &[u8]| -> String {
        let kept = raw.iter().filter(|byte| byte.is_ascii_alphanumeric()).take(6);
        kept.map(|byte| char::from(byte.to_ascii_uppercase())).collect()
    };
    let named = plain(message.header().field(9).component(2).raw());
    match message.first("EVN") {
        Some(evn) if named.is_empty() => plain(evn.field(1).component(1).raw()),
        _ => named,
    }
}
