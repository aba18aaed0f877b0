//! What were the councils told, and who has seen it?

use std::collections::BTreeMap;

use care::access::PlaceMarks;
use care::exchange::{Notice, NoticeKind};
use care::people::{CouncilName, Link, Patient, PatientId, PersonKey, StayId};
use care::stays::Stay;
use jiff::Timestamp;

use crate::engine::value::{Row, values};
use crate::engine::work::Work;
use crate::{Store, StoreError, protection};

/// Our number of a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NoticeId(pub i64);

/// A notice as the council's page lists it.
#[derive(Debug, Clone)]
pub struct NoticeRow {
    /// Our number.
    pub id: NoticeId,
    /// What was told.
    pub notice: Notice,
    /// When somebody at the council first saw it.
    pub seen_at: Option<Timestamp>,
    /// The patient, as known now.
    pub patient: Patient,
    /// The stay, as known now.
    pub stay: Stay,
    /// Whether the patient certainly is the person of whom was told, now: a match may have been
    /// withdrawn since, or the national service hold the patient back.
    pub is_theirs: bool,
    /// Whether it must stay hidden where the patient is.
    pub hides_place: bool,
}

impl Store {
    /// What a council was told, newest first. Of a patient who is not certainly its person now it
    /// says so, and the council learns no more of them.
    pub async fn notices_for(
        &self,
        council: &CouncilName,
        limit: i64,
    ) -> Result<Vec<NoticeRow>, StoreError> {
        const SQL: &str = "SELECT n.id, n.stay_id, n.patient_id, n.council, n.person_id, n.kind,
                n.happened_at_us, n.told_at_us, n.seen_at_us, k.id AS survivor, k.patient, k.link,
                s.stay, c.sharing, (
                    SELECT MIN(w.withheld_at_us) FROM patients w WHERE w.survivor = k.id
                ) AS withheld_at_us
            FROM notices n
            JOIN stays s ON s.id = n.stay_id
            JOIN patients p ON p.id = n.patient_id
            JOIN patients k ON k.id = p.survivor
            LEFT JOIN people c ON c.council = n.council AND c.person_id = n.person_id
            WHERE n.council = $1
            ORDER BY n.told_at_us DESC, n.id DESC
            LIMIT $2";
        let rows = self.engine.rows(SQL, values![council.as_str(), limit]).await?;
        let Some(oldest) = rows.last() else { return Ok(Vec::new()) };
        let marks = self.marks_of_told(council, oldest.time("told_at_us")?).await?;
        rows.iter().map(|row| notice_row(row, &marks)).collect()
    }

    /// What the hospital and the national service say of those of whom a council was told since,
    /// under all their numbers.
    async fn marks_of_told(
        &self,
        council: &CouncilName,
        since: Timestamp,
    ) -> Result<BTreeMap<PatientId, PlaceMarks>, StoreError> {
        const SQL: &str = "SELECT k.survivor, k.patient
            FROM patients k
            WHERE k.survivor IN (
                SELECT p.survivor
                FROM notices n
                JOIN patients p ON p.id = n.patient_id
                WHERE n.council = $1 AND n.told_at_us >= $2
            )
            ORDER BY k.id";
        let mut marks: BTreeMap<PatientId, PlaceMarks> = BTreeMap::new();
        for row in &self.engine.rows(SQL, values![council.as_str(), since]).await? {
            let of_patient = marks.entry(row.parse("survivor")?).or_default();
            protection::take(of_patient, &row.json("patient")?);
        }
        Ok(marks)
    }

    /// Notes that notices were seen. The first time counts.
    pub async fn mark_notices_seen(
        &self,
        council: &CouncilName,
        seen: &[NoticeId],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE notices
            SET seen_at_us = $3
            WHERE id = $1 AND council = $2 AND seen_at_us IS NULL";
        let work = seen
            .iter()
            .fold(Work::new(), |work, id| work.then(SQL, values![id.0, council.as_str(), now]));
        self.engine.commit(work).await?;
        Ok(())
    }

    /// What a council was told of its person as this patient, under any number merged into theirs,
    /// newest first. What another council was told, or this one of somebody else under a match that
    /// was withdrawn, it does not know of this person (hazards H04, H09).
    pub async fn notices_about(
        &self,
        patient: &PatientId,
        person: &PersonKey,
    ) -> Result<Vec<Notice>, StoreError> {
        const SQL: &str = "SELECT n.stay_id, n.patient_id, n.council, n.person_id, n.kind,
                n.happened_at_us, n.told_at_us
            FROM notices n
            JOIN patients p ON p.id = n.patient_id
            WHERE p.survivor = $1 AND n.council = $2 AND n.person_id = $3
            ORDER BY n.told_at_us DESC, n.id DESC
            LIMIT 50";
        let values = values![patient.as_str(), person.council.as_str(), person.id.as_str()];
        let rows = self.engine.rows(SQL, values).await?;
        rows.iter().map(notice).collect()
    }

    /// What a council was told of a person as this patient, oldest first.
    pub(crate) async fn notices_of_match(
        &self,
        (patient, person): (&PatientId, &PersonKey),
    ) -> Result<Vec<Notice>, StoreError> {
        const SQL: &str = "SELECT n.id, n.stay_id, n.patient_id, n.council, n.person_id, n.kind,
                n.happened_at_us, n.told_at_us
            FROM patients a
            JOIN patients b ON b.survivor = a.survivor
            JOIN notices n ON n.patient_id = b.id
            WHERE a.id = $1 AND n.council = $2 AND n.person_id = $3 AND n.id > $4
            ORDER BY n.id
            LIMIT 1000";
        let (council, id) = (person.council.as_str(), person.id.as_str());
        let (mut last, mut told) = (0, Vec::new());
        loop {
            let values = values![patient.as_str(), council, id, last];
            let rows = self.engine.rows(SQL, values).await?;
            let Some(end) = rows.last() else { return Ok(told) };
            last = end.int("id")?;
            for row in &rows {
                told.push(notice(row)?);
            }
        }
    }

    /// All that was told of one stay, in the order in which it was told.
    pub(crate) async fn notices_of(&self, stay: &StayId) -> Result<Vec<Notice>, StoreError> {
        const SQL: &str = "SELECT stay_id, patient_id, council, person_id, kind, happened_at_us,
                told_at_us
            FROM notices
            WHERE stay_id = $1
            ORDER BY id";
        let rows = self.engine.rows(SQL, values![stay.as_str()]).await?;
        rows.iter().map(notice).collect()
    }
}

/// Tells a council something, in the work that decided it. What was told before is part of what
/// that decision rests on, so nothing is told twice.
pub(crate) fn tell(work: Work, notice: &Notice) -> Work {
    const SQL: &str = "INSERT INTO notices (stay_id, patient_id, council, person_id, kind,
            happened_at_us, told_at_us)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let person = &notice.person;
    work.then_one(
        SQL,
        values![
            notice.stay.as_str(),
            notice.patient.as_str(),
            person.council.as_str(),
            person.id.as_str(),
            word(notice.kind),
            notice.happened_at,
            notice.told_at,
        ],
    )
}

fn notice_row(row: &Row, marks: &BTreeMap<PatientId, PlaceMarks>) -> Result<NoticeRow, StoreError> {
    let notice = notice(row)?;
    let mut marks = marks.get(&row.parse("survivor")?).cloned().unwrap_or_default();
    marks.sharings.push(row.maybe_json("sharing")?);
    let link: Option<Link> = row.maybe_json("link")?;
    let matched = link.as_ref().and_then(|link| link.verdict.matched());
    let is_withheld = row.maybe_time("withheld_at_us")?.is_some();
    Ok(NoticeRow {
        id: NoticeId(row.int("id")?),
        seen_at: row.maybe_time("seen_at_us")?,
        patient: row.json("patient")?,
        stay: row.json("stay")?,
        is_theirs: matched == Some(&notice.person) && !is_withheld && !marks.is_held_back,
        hides_place: marks.hide(),
        notice,
    })
}

fn notice(row: &Row) -> Result<Notice, StoreError> {
    Ok(Notice {
        stay: row.parse("stay_id")?,
        patient: row.parse("patient_id")?,
        person: PersonKey { council: row.parse("council")?, id: row.parse("person_id")? },
        kind: kind(row.text("kind")?).ok_or(StoreError::Unreadable { column: "kind" })?,
        happened_at: row.time("happened_at_us")?,
        told_at: row.time("told_at_us")?,
    })
}

const KINDS: [NoticeKind; 5] = [
    NoticeKind::Admitted,
    NoticeKind::Discharged,
    NoticeKind::DischargeCancelled,
    NoticeKind::Died,
    NoticeKind::Withdrawn,
];

fn word(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::Admitted => "admitted",
        NoticeKind::Discharged => "discharged",
        NoticeKind::DischargeCancelled => "discharge_cancelled",
        NoticeKind::Died => "died",
        NoticeKind::Withdrawn => "withdrawn",
    }
}

fn kind(text: &str) -> Option<NoticeKind> {
    KINDS.into_iter().find(|kind| word(*kind) == text)
}
