//! Does the person not want to be looked at by staff of the trust?

use care::access::SaidNo;
use care::people::{PatientId, StaffId};
use jiff::Timestamp;

use crate::engine::value::values;
use crate::engine::work::Work;

/// Notes that the person said no to this member of staff, in the place of an earlier one to them
/// that ends no later.
pub(crate) fn note(
    work: Work,
    (staff, patient): (&StaffId, &PatientId),
    said_no: SaidNo,
    now: Timestamp,
) -> Work {
    const EARLIER: &str = "DELETE FROM refusals
        WHERE patient_id = $1 AND staff_id = $2 AND lifted_at_us IS NULL AND until_us <= $3";
    const SQL: &str = "INSERT INTO refusals (patient_id, staff_id, noted_at_us, until_us)
        VALUES ($1, $2, $3, $4)";
    let work = work.then(EARLIER, values![patient.as_str(), staff.as_str(), said_no.until]);
    work.then_one(SQL, values![patient.as_str(), staff.as_str(), now, said_no.until])
}

/// Expects that nobody has noted a no since then, under whatever number: leave that was given before
/// it is none.
pub(crate) fn expect_none_since(work: Work, patient: &PatientId, since: Timestamp) -> Work {
    const SQL: &str = "SELECT a.id
        FROM patients a
        WHERE a.id = $1 AND NOT EXISTS (
            SELECT r.patient_id
            FROM refusals r
            JOIN patients b ON b.id = r.patient_id
            WHERE b.survivor = a.survivor AND r.lifted_at_us IS NULL AND r.noted_at_us > $2
        )";
    work.then_one(SQL, values![patient.as_str(), since])
}

/// Notes that the person agrees after all, whatever number the no was noted under.
pub(crate) fn lift(work: Work, patient: &PatientId, now: Timestamp) -> Work {
    const SQL: &str = "UPDATE refusals
        SET lifted_at_us = $2
        WHERE lifted_at_us IS NULL AND patient_id IN (
            SELECT b.id
            FROM patients a
            JOIN patients b ON b.survivor = a.survivor
            WHERE a.id = $1
        )";
    work.then(SQL, values![patient.as_str(), now])
}
