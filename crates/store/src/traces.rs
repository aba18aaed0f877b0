//! What came of asking the national service for a patient's NHS number?

use care::access::privacy::Trigger;
use care::access::{Act, Actor, Staff, Stated};
use care::filing::Filing;
use care::people::{Patient, PatientId, TrustCode};
use jiff::Timestamp;

use crate::engine::value::{Row, values};
use crate::engine::work::Work;
use crate::known::Basis;
use crate::privacy_items::Alert;
use crate::records::line;
use crate::{Store, StoreError, audit, privacy_items};

/// A patient in hospital, and how they were last asked about.
#[derive(Debug, Clone)]
pub struct ToTrace {
    /// Our handle of the number.
    pub id: PatientId,
    /// What was said of the patient under this number.
    pub patient: Patient,
    /// Whether the number was not merged into another.
    pub is_survivor: bool,
    /// `None` where nobody ever asked.
    pub last: Option<TraceRow>,
}

/// How a patient was last asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TraceRow {
    /// SHA-256 of what was asked.
    pub asked: [u8; 32],
    /// When the answer came, or failed to.
    pub answered_at: Timestamp,
    /// How often in a row there was no answer.
    pub failures: i64,
    /// Until then a node is asking.
    pub held_until: Timestamp,
    /// Whether it was never answered nor has failed: a node began to ask, and perhaps died.
    pub waits: bool,
}

/// A trace that has come to its end.
#[derive(Debug, Clone, Copy)]
pub struct TraceEnd<'a> {
    /// About whom.
    pub patient: &'a PatientId,
    /// SHA-256 of what was asked.
    pub asked: [u8; 32],
    /// [`care::people::trace::Outcome::word`], or `failed`.
    pub outcome: &'a str,
    /// The version of the national record, where one answered.
    pub version: Option<&'a str>,
    /// How often in a row there was no answer; nought where there was.
    pub failures: i64,
}

impl Store {
    /// The patients of a trust who are in hospital by the books, under each of their numbers, and
    /// how they were last asked about.
    pub async fn to_trace(
        &self,
        trust: &TrustCode,
        limit: i64,
    ) -> Result<Vec<ToTrace>, StoreError> {
        const SQL: &str = "SELECT k.id, k.survivor, k.patient, t.asked, t.outcome,
                t.answered_at_us, t.failures, t.held_until_us
            FROM patients k
            LEFT JOIN traces t ON t.patient_id = k.id
            WHERE k.survivor IN (
                SELECT p.survivor
                FROM stays s
                JOIN patients p ON p.id = s.patient_id
                WHERE s.trust = $1 AND s.state IN ('open', 'on_leave')
            )
            ORDER BY k.id
            LIMIT $2";
        let rows = self.engine.rows(SQL, values![trust.as_str(), limit]).await?;
        rows.iter()
            .map(|row| {
                let was_asked = row.maybe_time("answered_at_us")?.is_some();
                Ok(ToTrace {
                    id: row.parse("id")?,
                    patient: row.json("patient")?,
                    is_survivor: row.text("survivor")? == row.text("id")?,
                    last: was_asked.then(|| last(row)).transpose()?,
                })
            })
            .collect()
    }

    /// Keeps a patient for this node to ask about until `until`; `false` where another node does, or
    /// has asked since the last trace was `seen`.
    pub async fn hold_trace(
        &self,
        patient: &PatientId,
        asked: [u8; 32],
        seen: Option<&TraceRow>,
        (now, until): (Timestamp, Timestamp),
    ) -> Result<bool, StoreError> {
        const SQL: &str =
            "INSERT INTO traces (patient_id, asked, outcome, answered_at_us, failures,
                held_until_us)
            VALUES ($1, $2, 'waiting', $3, 0, $4)
            ON CONFLICT (patient_id) DO UPDATE
            SET held_until_us = excluded.held_until_us
            WHERE traces.held_until_us <= $3
                AND traces.asked = $5
                AND traces.answered_at_us = $6";
        let (seen_asked, seen_at) =
            (seen.map(|seen| seen.asked.as_slice()), seen.map(|seen| seen.answered_at));
        let values = values![patient.as_str(), asked.as_slice(), now, until, seen_asked, seen_at];
        let done = self.engine.commit(Work::new().then(SQL, values)).await?;
        Ok(done.iter().any(|done| done.touched == 1))
    }

    /// Commits what came of a trace, with all that changes by it.
    ///
    /// [`StoreError::Conflict`] as for [`Store::commit_filing`].
    pub async fn commit_trace(
        &self,
        end: TraceEnd<'_>,
        (filing, basis): (&Filing, &Basis),
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.commit_changes(settle(end, now), filing, basis, (None, now)).await
    }

    /// Commits that a privacy officer let go of a patient whom the national service holds back, with
    /// all that changes by it, the line of the audit and the item for another officer to check.
    ///
    /// [`StoreError::Conflict`] as for [`Store::commit_filing`], or where nobody is held back.
    pub async fn commit_release(
        &self,
        (officer, stated): (&Staff, &Stated),
        patient: &PatientId,
        (filing, basis): (&Filing, &Basis),
        now: Timestamp,
    ) -> Result<(), StoreError> {
        if filing.patients.is_empty() {
            return Err(StoreError::Conflict);
        }
        let words = stated.words();
        let act = Act::ReleasedHold { stated: words.to_owned() };
        let work = audit::write(Work::new(), &line(officer, act, (patient, None), now))?;
        let triggers = [Trigger::HoldReleased];
        let about = (patient, None);
        let alert = Alert::about(Actor::from(officer), &filing.trust, about, &triggers, now);
        let work = privacy_items::raise(work, &Alert { said: words, ..alert })?;
        self.commit_changes(work, filing, basis, (None, now)).await
    }

    /// Notes that a trace was not answered.
    pub async fn fail_trace(&self, end: TraceEnd<'_>, now: Timestamp) -> Result<(), StoreError> {
        self.engine.commit(settle(end, now)).await.map(drop)
    }
}

fn last(row: &Row) -> Result<TraceRow, StoreError> {
    let unreadable = |_| StoreError::Unreadable { column: "asked" };
    Ok(TraceRow {
        asked: row.bytes("asked")?.try_into().map_err(unreadable)?,
        answered_at: row.time("answered_at_us")?,
        failures: row.int("failures")?,
        held_until: row.time("held_until_us")?,
        waits: row.text("outcome")? == "waiting",
    })
}

fn settle(end: TraceEnd<'_>, now: Timestamp) -> Work {
    const SQL: &str = "INSERT INTO traces (patient_id, asked, outcome, version, answered_at_us,
            failures, held_until_us)
        VALUES ($1, $2, $3, $4, $5, $6, 0)
        ON CONFLICT (patient_id) DO UPDATE
        SET asked = excluded.asked, outcome = excluded.outcome, version = excluded.version,
            answered_at_us = excluded.answered_at_us, failures = excluded.failures,
            held_until_us = excluded.held_until_us";
    let TraceEnd { patient, asked, outcome, version, failures } = end;
    let values = values![patient.as_str(), asked.as_slice(), outcome, version, now, failures];
    Work::new().then_one(SQL, values)
}
