//! With which keys does the invented patient system sign, and by which does it know us?

use std::fs;
use std::io;
use std::path::Path;

use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use signin::jwt::{Algorithm, Signer};
use signin::keys::KeySet;

use crate::pem;

/// All of them, made anew each time.
pub(super) struct Keys {
    /// Signs who its users are.
    pub(super) users: Signer,
    /// Signs links.
    pub(super) links: Signer,
    /// Checks who we say that we are.
    pub(super) clients: KeySet,
    links_public: String,
    client_private: String,
}

impl Keys {
    pub(super) fn make() -> io::Result<Self> {
        let (users, _) = pair()?;
        let (links, links_public) = pair()?;
        let (client_private, client_public) = pair()?;
        let clients = KeySet::of_pem([("homeward-1", client_public.as_bytes())]);
        Ok(Self {
            users: signer(&users, "users-1")?,
            links: signer(&links, "links-1")?,
            clients: clients.map_err(io::Error::other)?,
            links_public,
            client_private,
        })
    }

    pub(super) fn write(&self, folder: &Path) -> io::Result<()> {
        fs::write(folder.join("patient-system-client.pem"), &self.client_private)?;
        fs::write(folder.join("patient-system-links.pem"), &self.links_public)
    }
}

fn signer(pem: &str, id: &str) -> io::Result<Signer> {
    Signer::read(pem.as_bytes(), Algorithm::Es256, id).map_err(io::Error::other)
}

/// A private key and its public half, in PEM.
fn pair() -> io::Result<(String, String)> {
    let failed = |_| io::Error::other("no key could be made");
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).map_err(failed)?;
    let private = pair.to_pkcs8v1().map_err(failed)?;
    let public: PublicKeyX509Der<'_> = pair.public_key().as_der().map_err(failed)?;
    Ok((pem::write("PRIVATE KEY", private.as_ref()), pem::write("PUBLIC KEY", public.as_ref())))
}
