//! Is an enquiry open, and are staff who visit at risk?

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::last_day;
use crate::people::Phone;
use crate::record::{Alert, AlertAudience, Fact, SafeguardingConcern};
use crate::when::When;

/// A safeguarding enquiry that is open (Care Act 2014 s. 42). This is all that a ward may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenEnquiry {
    /// Since when; the earliest, where there are several.
    pub since: Fact<When>,
    /// Whom to ring.
    pub phone: Fact<Phone>,
}

/// Whether a safeguarding enquiry is open today; `NoneRecorded` means none is open.
///
/// Open is whatever is not known to be closed: a date to come, an unknown code or a blank closes
/// nothing.
pub fn safeguarding_now(
    concerns: &Fact<Vec<SafeguardingConcern>>,
    today: Date,
) -> Fact<OpenEnquiry> {
    concerns.as_ref().and_then(|concerns| {
        let open = concerns
            .iter()
            .filter(|concern| concern.closed.known().is_none_or(|closed| closed.day() > today));
        let joined = open.fold(None, |joined: Option<OpenEnquiry>, concern| match joined {
            None => Some(OpenEnquiry { since: concern.raised, phone: concern.phone.clone() }),
            Some(so_far) => Some(OpenEnquiry {
                since: earlier(so_far.since, concern.raised),
                phone: so_far.phone.or(concern.phone.clone()),
            }),
        });
        joined.map_or(Fact::NoneRecorded, Fact::Known)
    })
}

/// The earlier of two; one that is known counts before one that is not.
fn earlier(one: Fact<When>, other: Fact<When>) -> Fact<When> {
    match (one.known(), other.known()) {
        (Some(this), Some(that)) if that.day() < this.day() => other,
        _ => one.or(other),
    }
}

/// A risk to staff who visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum StaffRisk {
    /// In force.
    InForce {
        /// Since.
        since: Fact<When>,
    },
    /// In force by the last word of the council, whose day for review or end is over. It is not
    /// taken back by that: somebody must ask.
    OutOfDate {
        /// Since.
        since: Fact<When>,
        /// The day for review or end.
        until: Date,
    },
}

/// Whether there is a risk to visiting staff today; `NoneRecorded` means none. An alert of a kind
/// that nobody recognises may be such a risk, so it is never "none".
pub fn staff_risk_now(alerts: &Fact<Vec<Alert>>, today: Date) -> Fact<StaffRisk> {
    alerts.as_ref().and_then(|alerts| {
        let begun =
            |alert: &&Alert| alert.starts.known().is_none_or(|starts| starts.day() <= today);
        let of_staff = |alert: &&Alert| alert.audience == Fact::Known(AlertAudience::VisitingStaff);
        let risks: Vec<StaffRisk> =
            alerts.iter().filter(begun).filter(of_staff).map(|alert| risk(alert, today)).collect();
        let in_force = risks.iter().find(|risk| matches!(risk, StaffRisk::InForce { .. }));
        let doubtful = alerts.iter().filter(begun).find(|alert| alert.audience.known().is_none());
        match (in_force.or(risks.first()), doubtful) {
            (Some(risk), _) => Fact::Known(*risk),
            (None, Some(alert)) => alert.audience.and_then(|_| Fact::NotRecorded),
            (None, None) => Fact::NoneRecorded,
        }
    })
}

fn risk(alert: &Alert, today: Date) -> StaffRisk {
    let since = alert.starts;
    match alert.ends.map(last_day) {
        Fact::Known(until) if until < today => StaffRisk::OutOfDate { since, until },
        _ => StaffRisk::InForce { since },
    }
}
