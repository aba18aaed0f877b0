//! Which of the people found is the patient, if any?
//!
//! Every person found is weighed; then all are weighed against each other and against "none of
//! them". A match is likely beyond doubt, calls no guard, and has no rival.

use care::people::{Assessment, Candidate, Guard, Known, PersonKey, Verdict};

use crate::compare::compare;
use crate::compare::level::{Born, Found, Given, Home, Middle, Number, Phone, Sex};
use crate::explain;
use crate::guards::{self, has_number, is_family_near};
use crate::model::Model;
use crate::policy::Policy;
use crate::reasons;
use crate::score::{Asked, Weighed, explanation, sum_of_logarithms, weigh};
use crate::subject::{Part, Subject};

/// Whoever is less likely than this is not even mentioned.
const HOPELESS: f64 = 0.000_1;
/// Of candidates whose weight is so far below the best (in nats), none can be a record of the same
/// person kept twice that matters.
const FAR_BELOW: f64 = 25.0;

/// One person who was weighed.
struct Weight {
    place: usize,
    weighed: Weighed,
    probability: f64,
    score: f64,
    guards: Vec<Guard>,
}

/// Weighs the people found for a patient and decides.
///
/// `people` may be generous and in any order; all the judgement is here. `crowded` says that not all
/// could be compared who share what is known of the patient: then nobody is certain. `key` names the
/// person at a place of `people`; whoever has no name is not offered.
pub fn assess(
    asked: &Asked<'_>,
    people: &[Subject<'_>],
    crowded: bool,
    rules: (&Model, &Policy),
    key: impl Fn(usize) -> Option<PersonKey>,
) -> Assessment {
    let (model, policy) = rules;
    let none = |reason| Assessment {
        verdict: Verdict::None(vec![reason]),
        model: model.version().to_owned(),
        candidates: Vec::new(),
    };
    if let Some(reason) = reasons::not_to_compare(&asked.subject) {
        return none(reason);
    }
    let mut weights = weights(asked, people, model);
    rank(&mut weights, &key);
    let doubled = doubled(&weights, people, asked.established(), &key);
    pool(&mut weights, doubled, model.prior.known);
    guard(&mut weights, doubled, asked, (crowded, policy));
    be_strict(&mut weights, doubled, policy);
    let offered: Vec<&Weight> =
        weights.iter().filter(|one| is_offered(one, policy)).take(policy.most_offered).collect();
    let candidates: Vec<Candidate> = weights
        .iter()
        .filter(|one| one.probability >= HOPELESS || is_offered(one, policy))
        .take(policy.most_offered)
        .filter_map(|one| Some(candidate(one, model, key(one.place)?)))
        .collect();
    let certain = offered
        .first()
        .filter(|best| best.guards.is_empty() && best.probability >= policy.match_at)
        .and_then(|best| Some((key(best.place)?, &best.weighed.found)));
    let verdict = match (certain, offered.as_slice()) {
        (_, []) => Verdict::None(vec![care::people::Reason::NobodyFits]),
        (Some((person, found)), _) => Verdict::Match(person, reasons::of_match(found, asked)),
        (None, offered) => {
            let found: Vec<(&Found, &[Guard])> =
                offered.iter().map(|one| (&one.weighed.found, one.guards.as_slice())).collect();
            let keys = offered.iter().filter_map(|one| key(one.place)).collect();
            Verdict::Review(keys, reasons::of_review(&found, asked))
        }
    };
    Assessment { verdict, model: model.version().to_owned(), candidates }
}

fn is_offered(one: &Weight, policy: &Policy) -> bool {
    one.probability >= policy.review_at || has_number(&one.weighed.found)
}

fn weights(asked: &Asked<'_>, people: &[Subject<'_>], model: &Model) -> Vec<Weight> {
    people
        .iter()
        .enumerate()
        .filter(|(_, person)| person.facts.known == Known::Yes)
        .map(|(place, person)| Weight {
            place,
            weighed: weigh(asked, person, model),
            probability: 0.0,
            score: 0.0,
            guards: Vec::new(),
        })
        .collect()
}

/// The likeliest first; of two that weigh the same the one whose name comes first, so that the order
/// in which they were found never matters.
fn rank(weights: &mut [Weight], key: &impl Fn(usize) -> Option<PersonKey>) {
    weights.sort_by(|one, other| {
        other
            .weighed
            .weight
            .total_cmp(&one.weighed.weight)
            .then_with(|| key(one.place).cmp(&key(other.place)))
    });
}

/// How many from the best on are records of one and the same person, kept twice by a council.
fn doubled(
    weights: &[Weight],
    people: &[Subject<'_>],
    established: u32,
    key: &impl Fn(usize) -> Option<PersonKey>,
) -> u64 {
    let Some((best, others)) = weights.split_first() else { return 0 };
    let Some(first) = people.get(best.place) else { return 0 };
    let council = |place| key(place).map(|key| key.council);
    let mut doubled = 1;
    for (place, other) in others.iter().enumerate().take(32) {
        let is_near = best.weighed.weight - other.weighed.weight < FAR_BELOW
            && council(best.place) == council(other.place);
        let person = people.get(other.place);
        if is_near
            && person.is_some_and(|person| is_one_person(&compare(first, person, established)))
        {
            doubled |= 2 << place;
        }
    }
    doubled
}

/// Whether two records of the council are beyond reasonable doubt of one person: the same number,
/// birth date and given name, or the same names, birth date and home or telephone, and nothing that
/// contradicts. Twins differ in the given name, parent and child in the year.
pub(crate) fn is_one_person(found: &Found) -> bool {
    let is_called = matches!(
        found.given,
        Given::Same | Given::Called | Given::Form | Given::Slip | Given::Swapped
    );
    let is_named = is_called && is_family_near(found.family);
    let is_day = found.born == Born::Same;
    let is_slip = matches!(found.born, Born::Exchanged | Born::Slip | Born::FirstOfJanuary);
    let by_number = found.number == Number::Same
        && !found.generation
        && (is_called && is_day || is_named && is_slip);
    let is_place = matches!(found.home, Home::Door | Home::Postcode | Home::Former)
        || found.phone == Phone::Same;
    let by_name = found.given == Given::Same && is_named && is_day && is_place;
    let differs = found.number == Number::Differ
        || found.sex == Sex::Differ
        || found.middle == Middle::Differ;
    (by_number || by_name) && !differs
}

fn is_in(doubled: u64, place: usize) -> bool {
    place < 64 && doubled >> place & 1 == 1
}

/// Turns weights into probabilities over all candidates and "none of them". What speaks for one
/// record of a person speaks for the person, and so for each of their records.
fn pool(weights: &mut [Weight], doubled: u64, known: f64) {
    let unknown = (1.0 - known).ln();
    let all: Vec<f64> = weights.iter().map(|one| one.weighed.weight).collect();
    let others_of = |place: usize| {
        let is_same =
            |other: usize| other == place || is_in(doubled, place) && is_in(doubled, other);
        let others =
            all.iter().enumerate().filter(|(other, _)| !is_same(*other)).map(|(_, one)| *one);
        sum_of_logarithms(&others.chain([unknown]).collect::<Vec<_>>())
    };
    let best = sum_of_logarithms(
        &all.iter()
            .enumerate()
            .filter(|(place, _)| is_in(doubled, *place))
            .map(|(_, one)| *one)
            .collect::<Vec<_>>(),
    );
    let scores: Vec<f64> = all
        .iter()
        .enumerate()
        .map(|(place, own)| if place == 0 { best - others_of(0) } else { own - others_of(place) })
        .collect();
    for (one, score) in weights.iter_mut().zip(scores) {
        one.score = score;
        one.probability = 1.0 / (1.0 + (-score).exp());
    }
}

fn guard(weights: &mut [Weight], doubled: u64, asked: &Asked<'_>, rules: (bool, &Policy)) {
    let (crowded, policy) = rules;
    let all: Vec<f64> = weights.iter().map(|one| one.weighed.weight).collect();
    let holders = weights.iter().filter(|one| one.weighed.found.number == Number::Same).count();
    let in_doubt = |(place, one): (usize, &Weight)| {
        one.weighed.found.number == Number::Same && !is_in(doubled, place)
    };
    let is_double = policy.doubled_match && !weights.iter().enumerate().any(in_doubt);
    let apart = policy.apart * std::f64::consts::LN_2;
    for (place, one) in weights.iter_mut().enumerate() {
        one.guards = guards::of_pair(&one.weighed.found, &asked.subject.facts);
        let is_close = |(other, weight): (usize, &f64)| {
            other != place
                && !(is_in(doubled, place) && is_in(doubled, other))
                && *weight > one.weighed.weight - apart
        };
        let is_shared = holders > 1
            && one.weighed.found.number == Number::Same
            && !(is_in(doubled, place) && is_double);
        let more = [
            (
                Guard::NumberInQuarantine,
                is_shared && !one.guards.contains(&Guard::NumberInQuarantine),
            ),
            (Guard::TooClose, all.iter().enumerate().any(is_close)),
            (Guard::Crowded, crowded),
        ];
        one.guards.extend(more.into_iter().filter(|(_, calls)| *calls).map(|(guard, _)| guard));
        if !has_number(&one.weighed.found) {
            one.score -= one.guards.iter().copied().map(guards::lowers).sum::<f64>();
        }
    }
}

/// What a policy that asks for more than the engine sends to a person besides.
fn be_strict(weights: &mut [Weight], doubled: u64, policy: &Policy) {
    let is_kept_twice = !policy.doubled_match && doubled.count_ones() > 1;
    for (place, one) in weights.iter_mut().enumerate() {
        let calls = [
            (Guard::KeptTwice, is_kept_twice && is_in(doubled, place)),
            (Guard::BirthDate, !policy.near_birth_dates && one.weighed.found.born != Born::Same),
        ];
        let new = calls.into_iter().filter(|(guard, calls)| *calls && !one.guards.contains(guard));
        let new: Vec<Guard> = new.map(|(guard, _)| guard).collect();
        one.guards.extend(new);
    }
}

fn candidate(one: &Weight, model: &Model, key: PersonKey) -> Candidate {
    let (start, evidence) = explain::evidence(&one.weighed, model);
    Candidate {
        person: key,
        probability: one.probability,
        score: one.score,
        evidence,
        start,
        rival: explanation(one.weighed.rival),
        guards: one.guards.clone(),
    }
}

/// Whether a name is known at all.
pub(crate) fn is_named(subject: &Subject<'_>) -> bool {
    subject.words(Part::Family).next().is_some() || subject.words(Part::Given).next().is_some()
}
