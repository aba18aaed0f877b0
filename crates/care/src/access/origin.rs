//! By which way, and from where, did somebody come in?

use std::fmt;
use std::net::IpAddr;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Organisation, Role};
use crate::people::Postcode;

/// One role in one organisation that somebody may take: what they are while they look.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Seat {
    /// What they do.
    pub role: Role,
    /// For whom.
    pub organisation: Organisation,
}

/// By which way somebody came in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Picked from the demonstration's list of invented staff.
    #[default]
    Demo,
    /// Signed in with an OpenID Connect provider, such as NHS CIS2.
    OpenId,
    /// Launched from the patient system, with its patient (SMART App Launch).
    Launch,
    /// By a signed context link of a patient system that knows no SMART.
    Link,
    /// With a passkey of an account kept here.
    Passkey,
}

/// By which way and from where somebody came in; it stands in every line of the audit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Origin {
    /// By which way.
    pub way: Way,
    /// Who vouched for them: the name of a provider in the settings; empty in the demonstration.
    pub provider: String,
    /// The address of the computer that asks, as seen behind the trusted proxies.
    pub address: Option<IpAddr>,
    /// A handle of the session, which opens nothing.
    pub session: String,
    /// How sure the provider is that it is they: NIST 800-63B authenticator assurance level 1 to 3;
    /// 0 where nobody said.
    pub assurance: u8,
    /// When they last proved who they are.
    pub proved_at: Option<Timestamp>,
}

/// What the provider says of a member of staff as a private person. It serves to see that somebody
/// looks at themselves or at their family, and for nothing else: it is shown nowhere and stands in
/// no line of the audit.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OwnDetails {
    /// The family name, where the provider gives it apart from the name.
    pub family: String,
    /// The date of birth.
    pub born: Option<Date>,
    /// The postcode of the home.
    pub postcode: Option<Postcode>,
}

impl fmt::Debug for OwnDetails {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OwnDetails(..)")
    }
}
