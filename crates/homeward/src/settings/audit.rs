//! How is it proved that nobody changed the audit?

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;
use toml::Spanned;

use super::mistake::Fault;

/// Where heads of the audit are published, and by which key they are signed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Audit {
    /// The key that signs the heads: Ed25519 in PKCS #8, in PEM. Absent: heads are not signed.
    pub key: Option<PathBuf>,
    /// A file to which each head is added, on another disk if possible. Absent: none.
    pub heads: Option<PathBuf>,
    /// So often the heads are published, in minutes: 1 to 60.
    pub every_minutes: Spanned<u32>,
}

impl Audit {
    /// So often the heads are published.
    pub fn every(&self) -> Duration {
        Duration::from_secs(60 * u64::from(*self.every_minutes.get_ref()))
    }

    pub(super) fn judge(&self) -> Result<(), Fault> {
        if (1..=60).contains(self.every_minutes.get_ref()) {
            return Ok(());
        }
        Err(Fault::value("expected 1 to 60", self.every_minutes.span()))
    }

    /// Paths are meant from where the settings stand.
    pub(super) fn stand_in(&mut self, folder: &Path) {
        for path in [&mut self.key, &mut self.heads].into_iter().flatten() {
            *path = folder.join(&path);
        }
    }
}

impl Default for Audit {
    fn default() -> Self {
        Self { key: None, heads: None, every_minutes: Spanned::new(0..0, 5) }
    }
}
