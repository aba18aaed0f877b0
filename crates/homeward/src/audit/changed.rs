//! Are the settings those with which the service started last?

use aws_lc_rs::hmac;
use base64::prelude::{BASE64_STANDARD_NO_PAD, Engine};
use jiff::Timestamp;
use store::{Store, StoreError};
use tracing::info;

use crate::settings::Settings;

/// Writes a line to the audit where they are not, with the keys that differ. What they say is kept
/// as a keyed hash only.
pub async fn note(store: &Store, settings: &Settings, now: Timestamp) -> Result<(), StoreError> {
    let secret = store.settings_secret("settings").await?;
    let key = hmac::Key::new(hmac::HMAC_SHA256, &secret);
    let digest = |(path, said): (&String, &String)| {
        let tag = hmac::sign(&key, said.as_bytes());
        (path.clone(), BASE64_STANDARD_NO_PAD.encode(tag.as_ref()))
    };
    let digests = settings.said.iter().map(digest).collect();
    let changed = store.start_with_settings(&digests, now).await?;
    if !changed.is_empty() {
        info!(keys = changed.join(" "), "the settings have changed since the last start");
    }
    Ok(())
}
