//! How is somebody sent to a provider, and what is made of what they bring back?

use jiff::Timestamp;
use url::Url;

use crate::claims::{Asked, OLDEST_PROOF};
use crate::client::{Code, TokenEndpoint, Tokens};
use crate::http::JSON;
use crate::identified::Identified;
use crate::jwt::Claims;
use crate::person::Kind;
use crate::provider::{Metadata, Provider};
use crate::question::{Question, Returned, Whither};
use crate::trouble::Trouble;
use care::access::Way;

/// Whether somebody must prove anew who they are, though the provider may know them still.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// As the provider thinks fit, within the time that a session may last.
    Any,
    /// Given after this time: before a lock opens, or before a locked record does.
    Since(Timestamp),
}

impl Provider {
    /// Where the browser is sent (OpenID Connect Core §3.1.2.1, with PKCE).
    pub async fn leads_to(
        &self,
        question: &Question,
        proof: Proof,
        now: Timestamp,
    ) -> Result<Url, Trouble> {
        let metadata = self.metadata(now).await;
        self.note(&metadata, now);
        let profile = &self.profile;
        let scopes = std::iter::once("openid").chain(profile.scopes.iter().map(String::as_str));
        let scopes: Vec<&str> = scopes.collect();
        let mut address = question.put_to(Whither {
            endpoint: &metadata?.authorization_endpoint,
            client: &profile.client.id,
            redirect: &profile.redirect,
            scope: &scopes.join(" "),
        });
        if !profile.acr_values.is_empty() {
            address.query_pairs_mut().append_pair("acr_values", &profile.acr_values.join(" "));
        }
        if let Kind::Entra(entra) = &profile.kind {
            let claims = entra.claims_asked_for();
            if !claims.is_empty() {
                address.query_pairs_mut().append_pair("claims", &claims);
            }
        }
        let (prompt, oldest) = match proof {
            Proof::Any => (None, OLDEST_PROOF.as_secs()),
            Proof::Since(_) => (Some("login"), 0),
        };
        address
            .query_pairs_mut()
            .append_pair("max_age", &oldest.to_string())
            .extend_pairs(prompt.map(|word| ("prompt", word)));
        Ok(address)
    }

    /// Who it is that came back, by the word of this provider, in answer to this question.
    pub async fn identify(
        &self,
        returned: &Returned,
        question: &Question,
        proof: Proof,
        now: Timestamp,
    ) -> Result<Identified, Trouble> {
        let metadata = self.metadata(now).await;
        self.note(&metadata, now);
        let metadata = metadata?;
        let names_itself = metadata.authorization_response_iss_parameter_supported;
        // Anybody may have written the address: what stands in it is no news of the provider.
        let code = returned.code_from(&metadata.issuer, names_itself)?;
        let identified = self.hear((&metadata, code), question, proof, now).await;
        self.note(&identified, now);
        identified
    }

    async fn hear(
        &self,
        (metadata, code): (&Metadata, &str),
        question: &Question,
        proof: Proof,
        now: Timestamp,
    ) -> Result<Identified, Trouble> {
        let tokens = self.redeem(metadata, code, question, now).await?;
        let fresh_since = match proof {
            Proof::Any => None,
            Proof::Since(time) => Some(time),
        };
        let asked = Asked { nonce: question.nonce(), access_token: &tokens.access, fresh_since };
        let claims = self.checks(metadata, now).id_token(&tokens.id, asked).await?;
        let claims = self.with_userinfo(metadata, claims, &tokens.access).await?;
        self.person(&claims, now)
    }

    async fn redeem(
        &self,
        metadata: &Metadata,
        code: &str,
        question: &Question,
        now: Timestamp,
    ) -> Result<Tokens, Trouble> {
        let code = Code { code, verifier: question.verifier(), redirect: &self.profile.redirect };
        // CIS2 and Entra want the address that is asked; by the later advice it is the issuer, so
        // that no provider can use at another what we sent to it.
        let audience = match self.profile.kind {
            Kind::Cis2(_) | Kind::Entra(_) => metadata.token_endpoint.as_str(),
            Kind::Other(_) => &metadata.issuer,
        };
        let endpoint = TokenEndpoint { address: &metadata.token_endpoint, audience };
        self.profile.client.redeem(&self.http, endpoint, code, now).await
    }

    /// The claims of the ID token, which is signed, and beside them those of the userinfo endpoint,
    /// which must speak of the same person (OpenID Connect Core §5.3.2).
    async fn with_userinfo(
        &self,
        metadata: &Metadata,
        claims: Claims,
        access_token: &str,
    ) -> Result<Claims, Trouble> {
        if !self.profile.asks_userinfo {
            return Ok(claims);
        }
        let address = metadata.userinfo_endpoint.as_ref();
        let address = address.ok_or(Trouble::Metadata("no_userinfo"))?;
        let answer = self.http.get(address, JSON, Some(access_token)).await?.well()?;
        let more = Claims::of_json(&answer.body)?;
        if more.text("sub")? != claims.text("sub")? {
            return Err(Trouble::Foreign("userinfo_sub"));
        }
        Ok(claims.and(more))
    }

    fn person(&self, claims: &Claims, now: Timestamp) -> Result<Identified, Trouble> {
        let person = self.profile.kind.person(claims, &self.profile.mapping)?;
        if person.assurance < self.profile.least_assurance {
            return Err(Trouble::NotTaken("assurance"));
        }
        let acr = claims.maybe_text("acr")?.unwrap_or_default();
        let asked = &self.profile.acr_values;
        let is_as_asked = asked.is_empty() || asked.iter().any(|each| each == acr);
        if matches!(self.profile.kind, Kind::Other(_)) && !is_as_asked {
            return Err(Trouble::NotTaken("acr"));
        }
        Ok(Identified {
            way: Way::OpenId,
            provider: self.profile.name.clone(),
            issuer: claims.text("iss")?.to_owned(),
            subject: person.subject,
            name: person.name,
            seats: person.seats,
            assurance: person.assurance,
            proved_at: claims.proved_at(now)?,
            provider_session: claims.maybe_text("sid")?.unwrap_or_default().to_owned(),
            own: person.own,
        })
    }
}
