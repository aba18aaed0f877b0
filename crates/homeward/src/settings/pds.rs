//! Where is the national service asked, as whom, and how often?

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use care::people::TrustCode;
use jiff::SignedDuration;
use reqwest::Url;
use serde::Deserialize;
use toml::Spanned;

use super::mistake::Fault;

/// An address that is asked over HTTP, safely.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct WebAddress(Url);

/// The text is no address that may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected an address that begins with https:// (http:// on this machine only) and holds no \
     password and no question mark"
)]
pub struct NotAnAddress;

impl WebAddress {
    /// The address.
    pub fn url(&self) -> &Url {
        &self.0
    }

    /// Whether it stands on this machine.
    pub fn is_here(&self) -> bool {
        is_here(&self.0)
    }
}

impl TryFrom<String> for WebAddress {
    type Error = NotAnAddress;
    fn try_from(text: String) -> Result<Self, NotAnAddress> {
        let address = Url::parse(&text).map_err(|_| NotAnAddress)?;
        if is_safe(&address) { Ok(Self(address)) } else { Err(NotAnAddress) }
    }
}

/// The Personal Demographics Service, asked for NHS numbers that the hospital has not verified.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pds {
    /// The address below which `Patient` lies.
    pub base: WebAddress,
    /// Where a token is had.
    pub token: WebAddress,
    /// The key of our application: it names us, it is no secret.
    pub application: String,
    /// The name under which the public half of our signing key is published.
    pub key_id: String,
    /// Our signing key, RSA of at least 4096 bits, in PEM.
    pub key: PathBuf,
    /// The ODS code of the organisation on whose behalf we ask.
    pub organisation: TrustCode,
    /// The most requests in a second. The limit of the service holds for the application, so
    /// several nodes share it.
    #[serde(default = "requests")]
    pub requests_per_second: Spanned<u32>,
    /// So long an answer may take, in seconds.
    #[serde(default = "timeout")]
    pub timeout_seconds: Spanned<u32>,
    /// A patient who is still in hospital is asked about again after so many days.
    #[serde(default = "again")]
    pub again_days: Spanned<u32>,
}

impl Pds {
    /// So long an answer may take.
    pub fn timeout(&self) -> Duration {
        Duration::from_secs(u64::from(*self.timeout_seconds.get_ref()))
    }

    /// So far apart requests are.
    pub fn pace(&self) -> Duration {
        Duration::from_secs(1) / (*self.requests_per_second.get_ref()).max(1)
    }

    /// So old an answer may be.
    pub fn again(&self) -> SignedDuration {
        SignedDuration::from_hours(24 * i64::from(*self.again_days.get_ref()))
    }

    pub(super) fn judge(&self) -> Result<(), Fault> {
        let numbers = [
            (&self.requests_per_second, 100, "expected 1 to 100"),
            (&self.timeout_seconds, 60, "expected 1 to 60"),
            (&self.again_days, 365, "expected 1 to 365"),
        ];
        for (number, most, expected) in numbers {
            if !(1..=most).contains(number.get_ref()) {
                return Err(Fault::value(expected, number.span()));
            }
        }
        Ok(())
    }

    /// Paths are meant from where the settings stand.
    pub(super) fn stand_in(&mut self, folder: &Path) {
        self.key = folder.join(&self.key);
    }
}

/// In the clear only on this machine: names and dates of birth stand in what is asked.
fn is_safe(address: &Url) -> bool {
    let is_plain = address.username().is_empty()
        && address.password().is_none()
        && address.query().is_none()
        && address.fragment().is_none();
    is_plain && (address.scheme() == "https" || address.scheme() == "http" && is_here(address))
}

fn is_here(address: &Url) -> bool {
    address.host_str().is_some_and(|host| {
        let host = host.trim_matches(['[', ']']);
        host == "localhost" || host.parse().is_ok_and(|host: IpAddr| host.is_loopback())
    })
}

fn requests() -> Spanned<u32> {
    Spanned::new(0..0, 5)
}

fn timeout() -> Spanned<u32> {
    Spanned::new(0..0, 10)
}

fn again() -> Spanned<u32> {
    Spanned::new(0..0, 7)
}
