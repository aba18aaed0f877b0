//! Whom is it worth comparing a patient with?

use std::collections::HashMap;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};

use care::people::{Assessment, Identity, PersonKey};

use crate::decide::assess;
use crate::model::Model;
use crate::places::outcode;
use crate::policy::Policy;
use crate::score::{Asked, Common};
use crate::subject::{BornOn, Facts, Named, Part, Profile, Subject};
use crate::word::Word;

/// A key with more people than this says little of any of them: nobody is looked for under it.
const MOST: usize = 64;

struct Held {
    key: PersonKey,
    words: Vec<(Part, u32)>,
    facts: Facts,
}

#[derive(Default)]
struct Counts {
    given: HashMap<u32, u32>,
    family: HashMap<u32, u32>,
    born: HashMap<u32, u32>,
    postcode: HashMap<u64, u32>,
    door: HashMap<u64, u32>,
    phone: HashMap<u64, u32>,
    practice: HashMap<u32, u32>,
}

/// The councils' people, found by what a patient has in common with them.
pub struct Index {
    people: Vec<Option<Held>>,
    places: HashMap<PersonKey, u32>,
    keys: HashMap<u64, Vec<u32>>,
    ids: HashMap<String, u32>,
    words: Vec<Word>,
    counts: Counts,
    model: Model,
    policy: Policy,
}

impl Default for Index {
    fn default() -> Self {
        Self::new()
    }
}

impl Index {
    /// An index of nobody.
    pub fn new() -> Self {
        Self {
            people: Vec::new(),
            places: HashMap::new(),
            keys: HashMap::new(),
            ids: HashMap::new(),
            words: Vec::new(),
            counts: Counts::default(),
            model: Model::starting(),
            policy: Policy::default(),
        }
    }

    /// How many people it holds.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether it holds nobody.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The weights in use.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Uses other weights from now on.
    pub fn set_model(&mut self, model: Model) {
        self.model = model;
    }

    /// Uses another policy from now on.
    pub fn set_policy(&mut self, policy: Policy) {
        self.policy = policy;
    }

    /// Holds a person, in place of what it held of them before.
    pub fn put(&mut self, key: PersonKey, identity: &Identity) {
        self.remove(&key);
        let profile = Profile::of(identity);
        let place = u32::try_from(self.people.len()).unwrap_or(u32::MAX);
        let mut words = Vec::new();
        for (part, text) in &profile.words {
            let next = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
            let id = *self.ids.entry(text.clone()).or_insert(next);
            if id == next {
                self.words.push(Word::new(text));
            }
            words.push((*part, id));
        }
        let held = Held { key: key.clone(), words, facts: profile.facts };
        self.count(&held, 1);
        for hash in self.keys_of(&held) {
            self.keys.entry(hash).or_default().push(place);
        }
        self.places.insert(key, place);
        self.people.push(Some(held));
    }

    /// Forgets a person.
    pub fn remove(&mut self, key: &PersonKey) {
        let Some(place) = self.places.remove(key) else { return };
        let Some(held) = self.people.get_mut(place as usize).and_then(Option::take) else { return };
        self.count(&held, -1);
        for hash in self.keys_of(&held) {
            if let Some(found) = self.keys.get_mut(&hash) {
                found.retain(|one| *one != place);
            }
        }
    }

    fn count(&mut self, held: &Held, by: i32) {
        fn add<K: Hash + Eq>(map: &mut HashMap<K, u32>, key: K, by: i32) {
            let count = map.entry(key).or_default();
            *count = count.saturating_add_signed(by);
        }
        let counts = &mut self.counts;
        for (part, id) in &held.words {
            match part {
                Part::Given | Part::Middle | Part::KnownAs => add(&mut counts.given, *id, by),
                Part::Family | Part::OtherFamily => add(&mut counts.family, *id, by),
            }
        }
        add(&mut counts.born, held.facts.born.digits(), by);
        add(&mut counts.postcode, held.facts.postcode, by);
        add(&mut counts.door, held.facts.door(), by);
        add(&mut counts.practice, held.facts.practice, by);
        for phone in held.facts.phones {
            add(&mut counts.phone, phone, by);
        }
    }

    fn keys_of(&self, held: &Held) -> Vec<u64> {
        let sounds: Vec<(Part, u64)> = held
            .words
            .iter()
            .filter_map(|(part, id)| Some((*part, self.words.get(*id as usize)?.sounds().next()?)))
            .collect();
        keys(&held.facts, &sounds)
    }

    /// Calls `with` with the patient and everybody worth comparing.
    pub fn gather<R>(
        &self,
        patient: &Identity,
        with: impl FnOnce(&Asked<'_>, &[Subject<'_>], &[PersonKey], bool) -> R,
    ) -> R {
        let profile = Profile::of(patient);
        let own: Vec<Word> = profile.words.iter().map(|(_, text)| Word::new(text)).collect();
        let names: Vec<Named<'_>> = profile
            .words
            .iter()
            .zip(&own)
            .map(|((part, text), word)| self.named(*part, word, self.ids.get(text).copied()))
            .collect();
        let facts = profile.facts;
        let sounds: Vec<(Part, u64)> = names
            .iter()
            .filter_map(|named| Some((named.part, named.word.sounds().next()?)))
            .collect();
        let mut places: Vec<u32> = Vec::new();
        let mut asked_keys = keys(&facts, &sounds);
        if facts.born.day <= 12 {
            let born = BornOn { day: facts.born.month, month: facts.born.day, ..facts.born };
            asked_keys.extend(keys(&Facts { born, ..facts }, &sounds));
        }
        let mut is_crowded = false;
        for hash in asked_keys {
            is_crowded |= self.keys.get(&hash).is_some_and(|found| found.len() > MOST);
            places.extend(
                self.keys.get(&hash).filter(|found| found.len() <= MOST).into_iter().flatten(),
            );
        }
        places.sort_unstable();
        places.dedup();
        let held: Vec<&Held> =
            places.iter().filter_map(|place| self.people.get(*place as usize)?.as_ref()).collect();
        let theirs: Vec<Vec<Named<'_>>> = held
            .iter()
            .map(|held| {
                held.words
                    .iter()
                    .filter_map(|(part, id)| {
                        Some(self.named(*part, self.words.get(*id as usize)?, Some(*id)))
                    })
                    .collect()
            })
            .collect();
        let people: Vec<Subject<'_>> =
            held.iter().zip(&theirs).map(|(held, names)| Subject::new(held.facts, names)).collect();
        let found: Vec<PersonKey> = held.iter().map(|held| held.key.clone()).collect();
        let asked = Asked { subject: Subject::new(facts, &names), common: self.common(&facts) };
        with(&asked, &people, &found, is_crowded)
    }

    fn named<'a>(&'a self, part: Part, word: &'a Word, id: Option<u32>) -> Named<'a> {
        let of =
            |counts: &HashMap<u32, u32>| id.and_then(|id| counts.get(&id)).copied().unwrap_or(0);
        Named { part, word, given: of(&self.counts.given), family: of(&self.counts.family) }
    }

    fn common(&self, facts: &Facts) -> Common {
        let counts = &self.counts;
        let of = |map: &HashMap<u64, u32>, key: u64| {
            if key == 0 { 0 } else { map.get(&key).copied().unwrap_or(0) }
        };
        Common {
            people: u32::try_from(self.len()).unwrap_or(u32::MAX),
            born: counts.born.get(&facts.born.digits()).copied().unwrap_or(0),
            postcode: of(&counts.postcode, facts.postcode),
            earlier_postcodes: facts.earlier_postcodes.map(|code| of(&counts.postcode, code)),
            door: of(&counts.door, facts.door()),
            phones: facts.phones.map(|phone| of(&counts.phone, phone)),
            practice: counts.practice.get(&facts.practice).copied().unwrap_or(0),
        }
    }

    /// Decides which of the people in the index the patient is, if any.
    pub fn look_up(&self, patient: &Identity) -> Assessment {
        self.gather(patient, |asked, people, keys, is_crowded| {
            assess(asked, people, is_crowded, (&self.model, &self.policy), |place| {
                keys.get(place).cloned()
            })
        })
    }
}

fn keys(facts: &Facts, sounds: &[(Part, u64)]) -> Vec<u64> {
    let mut found = Vec::new();
    let mut add = |kind: u8, parts: &[u64]| {
        let mut hasher = DefaultHasher::new();
        (kind, parts).hash(&mut hasher);
        found.push(hasher.finish());
    };
    for number in [facts.number, facts.unproved_number].into_iter().chain(facts.former_numbers) {
        if number != 0 {
            add(1, &[number]);
        }
    }
    let born = u64::from(facts.born.digits());
    let year = u64::from(facts.born.year.unsigned_abs());
    let codes: Vec<u64> = [facts.postcode]
        .into_iter()
        .chain(facts.earlier_postcodes)
        .filter(|code| *code != 0)
        .collect();
    for (_, sound) in sounds {
        if born != 0 {
            add(2, &[born, *sound]);
        }
        for code in &codes {
            add(3, &[*code, *sound]);
        }
        for phone in facts.phones.iter().filter(|phone| **phone != 0) {
            add(4, &[*phone, *sound]);
        }
    }
    let is_family = |part: Part| matches!(part, Part::Family | Part::OtherFamily);
    for (part, one) in sounds.iter().filter(|(part, _)| !is_family(*part)) {
        for (_, other) in sounds.iter().filter(|(part, _)| is_family(*part)) {
            let (a, b) = (one.min(other), one.max(other));
            if year != 0 {
                add(5, &[*a, *b, year]);
            }
            if facts.born.day != 0 {
                add(6, &[*a, *b, born % 10_000]);
            }
            for code in &codes {
                add(7, &[*a, *b, outcode(*code)]);
            }
            let _ = part;
            if year == 0 || codes.is_empty() {
                add(10, &[*a, *b]);
            }
        }
    }
    for code in &codes {
        if born != 0 {
            add(8, &[born, outcode(*code)]);
        }
    }
    for phone in facts.phones.iter().filter(|phone| **phone != 0) {
        add(9, &[*phone]);
    }
    found.sort_unstable();
    found.dedup();
    found
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Index({} people)", self.len())
    }
}
