//! Is one of these people the patient?

use std::collections::BTreeMap;

use care::people::name::fold;
use care::people::{Identity, Known, NumberStatus, PersonKey, Reason, Verdict};

use crate::compare::{BirthDate, Comparison, Middle, Name, Number, compare};

/// Decides which of `candidates` is the patient, if any.
///
/// `candidates` may be generous, doubled and in any order; all the judgement is here. They must
/// hold everybody who shares the patient's NHS number, or birth date and family name: a match is
/// certain only where nobody else fits.
pub fn decide(patient: &Identity, candidates: &[(&PersonKey, &Identity)]) -> Verdict {
    if patient.known != Known::Yes {
        return Verdict::None(vec![Reason::IdentityUnknown]);
    }
    if is_too_little(patient) {
        return Verdict::None(vec![Reason::TooLittle]);
    }
    let candidates: BTreeMap<&PersonKey, &Identity> = candidates.iter().copied().collect();
    let compared: Vec<Candidate<'_>> = candidates
        .into_iter()
        .filter(|(_, person)| person.known == Known::Yes)
        .map(|(key, person)| Candidate { key, found: compare(patient, person) })
        .filter(Candidate::is_possible)
        .collect();
    judge(patient, &compared)
}

/// Without a number, a name and a birth date are the least to begin with.
fn is_too_little(patient: &Identity) -> bool {
    let named = patient.names.iter().any(|name| !fold(&name.family).is_empty());
    patient.nhs.is_none() && (!named || patient.born.is_none())
}

struct Candidate<'a> {
    key: &'a PersonKey,
    found: Comparison,
}

impl Candidate<'_> {
    /// Whether a person should look: the same number, or so much else that only a slip, a short
    /// form or a new name may stand between the two.
    fn is_possible(&self) -> bool {
        let Comparison { number, born, family, given, postcode, .. } = self.found;
        match number {
            Number::Same => true,
            Number::Different => self.is_namesake(),
            Number::Missing => match born {
                BirthDate::Same => {
                    family.agrees() && (given != Name::Different || postcode)
                        || given.agrees() && postcode
                }
                BirthDate::Near => family.agrees() && given.agrees(),
                BirthDate::Uncertain => family.agrees() && given.agrees() && postcode,
                BirthDate::Different => false,
            },
        }
    }

    /// Whether all that most people know of somebody agrees: both names and the birth date.
    fn is_namesake(&self) -> bool {
        let Comparison { born, family, given, .. } = self.found;
        born == BirthDate::Same && family.agrees() && given.agrees()
    }

    fn reasons(&self) -> Vec<Reason> {
        let Comparison { number, born, family, given, .. } = self.found;
        let names = match (family, given) {
            (Name::Same, Name::Same) => vec![Reason::SameName],
            (family, given) if family.agrees() && given.agrees() => vec![Reason::SameOtherName],
            (family, given) => [
                (!family.agrees()).then_some(Reason::DifferentFamilyName),
                (!given.agrees()).then_some(Reason::DifferentGivenName),
            ]
            .into_iter()
            .flatten()
            .collect(),
        };
        let number = match number {
            Number::Same => Some(Reason::SameNumber),
            Number::Different => Some(Reason::DifferentNumber),
            Number::Missing => None,
        };
        let born = match born {
            BirthDate::Same => Reason::SameBirthDate,
            BirthDate::Uncertain => Reason::BirthDateUncertain,
            BirthDate::Near | BirthDate::Different => Reason::DifferentBirthDate,
        };
        let rest = [
            (self.found.middle == Middle::Different && given.agrees())
                .then_some(Reason::DifferentGivenName),
            self.found.postcode.then_some(Reason::SamePostcode),
            self.found.gender_differs.then_some(Reason::DifferentGender),
            self.found.dead_in_one_book.then_some(Reason::RecordedDead),
        ];
        let first = number.into_iter().chain([born]);
        first.chain(names).chain(rest.into_iter().flatten()).collect()
    }
}

fn judge(patient: &Identity, candidates: &[Candidate<'_>]) -> Verdict {
    let certain: Vec<&Candidate<'_>> =
        candidates.iter().filter(|candidate| is_certain(patient, candidate)).collect();
    if let [one] = certain.as_slice()
        && is_alone(patient, one, candidates)
    {
        return Verdict::Match(one.key.clone(), own_reasons(patient, &one.reasons()));
    }
    if candidates.is_empty() {
        return Verdict::None(vec![Reason::NobodyFits]);
    }
    let mut reasons = Vec::new();
    if candidates.len() > 1 {
        reasons.push(Reason::SeveralFit);
    }
    if holders(candidates) > 1 {
        reasons.push(Reason::NumberShared);
    }
    for candidate in candidates {
        for reason in own_reasons(patient, &candidate.reasons()) {
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
    }
    Verdict::Review(candidates.iter().map(|candidate| candidate.key.clone()).collect(), reasons)
}

/// How many records hold the patient's number: from two on it is under quarantine.
fn holders(candidates: &[Candidate<'_>]) -> usize {
    candidates.iter().filter(|candidate| candidate.found.number == Number::Same).count()
}

/// Whether nobody else fits. Another person of the same names and birth date is known to be another
/// only by a different number, and only where the patient's own is verified.
fn is_alone(patient: &Identity, one: &Candidate<'_>, candidates: &[Candidate<'_>]) -> bool {
    let verified = status(patient) == Some(NumberStatus::Verified);
    let is_another = |other: &Candidate<'_>| {
        !other.is_namesake() || verified && other.found.number == Number::Different
    };
    holders(candidates) <= 1
        && candidates.iter().filter(|other| other.key != one.key).all(is_another)
}

fn is_certain(patient: &Identity, candidate: &Candidate<'_>) -> bool {
    let found = candidate.found;
    let particulars =
        candidate.is_namesake() && found.middle != Middle::Different && !found.dead_in_one_book;
    particulars
        && match (status(patient), found.number) {
            (Some(NumberStatus::InConflict), _) | (_, Number::Different) => false,
            (Some(NumberStatus::Verified), number) => number == Number::Same,
            (Some(NumberStatus::NotTraced), Number::Same) => is_full_name(found),
            _ => is_exact(patient, found),
        }
}

fn is_full_name(found: Comparison) -> bool {
    found.family == Name::Same && found.given == Name::Same
}

/// Exact particulars, for a patient without a number to rely on: full usual name, birth date and
/// postcode. A given name that many share as a title, and a date that stands for "in that year",
/// prove too little.
fn is_exact(patient: &Identity, found: Comparison) -> bool {
    let title = patient.usual_name().is_some_and(|name| is_shared_as_title(&fold(&name.given)));
    let first_of_year = patient
        .born
        .and_then(|born| born.exact())
        .is_none_or(|day| day.month() == 1 && day.day() == 1);
    is_full_name(found)
        && found.postcode
        && !found.gender_differs
        && !first_of_year
        && (!title || found.middle == Middle::Same)
}

fn is_shared_as_title(given: &str) -> bool {
    let spellings_of_mohammed =
        ["MOHAMMED", "MOHAMMAD", "MOHAMED", "MUHAMMAD", "MUHAMMED", "MUHAMED", "MOHD", "MD"];
    let others = ["SINGH", "KAUR", "BEGUM", "BIBI"];
    spellings_of_mohammed.contains(&given) || others.contains(&given)
}

fn status(patient: &Identity) -> Option<NumberStatus> {
    patient.nhs.as_ref().map(|nhs| nhs.status)
}

/// A candidate's reasons, with what the hospital says of its own number.
fn own_reasons(patient: &Identity, found: &[Reason]) -> Vec<Reason> {
    let own = match status(patient) {
        Some(NumberStatus::Verified) => Some(Reason::NumberVerified),
        Some(NumberStatus::InConflict) => Some(Reason::NumberInConflict),
        _ => None,
    };
    found.iter().copied().chain(own).collect()
}
