//! What forbids to take a person for certain, whatever the weight?
//!
//! Each guard stands for a way in which patients were shown another's record, or easily could be. A
//! guard never decides that two records are of two people: it calls a person to look.

use care::people::{Guard, NumberStatus};

use crate::compare::level::{
    Born, Dead, Family, Found, Given, Home, Middle, Number, Phone, Practice, Sex,
};
use crate::subject::Facts;

/// The guards that one pair calls, without regard to other candidates.
pub(crate) fn of_pair(found: &Found, patient: &Facts) -> Vec<Guard> {
    let has_number = has_number(found);
    let checks: [(Guard, bool); 13] = [
        (Guard::OtherNumber, found.number == Number::Differ),
        (Guard::NumberInQuarantine, patient.status == Some(NumberStatus::InConflict)),
        (Guard::NumberAlone, has_number && is_number_alone(found)),
        (Guard::Twin, may_be_twins(found)),
        (Guard::ParentAndChild, may_be_parent_and_child(found)),
        (Guard::GivenName, is_given_name_weak(found, has_number)),
        (Guard::TitleForName, found.given == Given::Title && !is_numbered(found, has_number)),
        (Guard::FamilyName, !is_family_name_enough(found, has_number)),
        (Guard::BirthDate, !is_birth_date_enough(found, has_number)),
        (Guard::MiddleName, !has_number && found.middle == Middle::Differ),
        (Guard::Gender, found.sex == Sex::Differ && !is_gender_a_slip(found, has_number)),
        (Guard::NothingElse, !has_number && !has_corroboration(found)),
        (Guard::RecordedDead, found.dead == Dead::Recorded),
    ];
    checks.into_iter().filter(|(_, calls)| *calls).map(|(guard, _)| guard).collect()
}

/// Whether a number is in common: then names and dates need only confirm it.
pub(crate) fn has_number(found: &Found) -> bool {
    matches!(found.number, Number::Same | Number::Former | Number::Unproved)
}

/// A number is mistyped into another's record, a spouse's is copied, two records are mixed up: the
/// number must be confirmed by two of birth date, given name and family name.
fn is_number_alone(found: &Found) -> bool {
    let confirming =
        [is_born_near(found.born), is_given_near(found.given), is_family_near(found.family)];
    confirming.into_iter().filter(|confirms| *confirms).count() < 2
}

/// Twins share birth date, family name, home, telephone and practice, and their numbers are mistaken
/// for each other's: only the given name tells them apart.
fn may_be_twins(found: &Found) -> bool {
    let is_other = matches!(found.given, Given::Differ | Given::FirstLetter);
    let is_born = matches!(found.born, Born::Same | Born::Exchanged | Born::Slip | Born::TwoParts);
    is_other && is_born && found.family != Family::Differ
}

/// Father and son of one name at one address: only the year of birth tells them apart, and where it
/// was mistyped nothing does.
fn may_be_parent_and_child(found: &Found) -> bool {
    found.generation && !matches!(found.given, Given::Differ | Given::FirstLetter)
}

/// A given name that is as good as a title needs number, birth date and family name beside it.
fn is_numbered(found: &Found, has_number: bool) -> bool {
    has_number && found.born == Born::Same && is_family_near(found.family)
}

/// A given name that is not known needs home or telephone as well: whoever picks the wrong namesake
/// from a list picks one who lives elsewhere.
fn is_confirmed(found: &Found, has_number: bool) -> bool {
    is_numbered(found, has_number) && has_place(found)
}

/// A brother's or sister's record differs in the given name only. An initial may be a brother's too,
/// and so may a name that is spelt much alike.
fn is_given_name_weak(found: &Found, has_number: bool) -> bool {
    match found.given {
        Given::Same | Given::Called | Given::Form | Given::Slip | Given::Swapped | Given::Title => {
            false
        }
        Given::Middle => !has_number && !has_place(found),
        Given::Alike | Given::MiddleInitial => !has_number,
        Given::Initial => !(has_number || is_at_home(found) || found.phone == Phone::Same),
        Given::Unknown => !is_confirmed(found, has_number),
        Given::FirstLetter | Given::Differ => true,
    }
}

/// Two people of one given name and birthday, of different families, are easily found in any town.
/// Names change at marriage: then birth date and given name must be the same, and the number too,
/// where a form of the given name will do, or for a woman her home or telephone.
fn is_family_name_enough(found: &Found, has_number: bool) -> bool {
    let is_at_place = is_at_home(found) || found.phone == Phone::Same;
    let is_numbered_place = is_at_place || matches!(found.home, Home::Postcode | Home::Former);
    let is_named = is_given_kept(found.given) || is_numbered_place && is_given_near(found.given);
    let is_change = if has_number {
        is_named
    } else {
        found.given == Given::Same && found.women && is_at_place
    };
    is_family_near(found.family) || found.born == Born::Same && is_change
}

/// Cousins of one name, and namesakes of one street, differ in the birth date. Where the date is not
/// known, 1 January is written for many, and says no more than the year.
fn is_birth_date_enough(found: &Found, has_number: bool) -> bool {
    match found.born {
        Born::Same => {
            has_number || !found.guessed || is_at_home(found) && found.phone == Phone::Same
        }
        Born::Exchanged | Born::FirstOfJanuary | Born::Slip | Born::TwoParts => {
            has_number || has_place(found)
        }
        Born::Partial | Born::Unknown => has_number,
        Born::SameYear | Born::Differ | Born::Generation | Born::Far => false,
    }
}

/// A gender is mistyped now and then; without the number, or beside another given name or date, it may
/// be a brother or a sister.
fn is_gender_a_slip(found: &Found, has_number: bool) -> bool {
    is_numbered(found, has_number) && is_given_kept(found.given)
}

/// Whether the given name is the same but for its form or a slip.
fn is_given_kept(given: Given) -> bool {
    matches!(given, Given::Same | Given::Called | Given::Form | Given::Slip)
}

/// Somebody else may have the same name and birthday, and in a big town does: something beside them
/// must agree. How much it proves is weighed against a namesake, who would not share it.
fn has_corroboration(found: &Found) -> bool {
    has_place(found) || found.practice == Practice::Same || found.number == Number::Slip
}

/// By how much, in nats, a guard lowers the rank of a pair whose number is not in common: what it
/// guards against, the weights see badly.
pub(crate) fn lowers(guard: Guard) -> f64 {
    match guard {
        Guard::NothingElse | Guard::ParentAndChild | Guard::BirthDate => 3.0,
        Guard::Twin | Guard::OtherNumber | Guard::GivenName => 2.0,
        _ => 0.0,
    }
}

/// Whether any place or telephone is in common, now or before.
fn has_place(found: &Found) -> bool {
    is_at_home(found)
        || matches!(found.home, Home::Postcode | Home::Former | Home::Slip)
        || matches!(found.phone, Phone::Same | Phone::Slip)
}

fn is_at_home(found: &Found) -> bool {
    found.home == Home::Door
}

pub(crate) fn is_born_near(born: Born) -> bool {
    matches!(
        born,
        Born::Same
            | Born::Exchanged
            | Born::FirstOfJanuary
            | Born::Slip
            | Born::TwoParts
            | Born::Partial
    )
}

pub(crate) fn is_given_near(given: Given) -> bool {
    !matches!(given, Given::Differ | Given::FirstLetter | Given::Unknown)
}

pub(crate) fn is_family_near(family: Family) -> bool {
    !matches!(family, Family::Differ | Family::Unknown)
}
