//! What is said outside of how far each chain of the audit has come?
//!
//! A head is kept in the database, written to a file that may lie on another disk, and to the log.
//! Whoever takes lines off the end of a chain would have to change all of them.

use std::fs::OpenOptions;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use care::access::Chain;
use jiff::Timestamp;
use store::{Head, PublishedHead, Store, StoreError};
use tracing::{error, info, warn};

use super::key::{BadKey, HeadKey};
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
}

impl Publisher {
    /// Reads the key that the settings name.
    pub fn open(settings: &Audit, store: Store) -> Result<Self, BadKey> {
        let key = settings.key.as_deref().map(HeadKey::read).transpose()?;
        let (file, every) = (settings.heads.clone(), settings.every());
        Ok(Self { store, key, file, every })
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

    /// Publishes the heads that have moved since the last time. A fault is logged: the next time
    /// tries again, and what is published then covers what was not published now.
    pub async fn publish(&self, now: Timestamp) {
        if let Err(fault) = self.try_publish(now).await {
            error!(cause = ?fault, "the heads of the audit are not published: {fault}");
        }
    }

    async fn try_publish(&self, now: Timestamp) -> Result<(), StoreError> {
        let before = self.store.published_heads().await?;
        for head in self.store.audit_heads().await? {
            let Some(chain) = head.known() else {
                error!("a chain of the audit has no name of ours: run `homeward audit verify`");
                continue;
            };
            let is_known =
                |one: &PublishedHead| (&one.chain, one.sequence) == (&chain, head.sequence);
            if before.iter().any(is_known) {
                continue;
            }
            let head = self.signed(chain, head, now);
            self.write(&head);
            if self.store.publish_head(&head).await? {
                let PublishedHead { chain, sequence, hash, key, signature, .. } = &head;
                info!(target: TARGET, %chain, sequence, hash, key, signature, "head of the audit");
            }
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
    fn write(&self, head: &PublishedHead) {
        let Some(path) = &self.file else { return };
        if let Err(fault) = append(path, head) {
            error!(cause = %fault, "a head of the audit is not written to its file");
        }
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
