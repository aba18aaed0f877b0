//! Who are the patients of a trust, and which of a council's people are they?

use care::filing::{PatientChange, Version};
use care::people::name::fold;
use care::people::{
    HospitalNumber, Link, NhsNumber, PartialDate, Patient, PatientId, PersonKey, StayId, TrustCode,
    Verdict,
};
use care::stays::Stay;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::engine::value::{Row, json, values};
use crate::engine::work::Work;
use crate::{Store, StoreError, keys};

/// A patient as known now, whatever number they came under.
#[derive(Debug, Clone)]
pub struct PatientNow {
    /// Our handle of the number that stands, after all merges.
    pub id: PatientId,
    /// Whose patient.
    pub trust: TrustCode,
    /// The number that stands, at the hospital.
    pub number: HospitalNumber,
    /// What was said of the patient.
    pub patient: Patient,
    /// What matching decided; `None` where it was not asked yet.
    pub link: Option<Link>,
    /// The match was reported as wrong, under this number or one merged into it.
    pub withheld: bool,
    /// All stays under all the patient's numbers, the latest admission first.
    pub stays: Vec<(StayId, Stay)>,
}

impl PatientNow {
    /// Which of a council's people the patient is, where matching is certain.
    pub fn matched(&self) -> Option<&PersonKey> {
        self.link.as_ref().and_then(|link| link.verdict.matched())
    }
}

/// A number of a patient whose match may have changed.
#[derive(Debug, Clone)]
pub struct FollowedPatient {
    /// Our handle of the number.
    pub id: PatientId,
    /// What was said of the patient under this number.
    pub patient: Patient,
    /// What matching decided; `None` where it was not asked yet.
    pub link: Option<Link>,
}

/// By what a patient is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// By NHS number.
    NhsNumber(NhsNumber),
    /// By the number at the hospital, whoever issued it.
    HospitalNumber(String),
    /// By family name, in any spelling that folds alike, and date of birth.
    NameAndBirth {
        /// The family name.
        family: String,
        /// The date of birth.
        born: Date,
    },
}

/// At most so many patients answer to one search: more would be no search.
const MOST_FOUND: i64 = 20;

/// At most so many stays of one patient are shown.
const MOST_STAYS: i64 = 200;

impl Store {
    /// A patient by any of their handles; `None` where there is no such patient.
    pub async fn patient(&self, id: &PatientId) -> Result<Option<PatientNow>, StoreError> {
        const SQL: &str = "SELECT k.id, k.trust, k.patient, k.link, (
                SELECT MIN(w.withheld_at_us) FROM patients w WHERE w.survivor = k.id
            ) AS withheld_at_us
            FROM patients p
            JOIN patients k ON k.id = p.survivor
            WHERE p.id = $1";
        let rows = self.engine.rows(SQL, values![id.as_str()]).await?;
        match rows.first() {
            Some(row) => self.with_stays(row).await.map(Some),
            None => Ok(None),
        }
    }

    /// The patients of a trust who answer to a search.
    pub async fn find_patients(
        &self,
        trust: &TrustCode,
        finding: &Finding,
    ) -> Result<Vec<PatientNow>, StoreError> {
        const SQL: &str = "SELECT k.id, k.trust, k.patient, k.link, (
                SELECT MIN(w.withheld_at_us) FROM patients w WHERE w.survivor = k.id
            ) AS withheld_at_us
            FROM patients k
            WHERE k.id IN (
                SELECT p.survivor
                FROM patient_keys f
                JOIN patients p ON p.id = f.patient_id
                WHERE f.trust = $1 AND f.lookup = $2
            )
            ORDER BY k.id
            LIMIT $3";
        let values = values![trust.as_str(), finding.key(), MOST_FOUND];
        let mut found = Vec::new();
        for row in self.engine.rows(SQL, values).await? {
            found.push(self.with_stays(&row).await?);
        }
        Ok(found)
    }

    /// The patients of all trusts after one in the order of our handles, each under the number that
    /// stands: everybody who was ever told of.
    pub async fn patients_after(
        &self,
        after: Option<&PatientId>,
        limit: i64,
    ) -> Result<Vec<(PatientId, Patient)>, StoreError> {
        const SQL: &str = "SELECT k.id, k.patient
            FROM patients k
            WHERE k.id = k.survivor AND k.id > $1
            ORDER BY k.id
            LIMIT $2";
        let after = after.map_or("", PatientId::as_str);
        let rows = self.engine.rows(SQL, values![after, limit]).await?;
        rows.iter().map(|row| Ok((row.parse("id")?, row.json("patient")?))).collect()
    }

    /// The patients of a trust whose match may have changed since a revision of the councils' people,
    /// after one in the order of our handles: who is in hospital by the books, waits at the match
    /// desk, or is matched with somebody who was changed or removed since. Each under all their
    /// numbers: one that was merged away may come to match somebody else, and puts the whole match
    /// in doubt.
    pub async fn followed_patients(
        &self,
        (trust, since): (&TrustCode, i64),
        after: Option<&PatientId>,
        limit: i64,
    ) -> Result<Vec<FollowedPatient>, StoreError> {
        const SQL: &str = "SELECT k.id, k.patient, k.link
            FROM patients k
            WHERE k.id > $3 AND k.survivor IN (
                SELECT p.survivor
                FROM stays s
                JOIN patients p ON p.id = s.patient_id
                WHERE s.trust = $1 AND s.state IN ('open', 'on_leave')
                UNION
                SELECT d.patient_id
                FROM desk_items d
                JOIN patients p ON p.id = d.patient_id
                WHERE p.trust = $1
                UNION
                SELECT m.survivor
                FROM people c
                JOIN patients m ON m.council = c.council AND m.person_id = c.person_id
                WHERE c.revision > $2 AND m.trust = $1
            )
            ORDER BY k.id
            LIMIT $4";
        let after = after.map_or("", PatientId::as_str);
        let rows = self.engine.rows(SQL, values![trust.as_str(), since, after, limit]).await?;
        rows.iter()
            .map(|row| {
                Ok(FollowedPatient {
                    id: row.parse("id")?,
                    patient: row.json("patient")?,
                    link: row.maybe_json("link")?,
                })
            })
            .collect()
    }

    /// The number that stands for a patient, after all merges, and in which version it is held.
    pub(crate) async fn survivor(
        &self,
        id: &PatientId,
    ) -> Result<Option<(PatientId, Version)>, StoreError> {
        const SQL: &str = "SELECT k.id, k.version
            FROM patients p
            JOIN patients k ON k.id = p.survivor
            WHERE p.id = $1";
        let rows = self.engine.rows(SQL, values![id.as_str()]).await?;
        rows.first().map(|row| Ok((row.parse("id")?, row.int("version")?))).transpose()
    }

    /// Patients of whom something was said at the match desk that no decision has heard yet, oldest
    /// first.
    pub async fn unheard_patients(
        &self,
        limit: i64,
    ) -> Result<Vec<(TrustCode, PatientId)>, StoreError> {
        const SQL: &str = "SELECT trust, id
            FROM patients
            WHERE unheard_at_us IS NOT NULL
            ORDER BY unheard_at_us, id
            LIMIT $1";
        let rows = self.engine.rows(SQL, values![limit]).await?;
        rows.iter().map(|row| Ok((row.parse("trust")?, row.parse("id")?))).collect()
    }

    async fn with_stays(&self, row: &Row) -> Result<PatientNow, StoreError> {
        const SQL: &str = "SELECT s.id, s.stay
            FROM stays s
            JOIN patients p ON p.id = s.patient_id
            WHERE p.survivor = $1
            ORDER BY s.admitted_at_us DESC, s.id
            LIMIT $2";
        let stays = self.engine.rows(SQL, values![row.text("id")?, MOST_STAYS]).await?;
        let patient: Patient = row.json("patient")?;
        Ok(PatientNow {
            id: row.parse("id")?,
            trust: row.parse("trust")?,
            number: patient.number.clone(),
            patient,
            link: row.maybe_json("link")?,
            withheld: row.maybe_time("withheld_at_us")?.is_some(),
            stays: stays
                .iter()
                .map(|row| Ok((row.parse("id")?, row.json("stay")?)))
                .collect::<Result<_, StoreError>>()?,
        })
    }
}

/// Stores a patient as changed. Expects the version that the change rests on.
pub(crate) fn change(
    work: Work,
    trust: &TrustCode,
    change: &PatientChange,
) -> Result<Work, StoreError> {
    const INSERT: &str = "INSERT INTO patients (id, trust, number_key, version, survivor, patient)
        VALUES ($1, $2, $3, 1, $4, $5)";
    const UPDATE: &str = "UPDATE patients
        SET version = version + 1, survivor = $3, patient = $4
        WHERE id = $1 AND version = $2";
    let (id, patient) = (change.id.as_str(), json(&change.patient)?);
    let survivor = change.survivor.as_str();
    let work = match change.based_on {
        0 => {
            let key = keys::patient(&change.patient.number);
            work.then_one(INSERT, values![id, trust.as_str(), key, survivor, patient])
        }
        version => work.then_one(UPDATE, values![id, version, survivor, patient]),
    };
    let work = find_by(work, trust, change);
    change.link.as_ref().map_or(Ok(work.clone()), |decided| link(work, &change.id, decided))
}

/// Counts a patient up who was loaded and does not change, so that a filing which loaded the
/// same patient meanwhile has to begin again.
pub(crate) fn hold(work: Work, id: &PatientId, version: Version) -> Work {
    const SQL: &str = "UPDATE patients SET version = version + 1 WHERE id = $1 AND version = $2";
    work.then_one(SQL, values![id.as_str(), version])
}

/// Counts a patient up of whom something is said at the match desk, so that whoever loaded them
/// before has to begin again, and notes that it is to be heard.
pub(crate) fn speak(work: Work, id: &PatientId, version: Version, now: Timestamp) -> Work {
    const SQL: &str = "UPDATE patients
        SET unheard_at_us = $3, version = version + 1
        WHERE id = $1 AND version = $2";
    work.then_one(SQL, values![id.as_str(), version, now])
}

/// Notes that a decision has heard what was said.
pub(crate) fn heard(work: Work, id: &PatientId) -> Work {
    const SQL: &str = "UPDATE patients SET unheard_at_us = NULL WHERE id = $1";
    work.then_one(SQL, values![id.as_str()])
}

/// Hides a patient's record, under every number, until a person releases it.
pub(crate) fn withhold(work: Work, id: &PatientId, now: Timestamp) -> Work {
    const SQL: &str = "UPDATE patients
        SET withheld_at_us = $2, unheard_at_us = $2, version = version + 1
        WHERE id = (SELECT p.survivor FROM patients p WHERE p.id = $1)";
    work.then_one(SQL, values![id.as_str(), now])
}

/// Hides a patient's record no longer, because the match desk has decided.
pub(crate) fn release(work: Work, id: &PatientId) -> Work {
    const SQL: &str = "UPDATE patients
        SET withheld_at_us = NULL
        WHERE id = $1 AND withheld_at_us IS NOT NULL";
    work.then_one(SQL, values![id.as_str()])
}

/// Expects that this patient is still that person, and that nobody doubts it.
pub(crate) fn expect_link(work: Work, id: &PatientId, council: &str, person: &str) -> Work {
    const SQL: &str = "SELECT k.id
        FROM patients p
        JOIN patients k ON k.id = p.survivor
        WHERE p.id = $1 AND k.council = $2 AND k.person_id = $3 AND NOT EXISTS (
            SELECT w.id FROM patients w WHERE w.survivor = k.id AND w.withheld_at_us IS NOT NULL
        )";
    work.then_one(SQL, values![id.as_str(), council, person])
}

fn link(work: Work, id: &PatientId, link: &Link) -> Result<Work, StoreError> {
    const SQL: &str = "UPDATE patients
        SET link = $2, council = $3, person_id = $4, verdict = $5
        WHERE id = $1";
    let verdict = match link.verdict {
        Verdict::Match(..) => "match",
        Verdict::Review(..) => "review",
        Verdict::None(_) => "none",
    };
    let person = link.verdict.matched();
    let council = person.map(|person| person.council.as_str());
    let person = person.map(|person| person.id.as_str());
    Ok(work.then_one(SQL, values![id.as_str(), json(link)?, council, person, verdict]))
}

fn find_by(work: Work, trust: &TrustCode, change: &PatientChange) -> Work {
    const FORGET: &str = "DELETE FROM patient_keys WHERE patient_id = $1";
    const INSERT: &str = "INSERT INTO patient_keys (patient_id, lookup, trust) VALUES ($1, $2, $3)
        ON CONFLICT (patient_id, lookup) DO NOTHING";
    let id = change.id.as_str();
    let work = work.then(FORGET, values![id]);
    lookups(&change.patient)
        .into_iter()
        .fold(work, |work, lookup| work.then(INSERT, values![id, lookup, trust.as_str()]))
}

fn lookups(patient: &Patient) -> Vec<String> {
    let mut found = vec![Finding::HospitalNumber(patient.number.value.clone()).key()];
    let who = patient.identity();
    let sent = patient.nhs.said.value().map(|sent| sent.number);
    let numbers = who.nhs.map(|nhs| nhs.number).into_iter().chain(who.former_numbers).chain(sent);
    found.extend(numbers.map(|number| Finding::NhsNumber(number).key()));
    if let Some(PartialDate::Day(born)) = patient.born.said.value().map(|born| born.on) {
        let names = patient.names.said.value().into_iter().flatten();
        found.extend(
            names.map(|name| Finding::NameAndBirth { family: name.family.clone(), born }.key()),
        );
    }
    found
}

impl Finding {
    pub(crate) fn key(&self) -> String {
        match self {
            Self::NhsNumber(number) => keys::key(&["nhs", &number.digits()]),
            Self::HospitalNumber(value) => keys::key(&["number", &value.trim().to_uppercase()]),
            Self::NameAndBirth { family, born } => {
                keys::key(&["name", &fold(family), &born.to_string()])
            }
        }
    }
}
