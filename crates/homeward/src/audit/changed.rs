//! Are the settings those with which the service started last?
//!
//! The councils' folders are settings as well: one line less in a statement of theirs, and a whole
//! council's marks of protection are read no more.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use aws_lc_rs::hmac;
use base64::prelude::{BASE64_STANDARD_NO_PAD, Engine};
use jiff::Timestamp;
use store::{Store, StoreError};
use tracing::info;

use crate::settings::Settings;

/// Writes a line to the audit where they are not, with the keys and files that differ. What they
/// say is kept as a keyed hash only.
pub async fn note(store: &Store, settings: &Settings, now: Timestamp) -> Result<(), StoreError> {
    let secret = store.settings_secret("settings").await?;
    let key = hmac::Key::new(hmac::HMAC_SHA256, &secret);
    let digest = |said: &[u8]| BASE64_STANDARD_NO_PAD.encode(hmac::sign(&key, said).as_ref());
    let said = settings.said.iter().map(|(path, said)| (path.clone(), digest(said.as_bytes())));
    let files = council_files(&settings.councils);
    let files = files.iter().map(|(name, text)| (name.clone(), digest(text)));
    let changed = store.start_with_settings(&said.chain(files).collect(), now).await?;
    if !changed.is_empty() {
        info!(keys = changed.join(" "), "the settings have changed since the last start");
    }
    Ok(())
}

/// The files of each council's folder, by `councils/NAME/FILE`. One that cannot be read says
/// nothing: whoever uses it complains.
fn council_files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for council in entries(folder) {
        for file in entries(&council) {
            let name = file.strip_prefix(folder).unwrap_or(&file);
            let name = format!("councils/{}", name.display());
            if file.is_file() {
                files.insert(name, fs::read(&file).unwrap_or_default());
            }
        }
    }
    files
}

fn entries(folder: &Path) -> Vec<std::path::PathBuf> {
    let Ok(found) = fs::read_dir(folder) else { return Vec::new() };
    found.filter_map(|entry| Some(entry.ok()?.path())).collect()
}
