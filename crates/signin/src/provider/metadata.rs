//! What does a provider say of itself?

use serde::Deserialize;

use crate::http::{Address, Http, NoAnswer};

/// A provider's description of itself (OpenID Connect Discovery §3), as much of it as is used. An
/// address in it that may not be asked makes all of it unreadable.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Metadata {
    pub(crate) issuer: String,
    pub(crate) authorization_endpoint: Address,
    pub(crate) token_endpoint: Address,
    pub(crate) jwks_uri: Address,
    pub(crate) userinfo_endpoint: Option<Address>,
    pub(crate) end_session_endpoint: Option<Address>,
    /// Whether every answer names its issuer (RFC 9207).
    #[serde(default)]
    pub(crate) authorization_response_iss_parameter_supported: bool,
}

/// Asks an issuer for its description.
pub(super) async fn ask(http: &Http, issuer: &str) -> Result<Metadata, NoAnswer> {
    let base = issuer.strip_suffix('/').unwrap_or(issuer);
    let address = format!("{base}/.well-known/openid-configuration");
    let address: Address = address.parse().map_err(|_| NoAnswer::Unreadable)?;
    let said: Metadata = http.get_json(&address).await?;
    let is_fit = said.named().all(|named| address.may_name(named));
    if is_fit { Ok(said) } else { Err(NoAnswer::Unreadable) }
}

impl Metadata {
    /// All addresses that it names.
    fn named(&self) -> impl Iterator<Item = &Address> {
        let more = [&self.userinfo_endpoint, &self.end_session_endpoint];
        let all = [&self.authorization_endpoint, &self.token_endpoint, &self.jwks_uri];
        all.into_iter().chain(more.into_iter().flatten())
    }
}
