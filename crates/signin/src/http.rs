//! How is a provider asked, and how much of its answer is read?
//!
//! Every request of this crate leaves here: in TLS unless the provider stands on this machine,
//! without following anybody elsewhere, for ten seconds and a megabyte at most.

use std::net::IpAddr;
use std::time::Duration;

use reqwest::header::{ACCEPT, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{RequestBuilder, Response};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use url::Url;

/// So long an answer may take, all of it.
const PATIENCE: Duration = Duration::from_secs(10);

/// The longest answer, in bytes.
const LONGEST: usize = 1024 * 1024;

/// What is asked for where nothing else is: JSON.
pub const JSON: &str = "application/json";

/// An address that may be asked: `https`, or `http` on this machine, without user, password or
/// fragment.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct Address(Url);

/// The text is no address that may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected an address that begins with https:// (http:// on this machine only) and holds no \
     user, password or fragment"
)]
pub struct NotAnAddress;

/// Why there is no answer. No word of it holds what was asked or answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoAnswer {
    /// There is no connection, or its certificate is not trusted.
    #[error("it cannot be reached")]
    Unreachable,
    /// The answer, or the rest of it, did not come in time.
    #[error("it did not answer in time")]
    TooLate,
    /// The answer is longer than any can be.
    #[error("its answer is too long")]
    TooLong,
    /// It answered with an error, or with a redirect, which is not followed.
    #[error("it answered with the status {0}")]
    Status(u16),
    /// The answer is not what was asked for.
    #[error("its answer cannot be read")]
    Unreadable,
    /// It failed a moment ago and is left in peace until the next try.
    #[error("it failed a moment ago")]
    Resting,
}

/// Who asks. Cheap to clone; every clone shares its connections.
#[derive(Debug, Clone)]
pub struct Http {
    away: reqwest::Client,
    here: reqwest::Client,
}

/// The library of TLS does not work on this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("providers cannot be asked: TLS does not work on this machine")]
pub struct NoTls;

/// What was answered: a status and a body within bounds. It may hold a token: it prints neither.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

impl Address {
    /// The address.
    pub fn url(&self) -> &Url {
        &self.0
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Whether whoever stands here may name that one, to be asked for more: what stands on this
    /// machine may be named only from here. Nobody else lets us ask our own neighbours.
    pub(crate) fn may_name(&self, other: &Self) -> bool {
        self.is_here() || !other.is_here()
    }

    /// Whether it stands on this machine.
    pub fn is_here(&self) -> bool {
        is_here(&self.0)
    }
}

impl TryFrom<Url> for Address {
    type Error = NotAnAddress;

    fn try_from(url: Url) -> Result<Self, NotAnAddress> {
        let is_bare =
            url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
        let is_safe = url.scheme() == "https" || url.scheme() == "http" && is_here(&url);
        if is_bare && is_safe { Ok(Self(url)) } else { Err(NotAnAddress) }
    }
}

impl TryFrom<String> for Address {
    type Error = NotAnAddress;

    fn try_from(text: String) -> Result<Self, NotAnAddress> {
        text.parse()
    }
}

impl std::str::FromStr for Address {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        Url::parse(text).map_err(|_| NotAnAddress)?.try_into()
    }
}

impl Http {
    /// Makes ready to ask. Nothing is asked yet.
    pub fn new() -> Result<Self, NoTls> {
        let builder = || reqwest::Client::builder().timeout(PATIENCE).redirect(Policy::none());
        // What stands on this machine is asked straight; elsewhere leads the machine's own proxy.
        Ok(Self {
            away: builder().https_only(true).build().map_err(|_| NoTls)?,
            here: builder().no_proxy().build().map_err(|_| NoTls)?,
        })
    }

    /// Gets a document in JSON.
    pub async fn get_json<T: DeserializeOwned>(&self, address: &Address) -> Result<T, NoAnswer> {
        self.get(address, JSON, None).await?.well()?.json()
    }

    /// Gets a document of a media type, with the access token `bearer` where one is given.
    pub async fn get(
        &self,
        address: &Address,
        media_type: &str,
        bearer: Option<&str>,
    ) -> Result<Answer, NoAnswer> {
        let request = self.client(address).get(address.url().clone());
        let request = match bearer {
            Some(token) => request.bearer_auth(token),
            None => request,
        };
        send(request, media_type).await
    }

    /// Posts a form, in the name of `user` with a password where one is given (HTTP Basic, its two
    /// halves form-encoded as RFC 6749 §2.3.1 asks).
    pub async fn post(
        &self,
        address: &Address,
        form: &[(&str, &str)],
        user: Option<(&str, &str)>,
    ) -> Result<Answer, NoAnswer> {
        let request = self.client(address).post(address.url().clone()).form(form);
        let request = match user {
            Some((name, password)) => request.basic_auth(encoded(name), Some(encoded(password))),
            None => request,
        };
        send(request, JSON).await
    }

    fn client(&self, address: &Address) -> &reqwest::Client {
        if address.is_here() { &self.here } else { &self.away }
    }
}

impl Answer {
    /// Itself, where it is no error.
    pub fn well(self) -> Result<Self, NoAnswer> {
        if self.status == 200 { Ok(self) } else { Err(NoAnswer::Status(self.status)) }
    }

    /// What it says in JSON.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, NoAnswer> {
        serde_json::from_slice(&self.body).map_err(|_| NoAnswer::Unreadable)
    }
}

/// It may hold a token, so debug text keeps the body to itself.
impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Answer({}, ..)", self.status)
    }
}

async fn send(request: RequestBuilder, media_type: &str) -> Result<Answer, NoAnswer> {
    let accept = HeaderValue::from_str(media_type).map_err(|_| NoAnswer::Unreadable)?;
    // The library's own words hold the address of the request: only its kind is told.
    let answer = request.header(ACCEPT, accept).send().await.map_err(|error| fault(&error))?;
    let status = answer.status().as_u16();
    Ok(Answer { status, body: body(answer).await? })
}

async fn body(mut answer: Response) -> Result<Vec<u8>, NoAnswer> {
    let mut body = Vec::new();
    while let Some(part) = answer.chunk().await.map_err(|error| fault(&error))? {
        if body.len() + part.len() > LONGEST {
            return Err(NoAnswer::TooLong);
        }
        body.extend_from_slice(&part);
    }
    Ok(body)
}

fn fault(error: &reqwest::Error) -> NoAnswer {
    if error.is_timeout() { NoAnswer::TooLate } else { NoAnswer::Unreachable }
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

fn is_here(url: &Url) -> bool {
    url.host_str().is_some_and(|host| {
        let host = host.trim_matches(['[', ']']);
        host == "localhost" || host.parse().is_ok_and(|host: IpAddr| host.is_loopback())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_elsewhere_lets_us_ask_what_stands_on_this_machine() {
        let address = |text: &str| text.parse::<Address>().unwrap();
        let (there, here) = (address("https://sign-in.example/"), address("http://127.0.0.1:9/x"));
        assert!(there.may_name(&address("https://keys.example/")));
        assert!(!there.may_name(&here) && !there.may_name(&address("https://localhost/")));
        assert!(here.may_name(&here) && here.may_name(&there));
    }

    #[test]
    fn nothing_is_asked_in_the_clear_but_on_this_machine() {
        for good in ["https://sign-in.example/x?y=z", "http://127.0.0.1:9/x", "http://[::1]/"] {
            assert!(good.parse::<Address>().is_ok(), "{good}");
        }
        let bad = [
            "http://sign-in.example/",
            "http://localhost.sign-in.example/",
            "https://user@sign-in.example/",
            "https://u:p@sign-in.example/",
            "https://sign-in.example/#x",
            "file:///etc/passwd",
            "sign-in.example",
        ];
        for bad in bad {
            assert_eq!(bad.parse::<Address>(), Err(NotAnAddress), "{bad}");
        }
    }
}
