//! Copies of the last good answer.

use std::fs;

use care::record::{Fact, PartName};
use council::{CopyKey, Fetched};
use jiff::{SignedDuration, ToSpan};

use super::ground::{Ground, every_part, now, person, sqlite};

const FOUR_HOURS: SignedDuration = SignedDuration::from_hours(4);

fn key() -> CopyKey {
    CopyKey::new(&[7; 32]).unwrap()
}

/// A record that was read, and one that could not be.
async fn before_and_after() -> (Ground, Fetched, Fetched) {
    let ground = sqlite();
    every_part(&ground);
    let councils = ground.open();
    let before = councils.fetch(&person("40021"), now()).await;
    fs::remove_file(ground.file()).unwrap();
    let later = now().checked_add(2.hours()).unwrap();
    let after = councils.fetch(&person("40021"), later).await;
    (ground, before, after)
}

#[tokio::test]
async fn a_copy_stands_in_with_its_own_time_and_says_that_it_is_one() {
    let (_ground, before, mut after) = before_and_after().await;
    let copies = before.to_seal(&key());
    assert_eq!(copies.len(), PartName::ALL.len());
    let later = now().checked_add(2.hours()).unwrap();
    assert_eq!(after.fill(&copies, &key(), (later, FOUR_HOURS)), copies.len());
    assert_eq!(after.record.packages.fact, before.record.packages.fact);
    assert!(after.record.packages.checked.from_copy);
    assert_eq!(after.record.packages.checked.at, now());
    assert!(after.to_seal(&key()).is_empty(), "a copy is never copied");
}

#[tokio::test]
async fn a_copy_never_stands_in_for_an_answer() {
    let (_ground, before, _) = before_and_after().await;
    let mut live = before.clone();
    live.record.packages.fact = Fact::NoneRecorded;
    assert_eq!(live.fill(&before.to_seal(&key()), &key(), (now(), FOUR_HOURS)), 0);
    assert_eq!(live.record.packages.fact, Fact::NoneRecorded);
}

#[tokio::test]
async fn h05_a_copy_serves_to_the_minute_and_not_beyond() {
    let (_ground, before, after) = before_and_after().await;
    let copies = before.to_seal(&key());
    let filled = |minutes: i64| {
        let at = now().checked_add((240 + minutes).minutes()).unwrap();
        after.clone().fill(&copies, &key(), (at, FOUR_HOURS))
    };
    assert_eq!(filled(-1), copies.len());
    assert_eq!(filled(0), copies.len());
    assert_eq!(filled(1), 0);
}

#[tokio::test]
async fn h01_a_copy_of_another_person_or_another_part_does_not_open() {
    let (_ground, before, after) = before_and_after().await;
    let copies = before.to_seal(&key());
    let mut other = after.clone();
    other.person = person("40022");
    assert_eq!(other.fill(&copies, &key(), (now(), FOUR_HOURS)), 0);
    let mut elsewhere = after.clone();
    elsewhere.person.council = "eastshire".parse().unwrap();
    assert_eq!(elsewhere.fill(&copies, &key(), (now(), FOUR_HOURS)), 0);
    let mut names = copies.iter().map(|(name, _)| *name).cycle().skip(1);
    let swapped: Vec<_> =
        copies.iter().map(|(_, sealed)| (names.next().unwrap(), sealed.clone())).collect();
    assert_eq!(after.clone().fill(&swapped, &key(), (now(), FOUR_HOURS)), 0);
}

#[tokio::test]
async fn a_copy_that_was_touched_or_cut_or_sealed_with_another_key_does_not_open() {
    let (_ground, before, after) = before_and_after().await;
    let (name, sealed) = before.to_seal(&key()).remove(0);
    let opens = |sealed: Vec<u8>, key: &CopyKey| {
        after.clone().fill(&[(name, sealed)], key, (now(), FOUR_HOURS)) == 1
    };
    assert!(opens(sealed.clone(), &key()));
    for place in 0..sealed.len() {
        let mut touched = sealed.clone();
        touched[place] ^= 1;
        assert!(!opens(touched, &key()), "byte {place}");
        assert!(!opens(sealed[..place].to_vec(), &key()), "cut to {place}");
    }
    assert!(!opens(sealed, &CopyKey::new(&[8; 32]).unwrap()));
}

#[tokio::test]
async fn h16_nothing_of_a_person_can_be_read_in_a_sealed_copy() {
    let (_ground, before, _) = before_and_after().await;
    let once = before.to_seal(&key());
    let twice = before.to_seal(&key());
    for ((_, one), (_, other)) in once.iter().zip(&twice) {
        assert_ne!(one, other, "the same text is sealed differently each time");
        let text = String::from_utf8_lossy(one);
        assert!(!text.contains("960123") && !text.contains("Known"));
    }
    assert_eq!(format!("{:?}", key()), "CopyKey(..)");
}
