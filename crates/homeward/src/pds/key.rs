//! With what do we sign who we are?

use std::path::{Path, PathBuf};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeyPair;
use aws_lc_rs::signature::RSA_PKCS1_SHA512;
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::{self, PemObject};
use thiserror::Error;

/// The shortest key that the service takes, in bits.
const SHORTEST: usize = 4096;

/// Our private key.
pub struct SigningKey(KeyPair);

/// Why a key cannot be used.
#[derive(Debug, Error)]
pub enum BadKey {
    /// The file is missing, or holds no key in PEM.
    #[error("{path} holds no private key in PEM")]
    File {
        /// The file.
        path: PathBuf,
        /// What was found instead.
        #[source]
        source: pem::Error,
    },
    /// It is no RSA key, or a damaged one.
    #[error("{path} holds no RSA key that can be used")]
    NotRsa {
        /// The file.
        path: PathBuf,
    },
    /// It is too short.
    #[error("the key in {path} has {bits} bits: the service takes 4096 or more")]
    Short {
        /// The file.
        path: PathBuf,
        /// How long it is.
        bits: usize,
    },
}

impl SigningKey {
    /// Reads a key from a file in PEM, PKCS #8 or PKCS #1.
    pub fn read(path: &Path) -> Result<Self, BadKey> {
        let unread = |source| BadKey::File { path: path.to_owned(), source };
        let pair = match PrivateKeyDer::from_pem_file(path).map_err(unread)? {
            PrivateKeyDer::Pkcs8(key) => KeyPair::from_pkcs8(key.secret_pkcs8_der()).ok(),
            PrivateKeyDer::Pkcs1(key) => KeyPair::from_der(key.secret_pkcs1_der()).ok(),
            _ => None,
        };
        let pair = pair.ok_or_else(|| BadKey::NotRsa { path: path.to_owned() })?;
        let bits = pair.public_modulus_len() * 8;
        if bits < SHORTEST {
            return Err(BadKey::Short { path: path.to_owned(), bits });
        }
        Ok(Self(pair))
    }

    /// The signature of RS512; `None` where the library of cryptography fails.
    pub(super) fn sign(&self, text: &[u8]) -> Option<Vec<u8>> {
        let mut signature = vec![0; self.0.public_modulus_len()];
        self.0.sign(&RSA_PKCS1_SHA512, &SystemRandom::new(), text, &mut signature).ok()?;
        Some(signature)
    }
}

/// Debug text ends up in logs, so it keeps the key to itself.
impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningKey(..)")
    }
}
