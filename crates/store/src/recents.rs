//! What did a member of staff do lately?
//!
//! What they did with patients, the audit knows. From where they worked, and which numbers they
//! looked up one after the other, is remembered here, and no longer than it serves.

use care::access::privacy::{Cause, Deed, DeedKind, Haunt, Numbered, Recent, Trigger};
use care::access::{Act, Actor, AuditLine, Staff};
use care::people::StaffId;
use futures_util::future;
use jiff::Timestamp;

use crate::engine::value::values;
use crate::engine::work::Work;
use crate::privacy_items::Alert;
use crate::{Store, StoreError, audit, privacy_items};

/// The last lines of one member of staff that are looked through. Whoever does more in a day is on
/// the list for it long before.
const MOST_LINES: i64 = 500;

/// So many numbers of an hour are looked through.
const MOST_NUMBERS: i64 = 500;

/// So many places of a month are looked through.
const MOST_HAUNTS: i64 = 100;

impl Store {
    /// What somebody did until now, as far as the triggers of the privacy list need it.
    pub async fn recent(&self, staff: &StaffId, now: Timestamp) -> Result<Recent, StoreError> {
        const DEEDS: &str = "SELECT t.at_us, t.act, t.patient_id
            FROM (
                SELECT id, at_us, act, patient_id, stay_id
                FROM audit
                WHERE staff_id = $1
                ORDER BY id DESC
                LIMIT $3
            ) t
            WHERE t.at_us > $2 AND t.patient_id IS NOT NULL
                AND (t.act <> 'saw_identity' OR t.stay_id IS NULL)
            ORDER BY t.id DESC";
        const NUMBERS: &str = "SELECT series, place, last_at_us
            FROM sought_numbers
            WHERE staff_id = $1 AND last_at_us > $2
            ORDER BY last_at_us DESC, series, place
            LIMIT $3";
        const HAUNTS: &str = "SELECT haunt, last_at_us
            FROM haunts
            WHERE staff_id = $1 AND last_at_us > $2
            ORDER BY last_at_us DESC, haunt
            LIMIT $3";
        let staff = staff.as_str();
        let read =
            |sql, kept_for, most| self.engine.rows(sql, values![staff, now - kept_for, most]);
        let (deeds, numbers, haunts) = future::try_join3(
            read(DEEDS, Recent::DEEDS_FOR, MOST_LINES),
            read(NUMBERS, Recent::NUMBERS_FOR, MOST_NUMBERS),
            read(HAUNTS, Recent::HAUNTS_FOR, MOST_HAUNTS),
        )
        .await?;
        let mut recent = Recent::default();
        for row in &deeds {
            for kind in kinds(row.text("act")?) {
                let (at, patient) = (row.time("at_us")?, row.parse("patient_id")?);
                recent.deeds.push(Deed { at, patient, kind: *kind });
            }
        }
        for row in &numbers {
            let (series, place) = (row.text("series")?.to_owned(), row.int("place")?);
            recent.numbers.push((Numbered { series, place }, row.time("last_at_us")?));
        }
        for row in &haunts {
            if let Some(haunt) = Haunt::from_key(row.text("haunt")?) {
                recent.haunts.push((haunt, row.time("last_at_us")?));
            }
        }
        Ok(recent)
    }

    /// Notes that somebody looked for a patient: by what and how many were found, never what was
    /// typed. Numbers are remembered apart, for an hour, and a run of them goes on the privacy list.
    pub async fn note_search(
        &self,
        staff: &Staff,
        (by, found): (&str, u64),
        (numbers, trigger): (&[Numbered], Option<Trigger>),
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let actor = Actor::from(staff);
        let act = Act::Searched { by: by.to_owned(), found };
        let work = audit::write(Work::new(), &AuditLine::new(now, actor.clone(), act))?;
        let alert = Alert {
            cause: Cause { trust: None, council: None, actor },
            triggers: trigger.as_slice(),
            patient: None,
            stay: None,
            person: None,
            said: "",
            at: now,
        };
        let work = privacy_items::raise(work, &alert)?;
        self.engine.commit(remember(work, staff, (numbers, &[]), now)).await?;
        Ok(())
    }

    /// Forgets what serves no trigger any more. Answers with how many rows went.
    pub async fn forget_recent(&self, now: Timestamp) -> Result<u64, StoreError> {
        const NUMBERS: &str = "DELETE FROM sought_numbers WHERE last_at_us <= $1";
        const HAUNTS: &str = "DELETE FROM haunts WHERE last_at_us <= $1";
        let work = Work::new()
            .then(NUMBERS, values![now - Recent::NUMBERS_FOR])
            .then(HAUNTS, values![now - Recent::HAUNTS_FOR]);
        Ok(self.engine.commit(work).await?.iter().map(|done| done.touched).sum())
    }
}

/// Remembers which numbers were sought, and from where somebody works, in the work of the look.
pub(crate) fn remember(
    work: Work,
    staff: &Staff,
    (numbers, haunts): (&[Numbered], &[Haunt]),
    now: Timestamp,
) -> Work {
    const NUMBER: &str = "INSERT INTO sought_numbers (staff_id, series, place, last_at_us)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (staff_id, series, place) DO UPDATE
        SET last_at_us = excluded.last_at_us";
    const HAUNT: &str = "INSERT INTO haunts (staff_id, haunt, last_at_us)
        VALUES ($1, $2, $3)
        ON CONFLICT (staff_id, haunt) DO UPDATE
        SET last_at_us = excluded.last_at_us";
    let id = staff.id.as_str();
    let mut numbers: Vec<&Numbered> = numbers.iter().collect();
    numbers.sort();
    let work = numbers.into_iter().fold(work, |work, number| {
        let series = number.series.replace('\0', "");
        work.then(NUMBER, values![id, series, number.place, now])
    });
    haunts.iter().fold(work, |work, haunt| work.then(HAUNT, values![id, haunt.key(), now]))
}

/// Whether a line of the audit tells of a look, of something done for the patient, of both, as a sheet
/// does, or of neither.
fn kinds(act: &str) -> &'static [DeedKind] {
    match act {
        // Only of whoever was not in the viewer's hospital: see `DEEDS`.
        "opened" | "saw_identity" => &[DeedKind::Looked],
        "printed" => &[DeedKind::Looked, DeedKind::Acted],
        // To look, to be let in and to look who looked is no work for a patient.
        "was_refused"
        | "permission"
        | "gave_reason"
        | "overrode"
        | "searched"
        | "saw_pair"
        | "saw_withdrawn"
        | "saw_list"
        | "saw_privacy_item"
        | "saw_access_log"
        | "saw_hold"
        | "released_hold"
        | "saw_protected_place"
        | "signed_in"
        | "signed_out" => &[],
        _ => &[DeedKind::Acted],
    }
}
