//! What did the Personal Demographics Service answer?

use care::people::trace::Answer;
use jiff::civil::Date;
use serde::Deserialize;

use crate::{Unreadable, patient};

/// A search that found one person gives this score, and no other counts.
const CERTAIN: f64 = 1.0;

/// The longest code of an error that is repeated in a log.
const LONGEST_CODE: usize = 40;

#[derive(Deserialize)]
#[serde(tag = "resourceType")]
enum Found {
    Bundle(Bundle),
    OperationOutcome(OperationOutcome),
}

#[derive(Deserialize)]
struct Bundle {
    total: Option<u64>,
    #[serde(default)]
    entry: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    resource: patient::Patient,
    search: Option<Search>,
}

#[derive(Deserialize)]
struct Search {
    score: Option<f64>,
}

#[derive(Deserialize)]
struct OperationOutcome {
    #[serde(default)]
    issue: Vec<Issue>,
}

#[derive(Deserialize)]
struct Issue {
    details: Option<patient::Concept>,
}

/// Reads the answer to a search, given with the status 200.
///
/// One person whom the service is less than sure of counts as several: another may be meant.
pub fn of_search(body: &[u8], today: Date) -> Result<Answer, Unreadable> {
    let bundle = match serde_json::from_slice(body).map_err(|_| Unreadable::Shape)? {
        Found::Bundle(bundle) => bundle,
        Found::OperationOutcome(outcome) if outcome.says("TOO_MANY_MATCHES") => {
            return Ok(Answer::Several);
        }
        Found::OperationOutcome(_) => return Err(Unreadable::Kind),
    };
    let mut entries = bundle.entry.into_iter();
    match (bundle.total, entries.next(), entries.next()) {
        (None | Some(0), None, None) => Ok(Answer::Nobody),
        (None | Some(1), Some(one), None) if one.is_certain() => {
            Ok(Answer::Person(Box::new(one.resource.read(today)?)))
        }
        (_, Some(_), _) => Ok(Answer::Several),
        (_, None, _) => Err(Unreadable::Shape),
    }
}

/// Reads the answer to a question for one number, given with the status 200.
pub fn of_number(body: &[u8], today: Date) -> Result<Answer, Unreadable> {
    let patient: patient::Patient = serde_json::from_slice(body).map_err(|_| Unreadable::Shape)?;
    Ok(Answer::Person(Box::new(patient.read(today)?)))
}

/// The code of an error, such as `INVALIDATED_RESOURCE`, fit for a log; `None` where the body holds
/// none.
pub fn error_code(body: &[u8]) -> Option<String> {
    let Ok(Found::OperationOutcome(outcome)) = serde_json::from_slice(body) else { return None };
    let code = outcome.codes().next()?;
    let is_code = |c: char| c.is_ascii_uppercase() || c == '_';
    (code.len() <= LONGEST_CODE && code.chars().all(is_code)).then(|| code.to_owned())
}

impl Entry {
    fn is_certain(&self) -> bool {
        self.search.as_ref().and_then(|search| search.score).is_some_and(|score| score >= CERTAIN)
    }
}

impl OperationOutcome {
    fn codes(&self) -> impl Iterator<Item = &str> {
        self.issue.iter().filter_map(|issue| issue.details.as_ref()?.code())
    }

    fn says(&self, code: &str) -> bool {
        self.codes().any(|each| each == code)
    }
}
