//! What does somebody's recent work look like, taken together?

use std::collections::BTreeSet;
use std::fmt;
use std::net::IpAddr;

use jiff::{SignedDuration, Timestamp};

use crate::access::{Organisation, Staff};
use crate::people::{NhsNumber, PatientId};

/// What somebody did lately, as far as a trigger needs it.
#[derive(Debug, Clone, Default)]
pub struct Recent {
    /// What they did with patients in the last [`Recent::DEEDS_FOR`], in any order.
    pub deeds: Vec<Deed>,
    /// Which numbers they looked up or opened in the last [`Recent::NUMBERS_FOR`], and when.
    pub numbers: Vec<(Numbered, Timestamp)>,
    /// From where they worked in the last [`Recent::HAUNTS_FOR`], and when last; empty for somebody
    /// who is new.
    pub haunts: Vec<(Haunt, Timestamp)>,
}

/// One thing done with one patient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// When.
    pub at: Timestamp,
    /// With whom.
    pub patient: PatientId,
    /// Whether something came of it.
    pub kind: DeedKind,
}

/// Whether somebody only looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeedKind {
    /// Looked.
    Looked,
    /// Did something for the patient: printed, asked, answered, compared, decided.
    Acted,
}

/// A number as one of a series: what is asked for one after the other lies side by side in it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Numbered {
    /// Which series: NHS numbers, or hospital numbers that begin alike.
    pub series: String,
    /// The place in it.
    pub place: i64,
}

/// A number identifies, and debug text ends up in logs.
impl fmt::Debug for Numbered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Numbered(..)")
    }
}

/// A place from which somebody works.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Haunt {
    /// A hospital site or a council.
    Site(String),
    /// A network, by its first address and its length.
    Network(String),
}

/// So many numbers beside each other are a run.
pub const RUN: usize = 5;

/// Two numbers of a run are at most so far apart: every second one is a run too.
const STEP: i64 = 2;

/// The digits of a hospital's number that count it; longer ones do not count, they describe.
const LONGEST_COUNT: usize = 15;

impl Recent {
    /// So long what was done with patients counts.
    pub const DEEDS_FOR: SignedDuration = SignedDuration::from_hours(24);
    /// So long a number that was looked up counts.
    pub const NUMBERS_FOR: SignedDuration = SignedDuration::from_hours(1);
    /// So long a place is a usual one.
    pub const HAUNTS_FOR: SignedDuration = SignedDuration::from_hours(30 * 24);

    /// How many different people were looked at in the hour before `now`, this one among them.
    pub(super) fn people_in_hour(&self, patient: &PatientId, now: Timestamp) -> usize {
        let since = now - SignedDuration::from_hours(1);
        let looks = self.deeds.iter().filter(|deed| deed.kind == DeedKind::Looked);
        let mut people: BTreeSet<&PatientId> =
            looks.filter(|deed| deed.at > since).map(|deed| &deed.patient).collect();
        people.insert(patient);
        people.len()
    }

    /// How many different people were looked at lately without anything done for them since, this
    /// one among them unless something was done for them.
    pub(super) fn people_without_action(&self, patient: &PatientId, now: Timestamp) -> usize {
        let since = now - Self::DEEDS_FOR;
        let lately = || self.deeds.iter().filter(|deed| deed.at > since);
        let of = |kind| lately().filter(move |deed| deed.kind == kind).map(|deed| &deed.patient);
        let acted: BTreeSet<&PatientId> = of(DeedKind::Acted).collect();
        let looked: BTreeSet<&PatientId> = of(DeedKind::Looked).chain([patient]).collect();
        looked.difference(&acted).count()
    }

    /// Whether one of these numbers makes a run with those looked up before.
    pub(super) fn has_run(&self, numbers: &[Numbered], now: Timestamp) -> bool {
        let since = now - Self::NUMBERS_FOR;
        let before = || self.numbers.iter().filter(|(_, at)| *at > since).map(|(number, _)| number);
        numbers.iter().any(|number| {
            let beside = before().filter(|each| each.series == number.series);
            let places: BTreeSet<i64> = beside.chain([number]).map(|each| each.place).collect();
            length_of_run(&places, number.place) >= RUN
        })
    }

    /// The numbers and places of a look that are not remembered from a moment before, so that not
    /// every look writes them anew.
    pub(super) fn news<T: PartialEq>(
        known: &[(T, Timestamp)],
        now: Timestamp,
    ) -> impl Fn(&T) -> bool {
        let since = now - SignedDuration::from_mins(10);
        move |one| !known.iter().any(|(each, at)| each == one && *at > since)
    }

    /// Whether somebody works from where they never did lately. Who is new works nowhere else.
    pub(super) fn is_elsewhere(&self, haunts: &[Haunt]) -> bool {
        haunts.iter().any(|here| {
            let known =
                || self.haunts.iter().map(|(each, _)| each).filter(|each| each.is_like(here));
            known().next().is_some() && !known().any(|each| each == here)
        })
    }
}

/// How many places lie beside each other around this one.
fn length_of_run(places: &BTreeSet<i64>, around: i64) -> usize {
    let reach = |mut at: i64, beside: &mut dyn Iterator<Item = &i64>| {
        let mut length = 0;
        for place in beside {
            if place.abs_diff(at) > STEP.unsigned_abs() {
                break;
            }
            (at, length) = (*place, length + 1);
        }
        length
    };
    let up = reach(around, &mut places.range(around.saturating_add(1)..));
    let down = reach(around, &mut places.range(..around).rev());
    1 + up + down
}

impl Numbered {
    /// An NHS number: its tenth digit follows from the others and does not count.
    pub fn nhs(number: NhsNumber) -> Self {
        let place = number.digits().get(..9).and_then(|digits| digits.parse().ok());
        Self { series: "nhs".to_owned(), place: place.unwrap_or_default() }
    }

    /// A hospital's number: the digits at its end count, what stands before them is the series.
    /// `None` where it does not end in a count.
    pub fn hospital(number: &str) -> Option<Self> {
        let number = number.trim().to_uppercase();
        let digits = number.chars().rev().take_while(char::is_ascii_digit).count();
        let (before, count) = number.split_at_checked(number.len().checked_sub(digits)?)?;
        if count.is_empty() || count.len() > LONGEST_COUNT {
            return None;
        }
        let before: String = before.chars().take(40).collect();
        Some(Self { series: format!("hospital {before}"), place: count.parse().ok()? })
    }
}

impl Haunt {
    /// From where somebody works now.
    pub fn of(staff: &Staff) -> Vec<Self> {
        let site = match &staff.organisation {
            Organisation::Hospital { site, .. } => site.to_string(),
            Organisation::Council(name) => name.to_string(),
        };
        let network = staff.origin.address.map(network).map(Self::Network);
        std::iter::once(Self::Site(site)).chain(network).collect()
    }

    /// As it is stored.
    pub fn key(&self) -> String {
        match self {
            Self::Site(code) => format!("site {code}"),
            Self::Network(range) => format!("network {range}"),
        }
    }

    /// Reads what [`Haunt::key`] wrote.
    pub fn from_key(key: &str) -> Option<Self> {
        match key.split_once(' ')? {
            ("site", code) => Some(Self::Site(code.to_owned())),
            ("network", range) => Some(Self::Network(range.to_owned())),
            _ => None,
        }
    }

    fn is_like(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

/// The network of an address: as wide as one organisation's, so that another ward of the same
/// hospital is no other network.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            let [first, second, ..] = address.octets();
            format!("{first}.{second}.0.0/16")
        }
        IpAddr::V6(address) => {
            let [first, second, third, ..] = address.segments();
            format!("{first:x}:{second:x}:{third:x}::/48")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_beside_each_other_are_a_run_in_any_order_and_with_gaps_of_one() {
        let recent = looked_up(&[1_003, 1_001, 1_005, 1_007]);
        assert!(recent.has_run(&[h(1_009)], at(0)));
        assert!(recent.has_run(&[h(1_004)], at(0)));
        assert!(!recent.has_run(&[h(1_010)], at(0)));
    }

    #[test]
    fn the_same_number_again_is_no_run_and_neither_is_another_series() {
        let recent = looked_up(&[1_001, 1_002, 1_003, 1_004]);
        assert!(!recent.has_run(&[h(1_004)], at(0)));
        let other = Numbered { series: "nhs".to_owned(), place: 1_005 };
        assert!(!recent.has_run(&[other], at(0)));
        assert!(recent.has_run(&[h(1_005)], at(0)));
    }

    #[test]
    fn what_was_looked_up_an_hour_ago_counts_no_longer() {
        let recent = looked_up(&[1_001, 1_002, 1_003, 1_004]);
        assert!(recent.has_run(&[h(1_005)], at(59)));
        assert!(!recent.has_run(&[h(1_005)], at(60)));
    }

    #[test]
    fn nhs_numbers_follow_each_other_by_their_first_nine_digits() {
        let (one, next) = ("9990000018".parse(), "9990000026".parse());
        let (one, next): (NhsNumber, NhsNumber) = (one.unwrap(), next.unwrap());
        assert_eq!(Numbered::nhs(next).place - Numbered::nhs(one).place, 1);
    }

    #[test]
    fn a_hospitals_number_counts_by_the_digits_at_its_end() {
        let series = |text| Numbered::hospital(text).map(|number| (number.series, number.place));
        assert_eq!(series(" h4300006 "), Some(("hospital H".to_owned(), 4_300_006)));
        assert_eq!(series("AB-12-007"), Some(("hospital AB-12-".to_owned(), 7)));
        for text in ["", "H43X", "1234567890123456", "é"] {
            assert_eq!(series(text), None, "{text}");
        }
    }

    #[test]
    fn who_is_new_works_nowhere_unusual_and_another_ward_is_the_same_network() {
        let site = |code: &str| Haunt::Site(code.to_owned());
        let from = |address: &str| Haunt::Network(network(address.parse().unwrap()));
        let recent = |haunts: &[Haunt]| {
            let haunts = haunts.iter().map(|haunt| (haunt.clone(), at(0))).collect();
            Recent { haunts, ..Recent::default() }
        };
        assert!(!recent(&[]).is_elsewhere(&[site("RZZ01"), from("10.1.2.3")]));
        let usual = recent(&[site("RZZ01"), from("10.1.2.3")]);
        assert!(!usual.is_elsewhere(&[site("RZZ01"), from("10.1.200.3")]));
        assert!(usual.is_elsewhere(&[site("RZZ02"), from("10.1.2.3")]));
        assert!(usual.is_elsewhere(&[site("RZZ01"), from("192.0.2.1")]));
        assert!(usual.is_elsewhere(&[site("RZZ01"), from("2001:db8::1")]));
        assert_eq!(from("::ffff:10.1.2.3"), from("10.1.9.9"));
    }

    #[test]
    fn a_place_survives_being_stored() {
        for haunt in [Haunt::Site("RZZ01".into()), Haunt::Network("10.1.0.0/16".into())] {
            assert_eq!(Haunt::from_key(&haunt.key()), Some(haunt));
        }
    }

    fn looked_up(places: &[i64]) -> Recent {
        let numbers = places.iter().map(|place| (h(*place), at(0))).collect();
        Recent { numbers, ..Recent::default() }
    }

    fn h(place: i64) -> Numbered {
        Numbered { series: "hospital H".to_owned(), place }
    }

    fn at(minute: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minute)
    }
}
