//! What did the provider say of somebody?

use std::fmt;

use care::access::{OwnDetails, Seat, Way};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What the settings call a provider, such as `cis2`. It stands in addresses and in the audit.
pub type ProviderName = String;

/// Somebody who has proved who they are, and what they may be here.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identified {
    /// By which way they came.
    pub way: Way,
    /// Who vouches for them.
    pub provider: ProviderName,
    /// The issuer, as it calls itself. With `subject` it names one person for good; an e-mail
    /// address never does.
    pub issuer: String,
    /// Whom the issuer means.
    pub subject: String,
    /// The name to show.
    pub name: String,
    /// The seats that they may take by the mapping in the settings, the best first; empty where
    /// none of their roles is known here. Several: they choose.
    pub seats: Vec<Seat>,
    /// NIST 800-63B authenticator assurance level 1 to 3; 0 where nobody said.
    pub assurance: u8,
    /// When they proved who they are; `None` where nobody said: the provider may have known them
    /// still, for how long ever.
    pub proved_at: Option<Timestamp>,
    /// The provider's name for its session (`sid`), by which it may end ours (back-channel logout);
    /// empty where it gave none. For an account kept here, our handle of the passkey.
    pub provider_session: String,
    /// What is known of them as a private person.
    pub own: OwnDetails,
}

impl fmt::Debug for Identified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identified({:?}, {})", self.way, self.provider)
    }
}
