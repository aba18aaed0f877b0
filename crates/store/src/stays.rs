//! Who is in hospital, and on which ward?

use std::collections::BTreeSet;

use care::filing::{Filing, StayChange};
use care::people::{Link, Patient, PatientId, StayId, TrustCode};
use care::record::Sharing;
use care::stays::{Stay, StayState};

use crate::engine::value::{Row, json, values};
use crate::engine::work::Work;
use crate::{Store, StoreError, keys};

/// A ward with patients on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WardNow {
    /// The site's ODS code, empty where the hospital sends none.
    pub site: String,
    /// The ward's code, empty where the hospital sends none.
    pub ward: String,
    /// The ward in words, empty where the hospital sends none.
    pub described: String,
    /// How many patients are there by the books.
    pub patients: i64,
}

/// A patient on a ward.
#[derive(Debug, Clone)]
pub struct OnWard {
    /// Our handle of the stay.
    pub stay_id: StayId,
    /// Our handle of the patient's number that stands, after all merges.
    pub patient_id: PatientId,
    /// The stay.
    pub stay: Stay,
    /// What was said of the patient.
    pub patient: Patient,
    /// What matching decided; `None` where it was not asked yet.
    pub link: Option<Link>,
    /// What the council says must be held back of the person whom the patient is matched with;
    /// `None` where there is none, or the council has them no longer.
    pub sharing: Option<Sharing>,
    /// The match was reported as wrong.
    pub withheld: bool,
}

impl Store {
    /// The wards of a trust on which there are patients now, by code.
    pub async fn wards(&self, trust: &TrustCode) -> Result<Vec<WardNow>, StoreError> {
        const SQL: &str = "SELECT site, ward, MAX(described) AS described, COUNT(*) AS patients
            FROM stays
            WHERE trust = $1 AND state IN ('open', 'on_leave')
            GROUP BY site, ward
            ORDER BY site, ward
            LIMIT 1000";
        let rows = self.engine.rows(SQL, values![trust.as_str()]).await?;
        rows.iter()
            .map(|row| {
                Ok(WardNow {
                    site: row.text("site")?.to_owned(),
                    ward: row.text("ward")?.to_owned(),
                    described: row.text("described")?.to_owned(),
                    patients: row.int("patients")?,
                })
            })
            .collect()
    }

    /// The patients on one ward, or on all wards of a trust, by ward, bay and bed.
    pub async fn ward_list(
        &self,
        trust: &TrustCode,
        ward: Option<&str>,
        limit: i64,
    ) -> Result<Vec<OnWard>, StoreError> {
        const ALL: &str =
            "SELECT s.id AS stay_id, s.stay, k.id AS patient_id, k.patient, k.link, c.sharing, (
                SELECT MIN(w.withheld_at_us) FROM patients w WHERE w.survivor = k.id
            ) AS withheld_at_us
            FROM stays s
            JOIN patients p ON p.id = s.patient_id
            JOIN patients k ON k.id = p.survivor
            LEFT JOIN people c ON c.council = k.council AND c.person_id = k.person_id
            WHERE s.trust = $1 AND s.state IN ('open', 'on_leave')
            ORDER BY s.ward, s.bay, s.bed, s.id
            LIMIT $2";
        const ONE: &str =
            "SELECT s.id AS stay_id, s.stay, k.id AS patient_id, k.patient, k.link, c.sharing, (
                SELECT MIN(w.withheld_at_us) FROM patients w WHERE w.survivor = k.id
            ) AS withheld_at_us
            FROM stays s
            JOIN patients p ON p.id = s.patient_id
            JOIN patients k ON k.id = p.survivor
            LEFT JOIN people c ON c.council = k.council AND c.person_id = k.person_id
            WHERE s.trust = $1 AND s.state IN ('open', 'on_leave') AND s.ward = $3
            ORDER BY s.ward, s.bay, s.bed, s.id
            LIMIT $2";
        let rows = match ward {
            None => self.engine.rows(ALL, values![trust.as_str(), limit]).await?,
            Some(ward) => {
                let values = values![trust.as_str(), limit, keys::short(ward)];
                self.engine.rows(ONE, values).await?
            }
        };
        rows.iter().map(on_ward).collect()
    }

    /// Rises with each change of the list of one ward, or of any ward of a trust.
    pub async fn ward_revision(
        &self,
        trust: &TrustCode,
        ward: Option<&str>,
    ) -> Result<i64, StoreError> {
        const ALL: &str = "SELECT CAST(COALESCE(SUM(revision), 0) AS BIGINT) AS revision
            FROM ward_revisions
            WHERE trust = $1";
        const ONE: &str = "SELECT CAST(COALESCE(SUM(revision), 0) AS BIGINT) AS revision
            FROM ward_revisions
            WHERE trust = $1 AND ward = $2";
        let rows = match ward {
            None => self.engine.rows(ALL, values![trust.as_str()]).await?,
            Some(ward) => self.engine.rows(ONE, values![trust.as_str(), keys::short(ward)]).await?,
        };
        rows.first().map_or(Ok(0), |row| row.int("revision"))
    }

    /// The wards whose lists a filing changes: where its stays are live now or will be, and where
    /// its patients lie.
    pub(crate) async fn wards_touched(
        &self,
        filing: &Filing,
    ) -> Result<BTreeSet<String>, StoreError> {
        const OF_STAY: &str = "SELECT ward
            FROM stays
            WHERE id = $1 AND state IN ('open', 'on_leave')";
        let mut wards = BTreeSet::new();
        for change in &filing.stays {
            let rows = self.engine.rows(OF_STAY, values![change.id.as_str()]).await?;
            wards.extend(named_wards(&rows)?);
            if change.stay.state.is_live() {
                wards.insert(keys::short(&change.stay.place.ward));
            }
        }
        for change in filing.patients.iter().filter(|change| change.based_on > 0) {
            wards.extend(self.wards_of(&change.id).await?);
        }
        for released in &filing.released {
            wards.extend(self.wards_of(released).await?);
        }
        Ok(wards)
    }

    /// The wards on which a patient lies, under any number.
    pub(crate) async fn wards_of(
        &self,
        patient: &PatientId,
    ) -> Result<BTreeSet<String>, StoreError> {
        const SQL: &str = "SELECT DISTINCT s.ward
            FROM patients a
            JOIN patients b ON b.survivor = a.survivor
            JOIN stays s ON s.patient_id = b.id
            WHERE a.id = $1 AND s.state IN ('open', 'on_leave')
            ORDER BY s.ward";
        let rows = self.engine.rows(SQL, values![patient.as_str()]).await?;
        Ok(named_wards(&rows)?.collect())
    }
}

/// Stores a stay as changed, with its new movements. Expects the version that it rests on.
pub(crate) fn change(
    work: Work,
    trust: &TrustCode,
    change: &StayChange,
) -> Result<Work, StoreError> {
    const INSERT: &str = "INSERT INTO stays (id, trust, visit_key, version, patient_id, state,
            site, ward, bay, bed, described, admitted_at_us, stay)
        VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    const UPDATE: &str = "UPDATE stays
        SET version = version + 1, patient_id = $3, state = $4, site = $5, ward = $6, bay = $7,
            bed = $8, described = $9, admitted_at_us = $10, stay = $11
        WHERE id = $1 AND version = $2";
    let stay = &change.stay;
    let place = &stay.place;
    let columns = values![
        change.patient.as_str(),
        word(&stay.state),
        place.site.as_ref().map_or("", |site| site.as_str()),
        keys::short(&place.ward),
        keys::short(&place.bay),
        keys::short(&place.bed),
        keys::short(&place.described),
        stay.admitted_at,
        json(stay)?,
    ];
    let id = change.id.as_str();
    let (sql, mut values) = match change.based_on {
        0 => (INSERT, values![id, trust.as_str(), keys::visit(&stay.visit)]),
        version => (UPDATE, values![id, version]),
    };
    values.extend(columns);
    move_all(work.then_one(sql, values), trust, change)
}

/// Counts the lists of these wards up. Locked in the order of their names, so that two filings
/// cannot each wait for the other.
pub(crate) fn revise_wards(work: Work, trust: &TrustCode, wards: &BTreeSet<String>) -> Work {
    const SQL: &str = "INSERT INTO ward_revisions (trust, ward, revision) VALUES ($1, $2, 1)
        ON CONFLICT (trust, ward) DO UPDATE SET revision = ward_revisions.revision + 1";
    wards.iter().fold(work, |work, ward| work.then_one(SQL, values![trust.as_str(), ward.as_str()]))
}

fn move_all(mut work: Work, trust: &TrustCode, change: &StayChange) -> Result<Work, StoreError> {
    const SQL: &str = "INSERT INTO movements (stay_id, trust, patient_key, movement)
        VALUES ($1, $2, $3, $4)";
    for movement in &change.movements {
        let patient = keys::patient(&movement.patient);
        let id = change.id.as_str();
        work = work.then_one(SQL, values![id, trust.as_str(), patient, json(movement)?]);
    }
    Ok(work)
}

fn word(state: &StayState) -> &'static str {
    match state {
        StayState::Planned => "planned",
        StayState::Open => "open",
        StayState::OnLeave => "on_leave",
        StayState::Closed(_) => "closed",
        StayState::Void => "void",
    }
}

fn named_wards(rows: &[Row]) -> Result<impl Iterator<Item = String>, StoreError> {
    let wards: Vec<String> =
        rows.iter().map(|row| row.text("ward").map(str::to_owned)).collect::<Result<_, _>>()?;
    Ok(wards.into_iter())
}

fn on_ward(row: &Row) -> Result<OnWard, StoreError> {
    Ok(OnWard {
        stay_id: row.parse("stay_id")?,
        patient_id: row.parse("patient_id")?,
        stay: row.json("stay")?,
        patient: row.json("patient")?,
        link: row.maybe_json("link")?,
        sharing: row.maybe_json("sharing")?,
        withheld: row.maybe_time("withheld_at_us")?.is_some(),
    })
}
