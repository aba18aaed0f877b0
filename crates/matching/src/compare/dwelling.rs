//! Do they live in the same place, with the same telephone and practice?

use crate::compare::level::{Home, Phone, Practice};
use crate::places::{are_a_slip_apart, are_numbers_a_slip_apart, outcode, sector};
use crate::subject::Facts;

pub(crate) fn compare(one: &Facts, other: &Facts) -> Home {
    let (a, b) = (one.postcode, other.postcode);
    let is_house = one.house != 0 && one.house == other.house;
    if a == 0 || b == 0 {
        return without_postcode(one, other, is_house);
    }
    let is_former = one.earlier_postcodes.contains(&b) || other.earlier_postcodes.contains(&a);
    if a == b {
        if is_house { Home::Door } else { Home::Postcode }
    } else if is_former {
        Home::Former
    } else if are_a_slip_apart(a, b) {
        if is_house && is_street(one, other) { Home::Door } else { Home::Slip }
    } else if sector(a) == sector(b) {
        Home::Sector
    } else if outcode(a) == outcode(b) {
        Home::Outcode
    } else {
        Home::Differ
    }
}

/// One side's postcode is not known: house and street must do, and the town.
fn without_postcode(one: &Facts, other: &Facts, is_house: bool) -> Home {
    let is_town = one.locality != 0 && one.locality == other.locality;
    let known = |facts: &Facts| facts.house != 0 && facts.street != 0;
    if is_house && is_street(one, other) {
        Home::Door
    } else if is_former(one, other) {
        Home::Former
    } else if is_town && is_street(one, other) {
        Home::Sector
    } else if is_town {
        Home::Outcode
    } else if known(one) && known(other) {
        Home::Differ
    } else {
        Home::Unknown
    }
}

fn is_former(one: &Facts, other: &Facts) -> bool {
    let lived = |now: &Facts, before: &Facts| {
        now.postcode != 0 && before.earlier_postcodes.contains(&now.postcode)
    };
    lived(one, other) || lived(other, one)
}

fn is_street(one: &Facts, other: &Facts) -> bool {
    one.street != 0 && one.street == other.street
}

pub(crate) fn phones(one: &Facts, other: &Facts) -> Phone {
    let mut found = Phone::Unknown;
    for a in one.phones.iter().filter(|phone| **phone != 0) {
        for b in other.phones.iter().filter(|phone| **phone != 0) {
            if a == b {
                return Phone::Same;
            }
            let is_slip = found == Phone::Slip || are_numbers_a_slip_apart(*a, *b);
            found = if is_slip { Phone::Slip } else { Phone::Differ };
        }
    }
    found
}

pub(crate) fn practices(one: &Facts, other: &Facts) -> Practice {
    match (one.practice, other.practice) {
        (0, _) | (_, 0) => Practice::Unknown,
        (a, b) if a == b => Practice::Same,
        _ => Practice::Differ,
    }
}
