//! Where does a patient system let itself be asked, and how?
//!
//! It says so below its own address (SMART App Launch 2.2, §"Conformance"), and is asked again after
//! a while. An older system that says so only in its `CapabilityStatement` cannot say that it takes
//! `S256`, and does not launch us.

use serde::Deserialize;
use url::Url;

use super::{NotLaunched, is_same};
use crate::http::{Address, Http, NoAnswer};
use crate::trouble::Trouble;

/// What is needed of it. Each endpoint is an address that may be asked safely.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Configuration {
    /// Who issues its ID tokens.
    pub(super) issuer: String,
    /// Where the browser is sent.
    pub(super) authorisation: Address,
    /// Where a code becomes a token.
    pub(super) token: Address,
    /// Where its public keys are.
    pub(super) keys: Address,
    /// Whether every answer names its issuer (RFC 9207).
    pub(super) names_itself: bool,
    /// Whether it takes the challenges that keep a stolen code from being of use (PKCE, `S256`).
    takes_s256: bool,
}

/// As the system writes it.
#[derive(Deserialize)]
struct Written {
    #[serde(default)]
    issuer: Option<String>,
    #[serde(default)]
    jwks_uri: Option<Address>,
    authorization_endpoint: Address,
    token_endpoint: Address,
    #[serde(default)]
    code_challenge_methods_supported: Vec<String>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

/// The part of an OpenID Provider's configuration that older systems keep apart.
#[derive(Deserialize)]
struct Provider {
    issuer: String,
    jwks_uri: Address,
}

/// What the system at `base` says of itself.
pub(super) async fn fetch(http: &Http, base: &Address) -> Result<Configuration, NoAnswer> {
    let written: Written = http.get_json(&below(base, ".well-known/smart-configuration")?).await?;
    let (issuer, keys) = match (written.issuer, written.jwks_uri) {
        (Some(issuer), Some(keys)) if is_beside(&issuer, base) => (issuer, keys),
        (issuer, _) => provider(http, base, issuer).await?,
    };
    let named = [&keys, &written.authorization_endpoint, &written.token_endpoint];
    if !named.into_iter().all(|named| base.may_name(named)) {
        return Err(NoAnswer::Unreadable);
    }
    let methods = &written.code_challenge_methods_supported;
    Ok(Configuration {
        issuer,
        authorisation: written.authorization_endpoint,
        token: written.token_endpoint,
        keys,
        names_itself: written.authorization_response_iss_parameter_supported,
        takes_s256: methods.iter().any(|method| method == "S256"),
    })
}

/// Whether an issuer stands on the system's own host, so that the system may speak for it. Of an
/// issuer elsewhere it could name any, with keys of its own, and bring in that one's people.
fn is_beside(issuer: &str, base: &Address) -> bool {
    issuer.parse::<Address>().is_ok_and(|issuer| issuer.url().origin() == base.url().origin())
}

/// Who issues the ID tokens of a system that does not say so itself, or that may not: whoever stands
/// at the issuer that it names, or at its own address. The issuer must name the address at which it
/// stands (OpenID Connect Discovery §4.3), and its keys are those that it names there.
async fn provider(
    http: &Http,
    base: &Address,
    issuer: Option<String>,
) -> Result<(String, Address), NoAnswer> {
    let at = match &issuer {
        Some(issuer) => issuer.parse().map_err(|_| NoAnswer::Unreadable)?,
        None => base.clone(),
    };
    if !base.may_name(&at) {
        return Err(NoAnswer::Unreadable);
    }
    let found: Provider = http.get_json(&below(&at, ".well-known/openid-configuration")?).await?;
    let is_own = is_same(&found.issuer, at.as_str());
    if is_own { Ok((found.issuer, found.jwks_uri)) } else { Err(NoAnswer::Unreadable) }
}

impl Configuration {
    /// Itself, where a safe launch is possible.
    pub(super) fn judged(self) -> Result<Self, NotLaunched> {
        if self.takes_s256 { Ok(self) } else { Err(Trouble::Metadata("no_s256").into()) }
    }
}

/// An address below another.
pub(super) fn below(base: &Address, path: &str) -> Result<Address, NoAnswer> {
    let mut folder: Url = base.url().clone();
    if !folder.path().ends_with('/') {
        folder.set_path(&format!("{}/", base.url().path()));
    }
    let joined = folder.join(path).map_err(|_| NoAnswer::Unreadable)?;
    joined.try_into().map_err(|_| NoAnswer::Unreadable)
}
