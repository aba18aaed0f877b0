//! The trust's own monitoring hears each line at least once, in order, over real sockets.

use std::path::PathBuf;
use std::sync::Arc;

use homeward::audit::stream::Sender;
use homeward::settings::{Settings, Stream};
use homeward::stop;
use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use store::Store;
use store::testing::grounds;
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::book::{at, write, written};

/// Who signed the certificate of `localhost`, and who did not.
const ITS_OWN: &str = "../store/tests/tls/authority.pem";
const ANOTHER: &str = "tests/certificates/authority.pem";

#[tokio::test]
async fn what_is_written_from_then_on_is_heard_in_order_and_what_was_broken_off_again() {
    for ground in grounds().await {
        let store = written(&ground).await;
        store.begin_sending(at(20)).await.unwrap();
        write(&store, [4, 2, 0]).await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let sending = Sending::to(&store, &format!("tcp://{}", listener.local_addr().unwrap()));
        // The first connection is broken off before all was read.
        let (mut first, _) = listener.accept().await.unwrap();
        first.read_exact(&mut [0; 10]).await.unwrap();
        drop(first);
        let mut heard = Vec::new();
        while heard.len() < 6 {
            let (mut next, _) = listener.accept().await.unwrap();
            heard.extend(messages(&mut next).await);
        }
        drop(sending);
        let mut trust: Vec<_> = heard.iter().filter(|text| text.contains("trust:RZZ/")).collect();
        trust.dedup();
        let places: Vec<_> = (13..=16).map(|place| format!("line=\"trust:RZZ/{place}\"")).collect();
        assert_eq!(trust.len(), 4, "{ground:?}: {heard:?}");
        for (text, place) in trust.iter().zip(places) {
            assert!(text.contains(&place), "{ground:?}: {text}");
            assert!(text.starts_with("<108>1 2026-08-"), "{ground:?}: {text}");
            assert!(!text.contains("Nora") && !text.contains("no reason"), "{ground:?}: {text}");
        }
    }
}

#[tokio::test]
async fn it_goes_on_where_it_was_after_a_restart() {
    for ground in grounds().await {
        let store = written(&ground).await;
        store.begin_sending(at(20)).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let to = format!("tcp://{}", listener.local_addr().unwrap());
        for round in 1..=2 {
            write(&store, [3, 0, 0]).await;
            let sending = Sending::to(&store, &to);
            let (mut socket, _) = listener.accept().await.unwrap();
            let heard = messages(&mut socket).await;
            drop(socket);
            assert_eq!(heard.len(), 3, "{ground:?}, round {round}: {heard:?}");
            while !store.unsent().await.unwrap().is_empty() {
                tokio::task::yield_now().await;
            }
            drop(sending);
        }
    }
}

#[tokio::test]
async fn two_nodes_do_not_send_the_same_chain_at_once() {
    for ground in grounds().await {
        let store = written(&ground).await;
        let waits = store.unsent().await.unwrap();
        let (now, later) = (at(30), at(31));
        assert!(store.take_to_send(&waits[0], now, later).await.unwrap(), "{ground:?}");
        assert!(!store.take_to_send(&waits[0], now, later).await.unwrap(), "{ground:?}: held");
        assert!(store.take_to_send(&waits[0], later, later).await.unwrap(), "{ground:?}: let go");
        store.was_sent(&waits[0].chain, 5, later).await.unwrap();
        assert!(!store.take_to_send(&waits[0], later, later).await.unwrap(), "{ground:?}: sent");
    }
}

#[tokio::test]
async fn in_tls_only_who_is_signed_by_the_authority_hears_anything() {
    let ground = store::testing::sqlite();
    let store = written(&ground).await;
    store.begin_sending(at(20)).await.unwrap();
    write(&store, [2, 0, 0]).await;
    for (authority, hears) in [(ANOTHER, false), (ITS_OWN, true)] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let text = format!(
            "database = \"sqlite:x.db\"\n[audit.stream]\nto = \"tls://localhost:{port}\"\n\
             authority = \"{}\"",
            file(authority).display()
        );
        let sending = Sending::with(&store, &Settings::parse("x", &text).unwrap());
        let (socket, _) = listener.accept().await.unwrap();
        match acceptor().accept(socket).await {
            Ok(mut socket) => {
                let heard = messages(&mut socket).await;
                assert!(hears && !heard.is_empty(), "{authority}: {heard:?}");
            }
            Err(_) => assert!(!hears, "{authority}"),
        }
        drop(sending);
    }
}

/// A sender that runs until it is dropped.
struct Sending(tokio::task::JoinHandle<()>);

impl Sending {
    fn to(store: &Store, to: &str) -> Self {
        let text = format!("database = \"sqlite:x.db\"\n[audit.stream]\nto = \"{to}\"");
        Self::with(store, &Settings::parse("x", &text).unwrap())
    }

    fn with(store: &Store, settings: &Settings) -> Self {
        let stream: &Stream = settings.audit.stream.as_ref().unwrap();
        let sender = Sender::open(stream, store.clone()).unwrap();
        let (stopper, stop) = stop::pair();
        Self(tokio::spawn(async move {
            let _stopper = stopper;
            sender.run(stop).await;
        }))
    }
}

impl Drop for Sending {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Reads messages to the end, each with its length before it (RFC 6587, section 3.4.1).
async fn messages(from: &mut (impl AsyncRead + Unpin)) -> Vec<String> {
    let mut all = Vec::new();
    from.read_to_end(&mut all).await.unwrap();
    let mut rest = std::str::from_utf8(&all).unwrap();
    let mut found = Vec::new();
    while let Some((length, after)) = rest.split_once(' ') {
        let (message, next) = after.split_at(length.parse().unwrap());
        found.push(message.to_owned());
        rest = next;
    }
    assert_eq!(rest, "", "what was sent ends with a message");
    found
}

fn acceptor() -> TlsAcceptor {
    let chain = CertificateDer::pem_file_iter(file("../store/tests/tls/server.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_file(file("../store/tests/tls/server.key")).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain.map(Result::unwrap).collect(), key)
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}
