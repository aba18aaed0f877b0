//! Who comes, how often, and will they come again?

use std::fmt;

use jiff::civil::{Date, Time, Weekday};
use serde::{Deserialize, Serialize};

use super::Fact;
use crate::people::Phone;
use crate::when::When;

/// One service provided or arranged by the council (PRSB section 9), with its provider.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Package {
    /// The source's own id, to join visits to their package. It is never shown.
    pub id: String,
    /// The specific package, such as "Home care".
    pub name: Fact<String>,
    /// Where and for how long: at home, in a care home, short term.
    pub setting: Fact<Setting>,
    /// Provided from.
    pub starts: Fact<When>,
    /// Planned or actual end.
    pub ends: Fact<When>,
    /// Whether it runs, as the source says. Dates may say otherwise: see
    /// [`crate::record`]'s rules, which judge both.
    pub state: Fact<PackageState>,
    /// The council that provides it.
    pub authority: Fact<String>,
    /// Who pays, in words. Amounts never enter.
    pub funding: Fact<String>,
    /// Who comes.
    pub provider: Fact<Provider>,
    /// How often.
    pub pattern: Fact<VisitPattern>,
    /// What may happen when the person is in hospital.
    pub hold: Fact<HoldTerms>,
    /// Where the care is given.
    pub place: Fact<String>,
    /// When the entry was written.
    pub recorded: Fact<When>,
}

/// Where care is given and how long it is meant to last (national client-level data, service type).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Setting {
    /// Long term, in the community.
    AtHome,
    /// Reablement and other short-term support to maximise independence.
    Reablement,
    /// Other short-term support.
    ShortTerm,
    /// Residential care.
    Residential,
    /// Nursing care.
    Nursing,
    /// Day service.
    DayService,
    /// Support for a carer.
    CarerSupport,
    /// Direct payment: the person arranges the care.
    DirectPayment,
    /// Equipment or telecare that needs a response.
    Telecare,
    /// None of these.
    Other,
}

/// Whether a package runs, as the source says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PackageState {
    /// Agreed, not begun.
    Planned,
    /// Running.
    Running,
    /// On hold since a day.
    OnHold,
    /// Over.
    Ended,
}

/// Who gives the care (PRSB performing professional and organisation).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provider {
    /// Name.
    pub name: Fact<String>,
    /// ODS code.
    pub code: Fact<String>,
    /// Telephone by day.
    pub day_phone: Fact<Phone>,
    /// Telephone by night and at weekends.
    pub night_phone: Fact<Phone>,
    /// Hours of the day number: "08:00 to 18:00", or "24 hours".
    pub hours: Fact<String>,
}

/// How much care, in numbers. Units are in the names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitPattern {
    /// Visits on an ordinary day.
    pub visits_a_day: Fact<u8>,
    /// Carers at each visit.
    pub carers_a_visit: Fact<u8>,
    /// Minutes of care in a week, all carers together counted once for each visit.
    pub minutes_a_week: Fact<u32>,
}

/// What may happen to a package while the person is in hospital.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldTerms {
    /// On hold since.
    pub held_since: Fact<Date>,
    /// The provider keeps the place until the end of this day.
    pub restart_until: Fact<Date>,
    /// Hours of notice that the provider needs to begin again.
    pub notice_hours: Fact<u16>,
}

/// One visit in an ordinary week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitTime {
    /// Day of the week.
    #[serde(with = "weekday")]
    pub day: Weekday,
    /// Beginning, wall clock.
    pub starts: Time,
    /// Length in minutes.
    pub minutes: u16,
}

/// One visit in an ordinary week, and to which package it belongs.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// The package's id, see [`Package::id`].
    pub package: String,
    /// When and how long.
    pub time: Fact<VisitTime>,
    /// How many carers come.
    pub carers: Fact<u8>,
    /// What for: "personal care and breakfast".
    pub purpose: Fact<String>,
}

impl fmt::Debug for Package {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Package(..)")
    }
}

impl fmt::Debug for Visit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Visit(..)")
    }
}

/// Days as numbers, Monday 1 to Sunday 7, in what is stored.
mod weekday {
    use jiff::civil::Weekday;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for this signature")]
    pub(super) fn serialize<S: Serializer>(day: &Weekday, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_i8(day.to_monday_one_offset())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Weekday, D::Error> {
        let number = i8::deserialize(from)?;
        Weekday::from_monday_one_offset(number).map_err(D::Error::custom)
    }
}
