//! Who did what?
//!
//! A line is written in the work of the act that it records, so there is no act without its
//! line. Nothing here changes or removes a line.

use care::access::{Actor, AuditLine};
use care::people::{PatientId, StaffId, StayId};

use crate::engine::value::{json, values};
use crate::engine::work::Work;
use crate::error::EngineFault;
use crate::{Store, StoreError};

/// Which lines of the audit are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuditFilter {
    /// All of them.
    All,
    /// Those about one patient.
    Patient(PatientId),
    /// Those of one member of staff.
    Staff(StaffId),
}

impl Store {
    /// Lines of the audit, newest first.
    pub async fn audit_lines(
        &self,
        filter: &AuditFilter,
        limit: i64,
    ) -> Result<Vec<AuditLine>, StoreError> {
        const ALL: &str = "SELECT line FROM audit ORDER BY id DESC LIMIT $1";
        const OF_PATIENT: &str = "SELECT line
            FROM audit
            WHERE patient_id = $1
            ORDER BY id DESC
            LIMIT $2";
        const OF_STAFF: &str = "SELECT line
            FROM audit
            WHERE staff_id = $1
            ORDER BY id DESC
            LIMIT $2";
        let (sql, values) = match filter {
            AuditFilter::All => (ALL, values![limit]),
            AuditFilter::Patient(id) => (OF_PATIENT, values![id.as_str(), limit]),
            AuditFilter::Staff(id) => (OF_STAFF, values![id.as_str(), limit]),
        };
        self.engine.rows(sql, values).await?.iter().map(|row| row.json("line")).collect()
    }

    /// Writes a line for an act that changes nothing else, such as signing in.
    pub async fn note(&self, line: &AuditLine) -> Result<(), StoreError> {
        self.engine.commit(write(Work::new(), line)?).await?;
        Ok(())
    }
}

/// Adds the line to the work of the act that it records.
pub(crate) fn write(work: Work, line: &AuditLine) -> Result<Work, StoreError> {
    const SQL: &str = "INSERT INTO audit (at_us, act, staff_id, patient_id, stay_id, council,
            person_id, line)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let staff = match &line.actor {
        Actor::Staff { id, .. } => Some(id.as_str()),
        Actor::Operator { .. } | Actor::Service => None,
    };
    let person = line.person.as_ref();
    Ok(work.then_one(
        SQL,
        values![
            line.at,
            act(line)?,
            staff,
            line.patient.as_ref().map(PatientId::as_str),
            line.stay.as_ref().map(StayId::as_str),
            person.map(|person| person.council.as_str()),
            person.map(|person| person.id.as_str()),
            json(line)?,
        ],
    ))
}

/// The act in one word: the tag under which it is written.
fn act(line: &AuditLine) -> Result<String, StoreError> {
    let unnamed = || StoreError::Broken(EngineFault::new("an act without a name"));
    let act = serde_json::to_value(&line.act).map_err(|_| unnamed())?;
    act.get("act").and_then(|word| word.as_str()).map(str::to_owned).ok_or_else(unnamed)
}
