//! Are accounts kept here, and at which address do browsers find the pages?

use reqwest::Url;
use serde::Deserialize;
use signin::passkeys::{NotAnOrigin, Passkeys};
use toml::Spanned;

use super::Web;
use super::mistake::Fault;

/// Accounts that are kept here and opened by passkeys, for sites without a provider.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accounts {
    /// The address at which browsers find the pages. A passkey works there and nowhere else.
    pub origin: Spanned<PasskeyOrigin>,
}

/// An address for which passkeys can be made.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct PasskeyOrigin(Passkeys);

impl Accounts {
    /// Who asks for passkeys and checks them.
    pub fn passkeys(&self) -> &Passkeys {
        &self.origin.get_ref().0
    }

    /// An address in TLS needs cookies that are only sent through it, and must be one at which the
    /// pages answer.
    pub(super) fn judge(&self, web: &Web) -> Result<(), Fault> {
        let origin = self.passkeys().origin();
        let (scheme, host) = origin.split_once("://").unwrap_or_default();
        if scheme == "https" && !web.behind_tls {
            let expected = "this address is in TLS: expected `behind_tls = true` in [web]";
            return Err(Fault::value(expected, self.origin.span()));
        }
        if !web.answers_to(host) {
            let expected = "expected an address at one of the `hosts` in [web]";
            return Err(Fault::value(expected, self.origin.span()));
        }
        Ok(())
    }
}

impl TryFrom<String> for PasskeyOrigin {
    type Error = NotAnOrigin;

    fn try_from(text: String) -> Result<Self, NotAnOrigin> {
        let url = Url::parse(&text).map_err(|_| NotAnOrigin)?;
        Passkeys::new(&url).map(Self)
    }
}
