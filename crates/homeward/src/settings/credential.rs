//! How do we prove to somebody else which client of theirs we are?

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use signin::client::Credential;
use signin::jwt::{Algorithm, BadKey, Signer};
use signin::keys::BadKeySet;
use thiserror::Error;

/// A key of ours, by which we sign who we are.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OurKey {
    /// The file with the private key in PEM.
    pub file: PathBuf,
    /// The name under which its public half is known.
    pub id: String,
    /// By which algorithm it signs.
    pub algorithm: Algorithm,
}

/// A secret that we were given.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OurSecret {
    /// The file that holds it, and nothing else.
    pub file: PathBuf,
    /// How it is sent.
    #[serde(default)]
    pub by: SecretBy,
}

/// How a secret is sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecretBy {
    /// In the form: `client_secret_post`.
    #[default]
    Post,
    /// In the header: `client_secret_basic`.
    Basic,
}

/// Why a key or a secret cannot be used.
#[derive(Debug, Error)]
pub enum NoCredential {
    /// The file is not there, or may not be read.
    #[error("{path} cannot be read")]
    Unread {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        #[source]
        source: std::io::Error,
    },
    /// The file holds no key that fits.
    #[error("the key in {path} cannot be used")]
    Key {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: BadKey,
    },
    /// The file holds no public key of theirs that fits.
    #[error("the keys in {path} and beside it cannot be used")]
    Theirs {
        /// The first of the files.
        path: PathBuf,
        /// Why.
        #[source]
        source: BadKeySet,
    },
    /// The file of the secret is empty.
    #[error("{path} holds no secret")]
    Empty {
        /// The file.
        path: PathBuf,
    },
}

impl OurKey {
    /// Reads the key, and tries it.
    pub fn read(&self) -> Result<Credential, NoCredential> {
        let pem = fs::read(&self.file).map_err(|source| unread(&self.file, source))?;
        let signer = Signer::read(&pem, self.algorithm, &self.id)
            .map_err(|source| NoCredential::Key { path: self.file.clone(), source })?;
        Ok(Credential::Key(Box::new(signer)))
    }

    /// The path is meant from where the settings stand.
    pub(super) fn stand_in(&mut self, folder: &Path) {
        self.file = folder.join(&self.file);
    }
}

impl OurSecret {
    /// Reads the secret.
    pub fn read(&self) -> Result<Credential, NoCredential> {
        let text = fs::read_to_string(&self.file).map_err(|source| unread(&self.file, source))?;
        let secret = text.trim();
        if secret.is_empty() {
            return Err(NoCredential::Empty { path: self.file.clone() });
        }
        Ok(match self.by {
            SecretBy::Post => Credential::Posted(secret.to_owned()),
            SecretBy::Basic => Credential::Basic(secret.to_owned()),
        })
    }

    /// The path is meant from where the settings stand.
    pub(super) fn stand_in(&mut self, folder: &Path) {
        self.file = folder.join(&self.file);
    }
}

fn unread(path: &Path, source: std::io::Error) -> NoCredential {
    NoCredential::Unread { path: path.to_owned(), source }
}
