//! Which of the councils' people is a patient?

use std::fmt;

use care::people::{Assessment, Identity, PersonKey};

use crate::decide::assess;
use crate::finder::{Counts, Finder, Found};
use crate::layers::{Compaction, Prepared, Retired, Size};
use crate::model::Model;
use crate::policy::Policy;
use crate::score::{Asked, Common};
use crate::subject::{Facts, Subject};
use crate::value::Value;

/// The councils' people, the weights by which they are compared with patients, and how sure one
/// must be.
///
/// It lives in memory and is made anew at every start. A look-up goes to some dozens of keys and
/// never through all people. Behind a lock for reading and writing, nobody waits long: whoever puts
/// people one at a time holds it for microseconds, and what takes seconds is done outside of it
/// (see [`Index::compaction`]).
pub struct Index {
    finder: Finder,
    model: Model,
    policy: Policy,
}

impl Default for Index {
    fn default() -> Self {
        Self::new()
    }
}

impl Index {
    /// An index of nobody, with the weights set by hand and the safe policy.
    pub fn new() -> Self {
        Self { finder: Finder::new(), model: Model::starting(), policy: Policy::default() }
    }

    /// An index of everybody, made by all processors at once. Whoever comes twice is as they came
    /// last. `people` are taken a few thousand at a time, so that they need not be in memory.
    pub fn build(people: impl Iterator<Item = (PersonKey, Identity)> + Send) -> Self {
        let finder = Finder::gather(people);
        Self { finder, model: Model::starting(), policy: Policy::default() }
    }

    /// How many people it holds.
    pub fn len(&self) -> usize {
        self.finder.len()
    }

    /// Whether it holds nobody.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The weights in use.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Uses other weights from now on.
    pub fn set_model(&mut self, model: Model) {
        self.model = model;
    }

    /// How sure one must be.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Uses another policy from now on.
    pub fn set_policy(&mut self, policy: Policy) {
        self.policy = policy;
    }

    /// Holds a person, in place of what it held of them before.
    pub fn put(&mut self, key: &PersonKey, identity: &Identity) {
        self.finder.put(key, identity);
    }

    /// Forgets a person.
    pub fn remove(&mut self, key: &PersonKey) {
        self.finder.remove(key);
    }

    /// Decides which of the people in the index the patient is, if any.
    pub fn look_up(&self, patient: &Identity) -> Assessment {
        self.finder.look(patient, |found| {
            let key = |place: usize| self.finder.person(*found.places.get(place)?);
            let rules = (&self.model, &self.policy);
            assess(&asked(&found), found.people, found.is_crowded, rules, key)
        })
    }

    /// Calls `with` with a patient and everybody worth comparing with them.
    pub fn gather<R>(
        &self,
        patient: &Identity,
        with: impl FnOnce(&Asked<'_>, &[Subject<'_>]) -> R,
    ) -> R {
        self.finder.look(patient, |found| with(&asked(&found), found.people))
    }

    /// What is to be done, aside, so that the index stays small and fast; `None` while too little
    /// has changed to be worth it, or while it is being done already.
    ///
    /// Prepare it on a thread of its own, while look-ups and changes go on; then
    /// [adopt](Index::adopt) what came of it.
    pub fn compaction(&mut self) -> Option<Compaction> {
        self.finder.compaction()
    }

    /// Goes on with what was prepared aside. It takes no longer than putting a few people; to drop
    /// what it gives back takes longer, and needs no lock.
    #[must_use = "dropping it takes a while: do it where nobody waits"]
    pub fn adopt(&mut self, prepared: Prepared) -> Retired {
        self.finder.adopt(prepared)
    }

    /// How many bytes it holds, by part.
    pub fn size(&self) -> Size {
        self.finder.size()
    }
}

fn asked<'a>(found: &Found<'a>) -> Asked<'a> {
    Asked { subject: found.patient, common: common(&found.patient.facts, found.counts) }
}

/// How many people share each value of a patient.
fn common(facts: &Facts, counts: Counts<'_>) -> Common {
    let known =
        |value: u64, of: fn(u64) -> Value| if value == 0 { 0 } else { counts.of(of(value)) };
    Common {
        people: counts.people(),
        born: known(facts.born.digits().into(), Value::Born),
        postcode: known(facts.postcode, Value::Postcode),
        earlier_postcodes: facts.earlier_postcodes.map(|code| known(code, Value::Postcode)),
        door: known(facts.door(), Value::Door),
        phones: facts.phones.map(|phone| known(phone, Value::Phone)),
        practice: known(facts.practice.into(), Value::Practice),
    }
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Index({} people)", self.len())
    }
}
