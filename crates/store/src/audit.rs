//! Who did what?
//!
//! A line is written in the work of the act that it records, so there is no act without its line.
//! Each hangs on the one before it in its chain ([`link`]), so that none can be changed, removed or
//! put in unseen. Nothing here changes or removes one.

pub(crate) mod heads;
pub(crate) mod inspection;
pub(crate) mod link;
pub(crate) mod rows;
pub(crate) mod sending;
pub(crate) mod settings;

use care::access::{Act, Actor, AuditLine, Chain, LineId};
use care::people::{PatientId, PersonKey, StaffId, StayId};
use jiff::Timestamp;

use crate::engine::value::{Row, json, values};
use crate::engine::work::Work;
use crate::error::EngineFault;
use crate::{Store, StoreError};

/// Which lines of the audit are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuditFilter {
    /// All of them.
    All,
    /// Those about one patient.
    Patient(PatientId),
    /// Those about one of a council's people, by whichever patient they were found.
    Person(PersonKey),
    /// Those of one member of staff.
    Staff(StaffId),
    /// Those of one chain: of one organisation.
    Chain(Chain),
}

/// Of what time lines are asked for, and from where on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditSpan {
    /// The earliest.
    pub from: Timestamp,
    /// They end before this.
    pub until: Timestamp,
    /// Only rows below this one: the [`Chained::row`] of the last line read before.
    pub below: i64,
}

impl Default for AuditSpan {
    fn default() -> Self {
        Self { from: Timestamp::MIN, until: Timestamp::MAX, below: i64::MAX }
    }
}

/// A line with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chained {
    /// By which name it is known for ever.
    pub id: LineId,
    /// Its row, from which to go on reading.
    pub row: i64,
    /// The act in one word.
    pub act: String,
    /// The line.
    pub line: AuditLine,
}

impl Store {
    /// Lines of the audit, newest first.
    pub async fn audit_lines(
        &self,
        filter: &AuditFilter,
        limit: i64,
    ) -> Result<Vec<AuditLine>, StoreError> {
        let found = self.audit_search(filter, AuditSpan::default(), limit).await?;
        Ok(found.into_iter().map(|found| found.line).collect())
    }

    /// Lines of the audit with their names, newest first.
    pub async fn audit_search(
        &self,
        filter: &AuditFilter,
        span: AuditSpan,
        limit: i64,
    ) -> Result<Vec<Chained>, StoreError> {
        const ALL: &str = "SELECT id, chain, sequence, act, line
            FROM audit
            WHERE at_us >= $1 AND at_us < $2 AND id < $3 AND line <> ''
            ORDER BY id DESC
            LIMIT $4";
        const OF_PATIENT: &str = "SELECT id, chain, sequence, act, line
            FROM audit
            WHERE patient_id = $5 AND at_us >= $1 AND at_us < $2 AND id < $3
            ORDER BY id DESC
            LIMIT $4";
        const OF_PERSON: &str = "SELECT id, chain, sequence, act, line
            FROM audit
            WHERE council = $5 AND person_id = $6 AND at_us >= $1 AND at_us < $2 AND id < $3
            ORDER BY id DESC
            LIMIT $4";
        const OF_STAFF: &str = "SELECT id, chain, sequence, act, line
            FROM audit
            WHERE staff_id = $5 AND at_us >= $1 AND at_us < $2 AND id < $3
            ORDER BY id DESC
            LIMIT $4";
        const OF_CHAIN: &str = "SELECT id, chain, sequence, act, line
            FROM audit
            WHERE chain = $5 AND at_us >= $1 AND at_us < $2 AND id < $3 AND line <> ''
            ORDER BY sequence DESC
            LIMIT $4";
        let mut values = values![span.from, span.until, span.below, limit];
        let sql = match filter {
            AuditFilter::All => ALL,
            AuditFilter::Patient(id) => {
                values.extend(values![id.as_str()]);
                OF_PATIENT
            }
            AuditFilter::Person(person) => {
                values.extend(values![person.council.as_str(), person.id.as_str()]);
                OF_PERSON
            }
            AuditFilter::Staff(id) => {
                values.extend(values![id.as_str()]);
                OF_STAFF
            }
            AuditFilter::Chain(chain) => {
                values.extend(values![chain.to_string()]);
                OF_CHAIN
            }
        };
        Ok(self.engine.rows(sql, values).await?.iter().map(chained).collect())
    }

    /// The line of this name; `None` where there is none, or none any more.
    pub async fn audit_line(&self, id: &LineId) -> Result<Option<Chained>, StoreError> {
        const SQL: &str = "SELECT id, chain, sequence, act, line
            FROM audit
            WHERE chain = $1 AND sequence = $2 AND line <> ''";
        let rows = self.engine.rows(SQL, values![id.chain.to_string(), id.sequence]).await?;
        Ok(rows.first().map(chained))
    }

    /// Writes a line for an act that changes nothing else, such as signing in.
    pub async fn note(&self, line: &AuditLine) -> Result<(), StoreError> {
        self.engine.commit(write(Work::new(), line)?).await?;
        Ok(())
    }
}

/// Adds the line to the work of the act that it records.
pub(crate) fn write(work: Work, line: &AuditLine) -> Result<Work, StoreError> {
    const HEAD: &str = "INSERT INTO audit_chains (chain, sequence, hash)
        VALUES ($1, 1, homeward_link($1, 1, $2))
        ON CONFLICT (chain) DO UPDATE
        SET sequence = audit_chains.sequence + 1,
            hash = homeward_link(audit_chains.hash, audit_chains.sequence + 1, $2)";
    const LINE: &str = "INSERT INTO audit (chain, sequence, hash, at_us, act, staff_id, patient_id,
            stay_id, council, person_id, line)
        SELECT chain, sequence, hash, $2, $3, $4, $5, $6, $7, $8, $9
        FROM audit_chains
        WHERE chain = $1";
    let text = json(line)?;
    let words = Words::of(line)?;
    let chain = line.chain().to_string();
    let head = values![chain.as_str(), text.as_str()];
    let values = values![
        chain.as_str(),
        words.at,
        words.act,
        words.staff,
        words.patient,
        words.stay,
        words.council,
        words.person,
        text,
    ];
    Ok(work.audited(&chain, (HEAD, head), (LINE, values)))
}

/// What a row says of its line beside the line, so that it can be found.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Words<'a> {
    pub(crate) at: Timestamp,
    pub(crate) act: String,
    pub(crate) staff: Option<&'a str>,
    pub(crate) patient: Option<&'a str>,
    pub(crate) stay: Option<&'a str>,
    pub(crate) council: Option<&'a str>,
    pub(crate) person: Option<&'a str>,
}

impl<'a> Words<'a> {
    pub(crate) fn of(line: &'a AuditLine) -> Result<Self, StoreError> {
        let person = line.person.as_ref();
        Ok(Self {
            at: line.at,
            act: act(line)?,
            staff: match &line.actor {
                Actor::Staff { id, .. } | Actor::Visitor { id, .. } => Some(id.as_str()),
                Actor::Operator { .. } | Actor::Service => None,
            },
            patient: line.patient.as_ref().map(PatientId::as_str),
            stay: line.stay.as_ref().map(StayId::as_str),
            council: person.map(|person| person.council.as_str()),
            person: person.map(|person| person.id.as_str()),
        })
    }
}

/// The act in one word: the tag under which it is written.
fn act(line: &AuditLine) -> Result<String, StoreError> {
    let unnamed = || StoreError::Broken(EngineFault::new("an act without a name"));
    let act = serde_json::to_value(&line.act).map_err(|_| unnamed())?;
    act.get("act").and_then(|word| word.as_str()).map(str::to_owned).ok_or_else(unnamed)
}

/// What cannot be read stays in its place and says so: one line that somebody put in must not hide
/// all the others.
fn chained(row: &Row) -> Chained {
    let number = row.int("id").unwrap_or_default();
    let id = match (row.parse("chain"), row.int("sequence")) {
        (Ok(chain), Ok(sequence)) => LineId { chain, sequence },
        // No line of ours has such a place, so it stands in for none.
        _ => LineId { chain: Chain::Service, sequence: number.saturating_abs().saturating_neg() },
    };
    let at = row.time("at_us").unwrap_or(Timestamp::UNIX_EPOCH);
    let unreadable = || AuditLine::new(at, Actor::Service, Act::Unreadable);
    Chained {
        id,
        row: number,
        act: row.text("act").unwrap_or_default().to_owned(),
        line: row.json("line").unwrap_or_else(|_| unreadable()),
    }
}
