//! Where are the pages served, through which gateways, and how often may one ask?

use std::net::SocketAddr;
use std::num::{NonZeroU16, NonZeroU32};
use std::time::Duration;

use serde::Deserialize;
use toml::Spanned;
use web::{Forwarding, Gate, Patience, Proxies, Rate, Rates};

use super::address::Network;
use super::mistake::Fault;

/// Where the pages are served.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Web {
    /// The address to listen on.
    pub listen: SocketAddr,
    /// Where browsers reach the pages, as in `https://homeward.example`. Providers and patient
    /// systems send browsers back there.
    pub address: Option<Spanned<OurAddress>>,
    /// Whether a gateway in front ends TLS, so that cookies are only ever sent through it.
    pub behind_tls: bool,
    /// The names under which browsers reach the pages. Empty: any.
    pub hosts: Vec<HostName>,
    /// The gateways in front: only they are believed about whom they ask for.
    pub trusted_proxies: Vec<Network>,
    /// The header in which the gateways write for whom they ask.
    pub forwarded: Header,
    /// The origins whose pages may show ours inside their own. Empty: none may.
    pub frame_ancestors: Vec<Origin>,
    /// Planned work or other news, shown on every page; empty for none.
    pub news: String,
    /// How long is waited, and how often one may ask.
    pub limits: WebLimits,
}

/// How long is waited, and how often one may ask. Each node counts for itself.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WebLimits {
    /// From one answer to the last byte of the next request's head.
    pub head_seconds: NonZeroU16,
    /// From the head of a request to its answer.
    pub answer_seconds: NonZeroU16,
    /// For a browser that takes nothing of what is sent.
    pub stall_seconds: NonZeroU16,
    /// Connections at a time.
    pub connections: NonZeroU16,
    /// The same of one address that is no gateway's.
    pub connections_of_one_address: NonZeroU16,
    /// One user's requests in a minute.
    pub requests_a_minute: NonZeroU32,
    /// One user's searches for a patient in a minute.
    pub searches_a_minute: NonZeroU32,
    /// One user's openings and prints of a patient's page in a minute.
    pub looks_a_minute: NonZeroU32,
    /// One user's forms in a minute.
    pub forms_a_minute: NonZeroU32,
    /// One address's requests in a minute.
    pub requests_of_one_address_a_minute: NonZeroU32,
    /// One address's attempts to sign in, in a minute.
    pub sign_ins_a_minute: NonZeroU32,
    /// One address's attempts to sign in that failed, in a minute.
    pub failures_a_minute: NonZeroU32,
}

/// The header in which a gateway writes for whom it asks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Header {
    /// `X-Forwarded-For`, with `X-Forwarded-Proto` beside it.
    #[default]
    XForwardedFor,
    /// `Forwarded` (RFC 7239).
    Forwarded,
}

/// A name as it stands in `Host`: `homeward.example`, or with a port that is not the usual one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct HostName(String);

/// Where browsers reach us: an origin, which on this machine may do without TLS.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct OurAddress(String);

/// An origin: `https://epr.example`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Origin(String);

/// The text names no host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a name such as `homeward.example`, without https:// and without a path")]
pub struct NotAHost;

/// The text is no address of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected an address such as `https://homeward.example`, without a path (http:// on this \
     machine only)"
)]
pub struct NotOurAddress;

/// The text is no origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected an origin such as `https://epr.example`, without a path")]
pub struct NotAnOrigin;

impl Origin {
    /// As browsers write it.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl Web {
    /// Whether the pages answer under this name.
    pub(super) fn answers_to(&self, host: &str) -> bool {
        self.hosts.is_empty() || self.hosts.iter().any(|HostName(name)| name == host)
    }

    /// Where browsers reach us; empty where the settings do not say.
    pub fn address(&self) -> String {
        self.address.as_ref().map(|address| address.get_ref().0.clone()).unwrap_or_default()
    }

    /// Where browsers reach us in TLS, cookies are sent through it alone, and they must reach us under
    /// a name to which we answer.
    pub(super) fn judge(&self) -> Result<(), Fault> {
        let Some(address) = &self.address else { return Ok(()) };
        let (scheme, host) = address.get_ref().0.split_once("://").unwrap_or_default();
        if scheme == "https" && !self.behind_tls {
            let expected = "this address is in TLS: expected `behind_tls = true` beside it";
            return Err(Fault::value(expected, address.span()));
        }
        if !self.answers_to(host) {
            let expected = "expected an address at one of the `hosts`";
            return Err(Fault::value(expected, address.span()));
        }
        Ok(())
    }

    /// The same, for the pages.
    pub fn gate(&self) -> Gate {
        let networks = self.trusted_proxies.clone();
        let trusted = move |address| networks.iter().any(|network| network.holds(address));
        let header = match self.forwarded {
            Header::XForwardedFor => Forwarding::XForwardedFor,
            Header::Forwarded => Forwarding::Forwarded,
        };
        Gate {
            hosts: self.hosts.iter().map(|HostName(name)| name.clone()).collect(),
            framed_by: self.frame_ancestors.iter().map(|Origin(origin)| origin.clone()).collect(),
            proxies: Proxies { trusted: Box::new(trusted), header },
            patience: self.limits.patience(),
            rates: self.limits.rates(),
        }
    }
}

impl WebLimits {
    fn patience(&self) -> Patience {
        let seconds = |number: NonZeroU16| Duration::from_secs(number.get().into());
        Patience {
            head: seconds(self.head_seconds),
            answer: seconds(self.answer_seconds),
            stall: seconds(self.stall_seconds),
            connections: self.connections.get().into(),
            connections_of_one: self.connections_of_one_address.get().into(),
        }
    }

    fn rates(&self) -> Rates {
        let rate = |number: NonZeroU32| Rate { a_minute: number.get() };
        Rates {
            requests: rate(self.requests_a_minute),
            searches: rate(self.searches_a_minute),
            looks: rate(self.looks_a_minute),
            forms: rate(self.forms_a_minute),
            of_an_address: rate(self.requests_of_one_address_a_minute),
            sign_ins: rate(self.sign_ins_a_minute),
            failures: rate(self.failures_a_minute),
        }
    }
}

impl Default for Web {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            address: None,
            behind_tls: false,
            hosts: Vec::new(),
            trusted_proxies: Vec::new(),
            forwarded: Header::default(),
            frame_ancestors: Vec::new(),
            news: String::new(),
            limits: WebLimits::default(),
        }
    }
}

impl Default for WebLimits {
    fn default() -> Self {
        let Patience { head, answer, stall, connections, connections_of_one } = Patience::default();
        let rates = Rates::default();
        let seconds = |time: Duration| few(time.as_secs().try_into().unwrap_or(usize::MAX));
        let many = |Rate { a_minute }| NonZeroU32::new(a_minute).unwrap_or(NonZeroU32::MAX);
        Self {
            head_seconds: seconds(head),
            answer_seconds: seconds(answer),
            stall_seconds: seconds(stall),
            connections: few(connections),
            connections_of_one_address: few(connections_of_one),
            requests_a_minute: many(rates.requests),
            searches_a_minute: many(rates.searches),
            looks_a_minute: many(rates.looks),
            forms_a_minute: many(rates.forms),
            requests_of_one_address_a_minute: many(rates.of_an_address),
            sign_ins_a_minute: many(rates.sign_ins),
            failures_a_minute: many(rates.failures),
        }
    }
}

fn few(number: usize) -> NonZeroU16 {
    u16::try_from(number).ok().and_then(NonZeroU16::new).unwrap_or(NonZeroU16::MAX)
}

impl TryFrom<String> for HostName {
    type Error = NotAHost;

    fn try_from(text: String) -> Result<Self, NotAHost> {
        let (name, port) = text.rsplit_once(':').unwrap_or((&text, "0"));
        let is_name = |letter: char| letter.is_ascii_alphanumeric() || ".-".contains(letter);
        let fits = !name.is_empty() && name.chars().all(is_name) && port.parse::<u16>().is_ok();
        if fits { Ok(Self(text)) } else { Err(NotAHost) }
    }
}

impl TryFrom<String> for OurAddress {
    type Error = NotOurAddress;

    fn try_from(text: String) -> Result<Self, NotOurAddress> {
        let here = ["http://localhost", "http://127.0.0.1"];
        let is_here = here.iter().any(|here| {
            let rest = text.strip_prefix(here);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
        });
        let origin = if is_here { text.replacen("http", "https", 1) } else { text.clone() };
        Origin::try_from(origin).map_err(|_| NotOurAddress)?;
        Ok(Self(text))
    }
}

impl TryFrom<String> for Origin {
    type Error = NotAnOrigin;

    fn try_from(text: String) -> Result<Self, NotAnOrigin> {
        let host = text.strip_prefix("https://").ok_or(NotAnOrigin)?;
        HostName::try_from(host.to_owned()).map_err(|_| NotAnOrigin)?;
        Ok(Self(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_a_name_and_nothing_else() {
        let read = |text: &str| HostName::try_from(text.to_owned());
        assert!(read("homeward.example").is_ok() && read("localhost:8080").is_ok());
        for text in ["", "https://homeward.example", "homeward.example/", "a b", "a:port", "*"] {
            assert_eq!(read(text), Err(NotAHost), "{text}");
        }
    }

    #[test]
    fn who_may_frame_us_is_named_without_a_path_or_a_wildcard() {
        let read = |text: &str| Origin::try_from(text.to_owned());
        assert!(read("https://epr.example").is_ok() && read("https://epr.example:8443").is_ok());
        for text in [
            "epr.example",
            "http://epr.example",
            "https://epr.example/launch",
            "https://*.example",
            "https://epr.example; script-src *",
            "https://",
        ] {
            assert_eq!(read(text), Err(NotAnOrigin), "{text}");
        }
    }

    #[test]
    fn browsers_reach_us_in_tls_unless_they_run_on_this_machine() {
        let read = |text: &str| OurAddress::try_from(text.to_owned());
        for text in ["https://homeward.example", "http://localhost:8080", "http://127.0.0.1"] {
            assert!(read(text).is_ok(), "{text}");
        }
        for text in [
            "http://homeward.example",
            "http://localhost.example",
            "https://homeward.example/",
            "https://homeward.example/pages",
            "homeward.example",
        ] {
            assert_eq!(read(text), Err(NotOurAddress), "{text}");
        }
    }

    #[test]
    fn a_gateway_is_believed_by_its_network() {
        let proxies = vec!["10.0.0.0/8".parse().unwrap()];
        let gate = Web { trusted_proxies: proxies, ..Web::default() }.gate();
        assert!((gate.proxies.trusted)("10.1.2.3".parse().unwrap()));
        assert!(!(gate.proxies.trusted)("192.0.2.7".parse().unwrap()));
        let nobody = Web::default().gate();
        assert!(!(nobody.proxies.trusted)("127.0.0.1".parse().unwrap()));
    }

    #[test]
    fn the_defaults_are_those_of_the_pages() {
        let gate = Web::default().gate();
        assert_eq!(gate.rates, Rates::default());
        assert_eq!(gate.patience, Patience::default());
    }
}
