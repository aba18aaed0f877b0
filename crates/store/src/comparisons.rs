//! Who compared the two identities and found the same person?

use care::access::{Act, Staff};
use care::people::{PatientId, StaffId, StayId};
use jiff::Timestamp;

use crate::engine::value::values;
use crate::engine::work::Work;
use crate::{Store, StoreError, audit, records};

impl Store {
    /// Notes that this member of staff found the same person, for this patient and stay.
    pub async fn note_compared(
        &self,
        staff: &Staff,
        about: (&PatientId, Option<&StayId>),
        now: Timestamp,
    ) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO comparisons (staff_id, patient_id, stay_id, noted_at_us)
            VALUES ($1, $2, $3, $4)
            ON CONFLICT (staff_id, patient_id, stay_id) DO UPDATE
            SET noted_at_us = excluded.noted_at_us";
        let (patient, stay) = about;
        let stay = stay.map_or("", StayId::as_str);
        let values = values![staff.id.as_str(), patient.as_str(), stay, now];
        let work = Work::new().then_one(SQL, values);
        let work = audit::write(work, &records::line(staff, Act::ComparedSame, about, now))?;
        self.engine.commit(work).await?;
        Ok(())
    }

    /// Whether this member of staff has found the same person, for this patient and stay.
    pub async fn compared(
        &self,
        staff: &StaffId,
        patient: &PatientId,
        stay: Option<&StayId>,
    ) -> Result<bool, StoreError> {
        const SQL: &str = "SELECT noted_at_us
            FROM comparisons
            WHERE staff_id = $1 AND patient_id = $2 AND stay_id = $3";
        let stay = stay.map_or("", StayId::as_str);
        let rows = self.engine.rows(SQL, values![staff.as_str(), patient.as_str(), stay]).await?;
        Ok(!rows.is_empty())
    }
}

/// Forgets that anybody found the same person, in the work that ended the match.
pub(crate) fn forget(work: Work, patient: &PatientId) -> Work {
    const SQL: &str = "DELETE FROM comparisons
        WHERE patient_id IN (
            SELECT b.id
            FROM patients a
            JOIN patients b ON b.survivor = a.survivor
            WHERE a.id = $1
        )";
    work.then(SQL, values![patient.as_str()])
}
