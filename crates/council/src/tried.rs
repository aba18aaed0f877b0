//! What came of asking for one person, part by part? For whoever writes a council's folder.

use std::fmt;
use std::time::Duration;

use care::people::PersonKey;
use care::record::{Part, PartName};
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::time::Instant;

use crate::columns::Statement;
use crate::council::Council;
use crate::fetch::empty;
use crate::reading::{Visitor, visit};
use crate::source::Fault;
use crate::tally::Tally;

/// What came of one part. It holds counts, and the part itself only for whom it is asked for.
#[derive(Clone)]
pub struct Tried {
    /// Which part.
    pub part: PartName,
    /// The file of its statement.
    pub file: String,
    /// How many rows came, or why none did.
    pub rows: Result<usize, Fault>,
    /// How long it took.
    pub took: Duration,
    /// How many facts have a value.
    pub known: usize,
    /// How many facts the source positively says are none.
    pub none_recorded: usize,
    /// How many facts are empty in the source.
    pub not_recorded: usize,
    /// How many facts have no column.
    pub not_supplied: usize,
    /// How many facts could not be read.
    pub unrecognised: usize,
    /// What was dropped, and which columns were not understood.
    pub tally: Tally,
    read: Value,
}

/// Debug text ends up in logs, so it keeps what was read to itself.
impl fmt::Debug for Tried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tried({}, {:?}, {:?})", self.file, self.rows, self.took)
    }
}

impl Tried {
    /// What was read, in full. This is personal data: show it only where somebody asked for it
    /// and may see it.
    pub fn in_full(&self) -> String {
        serde_json::to_string_pretty(&self.read).unwrap_or_default()
    }
}

pub(crate) async fn attempt(council: &Council, person: &PersonKey, now: Timestamp) -> Vec<Tried> {
    let mut tried = Vec::new();
    for part in PartName::ALL {
        tried.push(attempt_part(council, person, (part, now)).await);
    }
    tried
}

async fn attempt_part(
    council: &Council,
    person: &PersonKey,
    (part, now): (PartName, Timestamp),
) -> Tried {
    let began = Instant::now();
    let answer = match council.question(Statement::Part(part)) {
        None => Err(Fault::NoStatement),
        Some(question) => {
            let asked = council.source.rows(question, Some(person.id.as_str()));
            tokio::time::timeout(council.limits.part, asked).await.unwrap_or(Err(Fault::TooSlow))
        }
    };
    let took = began.elapsed();
    let rows = answer.as_ref().map(|rows| rows.rows.len()).map_err(Clone::clone);
    let mut fetched = empty(person, now);
    council.put(&mut fetched, part, answer, now);
    let mut seen = Seen(Value::Null);
    visit(&mut fetched.record, part, &mut seen);
    let mut tried = Tried {
        part,
        file: Statement::Part(part).file(),
        rows: fetched.faults.remove(&part).map_or(rows, Err),
        took,
        known: 0,
        none_recorded: 0,
        not_recorded: 0,
        not_supplied: 0,
        unrecognised: 0,
        tally: fetched.tally,
        read: seen.0,
    };
    let read = std::mem::take(&mut tried.read);
    tried.count(&read);
    tried.read = read;
    tried
}

impl Tried {
    /// Counts the facts in a part as it is written down: a state is a word, a value stands under
    /// "Known", and what is inside a value may hold facts again.
    fn count(&mut self, value: &Value) {
        match value {
            Value::String(word) => match word.as_str() {
                "NoneRecorded" => self.none_recorded += 1,
                "NotRecorded" => self.not_recorded += 1,
                "NotSupplied" => self.not_supplied += 1,
                "Unrecognised" => self.unrecognised += 1,
                _ => {}
            },
            Value::Array(items) => items.iter().for_each(|item| self.count(item)),
            Value::Object(fields) => match fields.get("Known") {
                Some(Value::String(_)) if fields.len() == 1 => self.known += 1,
                Some(value) if fields.len() == 1 => {
                    self.known += 1;
                    self.count(value);
                }
                _ => fields.values().for_each(|field| self.count(field)),
            },
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

struct Seen(Value);

impl Visitor for Seen {
    fn visit<T: Serialize + DeserializeOwned>(&mut self, _: PartName, part: &mut Part<T>) {
        self.0 = serde_json::to_value(&part.fact).unwrap_or_default();
    }
}
