//! Somebody whose browser is sent from house to house: it keeps each one's cookies and follows
//! where it is sent, through the provider's own pages.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::browser::{Answer, encoded};
use crate::html;

/// Further than this nobody is sent.
const MOST_STEPS: usize = 20;

/// A browser that goes from house to house.
#[derive(Default, Clone)]
pub(crate) struct Traveller {
    jars: BTreeMap<String, BTreeMap<String, String>>,
    /// Whom the provider's page is told.
    login: String,
}

/// Where a journey ended.
pub(crate) struct Arrived {
    pub(crate) address: String,
    pub(crate) answer: Answer,
    /// How often the provider asked who it is.
    pub(crate) logins: usize,
}

impl Traveller {
    /// Somebody who signs in at any provider under a name.
    pub(crate) fn named(login: &str) -> Self {
        Self { jars: BTreeMap::new(), login: login.to_owned() }
    }

    /// Loses the cookies of one house.
    pub(crate) fn forget(&mut self, host: &str) {
        self.jars.remove(host);
    }

    pub(crate) async fn get(&mut self, address: &str) -> Answer {
        self.ask("GET", address, "").await
    }

    pub(crate) async fn post(&mut self, address: &str, form: &[(&str, &str)]) -> Answer {
        let body: Vec<String> =
            form.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        self.ask("POST", address, &body.join("&")).await
    }

    /// Goes to an address and on from there, signing in and agreeing wherever a provider asks.
    pub(crate) async fn go(&mut self, address: &str) -> Arrived {
        self.travel(address, "\0").await.unwrap()
    }

    /// Goes as far as the next address would be one that holds `before`, and says which: what a
    /// provider sends back with the browser, not yet brought.
    pub(crate) async fn go_until(&mut self, address: &str, before: &str) -> String {
        self.travel(address, before).await.err().unwrap()
    }

    async fn travel(&mut self, address: &str, before: &str) -> Result<Arrived, String> {
        let mut address = address.to_owned();
        let mut answer = self.get(&address).await;
        let mut logins = 0;
        for _ in 0..MOST_STEPS {
            if (300..400).contains(&answer.status) {
                address = beside(&address, answer.header("location"));
                if address.contains(before) {
                    return Err(address);
                }
                answer = self.get(&address).await;
                continue;
            }
            let Some(prompt) = html::hidden(&answer.body, "prompt") else {
                return Ok(Arrived { address, answer, logins });
            };
            logins += usize::from(prompt == "login");
            let action = html::attributes(&answer.body, "action");
            address = beside(&address, action.first().unwrap());
            let login = self.login.clone();
            let form = [("prompt", prompt.as_str()), ("login", &login), ("password", "x")];
            answer = self.post(&address, &form).await;
        }
        panic!("sent from {address} to {address} without end")
    }

    async fn ask(&mut self, method: &str, address: &str, body: &str) -> Answer {
        let (host, path) = parts(address);
        let mut request =
            format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nAccept: text/html\r\n");
        let jar = self.jars.entry(host.to_owned()).or_default();
        let pairs: Vec<String> =
            jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !pairs.is_empty() {
            write!(request, "Cookie: {}\r\n", pairs.join("; ")).unwrap();
        }
        if method == "POST" {
            request += "Content-Type: application/x-www-form-urlencoded\r\n";
            write!(request, "Content-Length: {}\r\n", body.len()).unwrap();
        }
        write!(request, "Connection: close\r\n\r\n{body}").unwrap();
        let mut stream = TcpStream::connect(host).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).await.unwrap();
        let answer = Answer::read(&bytes);
        for (_, cookie) in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            let is_gone =
                cookie.contains("Max-Age=0") || cookie.contains("expires=Thu, 01 Jan 1970");
            if is_gone {
                jar.remove(name);
            } else {
                jar.insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }
}

/// An address as it stands on a page at another.
fn beside(at: &str, address: &str) -> String {
    if address.starts_with("http") {
        return address.to_owned();
    }
    let (host, _) = parts(at);
    format!("http://{host}{address}")
}

fn parts(address: &str) -> (&str, &str) {
    let rest = address.strip_prefix("http://").unwrap_or_else(|| panic!("{address}"));
    match rest.find(['/', '?']) {
        Some(place) => rest.split_at(place),
        None => (rest, "/"),
    }
}
