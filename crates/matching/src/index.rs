//! Whom is it worth comparing a patient with?

use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasher, Hash, RandomState};

use care::people::name::fold;
use care::people::{Identity, NhsNumber, PersonKey, Postcode, Reason, Verdict};
use jiff::civil::Date;

use crate::compare::{is_placeholder, postcodes};
use crate::decide;

/// A key with more people than this says little of any of them: nobody is looked for under it.
const MOST: usize = 64;

/// The councils' people, found by what a patient has in common with them.
///
/// A look-up goes to a handful of keys and never through all people. It lives in memory and is
/// made anew at every start; nobody in it is written down anywhere else.
#[derive(Default)]
pub struct Index {
    people: Vec<Option<(PersonKey, Identity)>>,
    free: Vec<u32>,
    places: HashMap<PersonKey, u32>,
    keys: HashMap<u64, Vec<u32>>,
    hasher: RandomState,
}

/// What two records may have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Key<'a> {
    Number(NhsNumber),
    BornFamily(Date, &'a str),
    BornPostcode(Date, &'a Postcode),
    FamilyPostcode(&'a str, &'a Postcode),
    FamilyGiven(&'a str, &'a str),
}

impl Key<'_> {
    /// Whether everybody who could make a match less certain is found under keys such as this.
    fn is_needed(self) -> bool {
        matches!(self, Self::Number(_) | Self::BornFamily(..))
    }
}

impl Index {
    /// An index of nobody.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many people it holds.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether it holds nobody.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Holds a person, in place of what it held of them before.
    pub fn put(&mut self, key: PersonKey, identity: Identity) {
        self.remove(&key);
        let place = self.free.pop().unwrap_or_else(|| {
            self.people.push(None);
            u32::try_from(self.people.len() - 1).unwrap_or(u32::MAX)
        });
        for hash in self.hashes(&identity) {
            self.keys.entry(hash).or_default().push(place);
        }
        self.places.insert(key.clone(), place);
        if let Some(slot) = self.people.get_mut(place as usize) {
            *slot = Some((key, identity));
        }
    }

    /// Forgets a person.
    pub fn remove(&mut self, key: &PersonKey) {
        let Some(place) = self.places.remove(key) else { return };
        let held = self.people.get_mut(place as usize).and_then(Option::take);
        let hashes = held.map(|(_, identity)| self.hashes(&identity)).unwrap_or_default();
        for hash in hashes {
            if let Some(found) = self.keys.get_mut(&hash) {
                found.retain(|one| *one != place);
                if found.is_empty() {
                    self.keys.remove(&hash);
                }
            }
        }
        self.free.push(place);
    }

    /// Decides which of the people in the index the patient is, if any.
    pub fn look_up(&self, patient: &Identity) -> Verdict {
        let mut places: Vec<u32> = Vec::new();
        let mut is_crowded = false;
        with_keys(patient, |key| {
            let found = self.keys.get(&self.hash(key)).map_or(&[][..], Vec::as_slice);
            if found.len() <= MOST {
                places.extend(found);
            } else if key.is_needed() {
                is_crowded = true;
            }
        });
        places.sort_unstable();
        places.dedup();
        let candidates: Vec<(&PersonKey, &Identity)> = places
            .into_iter()
            .filter_map(|place| self.people.get(place as usize)?.as_ref())
            .map(|(key, identity)| (key, identity))
            .collect();
        let verdict = decide(patient, &candidates);
        if is_crowded { doubted(verdict) } else { verdict }
    }

    fn hashes(&self, identity: &Identity) -> Vec<u64> {
        let mut hashes = Vec::new();
        with_keys(identity, |key| hashes.push(self.hash(key)));
        hashes.sort_unstable();
        hashes.dedup();
        hashes
    }

    fn hash(&self, key: Key<'_>) -> u64 {
        self.hasher.hash_one(key)
    }
}

/// Not everybody was compared who might fit, so that nobody is certain.
fn doubted(verdict: Verdict) -> Verdict {
    let (people, mut reasons) = match verdict {
        Verdict::Match(person, reasons) => (vec![person], reasons),
        Verdict::Review(people, reasons) => (people, reasons),
        Verdict::None(reasons) if reasons == [Reason::NobodyFits] => (Vec::new(), Vec::new()),
        Verdict::None(reasons) => return Verdict::None(reasons),
    };
    if !reasons.contains(&Reason::SeveralFit) {
        reasons.push(Reason::SeveralFit);
    }
    Verdict::Review(people, reasons)
}

/// Every key of an identity: of its number, its names, former ones too, its birth date to the day
/// and its postcodes.
fn with_keys(identity: &Identity, mut each: impl FnMut(Key<'_>)) {
    if let Some(nhs) = &identity.nhs {
        each(Key::Number(nhs.number));
    }
    let born = identity.born.and_then(|born| born.exact());
    if let Some(born) = born {
        postcodes(identity).for_each(|postcode| each(Key::BornPostcode(born, postcode)));
    }
    for name in &identity.names {
        let (family, given) = (fold(&name.family), fold(&name.given));
        if family.is_empty() || is_placeholder(&family) {
            continue;
        }
        if let Some(born) = born {
            each(Key::BornFamily(born, &family));
        }
        for postcode in postcodes(identity) {
            each(Key::FamilyPostcode(&family, postcode));
        }
        if !given.is_empty() {
            each(Key::FamilyGiven(&family, &given));
        }
    }
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Index({} people)", self.len())
    }
}
