//! What does a signed context link say: who comes, and to whom?
//!
//! For patient systems that know no SMART App Launch. The system's server signs a token, good for a
//! minute and for one use, that names the member of staff and the patient of the screen. What may be
//! shown follows from neither alone: the patient is compared with our own record, and the seats come
//! from the mapping in the settings.

use std::fmt;

use care::access::{OwnDetails, Way};
use care::people::{Announced, Born, PartialDate, PersonName, TrustCode};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use crate::jwt::{Algorithm, BadToken, Claims, Expected, LEEWAY, Rules, Unverified};
use crate::keys::KeySet;
use crate::mapping::Mapping;
use crate::person::shown;
use crate::{Identified, ProviderName};

/// The longest life of a token, from its issue to its end.
pub const LONGEST_LIFE: SignedDuration = SignedDuration::from_secs(60);

/// What is taken: signatures with a pair of keys, under the usual type, under one of its own, or
/// under none.
const RULES: Rules<'static> = Rules {
    algorithms: &[Algorithm::Rs256, Algorithm::Es256],
    types: &["jwt", "context-link+jwt", ""],
};

/// Shorter ids may come twice by chance; longer ones are no ids.
const ID_LENGTH: std::ops::RangeInclusive<usize> = 16..=200;

/// The longest text that is kept of one claim, in bytes.
const LONGEST_TEXT: usize = 200;

/// A patient system that signs links.
#[derive(Debug, Clone)]
pub struct LinkIssuer {
    /// Its name in the settings.
    pub name: ProviderName,
    /// What it calls itself (`iss`).
    pub issuer: String,
    /// What it must call us (`aud`).
    pub audience: String,
    /// The trust whose patients and staff it names. Its tokens must name it too.
    pub trust: TrustCode,
    /// Its public keys: the one in use, and the next.
    pub keys: KeySet,
    /// What its roles are here.
    pub mapping: Mapping,
    /// From the pages of which sites a browser may hand a token in, such as
    /// `https://epr.rzz.example`. A server may from anywhere.
    pub origins: Vec<String>,
}

/// What a token says that was checked. It may be used once.
pub struct Link {
    /// Who comes.
    pub who: Identified,
    /// To whom.
    pub announced: Announced,
    /// The token's id (`jti`).
    pub id: String,
    /// When the token is worth nothing in any case.
    pub ends_at: Timestamp,
}

/// It names people, so debug text keeps them to itself.
impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Link(..)")
    }
}

/// Checks a token, and says who signed it and what it says.
pub fn read<'i>(
    issuers: &'i [LinkIssuer],
    token: &str,
    now: Timestamp,
) -> Result<(&'i LinkIssuer, Link), BadToken> {
    let token = Unverified::read(token)?;
    let claimed = token.claimed_issuer()?;
    let issuer = issuers.iter().find(|each| each.issuer == claimed).ok_or(BadToken::Issuer)?;
    let claims = token.verify(&issuer.keys, RULES)?.claims;
    claims.are_for(Expected { issuer: &issuer.issuer, audience: &issuer.audience, now })?;
    claims.live_at_most(LONGEST_LIFE)?;
    claims.are_as_young_as(LONGEST_LIFE, now)?;
    if claims.text("organisation")? != issuer.trust.as_str() {
        return Err(BadToken::Claim("organisation"));
    }
    let link = Link {
        who: who(issuer, &claims, now)?,
        announced: announced(&claims)?,
        id: id(&claims)?.to_owned(),
        ends_at: claims.time("exp")? + LEEWAY,
    };
    Ok((issuer, link))
}

fn who(issuer: &LinkIssuer, claims: &Claims, now: Timestamp) -> Result<Identified, BadToken> {
    Ok(Identified {
        way: Way::Link,
        provider: issuer.name.clone(),
        issuer: issuer.issuer.clone(),
        subject: short(claims, "sub")?.to_owned(),
        name: shown(short(claims, "name")?),
        seats: issuer.mapping.seats(claims, &[]),
        assurance: 0,
        proved_at: Some(claims.time("iat")?.min(now)),
        provider_session: String::new(),
        own: OwnDetails::default(),
    })
}

/// The patient of the screen. A number that proves itself false is none.
fn announced(claims: &Claims) -> Result<Announced, BadToken> {
    let number = short(claims, "nhs_number")?.parse().map_err(|_| BadToken::Claim("nhs_number"))?;
    let born: Date =
        claims.text("birth_date")?.parse().map_err(|_| BadToken::Claim("birth_date"))?;
    let family = short(claims, "family_name")?;
    let stay = match claims.maybe_text("stay")? {
        Some(_) => vec![short(claims, "stay")?.to_owned()],
        None => Vec::new(),
    };
    Ok(Announced {
        number: Some((number, None)),
        born: Some(Born { on: PartialDate::Day(born), estimated: false }),
        names: vec![PersonName::usual(family, "")],
        visits: stay,
    })
}

fn id(claims: &Claims) -> Result<&str, BadToken> {
    let id = claims.text("jti")?;
    if ID_LENGTH.contains(&id.len()) { Ok(id) } else { Err(BadToken::Claim("jti")) }
}

/// A text of a length that one may have, and without control characters.
fn short<'c>(claims: &'c Claims, name: &'static str) -> Result<&'c str, BadToken> {
    let text = claims.text(name)?.trim();
    let is_fit =
        !text.is_empty() && text.len() <= LONGEST_TEXT && !text.chars().any(char::is_control);
    if is_fit { Ok(text) } else { Err(BadToken::Claim(name)) }
}

#[cfg(test)]
mod tests;
