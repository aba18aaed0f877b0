//! Whom do we trust to be the database server?

use std::path::Path;
use std::sync::Arc;

use rustls::crypto::aws_lc_rs;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::config::SslMode;
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::database::Server;
use crate::error::OpenError;

/// Where systems keep the authorities they trust: Debian, Red Hat, SUSE, Alpine.
const SYSTEM: [&str; 4] = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
];

/// What makes the connections safe, or `None` where the setting says they are in the clear.
pub(crate) fn connector(server: &Server) -> Result<Option<MakeRustlsConnect>, OpenError> {
    if server.config.get_ssl_mode() == SslMode::Disable {
        return Ok(None);
    }
    let roots = match &server.authority {
        Some(path) => read(path)?,
        None => read(Path::new(system()))?,
    };
    let untrusted = |_| OpenError::Certificates { path: "the TLS library".to_owned() };
    let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(untrusted)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Some(MakeRustlsConnect::new(config)))
}

fn system() -> &'static str {
    let [first, ..] = SYSTEM;
    SYSTEM.into_iter().find(|path| Path::new(path).exists()).unwrap_or(first)
}

/// A bundle may hold authorities that no library reads any more; one that can be read is enough.
fn read(path: &Path) -> Result<RootCertStore, OpenError> {
    let unread = || OpenError::Certificates { path: path.display().to_string() };
    let found = CertificateDer::pem_file_iter(path).map_err(|_| unread())?;
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(found.filter_map(Result::ok));
    if roots.is_empty() { Err(unread()) } else { Ok(roots) }
}
