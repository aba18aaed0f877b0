//! From which computer is asked, and by which way?
//!
//! A gateway in front of us writes into a header for whom it asks. Anybody can write such a header:
//! it is believed of listed gateways only, read from the right, where the nearest of them wrote, up
//! to the first address that is none of them. All else that is said there is thrown away before
//! anybody can read it.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName};

use crate::refusal::Refused;

/// The computer that asks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) struct Client {
    /// Its address; `None` where the connection does not say.
    pub(crate) address: Option<IpAddr>,
}

/// The other end of the connection: a browser's computer, or a gateway.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) SocketAddr);

/// The gateways in front of us.
pub struct Proxies {
    /// Whether the address is one of theirs.
    pub trusted: Box<dyn Fn(IpAddr) -> bool + Send + Sync>,
    /// Where they write for whom they ask. The other header is not read at all: what a gateway
    /// does not write itself, it may have passed on from anybody.
    pub header: Forwarding,
}

/// The header in which a gateway writes for whom it asks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Forwarding {
    /// `X-Forwarded-For`, and `X-Forwarded-Proto` beside it.
    #[default]
    XForwardedFor,
    /// `Forwarded` (RFC 7239).
    Forwarded,
}

/// How a request came to the gateway, by the gateway's word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wire {
    /// Nobody whom we believe says.
    Unsaid,
    /// Encrypted.
    Tls,
    /// As plain text.
    Plain,
}

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const FORWARDED: HeaderName = HeaderName::from_static("forwarded");

impl Default for Proxies {
    fn default() -> Self {
        Self { trusted: Box::new(|_| false), header: Forwarding::default() }
    }
}

impl Client {
    /// Reads where a request comes from, and takes out of it whatever else says so.
    pub(crate) fn learn(request: &mut Request, proxies: &Proxies) -> (Self, Wire) {
        let peer = request.extensions().get::<Peer>().map(|Peer(peer)| peer.ip().to_canonical());
        let told = match peer.filter(|peer| (proxies.trusted)(*peer)) {
            Some(gateway) => believe(gateway, request.headers(), proxies),
            None => (Self { address: peer }, Wire::Unsaid),
        };
        forget(request.headers_mut());
        told
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Client {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refused> {
        Ok(parts.extensions.get::<Self>().copied().unwrap_or_default())
    }
}

/// What a listed gateway says.
fn believe(gateway: IpAddr, headers: &HeaderMap, proxies: &Proxies) -> (Client, Wire) {
    let (hops, wire) = match proxies.header {
        Forwarding::XForwardedFor => (
            listed(headers, &X_FORWARDED_FOR),
            wire(listed(headers, &X_FORWARDED_PROTO).last().copied()),
        ),
        Forwarding::Forwarded => {
            let elements = listed(headers, &FORWARDED);
            let scheme = elements.last().and_then(|element| parameter(element, "proto"));
            let hops = elements.iter().map(|each| parameter(each, "for").unwrap_or_default());
            (hops.collect(), wire(scheme))
        }
    };
    let mut address = gateway;
    for hop in hops.into_iter().rev() {
        if !(proxies.trusted)(address) {
            break;
        }
        // An address that cannot be read says no more than that the gateway asked.
        let Some(next) = node(hop) else { break };
        address = next;
    }
    (Client { address: Some(address) }, wire)
}

/// The members of a header that is a list, over all lines in which it stands.
fn listed<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Vec<&'h str> {
    let lines = headers.get_all(name).iter().map(|line| line.to_str().unwrap_or_default());
    lines.flat_map(|line| line.split(',')).map(str::trim).collect()
}

/// One parameter of an element of `Forwarded`, such as `for` of `for=192.0.2.7;proto=https`.
fn parameter<'e>(element: &'e str, name: &str) -> Option<&'e str> {
    let mut pairs = element.split(';').filter_map(|pair| pair.trim().split_once('='));
    let (_, value) = pairs.find(|(each, _)| each.eq_ignore_ascii_case(name))?;
    Some(value.trim_matches('"'))
}

/// An address, with or without its port: `192.0.2.7`, `192.0.2.7:4711`, `[2001:db8::7]:4711`.
fn node(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    let address = bare.parse().or_else(|_| text.parse().map(|socket: SocketAddr| socket.ip()));
    address.ok().map(|address: IpAddr| address.to_canonical())
}

fn wire(scheme: Option<&str>) -> Wire {
    match scheme {
        Some(scheme) if scheme.eq_ignore_ascii_case("https") => Wire::Tls,
        Some(scheme) if scheme.eq_ignore_ascii_case("http") => Wire::Plain,
        _ => Wire::Unsaid,
    }
}

/// Takes away what anybody may have written, so that nothing behind the gate can heed it.
fn forget(headers: &mut HeaderMap) {
    let says_who = |name: &&HeaderName| {
        let name = name.as_str();
        name.starts_with("x-forwarded-") || ["forwarded", "x-real-ip"].contains(&name)
    };
    let names: Vec<HeaderName> = headers.keys().filter(says_who).cloned().collect();
    for name in names {
        headers.remove(name);
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    /// What is learnt of a request that comes from there with these headers, where the networks
    /// `10.0.0.0/8` and `::1` are gateways'.
    fn learn(header: Forwarding, from: &str, said: &[(&str, &str)]) -> (String, Wire, Request) {
        let trusted = |address: IpAddr| match address {
            IpAddr::V4(address) => address.octets()[0] == 10,
            IpAddr::V6(address) => address.is_loopback(),
        };
        let proxies = Proxies { trusted: Box::new(trusted), header };
        let mut request = Request::new(Body::empty());
        for (name, value) in said {
            let name: HeaderName = name.parse().unwrap();
            request.headers_mut().append(name, value.parse().unwrap());
        }
        request.extensions_mut().insert(Peer(SocketAddr::new(from.parse().unwrap(), 4711)));
        let (client, wire) = Client::learn(&mut request, &proxies);
        (client.address.unwrap().to_string(), wire, request)
    }

    #[track_caller]
    fn check(from: &str, said: &[(&str, &str)], expected: &str) {
        assert_eq!(learn(Forwarding::XForwardedFor, from, said).0, expected);
    }

    #[test]
    fn a_gateways_word_counts_and_nobody_elses() {
        let said = [("x-forwarded-for", "192.0.2.7")];
        check("10.0.0.1", &said, "192.0.2.7");
        check("::1", &said, "192.0.2.7");
        check("::ffff:10.0.0.1", &said, "192.0.2.7");
        check("198.51.100.9", &said, "198.51.100.9");
        check("10.0.0.1", &[], "10.0.0.1");
    }

    #[test]
    fn what_a_browser_wrote_before_the_gateway_is_not_believed() {
        check("10.0.0.1", &[("x-forwarded-for", "203.0.113.1, 192.0.2.7")], "192.0.2.7");
        check("10.0.0.1", &[("x-forwarded-for", "10.9.9.9, 192.0.2.7")], "192.0.2.7");
        let lines = [("x-forwarded-for", "203.0.113.1"), ("x-forwarded-for", "192.0.2.7")];
        check("10.0.0.1", &lines, "192.0.2.7");
    }

    #[test]
    fn several_gateways_in_a_row_are_passed_through() {
        check("10.0.0.1", &[("x-forwarded-for", "192.0.2.7, 10.0.0.3, 10.0.0.2")], "192.0.2.7");
        check("10.0.0.1", &[("x-forwarded-for", "10.0.0.3")], "10.0.0.3");
    }

    #[test]
    fn an_address_that_cannot_be_read_is_the_gateways_own() {
        for odd in ["unknown", "", "192.0.2.7.8", "192.0.2.7\t,", "_hidden", "[2001:db8::7"] {
            check("10.0.0.1", &[("x-forwarded-for", odd)], "10.0.0.1");
        }
    }

    #[test]
    fn ports_and_brackets_are_not_a_part_of_the_address() {
        check("10.0.0.1", &[("x-forwarded-for", "192.0.2.7:4711")], "192.0.2.7");
        check("10.0.0.1", &[("x-forwarded-for", "[2001:db8::7]:4711")], "2001:db8::7");
        check("10.0.0.1", &[("x-forwarded-for", "2001:db8::7")], "2001:db8::7");
    }

    #[test]
    fn only_the_header_that_the_gateway_writes_is_read() {
        let both = [("forwarded", "for=203.0.113.1;proto=http"), ("x-forwarded-for", "192.0.2.7")];
        let (address, wire, _) = learn(Forwarding::XForwardedFor, "10.0.0.1", &both);
        assert_eq!((address.as_str(), wire), ("192.0.2.7", Wire::Unsaid));
        let (address, wire, _) = learn(Forwarding::Forwarded, "10.0.0.1", &both);
        assert_eq!((address.as_str(), wire), ("203.0.113.1", Wire::Plain));
    }

    #[test]
    fn the_standard_header_is_read_from_the_right_too() {
        let said = [("forwarded", "for=203.0.113.1, For=\"[2001:db8::7]:47\";Proto=https;by=x")];
        let (address, wire, _) = learn(Forwarding::Forwarded, "10.0.0.1", &said);
        assert_eq!((address.as_str(), wire), ("2001:db8::7", Wire::Tls));
        // A quotation mark that somebody left open swallows nothing of what the gateway wrote.
        let said = [("forwarded", "for=\"203.0.113.1"), ("forwarded", "for=192.0.2.7")];
        let (address, ..) = learn(Forwarding::Forwarded, "10.0.0.1", &said);
        assert_eq!(address, "192.0.2.7");
    }

    #[test]
    fn a_stranger_cannot_say_that_the_way_was_plain_or_safe() {
        for scheme in ["http", "https"] {
            let said = [("x-forwarded-proto", scheme)];
            let (_, wire, _) = learn(Forwarding::XForwardedFor, "198.51.100.9", &said);
            assert_eq!(wire, Wire::Unsaid);
        }
        let (_, wire, _) =
            learn(Forwarding::XForwardedFor, "10.0.0.1", &[("x-forwarded-proto", "https, http")]);
        assert_eq!(wire, Wire::Plain, "the nearest gateway's word");
    }

    #[test]
    fn nothing_of_it_reaches_whoever_answers() {
        let said = [
            ("x-forwarded-for", "203.0.113.1"),
            ("x-forwarded-host", "elsewhere.example"),
            ("x-real-ip", "203.0.113.1"),
            ("forwarded", "for=203.0.113.1"),
            ("accept", "text/html"),
        ];
        for from in ["10.0.0.1", "198.51.100.9"] {
            let (_, _, request) = learn(Forwarding::XForwardedFor, from, &said);
            let left: Vec<&str> = request.headers().keys().map(HeaderName::as_str).collect();
            assert_eq!(left, ["accept"]);
        }
    }
}
