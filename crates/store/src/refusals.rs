//! Does the person not want to be looked at by staff of the trust?

use care::access::SaidNo;
use care::people::{PatientId, StaffId};
use jiff::Timestamp;

use crate::engine::value::values;
use crate::engine::work::Work;

/// Notes that the person said no to this member of staff.
pub(crate) fn note(
    work: Work,
    (staff, patient): (&StaffId, &PatientId),
    said_no: SaidNo,
    now: Timestamp,
) -> Work {
    const SQL: &str = "INSERT INTO refusals (patient_id, staff_id, noted_at_us, until_us)
        VALUES ($1, $2, $3, $4)";
    work.then_one(SQL, values![patient.as_str(), staff.as_str(), now, said_no.until])
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
