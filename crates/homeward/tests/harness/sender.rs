//! A hospital's integration engine: one connection, one message at a time.

use std::io;
use std::net::SocketAddr;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;

/// A connection that sends messages and hears the answers.
pub(crate) struct Sender<S> {
    stream: S,
    heard: Vec<u8>,
}

impl Sender<TcpStream> {
    pub(crate) async fn connect(address: SocketAddr) -> io::Result<Self> {
        Ok(Self::over(TcpStream::connect(address).await?))
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Sender<S> {
    pub(crate) fn over(stream: S) -> Self {
        Self { stream, heard: Vec::new() }
    }

    /// Sends a message and waits for its answer.
    pub(crate) async fn send(&mut self, message: &str) -> io::Result<String> {
        self.write(&framed(message)).await?;
        self.answer().await
    }

    /// Sends bytes as they are.
    pub(crate) async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes).await?;
        self.stream.flush().await
    }

    /// The next answer; an error once the other side has closed.
    pub(crate) async fn answer(&mut self) -> io::Result<String> {
        loop {
            if let Some(end) = self.heard.windows(2).position(|pair| pair == b"\x1c\r") {
                let answer = self.heard.drain(..end + 2).skip(1).take(end - 1).collect();
                return String::from_utf8(answer).map_err(io::Error::other);
            }
            let mut bytes = [0; 4096];
            match self.stream.read(&mut bytes).await? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                count => self.heard.extend_from_slice(bytes.get(..count).unwrap_or_default()),
            }
        }
    }
}

/// A message in its frame.
pub(crate) fn framed(message: &str) -> Vec<u8> {
    [b"\x0b", message.as_bytes(), b"\x1c\r"].concat()
}
