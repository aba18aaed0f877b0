//! TLS as a hospital's integration engine would speak it.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// The settings of a feed with our certificate, asking for the peer's or not.
pub(crate) fn settings(ask: bool) -> String {
    let authority = format!("client_authority = '{}'\n", file("authority.pem").display());
    format!(
        "[feed.tls]\ncertificate = '{}'\nkey = '{}'\n{}",
        file("server.pem").display(),
        file("server.key").display(),
        if ask { authority.as_str() } else { "" }
    )
}

/// Connects with the certificate of that name, or with none.
pub(crate) async fn connect(
    address: SocketAddr,
    certificate: Option<&str>,
) -> io::Result<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(pem("authority")).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots);
    let config = match certificate {
        None => config.with_no_client_auth(),
        Some(name) => {
            let key = PrivateKeyDer::from_pem_file(file(&format!("{name}.key"))).unwrap();
            config.with_client_auth_cert(vec![pem(name)], key).unwrap()
        }
    };
    let stream = TcpStream::connect(address).await?;
    let name = ServerName::try_from("homeward.test").unwrap();
    TlsConnector::from(Arc::new(config)).connect(name, stream).await
}

fn pem(name: &str) -> CertificateDer<'static> {
    CertificateDer::from_pem_file(file(&format!("{name}.pem"))).unwrap()
}

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/certificates").join(name)
}
