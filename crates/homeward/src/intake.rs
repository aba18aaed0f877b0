//! How does a hospital's message get in?
//!
//! One listener for each feed, one task for each connection. Bytes become frames (`hl7::mllp`), a
//! frame becomes a durable message (`store`), and only then an acknowledgement (`hl7::ack`). No
//! message is understood here any further than that takes; that is the business of
//! [`crate::filing`].
//!
//! **Invariant:** answers leave in the order of the messages, each after its message is durable.
//! Where a message could not be kept, the connection is closed without an answer, and the sender
//! sends it again.

mod connection;
mod feed;
mod tls;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use socket2::{SockRef, TcpKeepalive};
use store::Store;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tracing::{debug, info, warn};

use crate::settings;
use crate::stop::Stop;
use connection::{Conversation, Farewell};
use feed::Feed;
pub use tls::BadCertificate;

/// A quiet peer is asked by TCP itself whether it is still there, so often.
const KEEPALIVE: Duration = Duration::from_mins(1);

/// So long nothing is accepted after the machine had no room for another connection.
const BREATH: Duration = Duration::from_millis(200);

/// A feed that listens.
pub struct Listener {
    socket: TcpListener,
    address: SocketAddr,
    feed: Arc<Feed>,
    gate: Gate,
}

/// Who gets in, and how many at once.
struct Gate {
    settings: settings::Feed,
    tls: Option<TlsAcceptor>,
    places: Arc<Semaphore>,
}

/// Why a feed does not listen.
#[derive(Debug, thiserror::Error)]
pub enum CannotListen {
    /// The address is taken, or not this machine's.
    #[error("feed {feed} cannot listen on {address}")]
    Address {
        /// The feed's name.
        feed: String,
        /// The address.
        address: SocketAddr,
        /// What the operating system said.
        #[source]
        source: io::Error,
    },
    /// Its certificates cannot be used.
    #[error("feed {feed} cannot use its certificates")]
    Certificates {
        /// The feed's name.
        feed: String,
        /// Which file, and why.
        #[source]
        source: BadCertificate,
    },
}

impl CannotListen {
    /// Whether somebody else listens there.
    pub fn is_taken(&self) -> bool {
        matches!(self, Self::Address { source, .. } if source.kind() == io::ErrorKind::AddrInUse)
    }
}

impl Listener {
    /// Begins to listen. Whoever connects waits until [`Listener::run`].
    ///
    /// Each message that is kept is told to `arrived`.
    pub async fn open(
        settings: &settings::Feed,
        store: Store,
        arrived: Arc<Notify>,
    ) -> Result<Self, CannotListen> {
        let name = || settings.name.get_ref().clone();
        let tls = settings.tls.as_ref().map(tls::acceptor).transpose();
        let tls = tls.map_err(|source| CannotListen::Certificates { feed: name(), source })?;
        let refused =
            |source| CannotListen::Address { feed: name(), address: settings.listen, source };
        let socket = TcpListener::bind(settings.listen).await.map_err(refused)?;
        let address = socket.local_addr().map_err(refused)?;
        let places = Arc::new(Semaphore::new(settings.limits.connections));
        let feed = Arc::new(Feed::new(settings, store, arrived));
        Ok(Self { socket, address, feed, gate: Gate { settings: settings.clone(), tls, places } })
    }

    /// Where it listens; the port is known even where the settings say 0.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The feed's name.
    pub fn name(&self) -> &str {
        self.gate.settings.name.get_ref()
    }

    /// Takes messages until the end is called; then finishes those that have begun.
    pub async fn run(self, stop: Stop) {
        let mut conversations = JoinSet::new();
        info!(feed = self.name(), address = %self.address, "feed listens");
        loop {
            let accepted = tokio::select! {
                () = stop.called() => break,
                accepted = self.socket.accept() => accepted,
                Some(_) = conversations.join_next() => continue,
            };
            match accepted {
                Ok((stream, peer)) => {
                    if let Some(place) = self.admit(peer) {
                        let guest = Guest { stream, peer, place };
                        let (tls, feed) = (self.gate.tls.clone(), Arc::clone(&self.feed));
                        conversations.spawn(talk(guest, tls, feed, stop.clone()));
                    }
                }
                Err(error) => {
                    warn!(feed = self.name(), error = %error, "no connection could be accepted");
                    tokio::time::sleep(BREATH).await;
                }
            }
        }
        drop(self.socket);
        while conversations.join_next().await.is_some() {}
    }

    /// A place for this peer, if it may come in and one is free.
    fn admit(&self, peer: SocketAddr) -> Option<OwnedSemaphorePermit> {
        if !self.gate.settings.admits(peer.ip()) {
            warn!(feed = self.name(), peer = %peer, "refused a peer that is not on the list");
            return None;
        }
        let place = Arc::clone(&self.gate.places).try_acquire_owned().ok();
        if place.is_none() {
            warn!(feed = self.name(), peer = %peer, "refused a peer: all connections are taken");
        }
        place
    }
}

/// Someone who came in, and the place they take up until they are gone.
struct Guest {
    stream: TcpStream,
    peer: SocketAddr,
    place: OwnedSemaphorePermit,
}

/// One connection, from its first byte to its last.
async fn talk(guest: Guest, tls: Option<TlsAcceptor>, feed: Arc<Feed>, stop: Stop) {
    let Guest { stream, peer, place } = guest;
    if let Err(error) = tune(&stream) {
        debug!(feed = feed.name(), peer = %peer, error = %error, "could not tune the socket");
    }
    info!(feed = feed.name(), peer = %peer, "peer connected");
    let farewell = match tls {
        None => Conversation::new(stream, &feed).run(&stop).await,
        Some(tls) => match timeout(feed.limits().handshake(), tls.accept(stream)).await {
            Ok(Ok(stream)) => Conversation::new(stream, &feed).run(&stop).await,
            Ok(Err(error)) => Ok(Farewell::NoHandshake(error.to_string())),
            Err(_) => Ok(Farewell::NoHandshake("it took too long".to_owned())),
        },
    };
    drop(place);
    match farewell {
        Ok(farewell) if farewell.is_usual() => {
            info!(feed = feed.name(), peer = %peer, "peer gone: {farewell}");
        }
        Ok(farewell) => warn!(feed = feed.name(), peer = %peer, "peer sent away: {farewell}"),
        Err(error) => {
            info!(feed = feed.name(), peer = %peer, error = %error, "connection lost");
        }
    }
}

/// Small answers leave at once, and a peer that vanished is noticed.
fn tune(stream: &TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let keepalive = TcpKeepalive::new().with_time(KEEPALIVE).with_interval(KEEPALIVE);
    SockRef::from(stream).set_tcp_keepalive(&keepalive)
}
