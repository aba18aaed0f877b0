//! Who waits at the match desk?
//!
//! **Invariant:** a patient waits exactly while the match is doubtful, or was reported as wrong and
//! not decided. Whoever changes the one changes the other in the same work.

use care::access::{Organisation, Staff};
use care::people::judgement::standing;
use care::people::{
    DeskKind, Gist, Heard, Link, PatientId, PersonKey, Reason, StaffId, Standing, TrustCode,
    Verdict, WithdrawalCause,
};
use jiff::Timestamp;

use crate::engine::value::{Row, values};
use crate::engine::work::Work;
use crate::{Store, StoreError};

/// So many rows are read at once.
const BATCH: i64 = 500;

/// A patient who waits at the match desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskItem {
    /// The patient, by the number that stands.
    pub patient: PatientId,
    /// Whose patient.
    pub trust: TrustCode,
    /// Since when.
    pub since: Timestamp,
    /// Why.
    pub kind: DeskKind,
    /// Who has taken it, where anybody has.
    pub owner: Option<DeskOwner>,
    /// Who the patient may be, the likeliest first.
    pub candidates: Vec<PersonKey>,
    /// What matching found, and what people and merges put in doubt.
    pub reasons: Vec<Reason>,
}

/// Who has taken an item.
#[derive(Clone, PartialEq, Eq)]
pub struct DeskOwner {
    /// Our handle.
    pub staff: StaffId,
    /// The name at the time.
    pub name: String,
    /// Since when.
    pub since: Timestamp,
}

/// Debug text ends up in logs, so it keeps the name to itself.
impl std::fmt::Debug for DeskOwner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DeskOwner({:?})", self.staff)
    }
}

impl Store {
    /// The items that concern an organisation, the oldest first: a council those with a candidate
    /// of its own, a hospital those of its trust.
    pub async fn desk_queue(
        &self,
        organisation: &Organisation,
        limit: usize,
    ) -> Result<Vec<DeskItem>, StoreError> {
        const SQL: &str = "SELECT d.patient_id, d.since_us, d.owner_id, d.owner_name,
                d.taken_at_us, k.trust, k.link, (
                    SELECT MIN(w.withheld_at_us) FROM patients w WHERE w.survivor = k.id
                ) AS withheld_at_us
            FROM desk_items d
            JOIN patients k ON k.id = d.patient_id
            WHERE d.since_us > $1 OR (d.since_us = $1 AND d.patient_id > $2)
            ORDER BY d.since_us, d.patient_id
            LIMIT $3";
        let mut found = Vec::new();
        let (mut since, mut last) = (i64::MIN, String::new());
        loop {
            let rows = self.engine.rows(SQL, values![since, last.as_str(), BATCH]).await?;
            let Some(end) = rows.last() else { return Ok(found) };
            (since, last) = (end.int("since_us")?, end.text("patient_id")?.to_owned());
            for row in &rows {
                let item = self.item(row).await?;
                if item.concerns(organisation) {
                    found.push(item);
                }
                if found.len() >= limit {
                    return Ok(found);
                }
            }
        }
    }

    /// A patient's item, by any of their handles; `None` where they do not wait.
    pub async fn desk_item(&self, patient: &PatientId) -> Result<Option<DeskItem>, StoreError> {
        const SQL: &str = "SELECT d.patient_id, d.since_us, d.owner_id, d.owner_name,
                d.taken_at_us, k.trust, k.link, (
                    SELECT MIN(w.withheld_at_us) FROM patients w WHERE w.survivor = k.id
                ) AS withheld_at_us
            FROM patients p
            JOIN patients k ON k.id = p.survivor
            JOIN desk_items d ON d.patient_id = k.id
            WHERE p.id = $1";
        match self.engine.rows(SQL, values![patient.as_str()]).await?.first() {
            Some(row) => self.item(row).await.map(Some),
            None => Ok(None),
        }
    }

    /// What stands of all that was said of a patient and each of these people, given what speaks
    /// against them now.
    pub async fn standings(
        &self,
        patient: &PatientId,
        people: &[PersonKey],
        against: &[Reason],
    ) -> Result<Vec<Standing>, StoreError> {
        let Some(now) = self.patient(patient).await? else { return Ok(Vec::new()) };
        let said = self.judgements_of(patient).await?;
        let judgements: Vec<_> = said.into_iter().map(|row| row.judgement).collect();
        let ended = self.withdrawals_of(patient).await?;
        let withdrawn: Vec<_> = ended.into_iter().map(|row| row.withdrawal).collect();
        let mut named = people.to_vec();
        named.extend(withdrawn.iter().map(|one| one.person.clone()));
        let heard = Heard {
            judgements: &judgements,
            withdrawn: &withdrawn,
            patient: Gist::of(&now.patient.identity()),
            book: &self.book(&named).await?,
        };
        let against: Vec<Reason> =
            against.iter().copied().filter(|reason| reason.is_against()).collect();
        Ok(people.iter().map(|person| standing(&heard, person, &against)).collect())
    }

    /// Takes an item. [`StoreError::Conflict`] where somebody else has it, or nobody waits.
    pub async fn take_desk_item(
        &self,
        staff: &Staff,
        patient: &PatientId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE desk_items
            SET owner_id = $2, owner_name = $3, taken_at_us = $4
            WHERE patient_id = (SELECT p.survivor FROM patients p WHERE p.id = $1)
                AND (owner_id IS NULL OR owner_id = $2)";
        let values = values![patient.as_str(), staff.id.as_str(), staff.name.as_str(), now];
        self.engine.commit(Work::new().then_one(SQL, values)).await?;
        Ok(())
    }

    /// Gives an item back, for others to take. Whose it was, it may be given back by anybody who
    /// works at the desk: people fall ill.
    pub async fn give_back_desk_item(&self, patient: &PatientId) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE desk_items
            SET owner_id = NULL, owner_name = NULL, taken_at_us = NULL
            WHERE patient_id = (SELECT p.survivor FROM patients p WHERE p.id = $1)";
        self.engine.commit(Work::new().then(SQL, values![patient.as_str()])).await?;
        Ok(())
    }

    async fn item(&self, row: &Row) -> Result<DeskItem, StoreError> {
        let patient: PatientId = row.parse("patient_id")?;
        let link: Option<Link> = row.maybe_json("link")?;
        let verdict = link.map_or(Verdict::None(Vec::new()), |link| link.verdict);
        let is_reported = row.maybe_time("withheld_at_us")?.is_some();
        let mut candidates = match &verdict {
            Verdict::Match(person, _) => vec![person.clone()],
            Verdict::Review(people, _) => people.clone(),
            Verdict::None(_) => Vec::new(),
        };
        if is_reported {
            let ended = self.withdrawals_of(&patient).await?.into_iter();
            let reported = ended
                .map(|row| row.withdrawal)
                .filter(|one| one.cause == WithdrawalCause::Reported)
                .map(|one| one.person);
            for person in reported {
                if !candidates.contains(&person) {
                    candidates.push(person);
                }
            }
        }
        Ok(DeskItem {
            patient,
            trust: row.parse("trust")?,
            since: row.time("since_us")?,
            kind: if is_reported { DeskKind::Reported } else { DeskKind::Doubtful },
            owner: owner(row)?,
            candidates,
            reasons: verdict.reasons().to_vec(),
        })
    }
}

impl DeskItem {
    /// Whether it is this organisation's to decide: of its patient, or of its person.
    pub fn concerns(&self, organisation: &Organisation) -> bool {
        match organisation {
            Organisation::Hospital { trust, .. } => self.trust == *trust,
            Organisation::Council(name) => {
                self.candidates.iter().any(|person| person.council == *name)
            }
        }
    }
}

/// Expects that this patient waits.
pub(crate) fn expect(work: Work, patient: &PatientId) -> Work {
    const SQL: &str = "SELECT patient_id FROM desk_items WHERE patient_id = $1";
    work.then_one(SQL, values![patient.as_str()])
}

/// Lets a patient wait or not, as the match now is, in the work that changed it. Only the number
/// that stands waits.
pub(crate) fn settle(work: Work, patient: &PatientId, now: Timestamp) -> Work {
    const FORGET: &str = "DELETE FROM desk_items
        WHERE patient_id IN (
            SELECT p.id FROM patients p WHERE p.id = $1
            UNION
            SELECT p.survivor FROM patients p WHERE p.id = $1
        ) AND NOT EXISTS (
            SELECT k.id
            FROM patients k
            WHERE k.id = desk_items.patient_id AND k.survivor = k.id
                AND (k.verdict = 'review' OR EXISTS (
                    SELECT w.id
                    FROM patients w
                    WHERE w.survivor = k.id AND w.withheld_at_us IS NOT NULL
                ))
        )";
    const RAISE: &str = "INSERT INTO desk_items (patient_id, since_us)
        SELECT k.id, CAST($2 AS BIGINT)
        FROM patients p
        JOIN patients k ON k.id = p.survivor
        WHERE p.id = $1 AND (k.verdict = 'review' OR EXISTS (
            SELECT w.id
            FROM patients w
            WHERE w.survivor = k.id AND w.withheld_at_us IS NOT NULL
        ))
        ON CONFLICT (patient_id) DO NOTHING";
    let id = patient.as_str();
    work.then(FORGET, values![id]).then(RAISE, values![id, now])
}

fn owner(row: &Row) -> Result<Option<DeskOwner>, StoreError> {
    let Some(staff) = row.maybe_parse("owner_id")? else { return Ok(None) };
    let name = row.text("owner_name")?.to_owned();
    Ok(Some(DeskOwner { staff, name, since: row.time("taken_at_us")? }))
}
