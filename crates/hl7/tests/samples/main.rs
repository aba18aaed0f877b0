//! Every sample message, and what it says: `NAME.hl7` goes in, `NAME.told` is expected.
//!
//! Samples are kept with line feeds, one segment a line, and sent with carriage returns.
#![expect(clippy::unwrap_used, reason = "a test that cannot read its samples has failed")]

mod shown;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use hl7::ack::{self, Mode, Ourselves, Stamp};
use hl7::adt;
use hl7::profile::{PlaceLayout, Profile, VisitKey};
use hl7::unreadable::Unreadable;
use jiff::Timestamp;

/// The events of HL7 v2.4 that English hospitals send; each must have a sample of its own.
const EVENTS: &str = "A01 A02 A03 A04 A05 A06 A07 A08 A09 A10 A11 A12 A13 A14 A15 A16 A17 A21 A22 \
    A23 A24 A25 A26 A27 A28 A29 A31 A34 A35 A36 A37 A38 A40 A42 A44 A45 A47 A49 A52 A53 A60";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples")
}

/// Name and bytes of every sample.
fn samples() -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(folder()).unwrap().map(|file| file.unwrap().path());
    files
        .filter(|path| path.extension().is_some_and(|extension| extension == "hl7"))
        .map(|path| {
            let mut bytes = fs::read(&path).unwrap();
            bytes.iter_mut().filter(|byte| **byte == b'\n').for_each(|byte| *byte = b'\r');
            (path.file_stem().unwrap().to_str().unwrap().to_owned(), bytes)
        })
        .collect()
}

/// The national profile, but for samples whose name says otherwise.
fn profile(name: &str) -> Profile {
    let mut profile = Profile::itk("RZZ".parse().unwrap());
    if name.contains("plain") {
        profile.place = PlaceLayout::PLAIN;
    }
    if name.contains("keyed-by-account") {
        profile.visit_key = VisitKey::Account;
    }
    if name.contains("keyless") {
        profile.visit_key = VisitKey::AdmissionTime;
    }
    profile
}

fn arrival() -> Timestamp {
    "2026-12-31T00:00:00Z".parse().unwrap()
}

/// A feed: how it is read and answered.
struct Feed {
    profile: Profile,
    ourselves: Ourselves,
}

impl Feed {
    fn of(name: &str) -> Self {
        let profile = profile(name);
        let ourselves = Ourselves {
            application: "HOMEWARD".into(),
            facility: "RZZ".into(),
            zone: profile.zone.clone(),
            mode: Mode::AsAsked,
        };
        Self { profile, ourselves }
    }

    fn answer(&self, message: &[u8], outcome: Result<(), Unreadable>) -> Option<String> {
        let stamp = Stamp { control_id: "1", at: arrival() };
        let bytes = ack::answer(message, outcome, &self.ourselves, stamp)?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Reads and answers what may be broken. That it comes back is the test.
    fn survives(&self, message: &[u8]) {
        let outcome = adt::read(message, &self.profile, arrival()).map(|_| ());
        if let Some(text) = self.answer(message, outcome) {
            assert!(text.contains("\rMSA"), "answered with something else");
        }
    }
}

/// What a message says, or how it is refused.
fn told(name: &str, message: &[u8]) -> String {
    let feed = Feed::of(name);
    match adt::read(message, &feed.profile, arrival()) {
        Ok(told) => shown::told(&told),
        Err(unreadable) => {
            let answer = feed.answer(message, Err(unreadable)).unwrap();
            let msa = answer.split('\r').nth(1).unwrap();
            let field = |number: usize| msa.split('|').nth(number).unwrap();
            let code = field(6).split('^').next().unwrap();
            format!("refused: {} {code}\n  {unreadable}\n", field(1))
        }
    }
}

#[test]
fn every_sample_says_what_is_expected() {
    let mut wrong = Vec::new();
    for (name, message) in samples() {
        let expected = fs::read_to_string(folder().join(&name).with_extension("told"));
        let found = told(&name, &message);
        if expected.as_deref().ok() != Some(found.as_str()) {
            wrong.push(format!("--- {name}\n{found}"));
        }
    }
    assert!(wrong.is_empty(), "these samples say something else:\n{}", wrong.join("\n"));
}

#[test]
fn every_expectation_has_a_sample() {
    let files = fs::read_dir(folder()).unwrap().map(|file| file.unwrap().path());
    for path in files.filter(|path| path.extension().is_some_and(|end| end == "told")) {
        assert!(path.with_extension("hl7").exists(), "{} expects nothing", path.display());
    }
}

#[test]
fn every_event_has_a_sample() {
    let met: BTreeSet<String> = samples()
        .iter()
        .filter_map(|(name, message)| adt::read(message, &profile(name), arrival()).ok())
        .map(|told| told.trigger)
        .collect();
    for event in EVENTS.split_whitespace() {
        assert!(met.contains(event), "no sample tells of {event}");
    }
}

#[test]
fn a_photograph_of_two_megabytes_is_read_past() {
    let (name, mut message) = samples().pop_first().unwrap();
    let expected = told(&name, &message);
    message.extend_from_slice(b"OBX|1|ED|PHOTO||^IM^JPEG^Base64^");
    message.resize(message.len() + 2 * 1024 * 1024, b'A');
    assert_eq!(told(&name, &message), expected);
}

#[test]
fn a_list_without_end_is_read_at_its_beginning() {
    let list = |value: &str| format!("{value}~").repeat(30_000);
    let message = format!(
        "MSH|^~\\&|PAS|RZZ|||2026||ADT^A40|1|P|2.4\rPID|1||{}||{}||||||{}||{}\rMRG|{}",
        list("H1^^^RZZ"),
        list("HALLIDAY^DORA"),
        list("1 THE GREEN"),
        list("01632960121"),
        list("H2^^^RZZ"),
    );
    let told = told("long", message.as_bytes());
    assert_eq!(told.matches("patient RZZ H2 is now RZZ H1").count(), 64);
    assert!(told.contains("only its beginning was read"), "{told}");
}

#[test]
fn a_sample_cut_short_at_any_byte_is_read_or_refused() {
    for (name, message) in samples() {
        let feed = Feed::of(&name);
        for (end, _) in message.iter().enumerate() {
            feed.survives(message.get(..end).unwrap());
        }
    }
}

#[test]
fn a_sample_told_twice_in_one_frame_is_refused() {
    for (name, message) in samples() {
        let twice = [message.as_slice(), b"\r", message.as_slice()].concat();
        assert!(told(&name, &twice).starts_with("refused: AE 100\n"), "{name}");
    }
}

#[test]
fn a_garbled_sample_is_read_or_refused() {
    let long = ["e01", "e15", "a17-swapped", "a45"];
    let chosen = |name: &str| long.iter().any(|start| name.starts_with(start));
    for (name, message) in samples().into_iter().filter(|(name, _)| chosen(name)) {
        let feed = Feed::of(&name);
        for (at, _) in message.iter().enumerate() {
            for garbage in *b"|^~\\&\r\"\0\xC3" {
                let mut garbled = message.clone();
                *garbled.get_mut(at).unwrap() = garbage;
                feed.survives(&garbled);
            }
        }
    }
}

#[test]
fn file_line_ends_change_nothing() {
    for (name, message) in samples() {
        let with = |end: &[u8]| -> Vec<u8> {
            let lines = message.split(|byte| *byte == b'\r');
            lines.collect::<Vec<_>>().join(end)
        };
        let plain = told(&name, &message);
        assert_eq!(told(&name, &with(b"\n")), plain, "{name}");
        assert_eq!(told(&name, &with(b"\r\n")), plain, "{name}");
    }
}
