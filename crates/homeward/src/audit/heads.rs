//! What is said outside of how far each chain of the audit has come?
//!
//! A head is kept in the database, written to a file that may lie on another disk, and to the log.
//! Whoever takes lines off the end of a chain would have to change all of them.

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use care::access::Chain;
use jiff::Timestamp;
use store::{Head, HeadRow, PublishedHead, Store, StoreError};
use tokio::sync::Mutex;
use tracing::{error, info, warn};

use super::key::{BadKey, HeadKey, PublicKey};
use crate::clock;
use crate::settings::Audit;
use crate::stop::Stop;

/// Under which name heads stand in the log, at every level of it.
pub const TARGET: &str = "homeward::audit::head";

/// Where heads come from, in the words of a report.
pub const FROM_FILE: &str = "file of heads";
/// Where heads come from, in the words of a report.
pub const FROM_DATABASE: &str = "database";

/// Publishes the heads of the chains.
pub struct Publisher {
    store: Store,
    key: Option<HeadKey>,
    file: Option<PathBuf>,
    every: Duration,
    /// What this node itself has published last of each chain. What stands in the database says
    /// nothing of that: whoever owns it could put a head there, and none would be told elsewhere.
    told: Mutex<BTreeMap<Chain, (i64, String)>>,
}

impl Publisher {
    /// Reads the key that the settings name.
    pub fn open(settings: &Audit, store: Store) -> Result<Self, BadKey> {
        let key = settings.key.as_deref().map(HeadKey::read).transpose()?;
        let (file, every) = (settings.heads.clone(), settings.every());
        Ok(Self { store, key, file, every, told: Mutex::default() })
    }

    /// The public half of the key; `None` where heads are not signed.
    pub fn public(&self) -> Option<PublicKey> {
        self.key.as_ref().and_then(HeadKey::public)
    }

    /// Publishes now and then, from the start until the end is called. The last time is the
    /// service's own, when all else has ended.
    pub async fn run(self: Arc<Self>, stop: Stop) {
        if self.key.is_none() {
            warn!("the heads of the audit are not signed: [audit] names no key");
        }
        while !stop.is_called() {
            self.publish(clock::now()).await;
            tokio::select! {
                () = stop.called() => {}
                () = tokio::time::sleep(self.every) => {}
            }
        }
    }

    /// Publishes the heads that have moved since this node last did. A fault is logged: the next time
    /// tries again, and what is published then covers what was not published now.
    pub async fn publish(&self, now: Timestamp) {
        if let Err(fault) = self.try_publish(now).await {
            error!(cause = ?fault, "the heads of the audit are not published: {fault}");
        }
    }

    async fn try_publish(&self, now: Timestamp) -> Result<(), StoreError> {
        let mut told = self.told.lock().await;
        for head in self.store.audit_heads().await? {
            let Some(chain) = head.known() else {
                error!("a chain of the audit has no name of ours: run `homeward audit verify`");
                continue;
            };
            let place = (head.sequence, head.hash.clone());
            if told.get(&chain) == Some(&place) {
                continue;
            }
            let head = self.signed(chain.clone(), head, now);
            let PublishedHead { sequence, hash, key, signature, .. } = &head;
            info!(target: TARGET, %chain, sequence, hash, key, signature, "head of the audit");
            let is_written = self.write(&head);
            self.keep(&head).await?;
            if is_written {
                told.insert(chain, place);
            }
        }
        Ok(())
    }

    /// Keeps a head in the database, where another node may have been first, or this one before its
    /// last start.
    async fn keep(&self, head: &PublishedHead) -> Result<(), StoreError> {
        if self.store.publish_head(head).await? {
            return Ok(());
        }
        let before = (head.chain.to_string(), head.sequence.saturating_sub(1));
        let there = self.store.head_rows((&before.0, before.1), 1).await?;
        let there = there.first().and_then(HeadRow::read);
        let is_same = there.as_ref().is_some_and(|there| {
            (&there.chain, there.sequence, &there.hash) == (&head.chain, head.sequence, &head.hash)
        });
        let key = self.public();
        let is_signed = |key: &PublicKey| there.as_ref().is_some_and(|there| key.signed(there));
        if !is_same || key.is_some_and(|key| !is_signed(&key)) {
            let chain = &head.chain;
            error!(%chain, "somebody else has published a head of the audit: verify it");
        }
        Ok(())
    }

    fn signed(&self, chain: Chain, head: Head, at: Timestamp) -> PublishedHead {
        let Head { sequence, hash, .. } = head;
        let (key, signature) = (String::new(), String::new());
        let head = PublishedHead { chain, sequence, hash, at, key, signature };
        match &self.key {
            Some(key) => key.sign(head),
            None => head,
        }
    }

    /// A file that cannot be written is somebody's to mend, and no reason to keep the head back.
    /// Answers whether nothing is left to be written.
    fn write(&self, head: &PublishedHead) -> bool {
        let Some(path) = &self.file else { return true };
        let written = append(path, head);
        if let Err(fault) = &written {
            error!(cause = %fault, "a head of the audit is not written to its file");
        }
        written.is_ok()
    }
}

fn append(path: &Path, head: &PublishedHead) -> io::Result<()> {
    let mut line = serde_json::to_string(head)?;
    line.push('\n');
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o644);
    let mut file = options.open(path)?;
    file.write_all(line.as_bytes())?;
    file.sync_data()
}

/// Reads the heads in a file. `Err` names the line, counted from 1, that holds none.
pub fn read(path: &Path) -> io::Result<Result<Vec<PublishedHead>, usize>> {
    let mut heads = Vec::new();
    for (number, line) in (1..).zip(BufReader::new(std::fs::File::open(path)?).lines()) {
        let line = line?;
        match serde_json::from_str(&line) {
            Ok(head) => heads.push(head),
            Err(_) if line.trim().is_empty() => {}
            Err(_) => return Ok(Err(number)),
        }
    }
    Ok(Ok(heads))
}
