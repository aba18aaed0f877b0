//! What does a hospital send, where, and how much of it is taken?

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use care::people::TrustCode;
use hl7::profile::Profile;
use serde::Deserialize;
use toml::Spanned;

use super::mistake::Fault;
use super::{Differences, Network};

/// One feed: one listener that one hospital's integration engine connects to.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feed {
    /// Its name, for the status page and the log.
    pub name: Spanned<String>,
    /// Whose it is.
    pub trust: Spanned<TrustCode>,
    /// The address to listen on.
    pub listen: SocketAddr,
    /// Who may connect. Empty: anyone who reaches the address.
    #[serde(default)]
    pub allow: Vec<Network>,
    /// TLS. Absent: in the clear, for a private link only.
    pub tls: Option<Tls>,
    /// Which processing ids (MSH-11) this feed carries: `P` live, `T` test, `D` debug.
    #[serde(default = "live")]
    pub processing_ids: Vec<String>,
    /// How the sender is answered.
    #[serde(default)]
    pub acknowledge: Acknowledge,
    /// MSH-3 of our answers, where the sender names no receiver.
    #[serde(default = "ourselves")]
    pub application: String,
    /// What one peer may take.
    #[serde(default)]
    pub limits: Limits,
    /// Where it differs from the national profile.
    #[serde(default)]
    pub profile: Differences,
}

/// The certificates of a feed, as files in PEM.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    /// Ours, with the chain below it.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
    /// Who signs the certificates of those who may connect. Absent: no certificate is asked for.
    pub client_authority: Option<PathBuf>,
}

/// How the sender is answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Acknowledge {
    /// As MSH-15 and MSH-16 ask.
    #[default]
    AsAsked,
    /// AA, AE or AR whatever they ask.
    Original,
}

/// What one peer may take of us.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// The longest message, in bytes.
    pub message_bytes: usize,
    /// The most bytes outside a message.
    pub junk_bytes: usize,
    /// The most connections at once.
    pub connections: usize,
    /// So long a peer may be silent between two messages, in hours.
    pub idle_hours: Spanned<u32>,
    /// So long a peer may pause inside a message, in seconds.
    pub pause_seconds: u32,
    /// So long a TLS handshake may take, in seconds.
    pub handshake_seconds: u32,
    /// How many messages of one connection are made durable at once. 1: one after the other.
    pub pipeline: Spanned<usize>,
    /// Whether the byte 1C alone ends a message.
    pub bare_end: bool,
}

/// Engines hold one socket for weeks; a quiet peer is not a dead one.
const LEAST_IDLE_HOURS: u32 = 24;

/// Beyond this a connection is no queue of one hospital any more.
const MOST_PIPELINED: usize = 256;

impl Feed {
    /// How its messages are read.
    pub fn reading(&self) -> Profile {
        self.profile.of(self.trust.get_ref().clone(), &self.processing_ids)
    }

    /// Whether a peer at this address may connect.
    pub fn admits(&self, address: IpAddr) -> bool {
        self.allow.is_empty() || self.allow.iter().any(|network| network.holds(address))
    }

    pub(super) fn judge(&self, trusts: &[&TrustCode]) -> Result<(), Fault> {
        if !trusts.contains(&self.trust.get_ref()) {
            let known: Vec<String> = trusts.iter().map(|code| code.as_str().to_owned()).collect();
            return Err(Fault::unknown_trust(self.trust.get_ref(), &known, self.trust.span()));
        }
        if *self.limits.idle_hours.get_ref() < LEAST_IDLE_HOURS {
            let expected = "expected at least 24: a quiet peer is not a dead one";
            return Err(Fault::value(expected, self.limits.idle_hours.span()));
        }
        if !(1..=MOST_PIPELINED).contains(self.limits.pipeline.get_ref()) {
            return Err(Fault::value("expected 1 to 256", self.limits.pipeline.span()));
        }
        Ok(())
    }
}

impl Tls {
    /// Paths are meant from where the settings stand.
    pub(super) fn stand_in(&mut self, folder: &Path) {
        self.certificate = folder.join(&self.certificate);
        self.key = folder.join(&self.key);
        self.client_authority = self.client_authority.take().map(|path| folder.join(path));
    }
}

impl Limits {
    /// So long a peer may be silent between two messages.
    pub fn idle(&self) -> Duration {
        Duration::from_hours(u64::from(*self.idle_hours.get_ref()))
    }

    /// So long a peer may pause inside a message.
    pub fn pause(&self) -> Duration {
        Duration::from_secs(u64::from(self.pause_seconds))
    }

    /// So long a handshake may take.
    pub fn handshake(&self) -> Duration {
        Duration::from_secs(u64::from(self.handshake_seconds))
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            message_bytes: 1024 * 1024,
            junk_bytes: 64 * 1024,
            connections: 64,
            idle_hours: Spanned::new(0..0, 48),
            pause_seconds: 60,
            handshake_seconds: 5,
            pipeline: Spanned::new(0..0, 1),
            bare_end: false,
        }
    }
}

fn live() -> Vec<String> {
    vec!["P".to_owned()]
}

fn ourselves() -> String {
    "HOMEWARD".to_owned()
}
