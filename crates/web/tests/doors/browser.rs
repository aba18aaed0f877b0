//! How does a browser speak to us? As much of HTTP/1.1 as a test needs, over a real socket.

use std::fmt::Write as _;
use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::html;

/// Somebody's browser: it keeps the cookie that it is given.
pub(crate) struct Browser {
    at: SocketAddr,
    /// The pairs that are sent back; empty while there is none.
    pub(crate) cookie: String,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

type Fields<'a> = &'a [(&'a str, &'a str)];

impl Browser {
    pub(crate) fn new(at: SocketAddr) -> Self {
        Self { at, cookie: String::new() }
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.ask("GET", path, &[], "").await
    }

    /// Sends a form as a browser does from one of our own pages, but without a token of ours.
    pub(crate) async fn post(&mut self, path: &str, form: Fields<'_>) -> Answer {
        self.post_with(path, &[("Accept", "text/html")], form).await
    }

    pub(crate) async fn post_with(
        &mut self,
        path: &str,
        headers: Fields<'_>,
        form: Fields<'_>,
    ) -> Answer {
        let body: Vec<String> =
            form.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        let kind = [("Content-Type", "application/x-www-form-urlencoded")];
        let headers: Vec<_> = headers.iter().chain(&kind).copied().collect();
        self.ask("POST", path, &headers, &body.join("&")).await
    }

    /// Sends a form with the token that our own pages hold.
    pub(crate) async fn send(&mut self, path: &str, form: Fields<'_>) -> Answer {
        let token = self.token().await;
        let form: Vec<_> = form.iter().copied().chain([("token", token.as_str())]).collect();
        self.post(path, &form).await
    }

    /// Sends a form and follows to the page that it leads to.
    pub(crate) async fn send_and_follow(&mut self, path: &str, form: Fields<'_>) -> Answer {
        let answer = self.send(path, form).await;
        assert_eq!(answer.status, 303, "{path}: {}", answer.text());
        self.get(answer.header("location")).await
    }

    /// Answers that the person agrees, to the question that is put now.
    pub(crate) async fn agree(&mut self, ask: &str) -> Answer {
        let page = self.get(ask).await;
        let no = html::hidden(&page.body, "no").unwrap_or_default();
        self.send(ask, &[("agreed", "yes"), ("no", &no)]).await
    }

    /// The token that each page of this user's session holds.
    pub(crate) async fn token(&mut self) -> String {
        let page = self.get("/").await;
        html::hidden(&page.body, "token").unwrap_or_default()
    }

    pub(crate) async fn ask(
        &mut self,
        method: &str,
        path: &str,
        headers: Fields<'_>,
        body: &str,
    ) -> Answer {
        let mut stream = self.begin(method, path, headers, body).await;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).await.unwrap();
        let answer = Answer::read(&bytes);
        for (_, cookie) in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
            self.keep(cookie);
        }
        answer
    }

    /// Keeps a cookie beside those of other names, or forgets it.
    fn keep(&mut self, cookie: &str) {
        let pair = cookie.split(';').next().unwrap_or_default();
        let name = |pair: &str| pair.split('=').next().unwrap_or_default().to_owned();
        let others = self.cookie.split("; ").filter(|each| name(each) != name(pair));
        let mut kept: Vec<&str> = others.filter(|each| !each.is_empty()).collect();
        if !cookie.contains("Max-Age=0") {
            kept.push(pair);
        }
        self.cookie = kept.join("; ");
    }

    /// Asks for a stream of events, which does not end by itself.
    pub(crate) async fn listen(&mut self, path: &str) -> Events {
        let accept = [("Accept", "text/event-stream")];
        Events { stream: self.begin("GET", path, &accept, "").await, heard: Vec::new() }
    }

    async fn begin(&self, method: &str, path: &str, headers: Fields<'_>, body: &str) -> TcpStream {
        let mut request = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\n", self.at);
        for (name, value) in headers {
            write!(request, "{name}: {value}\r\n").unwrap();
        }
        if !self.cookie.is_empty() {
            write!(request, "Cookie: {}\r\n", self.cookie).unwrap();
        }
        write!(request, "Content-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len())
            .unwrap();
        let mut stream = TcpStream::connect(self.at).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        stream
    }
}

impl Answer {
    pub(crate) fn read(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).unwrap_or_default();
        let headers = lines.filter_map(|line| line.split_once(": "));
        Self {
            status: status.parse().unwrap_or_default(),
            headers: headers
                .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
                .collect(),
            body: body.to_owned(),
        }
    }

    /// A header's value; empty where it was not sent.
    pub(crate) fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(each, _)| each == name);
        found.map_or("", |(_, value)| value)
    }

    /// What a person reads on the page.
    pub(crate) fn text(&self) -> String {
        html::text(&self.body)
    }

    /// The first heading.
    pub(crate) fn heading(&self) -> String {
        html::inside(&self.body, "<h1", "</h1>").map(|part| html::text(&part)).unwrap_or_default()
    }

    #[track_caller]
    pub(crate) fn says(&self, words: &str) {
        let text = self.text();
        assert!(text.contains(words), "“{words}” is not on the page ({}):\n{text}", self.status);
    }

    #[track_caller]
    pub(crate) fn never_says(&self, words: &str) {
        let in_headers = self.headers.iter().any(|(_, value)| value.contains(words));
        let is_there = in_headers || self.body.contains(words);
        assert!(!is_there, "“{words}” is on the page:\n{:?}\n{}", self.headers, self.text());
    }
}

/// A stream of events that a page has open.
pub(crate) struct Events {
    stream: TcpStream,
    heard: Vec<u8>,
}

impl Events {
    /// All that has come once `end` is in it, or once the stream has ended.
    pub(crate) async fn until(&mut self, end: &str) -> String {
        loop {
            let heard = String::from_utf8_lossy(&self.heard).into_owned();
            if heard.contains(end) || self.stream.read_buf(&mut self.heard).await.unwrap() == 0 {
                return heard;
            }
        }
    }
}

pub(crate) fn encoded(value: &str) -> String {
    let mut text = String::new();
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            text.push(char::from(byte));
        } else {
            write!(text, "%{byte:02X}").unwrap();
        }
    }
    text
}
