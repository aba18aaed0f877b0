//! What does the address line ask for?
//!
//! An address that says nothing to us is answered like one that leads nowhere: by our own page,
//! and without repeating what it held.

use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::refusal::Refused;

/// What the path names, such as a patient.
pub(crate) struct Named<T>(pub(crate) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Named<T> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        let named = Path::<T>::from_request_parts(parts, state).await;
        named.map(|Path(named)| Self(named)).map_err(|_| Refused::NotFound)
    }
}

/// What stands behind the question mark.
pub(crate) struct Asked<T>(pub(crate) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        let asked = Query::<T>::from_request_parts(parts, state).await;
        asked.map(|Query(asked)| Self(asked)).map_err(|_| Refused::NotFound)
    }
}

/// A page of ours to which somebody comes back.
///
/// It is a bare path: whatever else is told us leads to the first page, and never out of the house.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place(String);

impl Place {
    /// The longest path that we remember.
    const LONGEST: usize = 200;

    /// Reads a path; `None` for anything else.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "/-_.".contains(c);
        let stays = text.starts_with('/') && !text.contains("//") && !text.contains("..");
        let is_path = stays && text.len() <= Self::LONGEST && text.chars().all(is_plain);
        is_path.then(|| Self(text.to_owned()))
    }

    /// The path.
    pub(crate) fn path(&self) -> &str {
        &self.0
    }
}

/// The first page.
impl Default for Place {
    fn default() -> Self {
        Self("/".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_never_leads_out_of_the_house() {
        let outside = [
            "",
            "patients",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example/",
            "/patients/../../x",
            "/wards?show=known",
            "/a\r\nSet-Cookie: x",
            "/%2f%2fevil.example",
        ];
        for text in outside {
            assert_eq!(Place::parse(text), None, "{text}");
        }
        let here = "/patients/0123abcd/permission";
        assert_eq!(Place::parse(here).unwrap().path(), here);
        assert_eq!(Place::parse(&format!("/{}", "a".repeat(200))), None);
    }
}
