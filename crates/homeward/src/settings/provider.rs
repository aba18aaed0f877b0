//! Who vouches for staff, how is it asked, and which of its claims give which seats?

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use signin::client::{Client, Credential};
use signin::http::Address;
use signin::jwt::Algorithm;
use signin::person::{Cis2, Entra, Kind, Names};
use signin::provider::Profile;
use toml::Spanned;
use web::Providers;

use super::Trust;
use super::credential::{NoCredential, OurKey, OurSecret};
use super::mistake::Fault;
use super::one_or_more::OneOrMore;
use super::seat::{Says, SeatRule, mapping};

/// One `[[provider]]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// Its name in addresses and in the audit.
    pub name: Spanned<String>,
    /// Its name for people.
    pub words: String,
    /// What it is.
    pub kind: ProviderKind,
    /// Its issuer, letter by letter.
    pub issuer: Spanned<String>,
    /// The name that it gave us.
    pub client_id: String,
    /// The key by which we sign who we are.
    pub key: Option<OurKey>,
    /// The secret that we were given.
    pub secret: Option<OurSecret>,
    /// What is asked for beside `openid`. Absent: what its kind needs.
    pub scopes: Option<Vec<String>>,
    /// How sure it is asked to be, by its own words. Absent: what its kind needs.
    pub acr_values: Option<Vec<String>>,
    /// By which algorithms it may sign. Absent: RS256, or any for a kind that may choose.
    pub algorithms: Option<Vec<Algorithm>>,
    /// Whether it is asked for claims at its userinfo endpoint too. Absent: where its kind says
    /// them nowhere else.
    pub userinfo: Option<bool>,
    /// Whether it is told to ask anew each time, though it may know the user still. Absent: it is.
    #[serde(default = "yes")]
    pub always_asks: bool,
    /// The least authenticator assurance level. Absent: 2, or 0 for a kind that need not say.
    pub least_assurance: Option<Spanned<u8>>,
    /// CIS2: the least identity assurance level.
    #[serde(default = "two")]
    pub least_identity: Spanned<u8>,
    /// Entra: the tenants whose members may come in.
    #[serde(default)]
    pub tenants: Vec<String>,
    /// Entra: the authentication context that must be met; empty for none.
    #[serde(default)]
    pub context: String,
    /// Other: under which names it says what we need.
    #[serde(default)]
    pub claims: ClaimNames,
    /// Other: what its words for how sure it is mean.
    pub levels: Option<Spanned<BTreeMap<String, u8>>>,
    /// Which claims give which seats, the best first.
    #[serde(rename = "seat", default)]
    pub seats: Vec<SeatRule>,
}

/// What a provider is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProviderKind {
    /// NHS Care Identity Service 2.
    Cis2,
    /// Microsoft Entra ID.
    Entra,
    /// Any other OpenID Connect provider.
    Oidc,
}

/// Under which names a provider says what we need.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ClaimNames {
    /// The name to show.
    pub name: Option<OneOrMore<String>>,
    /// The family name.
    pub family: Option<OneOrMore<String>>,
    /// The date of birth.
    pub born: Option<OneOrMore<String>>,
    /// The postcode of the home.
    pub postcode: Option<OneOrMore<String>>,
}

impl Provider {
    /// What the pages need of it, our key or secret read. `address` is that of our first page.
    pub fn profile(&self, address: &str) -> Result<Profile, NoCredential> {
        let is_other = self.kind == ProviderKind::Oidc;
        let usual = if is_other { Algorithm::ALL.to_vec() } else { vec![Algorithm::Rs256] };
        let (scopes, acr_values) = self.kind.asks_for();
        let words = |said: &Option<Vec<String>>, usual: &[&str]| {
            said.clone().unwrap_or_else(|| usual.iter().map(|word| (*word).to_owned()).collect())
        };
        let name = self.name.get_ref().clone();
        Ok(Profile {
            words: self.words.clone(),
            kind: self.of_kind(),
            issuer: self.issuer.get_ref().clone(),
            client: Client { id: self.client_id.clone(), credential: self.credential()? },
            redirect: Providers::redirect(address, &name),
            name,
            scopes: words(&self.scopes, scopes),
            acr_values: words(&self.acr_values, acr_values),
            algorithms: self.algorithms.clone().unwrap_or(usual),
            asks_userinfo: self.userinfo.unwrap_or(self.kind == ProviderKind::Cis2),
            least_assurance: match &self.least_assurance {
                Some(level) => *level.get_ref(),
                None if is_other => 0,
                None => 2,
            },
            always_asks: self.always_asks,
            mapping: mapping(&self.seats),
        })
    }

    fn of_kind(&self) -> Kind {
        let usual = Names::default();
        let path = |said: &Option<OneOrMore<String>>, usual| {
            said.as_ref().map_or(usual, |said| said.0.clone())
        };
        match self.kind {
            ProviderKind::Cis2 => {
                Kind::Cis2(Cis2 { least_identity: *self.least_identity.get_ref() })
            }
            ProviderKind::Entra => {
                let (tenants, context) = (self.tenants.clone(), self.context.clone());
                Kind::Entra(Entra { tenants, context })
            }
            ProviderKind::Oidc => Kind::Other(Names {
                name: path(&self.claims.name, usual.name),
                family: path(&self.claims.family, usual.family),
                born: path(&self.claims.born, usual.born),
                postcode: path(&self.claims.postcode, usual.postcode),
                levels: self.levels.as_ref().map(|all| all.get_ref().clone()).unwrap_or_default(),
            }),
        }
    }

    fn credential(&self) -> Result<Credential, NoCredential> {
        match (&self.key, &self.secret) {
            (Some(key), _) => key.read(),
            (None, Some(secret)) => secret.read(),
            (None, None) => Ok(Credential::Posted(String::new())),
        }
    }

    pub(super) fn judge(&self, trusts: &[Trust]) -> Result<(), Fault> {
        if self.issuer.get_ref().parse::<Address>().is_err() {
            let expected = "expected the issuer as its provider writes it: https:// (http:// on \
                            this machine only)";
            return Err(Fault::value(expected, self.issuer.span()));
        }
        if self.key.is_some() == self.secret.is_some() {
            let expected = "expected beside it `key` or `secret`, and not both";
            return Err(Fault::value(expected, self.name.span()));
        }
        if (self.kind == ProviderKind::Entra) == self.tenants.is_empty() {
            let expected = "expected `tenants` for kind = \"entra\", and for no other";
            return Err(Fault::value(expected, self.name.span()));
        }
        self.judge_levels()?;
        let says = match self.kind {
            ProviderKind::Cis2 => Says::NationalRoles,
            ProviderKind::Entra => Says::Tenants(&self.tenants),
            ProviderKind::Oidc => Says::Claims,
        };
        self.seats.iter().try_for_each(|seat| seat.judge(trusts, says))
    }

    fn judge_levels(&self) -> Result<(), Fault> {
        let levels = self.least_assurance.iter().chain([&self.least_identity]);
        for level in levels {
            if *level.get_ref() > 3 {
                return Err(Fault::value("expected a level from 0 to 3", level.span()));
            }
        }
        match &self.levels {
            Some(levels) if levels.get_ref().values().any(|level| *level > 3) => {
                Err(Fault::value("expected levels from 0 to 3", levels.span()))
            }
            _ => Ok(()),
        }
    }

    /// Paths are meant from where the settings stand.
    pub(super) fn stand_in(&mut self, folder: &Path) {
        if let Some(key) = &mut self.key {
            key.stand_in(folder);
        }
        if let Some(secret) = &mut self.secret {
            secret.stand_in(folder);
        }
    }
}

impl ProviderKind {
    /// The scopes and the words for how sure it shall be that a provider of this kind is asked for.
    fn asks_for(self) -> (&'static [&'static str], &'static [&'static str]) {
        match self {
            Self::Cis2 => (
                &["profile", "nhsperson", "nationalrbacaccess", "selectedrole", "associatedorgs"],
                &["AAL2_OR_AAL3_ANY"],
            ),
            Self::Entra | Self::Oidc => (&["profile"], &[]),
        }
    }
}

fn yes() -> bool {
    true
}

fn two() -> Spanned<u8> {
    Spanned::new(0..0, 2)
}
