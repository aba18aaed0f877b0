//! Must it stay hidden where a patient is?

use care::access::PlaceMarks;
use care::people::{Link, Patient, PatientId, PersonKey, Verdict};

use crate::engine::value::{Row, values};
use crate::{Store, StoreError};

impl Store {
    /// All marks that bear on whether it may be told where a patient is: what the hospital says under
    /// any of their numbers, what councils say of whomever they are or may be, and whether the
    /// national service holds them back.
    pub async fn place_marks(&self, patient: &PatientId) -> Result<PlaceMarks, StoreError> {
        const SQL: &str = "SELECT k.patient, k.link
            FROM patients p
            JOIN patients k ON k.survivor = p.survivor
            WHERE p.id = $1
            ORDER BY k.id";
        let rows = self.engine.rows(SQL, values![patient.as_str()]).await?;
        let mut marks = PlaceMarks::default();
        let mut people = Vec::new();
        for row in &rows {
            take(&mut marks, &row.json("patient")?);
            people.extend(candidates(row)?);
        }
        people.sort();
        people.dedup();
        for person in &people {
            marks.sharings.push(self.person_sharing(person).await?);
        }
        Ok(marks)
    }

    /// Whether the national service holds a patient back, under any of their numbers.
    pub async fn is_held_back(&self, patient: &PatientId) -> Result<bool, StoreError> {
        const SQL: &str = "SELECT k.patient
            FROM patients p
            JOIN patients k ON k.survivor = p.survivor
            WHERE p.id = $1
            ORDER BY k.id";
        let mut marks = PlaceMarks::default();
        for row in &self.engine.rows(SQL, values![patient.as_str()]).await? {
            take(&mut marks, &row.json("patient")?);
        }
        Ok(marks.is_held_back)
    }
}

/// Adds what was said of a patient under one number.
pub(crate) fn take(marks: &mut PlaceMarks, patient: &Patient) {
    marks.shields.push(patient.shield());
    marks.is_held_back |= patient.is_held_back();
}

fn candidates(row: &Row) -> Result<Vec<PersonKey>, StoreError> {
    let link: Option<Link> = row.maybe_json("link")?;
    Ok(match link.map(|link| link.verdict) {
        Some(Verdict::Match(person, _)) => vec![person],
        Some(Verdict::Review(people, _)) => people,
        Some(Verdict::None(_)) | None => Vec::new(),
    })
}
