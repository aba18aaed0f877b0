//! What does a token claim, and do we take it?

use std::fmt;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use serde::de::{DeserializeOwned, Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::BadToken;

/// So far two clocks may differ.
pub const LEEWAY: SignedDuration = SignedDuration::from_secs(60);

/// A JSON object that names nothing twice, so that no two readers can read it differently
/// (RFC 7519 §4).
#[derive(Clone, Default)]
pub(super) struct Unique(Map<String, Value>);

impl Unique {
    /// Decodes one part of a token.
    pub(super) fn decode(part: &str) -> Result<Self, BadToken> {
        let text = BASE64_URL_SAFE_NO_PAD.decode(part).map_err(|_| BadToken::Shape)?;
        serde_json::from_slice(&text).map_err(|_| BadToken::Shape)
    }

    pub(super) fn contains(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    pub(super) fn read<T: DeserializeOwned>(self) -> Result<T, BadToken> {
        serde_json::from_value(Value::Object(self.0)).map_err(|_| BadToken::Shape)
    }
}

impl<'de> Deserialize<'de> for Unique {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Unique;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut source: A) -> Result<Unique, A::Error> {
                let mut members = Map::new();
                while let Some((name, value)) = source.next_entry::<String, Value>()? {
                    if members.insert(name, value).is_some() {
                        return Err(A::Error::custom("a name stands twice"));
                    }
                }
                Ok(Unique(members))
            }
        }
        source.deserialize_map(Members)
    }
}

/// What somebody claims of somebody. It names people: it prints as nothing.
#[derive(Clone, Default)]
pub struct Claims(Unique);

/// What a token must claim to be meant for us, now.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'e> {
    /// Who must have issued it, letter by letter.
    pub issuer: &'e str,
    /// Whom it must be meant for.
    pub audience: &'e str,
    /// The time.
    pub now: Timestamp,
}

impl Claims {
    pub(super) fn new(members: Unique) -> Self {
        Self(members)
    }

    /// The claims in an answer in JSON, such as that of the userinfo endpoint.
    pub fn of_json(text: &[u8]) -> Result<Self, BadToken> {
        serde_json::from_slice(text).map(Self).map_err(|_| BadToken::Shape)
    }

    /// These claims, and those of `others` that are not among them.
    #[must_use]
    pub fn and(mut self, others: Self) -> Self {
        for (name, value) in (others.0).0 {
            self.0.0.entry(name).or_insert(value);
        }
        self
    }

    /// A claim, whatever it holds.
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.0.0.get(name).filter(|value| !value.is_null())
    }

    /// Whether there is such a claim.
    pub fn has(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    /// A claim that must be a text, and not an empty one.
    pub fn text(&self, name: &'static str) -> Result<&str, BadToken> {
        self.maybe_text(name)?.ok_or(BadToken::Claim(name))
    }

    /// A claim that is a text where it is there at all; an empty one counts as absent.
    pub fn maybe_text(&self, name: &'static str) -> Result<Option<&str>, BadToken> {
        match self.value(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.as_str()).filter(|text| !text.is_empty())),
            Some(_) => Err(BadToken::Claim(name)),
        }
    }

    /// A claim that is a text, or several: all of them.
    pub fn texts(&self, name: &'static str) -> Result<Vec<&str>, BadToken> {
        let text = |value: &'_ Value| value.as_str().is_some();
        match self.value(name) {
            None => Ok(Vec::new()),
            Some(Value::String(text)) => Ok(vec![text.as_str()]),
            Some(Value::Array(all)) if all.iter().all(text) => {
                Ok(all.iter().filter_map(Value::as_str).collect())
            }
            Some(_) => Err(BadToken::Claim(name)),
        }
    }

    /// A claim that is a time, in seconds since 1970 (RFC 7519 §2, `NumericDate`).
    pub fn time(&self, name: &'static str) -> Result<Timestamp, BadToken> {
        self.maybe_time(name)?.ok_or(BadToken::Claim(name))
    }

    /// A claim that is a time where it is there at all.
    pub fn maybe_time(&self, name: &'static str) -> Result<Option<Timestamp>, BadToken> {
        self.value(name)
            .map(|value| seconds(value).and_then(|at| Timestamp::from_second(at).ok()))
            .map(|time| time.ok_or(BadToken::Claim(name)))
            .transpose()
    }

    /// When the person proved who they are (`auth_time`); `None` where the token does not say. A
    /// clock that runs before ours gives nobody a proof that is still to come.
    pub(crate) fn proved_at(&self, now: Timestamp) -> Result<Option<Timestamp>, BadToken> {
        Ok(self.maybe_time("auth_time")?.map(|at| at.min(now)))
    }

    /// Reads all of them as one of our own types.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, BadToken> {
        self.0.clone().read()
    }

    /// Whether it is meant for us, now: `iss`, `aud`, `exp`, and `nbf` and `iat` where they are
    /// there.
    pub fn are_for(&self, expected: Expected<'_>) -> Result<(), BadToken> {
        self.are_between(expected.issuer, expected.audience)?;
        self.are_good_at(expected.now)
    }

    /// Whether it is from this issuer for this audience, letter by letter.
    pub(crate) fn are_between(&self, issuer: &str, audience: &str) -> Result<(), BadToken> {
        if self.text("iss")? != issuer {
            return Err(BadToken::Issuer);
        }
        if self.texts("aud")?.contains(&audience) { Ok(()) } else { Err(BadToken::Audience) }
    }

    /// Whether the token is good now: `exp`, and `nbf` and `iat` where they are there.
    pub fn are_good_at(&self, now: Timestamp) -> Result<(), BadToken> {
        if later(self.time("exp")?, LEEWAY) <= now {
            return Err(BadToken::Expired);
        }
        self.are_not_early(now)
    }

    /// Whether the token is good already: `nbf` and `iat` where they are there.
    pub(crate) fn are_not_early(&self, now: Timestamp) -> Result<(), BadToken> {
        for from in ["nbf", "iat"] {
            if self.maybe_time(from)?.is_some_and(|from| from > later(now, LEEWAY)) {
                return Err(BadToken::Early);
            }
        }
        Ok(())
    }

    /// Whether the token was issued no longer ago than `most`; it must say when (`iat`).
    pub fn are_as_young_as(&self, most: SignedDuration, now: Timestamp) -> Result<(), BadToken> {
        let issued = self.time("iat")?;
        if later(later(issued, most), LEEWAY) < now { Err(BadToken::Old) } else { Ok(()) }
    }

    /// Whether the token is good for no longer than `most` in all, from `iat` to `exp`.
    pub fn live_at_most(&self, most: SignedDuration) -> Result<(), BadToken> {
        let life = self.time("exp")?.duration_since(self.time("iat")?);
        if life > most { Err(BadToken::Old) } else { Ok(()) }
    }
}

/// Debug text ends up in logs, so it keeps the claims to itself.
impl fmt::Debug for Claims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Claims(..)")
    }
}

/// A time that cannot be added to stays as it is.
fn later(time: Timestamp, by: SignedDuration) -> Timestamp {
    time.checked_add(by).unwrap_or(time)
}

/// Whole seconds; a fraction is cut.
fn seconds(value: &Value) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "the fraction is to go; a cast saturates")]
    value.as_i64().or_else(|| value.as_f64().map(|seconds| seconds.floor() as i64))
}
