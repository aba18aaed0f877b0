//! What did the person answer when asked, and what was said that a look depends on?

use care::access::permission::still_counts;
use care::access::{Act, ForAWhile, Override, Permission, SaidNo, Staff, Stated};
use care::people::{PatientId, StayId};
use jiff::Timestamp;

use crate::engine::value::{Row, json, values};
use crate::engine::work::Work;
use crate::{Store, StoreError, audit, records, refusals};

/// All that was said, by the person or by a member of staff, on which a look at the person depends.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// What the person answered to this member of staff in this stay.
    pub permission: Option<Permission>,
    /// That the person said no to anybody of the trust, and has not agreed since. The time may have
    /// run out.
    pub said_no: Option<SaidNo>,
    /// The reason that this member of staff stated in this session. Its time may have run out.
    pub stated: Option<ForAWhile<Stated>>,
    /// Why they look although the person said no, likewise.
    pub overriding: Option<ForAWhile<Override>>,
}

/// More rows than there can be in force at once.
const MOST: i64 = 50;

impl Store {
    /// Notes the answer. It is valid for this member of staff, this patient and this stay, until
    /// another is noted. A no shuts the record for everyone of the trust, until the time that comes
    /// with it; a yes that is noted later opens it again.
    pub async fn note_permission(
        &self,
        staff: &Staff,
        about: (&PatientId, Option<&StayId>),
        (answer, said_no): (&Permission, Option<SaidNo>),
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
        let mut work = Work::new().then_one(SQL, values);
        if let Some(said_no) = said_no {
            work = refusals::note(work, (&staff.id, patient), said_no, now);
        } else if *answer == Permission::Given {
            work = refusals::lift(work, patient, now);
        }
        let act = Act::Permission { answer: answer.clone() };
        let work = audit::write(work, &records::line(staff, act, about, now))?;
        self.engine.commit(work).await?;
        Ok(())
    }

    /// All that was said on which a look of this member of staff, in this session, depends.
    ///
    /// `patient` is the number that stands after all merges: a no that was noted under a number that
    /// was merged into it counts.
    pub async fn said(
        &self,
        staff: &Staff,
        patient: &PatientId,
        stay: Option<&StayId>,
        now: Timestamp,
    ) -> Result<Said, StoreError> {
        const SQL: &str = "SELECT 'answer' AS kind, answer AS said, noted_at_us AS until_us
            FROM permissions
            WHERE staff_id = $1 AND patient_id = $3 AND stay_id = $4
            UNION ALL
            SELECT 'heard_no', '', MAX(r.noted_at_us)
            FROM refusals r
            JOIN patients p ON p.id = r.patient_id
            WHERE p.survivor = $3
            HAVING COUNT(*) > 0
            UNION ALL
            SELECT 'no', '', MAX(r.until_us)
            FROM refusals r
            JOIN patients p ON p.id = r.patient_id
            WHERE p.survivor = $3 AND r.lifted_at_us IS NULL
            HAVING COUNT(*) > 0
            UNION ALL
            SELECT kind, said, until_us
            FROM stated_reasons
            WHERE staff_id = $1 AND session = $2 AND patient_id = $3
            ORDER BY kind
            LIMIT $5";
        let session = staff.origin.session.as_str();
        let stay = stay.map_or("", StayId::as_str);
        let values = values![staff.id.as_str(), session, patient.as_str(), stay, MOST];
        let (mut said, mut last_no, mut answered) = (Said::default(), None, None);
        for row in self.engine.rows(SQL, values).await? {
            let until = row.time("until_us")?;
            match row.text("kind")? {
                "answer" => answered = Some((row.json("said")?, until)),
                "heard_no" => last_no = Some(until),
                _ => said.take(&row, until)?,
            }
        }
        let counts = |noted| still_counts(noted, (last_no, !stay.is_empty()), now);
        said.permission = answered.filter(|(_, noted)| counts(*noted)).map(|(answer, _)| answer);
        Ok(said)
    }
}

impl Said {
    /// Takes in what holds until then.
    fn take(&mut self, row: &Row, until: Timestamp) -> Result<(), StoreError> {
        match row.text("kind")? {
            "no" => self.said_no = Some(SaidNo { until }),
            "reason" => self.stated = Some(ForAWhile { said: row.json("said")?, until }),
            "override" => self.overriding = Some(ForAWhile { said: row.json("said")?, until }),
            _ => {}
        }
        Ok(())
    }
}
