//! Whom does NHS CIS2 speak of, and in which national role?
//!
//! What it says of a person stands in the answer of its userinfo endpoint, not in the ID token. A
//! user may have roles in ten organisations. Where they chose one on the way (`selected_roleid`),
//! that one decides; where they did not, or could not, each role that gives a seat is offered.

use serde::Deserialize;

use super::{Names, Person, level, name, own};
use crate::jwt::{BadToken, Claims};
use crate::mapping::{Mapping, NationalRole};
use crate::trouble::Trouble;

/// What is asked of NHS CIS2.
#[derive(Debug, Clone)]
pub struct Cis2 {
    /// How well it must have looked who somebody is, when it took them on: identity assurance
    /// level, 0 to 3.
    pub least_identity: u8,
}

/// As in `nhsid_nrbac_roles`. Whoever has no role has no list, not an empty one.
#[derive(Deserialize)]
struct Said {
    #[serde(default)]
    nhsid_nrbac_roles: Vec<SaidRole>,
    #[serde(default)]
    selected_roleid: String,
}

#[derive(Deserialize)]
struct SaidRole {
    #[serde(default)]
    person_roleid: String,
    #[serde(default)]
    org_code: String,
    /// Staff group, sub-group and job role: `S8000:G8000:R8001`.
    #[serde(default)]
    role_code: String,
}

impl Cis2 {
    pub(super) fn person(&self, claims: &Claims, mapping: &Mapping) -> Result<Person, Trouble> {
        if level(claims, &["id_assurance_level", "idassurancelevel"]) < self.least_identity {
            return Err(Trouble::NotTaken("identity"));
        }
        let roles = roles(claims)?;
        let (subject, names) = (claims.text("sub")?.to_owned(), Names::default());
        Ok(Person {
            name: name(claims, &names.name, &subject),
            seats: mapping.seats(claims, &roles),
            assurance: level(claims, &["authentication_assurance_level"]),
            own: own(claims, &names),
            subject,
        })
    }
}

/// The roles that count now. A choice that is none of the user's roles leaves none: it may have
/// been withdrawn in between.
fn roles(claims: &Claims) -> Result<Vec<NationalRole>, Trouble> {
    let said: Said = claims.read().map_err(|_| BadToken::Claim("nhsid_nrbac_roles"))?;
    let chosen = said.selected_roleid.as_str();
    let counts = |role: &&SaidRole| chosen.is_empty() || role.person_roleid == chosen;
    let roles = said.nhsid_nrbac_roles.iter().filter(counts).filter_map(SaidRole::read);
    Ok(roles.collect())
}

impl SaidRole {
    fn read(&self) -> Option<NationalRole> {
        let job = self.role_code.split(':').next_back().filter(|job| job.starts_with('R'))?;
        Some(NationalRole { job: job.to_owned(), organisation: self.org_code.clone() })
    }
}
