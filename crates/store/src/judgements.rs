//! What was said at the match desk, and what came of it?
//!
//! An opinion is never changed: it is replaced by a later one of the same member of staff, or
//! taken back. All of them stay, as what matching is measured against.

use std::fmt;
use std::str::FromStr;

use care::access::{Act, AuditLine, Organisation, Staff};
use care::people::{Compared, Identity, Judgement, Opinion, PatientId, PersonKey, Reason, Side};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::engine::value::{Row, json, values, word};
use crate::engine::work::Work;
use crate::records::line;
use crate::{Store, StoreError, audit, desk_items, patients};

/// The most characters of free words that are kept.
const LONGEST_WORDS: usize = 200;

/// Our number of a judgement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct JudgementId(pub i64);

impl fmt::Display for JudgementId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for JudgementId {
    type Err = std::num::ParseIntError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// An opinion as it is given.
#[derive(Clone, PartialEq)]
pub struct NewJudgement {
    /// On whom.
    pub person: PersonKey,
    /// What is said.
    pub opinion: Opinion,
    /// Who was on the screen: an opinion on anybody else is refused. Of a person who has left the
    /// council's book nothing is (the default identity), and only that they are another can be said.
    pub compared: Compared,
    /// What spoke against the pair on the screen.
    pub against: Vec<Reason>,
    /// What matching made of the pair.
    pub weighed: Weighed,
    /// In the words of the one who judges; may be empty. At most 200 characters are kept.
    pub words: String,
}

/// Free words may name somebody, so debug text leaves them out.
impl fmt::Debug for NewJudgement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NewJudgement({:?})", self.opinion)
    }
}

/// What matching made of a pair when it was judged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Weighed {
    /// How likely they were the same person: 0 to 1.
    pub probability: f64,
    /// The log-odds of that, natural logarithm.
    pub score: f64,
    /// By which version of the weights.
    pub model: String,
}

/// An opinion as it is kept.
#[derive(Clone, PartialEq)]
pub struct JudgementRow {
    /// Our number.
    pub id: JudgementId,
    /// What was said of whom.
    pub judgement: Judgement,
    /// By whom, as they were then.
    pub staff: Staff,
    /// In their words; may be empty.
    pub words: String,
    /// Who took it back and when, where anybody did.
    pub taken_back: Option<(Staff, Timestamp)>,
}

/// Free words may name somebody, so debug text leaves them out.
impl fmt::Debug for JudgementRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "JudgementRow({}, {:?})", self.id, self.judgement.opinion)
    }
}

/// A pair on which somebody gave an opinion that stands, and what matching had made of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Labelled {
    /// Our number of the opinion: from where to go on reading.
    pub id: JudgementId,
    /// The opinion.
    pub opinion: Opinion,
    /// What matching had made of the pair.
    pub weighed: Weighed,
}

impl Store {
    /// Keeps an opinion on a patient who waits at the match desk, with its line in the audit. It
    /// counts as later than all that was said or withdrawn of the patient so far, though the clock
    /// of another node may be ahead.
    ///
    /// [`StoreError::Conflict`] says that the patient waits no longer, or that one of the two is
    /// not the one any more who was on the screen: show them again.
    pub async fn judge(
        &self,
        staff: &Staff,
        patient: &PatientId,
        new: &NewJudgement,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO judgements (patient_id, council, person_id, staff_id, staff,
                opinion, against, compared, weighed, words, at_us)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, (
                SELECT MAX(t.at_us)
                FROM (
                    SELECT CAST($11 AS BIGINT) AS at_us
                    UNION ALL
                    SELECT j.at_us + 1
                    FROM judgements j
                    JOIN patients b ON b.id = j.patient_id
                    WHERE b.survivor = $1
                    UNION ALL
                    SELECT w.ended_at_us + 1
                    FROM withdrawals w
                    JOIN patients b ON b.id = w.patient_id
                    WHERE b.survivor = $1
                ) t
            ))";
        let (survivor, version) = self.survivor(patient).await?.ok_or(StoreError::Conflict)?;
        self.must_be_as_compared(&survivor, new).await?;
        let work = desk_items::expect(Work::new(), &survivor);
        let work = patients::speak(work, &survivor, version, now).then_one(
            SQL,
            values![
                survivor.as_str(),
                new.person.council.as_str(),
                new.person.id.as_str(),
                staff.id.as_str(),
                json(staff)?,
                word(&new.opinion)?,
                json(&new.against)?,
                json(&new.compared)?,
                json(&new.weighed)?,
                kept(&new.words),
                now,
            ],
        );
        let judged = line(staff, Act::Judged { opinion: new.opinion }, (&survivor, None), now);
        let judged = AuditLine { person: Some(new.person.clone()), ..judged };
        self.engine.commit(audit::write(work, &judged)?).await?;
        Ok(())
    }

    /// Takes an opinion on a patient back, with its line in the audit.
    ///
    /// [`StoreError::Conflict`] says that there is no such opinion on this patient, or that it was
    /// taken back before.
    pub async fn take_back(
        &self,
        staff: &Staff,
        patient: &PatientId,
        id: JudgementId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE judgements
            SET taken_back_at_us = $2, taken_back_by = $3
            WHERE id = $1 AND taken_back_at_us IS NULL";
        let (survivor, version) = self.survivor(patient).await?.ok_or(StoreError::Conflict)?;
        let said = self.judgements_of(&survivor).await?;
        let said = said.into_iter().find(|row| row.id == id).ok_or(StoreError::Conflict)?;
        let work = patients::speak(Work::new(), &survivor, version, now);
        let work = work.then_one(SQL, values![id.0, now, json(staff)?]);
        let act = Act::TookBackJudgement { opinion: said.judgement.opinion };
        let person = Some(said.judgement.person);
        let taken_back = AuditLine { person, ..line(staff, act, (&survivor, None), now) };
        self.engine.commit(audit::write(work, &taken_back)?).await?;
        Ok(())
    }

    /// All that was said of a patient under any number, newest first.
    pub async fn judgements_of(
        &self,
        patient: &PatientId,
    ) -> Result<Vec<JudgementRow>, StoreError> {
        const SQL: &str = "SELECT j.id, j.council, j.person_id, j.staff, j.opinion, j.against,
                j.compared, j.words, j.at_us, j.taken_back_at_us, j.taken_back_by
            FROM patients a
            JOIN patients b ON b.survivor = a.survivor
            JOIN judgements j ON j.patient_id = b.id
            WHERE a.id = $1
            ORDER BY j.id DESC
            LIMIT 1000";
        self.engine.rows(SQL, values![patient.as_str()]).await?.iter().map(judgement).collect()
    }

    /// Patients of whom something was said since that concerns an organisation, by the number that
    /// stands, the latest first.
    pub async fn judged_since(
        &self,
        organisation: &Organisation,
        since: Timestamp,
        limit: i64,
    ) -> Result<Vec<PatientId>, StoreError> {
        const OF_TRUST: &str = "SELECT p.survivor, MAX(j.id) AS latest
            FROM judgements j
            JOIN patients p ON p.id = j.patient_id
            WHERE j.at_us >= $1 AND p.trust = $2
            GROUP BY p.survivor
            ORDER BY latest DESC
            LIMIT $3";
        const OF_COUNCIL: &str = "SELECT p.survivor, MAX(j.id) AS latest
            FROM judgements j
            JOIN patients p ON p.id = j.patient_id
            WHERE j.at_us >= $1 AND j.council = $2
            GROUP BY p.survivor
            ORDER BY latest DESC
            LIMIT $3";
        let (sql, whose) = match organisation {
            Organisation::Hospital { trust, .. } => (OF_TRUST, trust.as_str()),
            Organisation::Council(name) => (OF_COUNCIL, name.as_str()),
        };
        let rows = self.engine.rows(sql, values![since, whose, limit]).await?;
        rows.iter().map(|row| row.parse("survivor")).collect()
    }

    /// Opinions that stand, with what matching had made of each pair, from the oldest on. The last
    /// word of each member of staff on a pair counts.
    pub async fn labelled(
        &self,
        after: JudgementId,
        limit: i64,
    ) -> Result<Vec<Labelled>, StoreError> {
        const SQL: &str = "SELECT j.id, j.opinion, j.weighed
            FROM judgements j
            WHERE j.id > $1 AND j.taken_back_at_us IS NULL AND NOT EXISTS (
                SELECT l.id
                FROM judgements l
                WHERE l.patient_id = j.patient_id AND l.council = j.council
                    AND l.person_id = j.person_id AND l.staff_id = j.staff_id AND l.id > j.id
            )
            ORDER BY j.id
            LIMIT $2";
        let rows = self.engine.rows(SQL, values![after.0, limit]).await?;
        rows.iter()
            .map(|row| {
                Ok(Labelled {
                    id: JudgementId(row.int("id")?),
                    opinion: row.word("opinion")?,
                    weighed: row.json("weighed")?,
                })
            })
            .collect()
    }

    /// What was said under one number, those taken back too.
    pub(crate) async fn judgements_under(
        &self,
        patient: &PatientId,
    ) -> Result<Vec<Judgement>, StoreError> {
        const SQL: &str = "SELECT id, council, person_id, staff, opinion, against, compared, words,
                at_us, taken_back_at_us, taken_back_by
            FROM judgements
            WHERE patient_id = $1
            ORDER BY id";
        let rows = self.engine.rows(SQL, values![patient.as_str()]).await?;
        rows.iter().map(|row| judgement(row).map(|row| row.judgement)).collect()
    }

    async fn must_be_as_compared(
        &self,
        survivor: &PatientId,
        new: &NewJudgement,
    ) -> Result<(), StoreError> {
        let patient = self.patient(survivor).await?.ok_or(StoreError::Conflict)?;
        let person = self.person_identity(&new.person).await?.map(|(identity, _)| identity);
        let may_be_gone = new.opinion == Opinion::Different;
        let person = person.or(may_be_gone.then(Identity::default)).ok_or(StoreError::Conflict)?;
        let now = Compared::of(&patient.patient.identity(), &person);
        if now == new.compared { Ok(()) } else { Err(StoreError::Conflict) }
    }
}

fn judgement(row: &Row) -> Result<JudgementRow, StoreError> {
    let staff: Staff = row.json("staff")?;
    let taken_back_at = row.maybe_time("taken_back_at_us")?;
    let judgement = Judgement {
        person: PersonKey { council: row.parse("council")?, id: row.parse("person_id")? },
        by: staff.id.clone(),
        side: Side::from(&staff.organisation),
        at: row.time("at_us")?,
        opinion: row.word("opinion")?,
        against: row.json("against")?,
        compared: row.json("compared")?,
        taken_back_at,
    };
    Ok(JudgementRow {
        id: JudgementId(row.int("id")?),
        judgement,
        staff,
        words: row.text("words")?.to_owned(),
        taken_back: row.maybe_json("taken_back_by")?.zip(taken_back_at),
    })
}

fn kept(words: &str) -> String {
    words.chars().filter(|letter| *letter != '\0').take(LONGEST_WORDS).collect()
}
