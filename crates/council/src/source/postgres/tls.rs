//! Whom do we trust to be the council's server?

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::crypto::aws_lc_rs;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::config::SslMode;
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::source::Fault;
use crate::source::address::Server;

/// Where systems keep the authorities that they trust: Debian, Red Hat, SUSE, Alpine.
const SYSTEM: [&str; 4] = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
];

/// What makes the connections safe, or `None` where the address says that they are in the clear.
pub(super) fn connector(server: &Server) -> Result<Option<MakeRustlsConnect>, Fault> {
    if server.config.get_ssl_mode() == SslMode::Disable {
        return Ok(None);
    }
    let file = server.authorities.clone().or_else(system).unwrap_or_default();
    let roots = read(&file).ok_or_else(|| {
        Fault::Unreachable(format!("no authority can be read from `{}`", file.display()))
    })?;
    let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|_| Fault::Unreachable("no version of TLS is safe enough".to_owned()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Some(MakeRustlsConnect::new(config)))
}

fn system() -> Option<PathBuf> {
    SYSTEM.iter().map(PathBuf::from).find(|path| path.exists())
}

/// A bundle may hold authorities that cannot be read any more; one that can be is enough.
fn read(file: &Path) -> Option<RootCertStore> {
    let found = CertificateDer::pem_file_iter(file).ok()?;
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(found.filter_map(Result::ok));
    (!roots.is_empty()).then_some(roots)
}
