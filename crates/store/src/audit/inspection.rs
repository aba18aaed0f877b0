//! Is the audit what it was when it was written?
//!
//! An inspection hears all rows in the order of their numbers. What is cheap and needs the order, it
//! does at once: places, heads, gaps. What is dear and does not, whether a line hangs on the hash
//! before it and its columns say the same, is [`AuditRow::flaw`], done beside it for many rows at
//! once, and told to [`Inspection::judge`] in the same order.

mod chain;
mod defect;
mod gone;
mod points;

use std::collections::BTreeMap;

use care::access::{Act, AuditLine, Chain, Stretch};
use jiff::{SignedDuration, Timestamp};

use super::heads::{Head, HeadRow, PublishedHead};
use super::rows::{AuditRow, Flaw};
use chain::Seen;
pub use defect::{Defect, Wrong};
pub use gone::Misfit;
use gone::{Claim, TOLERANCE};

/// The state of an inspection. It grows with the chains, their published heads and what is wrong,
/// not with the lines.
#[derive(Debug)]
pub struct Inspection {
    chains: BTreeMap<String, Seen>,
    keeping: Keeping,
}

/// How long lines must be kept, and until when those that are judged can have been written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keeping {
    /// A line that went was older than this.
    pub least: SignedDuration,
    /// The time at which the inspection begins.
    pub now: Timestamp,
}

/// What is to be checked of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToCheck {
    /// The hash on which it should hang; `None` where the line before is missing.
    pub previous: Option<String>,
    /// Whether it is judged at all.
    pub standing: Standing,
}

/// Whether a row is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is.
    Judged,
    /// It was written since the inspection began: the next one judges it.
    Since,
    /// It is not: its place alone says that it is wrong.
    PassedOver,
}

/// What is known of a chain when the inspection ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainReport {
    /// The chain, as it is written.
    pub chain: String,
    /// How many lines it has.
    pub lines: i64,
    /// Those of them of which only the place is left.
    pub removed: i64,
    /// Published heads through which it passes.
    pub heads: u64,
    /// What is wrong.
    pub defects: Vec<Defect>,
}

impl Inspection {
    /// Begins, with the heads of the chains as they are now. Of what is written from now on,
    /// nothing is judged.
    pub fn new(heads: &[Head], keeping: Keeping) -> Self {
        let mut inspection = Self { chains: BTreeMap::new(), keeping };
        for head in heads {
            let mut seen = Seen::until(head);
            if head.chain.parse::<Chain>().is_err() {
                seen.find(head.sequence, Wrong::NoChain);
            }
            inspection.chains.insert(head.chain.clone(), seen);
        }
        inspection
    }

    /// Notes that a published head cannot be read.
    pub fn unreadable(&mut self, head: &HeadRow) {
        self.seen(head.chain()).find(head.sequence(), Wrong::Unreadable);
    }

    /// Adds a head that was published before the inspection began, and must be found. `from` says
    /// where it was published, in words.
    pub fn expect(&mut self, head: &PublishedHead, from: &'static str) {
        self.seen(&head.chain.to_string()).expect(head, from);
    }

    /// Notes that the signature of a published head is wrong.
    pub fn forged(&mut self, head: &PublishedHead, from: &'static str) {
        let what = Wrong::Forged { at: head.at, from };
        self.seen(&head.chain.to_string()).find(head.sequence, what);
    }

    /// Hears rows in the order of their numbers, and says what is to be checked of each.
    pub fn order(&mut self, rows: &[AuditRow]) -> Vec<ToCheck> {
        rows.iter().map(|row| self.seen(row.chain()).order(row)).collect()
    }

    /// Hears what came of checking the rows, in the same order.
    pub fn judge(&mut self, rows: &[AuditRow], flaws: &[Option<Flaw>], tasks: &[ToCheck]) {
        for ((row, flaw), task) in rows.iter().zip(flaws).zip(tasks) {
            match (flaw, task.standing) {
                (_, Standing::PassedOver) => {}
                (Some(flaw), _) => {
                    self.seen(row.chain()).flawed(row, *flaw, task.previous.as_deref());
                }
                (None, standing) if row.tells_of_removal() => {
                    self.removal(row, standing == Standing::Since);
                }
                (None, _) => {}
            }
        }
    }

    /// Ends, with the heads as they are when all rows were read.
    pub fn finish(self, heads: &[Head]) -> Vec<ChainReport> {
        let head = |chain: &str| heads.iter().find(|head| head.chain == chain);
        let chains = self.chains.into_iter();
        chains.map(|(chain, seen)| seen.finish(head(&chain)).report(chain)).collect()
    }

    /// What a line says that was removed, in whatever chain.
    fn removal(&mut self, row: &AuditRow, is_late: bool) {
        let Ok(line) = serde_json::from_str::<AuditLine>(row.line()) else { return };
        let Act::RemovedLines { chain, lines, before, stretches } = line.act else { return };
        let (own, place) = (self.seen(row.chain()), row.sequence());
        own.points.sort();
        let published = own.points.earliest_after(place).map(|at| at + TOLERANCE);
        let places = stretches.iter().map(|one| one.to.saturating_sub(one.from).saturating_add(1));
        let by = format!("{}/{place}", row.chain());
        let are_places = stretches.iter().all(|one| 1 <= one.from && one.from <= one.to);
        if !are_places || places.fold(0, i64::saturating_add) != lines {
            own.find(place, Wrong::Removal { misfit: Misfit::Count, by: by.clone() });
        }
        // Whatever the line says, it was written by now, and before the next head was published.
        let at = line.at.min(self.keeping.now).min(published.unwrap_or(Timestamp::MAX));
        let due = at.checked_sub(self.keeping.least).unwrap_or(Timestamp::MIN);
        let gone = &mut self.seen(&chain.to_string()).gone;
        for Stretch { from, to, hash } in stretches.into_iter().filter(|one| one.from <= one.to) {
            gone.said(Claim { from, to, hash, before, due, by: by.clone(), is_late });
        }
    }

    fn seen(&mut self, chain: &str) -> &mut Seen {
        self.chains.entry(chain.to_owned()).or_default()
    }
}

impl ToCheck {
    /// Whether the row's hash and columns are to be checked.
    pub fn is_due(&self) -> bool {
        self.standing == Standing::Judged
    }

    fn hanging_on(previous: Option<String>) -> Self {
        Self { previous, standing: Standing::Judged }
    }

    fn written_since() -> Self {
        Self { previous: None, standing: Standing::Since }
    }

    fn passed_over() -> Self {
        Self { previous: None, standing: Standing::PassedOver }
    }
}

/// A time in words that sort and that nobody mistakes.
fn moment(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}
