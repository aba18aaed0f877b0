//! How long does somebody stay signed in?

use care::access::session::Limits;
use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// How long sessions last. The limits follow NIST 800-63B at assurance level 2, shortened because
/// several people share one computer: see `docs/sessions.md`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Sessions {
    /// The screen is locked after so many minutes without an act: 2 to 30. Whoever came in at
    /// assurance level 3 is locked after 15 at the latest.
    #[serde(deserialize_with = "minutes")]
    pub idle_minutes: u32,
    /// A session ends after so many hours, whatever was done: 1 to 12.
    #[serde(deserialize_with = "hours")]
    pub hours: u32,
}

impl Sessions {
    /// The same, as the rules see them.
    pub fn limits(&self) -> Limits {
        // Each value was judged when it was read.
        Limits::new(self.idle_minutes, self.hours).unwrap_or_default()
    }
}

impl Default for Sessions {
    fn default() -> Self {
        Self { idle_minutes: 10, hours: 12 }
    }
}

fn minutes<'de, D: Deserializer<'de>>(source: D) -> Result<u32, D::Error> {
    let minutes = u32::deserialize(source)?;
    let judged = Limits::new(minutes, Sessions::default().hours);
    judged.map(|_| minutes).map_err(|_| D::Error::custom("expected 2 to 30 minutes"))
}

fn hours<'de, D: Deserializer<'de>>(source: D) -> Result<u32, D::Error> {
    let hours = u32::deserialize(source)?;
    let judged = Limits::new(Sessions::default().idle_minutes, hours);
    judged.map(|_| hours).map_err(|_| D::Error::custom("expected 1 to 12 hours"))
}
