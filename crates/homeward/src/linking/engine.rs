//! Which of the people of one file is somebody?

use care::people::{Assessment, CouncilName, Identity, PersonKey};
use matching::{Index, Learnt, Model, Policy};

use super::person::Person;

/// The council's people, ready to be looked up.
pub(super) struct Engine {
    index: Index,
}

impl Engine {
    /// An engine of these people, made by all processors at once; the first error ends it.
    pub(super) fn build<E: Send>(
        policy: Policy,
        mut people: impl FnMut() -> Result<Option<Person>, E> + Send,
    ) -> Result<Self, E> {
        let mut fault = None;
        let council: Option<CouncilName> = "council".parse().ok();
        let read = std::iter::from_fn(|| match people() {
            Ok(person) => {
                let person = person?;
                Some((PersonKey { council: council.clone()?, id: person.id }, person.identity))
            }
            Err(error) => {
                fault = Some(error);
                None
            }
        });
        let mut index = Index::build(read);
        index.set_policy(policy);
        match fault {
            Some(fault) => Err(fault),
            None => Ok(Self { index }),
        }
    }

    pub(super) fn len(&self) -> u64 {
        u64::try_from(self.index.len()).unwrap_or(u64::MAX)
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
