//! Who are we to a peer, and who may a peer be?

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::RootCertStore;
use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem};
use rustls::server::WebPkiClientVerifier;
use thiserror::Error;
use tokio_rustls::TlsAcceptor;

use crate::settings::Tls;

/// Why a certificate or key cannot be used.
#[derive(Debug, Error)]
pub enum BadCertificate {
    /// A file is missing, or holds nothing in PEM.
    #[error("{path} holds no {expected} in PEM")]
    File {
        /// The file.
        path: PathBuf,
        /// What should be in it.
        expected: &'static str,
        /// What was found instead.
        #[source]
        source: pem::Error,
    },
    /// The parts do not fit together: another certificate's key, an authority that is none.
    #[error("{path} does not fit the other certificates")]
    Misfit {
        /// The file that was looked at last.
        path: PathBuf,
        /// What the library said.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// Reads the files and answers whoever may connect.
pub(super) fn acceptor(settings: &Tls) -> Result<TlsAcceptor, BadCertificate> {
    let chain = certificates(&settings.certificate)?;
    let key = PrivateKeyDer::from_pem_file(&settings.key).map_err(|source| {
        BadCertificate::File { path: settings.key.clone(), expected: "private key", source }
    })?;
    let provider = Arc::new(default_provider());
    let versions = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| misfit(&settings.certificate, error))?;
    let peers = match &settings.client_authority {
        None => versions.with_no_client_auth(),
        Some(path) => {
            let authority = Arc::new(authority(path)?);
            let verifier = WebPkiClientVerifier::builder_with_provider(authority, provider)
                .build()
                .map_err(|error| misfit(path, error))?;
            versions.with_client_cert_verifier(verifier)
        }
    };
    let config = peers.with_single_cert(chain, key).map_err(|e| misfit(&settings.key, e))?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

fn authority(path: &Path) -> Result<RootCertStore, BadCertificate> {
    let mut roots = RootCertStore::empty();
    for certificate in certificates(path)? {
        roots.add(certificate).map_err(|error| misfit(path, error))?;
    }
    Ok(roots)
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, BadCertificate> {
    let unread =
        |source| BadCertificate::File { path: path.to_owned(), expected: "certificate", source };
    let found: Result<Vec<_>, _> = CertificateDer::pem_file_iter(path).map_err(unread)?.collect();
    let found = found.map_err(unread)?;
    if found.is_empty() { Err(unread(pem::Error::NoItemsFound)) } else { Ok(found) }
}

fn misfit(path: &Path, error: impl std::error::Error + Send + Sync + 'static) -> BadCertificate {
    BadCertificate::Misfit { path: path.to_owned(), source: Box::new(error) }
}
