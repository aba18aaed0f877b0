//! A member of staff at a browser, as far as the server can tell.

use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Somebody who is signed in.
#[derive(Clone)]
pub(crate) struct Browser {
    pages: SocketAddr,
    cookie: String,
}

/// A page that came.
pub(crate) struct Page {
    /// From when it was due until its last byte.
    pub(crate) took: Duration,
    /// How much of that was leave to look and the line of the audit.
    pub(crate) leave: Duration,
    /// Whether every part of the record was checked.
    pub(crate) is_whole: bool,
}

impl Browser {
    pub(crate) async fn sign_in(pages: SocketAddr, staff: &str) -> Self {
        let form = format!("staff={staff}");
        let request = format!(
            "POST /sign-in HTTP/1.1\r\nHost: {pages}\r\nConnection: close\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
            form.len()
        );
        let answer = ask(pages, &request).await.unwrap();
        let cookie = answer.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
        let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        Self { pages, cookie }
    }

    /// Gets a page that was due at a moment.
    pub(crate) async fn get(&self, path: &str, due: Instant) -> Page {
        let Self { pages, cookie } = self;
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {pages}\r\nConnection: close\r\nCookie: {cookie}\r\n\r\n"
        );
        let answer = ask(*pages, &request).await.unwrap();
        let (head, _) = answer.split_once("\r\n\r\n").unwrap_or_default();
        assert!(head.starts_with("HTTP/1.1 200"), "{path}: {head}");
        Page {
            took: due.elapsed(),
            leave: Duration::ZERO,
            is_whole: !answer.contains("Could not check"),
        }
    }
}

async fn ask(pages: SocketAddr, request: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect(pages).await?;
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}
