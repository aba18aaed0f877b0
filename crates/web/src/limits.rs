//! How often may one ask?
//!
//! Each user and each address has an allowance that fills again by itself, kept in the memory of
//! this node: with several nodes, each counts for itself. A user's limits are tight, for a person
//! reads before asking again. An address's are wide, because a whole ward may stand behind one: of
//! an address only secrets that were wrong are counted closely. What an address has used up keeps
//! those out alone who hold no session.

mod meter;

use std::net::{IpAddr, Ipv6Addr};

use axum::extract::{MatchedPath, Request};
use axum::http::Method;
use axum::http::request::Parts;
use axum::response::Response;
use care::access::session::State;
use care::people::StaffId;
use tracing::warn;

use meter::Exhausted;
pub(crate) use meter::Meter;

use crate::app::App;
use crate::client::Client;
use crate::gate::TurnedAway;
use crate::routes::{OPEN, OpenKind};
use crate::session::Token;
use crate::site::is_foreign;

/// So many a minute. A whole minute's worth may come at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// At least 1.
    pub a_minute: u32,
}

/// How often one may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rates {
    /// One user, for anything.
    pub requests: Rate,
    /// One user, for a patient by number or name.
    pub searches: Rate,
    /// One user, for patients' pages and their prints.
    pub looks: Rate,
    /// One user, forms.
    pub forms: Rate,
    /// One address, for anything.
    pub of_an_address: Rate,
    /// One address, attempts to sign in.
    pub sign_ins: Rate,
    /// One address, secrets that were wrong: of an invitation, a passkey, a link, a signed order.
    pub failures: Rate,
}

impl Default for Rates {
    fn default() -> Self {
        let rate = |a_minute| Rate { a_minute };
        Self {
            requests: rate(300),
            searches: rate(20),
            looks: rate(40),
            forms: rate(60),
            of_an_address: rate(6_000),
            sign_ins: rate(300),
            failures: rate(60),
        }
    }
}

impl Rates {
    /// None at all: for measuring, and for tests of something else.
    pub fn none() -> Self {
        let none = Rate { a_minute: u32::MAX };
        Self {
            requests: none,
            searches: none,
            looks: none,
            forms: none,
            of_an_address: none,
            sign_ins: none,
            failures: none,
        }
    }

    fn of(&self, what: What) -> Rate {
        match what {
            What::Request => self.requests,
            What::Search => self.searches,
            What::Look => self.looks,
            What::Form => self.forms,
            What::OfAnAddress => self.of_an_address,
            What::SignIn => self.sign_ins,
            What::Failure => self.failures,
        }
    }
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum What {
    Request,
    Search,
    Look,
    Form,
    OfAnAddress,
    SignIn,
    Failure,
}

/// For whom it is counted.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Whose {
    User(StaffId),
    Address(IpAddr),
    /// All for whom there is no room; see [`Meter`].
    Others,
}

/// What is known of a request before it is answered, and for when the answer has come.
pub(crate) struct Asked {
    address: Option<IpAddr>,
    /// What its path is open for, where it is.
    way: Option<OpenKind>,
    /// Whether a failure may be a secret that somebody guesses at. Where the page of another site
    /// asks nobody guesses: a user followed it here.
    is_guarded: bool,
}

impl Asked {
    /// Reads it from a request.
    pub(crate) fn of(request: &Request, client: Client) -> Self {
        let way = request.extensions().get().and_then(open);
        let has_secret = matches!(way, Some(OpenKind::Secret | OpenKind::Machine));
        let is_guarded = has_secret && !is_foreign(request.headers());
        Self { address: client.address.map(network), way, is_guarded }
    }

    fn spend(&self, app: &App) -> Result<(), TurnedAway> {
        let Some(address) = self.address else { return Ok(()) };
        let spend = |what| spend(app, what, &Whose::Address(address));
        spend(What::OfAnAddress)?;
        if self.is_guarded {
            left(app, What::Failure, Whose::Address(address))?;
        }
        match self.way {
            Some(OpenKind::WayIn | OpenKind::Secret) => spend(What::SignIn),
            Some(OpenKind::Page | OpenKind::Machine) | None => Ok(()),
        }
    }
}

/// Counts a request for its address. Whoever holds a session with `token` is let in all the same,
/// and counted for themselves: nobody beside them takes the page from them.
pub(crate) async fn admit(
    app: &App,
    asked: &Asked,
    token: Option<Token>,
) -> Result<(), TurnedAway> {
    let Err(why) = asked.spend(app) else { return Ok(()) };
    let Some(token) = token else { return Err(why) };
    match app.store().session(&token.hash()).await {
        Ok(Some(session)) if session.times.state(app.now()) != State::Ended => Ok(()),
        Ok(_) => Err(why),
        Err(error) => {
            tracing::error!(%error, "whether somebody holds a session could not be seen");
            Err(why)
        }
    }
}

/// Counts a secret that was wrong.
pub(crate) fn heed(app: &App, asked: &Asked, answer: &Response) {
    let has_failed = answer.status().is_client_error();
    if let Some(address) = asked.address.filter(|_| asked.is_guarded && has_failed) {
        // Whether there was one left is asked before the next.
        let _ = spend(app, What::Failure, &Whose::Address(address));
    }
}

/// Counts a request for the user who makes it.
pub(crate) fn spend_of_user(app: &App, parts: &Parts, user: &StaffId) -> Result<(), TurnedAway> {
    let spend = |what| spend(app, what, &Whose::User(user.clone()));
    spend(What::Request)?;
    kind(&parts.method, parts.extensions.get()).map_or(Ok(()), spend)
}

/// What a request of a user is, beside being one.
fn kind(method: &Method, path: Option<&MatchedPath>) -> Option<What> {
    let path = path.map_or("", MatchedPath::as_str);
    match path {
        "/find" if *method == Method::POST => Some(What::Search),
        "/patients/{patient}" | "/patients/{patient}/print" => Some(What::Look),
        _ if *method == Method::POST => Some(What::Form),
        _ => None,
    }
}

/// What the path is open for, where it is.
fn open(path: &MatchedPath) -> Option<OpenKind> {
    OPEN.iter().find(|open| open.path == path.as_str()).map(|open| open.kind)
}

fn spend(app: &App, what: What, whose: &Whose) -> Result<(), TurnedAway> {
    let spent = app.meter().spend((what, whose.clone()), rate(app, what), app.now());
    told(what, whose, spent)
}

/// Whether there is something left, taking nothing.
fn left(app: &App, what: What, whose: Whose) -> Result<(), TurnedAway> {
    let key = (what, whose);
    told(what, &key.1, app.meter().left(&key, rate(app, what), app.now()))
}

/// Tells whoever watches over the service, once for each time that a limit is reached.
fn told(what: What, whose: &Whose, left: Result<(), Exhausted>) -> Result<(), TurnedAway> {
    if let Err(Exhausted { wait, is_new: true }) = &left {
        match whose {
            Whose::User(staff) => warn!(%staff, ?what, wait, "a user reached a limit"),
            Whose::Address(address) => warn!(%address, ?what, wait, "an address reached a limit"),
            Whose::Others => warn!(?what, wait, "more ask than can be told apart"),
        }
    }
    Ok(left?)
}

fn rate(app: &App, what: What) -> Rate {
    app.settings().gate.rates.of(what)
}

/// Whose address counts as one: an IPv6 network of 64 bits is a single customer's.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64)))
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}

impl From<Exhausted> for TurnedAway {
    fn from(exhausted: Exhausted) -> Self {
        Self::TooMany(exhausted.wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_customers_network_counts_as_one_address() {
        let of = |text: &str| network(text.parse().unwrap()).to_string();
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), of("2001:db8:1:2::9"));
        assert_ne!(of("2001:db8:1:2::9"), of("2001:db8:1:3::9"));
        assert_eq!(of("::ffff:192.0.2.7"), "192.0.2.7");
        assert_ne!(of("192.0.2.7"), of("192.0.2.8"));
    }
}
