//! Which of the people of one file is somebody?

use care::people::{Assessment, CouncilName, Identity, PersonKey};
use matching::{Index, Learnt, Model, Policy};

use super::person::Person;

/// The council's people, ready to be looked up.
pub(super) struct Engine {
    index: Index,
    council: Option<CouncilName>,
}

impl Engine {
    /// An engine that knows nobody yet.
    pub(super) fn new(policy: Policy) -> Self {
        let mut index = Index::new();
        index.set_policy(policy);
        Self { index, council: "council".parse().ok() }
    }

    pub(super) fn len(&self) -> u64 {
        u64::try_from(self.index.len()).unwrap_or(u64::MAX)
    }

    pub(super) fn put(&mut self, person: Person) {
        if let Some(council) = self.council.clone() {
            self.index.put(&PersonKey { council, id: person.id }, &person.identity);
        }
    }

    pub(super) fn learn(&self, patients: Vec<Identity>) -> Learnt {
        matching::learn(&self.index, patients.into_iter())
    }

    pub(super) fn set_model(&mut self, model: Model) {
        self.index.set_model(model);
    }

    pub(super) fn model(&self) -> &Model {
        self.index.model()
    }

    pub(super) fn assess(&self, identity: &Identity) -> Assessment {
        self.index.look_up(identity)
    }
}
