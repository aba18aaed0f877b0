//! Who are we to a provider, and what does it give for a code?

use std::fmt;

use jiff::Timestamp;
use serde::Deserialize;

use crate::http::{Address, Http, NoAnswer};
use crate::jwt::{Claims, Signer};
use crate::trouble::{Trouble, error_code};

/// What an assertion is (RFC 7523 §2.2).
const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// Ourselves, as one provider knows us.
#[derive(Debug, Clone)]
pub struct Client {
    /// The name that it gave us.
    pub id: String,
    /// How we prove it.
    pub credential: Credential,
}

/// How a client proves which it is (OpenID Connect Core §9).
#[derive(Clone)]
pub enum Credential {
    /// By an assertion that it signs: `private_key_jwt`.
    Key(Box<Signer>),
    /// By a secret in the form: `client_secret_post`.
    Posted(String),
    /// By a secret in the header: `client_secret_basic`.
    Basic(String),
}

/// A code that somebody brought back, and what is needed to redeem it.
#[derive(Clone, Copy)]
pub struct Code<'c> {
    /// The code.
    pub code: &'c str,
    /// The verifier of PKCE.
    pub verifier: &'c str,
    /// Where the provider sent the browser: the same as in the question.
    pub redirect: &'c str,
}

/// Where a code is redeemed.
#[derive(Debug, Clone, Copy)]
pub struct TokenEndpoint<'t> {
    /// Its address.
    pub address: &'t Address,
    /// For whom our assertion is meant: the address or the issuer, as the provider wants it.
    pub audience: &'t str,
}

/// What a provider gave for a code. It is used at once and never stored, and prints as nothing.
pub struct Tokens {
    /// The access token.
    pub access: String,
    /// The ID token; empty where none was given.
    pub id: String,
    /// All that the answer says, such as the patient of a SMART launch.
    pub answer: Claims,
}

#[derive(Deserialize)]
struct Said {
    error: String,
}

impl Client {
    /// Redeems a code (RFC 6749 §4.1.3, RFC 7636 §4.5).
    pub async fn redeem(
        &self,
        http: &Http,
        endpoint: TokenEndpoint<'_>,
        code: Code<'_>,
        now: Timestamp,
    ) -> Result<Tokens, Trouble> {
        let assertion = match &self.credential {
            Credential::Key(signer) => signer.assertion(&self.id, endpoint.audience, now)?,
            Credential::Posted(_) | Credential::Basic(_) => String::new(),
        };
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", code.code),
            ("redirect_uri", code.redirect),
            ("code_verifier", code.verifier),
            ("client_id", &self.id),
        ];
        let mut user = None;
        match &self.credential {
            Credential::Key(_) => {
                form.push(("client_assertion_type", JWT_BEARER));
                form.push(("client_assertion", &assertion));
            }
            Credential::Posted(secret) => form.push(("client_secret", secret)),
            Credential::Basic(secret) => user = Some((self.id.as_str(), secret.as_str())),
        }
        let answer = http.post(endpoint.address, &form, user).await?;
        match answer.status {
            200 => tokens(Claims::of_json(&answer.body).map_err(|_| NoAnswer::Unreadable)?),
            400 | 401 | 403 => {
                let said: Said = answer.json()?;
                Err(match error_code(&said.error) {
                    // The code is at fault, not the provider: used, aged, or somebody else's.
                    "invalid_grant" => Trouble::Foreign("invalid_grant"),
                    code => Trouble::Refused(code),
                })
            }
            status => Err(NoAnswer::Status(status).into()),
        }
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Key(_) => "Key(..)",
            Self::Posted(_) => "Posted(..)",
            Self::Basic(_) => "Basic(..)",
        })
    }
}

impl fmt::Debug for Code<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(..)")
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tokens(..)")
    }
}

fn tokens(answer: Claims) -> Result<Tokens, Trouble> {
    let unreadable = |_| NoAnswer::Unreadable;
    let is_bearer = answer.text("token_type").is_ok_and(|kind| kind.eq_ignore_ascii_case("bearer"));
    if !is_bearer {
        return Err(NoAnswer::Unreadable.into());
    }
    Ok(Tokens {
        access: answer.text("access_token").map_err(unreadable)?.to_owned(),
        id: answer.maybe_text("id_token").map_err(unreadable)?.unwrap_or_default().to_owned(),
        answer,
    })
}
