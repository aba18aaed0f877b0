//! What comes back to bytes that no browser would send?

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::browser::Answer;

/// After so long a test gives up waiting for what should have come by itself.
const GIVEN_UP: Duration = Duration::from_secs(30);

/// A connection on which anything may be written.
pub(crate) struct Wire(TcpStream);

impl Wire {
    pub(crate) async fn open(at: SocketAddr) -> Self {
        Self(TcpStream::connect(at).await.unwrap())
    }

    pub(crate) async fn write(&mut self, text: &str) {
        self.0.write_all(text.as_bytes()).await.unwrap();
    }

    /// All that comes until the other side closes the connection, which it must.
    pub(crate) async fn rest(&mut self) -> String {
        let mut bytes = Vec::new();
        let read = tokio::time::timeout(GIVEN_UP, self.0.read_to_end(&mut bytes));
        // A connection that is reset is closed too.
        let _ = read.await.expect("the connection stays open");
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// What comes until `end` is in it.
    pub(crate) async fn until(&mut self, end: &str) -> String {
        let mut bytes = Vec::new();
        while !String::from_utf8_lossy(&bytes).contains(end) {
            let read = tokio::time::timeout(GIVEN_UP, self.0.read_buf(&mut bytes));
            let count = read.await.expect("nothing comes").unwrap();
            assert!(count > 0, "closed after: {}", String::from_utf8_lossy(&bytes));
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

/// What one message is answered with, after which the connection is closed.
pub(crate) async fn ask(at: SocketAddr, message: &str) -> Answer {
    let mut wire = Wire::open(at).await;
    wire.write(message).await;
    Answer::read(wire.rest().await.as_bytes())
}
