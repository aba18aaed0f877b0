//! Did the page answer the question?

use std::fmt;

use care::access::{Act, Role, Staff};
use care::people::{PatientId, StaffId, StayId};
use jiff::Timestamp;

use crate::engine::value::{Row, json, values};
use crate::engine::work::Work;
use crate::{Store, StoreError, audit, records};

/// At most so many characters of the words are kept.
const LONGEST: usize = 500;

/// What somebody says of the page they looked at.
#[derive(Clone, PartialEq, Eq)]
pub struct Feedback {
    /// Whose page.
    pub patient: PatientId,
    /// In which stay.
    pub stay: Option<StayId>,
    /// Whether the question was answered.
    pub answer: Answer,
    /// Whether the patient goes home by what the page said.
    pub went_home: bool,
    /// In their own words; the first 500 characters are kept.
    pub words: Option<String>,
}

/// Free words may name somebody, so debug text leaves them out.
impl fmt::Debug for Feedback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Feedback({:?}, {:?})", self.patient, self.answer)
    }
}

/// Whether the question was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Answer {
    /// It was.
    Yes,
    /// In part.
    Partly,
    /// It was not.
    No,
}

/// Feedback as it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedbackLine {
    /// By whom.
    pub staff: StaffId,
    /// In what role.
    pub role: Role,
    /// When.
    pub given_at: Timestamp,
    /// What they said.
    pub feedback: Feedback,
}

impl Store {
    /// Keeps what somebody says of a page.
    pub async fn save_feedback(
        &self,
        staff: &Staff,
        feedback: &Feedback,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO feedback (staff_id, role, patient_id, stay_id, answer,
                went_home, words, given_at_us)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let words = feedback.words.as_deref().map(kept);
        let work = Work::new().then_one(
            SQL,
            values![
                staff.id.as_str(),
                json(&staff.role)?,
                feedback.patient.as_str(),
                feedback.stay.as_ref().map(StayId::as_str),
                word(feedback.answer),
                if feedback.went_home { "yes" } else { "no" },
                words,
                now,
            ],
        );
        let about = (&feedback.patient, feedback.stay.as_ref());
        let work = audit::write(work, &records::line(staff, Act::AnsweredFeedback, about, now))?;
        self.engine.commit(work).await?;
        Ok(())
    }

    /// What was said since a time, newest first.
    pub async fn feedback(
        &self,
        since: Timestamp,
        limit: i64,
    ) -> Result<Vec<FeedbackLine>, StoreError> {
        const SQL: &str = "SELECT staff_id, role, patient_id, stay_id, answer, went_home, words,
                given_at_us
            FROM feedback
            WHERE given_at_us >= $1
            ORDER BY given_at_us DESC, id DESC
            LIMIT $2";
        self.engine.rows(SQL, values![since, limit]).await?.iter().map(line).collect()
    }

    /// What was said of a patient's page, under any number merged into theirs, newest first.
    pub async fn feedback_about(
        &self,
        patient: &PatientId,
        limit: i64,
    ) -> Result<Vec<FeedbackLine>, StoreError> {
        const SQL: &str = "SELECT f.staff_id, f.role, f.patient_id, f.stay_id, f.answer,
                f.went_home, f.words, f.given_at_us
            FROM patients p
            JOIN feedback f ON f.patient_id = p.id
            WHERE p.survivor = $1
            ORDER BY f.given_at_us DESC, f.id DESC
            LIMIT $2";
        let rows = self.engine.rows(SQL, values![patient.as_str(), limit]).await?;
        rows.iter().map(line).collect()
    }
}

fn kept(words: &str) -> String {
    words.replace('\0', "").chars().take(LONGEST).collect()
}

fn word(answer: Answer) -> &'static str {
    match answer {
        Answer::Yes => "yes",
        Answer::Partly => "partly",
        Answer::No => "no",
    }
}

fn line(row: &Row) -> Result<FeedbackLine, StoreError> {
    let answer = match row.text("answer")? {
        "yes" => Answer::Yes,
        "partly" => Answer::Partly,
        "no" => Answer::No,
        _ => return Err(StoreError::Unreadable { column: "answer" }),
    };
    Ok(FeedbackLine {
        staff: row.parse("staff_id")?,
        role: row.json("role")?,
        given_at: row.time("given_at_us")?,
        feedback: Feedback {
            patient: row.parse("patient_id")?,
            stay: row.maybe_parse("stay_id")?,
            answer,
            went_home: row.text("went_home")? == "yes",
            words: row.maybe_text("words")?.map(str::to_owned),
        },
    })
}
