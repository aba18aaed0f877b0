//! Why was it decided so, in plain words and without a value?

use care::people::{Assessment, Candidate, Verdict};

/// What weighs less than this, in bits, says nothing: mostly what one side does not know.
const NOTHING: f64 = 0.05;

/// Why the patient is this person, or may be: what forbids to take it for certain, then what each
/// field says.
pub(super) fn of_pair(verdict: &Verdict, candidate: Option<&Candidate>) -> String {
    let Some(candidate) = candidate else { return of_reasons(verdict) };
    let telling = candidate.evidence.iter().filter(|evidence| evidence.bits.abs() >= NOTHING);
    let fields: Vec<&str> = telling.map(|evidence| evidence.words.as_str()).collect();
    let fields = fields.join("; ");
    if verdict.matched().is_some() {
        return fields;
    }
    let guards: Vec<&str> = candidate.guards.iter().map(|guard| guard.words()).collect();
    if guards.is_empty() {
        let rival = candidate.rival.words();
        return format!("Not sure enough: it may be {rival}. {fields}");
    }
    format!("{} {fields}", guards.join(" "))
}

/// Why nobody was found.
pub(super) fn of_nobody(assessment: &Assessment) -> String {
    of_reasons(&assessment.verdict)
}

fn of_reasons(verdict: &Verdict) -> String {
    verdict.reasons().iter().map(|reason| reason.words()).collect::<Vec<_>>().join("; ")
}
