//! Whom does a provider speak of that keeps to the standard, more or less?

use std::collections::BTreeMap;

use super::{Person, name, own, standard};
use crate::jwt::Claims;
use crate::mapping::{Mapping, Path};
use crate::trouble::Trouble;

/// Under which names a provider says what we need.
#[derive(Debug, Clone)]
pub struct Names {
    /// The name to show.
    pub name: Path,
    /// The family name.
    pub family: Path,
    /// The date of birth, `YYYY-MM-DD`.
    pub born: Path,
    /// The postcode of the home.
    pub postcode: Path,
    /// What each of its words for how sure it is (`acr`) means as a NIST 800-63B authenticator
    /// assurance level. A word that is not here means nothing.
    pub levels: BTreeMap<String, u8>,
}

/// The names of OpenID Connect Core §5.1, and no words for levels.
impl Default for Names {
    fn default() -> Self {
        Self {
            name: standard(&["name"]),
            family: standard(&["family_name"]),
            born: standard(&["birthdate"]),
            postcode: standard(&["address", "postal_code"]),
            levels: BTreeMap::new(),
        }
    }
}

impl Names {
    pub(super) fn person(&self, claims: &Claims, mapping: &Mapping) -> Result<Person, Trouble> {
        let subject = claims.text("sub")?.to_owned();
        let acr = claims.maybe_text("acr")?.unwrap_or_default();
        Ok(Person {
            name: name(claims, &self.name, &subject),
            seats: mapping.seats(claims, &[]),
            assurance: self.levels.get(acr).copied().unwrap_or(0),
            own: own(claims, self),
            subject,
        })
    }
}
