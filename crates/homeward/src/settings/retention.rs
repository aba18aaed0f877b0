//! How long is what kept, and what is held for longer?

use care::people::PatientId;
use jiff::{SignedDuration, Timestamp};
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use store::Retention as Rule;

/// How long things are kept. The defaults are those of the Records Management Code of Practice for
/// health and social care (2021), appendix II.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Retention {
    /// Whether the service removes what is too old by itself, once a day. By default it never does:
    /// `homeward retention` shows what would go.
    pub automatic: bool,
    /// Lines of the audit, in years: at least 8.
    #[serde(deserialize_with = "years")]
    pub audit_years: u32,
    /// What councils were told, in years: at least 8.
    #[serde(deserialize_with = "years")]
    pub notices_years: u32,
    /// The text of messages that were filed or could not be read, in days: 30 to 3650.
    #[serde(deserialize_with = "days")]
    pub messages_days: u32,
    /// What stays however old it is.
    pub hold: Vec<Hold>,
}

/// A legal hold.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hold {
    /// Why, for whoever reads the settings.
    pub reason: String,
    /// Our handle of the patient, or `all`.
    pub patient: Held,
}

/// What is held.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub enum Held {
    /// Everything.
    All,
    /// All that concerns this patient.
    Patient(PatientId),
}

impl Retention {
    /// The same, for the store.
    pub fn rule(&self, now: Timestamp) -> Rule {
        let days = |days: u32| now - SignedDuration::from_hours(24 * i64::from(days));
        let years = |years: u32| days(years.saturating_mul(366));
        let patients = self.hold.iter().filter_map(|hold| match &hold.patient {
            Held::All => None,
            Held::Patient(patient) => Some(patient.clone()),
        });
        Rule {
            audit_before: years(self.audit_years),
            messages_before: days(self.messages_days),
            notices_before: years(self.notices_years),
            hold: store::Hold {
                all: self.hold.iter().any(|hold| matches!(hold.patient, Held::All)),
                patients: patients.collect(),
            },
        }
    }
}

impl Default for Retention {
    fn default() -> Self {
        let hold = Vec::new();
        Self { automatic: false, audit_years: 8, notices_years: 8, messages_days: 90, hold }
    }
}

impl TryFrom<String> for Held {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let unknown = |_| "expected the handle of a patient, or `all`";
        if text == "all" { Ok(Self::All) } else { text.parse().map(Self::Patient).map_err(unknown) }
    }
}

fn years<'de, D: Deserializer<'de>>(source: D) -> Result<u32, D::Error> {
    let years = u32::deserialize(source)?;
    if (8..=100).contains(&years) { Ok(years) } else { Err(D::Error::custom("expected 8 to 100")) }
}

fn days<'de, D: Deserializer<'de>>(source: D) -> Result<u32, D::Error> {
    let days = u32::deserialize(source)?;
    if (30..=3650).contains(&days) {
        Ok(days)
    } else {
        Err(D::Error::custom("expected 30 to 3650"))
    }
}
