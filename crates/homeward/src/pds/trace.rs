//! About whom is the national service asked, and when?

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use care::people::trace::{Answer, LastTrace, Next, Outcome, Question};
use care::people::{PatientId, Trace, TrustCode};
use fhir::request::Request;
use futures_util::FutureExt;
use jiff::{SignedDuration, Timestamp};
use store::{Store, StoreError, ToTrace, TraceEnd, TraceRow};
use tracing::{debug, error, info, warn};

use super::{Client, Fault};
use crate::clock;
use crate::filing::Filer;
use crate::stop::Stop;

/// So often it is looked who is new.
const LOOK: Duration = Duration::from_secs(3);

/// So long a node may ask about one patient before another node does.
const HOLD: SignedDuration = SignedDuration::from_mins(5);

/// The most patients in hospital at once, in one trust.
const MOST_PATIENTS: i64 = 100_000;

/// While the service is ill, nobody waits longer than this counts for: its health, and not theirs,
/// decides when they are asked about again.
const MOST_FAILURES_OF_THE_SERVICE: i64 = 3;

/// Asks about patients, with all that this needs.
pub struct Tracer {
    client: Arc<Client>,
    store: Store,
    filer: Arc<Filer>,
    again: SignedDuration,
}

/// A patient who is due to be asked about.
struct Due {
    id: PatientId,
    question: Question,
    asked: [u8; 32],
    last: Option<TraceRow>,
}

impl Due {
    fn failures(&self) -> i64 {
        self.last.as_ref().map_or(0, |last| last.failures)
    }
}

/// What came of one trace.
struct Traced {
    outcome: Outcome,
    version: Option<String>,
}

/// Asks about patients until the end is called.
pub async fn trace_patients(tracer: Tracer, stop: Stop) {
    while !stop.is_called() {
        tokio::select! {
            () = stop.called() => {}
            () = tracer.pass() => {}
        }
    }
}

impl Tracer {
    /// Asks `client` about the patients in `store`; an answer is old when it is as old as `again`.
    pub fn new(
        client: Arc<Client>,
        store: Store,
        filer: Arc<Filer>,
        again: SignedDuration,
    ) -> Self {
        Self { client, store, filer, again }
    }

    /// One round, and a rest. A defect ends the round alone, and not the service: the patient over
    /// whom it stumbled is still held, so that the next round begins with others.
    async fn pass(&self) {
        match AssertUnwindSafe(self.ask_about_all()).catch_unwind().await {
            Ok(Ok(_)) => {}
            Ok(Err(fault)) => error!(cause = ?fault, "tracing must wait: {fault}"),
            Err(_) => error!("tracing stumbled over a defect"),
        }
        tokio::time::sleep(LOOK).await;
    }

    /// Asks about all who are due, and tells how many were answered. An error means that the store
    /// is in trouble; that the service is, only the next pass will see.
    pub async fn ask_about_all(&self) -> Result<usize, StoreError> {
        let mut due = Vec::new();
        for trust in self.filer.trusts() {
            let patients = self.store.to_trace(trust, MOST_PATIENTS).await?;
            let now = clock::now();
            due.extend(patients.into_iter().filter_map(|one| Some((trust, self.due(one, now)?))));
        }
        due.sort_by_key(|(_, due)| due.failures());
        let mut answered = 0;
        let mut waiting = due.len();
        self.note_waiting(waiting);
        for (trust, due) in due {
            if self.client.rests() {
                break;
            }
            match self.ask_about(trust, &due).await? {
                Ok(()) => answered += 1,
                Err(fault) if fault.ends_the_round() => break,
                Err(_) => {}
            }
            waiting -= 1;
            self.note_waiting(waiting);
        }
        Ok(answered)
    }

    /// Whether a patient is due, and with what.
    fn due(&self, one: ToTrace, now: Timestamp) -> Option<Due> {
        if !one.is_survivor && !one.patient.is_held_back() {
            return None;
        }
        let question = one.patient.question()?;
        let asked = digest_of(&question)?;
        let is_due = one.last.as_ref().is_none_or(|last| {
            let so_far = LastTrace {
                asked_the_same: last.asked == asked && !last.waits,
                at: last.answered_at,
                failures: u32::try_from(last.failures).unwrap_or(u32::MAX),
            };
            last.held_until <= now && so_far.is_due(self.again, now)
        });
        is_due.then_some(Due { id: one.id, question, asked, last: one.last })
    }

    /// Asks about one patient and takes in what is answered. Another node may be asking already, or
    /// may have asked since we looked.
    async fn ask_about(
        &self,
        trust: &TrustCode,
        due: &Due,
    ) -> Result<Result<(), Fault>, StoreError> {
        let now = clock::now();
        let seen = due.last.as_ref();
        if !self.store.hold_trace(&due.id, due.asked, seen, (now, now + HOLD)).await? {
            return Ok(Ok(()));
        }
        match self.trace(&due.question).await {
            Ok(traced) => {
                let Traced { outcome, version } = traced;
                let end = end(due, outcome.word(), version.as_deref());
                let trace = Trace { asked: due.question.clone(), outcome };
                self.filer.settle_trace(trust, trace, end).await?;
                info!(patient.id = %due.id, "the national service answered");
                Ok(Ok(()))
            }
            Err(fault) => {
                debug!(patient.id = %due.id, "not traced: {fault}");
                if !fault.is_of_the_service() {
                    warn!(patient.id = %due.id, "the national service gave no answer: {fault}");
                }
                self.put_off(due, &fault).await?;
                Ok(Err(fault))
            }
        }
    }

    /// Puts one question after another until the trace has come to its end.
    async fn trace(&self, question: &Question) -> Result<Traced, Fault> {
        let mut ask = question.first();
        loop {
            let answer = self.client.ask(&Request::of(question, ask)).await?;
            let version = match &answer {
                Answer::Person(record) => record.version.clone(),
                _ => None,
            };
            match question.hear(ask, answer) {
                Next::Ask(next) => ask = next,
                Next::Settled(outcome) => return Ok(Traced { outcome, version }),
            }
        }
    }

    /// Notes that there was no answer, so that others come first.
    async fn put_off(&self, due: &Due, fault: &Fault) -> Result<(), StoreError> {
        let failures = if fault.ends_the_round() {
            due.failures().max(1)
        } else if fault.is_of_the_service() {
            (due.failures() + 1).min(MOST_FAILURES_OF_THE_SERVICE)
        } else {
            due.failures() + 1
        };
        let failed = TraceEnd { failures, ..end(due, "failed", None) };
        self.store.fail_trace(failed, clock::now()).await
    }

    fn note_waiting(&self, waiting: usize) {
        let health = self.client.health();
        let mut health = health.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        health.waiting = waiting;
    }
}

fn end<'a>(due: &'a Due, outcome: &'a str, version: Option<&'a str>) -> TraceEnd<'a> {
    TraceEnd { patient: &due.id, asked: due.asked, outcome, version, failures: 0 }
}

/// SHA-256 of a question; `None` where it cannot be written down, which would be a defect.
fn digest_of(question: &Question) -> Option<[u8; 32]> {
    let text = serde_json::to_vec(question).ok()?;
    digest(&SHA256, &text).as_ref().try_into().ok()
}
