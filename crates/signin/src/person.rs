//! Whom do the claims of a provider speak of, in its own way of speaking?

mod cis2;
mod entra;
mod other;

use care::access::accounts::is_direction;
use care::access::{OwnDetails, Seat};
use jiff::civil::Date;

pub use cis2::Cis2;
pub use entra::Entra;
pub use other::Names;

use crate::jwt::Claims;
use crate::mapping::{self, Mapping, Path};
use crate::trouble::Trouble;

/// The longest name that is shown, in characters.
const LONGEST_NAME: usize = 100;

/// What a provider is, and so how its claims are read.
#[derive(Debug, Clone)]
pub enum Kind {
    /// NHS Care Identity Service 2.
    Cis2(Cis2),
    /// Microsoft Entra ID, one tenant or several.
    Entra(Entra),
    /// Any other, by the standard claims or by names from the settings.
    Other(Names),
}

/// Somebody, by the claims of their provider.
pub(crate) struct Person {
    pub(crate) subject: String,
    pub(crate) name: String,
    pub(crate) seats: Vec<Seat>,
    /// NIST 800-63B authenticator assurance level; 0 where nobody said.
    pub(crate) assurance: u8,
    pub(crate) own: OwnDetails,
}

impl Kind {
    pub(crate) fn person(&self, claims: &Claims, mapping: &Mapping) -> Result<Person, Trouble> {
        match self {
            Self::Cis2(cis2) => cis2.person(claims, mapping),
            Self::Entra(entra) => entra.person(claims, mapping),
            Self::Other(names) => names.person(claims, mapping),
        }
    }
}

/// The standard names (OpenID Connect Core §5.1).
fn standard(names: &[&str]) -> Path {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// The name to show: as the provider gives it, else of its parts, else the subject, so that no line
/// of the audit is without a name.
fn name(claims: &Claims, at: &[String], subject: &str) -> String {
    let whole = mapping::text(claims, at).map(str::to_owned);
    let parts = || {
        let part = |name: &str| mapping::text(claims, &[name.to_owned()]);
        let parts = [part("given_name"), part("family_name")];
        let parts: Vec<&str> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    };
    let found = whole.or_else(parts).unwrap_or_default();
    let shown = shown(&found);
    if shown.is_empty() { subject.to_owned() } else { shown }
}

/// A name as it may be shown, whoever says it: one line, not too long, and nothing by which it could
/// be made to look like another.
pub(crate) fn shown(name: &str) -> String {
    let name: String = name.chars().filter(|letter| !is_direction(*letter)).collect();
    let words = name.split(|c: char| c.is_control() || c.is_whitespace());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ").chars().take(LONGEST_NAME).collect()
}

/// What is known of somebody as a private person, where the provider says it in a form we know.
fn own(claims: &Claims, names: &Names) -> OwnDetails {
    let text = |path: &Path| mapping::text(claims, path);
    OwnDetails {
        family: text(&names.family).unwrap_or_default().to_owned(),
        born: text(&names.born).and_then(date),
        postcode: text(&names.postcode).and_then(|text| text.parse().ok()),
    }
}

/// A date of birth. The year 0000 says that the year is left out (OpenID Connect Core §5.1).
fn date(text: &str) -> Option<Date> {
    text.parse().ok().filter(|date: &Date| date.year() > 0)
}

/// A level that is a number, or a text that holds one; 0 where it is neither.
fn level(claims: &Claims, names: &[&str]) -> u8 {
    let found = names.iter().find_map(|name| claims.value(name));
    let number = found.and_then(|value| match value {
        serde_json::Value::String(text) => text.trim().parse().ok(),
        value => value.as_u64(),
    });
    number.and_then(|level| u8::try_from(level).ok()).filter(|level| *level <= 3).unwrap_or(0)
}

#[cfg(test)]
mod tests;
