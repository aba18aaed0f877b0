//! How are browsers listened to, and for how long?
//!
//! A loop of our own over hyper, for what no handler can keep: that a connection which says nothing
//! is closed, that a head has an end, that nobody takes every place, and that the service ends in
//! time. Requests are judged behind it, in [`crate::gate`].

mod crowd;
mod stall;

use std::io;
use std::net::SocketAddr;

use axum::Router;
use axum::http::Request;
use axum::serve::Listener;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tracing::debug;

use self::crowd::{Crowd, Place};
use self::stall::Stalling;
use crate::app::App;
use crate::client::Peer;
use crate::gate::Patience;
use crate::routes::routes;

/// The longest head of a request, in bytes. A launch or a return from a provider brings some
/// thousand; nothing else comes near.
const LONGEST_HEAD: usize = 16 * 1024;

/// So much is read of a connection before it is looked at, in bytes.
const READ_AHEAD: usize = 4 * LONGEST_HEAD;

/// Serves the pages until `until` is done; requests that are under way are finished.
pub async fn serve(
    mut listener: TcpListener,
    app: App,
    until: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let crowd = Crowd::new(&app.settings().gate);
    let service = TowerToHyperService::new(routes(app.clone()));
    let (ending, ends) = watch::channel(());
    let mut open = JoinSet::new();
    tokio::pin!(until);
    loop {
        let (place, stream, peer) = tokio::select! {
            () = &mut until => break,
            Some(_) = open.join_next() => continue,
            next = next(&mut listener, &crowd, &app) => next,
        };
        let Some(place) = place else { continue };
        let talk = Talk { peer, app: app.clone(), service: service.clone(), ends: ends.clone() };
        open.spawn(async move {
            talk.over(stream).await;
            drop(place);
        });
    }
    drop(listener);
    drop(ending);
    while open.join_next().await.is_some() {}
    Ok(())
}

/// Waits until there is a place, and then for somebody to take it. Whoever has too many already
/// gets none.
async fn next(
    listener: &mut TcpListener,
    crowd: &Crowd,
    app: &App,
) -> (Option<Place>, TcpStream, SocketAddr) {
    let seat = crowd.seat().await;
    let (stream, peer) = Listener::accept(listener).await;
    let address = peer.ip().to_canonical();
    let is_gateway = (app.settings().gate.proxies.trusted)(address);
    let place = if is_gateway { seat.map(Place::of_gateway) } else { crowd.place(seat, address) };
    (place, stream, peer)
}

/// A connection, and what is done over it.
struct Talk {
    peer: SocketAddr,
    app: App,
    service: TowerToHyperService<Router>,
    /// Hears when the service ends.
    ends: watch::Receiver<()>,
}

impl Talk {
    async fn over(mut self, stream: TcpStream) {
        let Patience { head, stall, .. } = self.app.settings().gate.patience;
        // Small answers go out at once; it matters to nobody else if that cannot be set.
        let _ = stream.set_nodelay(true);
        let (peer, service) = (self.peer, self.service);
        let answer = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(Peer(peer));
            service.call(request)
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(head)
            .max_header_size(LONGEST_HEAD)
            .max_buf_size(READ_AHEAD)
            .serve_connection(TokioIo::new(Stalling::new(stream, stall)), answer);
        let mut connection = std::pin::pin!(connection);
        let ended = tokio::select! {
            ended = connection.as_mut() => ended,
            _ = self.ends.changed() => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        };
        if let Err(cause) = ended {
            debug!(%cause, "a connection was broken off");
        }
    }
}
