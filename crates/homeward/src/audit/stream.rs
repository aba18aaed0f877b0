//! How does the trust's own monitoring hear of each line?
//!
//! As syslog: RFC 5424, each message with its length before it, over TCP (RFC 6587, section 3.4.1)
//! or TLS (RFC 5425). What was sent stands in the store, so it goes on after a restart, and where
//! several nodes run, one at a time sends a chain. Each batch has a connection of its own that the
//! other side closes when it has read all: what it did not close is sent again.

mod message;

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, pem};
use rustls::{ClientConfig, RootCertStore};
use store::{Store, StoreError, Unsent};
use thiserror::Error;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tracing::{info, warn};

use crate::clock;
use crate::settings::{Destination, Stream};
use crate::stop::Stop;
pub use message::message;

/// So often is looked for lines that wait.
const EVERY: Duration = Duration::from_secs(2);

/// So long is waited after a failure, at first and at most.
const REST: [Duration; 2] = [Duration::from_secs(2), Duration::from_mins(1)];

/// Lines of one batch.
const BATCH: i64 = 500;

/// So long a batch may take, its connection and its end included.
const PATIENCE: Duration = Duration::from_secs(20);

/// So long a node has a chain for itself: longer than a batch may take.
const HELD: SignedDuration = SignedDuration::from_secs(40);

/// Sends what is written to the trust's monitoring.
pub struct Sender {
    store: Store,
    to: Destination,
    tls: Option<(TlsConnector, ServerName<'static>)>,
}

/// Why nothing can be sent, whoever listens.
#[derive(Debug, Error)]
pub enum CannotSend {
    /// A file holds no certificate.
    #[error("{path} holds no certificate in PEM")]
    Authority {
        /// The file.
        path: PathBuf,
        /// What was found instead.
        #[source]
        source: pem::Error,
    },
    /// The certificates or the name of the host cannot be used for TLS.
    #[error("TLS to {host} cannot be set up")]
    Tls {
        /// The host.
        host: String,
    },
}

/// Why a batch was not sent.
#[derive(Debug, Error)]
enum NotSent {
    #[error("the store could not be read")]
    Store(#[from] StoreError),
    #[error("the monitoring could not be reached or closed too early: {0}")]
    Connection(#[from] io::Error),
    #[error("the monitoring took too long")]
    Slow,
}

impl Sender {
    /// Reads the certificates that the settings name. Nothing is sent yet.
    pub fn open(settings: &Stream, store: Store) -> Result<Self, CannotSend> {
        let to = settings.to.get_ref().clone();
        let tls = match &settings.authority {
            Some(path) if to.tls => Some(connector(path, &to.host)?),
            _ => None,
        };
        Ok(Self { store, to, tls })
    }

    /// Sends until the end is called.
    pub async fn run(self, stop: Stop) {
        let [mut rest, most] = REST;
        if let Err(fault) = self.store.begin_sending(clock::now()).await {
            warn!(cause = ?fault, "sending to the monitoring could not begin: {fault}");
        }
        while !stop.is_called() {
            let pause = match self.send_all().await {
                Ok(sent) => {
                    if sent > 0 {
                        info!(sent, "lines of the audit sent to the monitoring");
                    }
                    [rest, _] = REST;
                    EVERY
                }
                Err(fault) => {
                    warn!(cause = %fault, "lines of the audit wait to be sent");
                    rest = (rest * 2).min(most);
                    rest
                }
            };
            tokio::select! {
                () = stop.called() => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
    }

    /// Sends all that waits and that no other node sends. Answers with the number of lines.
    async fn send_all(&self) -> Result<usize, NotSent> {
        let mut sent = 0;
        loop {
            let mut moved = false;
            for unsent in self.store.unsent().await? {
                let now = clock::now();
                if self.store.take_to_send(&unsent, now, now + HELD).await? {
                    sent += self.send_or_let_go(&unsent).await?;
                    moved = true;
                }
            }
            if !moved {
                return Ok(sent);
            }
        }
    }

    async fn send_or_let_go(&self, unsent: &Unsent) -> Result<usize, NotSent> {
        let sent = self.send_batch(unsent).await;
        if sent.is_err() {
            self.store.let_go(unsent).await?;
        }
        sent
    }

    async fn send_batch(&self, unsent: &Unsent) -> Result<usize, NotSent> {
        let lines = self.store.lines_to_send(unsent, BATCH).await?;
        // Fewer lines than asked for: all that wait were read, those that were removed as well.
        let last = lines.last().filter(|_| i64::try_from(lines.len()) == Ok(BATCH));
        let up_to = last.map_or(unsent.sent + unsent.waiting, |last| last.id.sequence);
        let mut batch = Vec::new();
        for line in &lines {
            let text = message(line);
            batch.extend_from_slice(format!("{} ", text.len()).as_bytes());
            batch.extend_from_slice(text.as_bytes());
        }
        if !batch.is_empty() {
            let sending = tokio::time::timeout(PATIENCE, self.send(&batch));
            sending.await.map_err(|_| NotSent::Slow)??;
        }
        self.store.was_sent(&unsent.chain, up_to, clock::now()).await?;
        Ok(lines.len())
    }

    async fn send(&self, batch: &[u8]) -> io::Result<()> {
        let socket = TcpStream::connect((self.to.host.as_str(), self.to.port)).await?;
        match &self.tls {
            Some((tls, name)) => deliver(tls.connect(name.clone(), socket).await?, batch).await,
            None => deliver(socket, batch).await,
        }
    }
}

/// Writes all, says that this was all, and waits until the other side closes: it does so in order
/// when it has read everything, and breaks the connection off when it has not.
async fn deliver(mut to: impl AsyncRead + AsyncWrite + Unpin, batch: &[u8]) -> io::Result<()> {
    to.write_all(batch).await?;
    to.shutdown().await?;
    let mut answer = [0; 256];
    while to.read(&mut answer).await? > 0 {}
    Ok(())
}

fn connector(
    path: &PathBuf,
    host: &str,
) -> Result<(TlsConnector, ServerName<'static>), CannotSend> {
    let unread = |source| CannotSend::Authority { path: path.clone(), source };
    let unfit = || CannotSend::Tls { host: host.to_owned() };
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(path).map_err(unread)? {
        roots.add(certificate.map_err(unread)?).map_err(|_| unfit())?;
    }
    let config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|_| unfit())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(host.to_owned()).map_err(|_| unfit())?;
    Ok((TlsConnector::from(Arc::new(config)), name))
}
