//! Do the dates of birth agree?

use crate::compare::level::Born;
use crate::subject::BornOn;

/// Years between the births of parent and child, or grandparent and grandchild.
const GENERATION: std::ops::RangeInclusive<u16> = 15..=75;

pub(crate) fn compare(one: BornOn, other: BornOn) -> Born {
    if !one.is_known() || !other.is_known() {
        Born::Unknown
    } else if one.is_exact() && other.is_exact() {
        days(one, other)
    } else {
        parts(one, other)
    }
}

/// Whether a generation lies between, as far as the years tell.
pub(crate) fn are_a_generation_apart(one: BornOn, other: BornOn) -> bool {
    one.is_known() && other.is_known() && GENERATION.contains(&one.year.abs_diff(other.year))
}

fn days(one: BornOn, other: BornOn) -> Born {
    let is_year = one.year == other.year;
    let agreeing = [is_year, one.month == other.month, one.day == other.day];
    let agreeing = agreeing.into_iter().filter(|agrees| *agrees).count();
    if agreeing == 3 {
        Born::Same
    } else if is_year && one.month == other.day && one.day == other.month {
        Born::Exchanged
    } else if is_year && (one.is_first_of_january() || other.is_first_of_january()) {
        Born::FirstOfJanuary
    } else if are_a_slip_apart(one, other) {
        Born::Slip
    } else if agreeing == 2 {
        Born::TwoParts
    } else if is_year {
        Born::SameYear
    } else {
        years(one, other)
    }
}

/// One side knows less than the day, or guessed: what both know must agree, and a guess is good for
/// two years.
fn parts(one: BornOn, other: BornOn) -> Born {
    let may_be = |a: u8, b: u8| a == 0 || b == 0 || a == b;
    let is_guess = one.guessed || other.guessed;
    let agrees =
        one.year == other.year && may_be(one.month, other.month) && may_be(one.day, other.day);
    if agrees || is_guess && one.year.abs_diff(other.year) <= 2 {
        Born::Partial
    } else if one.year == other.year {
        Born::SameYear
    } else {
        years(one, other)
    }
}

fn years(one: BornOn, other: BornOn) -> Born {
    let gap = one.year.abs_diff(other.year);
    if GENERATION.contains(&gap) {
        Born::Generation
    } else if gap < *GENERATION.start() {
        Born::Differ
    } else {
        Born::Far
    }
}

/// Whether one digit differs, or two neighbours within day, month or year changed places.
fn are_a_slip_apart(one: BornOn, other: BornOn) -> bool {
    let (mut a, mut b) = (one.digits(), other.digits());
    let exchanged = |one: u32, other: u32| one / 10 == other % 10 && one % 10 == other / 10;
    let year = |born: BornOn| u32::from(born.year.unsigned_abs());
    let is_exchange = match (one.year == other.year, one.month == other.month, one.day == other.day)
    {
        (true, true, false) => exchanged(one.day.into(), other.day.into()),
        (true, false, true) => exchanged(one.month.into(), other.month.into()),
        (false, true, true) => {
            year(one) / 100 == year(other) / 100 && exchanged(year(one) % 100, year(other) % 100)
        }
        _ => false,
    };
    let mut differing = 0;
    while a != 0 || b != 0 {
        differing += u32::from(a % 10 != b % 10);
        a /= 10;
        b /= 10;
    }
    differing == 1 || is_exchange
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(year: i16, month: u8, day: u8) -> BornOn {
        BornOn { year, month, day, guessed: false }
    }

    #[test]
    fn dates_are_told_apart_as_a_clerk_does() {
        let dora = on(1945, 7, 14);
        for (other, expected) in [
            (on(1945, 7, 14), Born::Same),
            (on(1945, 1, 1), Born::FirstOfJanuary),
            (on(1954, 7, 14), Born::Slip),
            (on(1945, 7, 41), Born::Slip),
            (on(1946, 7, 14), Born::Slip),
            (on(1951, 7, 14), Born::TwoParts),
            (on(1945, 8, 20), Born::SameYear),
            (on(1948, 8, 20), Born::Differ),
            (on(1970, 8, 20), Born::Generation),
            (on(2021, 8, 20), Born::Far),
            (on(1945, 0, 0), Born::Partial),
            (on(1945, 8, 0), Born::SameYear),
            (BornOn { guessed: true, ..on(1947, 1, 1) }, Born::Partial),
            (BornOn::default(), Born::Unknown),
        ] {
            assert_eq!(compare(dora, other), expected);
            assert_eq!(compare(other, dora), expected);
        }
        assert_eq!(compare(on(1945, 7, 4), on(1945, 4, 7)), Born::Exchanged);
        assert!(are_a_generation_apart(on(1945, 7, 14), on(1965, 7, 14)));
    }
}
