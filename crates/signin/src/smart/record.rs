//! Who is open in the patient system, and what is its user called there?

use care::people::Announced;
use fhir::{Unreadable, launch};
use jiff::civil::Date;
use serde_json::json;

use super::configuration::below;
use super::grant::{Grant, is_id};
use super::{NotLaunched, PatientSystem, RolesFrom, StayMust};
use crate::http::{Answer, Http};
use crate::jwt::Claims;

/// What is asked for.
const FHIR: &str = "application/fhir+json";

/// Who reads a patient system's records, with a token.
pub(super) struct Reader<'r> {
    pub(super) http: &'r Http,
    pub(super) system: &'r PatientSystem,
    pub(super) grant: &'r Grant,
    pub(super) today: Date,
}

impl Reader<'_> {
    /// The patient who is open there, with the stay where it counts.
    pub(super) async fn patient(&self) -> Result<Announced, NotLaunched> {
        let id = &self.grant.patient;
        let answer = self.get(&format!("Patient/{id}")).await?;
        let announced = launch::patient(&answer.body, id, self.today)?;
        let visits = match (self.system.stay, &self.grant.stay) {
            (StayMust::Agree, Some(stay)) => self.visits(stay).await?,
            _ => Vec::new(),
        };
        Ok(Announced { visits, ..announced })
    }

    async fn visits(&self, stay: &str) -> Result<Vec<String>, NotLaunched> {
        let answer = self.get(&format!("Encounter/{stay}")).await?;
        let visits = launch::visits(&answer.body, stay, &self.grant.patient)?;
        // A stay without any number of its own agrees with none.
        if visits.is_empty() { Err(Unreadable::Number.into()) } else { Ok(visits) }
    }

    /// The user's claims, with the name and the roles that stand in their own records there.
    pub(super) async fn user(&self, claims: Claims) -> Result<Claims, NotLaunched> {
        let Some(id) = self.practitioner(&claims)? else { return Ok(claims) };
        let claims = match claims.maybe_text("name")? {
            Some(_) => claims,
            None => claims.and(self.named(&id).await?),
        };
        match self.system.roles {
            RolesFrom::IdToken => Ok(claims),
            RolesFrom::PractitionerRole => Ok(claims.and(self.roles(&id).await?)),
        }
    }

    async fn named(&self, id: &str) -> Result<Claims, NotLaunched> {
        let answer = self.get(&format!("Practitioner/{id}")).await?;
        let name = launch::practitioner(&answer.body, id, self.today)?;
        Ok(Claims::of_json(json!({ "name": name }).to_string().as_bytes())?)
    }

    async fn roles(&self, id: &str) -> Result<Claims, NotLaunched> {
        let answer = self.get(&format!("PractitionerRole?practitioner=Practitioner/{id}")).await?;
        let roles = launch::roles(&answer.body, id, self.today)?;
        Ok(Claims::of_json(json!({ "practitioner_role": roles }).to_string().as_bytes())?)
    }

    /// The id of the user's Practitioner, where the system says that they are one of its own.
    fn practitioner(&self, claims: &Claims) -> Result<Option<String>, NotLaunched> {
        let Some(user) = claims.maybe_text("fhirUser")? else { return Ok(None) };
        let base = self.system.base.as_str().trim_end_matches('/');
        let own = user.strip_prefix(base).map_or(user, |rest| rest.trim_start_matches('/'));
        let id = own.strip_prefix("Practitioner/").filter(|id| is_id(id));
        Ok(id.map(str::to_owned))
    }

    async fn get(&self, path: &str) -> Result<Answer, NotLaunched> {
        let address = below(&self.system.base, path)?;
        Ok(self.http.get(&address, FHIR, Some(&self.grant.token)).await?.well()?)
    }
}
