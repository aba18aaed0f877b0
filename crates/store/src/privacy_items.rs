//! Which looks wait for a privacy officer?
//!
//! **Invariant:** an item is committed in the work of the look that it is about: with its line in
//! the audit, or not at all.

mod judged;

use std::fmt;

use care::access::privacy::{Cause, Outcome, Trigger};
use care::access::{Actor, Chain, Organisation};
use care::people::{PatientId, PersonKey, StaffId, StayId, TrustCode};
use care::when::local;
use jiff::Timestamp;

pub use judged::PrivacyStep;

use crate::engine::value::{Row, json, values};
use crate::engine::work::Work;
use crate::{DeskOwner, Store, StoreError, keys};

/// Our number of an item. It says nothing of anybody, so it may stand in a message and in a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PrivacyItemId(pub i64);

impl fmt::Display for PrivacyItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for PrivacyItemId {
    type Err = std::num::ParseIntError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// An item of the privacy list.
#[derive(Clone, PartialEq, Eq)]
pub struct PrivacyItem {
    /// Our number.
    pub id: PrivacyItemId,
    /// Who looked, and whom it concerns.
    pub cause: Cause,
    /// At which patient; `None` where it is about all that the viewer did.
    pub patient: Option<PatientId>,
    /// In which stay, where there was one.
    pub stay: Option<StayId>,
    /// Whose record at the council was shown, where one was.
    pub person: Option<PersonKey>,
    /// Why it is on the list.
    pub triggers: Vec<Trigger>,
    /// The reason in the words of the one who looked; may be empty.
    pub said: String,
    /// When it came on the list.
    pub first_at: Timestamp,
    /// The last look gathered in it.
    pub last_at: Timestamp,
    /// How many looks are gathered in it.
    pub times: i64,
    /// From when on the days are counted.
    pub since: Timestamp,
    /// What was said of it last; `None` while nobody has said anything since it (again) came up.
    pub outcome: Option<Outcome>,
    /// When it was done with; `None` while it waits.
    pub closed_at: Option<Timestamp>,
    /// Who has taken it, where anybody has.
    pub owner: Option<DeskOwner>,
}

/// Debug text ends up in logs, so it keeps the names and words to itself.
impl fmt::Debug for PrivacyItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrivacyItem({}, {:?}, {:?})", self.id, self.triggers, self.outcome)
    }
}

/// Which items are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrivacyFilter {
    /// How far they have come, and with whom.
    pub which: Which,
    /// Only those that are on the list for this reason.
    pub trigger: Option<Trigger>,
    /// Only those with a look since then.
    pub since: Timestamp,
    /// So many are passed over.
    pub offset: i64,
}

/// How far items have come, and with whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// Those that wait, the oldest first.
    Open,
    /// Those of them that this officer has taken.
    Of(StaffId),
    /// All, the newest look first.
    All,
}

/// What is put on the list.
pub(crate) struct Alert<'a> {
    /// Who looked, and whom it concerns.
    pub(crate) cause: Cause,
    pub(crate) triggers: &'a [Trigger],
    pub(crate) patient: Option<&'a PatientId>,
    pub(crate) stay: Option<&'a StayId>,
    pub(crate) person: Option<&'a PersonKey>,
    /// The reason in the user's words; empty where none was asked.
    pub(crate) said: &'a str,
    pub(crate) at: Timestamp,
}

impl<'a> Alert<'a> {
    /// What somebody did about a trust's patient, and about the council's person whom that is; in
    /// no stay and without a word.
    pub(crate) fn about(
        actor: Actor,
        trust: &TrustCode,
        (patient, person): (&'a PatientId, Option<&'a PersonKey>),
        triggers: &'a [Trigger],
        at: Timestamp,
    ) -> Self {
        let council = person.map(|person| person.council.clone());
        let cause = Cause { trust: Some(trust.clone()), council, actor };
        Self { cause, triggers, patient: Some(patient), stay: None, person, said: "", at }
    }
}

const OPEN: &str = "SELECT i.id, i.cause, i.patient_id, i.stay_id, i.council, i.person_id, i.said,
        i.first_at_us, i.last_at_us, i.times, i.since_us, i.state, i.closed_at_us, i.owner_id,
        i.owner_name, i.taken_at_us, (
            SELECT string_agg(r.reason, ',') FROM privacy_reasons r WHERE r.item_id = i.id
        ) AS reasons
    FROM privacy_items i
    JOIN privacy_sides s ON s.item_id = i.id
    WHERE s.side = $1 AND i.closed_at_us IS NULL AND ($2 = '' OR i.owner_id = $2)
        AND ($3 = '' OR EXISTS (
            SELECT r.item_id FROM privacy_reasons r WHERE r.item_id = i.id AND r.reason = $3
        ))
        AND i.last_at_us >= $4
    ORDER BY i.since_us, i.id
    LIMIT $5 OFFSET $6";

const ALL: &str = "SELECT i.id, i.cause, i.patient_id, i.stay_id, i.council, i.person_id, i.said,
        i.first_at_us, i.last_at_us, i.times, i.since_us, i.state, i.closed_at_us, i.owner_id,
        i.owner_name, i.taken_at_us, (
            SELECT string_agg(r.reason, ',') FROM privacy_reasons r WHERE r.item_id = i.id
        ) AS reasons
    FROM privacy_items i
    JOIN privacy_sides s ON s.item_id = i.id
    WHERE s.side = $1 AND ($2 = '' OR i.owner_id = $2)
        AND ($3 = '' OR EXISTS (
            SELECT r.item_id FROM privacy_reasons r WHERE r.item_id = i.id AND r.reason = $3
        ))
        AND i.last_at_us >= $4
    ORDER BY i.last_at_us DESC, i.id DESC
    LIMIT $5 OFFSET $6";

impl Store {
    /// The items that concern an organisation: by its staff, its patients or its people.
    pub async fn privacy_items(
        &self,
        organisation: &Organisation,
        filter: &PrivacyFilter,
        limit: i64,
    ) -> Result<Vec<PrivacyItem>, StoreError> {
        let (sql, owner) = match &filter.which {
            Which::Open => (OPEN, ""),
            Which::Of(officer) => (OPEN, officer.as_str()),
            Which::All => (ALL, ""),
        };
        let trigger = filter.trigger.map_or("", Trigger::word);
        let side = side(organisation);
        let values = values![side, owner, trigger, filter.since, limit, filter.offset];
        self.engine.rows(sql, values).await?.iter().map(item).collect()
    }

    /// One item; `None` where there is none of that number.
    pub async fn privacy_item(&self, id: PrivacyItemId) -> Result<Option<PrivacyItem>, StoreError> {
        const SQL: &str = "SELECT i.id, i.cause, i.patient_id, i.stay_id, i.council, i.person_id,
                i.said, i.first_at_us, i.last_at_us, i.times, i.since_us, i.state, i.closed_at_us,
                i.owner_id, i.owner_name, i.taken_at_us, (
                    SELECT string_agg(r.reason, ',') FROM privacy_reasons r WHERE r.item_id = i.id
                ) AS reasons
            FROM privacy_items i
            WHERE i.id = $1";
        self.engine.rows(SQL, values![id.0]).await?.first().map(item).transpose()
    }

    /// The items about a patient, under any number merged into theirs, the newest look first.
    pub async fn privacy_items_about(
        &self,
        patient: &PatientId,
        limit: i64,
    ) -> Result<Vec<PrivacyItem>, StoreError> {
        const SQL: &str = "SELECT i.id, i.cause, i.patient_id, i.stay_id, i.council, i.person_id,
                i.said, i.first_at_us, i.last_at_us, i.times, i.since_us, i.state, i.closed_at_us,
                i.owner_id, i.owner_name, i.taken_at_us, (
                    SELECT string_agg(r.reason, ',') FROM privacy_reasons r WHERE r.item_id = i.id
                ) AS reasons
            FROM patients p
            JOIN privacy_items i ON i.patient_id = p.id
            WHERE p.survivor = $1
            ORDER BY i.last_at_us DESC, i.id DESC
            LIMIT $2";
        self.engine.rows(SQL, values![patient.as_str(), limit]).await?.iter().map(item).collect()
    }

    /// How many items wait for this organisation's own privacy officers to decide.
    pub async fn privacy_waiting(&self, organisation: &Organisation) -> Result<i64, StoreError> {
        const SQL: &str = "SELECT COUNT(*) AS waiting
            FROM privacy_items i
            JOIN privacy_sides s ON s.item_id = i.id
            WHERE i.closed_at_us IS NULL AND s.side = $1 AND s.part = 'decides'";
        let rows = self.engine.rows(SQL, values![side(organisation)]).await?;
        rows.first().map_or(Ok(0), |row| row.int("waiting"))
    }

    /// The items, of all organisations, that have waited since before `due`, by their numbers alone.
    pub async fn privacy_overdue(
        &self,
        due: Timestamp,
        limit: i64,
    ) -> Result<Vec<(PrivacyItemId, Timestamp)>, StoreError> {
        const SQL: &str = "SELECT id, since_us
            FROM privacy_items
            WHERE closed_at_us IS NULL AND since_us < $1
            ORDER BY since_us, id
            LIMIT $2";
        let rows = self.engine.rows(SQL, values![due, limit]).await?;
        rows.iter().map(|row| Ok((PrivacyItemId(row.int("id")?), row.time("since_us")?))).collect()
    }
}

/// Puts what an alert says on the list: what concerns the patient as one item, what concerns the
/// viewer's whole work as one for each reason. Each gathers what comes later on the same day, done
/// in the name of the same organisation: of what somebody does for another, its officers know nothing.
pub(crate) fn raise(work: Work, alert: &Alert<'_>) -> Result<Work, StoreError> {
    let (of_viewer, of_patient): (Vec<Trigger>, Vec<Trigger>) =
        alert.triggers.iter().partition(|trigger| trigger.is_of_viewer());
    let day = local(alert.at).date().to_string();
    let viewer = viewer(&alert.cause.actor).unwrap_or("");
    let seat = match &alert.cause.actor {
        Actor::Staff { organisation, .. } => side(organisation),
        _ => String::new(),
    };
    let patient = alert.patient.map_or("", PatientId::as_str);
    let mut work = work;
    if !of_patient.is_empty() {
        let fold = keys::key(&["patient", viewer, &seat, patient, &day]);
        work = gather(work, &fold, alert, &of_patient)?;
    }
    for trigger in of_viewer {
        let fold = keys::key(&["viewer", viewer, &seat, trigger.word(), &day]);
        // Whose record was the last of many says nothing.
        let cause = Cause { trust: None, council: None, actor: alert.cause.actor.clone() };
        let said = "";
        let alert = Alert { cause, patient: None, stay: None, person: None, said, ..*alert };
        work = gather(work, &fold, &alert, &[trigger])?;
    }
    Ok(work)
}

fn gather(
    work: Work,
    fold: &str,
    alert: &Alert<'_>,
    triggers: &[Trigger],
) -> Result<Work, StoreError> {
    const ITEM: &str = "INSERT INTO privacy_items (fold, staff_id, cause, patient_id, stay_id,
            council, person_id, said, first_at_us, last_at_us, times, since_us, state)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, 1, $9, 'new')
        ON CONFLICT (fold) WHERE closed_at_us IS NULL DO UPDATE
        SET last_at_us = excluded.last_at_us,
            times = privacy_items.times + 1,
            said = CASE WHEN excluded.said = '' THEN privacy_items.said ELSE excluded.said END";
    const REASON: &str = "INSERT INTO privacy_reasons (item_id, reason, first_at_us)
        SELECT i.id, $2, CAST($3 AS BIGINT)
        FROM privacy_items i
        WHERE i.fold = $1 AND i.closed_at_us IS NULL
        ON CONFLICT (item_id, reason) DO NOTHING";
    const SIDE: &str = "INSERT INTO privacy_sides (side, item_id, part)
        SELECT $2, i.id, $3
        FROM privacy_items i
        WHERE i.fold = $1 AND i.closed_at_us IS NULL
        ON CONFLICT (side, item_id) DO NOTHING";
    let person = alert.person;
    let mut work = work.then_one(
        ITEM,
        values![
            fold,
            viewer(&alert.cause.actor),
            json(&alert.cause)?,
            alert.patient.map(PatientId::as_str),
            alert.stay.map(StayId::as_str),
            person.map(|person| person.council.as_str()),
            person.map(|person| person.id.as_str()),
            alert.said.replace('\0', ""),
            alert.at,
        ],
    );
    for trigger in triggers {
        work = work.then(REASON, values![fold, trigger.word(), alert.at]);
    }
    for (side, part) in sides(&alert.cause) {
        work = work.then(SIDE, values![fold, side, part]);
    }
    Ok(work)
}

/// Whom an item concerns, those who decide first. Where the service itself acted, both sides do.
fn sides(cause: &Cause) -> Vec<(String, &'static str)> {
    let trust = cause.trust.clone().map(|trust| Chain::Trust(trust).to_string());
    let council = cause.council.clone().map(|council| Chain::Council(council).to_string());
    let concerned = trust.into_iter().chain(council);
    match &cause.actor {
        Actor::Staff { organisation, .. } => {
            let own = side(organisation);
            let others = concerned.filter(|other| *other != own).map(|other| (other, "reads"));
            std::iter::once((own.clone(), "decides")).chain(others.collect::<Vec<_>>()).collect()
        }
        Actor::Visitor { .. } | Actor::Operator { .. } | Actor::Service => {
            concerned.map(|concerned| (concerned, "decides")).collect()
        }
    }
}

/// An organisation as the tables of privacy name it: whatever site, a trust is one.
pub(crate) fn side(organisation: &Organisation) -> String {
    match organisation {
        Organisation::Hospital { trust, .. } => Chain::Trust(trust.clone()).to_string(),
        Organisation::Council(name) => Chain::Council(name.clone()).to_string(),
    }
}

fn viewer(actor: &Actor) -> Option<&str> {
    match actor {
        Actor::Staff { id, .. } | Actor::Visitor { id, .. } => Some(id.as_str()),
        Actor::Operator { .. } | Actor::Service => None,
    }
}

fn item(row: &Row) -> Result<PrivacyItem, StoreError> {
    let reasons = row.maybe_text("reasons")?.unwrap_or_default().to_owned();
    let named = |trigger: &Trigger| reasons.split(',').any(|word| word == trigger.word());
    let owner = match row.maybe_parse("owner_id")? {
        Some(staff) => {
            let name = row.text("owner_name")?.to_owned();
            Some(DeskOwner { staff, name, since: row.time("taken_at_us")? })
        }
        None => None,
    };
    let person = match row.maybe_parse("council")? {
        Some(council) => Some(PersonKey { council, id: row.parse("person_id")? }),
        None => None,
    };
    Ok(PrivacyItem {
        id: PrivacyItemId(row.int("id")?),
        cause: row.json("cause")?,
        patient: row.maybe_parse("patient_id")?,
        stay: row.maybe_parse("stay_id")?,
        person,
        triggers: Trigger::ALL.into_iter().filter(named).collect(),
        said: row.text("said")?.to_owned(),
        first_at: row.time("first_at_us")?,
        last_at: row.time("last_at_us")?,
        times: row.int("times")?,
        since: row.time("since_us")?,
        outcome: if row.text("state")? == "new" { None } else { Some(row.word("state")?) },
        closed_at: row.maybe_time("closed_at_us")?,
        owner,
    })
}
