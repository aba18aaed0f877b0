//! H20: the line above the answer tells whether the page is whole.

use care::record::{Checked, Fact, PartName, completeness};

use crate::sample::{self, at};

#[test]
fn h20_a_whole_record_is_counted_whole() {
    let whole = completeness(&sample::record());
    assert_eq!(whole.parts, 15);
    assert!(whole.unchecked.is_empty() && whole.copied.is_empty());
    assert_eq!(whole.oldest, Some(sample::checked()));
    assert!(!whole.is_nothing());
}

#[test]
fn h20_what_could_not_be_checked_is_named() {
    let mut record = sample::record();
    record.safeguarding.fact = Fact::CouldNotCheck;
    record.packages.fact = Fact::CouldNotCheck;
    let part = completeness(&record);
    assert_eq!(part.parts, 15);
    assert_eq!(part.unchecked, [PartName::Safeguarding, PartName::Packages]);
}

#[test]
fn h20_the_times_are_those_of_answers_not_of_failures() {
    let mut record = sample::record();
    record.packages.checked = Checked::live(at("2026-08-12T09:00:00Z"));
    record.visits.checked = Checked::live(at("2026-08-12T13:06:00Z"));
    record.safeguarding.checked = Checked::live(at("2026-08-12T08:00:00Z"));
    record.safeguarding.fact = Fact::CouldNotCheck;
    let part = completeness(&record);
    assert_eq!(part.oldest.map(|checked| checked.at), Some(at("2026-08-12T09:00:00Z")));
    assert_eq!(part.newest.map(|checked| checked.at), Some(at("2026-08-12T13:06:00Z")));
}

#[test]
fn h20_a_kept_copy_is_named_as_one() {
    let mut record = sample::record();
    record.packages.checked.from_copy = true;
    assert_eq!(completeness(&record).copied, [PartName::Packages]);
    record.packages.fact = Fact::CouldNotCheck;
    assert!(completeness(&record).copied.is_empty());
}

#[test]
fn parts_that_are_hidden_or_never_sent_are_not_counted() {
    let mut record = sample::record();
    record.safeguarding.fact = Fact::NotShared;
    record.alerts.fact = Fact::Restricted;
    record.capacity.fact = Fact::NotSupplied;
    record.referrals.fact = Fact::NoneRecorded;
    assert_eq!(completeness(&record).parts, 12);
}

#[test]
fn h20_a_council_out_of_reach_is_nothing() {
    let mut record = sample::record();
    record.person.fact = Fact::CouldNotCheck;
    let only_person = care::record::completeness_of(&record, &[PartName::Person]);
    assert!(only_person.is_nothing());
    assert_eq!(only_person.oldest, None);
    assert!(!care::record::completeness_of(&record, &[]).is_nothing());
}
