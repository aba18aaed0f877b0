//! What stands in the table of the audit, row by row, true or not?
//!
//! Everything else in the store believes what it reads. Here nothing is believed: rows are read to
//! be checked, and a column may hold anything that somebody with the password of the database could
//! have written.

use std::borrow::Cow;
use std::fmt;

use jiff::Timestamp;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::link::link;
use crate::engine::value::{Row, values};
use crate::{Store, StoreError};

/// One row of the audit as it stands.
#[derive(Clone, PartialEq, Eq)]
pub struct AuditRow(pub(crate) Row);

/// A row names people, so debug text says only where it stands.
impl fmt::Debug for AuditRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AuditRow({}/{})", self.chain(), self.sequence())
    }
}

/// What is wrong with a row in itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// Its line does not hang on the one before it: see [`AuditRow::fits`].
    Link,
    /// A column, by which lines are found, says something else than the line.
    Column(&'static str),
}

/// The act of a line that says that others were removed.
pub(crate) const REMOVED_LINES: &str = "removed_lines";

impl Store {
    /// The rows from this number on, in their order; from [`i64::MIN`] at first.
    pub async fn audit_rows(&self, from: i64, limit: i64) -> Result<Vec<AuditRow>, StoreError> {
        const SQL: &str = "SELECT id, chain, sequence, hash, at_us, act, staff_id, patient_id,
                stay_id, council, person_id, line
            FROM audit
            WHERE id >= $1
            ORDER BY id
            LIMIT $2";
        let found = self.engine.rows(SQL, values![from, limit]).await?;
        Ok(found.into_iter().map(AuditRow).collect())
    }
}

impl AuditRow {
    /// Its number: rows are written in the order of these.
    pub fn number(&self) -> i64 {
        self.0.int("id").unwrap_or_default()
    }

    /// The chain it says it stands in, whether there is such a chain or not.
    pub fn chain(&self) -> &str {
        self.text("chain")
    }

    /// The place it says it has there.
    pub fn sequence(&self) -> i64 {
        self.0.int("sequence").unwrap_or_default()
    }

    /// The hash that is kept with it.
    pub fn hash(&self) -> &str {
        self.text("hash")
    }

    /// The line exactly as it stands; empty where it was removed.
    pub fn line(&self) -> &str {
        self.text("line")
    }

    /// The time that is kept with it; `None` where it is none.
    pub fn at(&self) -> Option<Timestamp> {
        self.0.time("at_us").ok()
    }

    /// Whether only its place is left: it was older than must be kept.
    pub fn is_gone(&self) -> bool {
        self.line().is_empty()
    }

    /// Whether it is a line that says that others were removed.
    pub fn tells_of_removal(&self) -> bool {
        self.text("act") == REMOVED_LINES
    }

    /// Whether its line, put at this place, hangs on this hash.
    pub fn fits(&self, previous: &str, sequence: i64) -> bool {
        link(previous, sequence, self.line()) == self.hash()
    }

    /// What is wrong with it, where it follows on this hash; `None` where that is not known.
    pub fn flaw(&self, previous: Option<&str>) -> Option<Flaw> {
        if self.is_gone() {
            return None;
        }
        if previous.is_some_and(|previous| !self.fits(previous, self.sequence())) {
            return Some(Flaw::Link);
        }
        self.disagrees().map(Flaw::Column)
    }

    /// The column that says something else than the line.
    fn disagrees(&self) -> Option<&'static str> {
        let Ok(glance) = serde_json::from_str::<Glance<'_>>(self.line()) else {
            return Some("line");
        };
        let person = glance.person.as_ref();
        let said = [
            ("act", Some(&glance.act.act)),
            ("staff_id", glance.actor.as_ref()),
            ("patient_id", glance.patient.as_ref()),
            ("stay_id", glance.stay.as_ref()),
            ("council", person.map(|person| &person.council)),
            ("person_id", person.map(|person| &person.id)),
        ];
        let differs = |(column, said): &(&'static str, Option<&Cow<'_, str>>)| {
            self.0.maybe_text(column) != Ok(said.map(Cow::as_ref))
        };
        let at = self.0.int("at_us") == Ok(glance.at.as_microsecond());
        if at { said.into_iter().find(differs).map(|(column, _)| column) } else { Some("at_us") }
    }

    fn text(&self, column: &'static str) -> &str {
        self.0.text(column).unwrap_or_default()
    }
}

/// As much of a line as the columns repeat, read without copying. A line of a newer program is
/// read as well.
#[derive(Deserialize)]
struct Glance<'a> {
    at: Timestamp,
    #[serde(borrow, deserialize_with = "staff")]
    actor: Option<Cow<'a, str>>,
    #[serde(borrow)]
    act: Act<'a>,
    #[serde(borrow)]
    patient: Option<Cow<'a, str>>,
    #[serde(borrow)]
    stay: Option<Cow<'a, str>>,
    #[serde(borrow)]
    person: Option<Person<'a>>,
}

#[derive(Deserialize)]
struct Act<'a> {
    #[serde(borrow)]
    act: Cow<'a, str>,
}

#[derive(Deserialize)]
struct Person<'a> {
    #[serde(borrow)]
    council: Cow<'a, str>,
    #[serde(borrow)]
    id: Cow<'a, str>,
}

/// The handle of the actor, where that is a member of staff.
fn staff<'de, D: Deserializer<'de>>(source: D) -> Result<Option<Cow<'de, str>>, D::Error> {
    source.deserialize_any(Staff)
}

struct Staff;

#[derive(Deserialize)]
struct Handle<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
}

impl<'de> Visitor<'de> for Staff {
    type Value = Option<Cow<'de, str>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an actor")
    }

    fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut staff = None;
        while let Some(kind) = map.next_key::<Cow<'de, str>>()? {
            if kind == "Staff" || kind == "Visitor" {
                staff = Some(map.next_value::<Handle<'de>>()?.id);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(staff)
    }
}
