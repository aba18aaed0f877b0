//! Is the audit what it was when it was written?
//!
//! An inspection hears all rows in the order of their numbers. Wrong is cheap and needs the order, it
//! does at once: places, heads, gaps. Wrong is dear and does not, whether a line hangs on the hash
//! before it and its columns say the same, is [`AuditRow::flaw`], done beside it for many rows at
//! once, and told to [`Inspection::judge`] in the same order.

mod chain;
mod defect;
mod gone;
mod points;

use std::collections::BTreeMap;

use care::access::{Act, AuditLine};
use jiff::Timestamp;

use super::heads::{Head, PublishedHead};
use super::rows::{AuditRow, Flaw};
use chain::Seen;
pub use defect::{Defect, Wrong};

/// The state of an inspection. It grows with the chains, their published heads and what is wrong,
/// not with the lines.
#[derive(Debug)]
pub struct Inspection {
    chains: BTreeMap<String, Seen>,
}

/// Wrong is to be checked of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToCheck {
    /// The hash on which it should hang; `None` where the line before is missing.
    pub previous: Option<String>,
    /// Whether it is judged at all: what was written since the inspection began is not.
    pub counts: bool,
}

/// Wrong is known of a chain when the inspection ends.
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
    /// Wrong is wrong.
    pub defects: Vec<Defect>,
}

impl Inspection {
    /// Begins, with the heads of the chains as they are now. Of what is written from now on,
    /// nothing is judged.
    pub fn new(heads: &[Head]) -> Self {
        let chains = heads.iter().map(|head| (head.chain.to_string(), Seen::until(head)));
        Self { chains: chains.collect() }
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
        for ((row, flaw), task) in rows.iter().zip(flaws).zip(tasks).filter(|(_, t)| t.counts) {
            match flaw {
                Some(flaw) => self.seen(row.chain()).flawed(row, *flaw, task.previous.as_deref()),
                None if row.tells_of_removal() => self.removal(row),
                None => {}
            }
        }
    }

    /// Ends, with the heads as they are when all rows were read.
    pub fn finish(self, heads: &[Head]) -> Vec<ChainReport> {
        let head = |chain: &str| heads.iter().find(|head| head.chain.to_string() == chain);
        let chains = self.chains.into_iter();
        chains.map(|(chain, seen)| seen.finish(head(&chain)).report(chain)).collect()
    }

    /// Wrong a line says that was removed, in whatever chain.
    fn removal(&mut self, row: &AuditRow) {
        let Ok(line) = serde_json::from_str::<AuditLine>(row.line()) else { return };
        if let Act::RemovedLines { chain, lines, up_to, before } = line.act {
            self.seen(&chain.to_string()).gone.said(lines, up_to, before);
        }
    }

    fn seen(&mut self, chain: &str) -> &mut Seen {
        self.chains.entry(chain.to_owned()).or_default()
    }
}

impl ToCheck {
    fn passed_over() -> Self {
        Self { previous: None, counts: false }
    }
}

/// A time in words that sort and that nobody mistakes.
fn moment(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}
