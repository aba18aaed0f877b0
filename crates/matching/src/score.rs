//! How likely is what was found, if they are the same person, twins, kin or strangers?

use care::people::{Explanation, Field};

use crate::compare::compare;
use crate::compare::level::{
    Born, Family, Finding, Found, Given, Home, Middle, Number, Phone, Practice,
};
use crate::model::{EXPLANATIONS, Model};
use crate::subject::{Named, Part, Subject};

/// How many of the council's people share each value of a patient. What is not known is nought.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Common {
    /// All people.
    pub people: u32,
    /// The same birth date.
    pub born: u32,
    /// The same postcode, now.
    pub postcode: u32,
    /// Each earlier postcode of the patient, now.
    pub earlier_postcodes: [u32; 3],
    /// The same door.
    pub door: u32,
    /// Each telephone number.
    pub phones: [u32; 3],
    /// The same practice.
    pub practice: u32,
}

/// A patient ready to be looked for, and how common each of their values is.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The patient.
    pub subject: Subject<'a>,
    /// How common the values are.
    pub common: Common,
}

/// What a comparison found, and how likely that is under each explanation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Weighed {
    pub(crate) found: Found,
    parts: Parts,
    /// Log-odds of the same person against all other explanations of this pair, before rivals.
    pub(crate) weight: f64,
    /// The explanation that competes most.
    pub(crate) rival: usize,
}

/// People assumed beside those of a small index, so that a value of one person in ten does not
/// count as one that a tenth of mankind shares.
const ASSUMED: f64 = 2_000.0;
/// No given name that is a middle name elsewhere counts as rarer.
const RAREST_GIVEN: f64 = 0.0005;
/// No middle name counts as rarer: middle names run in families and communities.
const RAREST_MIDDLE: f64 = 0.005;
/// The share of people of one year assumed to bear 1 January, which stands for "in that year".
const GUESSED: f64 = 0.01;
/// A council is taken to be at least so large: the prior of any one person is never higher.
const FEWEST: f64 = 10_000.0;
/// From so many on (and one in so many people) a word is a name in its own right.
const ESTABLISHED: u32 = 8;
const ESTABLISHED_IN: u32 = 12_500;

impl Weighed {
    /// The share of people with the given name, where both have the same; else nought.
    pub(crate) fn chance_of_given_name(&self) -> f64 {
        self.parts.chances[2]
    }
}

impl Asked<'_> {
    fn share(&self, count: u32, assumed: f64) -> f64 {
        let count = f64::from(count) + ASSUMED * assumed;
        (count / (f64::from(self.common.people) + ASSUMED)).clamp(1e-12, 1.0)
    }

    fn people(&self) -> f64 {
        f64::from(self.common.people).max(FEWEST)
    }

    /// From which count on a word is a name in its own right rather than a slip of the pen.
    pub(crate) fn established(&self) -> u32 {
        ESTABLISHED + self.common.people / ESTABLISHED_IN
    }

    fn given(&self, person: &Subject<'_>) -> f64 {
        let shared = |named: &&Named<'_>| {
            person.names.iter().any(|other| {
                matches!(other.part, Part::Given | Part::Middle)
                    && other.word.text() == named.word.text()
            })
        };
        let telling = self.subject.words(Part::Given).chain(self.subject.words(Part::Middle));
        let mut agreeing = telling.filter(shared);
        let first = agreeing.clone().next();
        let found = agreeing.find(|named| !named.word.is_shared_as_title()).or(first);
        found.map_or(0.002, |named| self.share(named.given, 0.002))
    }

    /// The name that is given on one side and a middle name on the other.
    fn given_in_middle(&self, person: &Subject<'_>) -> f64 {
        let stands = |part: Part, named: &Named<'_>| {
            person.words(part).any(|other| other.word.text() == named.word.text())
        };
        let own = self.subject.words(Part::Given).find(|named| stands(Part::Middle, named));
        let theirs = self.subject.words(Part::Middle).find(|named| stands(Part::Given, named));
        own.or(theirs).map_or(0.01, |named| self.share(named.given, 0.002))
    }

    /// The rarest middle name in common.
    fn middle(&self, person: &Subject<'_>) -> f64 {
        let is_theirs = |named: &&Named<'_>| {
            person.words(Part::Middle).any(|other| other.word.text() == named.word.text())
        };
        let agreeing = self.subject.words(Part::Middle).filter(is_theirs);
        let shares = agreeing.map(|named| self.share(named.given, 0.002));
        shares.reduce(f64::min).unwrap_or(0.01).max(RAREST_MIDDLE)
    }

    fn family(&self, person: &Subject<'_>) -> f64 {
        let is_family = |part: Part| matches!(part, Part::Family | Part::OtherFamily);
        let shared = |named: &&Named<'_>| {
            person
                .names
                .iter()
                .any(|other| is_family(other.part) && other.word.text() == named.word.text())
        };
        let own = self.subject.names.iter().filter(|named| is_family(named.part));
        let agreeing = own.filter(shared).map(|named| self.share(named.family, 0.0005));
        agreeing.reduce(f64::min).unwrap_or(0.002)
    }

    fn home(&self, person: &Subject<'_>, home: Home) -> f64 {
        let (own, theirs) = (&self.subject.facts, &person.facts);
        let now = self.share(self.common.postcode, 0.00003);
        let before = own.earlier_postcodes.iter().zip(self.common.earlier_postcodes);
        let moved = before.into_iter().find(|(code, _)| **code != 0 && **code == theirs.postcode);
        match home {
            Home::Door if own.postcode == theirs.postcode && own.postcode != 0 => {
                self.share(self.common.door, 0.00001)
            }
            Home::Door => 0.00005,
            Home::Former => moved.map_or(now, |(_, count)| self.share(count, 0.00003)),
            _ => now,
        }
    }

    fn phone(&self, person: &Subject<'_>) -> f64 {
        let own = self.subject.facts.phones.iter().zip(self.common.phones);
        let theirs = person.facts.phones;
        let same = own.into_iter().find(|(phone, _)| **phone != 0 && theirs.contains(phone));
        same.map_or(0.0001, |(_, count)| self.share(count, 0.00001))
    }

    /// The share of people with the value on which the two agree, where a finding is an agreement
    /// on a value.
    fn chance(&self, person: &Subject<'_>, found: &Found, field: Field) -> Option<f64> {
        match field {
            Field::NhsNumber => {
                let agrees =
                    matches!(found.number, Number::Same | Number::Former | Number::Unproved);
                agrees.then(|| 1.0 / self.people())
            }
            Field::GivenName => match found.given {
                Given::Same => Some(self.given(person)),
                Given::Middle => Some(self.given_in_middle(person)),
                _ => None,
            },
            Field::FamilyName => {
                let agrees = matches!(found.family, Family::Same | Family::Part | Family::Former);
                agrees.then(|| self.family(person))
            }
            Field::BirthDate => {
                let born = self.subject.facts.born;
                let assumed = if born.is_first_of_january() { GUESSED } else { 0.00004 };
                matches!(found.born, Born::Same).then(|| self.share(self.common.born, assumed))
            }
            Field::Address => {
                let agrees = matches!(found.home, Home::Door | Home::Postcode | Home::Former);
                agrees.then(|| self.home(person, found.home))
            }
            Field::Phone => matches!(found.phone, Phone::Same).then(|| self.phone(person)),
            Field::Practice => matches!(found.practice, Practice::Same)
                .then(|| self.share(self.common.practice, 0.01)),
            Field::MiddleName => matches!(found.middle, Middle::Same).then(|| self.middle(person)),
            Field::Gender | Field::Death => None,
        }
    }
}

/// What a pair's findings are worth beside the model: the chance of each agreement on a value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Parts {
    /// In the order of [`Found::findings`]; nought where the finding is no agreement on a value.
    chances: [f64; 10],
    people: f64,
}

/// Works out a pair's chances.
pub(crate) fn parts(asked: &Asked<'_>, person: &Subject<'_>, found: &Found) -> Parts {
    let chances = Field::ALL.map(|field| asked.chance(person, found, field).unwrap_or(0.0));
    Parts { chances, people: asked.people() }
}

/// Compares a patient with a person and weighs what was found.
pub(crate) fn weigh(asked: &Asked<'_>, person: &Subject<'_>, model: &Model) -> Weighed {
    let found = compare(&asked.subject, person, asked.established());
    total(&found, &parts(asked, person, &found), model)
}

/// Weighs what was found.
pub(crate) fn total(found: &Found, parts: &Parts, model: &Model) -> Weighed {
    let mut likely = priors(parts.people, model);
    for (finding, chance) in found.findings().into_iter().zip(parts.chances) {
        let logarithms = field_weights(found, finding, chance, model);
        likely.iter_mut().zip(logarithms).for_each(|(sum, one)| *sum += one);
    }
    let [same, others @ ..] = likely;
    let (rival, _) =
        others.iter().enumerate().fold((0, f64::NEG_INFINITY), |best, (place, one)| {
            if *one > best.1 { (place, *one) } else { best }
        });
    Weighed {
        found: *found,
        parts: *parts,
        weight: same - sum_of_logarithms(&others),
        rival: rival + 1,
    }
}

/// The logarithm of a sum of which the logarithms of its parts are known.
pub(crate) fn sum_of_logarithms(parts: &[f64]) -> f64 {
    let most = parts.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if most == f64::NEG_INFINITY {
        return most;
    }
    most + parts.iter().map(|part| (part - most).exp()).sum::<f64>().ln()
}

/// What competes: the explanations of a model, and beside them, as another kind of stranger, a
/// namesake who was born on the same day. Names and birth dates do not fall as dice do: a name is
/// the fashion of a year, and a search finds whoever is alike.
const NAMESAKE: usize = 4;

/// Where each explanation starts, for one of so many people picked at random.
fn priors(people: f64, model: &Model) -> [f64; 5] {
    let prior = model.prior;
    let of_one = |expected: f64| (expected / people).ln();
    [of_one(prior.known), of_one(prior.twins), of_one(prior.kin), 0.0, of_one(prior.namesakes)]
}

/// How likely one field's finding is under each explanation, as logarithms. `chance` is the share of
/// people who have the value on which both agree, nought where the finding is no such agreement.
fn field_weights(found: &Found, finding: Finding, chance: f64, model: &Model) -> [f64; 5] {
    let [same, mut twin, mut kin, mut stranger] = model.logarithms(finding.row);
    if chance != 0.0 && !model.is_silent(finding.row) {
        let [_, _, rate_of_kin, rate_of_strangers] = model.rates(finding.row);
        let beside = |rate: f64| (rate + chance).min(1.0).ln();
        stranger = (rate_of_strangers * chance).ln();
        match finding.field {
            Field::GivenName if found.given == Given::Middle => {
                let by_chance = chance.max(RAREST_GIVEN).ln();
                [twin, kin, stranger] = [by_chance; 3];
            }
            Field::GivenName => {
                let prior = model.prior;
                let may_be_parent = found.generation || found.born == Born::Unknown;
                let of_kin =
                    if may_be_parent { prior.namesake_of_parent } else { prior.namesake_of_others };
                twin = twin.min(same);
                // Parents do not give two children one name; in a care home many have the same.
                let is_sibling = found.family == Family::Same && !may_be_parent;
                kin = if is_sibling { of_kin.ln() } else { beside(of_kin) };
            }
            Field::BirthDate | Field::Address | Field::Phone | Field::Practice => {
                kin = beside(rate_of_kin);
            }
            _ => {}
        }
    }
    let namesake = match finding.field {
        Field::FamilyName | Field::GivenName | Field::BirthDate | Field::Gender => same,
        _ => stranger,
    };
    [same, twin, kin, stranger, namesake]
}

/// Where the weight of a pair starts, and what each finding adds to it, in logarithms against the
/// explanation that competes most.
pub(crate) fn against_rival(weighed: &Weighed, model: &Model) -> (f64, [(Finding, f64); 10]) {
    let against = |logarithms: [f64; 5]| {
        logarithms[0] - logarithms.get(weighed.rival).copied().unwrap_or_default()
    };
    let mut chances = weighed.parts.chances.into_iter();
    let parts = weighed.found.findings().map(|finding| {
        let chance = chances.next().unwrap_or(0.0);
        (finding, against(field_weights(&weighed.found, finding, chance, model)))
    });
    (against(priors(weighed.parts.people, model)), parts)
}

/// Which explanation [`Weighed::rival`] means.
pub(crate) fn explanation(place: usize) -> Explanation {
    if place == NAMESAKE {
        Explanation::Stranger
    } else {
        EXPLANATIONS.get(place).copied().unwrap_or(Explanation::Stranger)
    }
}
