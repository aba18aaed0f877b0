//! Which of the people of one file is somebody?

use care::people::{Assessment, CouncilName, Identity, PersonKey};
use matching::Index;

use super::person::Person;

/// The council's people, ready to be looked up.
#[derive(Default)]
pub(super) struct Engine {
    index: Index,
}

impl Engine {
    pub(super) fn len(&self) -> u64 {
        u64::try_from(self.index.len()).unwrap_or(u64::MAX)
    }

    pub(super) fn put(&mut self, person: Person) {
        if let Ok(council) = "council".parse::<CouncilName>() {
            self.index.put(PersonKey { council, id: person.id }, &person.identity);
        }
    }

    pub(super) fn assess(&self, identity: &Identity) -> Assessment {
        self.index.look_up(identity)
    }
}
