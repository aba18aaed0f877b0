//! Which pattern of BALP does an act follow?

use care::access::{Act, Permission};
use serde_json::{Value, json};

use super::{DCM, EVENT_TYPE, OURS, coding};

/// A pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shape {
    /// A record was opened: `PatientRead`.
    Read,
    /// Patients were looked for, by such a key: Query.
    Query(String),
    /// A record left the service: PrivacyDisclosure.Source.
    Disclosed,
    /// Something was tried and not allowed.
    Refused,
    /// Somebody signed in, or tried.
    SignedIn,
    /// Somebody signed out.
    SignedOut,
    /// Any other act.
    Other,
}

impl Shape {
    pub(super) fn of(act: &Act) -> Self {
        match act {
            Act::Opened { .. } => Self::Read,
            Act::Searched { by, .. } => Self::Query(by.clone()),
            Act::Printed { .. } | Act::ExportedPerson { .. } => Self::Disclosed,
            Act::SignedIn | Act::NotSignedIn { .. } | Act::NotLetIn { .. } => Self::SignedIn,
            Act::SignedOut | Act::SessionEnded { .. } => Self::SignedOut,
            act if act.was_refused() => Self::Refused,
            _ => Self::Other,
        }
    }

    /// The profile, where BALP has one whose every required element we know.
    ///
    /// Its only one for a refusal, `AuthZconsent`, demands a `Consent` resource and allows no entity
    /// beside it; we keep permission as a line and refuse for other reasons too. Its only one for
    /// signing in, that of ITI-71, is written by the server that gives tokens out; we take them.
    pub(super) fn profile(&self) -> Option<&'static str> {
        match self {
            Self::Read => Some("IHE.BasicAudit.PatientRead"),
            Self::Query(_) => Some("IHE.BasicAudit.Query"),
            Self::Disclosed => Some("IHE.BasicAudit.PrivacyDisclosure.Source"),
            Self::Refused | Self::SignedIn | Self::SignedOut | Self::Other => None,
        }
    }

    pub(super) fn kind(&self) -> Value {
        match self {
            Self::Read | Self::Query(_) => coding(EVENT_TYPE, "rest"),
            Self::Disclosed => coding(DCM, "110106"),
            Self::Refused => coding(DCM, "110113"),
            Self::SignedIn | Self::SignedOut => coding(DCM, "110114"),
            Self::Other => coding(DCM, "110100"),
        }
    }

    pub(super) fn subtype(&self, act: &str) -> Value {
        let restful = "http://hl7.org/fhir/restful-interaction";
        match self {
            Self::Read => coding(restful, "read"),
            Self::Query(_) => coding(restful, "search"),
            Self::Disclosed => {
                coding("http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle", "disclose")
            }
            Self::SignedIn => coding(DCM, "110122"),
            Self::SignedOut => coding(DCM, "110123"),
            Self::Refused | Self::Other => coding(&format!("{OURS}act"), act),
        }
    }

    pub(super) fn action(&self) -> &'static str {
        match self {
            Self::Read | Self::Disclosed => "R",
            _ => "E",
        }
    }

    /// What the machine that asks plays, and the one that answers. Data flows to whoever reads; a
    /// query flows to whoever is asked.
    pub(super) fn parts(&self) -> (Value, Value) {
        let (source, destination) = (coding(DCM, "110153"), coding(DCM, "110152"));
        match self {
            Self::Read | Self::Disclosed => (destination, source),
            _ => (source, destination),
        }
    }

    /// What was asked, in base64 as FHIR wants it: by what was looked, not for whom. What was typed
    /// is not kept.
    pub(super) fn query(&self) -> Option<Value> {
        let Self::Query(by) = self else { return None };
        Some(json!(base64(format!("POST /find by={by}").as_bytes())))
    }
}

/// For what it was done: treatment; an emergency, where nobody could be asked; breaking the glass,
/// where the person had said no; the person's own request; or the work of the organisation.
pub(super) fn purpose(act: &Act) -> &'static str {
    match act {
        Act::Overrode { .. } => "BTG",
        Act::Opened { looked, .. } | Act::Printed { looked, .. } if looked.overridden.is_some() => {
            "BTG"
        }
        Act::Opened { permission: Some(Permission::CouldNotAsk(_)), .. }
        | Act::Printed { permission: Some(Permission::CouldNotAsk(_)), .. }
        | Act::Permission { answer: Permission::CouldNotAsk(_) } => "ETREAT",
        Act::Opened { .. }
        | Act::Printed { .. }
        | Act::SawIdentity
        | Act::WasRefused { .. }
        | Act::Permission { .. }
        | Act::Searched { .. }
        | Act::ComparedSame
        | Act::ReportedWrongMatch
        | Act::AnsweredFeedback => "TREAT",
        Act::SawAccessLog { .. } | Act::ExportedPerson { .. } => "PATRQT",
        _ => "HOPERAT",
    }
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let letter = |bits: u32| LETTERS.get((bits & 63) as usize).copied().map_or('=', char::from);
    let three = |chunk: &[u8]| {
        let bits =
            (0..3).fold(0, |bits, at| bits << 8 | chunk.get(at).map_or(0, |b| u32::from(*b)));
        let known = chunk.len() + 1;
        (0..4).map(move |at| if at < known { letter(bits >> (18 - 6 * at)) } else { '=' })
    };
    bytes.chunks(3).flat_map(three).collect()
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_is_that_of_the_rfc() {
        for (plain, coded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }
}
