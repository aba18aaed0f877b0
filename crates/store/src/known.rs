//! What does the store hold of all that a message names?
//!
//! A version is always read before what rests on it. So whatever is committed in between makes
//! the version that was read an old one, and the filing is refused and loaded again.

use std::collections::{BTreeMap, BTreeSet};

use care::filing::{KnownPatient, KnownSoFar, KnownVisit, Merge, MergeKind, News, Told, Version};
use care::people::{Link, PatientId, PersonKey, TrustCode};

use crate::engine::value::values;
use crate::{Store, StoreError, keys, merges};

/// The patients that a decision rests on, and the versions in which they were loaded.
#[derive(Debug, Clone, Default)]
pub struct Basis(pub(crate) BTreeMap<PatientId, Version>);

impl Basis {
    /// Of what was loaded, to be taken before the decision uses it up.
    pub fn of(known: &KnownSoFar) -> Self {
        Self(known.patients.iter().map(|one| (one.id.clone(), one.version)).collect())
    }
}

/// What is still to be loaded, and what was.
#[derive(Default)]
struct Search {
    patients: BTreeSet<String>,
    visits: BTreeSet<String>,
    /// By number, so that one found from both ends is found once.
    merges: BTreeMap<i64, Merge>,
    known: KnownSoFar,
}

impl Store {
    /// All that is held of the patients and visits that a message names, and of all that is
    /// merged with them.
    pub async fn known(&self, trust: &TrustCode, told: &Told) -> Result<KnownSoFar, StoreError> {
        let (patients, visits) = named(told);
        self.search(trust, patients, visits).await
    }

    /// All that is held of a patient and of all that is merged with them.
    ///
    /// Of a patient who is not there nothing is known.
    pub async fn known_patient(&self, id: &PatientId) -> Result<KnownSoFar, StoreError> {
        const SQL: &str = "SELECT trust, number_key FROM patients WHERE id = $1";
        let rows = self.engine.rows(SQL, values![id.as_str()]).await?;
        let Some(row) = rows.first() else { return Ok(KnownSoFar::default()) };
        let patients = BTreeSet::from([row.text("number_key")?.to_owned()]);
        self.search(&row.parse("trust")?, patients, BTreeSet::new()).await
    }

    async fn search(
        &self,
        trust: &TrustCode,
        patients: BTreeSet<String>,
        visits: BTreeSet<String>,
    ) -> Result<KnownSoFar, StoreError> {
        let mut search = Search::default();
        // The visits named lead to the patients whom anything was said of them.
        let owners = self.add_visits(trust, &mut search, visits).await?;
        self.add_patients(trust, &mut search, &patients | &owners).await?;
        // Those patients' other visits lead no further.
        let theirs = self.visits_of(trust, &search.patients).await?;
        self.add_visits(trust, &mut search, theirs).await?;
        for visit in &search.known.visits {
            search.known.notices.extend(self.notices_of(&visit.id).await?);
        }
        search.known.merges = search.merges.into_values().collect();
        Ok(search.known)
    }

    /// Loads visits and those merged with them; answers with the patients of their movements.
    async fn add_visits(
        &self,
        trust: &TrustCode,
        search: &mut Search,
        visits: BTreeSet<String>,
    ) -> Result<BTreeSet<String>, StoreError> {
        let mut owners = BTreeSet::new();
        let mut next = visits;
        while let Some(key) = next.pop_first() {
            if !search.visits.insert(key.clone()) {
                continue;
            }
            if let Some(visit) = self.known_visit(trust, &key).await? {
                owners.extend(visit.movements.iter().map(|one| keys::patient(&one.patient)));
                search.known.visits.push(visit);
            }
            next.extend(self.add_merges(trust, search, &key).await?);
        }
        Ok(owners)
    }

    /// Loads patients and those merged with them.
    async fn add_patients(
        &self,
        trust: &TrustCode,
        search: &mut Search,
        patients: BTreeSet<String>,
    ) -> Result<(), StoreError> {
        let mut next = patients;
        while let Some(key) = next.pop_first() {
            if !search.patients.insert(key.clone()) {
                continue;
            }
            if let Some(patient) = self.patient_with(trust, &key).await? {
                search.known.patients.push(patient);
            }
            next.extend(self.add_merges(trust, search, &key).await?);
        }
        Ok(())
    }

    /// Notes what was merged or linked with a number; answers with the numbers that are one with it.
    async fn add_merges(
        &self,
        trust: &TrustCode,
        search: &mut Search,
        key: &str,
    ) -> Result<Vec<String>, StoreError> {
        let mut one_with = Vec::new();
        for joined in self.merges_of(trust, key).await? {
            let merged =
                matches!(joined.merge.kind, MergeKind::Patients { .. } | MergeKind::Visits { .. });
            if merged {
                one_with.extend(joined.keys);
            }
            search.merges.insert(joined.id, joined.merge);
        }
        Ok(one_with)
    }

    async fn patient_with(
        &self,
        trust: &TrustCode,
        key: &str,
    ) -> Result<Option<KnownPatient>, StoreError> {
        const SQL: &str = "SELECT p.id, p.version, p.patient, p.link, p.withheld_at_us,
                p.unheard_at_us, (
                SELECT MAX(j.id) FROM judgements j WHERE j.patient_id = p.id
            ) AS judged, (
                SELECT MAX(w.id) FROM withdrawals w WHERE w.patient_id = p.id
            ) AS withdrawn
            FROM patients p
            WHERE p.trust = $1 AND p.number_key = $2";
        let rows = self.engine.rows(SQL, values![trust.as_str(), key]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let id: PatientId = row.parse("id")?;
        let link: Option<Link> = row.maybe_json("link")?;
        let judgements = match row.maybe_int("judged")? {
            Some(_) => self.judgements_under(&id).await?,
            None => Vec::new(),
        };
        let withdrawn = match row.maybe_int("withdrawn")? {
            Some(_) => self.withdrawn_under(&id).await?,
            None => Vec::new(),
        };
        let mut people: BTreeSet<PersonKey> =
            judgements.iter().map(|one| one.person.clone()).collect();
        people.extend(withdrawn.iter().map(|one| one.person.clone()));
        people.extend(link.as_ref().and_then(|link| link.verdict.matched()).cloned());
        let people: Vec<PersonKey> = people.into_iter().collect();
        Ok(Some(KnownPatient {
            version: row.int("version")?,
            patient: row.json("patient")?,
            withheld: row.maybe_time("withheld_at_us")?.is_some(),
            unheard: row.maybe_time("unheard_at_us")?.is_some(),
            book: self.book(&people).await?,
            id,
            link,
            judgements,
            withdrawn,
        }))
    }

    async fn known_visit(
        &self,
        trust: &TrustCode,
        key: &str,
    ) -> Result<Option<KnownVisit>, StoreError> {
        const STAY: &str = "SELECT id, version
            FROM stays
            WHERE trust = $1 AND visit_key = $2";
        const MOVEMENTS: &str = "SELECT movement
            FROM movements
            WHERE stay_id = $1
            ORDER BY id";
        let rows = self.engine.rows(STAY, values![trust.as_str(), key]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let movements = self.engine.rows(MOVEMENTS, values![row.text("id")?]).await?;
        Ok(Some(KnownVisit {
            id: row.parse("id")?,
            version: row.int("version")?,
            movements: movements
                .iter()
                .map(|row| row.json("movement"))
                .collect::<Result<_, _>>()?,
        }))
    }

    /// The visits of which anything was said under one of these numbers.
    async fn visits_of(
        &self,
        trust: &TrustCode,
        patients: &BTreeSet<String>,
    ) -> Result<BTreeSet<String>, StoreError> {
        const SQL: &str = "SELECT s.visit_key
            FROM stays s
            WHERE s.id IN (
                SELECT m.stay_id FROM movements m WHERE m.trust = $1 AND m.patient_key = $2
            )
            ORDER BY s.visit_key";
        let mut visits = BTreeSet::new();
        for key in patients {
            for row in self.engine.rows(SQL, values![trust.as_str(), key.as_str()]).await? {
                visits.insert(row.text("visit_key")?.to_owned());
            }
        }
        Ok(visits)
    }
}

/// The keys of the patients and of the visits that a message names.
fn named(told: &Told) -> (BTreeSet<String>, BTreeSet<String>) {
    let mut patients = BTreeSet::new();
    let mut visits = BTreeSet::new();
    for news in &told.news {
        match news {
            News::Identity(identity) => {
                patients.insert(keys::patient(&identity.patient));
            }
            News::Movement(movement) => {
                patients.insert(keys::patient(&movement.patient));
                visits.insert(keys::visit(&movement.visit));
            }
            News::Merge(merge) => match merge.kind {
                MergeKind::Visits { .. } => visits.extend(merges::ends(&merge.kind)),
                _ => patients.extend(merges::ends(&merge.kind)),
            },
            News::NeedsAPerson(_) => {}
        }
    }
    (patients, visits)
}
