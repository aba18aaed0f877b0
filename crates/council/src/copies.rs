//! What did the council say a short while ago, kept so that only we can read it?
//!
//! A copy bridges an outage and no more. It is sealed with AES-256 in Galois/Counter Mode, bound
//! to its council, its person and its part: a copy that was changed, or that is another person's,
//! does not open.

use std::fmt;

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use care::people::PersonKey;
use care::record::{Fact, Part, PartName};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::fetch::Fetched;
use crate::reading::{Visitor, visit, visit_all};

/// The key of all copies. The caller keeps it.
pub struct CopyKey(RandomizedNonceKey);

/// The form of a sealed copy, its first byte: nonce, then text and tag.
const FORM: u8 = 1;

impl CopyKey {
    /// A key of 32 bytes; `None` only where the library refuses it.
    pub fn new(key: &[u8; 32]) -> Option<Self> {
        RandomizedNonceKey::new(&AES_256_GCM, key).ok().map(Self)
    }

    fn seal(&self, bound_to: &str, mut text: Vec<u8>) -> Option<Vec<u8>> {
        let nonce = self.0.seal_in_place_append_tag(Aad::from(bound_to), &mut text).ok()?;
        let mut sealed = Vec::with_capacity(1 + NONCE_LEN + text.len());
        sealed.push(FORM);
        sealed.extend_from_slice(nonce.as_ref());
        sealed.extend_from_slice(&text);
        Some(sealed)
    }

    fn open(&self, bound_to: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let (form, rest) = sealed.split_first()?;
        if *form != FORM {
            return None;
        }
        let (nonce, text) = rest.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut text = text.to_vec();
        let opened = self.0.open_in_place(nonce, Aad::from(bound_to), &mut text).ok()?;
        Some(opened.to_vec())
    }
}

impl fmt::Debug for CopyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CopyKey(..)")
    }
}

impl Fetched {
    /// The parts that were checked at the source just now, sealed one by one.
    pub fn to_seal(&self, key: &CopyKey) -> Vec<(PartName, Vec<u8>)> {
        let mut seal = Seal { key, person: &self.person, sealed: Vec::new() };
        visit_all(&mut self.record.clone(), &mut seal);
        seal.sealed
    }

    /// Fills the parts that could not be checked from copies that are not older than `max_age`,
    /// each marked as a copy of its own time. Answers how many were filled.
    pub fn fill(
        &mut self,
        copies: &[(PartName, Vec<u8>)],
        key: &CopyKey,
        (now, max_age): (Timestamp, SignedDuration),
    ) -> usize {
        let Self { person, record, .. } = self;
        let mut filled = 0;
        for (name, sealed) in copies {
            let mut fill = Fill { key, person, sealed, oldest: (now, max_age), filled: false };
            visit(record, *name, &mut fill);
            filled += usize::from(fill.filled);
        }
        filled
    }
}

/// What a copy belongs to. The parts cannot run into each other: none holds a control character.
fn bound_to(person: &PersonKey, part: PartName) -> String {
    format!("{}\u{1f}{}\u{1f}{}", person.council, person.id.as_str(), part.file_stem())
}

struct Seal<'a> {
    key: &'a CopyKey,
    person: &'a PersonKey,
    sealed: Vec<(PartName, Vec<u8>)>,
}

impl Visitor for Seal<'_> {
    fn visit<T: Serialize + DeserializeOwned>(&mut self, name: PartName, part: &mut Part<T>) {
        if part.checked.from_copy || matches!(part.fact, Fact::CouldNotCheck | Fact::NotSupplied) {
            return;
        }
        let text = serde_json::to_vec(part).ok();
        let sealed = text.and_then(|text| self.key.seal(&bound_to(self.person, name), text));
        self.sealed.extend(sealed.map(|sealed| (name, sealed)));
    }
}

struct Fill<'a> {
    key: &'a CopyKey,
    person: &'a PersonKey,
    sealed: &'a [u8],
    oldest: (Timestamp, SignedDuration),
    filled: bool,
}

impl Visitor for Fill<'_> {
    fn visit<T: Serialize + DeserializeOwned>(&mut self, name: PartName, part: &mut Part<T>) {
        if !matches!(part.fact, Fact::CouldNotCheck) {
            return;
        }
        let Some(text) = self.key.open(&bound_to(self.person, name), self.sealed) else { return };
        let Ok(mut copy) = serde_json::from_slice::<Part<T>>(&text) else { return };
        let (now, max_age) = self.oldest;
        if now.duration_since(copy.checked.at) > max_age {
            return;
        }
        copy.checked.from_copy = true;
        *part = copy;
        self.filled = true;
    }
}
