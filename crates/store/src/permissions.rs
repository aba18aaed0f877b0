//! What did the person answer when asked?

use care::access::{Act, Permission, Staff};
use care::people::{PatientId, StaffId, StayId};
use jiff::Timestamp;

use crate::engine::value::{json, values};
use crate::engine::work::Work;
use crate::{Store, StoreError, audit, records};

impl Store {
    /// Notes the answer. It is valid for this member of staff, this patient and this stay, until
    /// another is noted.
    pub async fn note_permission(
        &self,
        staff: &Staff,
        about: (&PatientId, Option<&StayId>),
        answer: &Permission,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO permissions (staff_id, patient_id, stay_id, answer,
                noted_at_us)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (staff_id, patient_id, stay_id) DO UPDATE
            SET answer = excluded.answer, noted_at_us = excluded.noted_at_us";
        let (patient, stay) = about;
        let stay = stay.map_or("", StayId::as_str);
        let values = values![staff.id.as_str(), patient.as_str(), stay, json(answer)?, now];
        let work = Work::new().then_one(SQL, values);
        let act = Act::Permission { answer: answer.clone() };
        let work = audit::write(work, &records::line(staff, act, about, now))?;
        self.engine.commit(work).await?;
        Ok(())
    }

    /// The answer that holds, where one was noted.
    pub async fn permission(
        &self,
        staff: &StaffId,
        patient: &PatientId,
        stay: Option<&StayId>,
    ) -> Result<Option<Permission>, StoreError> {
        const SQL: &str = "SELECT answer
            FROM permissions
            WHERE staff_id = $1 AND patient_id = $2 AND stay_id = $3";
        let stay = stay.map_or("", StayId::as_str);
        let rows = self.engine.rows(SQL, values![staff.as_str(), patient.as_str(), stay]).await?;
        rows.first().map(|row| row.json("answer")).transpose()
    }
}
