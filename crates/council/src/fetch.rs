//! What does the council know of this person, as of now?

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use care::people::PersonKey;
use care::record::{Fact, Part, PartName, Record};
use futures_util::future::join_all;
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::time::Instant;

use crate::council::Council;
use crate::lane::Lane;
use crate::reading::{Visitor, read_part, record, visit};
use crate::rows::Rows;
use crate::source::Fault;
use crate::tally::Tally;

/// All that a council said of one person, and what was left out of it.
#[derive(Debug, Clone)]
pub struct Fetched {
    /// Whose record it is.
    pub person: PersonKey,
    /// The record, each part with the time at which it was checked.
    pub record: Record,
    /// What was dropped and what was not understood.
    pub tally: Tally,
    /// How long each part that was asked took.
    pub took: BTreeMap<PartName, Duration>,
    /// Why a part could not be checked, in words for technicians.
    pub faults: BTreeMap<PartName, Fault>,
}

impl Council {
    pub(crate) async fn fetch(&self, person: &PersonKey, now: Timestamp) -> Fetched {
        let mut fetched = empty(person, now);
        let until = Instant::now() + self.limits.whole;
        let asked = self.lanes.iter().map(|(part, lane)| async move {
            let began = Instant::now();
            (*part, self.ask(lane, person, (now, until)).await, began.elapsed())
        });
        for (part, answer, took) in join_all(asked).await {
            fetched.took.insert(part, took);
            self.put(&mut fetched, part, answer, now);
        }
        for part in PartName::ALL.into_iter().filter(|part| !self.lanes.contains_key(part)) {
            visit(&mut fetched.record, part, &mut NotSupplied);
        }
        fetched
    }

    async fn ask(
        &self,
        lane: &Arc<Lane>,
        person: &PersonKey,
        (now, until): (Timestamp, Instant),
    ) -> Result<Rows, Fault> {
        let limits = (self.limits.part, until);
        let asked = lane.ask(&self.source, person.id.as_str(), limits).await;
        if asked.begins_rest {
            self.watch(lane, now);
        }
        asked.answer
    }

    /// Puts one answer into its place. A part that failed stays as it is: not checked.
    pub(crate) fn put(
        &self,
        fetched: &mut Fetched,
        part: PartName,
        answer: Result<Rows, Fault>,
        now: Timestamp,
    ) {
        let person = fetched.person.id.as_str();
        let read = answer.and_then(|rows| {
            read_part(&mut fetched.record, (part, &rows), (person, now), &self.values)
        });
        match read {
            Ok(tally) => {
                self.heard.good(now);
                fetched.tally.add(&tally);
            }
            Err(fault) => {
                if fault != Fault::Resting {
                    tracing::warn!(
                        council = %self.profile.name,
                        part = part.file_stem(),
                        reason = %fault,
                        "a part of a record could not be checked"
                    );
                    self.heard.failed(now, format!("{}: {fault}", part.file_stem()));
                }
                fetched.faults.insert(part, fault);
            }
        }
    }
}

/// Nothing checked yet.
pub(crate) fn empty(person: &PersonKey, now: Timestamp) -> Fetched {
    Fetched {
        person: person.clone(),
        record: record(now),
        tally: Tally::default(),
        took: BTreeMap::new(),
        faults: BTreeMap::new(),
    }
}

/// The record of a person whose council is not joined any more.
pub(crate) fn unknown_council(person: &PersonKey, now: Timestamp) -> Fetched {
    let mut fetched = empty(person, now);
    fetched.faults = PartName::ALL.map(|part| (part, Fault::NoStatement)).into();
    fetched
}

/// The council's folder has no statement for the part.
struct NotSupplied;

impl Visitor for NotSupplied {
    fn visit<T: Serialize + DeserializeOwned>(&mut self, _: PartName, part: &mut Part<T>) {
        part.fact = Fact::NotSupplied;
    }
}
