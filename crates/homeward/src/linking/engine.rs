//! Which of the people of one file is somebody?

use care::people::{Assessment, Candidate, CouncilName, Explanation, Identity, PersonKey, Verdict};
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
            self.index.put(PersonKey { council, id: person.id }, person.identity);
        }
    }

    pub(super) fn assess(&self, identity: &Identity) -> Assessment {
        let verdict = self.index.look_up(identity);
        let (people, score) = match &verdict {
            Verdict::Match(person, _) => (vec![person.clone()], 12.0),
            Verdict::Review(people, _) => (people.clone(), 0.0),
            Verdict::None(_) => (Vec::new(), 0.0),
        };
        let candidate = |person| Candidate {
            person,
            probability: 1.0 / (1.0 + f64::exp(-score)),
            score,
            evidence: Vec::new(),
            start: 0.0,
            rival: Explanation::Stranger,
            guards: Vec::new(),
        };
        let candidates = people.into_iter().map(candidate).collect();
        Assessment { verdict, model: String::new(), candidates }
    }
}
