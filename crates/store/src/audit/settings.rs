//! With which settings did the service start last?
//!
//! Kept is a keyed hash of what each key says: it shows that a setting changed, and nothing of what
//! it says.

use std::collections::BTreeMap;

use care::access::{Act, Actor, AuditLine};
use jiff::Timestamp;

use super::write;
use crate::engine::value::{json, values};
use crate::engine::work::Work;
use crate::{Store, StoreError};

/// The keys of the settings, each with a hash of what it says.
pub type SettingsDigests = BTreeMap<String, String>;

impl Store {
    /// Notes with which settings the service starts, and writes a line where they differ from those
    /// of the start before: which keys, never what they say. Answers with these keys. At the first
    /// start of all there is nothing to differ from.
    pub async fn start_with_settings(
        &self,
        digests: &SettingsDigests,
        now: Timestamp,
    ) -> Result<Vec<String>, StoreError> {
        const BEFORE: &str = "SELECT digests FROM settings_seen WHERE name = 'homeward.toml'";
        const KEEP: &str = "INSERT INTO settings_seen (name, digests, seen_at_us)
            VALUES ('homeward.toml', $1, $2)
            ON CONFLICT (name) DO UPDATE
            SET digests = excluded.digests, seen_at_us = excluded.seen_at_us";
        let rows = self.engine.rows(BEFORE, values![]).await?;
        let before: Option<SettingsDigests> =
            rows.first().map(|row| row.json("digests")).transpose()?;
        let changed = before.as_ref().map_or_else(Vec::new, |before| changed(before, digests));
        let mut work = Work::new();
        if before.is_none() || !changed.is_empty() {
            work = work.then_one(KEEP, values![json(digests)?, now]);
        }
        if !changed.is_empty() {
            let act = Act::ChangedSettings { keys: changed.clone() };
            work = write(work, &AuditLine::new(now, Actor::Service, act))?;
        }
        self.engine.commit(work).await?;
        Ok(changed)
    }
}

/// The keys that were added, changed or taken away.
fn changed(before: &SettingsDigests, now: &SettingsDigests) -> Vec<String> {
    let differs = |key: &&String| before.get(*key) != now.get(*key);
    let keys: std::collections::BTreeSet<&String> = before.keys().chain(now.keys()).collect();
    keys.into_iter().filter(differs).cloned().collect()
}
