//! Who are the people whom a patient may be?
//!
//! **Invariant:** a [`DeskPermit`] is used up, and a line of the audit is written for each person
//! before the caller learns who they are; without any candidate, one for the patient.

use care::access::{Act, AuditLine, DeskPermit};

use crate::engine::work::Work;
use crate::people::PersonRow;
use crate::records::line;
use crate::{Store, StoreError, audit};

impl Store {
    /// The identities of a patient's candidates, in the permit's order. One whom their council no
    /// longer holds is left out.
    pub async fn see_pairs(&self, permit: DeskPermit) -> Result<Vec<PersonRow>, StoreError> {
        let mut work = Work::new();
        let seen = || line(permit.staff(), Act::SawPair, (permit.patient(), None), permit.at());
        if permit.people().is_empty() {
            work = audit::write(work, &seen())?;
        }
        for person in permit.people() {
            work = audit::write(work, &AuditLine { person: Some(person.clone()), ..seen() })?;
        }
        self.engine.commit(work).await?;
        let mut found = Vec::with_capacity(permit.people().len());
        for person in permit.people() {
            let row = self.indexed_person(person).await?;
            found.extend(row.filter(|row| row.found.is_some()));
        }
        Ok(found)
    }
}
