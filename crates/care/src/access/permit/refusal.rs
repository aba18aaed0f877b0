//! Why does a record stay shut?

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::Marks;
use crate::filing::Shield;
use crate::people::{Born, Death, PartialDate, PersonKey, Reason, Verdict};
use crate::record::Sharing;
use crate::when::local;

/// Why a record stays shut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// This role sees no care records at all.
    #[error("this role sees no care records")]
    RoleSeesNone,
    /// The patient is not this organisation's.
    #[error("the patient belongs to another organisation")]
    NotYours,
    /// None of the councils knows the patient.
    #[error("no record was found")]
    NotFound,
    /// A record was found that may be another person's.
    #[error("the match is doubtful")]
    Doubtful,
    /// More than one record fits.
    #[error("more than one person fits")]
    Several,
    /// The NHS number is under review.
    #[error("the number is under review")]
    NumberUnderReview,
    /// A reason must be stated first.
    #[error("a reason is needed")]
    ReasonNeeded(Because),
    /// The question of permission must be answered first, or the person told.
    #[error("permission must be asked for")]
    PermissionNeeded,
    /// The person has said no to somebody of this trust, and it holds until then.
    #[error("the person has not agreed")]
    PersonRefused {
        /// When the record may be asked about again.
        until: Timestamp,
    },
    /// The person objects, or the record is held.
    #[error("sharing is restricted")]
    Restricted,
    /// Died more than [`DAYS_AFTER_DEATH`] days ago.
    #[error("the view has closed after death")]
    ClosedAfterDeath,
    /// Under 18, and not marked by the council as preparing for adulthood.
    #[error("the person is under 18")]
    UnderAge,
}

/// For what a reason is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Because {
    /// The patient is not in the viewer's hospital now.
    NotHere,
    /// The viewer may be the patient, of their family or a neighbour, or the patient is watched. The
    /// page does not say which.
    MayBeKin,
}

/// For so many days after a death its record can be opened.
pub const DAYS_AFTER_DEATH: i32 = 30;

/// The person who is certainly meant. In doubt nothing opens.
pub(super) fn certain(verdict: &Verdict) -> Result<PersonKey, Refusal> {
    match verdict {
        Verdict::Match(person, _) => Ok(person.clone()),
        Verdict::None(_) => Err(Refusal::NotFound),
        Verdict::Review(_, reasons) => Err(doubt(reasons)),
    }
}

fn doubt(reasons: &[Reason]) -> Refusal {
    if reasons.contains(&Reason::NumberShared) || reasons.contains(&Reason::NumberInConflict) {
        Refusal::NumberUnderReview
    } else if reasons.contains(&Reason::SeveralFit) {
        Refusal::Several
    } else {
        Refusal::Doubtful
    }
}

/// Refuses what must not be shown to anybody.
pub(super) fn fit_to_show(marks: &Marks<'_>, now: Timestamp) -> Result<(), Refusal> {
    let today = local(now).date();
    if matches!(marks.shield, Shield::Objection | Shield::Held)
        || marks.sharing == Sharing::Objection
    {
        return Err(Refusal::Restricted);
    }
    if let Death::DiedOn(day) = marks.death
        && day.saturating_add(DAYS_AFTER_DEATH.days()) < today
    {
        return Err(Refusal::ClosedAfterDeath);
    }
    let child = marks.born.is_some_and(|born| may_be_a_child(born, today));
    if child && marks.sharing != Sharing::Transition {
        return Err(Refusal::UnderAge);
    }
    Ok(())
}

/// Whether somebody born then may be under 18. Where the day is not known, the latest that it can
/// be is taken; one that is to come makes nobody an adult.
fn may_be_a_child(born: Born, today: Date) -> bool {
    let latest = match born.on {
        PartialDate::Day(day) => Some(day),
        PartialDate::Month(year, month) => Date::new(year, month, 1).ok().map(Date::last_of_month),
        PartialDate::Year(year) => Date::new(year, 12, 31).ok(),
    };
    let age = latest.and_then(|day| Born::on(day).age_on(today));
    latest.is_some() && age.is_none_or(|age| age.years < 18)
}
