//! Whom does the patient system show in a session that it launched?

use care::people::PatientId;
use jiff::{SignedDuration, Timestamp};

use crate::engine::value::{Row, values};
use crate::engine::work::Work;
use crate::{Store, StoreError, open_pages};

/// No session lasts longer, so that older contexts are nobody's.
const LONGEST: SignedDuration = SignedDuration::from_hours(24);

/// What the patient system said last in one session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// Whom it shows; `None` where we could not be sure who it is.
    pub patient: Option<PatientId>,
    /// Whom it showed before, where that patient's page was still open.
    pub before: Option<PatientId>,
}

impl Store {
    /// The context of a session; `None` where no patient system launched it.
    pub async fn context(&self, session: &str) -> Result<Option<Context>, StoreError> {
        const SQL: &str = "SELECT patient_id, before_id FROM contexts WHERE session = $1";
        let rows = self.engine.rows(SQL, values![session]).await?;
        rows.first()
            .map(|row| {
                Ok(Context { patient: named(row, "patient_id")?, before: named(row, "before_id")? })
            })
            .transpose()
    }

    /// Notes whom the patient system shows from now on. The page of that patient counts as open
    /// until a page of the session says otherwise, unless the user is first asked which of two
    /// patients they want. Contexts of sessions long over are forgotten.
    pub async fn set_context(
        &self,
        session: &str,
        context: &Context,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        const FORGET: &str = "DELETE FROM contexts WHERE since_us < $1";
        const SET: &str = "INSERT INTO contexts (session, patient_id, before_id, since_us)
            VALUES ($1, $2, $3, $4)
            ON CONFLICT (session) DO UPDATE SET patient_id = excluded.patient_id,
                before_id = excluded.before_id, since_us = excluded.since_us";
        let text = |id: &Option<PatientId>| id.as_ref().map_or("", PatientId::as_str).to_owned();
        let (patient, before) = (text(&context.patient), text(&context.before));
        let work = Work::new().then(FORGET, values![now - LONGEST]);
        let work = open_pages::forget(work, now - LONGEST);
        let work = work.then_one(SET, values![session, patient, before, now]);
        let work = match (&context.patient, &context.before) {
            (Some(patient), None) => open_pages::launched(work, session, patient, now),
            _ => work,
        };
        self.engine.commit(work).await?;
        Ok(())
    }

    /// Holds a session to no patient any more.
    pub async fn drop_context(&self, session: &str) -> Result<(), StoreError> {
        const SQL: &str = "DELETE FROM contexts WHERE session = $1";
        self.engine.commit(Work::new().then(SQL, values![session])).await?;
        Ok(())
    }
}

/// A handle, where the column is not empty.
fn named(row: &Row, column: &'static str) -> Result<Option<PatientId>, StoreError> {
    if row.text(column)?.is_empty() { Ok(None) } else { row.parse(column).map(Some) }
}
