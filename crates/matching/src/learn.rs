//! What do the data at hand say of the weights, without anybody telling who is who?
//!
//! NHS numbers teach. Two records that share a valid number and agree in two of birth date, given
//! and family name are of one person, and show how such records differ. Two records at one door with
//! *different* valid numbers are of kin, or of twins where the birth date is the same. Records
//! picked at random are of strangers. What is too rare to be counted stays as it was set by hand.
//! Where numbers are few, expectation and maximisation take turns instead: weigh all pairs, count
//! each as far as it is likely to be one person, weigh them again.

mod counting;
mod family;
mod taking_turns;

use std::collections::VecDeque;
use std::fmt;

use care::people::Identity;

use crate::compare::compare;
use crate::compare::level::{Found, Number};
use crate::decide::is_one_person;
use crate::index::Index;
use crate::model::Model;
use crate::score::{Asked, weigh};
use crate::subject::{Facts, Named, Part, Subject};
use crate::word::Word;

use counting::Counts;
use taking_turns::Pair;

/// With fewer pairs of one person than this, numbers are too few to teach.
const ENOUGH: u64 = 300;
/// With how many earlier patients each one is compared, to see what strangers have in common.
const STRANGERS: usize = 40;
/// Pairs that are kept to take turns on, should that be needed.
const MOST_PAIRS: usize = 400_000;

/// A model, and how it was learnt.
#[derive(Debug, Clone)]
pub struct Learnt {
    /// The model.
    pub model: Model,
    /// Pairs of one person, of twins, of kin and of strangers that were counted.
    pub pairs: [u64; 4],
    /// How often expectation and maximisation took turns; 0 where numbers sufficed.
    pub turns: u32,
}

impl fmt::Display for Learnt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Model {}, learnt from {}.", self.model.version(), self.model.learnt_from())?;
        self.model.fit().iter().try_for_each(|line| writeln!(f, "  {line}"))
    }
}

/// Learns a model from the council's people and patients who were looked for among them. The same
/// people and patients give the same model.
pub fn learn(council: &Index, patients: impl Iterator<Item = Identity>) -> Learnt {
    let start = Model::starting();
    let mut lesson =
        Lesson { counts: Counts::default(), earlier: VecDeque::new(), pairs: Vec::new() };
    for patient in patients {
        council.gather(&patient, |asked, people| lesson.hear(asked, people, &start));
    }
    lesson.end(&start, council.len())
}

struct Lesson {
    counts: Counts,
    earlier: VecDeque<Kept>,
    pairs: Vec<Pair>,
}

/// An earlier patient, kept to be compared with later ones.
struct Kept {
    facts: Facts,
    words: Vec<(Part, Word, u32, u32)>,
}

impl Lesson {
    fn hear(&mut self, asked: &Asked<'_>, people: &[Subject<'_>], start: &Model) {
        self.counts.patient(asked);
        let before = self.pairs.len();
        for person in people {
            let weighed = weigh(asked, person, start);
            self.counts.pair(&weighed.found, &person.facts, weighed.chance_of_given_name());
            if self.pairs.len() < MOST_PAIRS {
                self.pairs.push(Pair::of(asked, person, &weighed.found, start));
            }
        }
        if let Some(first) = self.pairs.get_mut(before) {
            first.opens = true;
        }
        for kept in &self.earlier {
            let names: Vec<Named<'_>> = kept
                .words
                .iter()
                .map(|(part, word, given, family)| Named {
                    part: *part,
                    word,
                    given: *given,
                    family: *family,
                })
                .collect();
            let found =
                compare(&asked.subject, &Subject::new(kept.facts, &names), asked.established());
            if !may_be_one_person(&found) {
                self.counts.strangers(&found);
            }
        }
        let words = asked
            .subject
            .names
            .iter()
            .map(|named| (named.part, named.word.clone(), named.given, named.family));
        self.earlier.push_back(Kept { facts: asked.subject.facts, words: words.collect() });
        if self.earlier.len() > STRANGERS {
            self.earlier.pop_front();
        }
    }

    fn end(self, start: &Model, people: usize) -> Learnt {
        let pairs = self.counts.totals();
        let from = format!("{} patients looked for among {people} people", self.counts.patients);
        if pairs[0] >= ENOUGH {
            let model = self.counts.model(start, from);
            return Learnt { model, pairs, turns: 0 };
        }
        let (model, turns) = taking_turns::model(&self.pairs, &self.counts, start, from);
        Learnt { model, pairs, turns }
    }
}

fn may_be_one_person(found: &Found) -> bool {
    matches!(found.number, Number::Same | Number::Former | Number::Unproved) || is_one_person(found)
}
