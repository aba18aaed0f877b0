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
    /// Where lines are sent as they are written. Absent: nowhere.
    pub stream: Option<Stream>,
}

/// The trust's own monitoring, which takes syslog over TCP.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stream {
    /// `tls://HOST:PORT`, or `tcp://HOST:PORT` in the clear.
    pub to: Spanned<Destination>,
    /// Who signs the certificate of the other side, in PEM: needed for TLS.
    pub authority: Option<PathBuf>,
}

/// Where syslog is taken.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Destination {
    /// Whether in TLS.
    pub tls: bool,
    /// The name or address of the host.
    pub host: String,
    /// The port.
    pub port: u16,
}

impl TryFrom<String> for Destination {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        const EXPECTED: &str = "expected tls://HOST:PORT or tcp://HOST:PORT";
        let url = reqwest::Url::parse(&text).map_err(|_| EXPECTED)?;
        let bare = matches!(url.path(), "" | "/") && url.query().is_none();
        let named = url.username().is_empty() && url.password().is_none();
        match (url.scheme(), url.host_str(), url.port()) {
            (scheme @ ("tls" | "tcp"), Some(host), Some(port)) if bare && named => {
                let host = host.trim_matches(['[', ']']).to_owned();
                Ok(Self { tls: scheme == "tls", host, port })
            }
            _ => Err(EXPECTED),
        }
    }
}

impl Audit {
    /// So often the heads are published.
    pub fn every(&self) -> Duration {
        Duration::from_secs(60 * u64::from(*self.every_minutes.get_ref()))
    }

    pub(super) fn judge(&self) -> Result<(), Fault> {
        if !(1..=60).contains(self.every_minutes.get_ref()) {
            return Err(Fault::value("expected 1 to 60", self.every_minutes.span()));
        }
        match &self.stream {
            Some(Stream { to, authority: None }) if to.get_ref().tls => {
                Err(Fault::value("expected an `authority` for a tls:// address", to.span()))
            }
            _ => Ok(()),
        }
    }

    /// Paths are meant from where the settings stand.
    pub(super) fn stand_in(&mut self, folder: &Path) {
        let authority = self.stream.as_mut().and_then(|stream| stream.authority.as_mut());
        for path in self.key.iter_mut().chain(&mut self.heads).chain(authority) {
            *path = folder.join(&path);
        }
    }
}

impl Default for Audit {
    fn default() -> Self {
        Self { key: None, heads: None, every_minutes: Spanned::new(0..0, 5), stream: None }
    }
}
