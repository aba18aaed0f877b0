//! What goes on the privacy list, and what do reports say?

use care::access::privacy::Limits;
use jiff::SignedDuration;
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use web::PrivacySettings;

/// From when on the work of one member of staff goes on the privacy list, and whether the report
/// for a patient names staff.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Privacy {
    /// More different people in one hour go on the list: 5 to 500.
    #[serde(deserialize_with = "people")]
    pub people_an_hour: u16,
    /// So many different people in a day for whom nothing was done go on the list: 5 to 500.
    #[serde(deserialize_with = "people")]
    pub people_without_action: u16,
    /// A look so many days after the patient left goes on the list as such: 1 to 60.
    #[serde(deserialize_with = "days")]
    pub days_after_discharge: u16,
    /// Whether a report of who looked, for the person themselves, names staff.
    pub names_in_reports: bool,
}

impl Privacy {
    /// The same, for the pages.
    pub fn for_pages(&self) -> PrivacySettings {
        let after = SignedDuration::from_hours(24 * i64::from(self.days_after_discharge));
        PrivacySettings {
            limits: Limits {
                people_an_hour: usize::from(self.people_an_hour),
                people_without_action: usize::from(self.people_without_action),
                after_discharge: after,
            },
            names_in_reports: self.names_in_reports,
        }
    }
}

impl Default for Privacy {
    fn default() -> Self {
        Self {
            people_an_hour: 30,
            people_without_action: 20,
            days_after_discharge: 7,
            names_in_reports: true,
        }
    }
}

fn people<'de, D: Deserializer<'de>>(source: D) -> Result<u16, D::Error> {
    within(source, (5, 500), "expected 5 to 500 people")
}

fn days<'de, D: Deserializer<'de>>(source: D) -> Result<u16, D::Error> {
    within(source, (1, 60), "expected 1 to 60 days")
}

fn within<'de, D: Deserializer<'de>>(
    source: D,
    (least, most): (u16, u16),
    expected: &str,
) -> Result<u16, D::Error> {
    let value = u16::deserialize(source)?;
    if (least..=most).contains(&value) { Ok(value) } else { Err(D::Error::custom(expected)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_those_of_the_rules() {
        let settings = Privacy::default().for_pages();
        assert_eq!(settings.limits, Limits::default());
        assert!(settings.names_in_reports);
    }

    #[test]
    fn a_limit_that_would_alarm_at_everything_or_at_nothing_is_refused() {
        for wrong in
            ["people_an_hour = 4", "people_without_action = 501", "days_after_discharge = 0"]
        {
            let refused = toml::from_str::<Privacy>(wrong).unwrap_err();
            assert!(refused.message().starts_with("expected "), "{wrong}: {refused}");
        }
    }
}
