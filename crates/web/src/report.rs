//! Who looked at somebody's record, in words for the person themselves?
//!
//! The page, the printed sheet and the file of the command line show the same rows.

mod pack;

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use care::access::privacy::{OfWhom, answer, is_reported, parts, why};
use care::access::{Actor, AuditLine, Chain, LineId, Organisation};
use care::people::{PatientId, PersonKey, TrustCode};
use jiff::Timestamp;
use store::{AuditFilter, AuditSpan, Chained, PatientNow, Store, StoreError};

pub use pack::Pack;
pub(crate) use pack::moment;

use crate::pages::ward_row;

/// So many lines are read at once.
const PAGE: i64 = 1_000;

/// An organisation by its name, as this installation calls it.
pub type Naming<'a> = &'a (dyn Fn(&Organisation) -> String + Send + Sync);

/// Whose log is read, and for whom: each organisation answers for its own.
pub struct Subject {
    /// The patient, by the number that stands.
    pub patient: PatientNow,
    /// All our handles of them.
    pub numbers: Vec<PatientId>,
    /// Who of the councils' people they certainly are.
    pub person: Option<PersonKey>,
    /// Who answers: a trust for what concerns its patients, a council for what concerns its people.
    pub side: Chain,
}

/// How a report is written.
#[derive(Clone, Copy)]
pub struct Manner<'a> {
    /// What organisations are called.
    pub naming: Naming<'a>,
    /// Whether staff are named; role and organisation stand there always.
    pub names_staff: bool,
    /// When it is written.
    pub now: Timestamp,
}

/// One row: somebody did something with the record.
#[derive(Clone, serde::Serialize)]
pub struct Row {
    /// Which line of the audit it is.
    pub line: String,
    /// When.
    pub at: Timestamp,
    /// When, in words.
    pub when: String,
    /// The name, or that it was a member of staff.
    pub who: String,
    /// The role.
    pub role: String,
    /// The organisation by its name.
    pub organisation: String,
    /// What was done.
    pub what: String,
    /// Why.
    pub why: String,
    /// What the person had answered.
    pub answer: String,
    /// Which parts were seen.
    pub parts: String,
    /// What was wrong about it; empty where nothing was.
    pub mistake: String,
}

/// The report as a file that needs nothing besides.
#[derive(Template)]
#[template(path = "files/report.html")]
struct ReportFile<'a> {
    name: String,
    nhs_number: String,
    born: String,
    answers: String,
    written: String,
    rows: &'a [Row],
}

impl Subject {
    /// Finds a patient by one of our handles. `council` asks in the name of that council instead of
    /// the patient's trust. `None` where there is no such patient.
    pub async fn find(
        store: &Store,
        id: &PatientId,
        council: Option<&care::people::CouncilName>,
    ) -> Result<Option<Self>, StoreError> {
        let Some(patient) = store.patient(id).await? else { return Ok(None) };
        let known = store.known_patient(&patient.id).await?;
        let link = patient.link.as_ref().filter(|_| !patient.withheld);
        let side = council.map_or_else(
            || Chain::Trust(patient.trust.clone()),
            |council| Chain::Council(council.clone()),
        );
        Ok(Some(Self {
            numbers: known.patients.into_iter().map(|number| number.id).collect(),
            person: link.and_then(|link| link.verdict.matched()).cloned(),
            side,
            patient,
        }))
    }

    /// Whose they are, for the decision who may ask.
    pub fn whom(&self) -> OfWhom<'_> {
        OfWhom { trust: &self.patient.trust, person: self.person.as_ref() }
    }

    /// Who answers, by its name.
    pub fn answers(&self, naming: Naming<'_>) -> String {
        match &self.side {
            Chain::Council(council) => naming(&Organisation::Council(council.clone())),
            _ => match "X".parse() {
                Ok(site) => {
                    naming(&Organisation::Hospital { trust: self.patient.trust.clone(), site })
                }
                Err(_) => self.patient.trust.to_string(),
            },
        }
    }
}

/// Every row of the report, oldest first. Looks through a match that was wrong are among them.
pub async fn rows(
    store: &Store,
    subject: &Subject,
    manner: Manner<'_>,
) -> Result<Vec<Row>, StoreError> {
    let mut lines = BTreeMap::new();
    let mut trusts = Trusts::default();
    if matches!(subject.side, Chain::Trust(_)) {
        for number in &subject.numbers {
            keep(&mut lines, read(store, AuditFilter::Patient(number.clone())).await?);
        }
    }
    if let Some(person) = &subject.person {
        for found in read(store, AuditFilter::Person(person.clone())).await? {
            let is_ours = match (&subject.side, &found.line.patient) {
                (Chain::Trust(trust), Some(patient)) => {
                    trusts.of(store, patient).await?.as_ref() == Some(trust)
                }
                (Chain::Trust(_), None) => false,
                _ => true,
            };
            if is_ours {
                keep(&mut lines, vec![found]);
            }
        }
    }
    let mut found: Vec<Chained> = lines.into_values().collect();
    found.retain(|found| is_reported(&found.line));
    found.sort_by_key(|found| (found.line.at, found.row));
    Ok(found.iter().map(|found| row(subject, found, manner)).collect())
}

/// The report as a file that needs nothing besides.
pub fn file(subject: &Subject, rows: &[Row], manner: Manner<'_>) -> Result<String, askama::Error> {
    let identity = subject.patient.patient.identity();
    let file = ReportFile {
        name: ward_row::name(&identity),
        nhs_number: ward_row::nhs_number(&identity),
        born: ward_row::born(&identity),
        answers: subject.answers(manner.naming),
        written: moment(manner.now),
        rows,
    };
    file.render()
}

fn keep(lines: &mut BTreeMap<LineId, Chained>, found: Vec<Chained>) {
    lines.extend(found.into_iter().map(|found| (found.id.clone(), found)));
}

async fn read(store: &Store, filter: AuditFilter) -> Result<Vec<Chained>, StoreError> {
    let (mut all, mut span) = (Vec::new(), AuditSpan::default());
    loop {
        let found = store.audit_search(&filter, span, PAGE).await?;
        let Some(last) = found.last() else { return Ok(all) };
        span.below = last.row;
        all.extend(found);
    }
}

fn row(subject: &Subject, found: &Chained, manner: Manner<'_>) -> Row {
    let line = &found.line;
    let (who, role, organisation) = actor(&line.actor, manner);
    Row {
        line: found.id.to_string(),
        at: line.at,
        when: moment(line.at),
        who,
        role,
        organisation,
        what: line.act.words().into_owned(),
        why: why(line),
        answer: answer(line),
        parts: parts(line),
        mistake: mistake(subject, line).to_owned(),
    }
}

/// Who acted: name, role, organisation.
pub(crate) fn actor(actor: &Actor, manner: Manner<'_>) -> (String, String, String) {
    match actor {
        Actor::Staff { name, role, organisation, .. } => {
            let who =
                if manner.names_staff { name.clone() } else { "A member of staff".to_owned() };
            (who, role.words().to_owned(), (manner.naming)(organisation))
        }
        Actor::Service => {
            ("The service itself".to_owned(), "Automatic".to_owned(), "Homeward".to_owned())
        }
        _ => {
            let who = "Somebody who runs the service".to_owned();
            (who, "Technical support".to_owned(), "Homeward".to_owned())
        }
    }
}

/// Whether two people's records were mixed up in it.
fn mistake(subject: &Subject, line: &AuditLine) -> &'static str {
    let is_their_page = line.patient.as_ref().is_none_or(|id| subject.numbers.contains(id));
    let is_their_record = line.person.is_none() || line.person == subject.person;
    match (is_their_page, is_their_record) {
        (false, _) => "By mistake: it was shown on another patient's page",
        (true, false) => "By mistake: it was another person's record",
        (true, true) => "",
    }
}

/// Whose patients are these? Each is asked for once.
#[derive(Default)]
struct Trusts {
    known: BTreeMap<PatientId, TrustCode>,
    nobody: BTreeSet<PatientId>,
}

impl Trusts {
    async fn of(
        &mut self,
        store: &Store,
        patient: &PatientId,
    ) -> Result<Option<TrustCode>, StoreError> {
        if self.nobody.contains(patient) {
            return Ok(None);
        }
        if let Some(trust) = self.known.get(patient) {
            return Ok(Some(trust.clone()));
        }
        let Some(found) = store.patient(patient).await? else {
            self.nobody.insert(patient.clone());
            return Ok(None);
        };
        self.known.insert(patient.clone(), found.trust.clone());
        Ok(Some(found.trust))
    }
}
