//! Which certain matches ended, and who had seen or heard of the person by then?

use care::access::{Act, Actor, AuditLine, Organisation, Role};
use care::exchange::{Notice, NoticeKind};
use care::people::{PatientId, PersonKey, TrustCode, Withdrawal};
use jiff::Timestamp;

use crate::engine::value::{Row, values, word};
use crate::engine::work::Work;
use crate::{Store, StoreError, comparisons, copies};

/// So many rows are read at once.
const PAGE: i64 = 1_000;

/// Our number of a withdrawal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WithdrawalId(pub i64);

impl std::fmt::Display for WithdrawalId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for WithdrawalId {
    type Err = std::num::ParseIntError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// A certain match that ended, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithdrawalRow {
    /// Our number.
    pub id: WithdrawalId,
    /// At which trust.
    pub trust: TrustCode,
    /// What ended, when and why.
    pub withdrawal: Withdrawal,
}

/// Somebody who saw the person's record as this patient's, or a council that was told.
#[derive(Clone, PartialEq, Eq)]
pub struct SawOrTold {
    /// When.
    pub at: Timestamp,
    /// The name and role at the time; `None` where the council as such was told.
    pub staff: Option<(String, Role)>,
    /// In whose name they looked, or who was told.
    pub organisation: Organisation,
    /// What they did or heard.
    pub what: Knowledge,
}

impl std::fmt::Debug for SawOrTold {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SawOrTold({:?}, {:?})", self.at, self.what)
    }
}

/// How somebody came to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Knowledge {
    /// Opened the record.
    Opened,
    /// Printed the record.
    Printed,
    /// Was told of a stay.
    Told(NoticeKind),
}

impl Store {
    /// Matches that ended, newest first.
    pub async fn withdrawals(&self, limit: i64) -> Result<Vec<WithdrawalRow>, StoreError> {
        const SQL: &str = "SELECT id, trust, patient_id, council, person_id, cause, ended_at_us
            FROM withdrawals
            ORDER BY id DESC
            LIMIT $1";
        self.engine.rows(SQL, values![limit]).await?.iter().map(withdrawal).collect()
    }

    /// Matches of an organisation's own patients or people that ended, newest first.
    pub async fn withdrawals_for(
        &self,
        organisation: &Organisation,
        limit: i64,
    ) -> Result<Vec<WithdrawalRow>, StoreError> {
        const OF_TRUST: &str =
            "SELECT id, trust, patient_id, council, person_id, cause, ended_at_us
            FROM withdrawals
            WHERE trust = $1
            ORDER BY id DESC
            LIMIT $2";
        const OF_COUNCIL: &str = "SELECT id, trust, patient_id, council, person_id, cause,
                ended_at_us
            FROM withdrawals
            WHERE council = $1
            ORDER BY id DESC
            LIMIT $2";
        let (sql, whose) = match organisation {
            Organisation::Hospital { trust, .. } => (OF_TRUST, trust.as_str()),
            Organisation::Council(name) => (OF_COUNCIL, name.as_str()),
        };
        self.engine.rows(sql, values![whose, limit]).await?.iter().map(withdrawal).collect()
    }

    /// One of them; `None` where there is none of that number.
    pub async fn withdrawal(&self, id: WithdrawalId) -> Result<Option<WithdrawalRow>, StoreError> {
        const SQL: &str = "SELECT id, trust, patient_id, council, person_id, cause, ended_at_us
            FROM withdrawals
            WHERE id = $1";
        self.engine.rows(SQL, values![id.0]).await?.first().map(withdrawal).transpose()
    }

    /// The matches of a patient that ended, under any number, newest first.
    pub async fn withdrawals_of(
        &self,
        patient: &PatientId,
    ) -> Result<Vec<WithdrawalRow>, StoreError> {
        const SQL: &str = "SELECT w.id, w.trust, w.patient_id, w.council, w.person_id, w.cause,
                w.ended_at_us
            FROM patients a
            JOIN patients b ON b.survivor = a.survivor
            JOIN withdrawals w ON w.patient_id = b.id
            WHERE a.id = $1
            ORDER BY w.id DESC
            LIMIT 1000";
        self.engine.rows(SQL, values![patient.as_str()]).await?.iter().map(withdrawal).collect()
    }

    /// Who has seen or been told of the person as this patient, oldest first. Whoever opened the
    /// record by the clock of another node, or a moment later from a page still open, is among
    /// them.
    pub async fn seen_or_told(
        &self,
        withdrawal: &Withdrawal,
    ) -> Result<Vec<SawOrTold>, StoreError> {
        let about = (&withdrawal.patient, &withdrawal.person);
        let mut all: Vec<SawOrTold> =
            self.looks_at(about).await?.into_iter().filter_map(saw).collect();
        let told = self.notices_of_match(about).await?;
        all.extend(
            told.into_iter().filter(|notice| notice.kind != NoticeKind::Withdrawn).map(was_told),
        );
        all.sort_by_key(|one| one.at);
        Ok(all)
    }

    /// Every time somebody opened or printed the person's record as this patient's.
    async fn looks_at(
        &self,
        (patient, person): (&PatientId, &PersonKey),
    ) -> Result<Vec<AuditLine>, StoreError> {
        const SQL: &str = "SELECT id, line
            FROM audit
            WHERE act IN ('opened', 'printed') AND council = $2 AND person_id = $3 AND id > $4
                AND patient_id IN (
                    SELECT b.id
                    FROM patients a
                    JOIN patients b ON b.survivor = a.survivor
                    WHERE a.id = $1
                )
            ORDER BY id
            LIMIT $5";
        let (council, id) = (person.council.as_str(), person.id.as_str());
        let (mut last, mut lines) = (0, Vec::new());
        loop {
            let values = values![patient.as_str(), council, id, last, PAGE];
            let rows = self.engine.rows(SQL, values).await?;
            let Some(end) = rows.last() else { return Ok(lines) };
            last = end.int("id")?;
            for row in &rows {
                lines.push(row.json("line")?);
            }
        }
    }

    /// The matches under one number that ended, wrong ones and others.
    pub(crate) async fn withdrawn_under(
        &self,
        patient: &PatientId,
    ) -> Result<Vec<Withdrawal>, StoreError> {
        const SQL: &str = "SELECT id, trust, patient_id, council, person_id, cause, ended_at_us
            FROM withdrawals
            WHERE patient_id = $1
            ORDER BY id";
        let rows = self.engine.rows(SQL, values![patient.as_str()]).await?;
        rows.iter().map(|row| withdrawal(row).map(|row| row.withdrawal)).collect()
    }
}

/// Notes that a match ended, and forgets what rested on it: kept copies of the record, and that
/// anybody found the two identities to be the same person. It ended later than all that was said or
/// withdrawn of the patient before, though the clock of another node may be ahead.
pub(crate) fn note(
    work: Work,
    trust: &TrustCode,
    withdrawal: &Withdrawal,
) -> Result<Work, StoreError> {
    const SQL: &str = "INSERT INTO withdrawals (trust, patient_id, council, person_id, cause,
            ended_at_us)
        VALUES ($1, $2, $3, $4, $5, (
            SELECT MAX(t.at_us)
            FROM (
                SELECT CAST($6 AS BIGINT) AS at_us
                UNION ALL
                SELECT j.at_us + 1
                FROM patients a
                JOIN patients b ON b.survivor = a.survivor
                JOIN judgements j ON j.patient_id = b.id
                WHERE a.id = $2
                UNION ALL
                SELECT w.ended_at_us + 1
                FROM patients a
                JOIN patients b ON b.survivor = a.survivor
                JOIN withdrawals w ON w.patient_id = b.id
                WHERE a.id = $2
            ) t
        ))";
    let (patient, person) = (&withdrawal.patient, &withdrawal.person);
    let work = work.then_one(
        SQL,
        values![
            trust.as_str(),
            patient.as_str(),
            person.council.as_str(),
            person.id.as_str(),
            word(&withdrawal.cause)?,
            withdrawal.at,
        ],
    );
    Ok(comparisons::forget(copies::forget(work, person), patient))
}

fn withdrawal(row: &Row) -> Result<WithdrawalRow, StoreError> {
    let withdrawal = Withdrawal {
        patient: row.parse("patient_id")?,
        person: PersonKey { council: row.parse("council")?, id: row.parse("person_id")? },
        at: row.time("ended_at_us")?,
        cause: row.word("cause")?,
    };
    Ok(WithdrawalRow { id: WithdrawalId(row.int("id")?), trust: row.parse("trust")?, withdrawal })
}

fn saw(line: AuditLine) -> Option<SawOrTold> {
    let Actor::Staff { name, role, organisation, .. } = line.actor else { return None };
    let what = match line.act {
        Act::Printed { .. } => Knowledge::Printed,
        _ => Knowledge::Opened,
    };
    Some(SawOrTold { at: line.at, staff: Some((name, role)), organisation, what })
}

fn was_told(notice: Notice) -> SawOrTold {
    SawOrTold {
        at: notice.told_at,
        staff: None,
        organisation: Organisation::Council(notice.person.council),
        what: Knowledge::Told(notice.kind),
    }
}
