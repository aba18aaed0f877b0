//! Whom does Microsoft Entra ID speak of, and of which tenant?
//!
//! The directory of each organisation is a tenant. Only those that the settings name are taken, and
//! of them only their own members: who is a guest there was looked at by somebody else. A person is
//! the object of a tenant (`oid`), never an e-mail address, which may pass to another.

use serde_json::{Value, json};

use super::{Names, Person, name, own};
use crate::jwt::Claims;
use crate::mapping::Mapping;
use crate::trouble::Trouble;

/// What is asked of Microsoft Entra.
#[derive(Debug, Clone)]
pub struct Entra {
    /// The ids of the tenants whose members may come in.
    pub tenants: Vec<String>,
    /// The authentication context that is asked for and must be met, such as `c1`; empty: none, and
    /// the tenant's own rules must see to a second factor (`amr`).
    pub context: String,
}

impl Entra {
    /// How the issuer of a tenant is written, as the description at `issuer` gives it.
    pub(crate) fn issuer_pattern(issuer: &str) -> String {
        // The addresses for several tenants stand in the place of a tenant and are no issuer.
        ["organizations", "common"].iter().fold(issuer.to_owned(), |issuer, several| {
            issuer.replace(&format!("/{several}/"), "/{tenantid}/")
        })
    }

    /// What is asked for beside the scopes (OpenID Connect Core §5.5); empty for nothing.
    pub(crate) fn claims_asked_for(&self) -> String {
        if self.context.is_empty() {
            return String::new();
        }
        json!({ "id_token": { "acrs": { "essential": true, "value": self.context } } }).to_string()
    }

    pub(super) fn person(&self, claims: &Claims, mapping: &Mapping) -> Result<Person, Trouble> {
        let (subject, names) = (claims.text("oid")?.to_owned(), Names::default());
        if is_guest(claims)? {
            return Err(Trouble::NotTaken("guest"));
        }
        if mapping.reads("groups") && has_too_many_groups(claims) {
            return Err(Trouble::NotTaken("groups_overage"));
        }
        Ok(Person {
            name: name(claims, &names.name, &subject),
            seats: mapping.seats(claims, &[]),
            assurance: self.assurance(claims)?,
            own: own(claims, &names),
            subject,
        })
    }

    fn assurance(&self, claims: &Claims) -> Result<u8, Trouble> {
        let has_met =
            |name, word: &str| -> Result<bool, Trouble> { Ok(claims.texts(name)?.contains(&word)) };
        let is_sure = if self.context.is_empty() {
            has_met("amr", "mfa")?
        } else {
            has_met("acrs", &self.context)?
        };
        Ok(if is_sure { 2 } else { 1 })
    }
}

/// A guest was let in by another directory, which the token names.
fn is_guest(claims: &Claims) -> Result<bool, Trouble> {
    let elsewhere = claims.maybe_text("idp")?.is_some_and(|idp| claims.text("iss") != Ok(idp));
    let says_so = claims.value("acct").is_some_and(|acct| *acct == json!(1) || *acct == json!("1"));
    Ok(elsewhere || says_so)
}

/// Of more than two hundred groups the token names none and says where to ask for them. Roles of
/// the application have no such limit.
fn has_too_many_groups(claims: &Claims) -> bool {
    let elsewhere = claims.value("_claim_names").and_then(|names| names.get("groups")).is_some();
    let says_so = claims.value("hasgroups").is_some_and(|says| *says == Value::Bool(true));
    elsewhere || says_so
}
