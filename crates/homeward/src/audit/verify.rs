//! Is every line of the audit what and where it was when it was written?
//!
//! One task reads the table from its first row to its last, page by page; others hash and read the
//! lines beside it. Never more than a few pages are in memory.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use care::access::Chain;
use jiff::{SignedDuration, Timestamp};
use store::{
    AuditRow, ChainReport, Flaw, Inspection, Keeping, PublishedHead, Store, StoreError, ToCheck,
};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::heads::{FROM_DATABASE, FROM_FILE};
use super::key::PublicKey;

/// Rows of one page.
const PAGE: i64 = 4096;

/// Pages that are read before they are checked, and pages that are checked at once.
const AHEAD: usize = 4;

/// Published heads that are read at once.
const HEADS: i64 = 10_000;

/// What was verified.
#[derive(Debug)]
pub struct Verified {
    /// The chains, by name.
    pub chains: Vec<ChainReport>,
    /// How many rows were read.
    pub rows: u64,
    /// How many bytes their lines have.
    pub bytes: u64,
    /// Published heads that nobody had signed.
    pub unsigned: u64,
}

/// Against what is verified.
#[derive(Debug)]
pub struct Against {
    /// The keys that signed the heads: the one of now and those before it. None: no signature is
    /// checked.
    pub keys: Vec<PublicKey>,
    /// Heads that were published outside the database.
    pub heads: Vec<PublishedHead>,
    /// How long lines had to be kept.
    pub kept: SignedDuration,
    /// The time.
    pub now: Timestamp,
}

/// By no key and no head from outside, and with no rule of how long lines must be kept.
impl Default for Against {
    fn default() -> Self {
        let (kept, now) = (SignedDuration::ZERO, Timestamp::MAX);
        Self { keys: Vec::new(), heads: Vec::new(), kept, now }
    }
}

impl Verified {
    /// Whether nothing is wrong.
    pub fn is_whole(&self) -> bool {
        self.chains.iter().all(|chain| chain.defects.is_empty())
    }
}

/// How many lines the chains have by their heads.
pub async fn lines(store: &Store) -> Result<u64, StoreError> {
    let heads = store.audit_heads().await?;
    Ok(heads.iter().map(|head| u64::try_from(head.sequence).unwrap_or_default()).sum())
}

/// Verifies all chains. `progress` hears how many rows were read.
pub async fn verify(
    store: &Store,
    against: &Against,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Verified, StoreError> {
    let keeping = Keeping { least: against.kept, now: against.now };
    let mut inspection = Inspection::new(&store.audit_heads().await?, keeping);
    let mut signatures =
        Signatures { keys: &against.keys, first: BTreeMap::new(), none: Vec::new() };
    for head in &against.heads {
        signatures.expect(&mut inspection, head, FROM_FILE);
    }
    kept_heads(store, &mut signatures, &mut inspection).await?;
    let unsigned = signatures.finish(&mut inspection);
    let (mut rows, mut bytes) = (0, 0);
    let mut pages = pages(store.clone());
    let mut checks: VecDeque<JoinHandle<Page>> = VecDeque::new();
    while let Some(page) = pages.recv().await {
        let page = page?;
        rows += page.len() as u64;
        bytes += page.iter().map(|row| row.line().len() as u64).sum::<u64>();
        let tasks = inspection.order(&page);
        checks.push_back(tokio::task::spawn_blocking(move || check(page, tasks)));
        if checks.len() >= AHEAD {
            hear(&mut inspection, checks.pop_front()).await?;
        }
        progress(rows);
    }
    while !checks.is_empty() {
        hear(&mut inspection, checks.pop_front()).await?;
    }
    let chains = inspection.finish(&store.audit_heads().await?);
    Ok(Verified { chains, rows, bytes, unsigned })
}

/// Rows with what was to be checked of each and what came of it.
struct Page {
    rows: Vec<AuditRow>,
    tasks: Vec<ToCheck>,
    flaws: Vec<Option<Flaw>>,
}

fn check(rows: Vec<AuditRow>, tasks: Vec<ToCheck>) -> Page {
    let flaw = |(row, task): (&AuditRow, &ToCheck)| {
        if task.is_due() { row.flaw(task.previous.as_deref()) } else { None }
    };
    let flaws = rows.iter().zip(&tasks).map(flaw).collect();
    Page { rows, tasks, flaws }
}

async fn hear(
    inspection: &mut Inspection,
    page: Option<JoinHandle<Page>>,
) -> Result<(), StoreError> {
    let Some(page) = page else { return Ok(()) };
    // It fails only where the program is ending.
    let page = page.await.map_err(|_| StoreError::Conflict)?;
    inspection.judge(&page.rows, &page.flaws, &page.tasks);
    Ok(())
}

/// Reads the table in its order, a few pages ahead of whoever checks them.
fn pages(store: Store) -> mpsc::Receiver<Result<Vec<AuditRow>, StoreError>> {
    let (tell, hear) = mpsc::channel(AHEAD);
    tokio::spawn(async move {
        let mut next = Some(i64::MIN);
        while let Some(from) = next {
            let page = store.audit_rows(from, PAGE).await;
            let last = page.as_ref().ok().and_then(|rows| rows.last()).map(AuditRow::number);
            next = last.and_then(|last| last.checked_add(1));
            let is_empty = page.as_ref().is_ok_and(Vec::is_empty);
            if is_empty || tell.send(page).await.is_err() {
                return;
            }
        }
    });
    hear
}

/// Tells the inspection of every head that was published and is kept, also of chains that are there
/// no more.
async fn kept_heads(
    store: &Store,
    signatures: &mut Signatures<'_>,
    inspection: &mut Inspection,
) -> Result<(), StoreError> {
    let (mut after, mut begun) = ((String::new(), i64::MIN), BTreeSet::new());
    // Names that cannot be read have no order: no page is read a second time.
    while begun.insert(after.clone()) {
        let page = store.head_rows((&after.0, after.1), HEADS).await?;
        for row in &page {
            match row.read() {
                Some(head) => signatures.expect(inspection, &head, FROM_DATABASE),
                None => inspection.unreadable(row),
            }
        }
        match page.last() {
            Some(last) if i64::try_from(page.len()) == Ok(HEADS) => {
                after = (last.chain().to_owned(), last.sequence());
            }
            _ => break,
        }
    }
    Ok(())
}

/// Who signed the heads.
struct Signatures<'a> {
    keys: &'a [PublicKey],
    /// From which place on each chain was signed by one of the keys.
    first: BTreeMap<Chain, i64>,
    /// Heads that nobody signed.
    none: Vec<(PublishedHead, &'static str)>,
}

impl Signatures<'_> {
    /// Tells the inspection of a head, and whether its signature is wrong.
    fn expect(&mut self, inspection: &mut Inspection, head: &PublishedHead, from: &'static str) {
        inspection.expect(head, from);
        if head.signature.is_empty() {
            self.none.push((head.clone(), from));
        } else if self.keys.iter().any(|key| key.signed(head)) {
            let first = self.first.entry(head.chain.clone()).or_insert(head.sequence);
            *first = head.sequence.min(*first);
        } else if !self.keys.is_empty() {
            inspection.forged(head, from);
        }
    }

    /// Names the heads that nobody signed after others were: the service had its key. Answers with
    /// how many nobody signed.
    fn finish(self, inspection: &mut Inspection) -> u64 {
        for (head, from) in &self.none {
            if self.first.get(&head.chain).is_some_and(|first| *first < head.sequence) {
                inspection.forged(head, from);
            }
        }
        self.none.len() as u64
    }
}
