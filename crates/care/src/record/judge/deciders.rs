//! Who may decide, and may the person be kept where they are?

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::last_day;
use crate::record::{Attorney, AttorneyKind, Deprivation, DeprivationStatus, Fact};
use crate::when::When;

/// Whether an attorney, deputy or advocate may act (Mental Capacity Act 2005 s. 9(2): an
/// instrument has no force before it is registered). Even then the person decides first: capacity
/// is judged for each decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// Decides on care where the person cannot.
    DecidesOnCare,
    /// In force, with no say in care: property and money only.
    NoSayInCare,
    /// Speaks for the person and decides nothing.
    SpeaksOnly,
    /// Not registered: no force.
    NoForce,
}

/// What an attorney, deputy or advocate may do; a state where that is not known.
pub fn standing(attorney: &Attorney) -> Fact<Standing> {
    attorney.kind.and_then(|kind| match (kind, attorney.registered) {
        (AttorneyKind::Advocate, _) => Fact::Known(Standing::SpeaksOnly),
        (_, Fact::Known(false)) => Fact::Known(Standing::NoForce),
        (AttorneyKind::PropertyAndFinance | AttorneyKind::PropertyDeputy, _) => {
            Fact::Known(Standing::NoSayInCare)
        }
        (AttorneyKind::HealthAndWelfare | AttorneyKind::WelfareDeputy, registered) => {
            registered.map(|_| Standing::DecidesOnCare)
        }
    })
}

/// Leave to deprive the person of their liberty, as it stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LibertyNow {
    /// Authorised on this day.
    Authorised {
        /// The last day.
        until: Fact<Date>,
    },
    /// Asked for, not granted.
    Requested,
    /// Authorised from a day to come.
    AuthorisedFrom(Date),
}

/// Whether the person may be deprived of their liberty today (PRSB section 3c; Mental Capacity Act
/// 2005 schedule A1); `NoneRecorded` means that nothing is in force or asked for.
pub fn liberty_now(deprivations: &Fact<Vec<Deprivation>>, today: Date) -> Fact<LibertyNow> {
    deprivations.as_ref().and_then(|deprivations| {
        let each = deprivations.iter().map(|deprivation| one_liberty(deprivation, today));
        let rank = |now: &Fact<LibertyNow>| match now {
            Fact::Known(LibertyNow::Authorised { .. }) => 0,
            Fact::NoneRecorded => 4,
            Fact::Known(LibertyNow::Requested) => 2,
            Fact::Known(LibertyNow::AuthorisedFrom(_)) => 3,
            _ => 1,
        };
        each.min_by_key(rank).unwrap_or(Fact::NoneRecorded)
    })
}

fn one_liberty(deprivation: &Deprivation, today: Date) -> Fact<LibertyNow> {
    let starts = deprivation.starts.map(When::day);
    let until = deprivation.ends.map(last_day);
    match (deprivation.status, starts, until) {
        (_, _, Fact::Known(on)) if on < today => Fact::NoneRecorded,
        (Fact::Known(DeprivationStatus::Requested), _, _) => Fact::Known(LibertyNow::Requested),
        (Fact::Known(DeprivationStatus::Authorised), Fact::Known(from), _) if from > today => {
            Fact::Known(LibertyNow::AuthorisedFrom(from))
        }
        (Fact::Known(DeprivationStatus::Authorised), _, _) => {
            Fact::Known(LibertyNow::Authorised { until })
        }
        (status, _, _) => status.and_then(|_| Fact::NotRecorded),
    }
}
