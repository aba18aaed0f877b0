//! Do the family names agree?

use crate::compare::level::Family;
use crate::compare::spelling::{are_a_slip_apart, are_joined};
use crate::subject::{Named, Part, Subject};

/// Compares them. A name that `established` people bear is no slip of another.
pub(crate) fn compare(one: &Subject<'_>, other: &Subject<'_>, established: u32) -> Family {
    let mut families = (one.words(Part::Family), other.words(Part::Family));
    let (Some(first), Some(second)) = (families.0.next(), families.1.next()) else {
        return Family::Unknown;
    };
    let is_single = families.0.next().is_none() && families.1.next().is_none();
    if is_single && first.word.text() == second.word.text() {
        return Family::Same;
    }
    if !is_single {
        if are_all(one, other) && are_all(other, one)
            || is_joined(one, other)
            || is_joined(other, one)
        {
            return Family::Same;
        }
        if any(one, Part::Family, other, Part::Family, is_form) {
            return Family::Part;
        }
    }
    if any(one, Part::Family, other, Part::OtherFamily, is_form)
        || any(one, Part::OtherFamily, other, Part::Family, is_form)
    {
        return Family::Former;
    }
    if first.word.is_family_form_of(second.word) {
        return Family::Form;
    }
    unlike(one, other, established)
}

fn unlike(one: &Subject<'_>, other: &Subject<'_>, established: u32) -> Family {
    let is_slip = |a: &Named<'_>, b: &Named<'_>| are_a_slip_apart(a.word, b.word);
    let is_rare_slip =
        |a: &Named<'_>, b: &Named<'_>| a.family.min(b.family) < established && is_slip(a, b);
    let is_alike = |a: &Named<'_>, b: &Named<'_>| is_slip(a, b) || a.word.sounds_like(b.word);
    if any(one, Part::Family, other, Part::Family, is_rare_slip) {
        Family::Slip
    } else if any(one, Part::Family, other, Part::Middle, is_word)
        || any(one, Part::Middle, other, Part::Family, is_word)
    {
        Family::Part
    } else if any(one, Part::Family, other, Part::Family, is_alike) {
        Family::Alike
    } else {
        Family::Differ
    }
}

fn is_word(one: &Named<'_>, other: &Named<'_>) -> bool {
    !one.word.is_initial() && one.word.text() == other.word.text()
}

fn is_form(one: &Named<'_>, other: &Named<'_>) -> bool {
    is_word(one, other) || one.word.is_family_form_of(other.word)
}

fn any(
    one: &Subject<'_>,
    part: Part,
    other: &Subject<'_>,
    part_of_other: Part,
    agree: impl Fn(&Named<'_>, &Named<'_>) -> bool,
) -> bool {
    one.words(part).any(|a| other.words(part_of_other).any(|b| agree(a, b)))
}

fn are_all(one: &Subject<'_>, other: &Subject<'_>) -> bool {
    one.words(Part::Family).all(|a| other.words(Part::Family).any(|b| is_word(a, b)))
}

/// "Smith-Jones" on one side, "Smithjones" on the other.
fn is_joined(apart: &Subject<'_>, joined: &Subject<'_>) -> bool {
    let mut words = apart.words(Part::Family);
    match (words.next(), words.next(), joined.words(Part::Family).next()) {
        (Some(first), Some(second), Some(whole)) => are_joined(first.word, second.word, whole.word),
        _ => false,
    }
}
