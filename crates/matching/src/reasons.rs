//! Which reasons are kept and shown with a verdict?

use care::people::{Guard, Known, NumberStatus, Reason};

use crate::compare::level::{Born, Dead, Family, Found, Given, Home, Middle, Number, Phone, Sex};
use crate::decide::is_named;
use crate::score::Asked;
use crate::subject::Subject;

/// Why a patient is not even compared: nobody knows who it is, or so little that whoever is found
/// would be found by chance.
pub(crate) fn not_to_compare(patient: &Subject<'_>) -> Option<Reason> {
    let facts = &patient.facts;
    let has_number = facts.number != 0 || facts.unproved_number != 0;
    let has_more = facts.born.is_known() || facts.postcode != 0 || facts.phones[0] != 0;
    if facts.known != Known::Yes {
        Some(Reason::IdentityUnknown)
    } else if !(has_number || is_named(patient) && has_more) {
        Some(Reason::TooLittle)
    } else {
        None
    }
}

/// The reasons for a match.
pub(crate) fn of_match(found: &Found, asked: &Asked<'_>) -> Vec<Reason> {
    let mut reasons = of_pair(found);
    reasons.extend(of_number(asked));
    reasons
}

/// The reasons for asking a person, each once.
pub(crate) fn of_review(offered: &[(&Found, &[Guard])], asked: &Asked<'_>) -> Vec<Reason> {
    let is_several = offered.len() > 1;
    let of_guards =
        offered.iter().flat_map(|(_, guards)| guards.iter().filter_map(|guard| of_guard(*guard)));
    let is_guarded = offered.iter().any(|(_, guards)| !guards.is_empty());
    let doubt = (!is_guarded && !is_several).then_some(Reason::NotSureEnough);
    let first = is_several.then_some(Reason::SeveralFit);
    let pairs = offered.iter().flat_map(|(found, _)| of_pair(found));
    let all = first.into_iter().chain(doubt).chain(of_guards).chain(pairs).chain(of_number(asked));
    let mut reasons = Vec::new();
    for reason in all {
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    reasons
}

fn of_number(asked: &Asked<'_>) -> Option<Reason> {
    match asked.subject.facts.status {
        Some(NumberStatus::Verified) => Some(Reason::NumberVerified),
        Some(NumberStatus::InConflict) => Some(Reason::NumberInConflict),
        _ => None,
    }
}

fn of_guard(guard: Guard) -> Option<Reason> {
    match guard {
        Guard::NumberInQuarantine => Some(Reason::NumberShared),
        Guard::Twin => Some(Reason::PossibleTwin),
        Guard::ParentAndChild => Some(Reason::PossibleKin),
        Guard::TooClose | Guard::KeptTwice | Guard::Crowded => Some(Reason::SeveralFit),
        Guard::NothingElse | Guard::TitleForName => Some(Reason::NotSureEnough),
        _ => None,
    }
}

fn of_pair(found: &Found) -> Vec<Reason> {
    let number = match found.number {
        Number::Same | Number::Unproved => Some(Reason::SameNumber),
        Number::Former => Some(Reason::FormerNumber),
        Number::Slip => Some(Reason::NearNumber),
        Number::Differ | Number::Unlike => Some(Reason::DifferentNumber),
        Number::Garbled | Number::Missing => None,
    };
    let born = match found.born {
        Born::Same => Reason::SameBirthDate,
        Born::Exchanged | Born::Slip => Reason::NearBirthDate,
        Born::FirstOfJanuary | Born::Partial | Born::Unknown => Reason::BirthDateUncertain,
        Born::TwoParts | Born::SameYear | Born::Differ | Born::Generation | Born::Far => {
            Reason::DifferentBirthDate
        }
    };
    let home = match found.home {
        Home::Door => Some(Reason::SameAddress),
        Home::Postcode | Home::Former => Some(Reason::SamePostcode),
        _ => None,
    };
    let rest = [
        (found.middle == Middle::Differ).then_some(Reason::DifferentGivenName),
        home,
        (found.phone == Phone::Same).then_some(Reason::SamePhone),
        (found.sex == Sex::Differ).then_some(Reason::DifferentGender),
        (found.dead == Dead::Recorded).then_some(Reason::RecordedDead),
    ];
    let first = number.into_iter().chain([born]).chain(of_names(found));
    first.chain(rest.into_iter().flatten()).collect()
}

fn of_names(found: &Found) -> Vec<Reason> {
    let is_family = matches!(found.family, Family::Differ | Family::Unknown);
    let is_given = matches!(found.given, Given::Differ | Given::FirstLetter | Given::Unknown);
    let differing = [
        is_family.then_some(Reason::DifferentFamilyName),
        is_given.then_some(Reason::DifferentGivenName),
    ];
    if is_family || is_given {
        return differing.into_iter().flatten().collect();
    }
    let is_other = matches!(found.family, Family::Former | Family::Part)
        || matches!(found.given, Given::Called | Given::Middle | Given::Swapped);
    if (found.family, found.given) == (Family::Same, Given::Same) {
        vec![Reason::SameName]
    } else if is_other {
        vec![Reason::SameOtherName]
    } else {
        vec![Reason::SimilarName]
    }
}
