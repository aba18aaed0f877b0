//! Do the given names agree, and the middle names?

use crate::compare::level::{Given, Middle};
use crate::compare::spelling::{are_a_slip_apart, are_joined, begins};
use crate::subject::{Named, Part, Subject};

/// Compares them. A name that `established` people bear is no slip of another.
pub(crate) fn compare(one: &Subject<'_>, other: &Subject<'_>, established: u32) -> (Given, Middle) {
    let (a, b) = (Called::of(one), Called::of(other));
    let given = given(&a, &b, established);
    (given, middle(&a, &b, given))
}

/// What somebody is called, with names that are as good as titles stepped over.
struct Called<'a, 's> {
    subject: &'s Subject<'a>,
    /// The name that tells this person from others: "Imran" of "Mohammed Imran".
    main: Option<&'a Named<'a>>,
    /// Whether that is no more than a title.
    is_title: bool,
}

impl<'a, 's> Called<'a, 's> {
    fn of(subject: &'s Subject<'a>) -> Self {
        let first = subject.words(Part::Given).next();
        let is_shared = first.is_some_and(|named| named.word.is_shared_as_title());
        let telling =
            |named: &&'a Named<'a>| !named.word.is_shared_as_title() && !named.word.is_initial();
        let next = if is_shared { subject.words(Part::Middle).find(telling) } else { None };
        Self { subject, main: next.or(first), is_title: is_shared && next.is_none() }
    }

    fn known_as(&self) -> impl Iterator<Item = &'a Named<'a>> + use<'a> {
        self.subject.words(Part::KnownAs).filter(|named| !named.word.is_shared_as_title())
    }

    fn names(&self) -> impl Iterator<Item = &'a Named<'a>> + use<'a> {
        let main = if self.is_title { None } else { self.main };
        main.into_iter().chain(self.known_as())
    }

    fn middles(&self) -> impl Iterator<Item = &'a Named<'a>> + use<'a, 's> {
        let main = self.main.map(|named| named.word.text());
        self.subject.words(Part::Middle).filter(move |named| {
            !named.word.is_shared_as_title() && Some(named.word.text()) != main
        })
    }

    fn givens(&self) -> impl Iterator<Item = &'a Named<'a>> + use<'a> {
        self.subject.words(Part::Given).chain(self.subject.words(Part::Middle))
    }

    fn titles(&self) -> impl Iterator<Item = &'a Named<'a>> + use<'a> {
        self.givens().filter(|named| named.word.is_shared_as_title())
    }

    fn has_family(&self, named: &Named<'_>) -> bool {
        self.subject.words(Part::Family).any(|family| is_same(family, named))
    }
}

fn is_same(one: &Named<'_>, other: &Named<'_>) -> bool {
    one.word.text() == other.word.text()
}

fn is_form(one: &Named<'_>, other: &Named<'_>) -> bool {
    is_same(one, other) || one.word.is_given_form_of(other.word)
}

fn given(a: &Called<'_, '_>, b: &Called<'_, '_>, established: u32) -> Given {
    let (Some(one), Some(other)) = (a.main, b.main) else {
        return Given::Unknown;
    };
    if !a.is_title && !b.is_title && (is_same(one, other) || is_joined(a, b) || is_joined(b, a)) {
        return Given::Same;
    }
    if a.names().any(|one| b.names().any(|other| is_same(one, other))) {
        return Given::Called;
    }
    if a.names().any(|one| b.names().any(|other| is_form(one, other))) {
        return Given::Form;
    }
    if (a.is_title || b.is_title) && shares_title(a, b) {
        return Given::Title;
    }
    if are_a_slip_apart(one.word, other.word) {
        let is_rare = one.given.min(other.given) < established;
        return if is_rare { Given::Slip } else { Given::Alike };
    }
    if is_slip_of_form(one, other, established) || is_slip_of_form(other, one, established) {
        return Given::Slip;
    }
    unlike(a, b, established)
}

/// Whether the title of one is borne by the other, too: "Mohammed" and "Imran Mohammed".
fn shares_title(a: &Called<'_, '_>, b: &Called<'_, '_>) -> bool {
    a.titles().any(|one| b.titles().any(|other| is_form(one, other)))
}

/// Whether a rare word is a slip of a known form of the other name.
fn is_slip_of_form(name: &Named<'_>, slip: &Named<'_>, established: u32) -> bool {
    slip.given < established && name.word.has_form_like(slip.word)
}

/// Given names that are no spellings of each other.
fn unlike(a: &Called<'_, '_>, b: &Called<'_, '_>, established: u32) -> Given {
    let (Some(one), Some(other)) = (a.main, b.main) else {
        return Given::Unknown;
    };
    let is_first = one.word.initial() == other.word.initial();
    let is_middle = b.middles().any(|middle| is_full_form(one, middle))
        || a.middles().any(|middle| is_full_form(other, middle));
    if is_first && (one.word.is_initial() || other.word.is_initial()) {
        Given::Initial
    } else if is_middle {
        Given::Middle
    } else if are_swapped(a, b, established) && are_swapped(b, a, established) {
        Given::Swapped
    } else if one.word.sounds_like(other.word) || begins(one.word, other.word) {
        Given::Alike
    } else if begins_middle(one, b) || begins_middle(other, a) {
        Given::MiddleInitial
    } else if is_first {
        Given::FirstLetter
    } else {
        Given::Differ
    }
}

/// Whether the given name stands in the other's family name, and no word of the family name is left
/// over: "Chan Mei-Yee" is no swap of "Mei-Ling Chan". One of the two names may be another form or a
/// slip there: "David Brooklands" and "Brooklands Dave".
fn are_swapped(a: &Called<'_, '_>, b: &Called<'_, '_>, established: u32) -> bool {
    let is_near = |one: &Named<'_>, other: &Named<'_>| {
        let is_rare = (one.given + one.family).min(other.given + other.family) < established;
        is_form(one, other)
            || one.word.is_family_form_of(other.word)
            || is_rare && are_a_slip_apart(one.word, other.word)
    };
    let stands = |agree: &dyn Fn(&Named<'_>, &Named<'_>) -> bool| {
        a.main.is_some_and(|main| b.subject.words(Part::Family).any(|family| agree(main, family)))
    };
    let is_used_up = |agree: &dyn Fn(&Named<'_>, &Named<'_>) -> bool| {
        a.subject.words(Part::Family).all(|family| b.givens().any(|given| agree(family, given)))
    };
    stands(&is_same) && is_used_up(&is_near) || stands(&is_near) && is_used_up(&is_same)
}

/// Whether the other side gives the first letter of this name as that of a middle name.
fn begins_middle(one: &Named<'_>, other: &Called<'_, '_>) -> bool {
    let mut letters = other.middles().filter(|middle| middle.word.is_initial());
    !one.word.is_initial() && letters.any(|letter| letter.word.initial() == one.word.initial())
}

fn is_full_form(one: &Named<'_>, other: &Named<'_>) -> bool {
    !one.word.is_initial() && !other.word.is_initial() && is_form(one, other)
}

/// "Mary Ann" on one side, "Maryann" on the other.
fn is_joined(apart: &Called<'_, '_>, joined: &Called<'_, '_>) -> bool {
    let first = apart.subject.words(Part::Given).next();
    let second = apart.subject.words(Part::Middle).next();
    let whole = joined.subject.words(Part::Given).next();
    match (first, second, whole) {
        (Some(first), Some(second), Some(whole)) => are_joined(first.word, second.word, whole.word),
        _ => false,
    }
}

fn middle(a: &Called<'_, '_>, b: &Called<'_, '_>, given: Given) -> Middle {
    let mut found = Middle::Missing;
    let settled = matches!(given, Given::Middle | Given::MiddleInitial | Given::Swapped)
        || is_joined(a, b)
        || is_joined(b, a);
    for one in a.middles() {
        for other in b.middles() {
            let is_first = one.word.initial() == other.word.initial();
            let is_initial = one.word.is_initial() || other.word.is_initial();
            if is_full_form(one, other) || are_a_slip_apart(one.word, other.word) {
                return Middle::Same;
            } else if is_initial && is_first {
                found = Middle::Initial;
            } else if found == Middle::Missing && !settled && !is_elsewhere(a, b, one, other) {
                found = Middle::Differ;
            }
        }
    }
    found
}

/// Whether a middle name stands in another place on the other side.
fn is_elsewhere(
    a: &Called<'_, '_>,
    b: &Called<'_, '_>,
    one: &Named<'_>,
    other: &Named<'_>,
) -> bool {
    let is_of = |called: &Called<'_, '_>, named: &Named<'_>| {
        called.has_family(named) || called.names().any(|name| is_form(name, named))
    };
    is_of(b, one) || is_of(a, other)
}
