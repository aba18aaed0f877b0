//! Do the numbers agree?

use crate::compare::level::Number;
use crate::places::are_numbers_a_slip_apart;
use crate::subject::Facts;

pub(crate) fn compare(one: &Facts, other: &Facts) -> Number {
    if one.number != 0 && other.number != 0 {
        return valid(one, other);
    }
    if is_former(one, other) {
        return Number::Former;
    }
    let (a, b) = (any(one), any(other));
    match (a, b) {
        (0, _) | (_, 0) => Number::Missing,
        _ if a == b => Number::Unproved,
        _ if are_numbers_a_slip_apart(a, b) => Number::Slip,
        _ if one.number == 0 && other.number == 0 => Number::Unlike,
        _ => Number::Garbled,
    }
}

fn valid(one: &Facts, other: &Facts) -> Number {
    if one.number == other.number {
        Number::Same
    } else if is_former(one, other) {
        Number::Former
    } else {
        Number::Differ
    }
}

fn any(facts: &Facts) -> u64 {
    if facts.number != 0 { facts.number } else { facts.unproved_number }
}

fn is_former(one: &Facts, other: &Facts) -> bool {
    let held = |now: &Facts, before: &Facts| {
        now.number != 0 && before.former_numbers.contains(&now.number)
    };
    held(one, other) || held(other, one)
}
