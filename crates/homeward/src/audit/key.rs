//! With what are the heads of the audit signed, and by what is that seen?
//!
//! Ed25519 (RFC 8032). The private key stands in a file in PKCS #8, the public one in a file that
//! whoever verifies keeps: both in PEM.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use aws_lc_rs::digest;
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use rustls::pki_types::pem::{Error as NoPem, PemObject};
use rustls::pki_types::{PrivatePkcs8KeyDer, SubjectPublicKeyInfoDer};
use store::PublishedHead;
use thiserror::Error;

use crate::pem;

/// What stands before the 32 bytes of an Ed25519 key in a `SubjectPublicKeyInfo`
/// (RFC 8410, section 4).
const BEFORE_KEY: [u8; 12] = [48, 42, 48, 5, 6, 3, 43, 101, 112, 3, 33, 0];

/// The private key.
pub struct HeadKey {
    pair: Ed25519KeyPair,
    id: String,
}

/// The public key.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKey([u8; 32]);

/// Why a key cannot be used or made.
#[derive(Debug, Error)]
pub enum BadKey {
    /// The file is missing, or holds no such key in PEM.
    #[error("{path} holds no {expected} in PEM")]
    File {
        /// The file.
        path: PathBuf,
        /// What should be in it.
        expected: &'static str,
        /// What was found instead.
        #[source]
        source: NoPem,
    },
    /// It is another kind of key.
    #[error("{path} holds no Ed25519 key")]
    NotEd25519 {
        /// The file.
        path: PathBuf,
    },
    /// The file cannot be written, or is there already.
    #[error("{path} cannot be written")]
    Unwritten {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        #[source]
        source: io::Error,
    },
    /// The library of cryptography fails.
    #[error("no key can be made")]
    Unmade,
}

impl HeadKey {
    /// Makes a key in a new file that its owner alone may read, and its public half beside it.
    pub fn make(path: &Path) -> Result<(Self, PathBuf), BadKey> {
        let pair = Ed25519KeyPair::generate().map_err(|_| BadKey::Unmade)?;
        let der: Pkcs8V1Der<'_> = pair.as_der().map_err(|_| BadKey::Unmade)?;
        write_new(path, &pem::write("PRIVATE KEY", der.as_ref()), 0o600)?;
        let key = Self::of(pair).ok_or(BadKey::Unmade)?;
        let public = path.with_extension("pub.pem");
        write_new(&public, &key.public().ok_or(BadKey::Unmade)?.in_pem(), 0o644)?;
        Ok((key, public))
    }

    /// Reads the key from its file.
    pub fn read(path: &Path) -> Result<Self, BadKey> {
        let unread =
            |source| BadKey::File { path: path.to_owned(), expected: "private key", source };
        let der = PrivatePkcs8KeyDer::from_pem_file(path).map_err(unread)?;
        let pair = Ed25519KeyPair::from_pkcs8(der.secret_pkcs8_der()).ok();
        pair.and_then(Self::of).ok_or_else(|| BadKey::NotEd25519 { path: path.to_owned() })
    }

    /// The public half; `None` where the library hands out something else than 32 bytes.
    pub fn public(&self) -> Option<PublicKey> {
        public_of(&self.pair)
    }

    /// The head with a signature.
    #[must_use]
    pub fn sign(&self, head: PublishedHead) -> PublishedHead {
        let signature = self.pair.sign(head.signed_text().as_bytes());
        PublishedHead { key: self.id.clone(), signature: hex(signature.as_ref()), ..head }
    }

    fn of(pair: Ed25519KeyPair) -> Option<Self> {
        let id = public_of(&pair)?.id();
        Some(Self { pair, id })
    }
}

/// Debug text ends up in logs, so it keeps the key to itself.
impl std::fmt::Debug for HeadKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "HeadKey({})", self.id)
    }
}

impl std::fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PublicKey({})", self.id())
    }
}

impl PublicKey {
    /// Reads the key from its file.
    pub fn read(path: &Path) -> Result<Self, BadKey> {
        let unread =
            |source| BadKey::File { path: path.to_owned(), expected: "public key", source };
        let der = SubjectPublicKeyInfoDer::from_pem_file(path).map_err(unread)?;
        let key = der.as_ref().strip_prefix(&BEFORE_KEY).and_then(|key| key.try_into().ok());
        key.map(Self).ok_or_else(|| BadKey::NotEd25519 { path: path.to_owned() })
    }

    /// The name under which heads say by which key they are signed: the beginning of its SHA-256.
    pub fn id(&self) -> String {
        hex(digest::digest(&digest::SHA256, &self.0).as_ref()).chars().take(16).collect()
    }

    /// Whether this key signed the head.
    pub fn signed(&self, head: &PublishedHead) -> bool {
        let Some(signature) = unhex(&head.signature) else { return false };
        let key = UnparsedPublicKey::new(&ED25519, self.0);
        head.key == self.id() && key.verify(head.signed_text().as_bytes(), &signature).is_ok()
    }

    /// The key as its file holds it.
    pub fn in_pem(&self) -> String {
        pem::write("PUBLIC KEY", &[BEFORE_KEY.as_slice(), &self.0].concat())
    }
}

fn public_of(pair: &Ed25519KeyPair) -> Option<PublicKey> {
    pair.public_key().as_ref().try_into().ok().map(PublicKey)
}

fn write_new(path: &Path, text: &str, mode: u32) -> Result<(), BadKey> {
    let unwritten = |source| BadKey::Unwritten { path: path.to_owned(), source };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(unwritten)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    let mut file = options.open(path).map_err(unwritten)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(unwritten)
}

fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |at: usize| text.get(at..at + 2).and_then(|two| u8::from_str_radix(two, 16).ok());
    (0..text.len()).step_by(2).map(digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_signed_by_one_key_and_says_one_thing() {
        let folder = std::env::temp_dir().join(format!("homeward_key_{}", std::process::id()));
        let path = folder.join("audit.pem");
        let (_, public) = HeadKey::make(&path).unwrap();
        let (key, public) = (HeadKey::read(&path).unwrap(), PublicKey::read(&public).unwrap());
        assert!(HeadKey::make(&path).is_err(), "a key is never written over");
        fs::remove_dir_all(&folder).unwrap();
        let head = key.sign(PublishedHead {
            chain: "trust:RZZ".parse().unwrap(),
            sequence: 7,
            hash: "ab".repeat(32),
            at: "2026-08-12T14:05:00Z".parse().unwrap(),
            key: String::new(),
            signature: String::new(),
        });
        assert!(public.signed(&head));
        assert!(!public.signed(&PublishedHead { sequence: 6, ..head.clone() }));
        let signature = String::new();
        assert!(!public.signed(&PublishedHead { signature, ..head.clone() }));
        let other = PublicKey([7; 32]);
        assert!(!other.signed(&head) && !other.signed(&PublishedHead { key: other.id(), ..head }));
    }
}
