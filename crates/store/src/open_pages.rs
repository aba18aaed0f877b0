//! Which patients' pages are open in a launched session?
//!
//! A launch counts as an open page until the page itself says that it is open, and then until it
//! says that it was left. Without script it never says anything, and the launch stands.

use care::people::PatientId;
use jiff::Timestamp;

use crate::engine::value::values;
use crate::engine::work::Work;
use crate::{Store, StoreError};

/// The name under which a launch stands in for a page that has said nothing yet.
const LAUNCH: &str = "launch";

/// More pages than these are not open in one session; the oldest are forgotten.
const MOST_OPEN: i64 = 50;

impl Store {
    /// A page of a patient says that it is open.
    pub async fn page_opened(
        &self,
        session: &str,
        (page, patient): (&str, &PatientId),
        now: Timestamp,
    ) -> Result<(), StoreError> {
        const KNOWN: &str = "DELETE FROM open_pages
            WHERE session = $1 AND patient_id = $2 AND page = 'launch'";
        const FEW: &str = "DELETE FROM open_pages
            WHERE session = $1 AND page NOT IN (
                SELECT o.page
                FROM open_pages o
                WHERE o.session = $1
                ORDER BY o.shown_at_us DESC, o.page
                LIMIT $2
            )";
        let work = Work::new()
            .then(KNOWN, values![session, patient.as_str()])
            .then(FEW, values![session, MOST_OPEN - 1]);
        self.engine.commit(show(work, session, (page, patient), now)).await?;
        Ok(())
    }

    /// A page says that it was left.
    pub async fn page_left(&self, session: &str, page: &str) -> Result<(), StoreError> {
        const SQL: &str = "DELETE FROM open_pages WHERE session = $1 AND page = $2";
        self.engine.commit(Work::new().then(SQL, values![session, page])).await?;
        Ok(())
    }

    /// Whether a page of this patient is still open in the session, as far as anybody said.
    pub async fn has_open_page(
        &self,
        session: &str,
        patient: &PatientId,
    ) -> Result<bool, StoreError> {
        const SQL: &str = "SELECT page
            FROM open_pages
            WHERE session = $1 AND patient_id = $2
            ORDER BY page
            LIMIT 1";
        let rows = self.engine.rows(SQL, values![session, patient.as_str()]).await?;
        Ok(!rows.is_empty())
    }
}

/// A launch leads to the patient's page.
pub(crate) fn launched(work: Work, session: &str, patient: &PatientId, now: Timestamp) -> Work {
    show(work, session, (LAUNCH, patient), now)
}

/// Forgets pages of sessions long over.
pub(crate) fn forget(work: Work, before: Timestamp) -> Work {
    const SQL: &str = "DELETE FROM open_pages WHERE shown_at_us < $1";
    work.then(SQL, values![before])
}

fn show(work: Work, session: &str, (page, patient): (&str, &PatientId), now: Timestamp) -> Work {
    const SQL: &str = "INSERT INTO open_pages (session, page, patient_id, shown_at_us)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (session, page) DO UPDATE SET patient_id = excluded.patient_id,
            shown_at_us = excluded.shown_at_us";
    work.then_one(SQL, values![session, page, patient.as_str(), now])
}
