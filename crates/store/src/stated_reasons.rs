//! Why does somebody look where a reason is asked for, or although the person said no?

use care::access::privacy::Trigger;
use care::access::{Act, Actor, AuditLine, ForAWhile, Override, Staff, Stated};
use care::people::{PatientId, StayId};
use jiff::Timestamp;

use crate::engine::value::{json, values};
use crate::engine::work::Work;
use crate::patients::PatientNow;
use crate::privacy_items::{self, Alert};
use crate::{Store, StoreError, audit, records};

impl Store {
    /// Keeps a reason for as long as it is good, in place of an earlier one: for this member of staff
    /// in this session, and for this patient. It is a line, though nobody looks, and stands in the
    /// line of each look that goes by it.
    pub async fn state_reason(
        &self,
        staff: &Staff,
        (patient, stay): (&PatientNow, Option<&StayId>),
        stated: &ForAWhile<Stated>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (why, until) = (stated.said.clone(), stated.until);
        let work = forget(Work::new(), now);
        let work = keep(work, (staff, &patient.id), ("reason", json(&why)?), until);
        let line = records::line(staff, Act::GaveReason { why, until }, (&patient.id, stay), now);
        let line = AuditLine { person: patient.matched().cloned(), ..line };
        self.engine.commit(audit::write(work, &line)?).await?;
        Ok(())
    }

    /// The same for looking although the person said no, with a line and a place on the privacy list:
    /// it is worth both though nobody looks.
    pub async fn override_refusal(
        &self,
        staff: &Staff,
        (patient, stay): (&PatientNow, Option<&StayId>),
        overriding: &ForAWhile<Override>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (why, until) = (overriding.said.clone(), overriding.until);
        let person = patient.matched();
        let (actor, who) = (Actor::from(staff), (&patient.id, person));
        let alert = Alert {
            stay,
            said: overriding.said.words.words(),
            ..Alert::about(actor, &patient.trust, who, &[Trigger::Override], now)
        };
        let work = forget(Work::new(), now);
        let work = keep(work, (staff, &patient.id), ("override", json(&why)?), until);
        let line = records::line(staff, Act::Overrode { why, until }, (&patient.id, stay), now);
        let line = AuditLine { person: person.cloned(), ..line };
        let work = privacy_items::raise(audit::write(work, &line)?, &alert)?;
        self.engine.commit(work).await?;
        Ok(())
    }
}

fn keep(
    work: Work,
    (staff, patient): (&Staff, &PatientId),
    (kind, said): (&str, String),
    until: Timestamp,
) -> Work {
    const SQL: &str = "INSERT INTO stated_reasons (staff_id, session, patient_id, kind, said,
            until_us)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (staff_id, session, patient_id, kind) DO UPDATE
        SET said = excluded.said, until_us = excluded.until_us";
    let session = staff.origin.session.as_str();
    work.then_one(SQL, values![staff.id.as_str(), session, patient.as_str(), kind, said, until])
}

/// What was good until now is good for nothing any more; the audit has it.
fn forget(work: Work, now: Timestamp) -> Work {
    const SQL: &str = "DELETE FROM stated_reasons WHERE until_us <= $1";
    work.then(SQL, values![now])
}
