//! What is older than must be kept, and goes?
//!
//! Of a line of the audit the place, the hash and the time stay, so that its chain still holds; that
//! lines were removed is a line itself, which never goes. What concerns somebody whose data is held
//! stays whole.

use std::collections::{BTreeMap, BTreeSet};

use care::access::{Act, Actor, AuditLine, Chain, Stretch};
use care::people::PatientId;
use jiff::{SignedDuration, Timestamp};

use crate::audit::rows::AuditRow;
use crate::engine::value::{Row, values};
use crate::engine::work::Work;
use crate::{Store, StoreError, audit};

/// Rows that go together.
const BATCH: i64 = 500;

/// The newest line of an audit that is in use is no further from now.
const IN_TIME: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Until when things must be kept, and what stays for longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retention {
    /// Lines of the audit that are older go.
    pub audit_before: Timestamp,
    /// Of messages that were filed before, or found unreadable, the text goes; that they came stays known, so that they
    /// act once.
    pub messages_before: Timestamp,
    /// What councils were told before goes.
    pub notices_before: Timestamp,
    /// What stays.
    pub hold: Hold,
}

/// What stays, however old it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hold {
    /// Everything.
    pub all: bool,
    /// All that concerns these patients. Whom a message concerns is not known, so all texts of
    /// messages stay as well.
    pub patients: Vec<PatientId>,
}

/// What goes, or went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gone {
    /// Lines of the audit, by chain.
    pub lines: BTreeMap<Chain, i64>,
    /// Texts of messages.
    pub messages: i64,
    /// Notices to councils.
    pub notices: i64,
    /// Lines and notices that stay because they are held.
    pub held: i64,
    /// Lines that stay because they do not hang together, or their columns say something else than
    /// they do: by them somebody might have young lines removed. Verifying names them.
    pub doubtful: i64,
    /// The time of the newest line of the audit, where it is so far from now that a clock must be
    /// wrong. Then nothing goes.
    pub newest: Option<Timestamp>,
}

/// Something old: its row, whom it concerns, and where a line stands.
struct Old {
    row: i64,
    patient: Option<PatientId>,
    place: Option<Place>,
    /// Whether a line is what and where it was when it was written.
    is_sound: bool,
}

/// Where a line stands, and the hash that stays there.
struct Place {
    chain: Chain,
    sequence: i64,
    hash: String,
}

impl Store {
    /// Removes what is older than must be kept, by somebody, or, where nobody is named, only counts
    /// it.
    ///
    /// [`StoreError::Conflict`] says that another node removes at the same time: what it removed is
    /// gone, and the rest waits for the next time.
    pub async fn keep_no_longer(
        &self,
        retention: &Retention,
        by: Option<&Actor>,
        now: Timestamp,
    ) -> Result<Gone, StoreError> {
        let mut gone = Gone { newest: self.out_of_time(now).await?, ..Gone::default() };
        if retention.hold.all || gone.newest.is_some() {
            return Ok(gone);
        }
        let held = self.held(&retention.hold).await?;
        let mut after = i64::MIN;
        loop {
            let page = self.old_lines(retention.audit_before, after).await?;
            let Some(last) = page.last() else { break };
            after = last.row;
            let (page, doubtful): (Vec<_>, Vec<_>) = page.into_iter().partition(|old| old.is_sound);
            gone.doubtful += i64::try_from(doubtful.len()).unwrap_or(BATCH);
            let due = sort(page, &held, &mut gone.held);
            if let (Some(by), false) = (by, due.is_empty()) {
                self.empty(&due, by, (retention.audit_before, now)).await?;
            }
            for place in due.into_iter().filter_map(|old| old.place) {
                *gone.lines.entry(place.chain).or_default() += 1;
            }
        }
        let really = by.is_some();
        gone.notices = self.drop_notices(retention, &held, (really, &mut gone.held)).await?;
        if retention.hold.patients.is_empty() {
            gone.messages = self.shred(retention.messages_before, really).await?;
        }
        Ok(gone)
    }

    /// The held patients, each with all handles under which they are known.
    async fn held(&self, hold: &Hold) -> Result<BTreeSet<PatientId>, StoreError> {
        const SQL: &str = "SELECT b.id
            FROM patients a
            JOIN patients b ON b.survivor = a.survivor
            WHERE a.id = $1
            ORDER BY b.id
            LIMIT 1000";
        let mut all: BTreeSet<PatientId> = hold.patients.iter().cloned().collect();
        for patient in &hold.patients {
            for row in self.engine.rows(SQL, values![patient.as_str()]).await? {
                all.insert(row.parse("id")?);
            }
        }
        Ok(all)
    }

    /// The time of the newest line, where it is so far from now that a clock must be wrong.
    async fn out_of_time(&self, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        const SQL: &str = "SELECT at_us
            FROM audit
            ORDER BY id DESC
            LIMIT 1";
        let rows = self.engine.rows(SQL, values![]).await?;
        let newest = rows.first().map(|row| row.time("at_us")).transpose()?;
        Ok(newest.filter(|newest| now.duration_since(*newest).abs() > IN_TIME))
    }

    /// Whoever can write to the database could make a young line look old, or look like nobody's
    /// who is held. So each is held against its own words and the line before it.
    async fn old_lines(&self, before: Timestamp, after: i64) -> Result<Vec<Old>, StoreError> {
        const SQL: &str = "SELECT a.id, a.chain, a.sequence, a.hash, a.at_us, a.act, a.staff_id,
                a.patient_id, a.stay_id, a.council, a.person_id, a.line,
                COALESCE(b.hash, a.chain) AS previous
            FROM audit a
            LEFT JOIN audit b ON b.chain = a.chain AND b.sequence = a.sequence - 1
            WHERE a.id > $1 AND a.at_us < $2 AND a.line <> '' AND a.act <> 'removed_lines'
            ORDER BY a.id
            LIMIT $3";
        let rows = self.engine.rows(SQL, values![after, before, BATCH]).await?;
        rows.into_iter().map(old_line).collect()
    }

    /// Empties lines, with a line for each chain that says so.
    async fn empty(
        &self,
        due: &[Old],
        by: &Actor,
        (before, now): (Timestamp, Timestamp),
    ) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE audit
            SET line = '', act = 'removed', staff_id = NULL, patient_id = NULL, stay_id = NULL,
                council = NULL, person_id = NULL
            WHERE id = $1 AND line <> ''";
        let mut work = Work::new();
        let mut chains: BTreeMap<&Chain, Vec<&Place>> = BTreeMap::new();
        for old in due {
            work = work.then_one(SQL, values![old.row]);
            if let Some(place) = &old.place {
                chains.entry(&place.chain).or_default().push(place);
            }
        }
        for (chain, places) in chains {
            let lines = i64::try_from(places.len()).unwrap_or(BATCH);
            let (chain, stretches) = (chain.clone(), stretches(places));
            let act = Act::RemovedLines { chain, lines, before, stretches };
            work = audit::write(work, &AuditLine::new(now, by.clone(), act))?;
        }
        self.engine.commit(work).await?;
        Ok(())
    }

    async fn drop_notices(
        &self,
        retention: &Retention,
        held: &BTreeSet<PatientId>,
        (really, kept): (bool, &mut i64),
    ) -> Result<i64, StoreError> {
        const OLD: &str = "SELECT id, patient_id
            FROM notices
            WHERE id > $1 AND told_at_us < $2
            ORDER BY id
            LIMIT $3";
        const DROP: &str = "DELETE FROM notices WHERE id = $1";
        let (mut after, mut dropped) = (i64::MIN, 0);
        loop {
            let rows =
                self.engine.rows(OLD, values![after, retention.notices_before, BATCH]).await?;
            let notice = |row: &Row| {
                let patient = Some(row.parse("patient_id")?);
                Ok(Old { row: row.int("id")?, patient, place: None, is_sound: true })
            };
            let page: Vec<Old> = rows.iter().map(notice).collect::<Result<_, StoreError>>()?;
            let Some(last) = page.last() else { return Ok(dropped) };
            after = last.row;
            let due = sort(page, held, kept);
            dropped += i64::try_from(due.len()).unwrap_or(BATCH);
            if really {
                let drop = |work: Work, old: &Old| work.then(DROP, values![old.row]);
                self.engine.commit(due.iter().fold(Work::new(), drop)).await?;
            }
        }
    }

    /// Takes the text out of messages that were filed, or found unreadable, before.
    async fn shred(&self, before: Timestamp, really: bool) -> Result<i64, StoreError> {
        const COUNT: &str = "SELECT COUNT(*) AS messages
            FROM messages
            WHERE state IN ('filed', 'unreadable') AND settled_at_us < $1 AND LENGTH(body) > 0";
        const SHRED: &str = "UPDATE messages
            SET body = $2
            WHERE state IN ('filed', 'unreadable') AND settled_at_us < $1 AND LENGTH(body) > 0";
        let rows = self.engine.rows(COUNT, values![before]).await?;
        let messages = rows.first().map_or(Ok(0), |row| row.int("messages"))?;
        if really && messages > 0 {
            let nothing: &[u8] = &[];
            self.engine.commit(Work::new().then(SHRED, values![before, nothing])).await?;
        }
        Ok(messages)
    }
}

fn old_line(row: Row) -> Result<Old, StoreError> {
    let previous = row.text("previous")?.to_owned();
    let row = AuditRow(row);
    let is_sound = row.flaw(Some(&previous)).is_none();
    // What cannot be read is never sound, so it stays whatever is made of it here.
    let place = Place {
        chain: row.chain().parse().unwrap_or(Chain::Service),
        sequence: row.sequence(),
        hash: row.hash().to_owned(),
    };
    let is_sound = is_sound && place.chain.to_string() == row.chain();
    let patient = row.0.maybe_parse("patient_id").unwrap_or_default();
    Ok(Old { row: row.number(), patient, place: Some(place), is_sound })
}

/// Those that go; those that are held are counted.
fn sort(page: Vec<Old>, held: &BTreeSet<PatientId>, kept: &mut i64) -> Vec<Old> {
    let all = page.len();
    let goes = |old: &Old| old.patient.as_ref().is_none_or(|patient| !held.contains(patient));
    let due: Vec<Old> = page.into_iter().filter(goes).collect();
    *kept += i64::try_from(all - due.len()).unwrap_or(BATCH);
    due
}

/// The stretches of which these places are.
fn stretches(mut places: Vec<&Place>) -> Vec<Stretch> {
    places.sort_by_key(|place| place.sequence);
    let mut stretches: Vec<Stretch> = Vec::new();
    for place in places {
        let (at, hash) = (place.sequence, place.hash.clone());
        match stretches.last_mut() {
            Some(last) if last.to + 1 == at => (last.to, last.hash) = (at, hash),
            _ => stretches.push(Stretch { from: at, to: at, hash }),
        }
    }
    stretches
}
